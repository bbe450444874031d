/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a code that no release has was probably meant to be. For the card. */
#ifndef ICD_BOOK_SUGGEST_H
#define ICD_BOOK_SUGGEST_H

#include "view/view.h"

/*
 * A suggestion is what was meant with near certainty; where there is none, codes near it are offered, and called
 * so. All of them are in the code set on the date.
 */
struct icd_suggestions {
	struct icd_code_lines codes; /* best first */
	uint32_t meant;              /* so many of them, the first, are what was meant */
	uint32_t far;                /* so many, the last, would need digits swapped and stand in another section */
	bool bad_seventh;            /* a seventh character that does not apply, or not in seventh place */
	const char *forbidden_by;    /* the note that rules it out and the place where it stands; else NULL */
	const char *forbidden_at;
};

/*
 * `text` is as typed, and no code of any release. Meant are, for all slips of the pen that leave no doubt:
 *
 *	G4.3801            the code without the dot that stands in the wrong place
 *	M54.5O, E1I.9      a letter for the digit that looks like it (O 0, I 1, l 1, S 5, B 8, Z 2, G 6), or the other way
 *	W21.89A, T07XXXXD  a placeholder X too few or too many (guideline I.A.4)
 *
 * Where that finds nothing, near are: the code with the letter it must begin with (080; l25.10 is I25.10), the
 * complete code before a character too many, one of two equal characters less, two neighbours swapped within the
 * category or, of long codes, the section; then what stands beside it in the book: the codes below the longest start that is a code (J30.4 of
 * another edition), or the categories around one that is none (E14); then, of short ones too, two neighbours swapped
 * within the section.
 * Last, and called far, swaps that lead elsewhere.
 * What is suggested lives in the pool.
 */
bool icd_suggest(const struct icd_view *view, struct icd_pool *pool, const char *text, struct icd_suggestions *out,
		 struct icd_error *err);

#endif
