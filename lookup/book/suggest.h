/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a code that no release has was probably meant to be. For the card. */
#ifndef ICD_BOOK_SUGGEST_H
#define ICD_BOOK_SUGGEST_H

#include "view/view.h"

struct icd_suggestions {
	struct icd_code_lines codes; /* best first */
	bool bad_seventh;            /* a seventh character that does not apply, or not in seventh place */
	const char *forbidden_by;    /* the note that rules it out and the place where it stands; else NULL */
	const char *forbidden_at;
};

/*
 * In this order: the code with its empty places filled with X (W21.89A is W21.89XA; guideline I.A.4), a
 * letter or digit mistaken for the other, two characters swapped, the codes below the longest start that is
 * a code. `code` is in stored spelling; what is suggested lives in the pool.
 */
bool icd_suggest(const struct icd_view *view, struct icd_pool *pool, const char *code, struct icd_suggestions *out,
		 struct icd_error *err);

#endif
