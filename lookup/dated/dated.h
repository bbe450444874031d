/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The whole history of the book, flat: each code, each note, each Excludes note with the days on which it was so. For
 * exports to databases, which then answer for a code and a day by a join.
 *
 * Days are included. ICD_DATE_OPEN is the last one of what still holds in the newest release. What is told of a day is
 * what cards and checks say as of it, with two exceptions: nothing is told of days before the first release held, and
 * nothing of a code on days on which a release that is not held may have changed it (there it is `uncertain`).
 */
#ifndef ICD_DATED_DATED_H
#define ICD_DATED_DATED_H

#include "book/book.h"

#define ICD_DATE_OPEN 99991231

/* A stretch of days over which nothing of a code changed. What it points to is gone when `visit` returns. */
struct icd_dated_code {
	const char *code; /* stored spelling, as all codes here */
	icd_date from, to;
	enum icd_status status; /* billable or header */
	const char *title, *short_title;
	const char *parent;  /* the code above it, "" of a category */
	int chapter;         /* its number; 0 and "" where no list has the code */
	const char *section; /* "M50-M54" */
	enum icd_known poa_exempt;
	struct icd_counterparts replaced_by; /* what it was replaced by on the day after, where it was then gone or had
	                                        become a header */
};

/* All codes, by their spelling; of a code by date, without overlaps. False when a record cannot be read. */
bool icd_dated_codes(struct icd_store *store, void (*visit)(void *context, const struct icd_dated_code *code),
		     void *context, struct icd_error *err);

/* A place of the tabular list that carries notes. */
struct icd_dated_place {
	enum icd_place_kind kind;
	const char *label;    /* "chapter 13", "M50-M54", "M54.5" */
	uint32_t first, last; /* ordinals of all codes that were ever there or below; of an empty one first > last */
};

/* A stretch of days over which a note stood at a place. A place that carries it twice has it twice. */
struct icd_dated_note {
	const struct icd_dated_place *place;
	const struct icd_entry *entry;
	const char *text;    /* white space folded; of a seventh character "A: initial encounter" */
	const char *heading; /* of the list that it stands in ("such as:"), NULL when it has none */
	icd_date from, to;
	icd_date from_after; /* not 0: lists are missing, or do not say: it came some day after this one */
};

/*
 * The notes of all kinds and the seventh characters: of chapters, then of sections and blocks, then of codes by their
 * spelling; of a place by the day they came, then in the order of its list. Those of a code stand as long as the code is in the set. False when a
 * record cannot be read.
 */
bool icd_dated_notes(struct icd_store *store, void (*visit)(void *context, const struct icd_dated_note *note),
		     void *context, struct icd_error *err);

/*
 * An Excludes note as what it does: a code of the one range is not to be reported with (Excludes1), or not meant by
 * (Excludes2), one of the other. Ranges go by spelling, byte by byte, so that any database finds codes in them: no code
 * that any release has lies in a range that is not meant. A note of many ranges is told once for each pair.
 */
struct icd_dated_excludes {
	const struct icd_dated_note *note;
	const char *from, *to;             /* codes at its place */
	const char *other_from, *other_to; /* codes that it excludes */
};

/* As icd_dated_notes. Notes that mean no code are not told. */
bool icd_dated_excludes(struct icd_store *store,
			void (*visit)(void *context, const struct icd_dated_excludes *excludes), void *context,
			struct icd_error *err);

#endif
