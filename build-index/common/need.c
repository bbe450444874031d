/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "need.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void out_of_memory(void)
{
	fputs("icd10-build-index: out of memory\n", stderr);
	exit(2);
}

void *need(struct icd_pool *pool, size_t count, size_t size)
{
	void *memory = icd_pool_take(pool, count, size);
	if (!memory)
		out_of_memory();
	return memory;
}

char *need_text(struct icd_pool *pool, const char *text, size_t length)
{
	const char *copy = icd_pool_text(pool, text, length);
	if (pool->failed)
		out_of_memory();
	return (char *)copy;
}

const char *need_text_of(const struct icd_pool *pool, const char *text)
{
	if (pool->failed)
		out_of_memory();
	return text;
}

void *need_copy(struct icd_pool *pool, const void *items, size_t count, size_t size)
{
	void *copy = icd_pool_copy(pool, items, count, size);
	if (!copy)
		out_of_memory();
	return copy;
}

void need_hashed(struct icd_hash *table, uint64_t hash, uint32_t item)
{
	if (!icd_hash_add(table, hash, item))
		out_of_memory();
}

void *grow_array(void *items, size_t count, size_t *capacity, size_t size)
{
	if (!icd_array_room(&items, count, capacity, size))
		out_of_memory();
	return items;
}
