/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

#define WIDE_LEAST 512 /* bytes */

uint64_t icd_hash_bytes(const void *bytes, size_t size)
{
	return size >= WIDE_LEAST && icd_hash_is_wide() ? icd_hash_wide(bytes, size) : XXH3_64bits(bytes, size);
}

uint64_t icd_hash_text(const char *text)
{
	return XXH3_64bits(text, strlen(text));
}

static void put(struct icd_hash *table, struct icd_hash_slot slot)
{
	size_t mask = table->capacity - 1, i = slot.hash & mask;
	while (table->slots[i].item)
		i = (i + 1) & mask;
	table->slots[i] = slot;
}

static bool grow(struct icd_hash *table, size_t capacity)
{
	struct icd_hash bigger = {.capacity = capacity, .count = table->count};
	bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
	if (!bigger.slots)
		return false;
	for (size_t i = 0; i < table->capacity; i++) {
		if (table->slots[i].item)
			put(&bigger, table->slots[i]);
	}
	free(table->slots);
	*table = bigger;
	return true;
}

bool icd_hash_reserve(struct icd_hash *table, size_t count)
{
	size_t capacity = table->capacity ? table->capacity : FIRST_CAPACITY;
	while (capacity < 2 * count)
		capacity *= 2;
	return capacity == table->capacity || grow(table, capacity);
}

bool icd_hash_add(struct icd_hash *table, uint64_t hash, uint32_t item)
{
	if (!icd_hash_reserve(table, table->count + 1))
		return false;
	put(table, (struct icd_hash_slot){.hash = (uint32_t)hash, .item = item + 1});
	table->count++;
	return true;
}

void icd_hash_clear(struct icd_hash *table)
{
	if (table->capacity)
		memset(table->slots, 0, table->capacity * sizeof *table->slots);
	table->count = 0;
}

void icd_hash_free(struct icd_hash *table)
{
	free(table->slots);
	*table = (struct icd_hash){0};
}
