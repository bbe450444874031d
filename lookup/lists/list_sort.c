/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <stdlib.h>
#include <string.h>

/* A range at a node of the tree. Entries are counted from 1, 0 is none. */
struct entry {
	uint32_t pattern, next; /* the next one at the node, in the order of the file */
};

struct sorting {
	struct icd_code_list *list;
	struct icd_pool pool;
	/* The patterns of one place, in the order of the file, and what is made of them: room for all of the list. */
	uint32_t *items;
	size_t item_count;
	uint32_t *days;
	size_t *next;
	uint32_t *by;
	/* The ranges at each node, with and without "!". */
	struct entry *entries;
	size_t entry_count, entry_room;
	uint32_t *first, *last;
};

/* ---- the steps of a place ---- */

size_t list_free_place(size_t *next, size_t at)
{
	while (next[at] != at) {
		next[at] = next[next[at]];
		at = next[at];
	}
	return at;
}

static int by_number(const void *a, const void *b)
{
	return ICD_ORDER(*(const uint32_t *)a, *(const uint32_t *)b);
}

/* Sorts numbers and drops those that stand twice; how many are left. */
static size_t sort_once(uint32_t *at, size_t count)
{
	size_t kept = 0;
	if (count)
		qsort(at, count, sizeof *at, by_number);
	for (size_t i = 0; i < count; i++) {
		if (!kept || at[i] != at[kept - 1])
			at[kept++] = at[i];
	}
	return kept;
}

struct sought {
	const uint32_t *at;
	uint32_t number;
};

static bool is_less(const void *context, size_t item)
{
	const struct sought *sought = context;
	return sought->at[item] < sought->number;
}

static size_t place_of(const uint32_t *at, size_t count, uint32_t number)
{
	struct sought sought = {at, number};
	return icd_lower_bound(count, is_less, &sought);
}

/* The days on which something may change at the place, from 0 on. */
static size_t find_days(struct sorting *s)
{
	size_t count = 0;
	s->days[count++] = 0;
	for (size_t i = 0; i < s->item_count; i++) {
		const struct icd_pattern *pattern = &s->list->at[s->items[i]];
		if (pattern->from)
			s->days[count++] = (uint32_t)pattern->from;
		if (pattern->to)
			s->days[count++] = (uint32_t)pattern->to + 1;
	}
	return sort_once(s->days, count);
}

static bool add_step(struct icd_code_list *list, icd_date from, uint32_t by)
{
	if (!icd_pool_room(&list->pool, &list->steps, list->step_count, &list->step_room, sizeof *list->steps))
		return false;
	list->steps[list->step_count++] = (struct list_step){from, by};
	return true;
}

/* Each day has the first of the patterns that counts on it. */
static bool add_steps(struct sorting *s)
{
	const struct icd_pattern *head = &s->list->at[s->items[0]];
	if (!head->from && !head->to)
		return add_step(s->list, 0, s->items[0]);
	size_t days = find_days(s);
	uint32_t before = LIST_NO_PATTERN;
	bool ok = true;
	for (size_t i = 0; i <= days; i++) {
		s->next[i] = i;
		s->by[i] = LIST_NO_PATTERN;
	}
	for (size_t i = 0; i < s->item_count; i++) {
		const struct icd_pattern *pattern = &s->list->at[s->items[i]];
		size_t end = pattern->to ? place_of(s->days, days, (uint32_t)pattern->to + 1) : days;
		size_t at = list_free_place(s->next, place_of(s->days, days, (uint32_t)pattern->from));
		for (; at < end; at = list_free_place(s->next, at)) {
			s->by[at] = s->items[i];
			s->next[at] = at + 1;
		}
	}
	for (size_t i = 0; ok && i < days; before = s->by[i++])
		ok = s->by[i] == before || add_step(s->list, (icd_date)s->days[i], s->by[i]);
	return ok;
}

/* ---- codes ---- */

static int compare_keys(const struct icd_pattern *a, const struct icd_pattern *b)
{
	return strcmp(a->code, b->code) ?: ICD_ORDER(a->kind, b->kind) ?: ICD_ORDER(a->except, b->except);
}

static int by_key(const void *a, const void *b, void *context)
{
	const struct icd_pattern *at = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return compare_keys(&at[x], &at[y]) ?: ICD_ORDER(x, y);
}

static bool sort_codes(struct sorting *s, uint32_t *sorted, size_t count)
{
	struct icd_code_list *list = s->list;
	if (count)
		qsort_r(sorted, count, sizeof *sorted, by_key, list->at);
	for (size_t i = 0; i < count;) {
		list->keys[list->key_count++] = (struct list_key){sorted[i], (uint32_t)list->step_count};
		s->item_count = 0;
		do
			s->items[s->item_count++] = sorted[i++];
		while (i < count && compare_keys(&list->at[sorted[i - 1]], &list->at[sorted[i]]) == 0);
		if (!add_steps(s))
			return false;
	}
	list->keys[list->key_count].step = (uint32_t)list->step_count;
	return true;
}

