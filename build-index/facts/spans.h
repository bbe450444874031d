/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making dated facts: stretches of equal values over the members of a sequence, and ordered lists merged into
 * one. Builder only. What is returned lives in the first pool given; a second one is for what is needed meanwhile.
 */
#ifndef ICD_BUILD_FACTS_SPANS_H
#define ICD_BUILD_FACTS_SPANS_H

#include "merge/book.h"
#include "store/write.h"

/* Interned texts by member (NULL: absent) to texts with spans. */
struct icd_texts texts_of(struct icd_pool *pool, const char *const *by_member, uint16_t count);

/* Members for which `holds` is not 0 to spans. */
struct icd_span *spans_of(struct icd_pool *pool, const uint8_t *holds, uint16_t count, uint32_t *out);

/* ---- ordered lists over time ---- */

#define ABSENT ICD_HASH_NONE

/*
 * Lists of the members of a sequence, merged: what is in a list and in the next one, in the same order, is one
 * item. What is new, or has moved, stands where the list has it.
 */
struct merged_item {
	const void *key; /* as the first list with the item gave it */
	uint32_t *at;    /* by member: its number in that list, ABSENT where it is not in it */
};

struct merged {
	struct merged_item *at;
	size_t count;
};

/*
 * Merges the list of a member, `count` keys. places[i] says which of the merged items key i is, ABSENT for none;
 * no two are the same. Those that are out of order are set to ABSENT. Between two items that stay, new items
 * come before those that the list does not have.
 */
void merge_list(struct icd_pool *pool, struct merged *merged, const void *const *keys, uint32_t *places, uint32_t count,
		uint16_t member, uint16_t members);

/* The lists that an item is in. */
struct icd_span *spans_of_item(struct icd_pool *pool, const struct merged_item *item, uint16_t members, uint32_t *out);

/*
 * The entries of a place over all lists, as one sequence in which those of each list
 * stand in their order. An entry that did not change is there once. References are not set.
 */
struct icd_entries entries_of(struct icd_pool *pool, struct icd_pool *scratch, const struct place_state *const *lists,
			      uint16_t count);

/* Which rows of a sequence (ordinals in file order) do not stand where the ordinals have them. */
struct icd_moves moves_of(struct icd_pool *pool, const uint32_t *ordinals, size_t count);

#endif
