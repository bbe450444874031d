/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the terms of an index or a table say, kept once for all releases: one release's index is much like that of the
 * one before. Terms of lists that are kept here say the same when they point at the same. Builder only.
 */
#ifndef ICD_BUILD_REINDEX_INDEX_TERMS_H
#define ICD_BUILD_REINDEX_INDEX_TERMS_H

#include "read/release.h"

struct kept_term {
	const struct icd_index_term *says;
	const char *plain;
	uint32_t after; /* the kept term that came after it in the list kept last; ICD_HASH_NONE: none yet */
};

struct index_terms {          /* of one kind; all 0: none yet; freed with index_terms_free */
	struct icd_pool pool; /* of what is kept */
	struct kept_term *at;
	size_t count, capacity;
	size_t found; /* so many of them can be found by their text */
	struct icd_hash by_text;
	struct icd_buffer key; /* for working */
};

/* A copy of the list that needs nothing of it: its terms are kept ones, all else lives with them. */
struct index_list *index_terms_keep(struct index_terms *terms, const struct index_list *list);
/* Frees what the kept lists are made of. */
void index_terms_free(struct index_terms *terms);

#endif