/* ---- ranges ---- */

/* Adds a range at a node, unless one before it there has the same days or all. */
static bool add_entry(struct sorting *s, size_t node, uint32_t number)
{
	const struct icd_pattern *pattern = &s->list->at[number];
	size_t slot = 2 * node + pattern->except;
	struct entry *last = s->last[slot] ? &s->entries[s->last[slot] - 1] : NULL;
	const struct icd_pattern *before = last ? &s->list->at[last->pattern] : NULL;
	if (before && ((!before->from && !before->to) || (before->from == pattern->from && before->to == pattern->to)))
		return true;
	if (!icd_pool_room(&s->pool, &s->entries, s->entry_count, &s->entry_room, sizeof *s->entries))
		return false;
	s->entries[s->entry_count++] = (struct entry){.pattern = number};
	*(s->last[slot] ? &s->entries[s->last[slot] - 1].next : &s->first[slot]) = (uint32_t)s->entry_count;
	s->last[slot] = (uint32_t)s->entry_count;
	return true;
}

static bool add_range(struct sorting *s, uint32_t number)
{
	const struct icd_code_list *list = s->list;
	const struct icd_pattern *range = &list->at[number];
	size_t low = list->edge_count + place_of(list->edges, list->edge_count, range->first_ordinal);
	size_t high = list->edge_count + place_of(list->edges, list->edge_count, range->last_ordinal + 1);
	bool ok = true;
	for (; ok && low < high; low /= 2, high /= 2) {
		if (low % 2)
			ok = add_entry(s, low++, number);
		if (ok && high % 2)
			ok = add_entry(s, --high, number);
	}
	return ok;
}

static bool is_range(const struct icd_pattern *pattern)
{
	return pattern->kind == ICD_PATTERN_RANGE && pattern->first_ordinal <= pattern->last_ordinal;
}

static void find_edges(struct icd_code_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!is_range(&list->at[i]))
			continue;
		list->edges[list->edge_count++] = list->at[i].first_ordinal;
		list->edges[list->edge_count++] = list->at[i].last_ordinal + 1;
	}
	list->edge_count = sort_once(list->edges, list->edge_count);
}

static bool sort_ranges(struct sorting *s)
{
	struct icd_code_list *list = s->list;
	find_edges(list);
	size_t slots = 4 * list->edge_count;
	bool ok = true;
	list->nodes = icd_pool_take(&list->pool, slots + 1, sizeof *list->nodes);
	s->first = icd_pool_take(&s->pool, slots + 1, sizeof *s->first);
	s->last = icd_pool_take(&s->pool, slots + 1, sizeof *s->last);
	if (list->pool.failed || s->pool.failed)
		return false;
	for (size_t i = 0; ok && i < list->count; i++)
		ok = !is_range(&list->at[i]) || add_range(s, (uint32_t)i);
	for (size_t slot = 0; ok && slot < slots; slot++) {
		list->nodes[slot] = (uint32_t)list->step_count;
		s->item_count = 0;
		for (uint32_t i = s->first[slot]; i; i = s->entries[i - 1].next)
			s->items[s->item_count++] = s->entries[i - 1].pattern;
		ok = !s->item_count || add_steps(s);
	}
	list->nodes[slots] = (uint32_t)list->step_count;
	return ok;
}

/* ---- the list ---- */

static bool take_room(struct sorting *s)
{
	struct icd_code_list *list = s->list;
	size_t days = 2 * list->count + 2;
	list->keys = icd_pool_take(&list->pool, list->count + 1, sizeof *list->keys);
	list->edges = icd_pool_take(&list->pool, 2 * list->count + 1, sizeof *list->edges);
	s->items = icd_pool_take(&s->pool, list->count + 1, sizeof *s->items);
	s->days = icd_pool_take(&s->pool, days, sizeof *s->days);
	s->next = icd_pool_take(&s->pool, days, sizeof *s->next);
	s->by = icd_pool_take(&s->pool, days, sizeof *s->by);
	return !list->pool.failed && !s->pool.failed;
}

bool list_sort(struct icd_code_list *list, struct icd_error *err)
{
	struct sorting s = {.list = list};
	size_t count = 0;
	uint32_t *sorted = icd_pool_take(&s.pool, list->count + 1, sizeof *sorted);
	for (size_t i = 0; sorted && i < list->count; i++) {
		if (list->at[i].kind != ICD_PATTERN_RANGE)
			sorted[count++] = (uint32_t)i;
	}
	bool ok = sorted && take_room(&s) && sort_codes(&s, sorted, count) && sort_ranges(&s);
	icd_pool_free(&s.pool);
	return ok || icd_out_of_memory(err);
}
