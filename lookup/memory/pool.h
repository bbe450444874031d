/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory that is taken piece by piece and given back all at once: for decoded records, for answers made from
 * them, and for what the builder reads.
 *
 * When memory runs out the pool says so in `failed` and goes on saying it. A text asked for is then "" and an
 * array asked for is NULL, so whoever only adds up texts looks at the flag once, at the end.
 */
#ifndef ICD_MEMORY_POOL_H
#define ICD_MEMORY_POOL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct icd_pool { /* all 0: an empty pool */
	struct icd_pool_block *newest;
	bool failed; /* memory ran out since the last reset: something asked for is not there */
};

/* `count` zeroed items of `size` bytes, aligned for any type; NULL when memory runs out. */
void *icd_pool_take(struct icd_pool *pool, size_t count, size_t size);
/* A copy of `count` items, aligned for any type; NULL when memory runs out. */
void *icd_pool_copy(struct icd_pool *pool, const void *items, size_t count, size_t size);
/* A copy of `length` bytes with a NUL after them; "" when memory runs out. */
const char *icd_pool_text(struct icd_pool *pool, const char *text, size_t length);
/* The texts one after the other with `between` between them; "" when memory runs out. */
const char *icd_pool_joined(struct icd_pool *pool, const char *between, const char *const *texts, size_t count);
/* printf into the pool; "" when memory runs out. */
const char *icd_pool_print(struct icd_pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *icd_pool_vprint(struct icd_pool *pool, const char *format, va_list args);
/*
 * Makes room for one more item in an array that lives in the pool: like icd_array_room (array.h), but the room
 * it has outgrown is given back only with the pool. False when memory runs out.
 */
bool icd_pool_room(struct icd_pool *pool, void *items, size_t count, size_t *capacity, size_t size);
/* The same for a short array that keeps no capacity: it is moved whenever `count` is 0 or a power of two. Returns
 * where the items are then; NULL when memory runs out. */
void *icd_pool_grown(struct icd_pool *pool, const void *items, size_t count, size_t size);
/* Gives what the one holds to the other, which frees it; `from` is empty then. */
void icd_pool_adopt(struct icd_pool *to, struct icd_pool *from);
/* Forgets everything taken, and a failure, but keeps one block for reuse. */
void icd_pool_reset(struct icd_pool *pool);
void icd_pool_free(struct icd_pool *pool);

#endif
