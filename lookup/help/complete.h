/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be typed next: commands, codes with their titles, sections and chapters, terms of the indexes, words of the
 * search, dates of releases. For completion.c.
 *
 * Each function adds to a list what begins as was typed. What cannot be read is not offered: a Tab that finds
 * less is no error.
 */
#ifndef ICD_HELP_COMPLETE_H
#define ICD_HELP_COMPLETE_H

#include "cli/command.h"
#include "index/records.h"
#include "search/search.h"

struct candidate {
	const char *text;
	const char *title; /* what it stands for, "" for none */
	bool goes_on;      /* a code with others below it: seldom the end of what is typed */
};

struct candidates { /* all 0: an empty list */
	size_t count, room;
	struct candidate *at; /* owned; titles are valid as long as the index is open, too */
	bool files;           /* names of files may stand there, too; who shows the list looks for them */
	const char *before;   /* NULL, or what is set before each text that is added: "--min=" */
	struct icd_pool pool; /* of the texts */
};
/* Takes all candidates out. */
void candidates_clear(struct candidates *list);
void candidates_free(struct candidates *list);
/* Adds a copy of the text, unless a terminal would obey what is in it; the title is kept as it is. */
void candidates_add(struct candidates *list, const char *text, size_t length, const char *title, bool goes_on);

/* Was the text added, behind what is set before all? */
bool candidates_have(const struct candidates *list, const char *text, size_t length);

/*
 * The codes in the set on the date that are next below what is typed, in any case, with
 * or without the dot: "m5" gives categories, "m54" M54.1 and so on; a code with none below
 * it gives itself. Nothing for what is not the start of a code.
 */
void complete_codes(const struct icd_view *view, const char *typed, struct candidates *out);

/* Sections and blocks of the day, by their ranges: "M50-M54". */
void complete_sections(const struct icd_view *view, const char *typed, struct candidates *out);

/* Numbers of chapters. */
void complete_chapters(const struct icd_view *view, const char *typed, struct candidates *out);

/* Codes of ICD-9-CM that the mapping has and that begin so; of three digits at least, since there are many. */
void complete_icd9(const struct icd_view *view, const char *typed, struct candidates *out);

/* The rows of a table of commands. */
void complete_commands(const struct command *table, const char *typed, struct candidates *out);

/* The words that open a main term of the newest index or table of the kind. */
void complete_terms(const struct icd_view *view, enum icd_index_kind kind, const char *typed, struct candidates *out);

/* Numbers of sections of the official guidelines. */
void complete_guidelines(const struct icd_view *view, const char *typed, struct candidates *out);

/* The commonest words of the search; after the words before them, those that stand beside them in the book. */
void complete_words(struct icd_searcher *searcher, const char *before, const char *typed, struct candidates *out);

/* The dates of the releases held. */
void complete_dates(const struct icd_view *view, const char *typed, struct candidates *out);

#endif
