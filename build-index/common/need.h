/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that is there: pools and arrays for the readers and the merge. Builder only. Out of memory ends the
 * program with a sentence and status 2: nothing has been published by then, and no caller could do better.
 */
#ifndef ICD_BUILD_COMMON_NEED_H
#define ICD_BUILD_COMMON_NEED_H

#include "memory/memory.h"

__attribute__((noreturn)) void out_of_memory(void);

/* As icd_pool_take, but never NULL. */
__attribute__((returns_nonnull)) void *need(struct icd_pool *pool, size_t count, size_t size);
/* A NUL-terminated copy of `length` bytes. */
__attribute__((returns_nonnull)) char *need_text(struct icd_pool *pool, const char *text, size_t length);

/* As icd_pool_print, but never fails. */
#define need_print(pool, ...) need_text_of((pool), icd_pool_print((pool), __VA_ARGS__))
const char *need_text_of(const struct icd_pool *pool, const char *text);
/* Copies `count` items of `size` bytes into the pool: what grew in an array and is now complete. */
void *need_copy(struct icd_pool *pool, const void *items, size_t count, size_t size);

/* The array with room for one more item of `size` bytes (icd_array_room). */
void *grow_array(void *items, size_t count, size_t *capacity, size_t size);
/* The address of one more item of an array that grows: its pointer, its count and its capacity are given. */
#define one_more(items, count, capacity)                                                                               \
	((items) = grow_array((items), (count), &(capacity), sizeof *(items)), &(items)[(count)++])
/* As icd_hash_add. */
void need_hashed(struct icd_hash *table, uint64_t hash, uint32_t item);

#endif
