/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intern.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct interner *interner, const char *text, size_t length)
{
	size_t slot = XXH3_64bits(text, length) & (interner->capacity - 1);
	while (interner->slots[slot] && strcmp(interner->slots[slot], text) != 0)
		slot = (slot + 1) & (interner->capacity - 1);
	return slot;
}

static void grow(struct interner *interner)
{
	struct interner bigger = *interner;
	bigger.capacity = interner->capacity ? interner->capacity * 2 : 1 << 16;
	/* The slots come from the arena too; what the old ones took is small beside the texts. */
	bigger.slots = need(&bigger.arena, bigger.capacity, sizeof *bigger.slots);
	for (size_t i = 0; i < interner->capacity; i++) {
		const char *text = interner->slots[i];
		if (text)
			bigger.slots[slot_of(&bigger, text, strlen(text))] = text;
	}
	*interner = bigger;
}

const char *intern(struct interner *interner, const char *text)
{
	if (!text)
		return NULL;
	if (interner->count * 2 >= interner->capacity)
		grow(interner);
	size_t length = strlen(text), slot = slot_of(interner, text, length);
	if (!interner->slots[slot]) {
		interner->slots[slot] = need_text(&interner->arena, text, length);
		interner->count++;
	}
	return interner->slots[slot];
}

const char *intern_find(const struct interner *interner, const char *text)
{
	return interner->count ? interner->slots[slot_of(interner, text, strlen(text))] : NULL;
}

void interner_free(struct interner *interner)
{
	icd_pool_free(&interner->arena);
	memset(interner, 0, sizeof *interner);
}
