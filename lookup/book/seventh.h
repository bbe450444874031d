/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The seventh characters of a code: who defines them, who needs one, and the note that rules one out.
 * Guidelines I.A.4 (the placeholder X) and I.A.5.
 */
#ifndef ICD_BOOK_SEVENTH_H
#define ICD_BOOK_SEVENTH_H

#include "path.h"

/* Is it a diag of seven characters in the list (-1: none), the last of which no place above gives it? */
bool icd_seventh_is_own(const struct icd_code_record *record, int list);

/*
 * The step of the path whose seventh characters govern the code: the nearest one that defines any (a nearer
 * definition overrides those above it). NULL when the code needs none: no place defines any, or its seventh character
 * is its own.
 */
const struct icd_step *icd_sevenths_step(const struct icd_path *path);

/* The entry there that defines the character; NULL when none does. */
const struct icd_entry *icd_seventh_entry(const struct icd_path *path, char character);

/*
 * Of which seventh character a note within their definitions is a term: that of the extension it stands behind in the
 * list. 0: of none, but of the place, as what follows the sequela tells of no encounter ("Fall from stool" at W08).
 */
char icd_seventh_of_note(const struct icd_entries *entries, const struct icd_entry *note, int list);

/* Is it a header that is only completed by a seventh character: are these codes below it, those in the set, all
 * made by one? Asked of a code that seventh characters govern. */
bool icd_needs_seventh(enum icd_status status, const struct icd_code_lines *children);

/* The note on the path that rules out the seventh character of the code (seven characters long), its white space
 * folded, in the pool; *at is the label of the place. NULL when none does. */
const char *icd_forbidding_note(const struct icd_path *path, struct icd_pool *pool, const char *code, const char **at);

#endif
