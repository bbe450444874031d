/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pool.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks grow with the pool: an answer needs one small one, a release a hundred large ones. (A test has smaller ones.) */
#ifndef FIRST_BLOCK
#define FIRST_BLOCK   ((size_t)2 * 1024)
#define LARGEST_BLOCK ((size_t)1024 * 1024)
#endif
#define FIRST_ROOM 8 /* items of an array that grows */

struct icd_pool_block {
	struct icd_pool_block *older;
	size_t used, capacity;
	alignas(max_align_t) unsigned char bytes[];
};

static bool add_block(struct icd_pool *pool, size_t wanted)
{
	size_t capacity = pool->newest ? pool->newest->capacity * 2 : FIRST_BLOCK;
	if (capacity > LARGEST_BLOCK)
		capacity = LARGEST_BLOCK;
	if (capacity < wanted)
		capacity = wanted;
	struct icd_pool_block *block = malloc(sizeof *block + capacity);
	if (!block)
		return false;
	*block = (struct icd_pool_block){.older = pool->newest, .capacity = capacity};
	pool->newest = block;
	return true;
}

/* Memory for the items, with whatever there is in it. */
static void *take(struct icd_pool *pool, size_t count, size_t size)
{
	size_t bytes;
	bool fits = !__builtin_mul_overflow(count, size, &bytes) && bytes <= SIZE_MAX / 2;
	size_t wanted = fits ? (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1) : 0;
	struct icd_pool_block *block = pool->newest;
	if (!fits || ((!block || block->capacity - block->used < wanted) && !add_block(pool, wanted))) {
		pool->failed = true;
		return NULL;
	}
	block = pool->newest;
	void *memory = block->bytes + block->used;
	block->used += wanted;
	return memory;
}

void *icd_pool_take(struct icd_pool *pool, size_t count, size_t size)
{
	void *memory = take(pool, count, size);
	return memory ? memset(memory, 0, count * size) : NULL;
}

void *icd_pool_copy(struct icd_pool *pool, const void *items, size_t count, size_t size)
{
	void *copy = take(pool, count, size);
	return copy && count ? memcpy(copy, items, count * size) : copy;
}

const char *icd_pool_text(struct icd_pool *pool, const char *text, size_t length)
{
	char *copy = take(pool, length + 1, 1);
	if (!copy)
		return "";
	copy[length] = '\0';
	return length ? memcpy(copy, text, length) : copy;
}

/* Most texts are short: they are formatted once, and copied. */
const char *icd_pool_vprint(struct icd_pool *pool, const char *format, va_list args)
{
	char small[256];
	va_list again;
	va_copy(again, args);
	int length = vsnprintf(small, sizeof small, format, again);
	va_end(again);
	if (length >= 0 && (size_t)length < sizeof small)
		return icd_pool_text(pool, small, (size_t)length);
	char *text = length < 0 ? NULL : icd_pool_take(pool, (size_t)length + 1, 1);
	if (!text) {
		pool->failed = true;
		return "";
	}
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

const char *icd_pool_joined(struct icd_pool *pool, const char *between, const char *const *texts, size_t count)
{
	size_t size = 1;
	for (size_t i = 0; i < count; i++)
		size += strlen(texts[i]) + strlen(between);
	char *text = icd_pool_take(pool, size, 1), *end = text;
	for (size_t i = 0; text && i < count; i++)
		end = stpcpy(i ? stpcpy(end, between) : end, texts[i]);
	return text ? text : "";
}

const char *icd_pool_print(struct icd_pool *pool, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	/* A mere copy, as most are, needs no formatting. */
	const char *copied = strcmp(format, "%s") == 0 ? va_arg(args, const char *) : NULL;
	const char *text = copied ? icd_pool_text(pool, copied, strlen(copied)) : icd_pool_vprint(pool, format, args);
	va_end(args);
	return text;
}

bool icd_pool_room(struct icd_pool *pool, void *items, size_t count, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : FIRST_ROOM;
	void *old, *grown;
	if (count < *capacity)
		return true;
	memcpy(&old, items, sizeof old);
	if (!(grown = icd_pool_take(pool, wanted, size)))
		return false;
	if (count)
		memcpy(grown, old, count * size);
	memcpy(items, &grown, sizeof grown);
	*capacity = wanted;
	return true;
}

void *icd_pool_grown(struct icd_pool *pool, const void *items, size_t count, size_t size)
{
	if (count & (count - 1))
		return (void *)items;
	void *grown = icd_pool_take(pool, count ? count * 2 : 1, size);
	if (grown && count)
		memcpy(grown, items, count * size);
	return grown;
}

void icd_pool_adopt(struct icd_pool *to, struct icd_pool *from)
{
	struct icd_pool_block *oldest = from->newest;
	while (oldest && oldest->older)
		oldest = oldest->older;
	if (oldest) {
		oldest->older = to->newest;
		to->newest = from->newest;
	}
	to->failed |= from->failed;
	*from = (struct icd_pool){0};
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
	pool->failed = false;
	if (!pool->newest)
		return;
	free_older(pool->newest->older);
	pool->newest->older = NULL;
	pool->newest->used = 0;
}

void icd_pool_free(struct icd_pool *pool)
{
	free_older(pool->newest);
	*pool = (struct icd_pool){0};
}
