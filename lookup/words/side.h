/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Right, left and both sides of the body, as titles name them. The numbers are part of the index format
 * (lookup/search/search_record.h). Comes with words.h.
 */
#ifndef ICD_WORDS_SIDE_H
#define ICD_WORDS_SIDE_H

#include <stdbool.h>

enum icd_side { ICD_SIDE_NONE, ICD_SIDE_UNSPECIFIED, ICD_SIDE_RIGHT, ICD_SIDE_LEFT, ICD_SIDE_BOTH };
#define ICD_SIDES (ICD_SIDE_BOTH + 1)

/* The word of each side: "unspecified", "right", "left", "bilateral"; "" for none. */
extern const char *const icd_side_words[ICD_SIDES];

/* The side that a folded word is; ICD_SIDE_NONE for all other words. */
enum icd_side icd_side_of(const char *word);

/* Is it the right or the left one? */
bool icd_is_one_side(enum icd_side side);

#endif
