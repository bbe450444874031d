/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The codes that are left to choose from, taken apart into what tells them from each other. */
#ifndef ICD_NARROWING_CANDIDATES_H
#define ICD_NARROWING_CANDIDATES_H

#include "words/words.h"
#include "book/book.h"

struct icd_candidate {
	const char *code, *title; /* stored spelling, complete */
	const char *base,
		*base_title;  /* without a seventh character that notes define; of other codes the code itself */
	const char *meaning;  /* of that character: "initial encounter"; NULL when there is none */
	const char *table;    /* the place that defines it: "S52"; NULL when there is none */
	enum icd_side side;   /* that the title of the base tells */
	const char *sideless; /* that title without it */
};

struct icd_candidates {
	uint32_t count;
	struct icd_candidate *at; /* in tabular order */
};

/*
 * The billable codes at and below `code` (stored spelling) on the date whose titles have all the words, as icd_narrow
 * has them. Everything lives in the pool and the store. ICD_NOT_FOUND when no release has the code.
 */
enum icd_found icd_candidates_below(const struct icd_view *view, struct icd_pool *pool, const char *code,
				    char *const *words, int word_count, struct icd_candidates *out,
				    struct icd_error *err);

/*
 * Takes the codes away that are not for what the words say of side and encounter: of the words "left", "subsequent" those
 * for the other side, and for other encounters, as long as any are left.
 */
void icd_candidates_keep(struct icd_candidates *candidates, char *const *words, int word_count);

#endif
