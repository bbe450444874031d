/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory for decoded records: taken piece by piece, given back all at once.
 * For the store's decoders and everything that answers from them.
 */
#ifndef ICD_MEMORY_POOL_H
#define ICD_MEMORY_POOL_H

#include <stddef.h>

struct icd_pool {
	struct icd_pool_block *newest;
};

/* `count` zeroed items of `size` bytes, aligned for any type; NULL when memory runs out. */
void *icd_pool_take(struct icd_pool *pool, size_t count, size_t size);
/* printf into the pool; NULL when memory runs out. */
char *icd_pool_print(struct icd_pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets everything taken but keeps one block for reuse. */
void icd_pool_reset(struct icd_pool *pool);
void icd_pool_free(struct icd_pool *pool);

#endif
