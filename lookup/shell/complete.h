/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be typed next in a shell: commands, codes with their titles, terms of the indexes,
 * words of the search, dates of releases. For the shell.
 */
#ifndef ICD_SHELL_COMPLETE_H
#define ICD_SHELL_COMPLETE_H

#include "cli/command.h"
#include "index/records.h"
#include "search/search.h"

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
bool complete_codes(const struct icd_view *view, struct icd_pool *pool, const char *typed, struct candidates *out,
		    struct icd_error *err);

/* Adds the rows of a table of commands whose name begins so. False when memory ran out. */
bool complete_commands(const struct command *table, struct icd_pool *pool, const char *typed, struct candidates *out);

/* Adds the words that open a main term of the newest index or table of the kind and begin so. */
bool complete_terms(const struct icd_view *view, enum icd_index_kind kind, struct icd_pool *pool, const char *typed,
		    struct candidates *out, struct icd_error *err);

/* Adds the commonest words of the search that begin so. */
bool complete_words(struct icd_searcher *searcher, struct icd_pool *pool, const char *typed, struct candidates *out,
		    struct icd_error *err);

/* Adds the dates of the releases held that begin so. False when memory ran out. */
bool complete_dates(const struct icd_view *view, struct icd_pool *pool, const char *typed, struct candidates *out);

#endif
