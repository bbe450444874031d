/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a term of an index says, without what does not count: case, accents, signs and white space. Builder only. */
#ifndef ICD_BUILD_REINDEX_INDEX_FOLD_H
#define ICD_BUILD_REINDEX_INDEX_FOLD_H

#include "common/common.h"
#include "index/records.h"

struct index_fold {
	/* Hashes: of all of it but for blanks; but for accents and signs; the title; the title without modifiers. */
	uint64_t exact, said, titled, bare;
	const char *order; /* by what siblings are sorted: the title without its modifiers */
};

/* The hashes of a term; `order` lives in the pool. */
struct index_fold index_fold(const struct icd_index_term *says, struct icd_pool *pool);

/* Those of terms that many lists share, each made once; all 0: none yet; freed with index_folds_free. */
struct index_folds {
	struct icd_pool pool;
	const struct folded_term **at;
	size_t count, capacity;
	struct icd_hash by_says;
};

/* The fold of what a term says, told by its address: it must not change, nor be freed before the folds are. */
const struct index_fold *index_folds_of(struct index_folds *folds, const struct icd_index_term *says);
void index_folds_free(struct index_folds *folds);

#endif
