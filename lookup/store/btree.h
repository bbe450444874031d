/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The B+tree of an index file, as LMDB writes it (its data version 1), read from sealed pages. Nothing in a page is
 * trusted: an offset, length or page number that cannot be is told as damage.
 */
#ifndef ICD_STORE_BTREE_H
#define ICD_STORE_BTREE_H

#include "key.h"
#include "seal.h"

/* Bytes of the file, valid until it is closed. */
struct icd_bytes {
	const unsigned char *data;
	size_t size;
};

enum icd_found { ICD_FAILED, ICD_NOT_FOUND, ICD_FOUND };

struct icd_btree {
	struct icd_seal *seal;
	uint64_t root;  /* page number; UINT64_MAX of an empty tree */
	unsigned depth; /* pages from the root to a leaf, both counted */
};

/* Reads the meta pages. False, with the sentence, when there is no tree in them. */
bool icd_btree_open(struct icd_seal *seal, struct icd_btree *tree, struct icd_error *err);

enum icd_found icd_btree_get(const struct icd_btree *tree, const struct icd_key *key, struct icd_bytes *value,
			     struct icd_error *err);

/* Calls `visit` for each record with low <= key <= high, in order, until it returns false. */
bool icd_btree_scan(const struct icd_btree *tree, const struct icd_key *low, const struct icd_key *high,
		    bool (*visit)(void *context, struct icd_bytes key, struct icd_bytes value), void *context,
		    struct icd_error *err);

#endif
