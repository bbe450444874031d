/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Want of memory ends the builder with a sentence and status 2, wherever it is met (common/need.h): the linker has all
 * of the program, and what is linked into it, call these functions (--wrap). Much is shared with look-ups, which go on
 * and answer without what they could not hold; a builder that did so would write a smaller index. For the program alone:
 * tests of its rooms do without.
 */
#include "common/common.h"

#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);

static void *memory_or_end(void *memory, size_t size)
{
	if (!memory && size)
		out_of_memory();
	return memory;
}

void *__wrap_malloc(size_t size)
{
	return memory_or_end(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return memory_or_end(__real_calloc(count, size), count && size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return memory_or_end(__real_realloc(memory, size), size);
}

char *__wrap_strdup(const char *text)
{
	return memory_or_end(__real_strdup(text), 1);
}
