/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spans.h"

#include <stdlib.h>
#include <string.h>

struct icd_texts texts_of(struct icd_pool *pool, const char *const *by_member, uint16_t count)
{
	struct icd_texts texts = {0};
	for (uint16_t i = 0; i < count; i++)
		texts.count += by_member[i] && (i == 0 || by_member[i] != by_member[i - 1]);
	texts.at = need(pool, texts.count, sizeof *texts.at);
	struct icd_dated_text *next = texts.at;
	for (uint16_t i = 0; i < count; i++) {
		if (!by_member[i])
			continue;
		if (i > 0 && by_member[i] == by_member[i - 1])
			next[-1].span.last = i;
		else
			*next++ = (struct icd_dated_text){{i, i}, by_member[i]};
	}
	return texts;
}

struct icd_span *spans_of(struct icd_pool *pool, const uint8_t *holds, uint16_t count, uint32_t *out)
{
	*out = 0;
	for (uint16_t i = 0; i < count; i++)
		*out += holds[i] && (i == 0 || !holds[i - 1]);
	struct icd_span *spans = need(pool, *out, sizeof *spans), *next = spans;
	for (uint16_t i = 0; i < count; i++) {
		if (!holds[i])
			continue;
		if (i > 0 && holds[i - 1])
			next[-1].last = i;
		else
			*next++ = (struct icd_span){i, i};
	}
	return spans;
}

/* ---- what keeps its order ---- */

struct tails {
	const uint32_t *numbers;
	const size_t *at; /* by length - 1: where the increasing subsequence of that length with the lowest end ends */
	uint32_t number;
};

static bool ends_lower(const void *context, size_t length)
{
	const struct tails *tails = context;
	return tails->numbers[tails->at[length]] < tails->number;
}

/* Marks a longest increasing subsequence: those items stay in their order, the others moved. */
static void mark_staying(struct icd_pool *pool, const uint32_t *numbers, size_t count, bool *stays)
{
	size_t *tails = need(pool, count + 1, sizeof *tails), *previous = need(pool, count + 1, sizeof *previous);
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		struct tails known = {numbers, tails, numbers[i]};
		/* Most lists are in order, or nearly so. */
		bool follows = length && ends_lower(&known, length - 1);
		size_t shorter = follows ? length : icd_lower_bound(length, ends_lower, &known);
		previous[i] = shorter ? tails[shorter - 1] : SIZE_MAX;
		tails[shorter] = i;
		length += shorter == length;
	}
	for (size_t i = length ? tails[length - 1] : SIZE_MAX; i != SIZE_MAX; i = previous[i])
		stays[i] = true;
}

struct icd_moves moves_of(struct icd_pool *pool, const uint32_t *ordinals, size_t count)
{
	struct icd_moves moves = {0};
	bool *stays = need(pool, count, sizeof *stays);
	mark_staying(pool, ordinals, count, stays);
	for (size_t i = 0; i < count; i++)
		moves.count += !stays[i];
	moves.at = need(pool, moves.count, sizeof *moves.at);
	moves.count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!stays[i])
			moves.at[moves.count++] = (struct icd_move){ordinals[i], i ? ordinals[i - 1] : UINT32_MAX};
	}
	return moves;
}

/* ---- ordered lists over time ---- */

/* Takes the places away that are out of order. */
static void drop_moved(struct icd_pool *pool, uint32_t *places, uint32_t count)
{
	uint32_t *known = need(pool, count, sizeof *known), known_count = 0;
	bool *stays = need(pool, count, sizeof *stays);
	for (uint32_t i = 0; i < count; i++) {
		if (places[i] != ABSENT)
			known[known_count++] = places[i];
	}
	mark_staying(pool, known, known_count, stays);
	for (uint32_t i = 0, j = 0; i < count; i++) {
		if (places[i] != ABSENT && !stays[j++])
			places[i] = ABSENT;
	}
}

static struct merged_item new_item(struct icd_pool *pool, const void *key, uint16_t members)
{
	struct merged_item item = {key, need(pool, members, sizeof *item.at)};
	memset(item.at, 0xff, members * sizeof *item.at);
	return item;
}

void merge_list(struct icd_pool *pool, struct merged *merged, const void *const *keys, uint32_t *places, uint32_t count,
		uint16_t member, uint16_t members)
{
	struct merged out = {.at = need(pool, merged->count + count, sizeof *out.at)};
	size_t passed = 0;
	drop_moved(pool, places, count);
	for (uint32_t i = 0; i < count; i++) {
		while (places[i] != ABSENT && passed <= places[i])
			out.at[out.count++] = merged->at[passed++];
		if (places[i] == ABSENT)
			out.at[out.count++] = new_item(pool, keys[i], members);
		out.at[out.count - 1].at[member] = i;
	}
	while (passed < merged->count)
		out.at[out.count++] = merged->at[passed++];
	*merged = out;
}

