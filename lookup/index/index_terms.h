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

#endif
