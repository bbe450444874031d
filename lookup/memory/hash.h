/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A hash table of numbers: which item of an array has this key? The items stay with the caller; the table holds
 * their numbers beside the hashes of their keys.
 */
#ifndef ICD_MEMORY_HASH_H
#define ICD_MEMORY_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ICD_HASH_NONE UINT32_MAX /* no item */

struct icd_hash_slot {
	uint32_t hash; /* low bits of the key's hash */
	uint32_t item; /* its number + 1; 0: the slot is free */
};

struct icd_hash { /* all 0: an empty table */
	struct icd_hash_slot *slots;
	size_t capacity, count; /* the capacity is 0 or a power of two */
};

/* The hash of bytes, of a text. */
uint64_t icd_hash_bytes(const void *bytes, size_t size);
uint64_t icd_hash_text(const char *text);

/* The hash of a number: its high bits are the good ones. The factor is 2 to the 64 divided by the golden ratio, which
 * spreads what lies close together. */
static inline uint64_t icd_hash_number(uint64_t number)
{
	return number * UINT64_C(0x9e3779b97f4a7c15);
}
/* Of two numbers, whose order counts. The second factor, of MurmurHash3, mixes in the other one. */
static inline uint64_t icd_hash_pair(uint64_t one, uint64_t other)
{
	return (icd_hash_number(one) ^ other) * UINT64_C(0xff51afd7ed558ccd);
}

/* hash_wide.c, for hash.c: can the processor do what icd_hash_wide asks of it? */
bool icd_hash_is_wide(void);
uint64_t icd_hash_wide(const void *bytes, size_t size);

/* Is `key` the key of item number `item` of what `context` stands for? */
typedef bool icd_hash_same(const void *context, uint32_t item, const void *key);

/*
 * The number of the item with the key, whose hash is given; ICD_HASH_NONE when the table has none. Inline, so that
 * `same` is too: a list of a million codes is a million searches.
 */
static inline uint32_t icd_hash_find(const struct icd_hash *table, uint64_t hash, icd_hash_same *same,
				     const void *context, const void *key)
{
	size_t mask = table->capacity - 1;
	for (size_t i = (uint32_t)hash & mask; table->capacity && table->slots[i].item; i = (i + 1) & mask) {
		uint32_t item = table->slots[i].item - 1;
		if (table->slots[i].hash == (uint32_t)hash && same(context, item, key))
			return item;
	}
	return ICD_HASH_NONE;
}

/* Makes room for so many items at once. False when memory runs out: then the table stays as it was. */
bool icd_hash_reserve(struct icd_hash *table, size_t count);

/* Adds an item that icd_hash_find does not find. False when memory runs out: then the table stays as it was. */
bool icd_hash_add(struct icd_hash *table, uint64_t hash, uint32_t item);

/* Forgets all items and keeps the room. */
void icd_hash_clear(struct icd_hash *table);
void icd_hash_free(struct icd_hash *table);

#endif
