/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The terms of the indexes and tables that lead to a code, as words alone: what else it is called. For cards. */
#ifndef ICD_INDEX_INDEX_TERMS_H
#define ICD_INDEX_INDEX_TERMS_H

#include "index_record.h"
#include "book/book.h"

/*
 * Puts in the card the first `limit` terms that name its code or, where none does, the nearest code above it that any
 * does: "Pain, low back". No more is read than they need. Only for a card that is found. Everything lives in the pool.
 */
bool icd_index_terms_put(const struct icd_view *view, struct icd_pool *pool, uint32_t limit, struct icd_card *card,
			 struct icd_error *err);

/*
 * What was read for one card, for the next of the same category: thousands of codes have the terms of a few headers. All
 * 0: nothing yet. For cards of one view and with one limit; what it put into a card is valid until a card of another
 * category, or icd_index_terms_free.
 */
struct icd_index_terms {
	struct icd_pool pool;
	char category[4];
	struct icd_index_pointers pointers;
	const char **paths;     /* where each of them leads; NULL: not read yet */
	char of[ICD_CODE_SIZE]; /* the code that these terms name; "" for none */
	const char **at;
	uint32_t count;
	bool more;
};

/* The same from what is kept. */
bool icd_index_terms_put_kept(const struct icd_view *view, struct icd_index_terms *kept, uint32_t limit,
			      struct icd_card *card, struct icd_error *err);
void icd_index_terms_free(struct icd_index_terms *kept);

#endif
