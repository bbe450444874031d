/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Titles of code sets that have no order file: a tabular list has no short titles, and spells with accents and
 * otherwise as the order file does not; a codes file has no short titles either. What is only spelled otherwise is no
 * change, so the order file's titles, older or newer, stand in where they say the same. Builder only.
 */
#ifndef ICD_BUILD_MERGE_TITLES_H
#define ICD_BUILD_MERGE_TITLES_H

#include "book.h"

/* Puts into a code set of a code, where something is wanting, the titles that stand in: from those of the code sets
 * before it, and after it up to `end`. What is found is not wanting any more. */
void titles_stand_in(struct book_code *code, int member, int end);

/* The same for all code sets, once all of them are read; what is still wanting then stays as the list has it. */
void titles_settle(struct book_code *code, int end);

#endif