struct icd_span *spans_of_item(struct icd_pool *pool, const struct merged_item *item, uint16_t members, uint32_t *out)
{
	uint8_t holds[ICD_RELEASES_MAX];
	for (uint16_t i = 0; i < members; i++)
		holds[i] = item->at[i] != ABSENT;
	return spans_of(pool, holds, members, out);
}

/* ---- entries ---- */

static bool same_entry(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind && a->flags == b->flags && a->text == b->text && a->character == b->character;
}

/*
 * Merges the entries of a list, from the last to the first: between two entries that stay, those that went
 * then stand before those that came. Of equal entries the first goes with the first.
 */
static void merge_entries(struct icd_pool *pool, struct merged *merged, const struct place_state *state, uint16_t list,
			  uint16_t lists)
{
	uint32_t count = (uint32_t)state->entry_count;
	const void **keys = need(pool, count, sizeof *keys);
	uint32_t *places = need(pool, count, sizeof *places);
	bool *taken = need(pool, merged->count, sizeof *taken);
	for (uint32_t i = count; i-- > 0;) {
		const struct entry *entry = keys[i] = &state->entries[count - 1 - i];
		size_t place = merged->count;
		while (place > 0 && (taken[place - 1] || !same_entry(merged->at[place - 1].key, entry)))
			place--;
		places[i] = place ? (uint32_t)place - 1 : ABSENT;
		if (place)
			taken[place - 1] = true;
	}
	merge_list(pool, merged, keys, places, count, list, lists);
}

/* What the entry of the item in a list says of its coming or going. */
static uint8_t doubt_in(const struct merged_item *item, const struct place_state *const *lists, uint16_t list)
{
	const struct place_state *state = lists[list];
	return state->entries[state->entry_count - 1 - item->at[list]].doubt;
}

/* How many spans, from the first on, one entry can hold: a window within them has to be at its start or end. */
static uint32_t spans_together(const struct merged_item *item, const struct place_state *const *lists,
			       const struct icd_span *spans, uint32_t count)
{
	uint32_t together = 1;
	while (together < count && !(doubt_in(item, lists, spans[together - 1].last) & ENTRY_WENT_IN_WINDOW) &&
	       !(doubt_in(item, lists, spans[together].first) & ENTRY_CAME_IN_WINDOW))
		together++;
	return together;
}

/* Whether it came, or went, in a window between two published lists. */
static uint8_t window_flags(const struct icd_entry *entry, const struct merged_item *item,
			    const struct place_state *const *lists)
{
	uint8_t came = doubt_in(item, lists, entry->spans[0].first) & ENTRY_CAME_IN_WINDOW;
	uint8_t went = doubt_in(item, lists, entry->spans[entry->span_count - 1].last) & ENTRY_WENT_IN_WINDOW;
	return (uint8_t)((came ? ICD_ENTRY_CAME_IN_WINDOW : 0) | (went ? ICD_ENTRY_WENT_IN_WINDOW : 0));
}

/* The entries that an item makes: one, nearly always. */
static void add_entries(struct icd_pool *pool, const struct merged_item *item, const struct place_state *const *lists,
			uint16_t members, struct icd_entries *out)
{
	const struct entry *first = item->key;
	uint32_t count, together;
	struct icd_span *spans = spans_of_item(pool, item, members, &count);
	for (; count; spans += together, count -= together) {
		struct icd_entry *entry = &out->at[out->count++];
		together = spans_together(item, lists, spans, count);
		*entry = (struct icd_entry){.kind = first->kind,
					    .flags = first->flags,
					    .text = first->text,
					    .character = first->character,
					    .span_count = together,
					    .spans = spans};
		entry->flags |= window_flags(entry, item, lists);
	}
}

/* As many entries as the items can make at most. */
static size_t most_entries(const struct merged *merged, uint16_t members)
{
	size_t most = 0;
	for (size_t i = 0; i < merged->count; i++) {
		for (uint16_t j = 0; j < members; j++)
			most += merged->at[i].at[j] != ABSENT && (j == 0 || merged->at[i].at[j - 1] == ABSENT);
	}
	return most;
}

struct icd_entries entries_of(struct icd_pool *pool, struct icd_pool *scratch, const struct place_state *const *lists,
			      uint16_t count)
{
	struct merged merged = {0};
	for (uint16_t i = 0; lists && i < count; i++) {
		const struct place_state *before = i ? lists[i - 1] : NULL;
		if (!lists[i] || lists[i]->entry_count == 0)
			continue;
		if (!before || lists[i]->entries != before->entries) {
			merge_entries(scratch, &merged, lists[i], i, count);
			continue;
		}
		for (size_t j = 0; j < merged.count; j++)
			merged.at[j].at[i] = merged.at[j].at[i - 1];
	}
	struct icd_entries entries = {0, need(pool, most_entries(&merged, count), sizeof *entries.at)};
	for (size_t i = merged.count; i-- > 0;)
		add_entries(pool, &merged.at[i], lists, count, &entries);
	return entries;
}
