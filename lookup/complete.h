/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be typed next in a shell: commands, codes with their titles, dates of releases,
 * words of the search. From the index, without reading more of it than is offered. For the
 * shell.
 */
#ifndef ICD_LOOKUP_COMPLETE_H
#define ICD_LOOKUP_COMPLETE_H

#include "command.h"

struct candidate {
	const char *text;
	const char *title; /* what it stands for, "" for none */
	bool goes_on;      /* a code with others below it: seldom the end of what is typed */
};

struct candidates {
	size_t count;
	struct candidate *at;
};

/*
 * Adds the codes in the set on the date that are next below what is typed, in any case, with
 * or without the dot: "m5" gives categories, "m54" M54.1 and so on; a code with none below
 * it gives itself. Nothing for what is not the start of a code. False on failure.
 */
bool complete_codes(const struct icd_view *view, struct icd_pool *pool, const char *typed,
		    struct candidates *out, struct icd_error *err);

/* Adds the rows of a table of commands whose name begins so. False when memory ran out. */
bool complete_commands(const struct command *table, struct icd_pool *pool, const char *typed,
		       struct candidates *out);

/* Adds the dates of the releases held that begin so. False when memory ran out. */
bool complete_dates(const struct icd_view *view, struct icd_pool *pool, const char *typed,
		    struct candidates *out);

#endif
