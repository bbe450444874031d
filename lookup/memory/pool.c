/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pool.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

struct icd_pool_block {
	struct icd_pool_block *older;
	size_t used, capacity;
	alignas(max_align_t) unsigned char bytes[];
};

void *icd_pool_take(struct icd_pool *pool, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		return NULL;
	size_t wanted = (count * size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct icd_pool_block *block = pool->newest;
	if (!block || block->capacity - block->used < wanted) {
		size_t capacity = wanted > BLOCK_SIZE ? wanted : BLOCK_SIZE;
		block = malloc(sizeof *block + capacity);
		if (!block)
			return NULL;
		*block = (struct icd_pool_block){.older = pool->newest, .capacity = capacity};
		pool->newest = block;
	}
	void *memory = block->bytes + block->used;
	block->used += wanted;
	return memset(memory, 0, wanted);
}

char *icd_pool_print(struct icd_pool *pool, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *text = length < 0 ? NULL : icd_pool_take(pool, (size_t)length + 1, 1);
	if (!text)
		return NULL;
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

static void free_older(struct icd_pool_block *block)
{
	while (block) {
		struct icd_pool_block *older = block->older;
		free(block);
		block = older;
	}
}

void icd_pool_reset(struct icd_pool *pool)
{
	if (!pool->newest)
		return;
	free_older(pool->newest->older);
	pool->newest->older = NULL;
	pool->newest->used = 0;
}

void icd_pool_free(struct icd_pool *pool)
{
	free_older(pool->newest);
	pool->newest = NULL;
}
