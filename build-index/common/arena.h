/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that is freed all at once: what the readers and the merge keep.
 * Builder only. Out of memory ends the program with a sentence and status 2: nothing
 * has been published by then, and no caller could do better.
 */
#ifndef ICD_BUILD_COMMON_ARENA_H
#define ICD_BUILD_COMMON_ARENA_H

#include <stddef.h>
#include <stdnoreturn.h>

noreturn void out_of_memory(void);

struct arena {
	struct arena_block *blocks;
	size_t used, capacity; /* of the newest block */
};

/* `size` zeroed bytes, aligned for any type; freed with the arena. */
void *arena_alloc(struct arena *arena, size_t size);
/* A NUL-terminated copy of `length` bytes. */
char *arena_text(struct arena *arena, const char *text, size_t length);
void arena_free(struct arena *arena);

/* Makes room for one more item of `size` bytes in *items (malloc'd, doubled as needed). */
void *grow_array(void *items, size_t count, size_t *capacity, size_t size);

#endif
