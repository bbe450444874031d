/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE (1u << 20)

struct arena_block {
	struct arena_block *older;
	alignas(max_align_t) unsigned char bytes[];
};

void out_of_memory(void)
{
	fputs("icd10-build-index: out of memory\n", stderr);
	exit(2);
}

static void *must(void *memory)
{
	if (!memory)
		out_of_memory();
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!arena->blocks || arena->capacity - arena->used < size) {
		size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;
		struct arena_block *block = must(calloc(1, sizeof *block + capacity));
		block->older = arena->blocks;
		arena->blocks = block;
		arena->used = 0;
		arena->capacity = capacity;
	}
	void *memory = arena->blocks->bytes + arena->used;
	arena->used += size;
	return memory;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);
	if (length)
		memcpy(copy, text, length);
	return copy;
}

void arena_free(struct arena *arena)
{
	for (struct arena_block *block = arena->blocks; block;) {
		struct arena_block *older = block->older;
		free(block);
		block = older;
	}
	memset(arena, 0, sizeof *arena);
}

void *grow_array(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	size_t wanted = *capacity ? *capacity * 2 : 16;
	items = must(realloc(items, wanted * size));
	*capacity = wanted;
	return items;
}
