/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Codes that stand for two conditions at once [I.B.9]: the rows of data/claim_combinations.tsv, which says for each the
 * guideline it stands for and from when to when it holds. For lookup/coding/ and rules/claim_combination.c.
 */
#ifndef ICD_CODING_COMBINATIONS_H
#define ICD_CODING_COMBINATIONS_H

#include "spans.h"

struct combination {
	const char *part, *with; /* where the codes of each begin */
	struct claim_codes part_codes, with_codes;
	const char *instead; /* the code for both */
	icd_date from, to;
	const char *guideline;
	const char *why;
};

#define COMBINATIONS_MAX 64 /* the bits of a number; more rows do not compile */

/* The row of a number, the first that fits a pair counts. */
const struct combination *combination_at(unsigned row);

/* In which rows the code (stored spelling) is the part, and in which what it is combined with: bits. */
void combinations_of(const char *code, uint64_t *part, uint64_t *with);

#endif
