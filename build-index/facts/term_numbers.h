/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terms of the indexes and tables by number: terms that say the same below terms of the same number have one number
 * in all lists with the same columns. What is worked out for a number from what it says and from what stands above it
 * holds for all its terms. Builder only.
 */
#ifndef ICD_BUILD_FACTS_TERM_NUMBERS_H
#define ICD_BUILD_FACTS_TERM_NUMBERS_H

#include "merge/book.h"

struct term_numbers {
	struct icd_pool pool;
	struct kind_numbers {
		const uint32_t *const *of; /* by member of the kind: the numbers of its terms, each there once */
		uint32_t count;            /* new ones follow those before, in the order of members and terms */
	} kinds[ICD_INDEXES];
};

/* Numbers the terms of all indexes. The book must stay; term_numbers_free frees them. */
void term_numbers_make(const struct book *book, struct term_numbers *numbers);
void term_numbers_free(struct term_numbers *numbers);

#endif
