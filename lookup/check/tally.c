/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counted {
	struct icd_tally_item item;
	uint64_t count;
};

struct icd_tally {
	struct icd_pool pool;    /* texts */
	struct icd_pool answers; /* of the last icd_tally_parts */
	struct counted *at;
	uint32_t count, capacity;
	uint32_t *slots;     /* hash: index + 1 */
	uint32_t slot_count; /* a power of two */
};

bool icd_tally_unspecified(const char *title)
{
	static const char word[] = "unspecified";
	for (const char *at = title; (at = strcasestr(at, word)) != NULL; at += sizeof word - 1) {
		bool starts = at == title || !icd_is_letter(at[-1]);
		if (starts && !icd_is_letter(at[sizeof word - 1]))
			return true;
	}
	return false;
}

struct icd_tally *icd_tally_new(void)
{
	return calloc(1, sizeof(struct icd_tally));
}

void icd_tally_free(struct icd_tally *tally)
{
	if (!tally)
		return;
	icd_pool_free(&tally->pool);
	icd_pool_free(&tally->answers);
	free(tally->at);
	free(tally->slots);
	free(tally);
}

/* ---- adding ---- */

static uint32_t hash_of(const struct icd_tally_item *item)
{
	const char *texts[] = {item->by, "\n", item->code};
	uint32_t hash = 2166136261u ^ (uint32_t)item->detail;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		for (const char *c = texts[i]; *c; c++)
			hash = (hash ^ (unsigned char)*c) * 16777619u;
	}
	return hash ^ hash >> 15;
}

/* A title can change within the data: the same code may count as unspecified one day and not the other. */
static bool same(const struct icd_tally_item *a, const struct icd_tally_item *b)
{
	return a->detail == b->detail && a->unspecified == b->unspecified && strcmp(a->code, b->code) == 0 &&
	       strcmp(a->by, b->by) == 0;
}

static bool rehash(struct icd_tally *tally)
{
	uint32_t slot_count = tally->slot_count ? tally->slot_count * 2 : 1024;
	uint32_t *slots = calloc(slot_count, sizeof *slots);
	if (!slots)
		return false;
	for (uint32_t i = 0; i < tally->count; i++) {
		uint32_t slot = hash_of(&tally->at[i].item) & (slot_count - 1);
		while (slots[slot])
			slot = (slot + 1) & (slot_count - 1);
		slots[slot] = i + 1;
	}
	free(tally->slots);
	tally->slots = slots;
	tally->slot_count = slot_count;
	return true;
}

static bool make_room(struct icd_tally *tally)
{
	if (tally->count * 2 >= tally->slot_count && !rehash(tally))
		return false;
	if (tally->count < tally->capacity)
		return true;
	uint32_t capacity = tally->capacity ? tally->capacity * 2 : 256;
	struct counted *larger = realloc(tally->at, capacity * sizeof *larger);
	if (!larger)
		return false;
	tally->at = larger;
	tally->capacity = capacity;
	return true;
}

static bool copy_text(struct icd_tally *tally, const char **text)
{
	*text = icd_pool_print(&tally->pool, "%s", *text);
	return *text != NULL;
}

bool icd_tally_add(struct icd_tally *tally, const struct icd_tally_item *item)
{
	if (!make_room(tally))
		return false;
	uint32_t slot = hash_of(item) & (tally->slot_count - 1);
	for (; tally->slots[slot]; slot = (slot + 1) & (tally->slot_count - 1)) {
		struct counted *counted = &tally->at[tally->slots[slot] - 1];
		if (same(&counted->item, item)) {
			counted->count++;
			return true;
		}
	}
	struct counted one = {*item, 1};
	if (!copy_text(tally, &one.item.by) || !copy_text(tally, &one.item.code) ||
	    !copy_text(tally, &one.item.category) || !copy_text(tally, &one.item.group))
		return false;
	tally->at[tally->count++] = one;
	tally->slots[slot] = tally->count;
	return true;
}

/* ---- adding up ---- */

static int compare(const void *a, const void *b)
{
	const struct counted *left = *(const struct counted *const *)a, *right = *(const struct counted *const *)b;
	int order = strcmp(left->item.by, right->item.by);
	if (!order)
		order = strcmp(left->item.category, right->item.category);
	if (!order)
		order = strcmp(left->item.group, right->item.group);
	return order ? order : strcmp(left->item.code, right->item.code);
}

static bool is_bad(const struct counted *counted)
{
	return counted->item.detail != ICD_DETAIL_OK;
}

static int compare_bad(const void *a, const void *b)
{
	const struct icd_tally_bad *left = a, *right = b;
	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return strcmp(left->code, right->code);
}

/* Rows that stand for stretches of equal names; those without an unspecified code are dropped at the end. */
static void add_row(struct icd_tally_row *rows, uint32_t *count, const char *name, const struct counted *counted)
{
	if (*count == 0 || strcmp(rows[*count - 1].name, name) != 0) {
		if (*count && rows[*count - 1].unspecified == 0)
			(*count)--;
		rows[(*count)++] = (struct icd_tally_row){.name = name};
	}
	rows[*count - 1].count += counted->count;
	if (counted->item.unspecified)
		rows[*count - 1].unspecified += counted->count;
}

static void drop_last(const struct icd_tally_row *rows, uint32_t *count)
{
	if (*count && rows[*count - 1].unspecified == 0)
		(*count)--;
}

static bool name_groups(struct icd_pool *pool, struct icd_tally_part *part)
{
	for (uint32_t i = 0; i < part->group_count; i++) {
		char code[ICD_DOTTED_SIZE];
		const char *name = part->groups[i].name;
		part->groups[i].name = icd_pool_print(pool, "%s-", icd_code_format(name, code));
		if (!part->groups[i].name)
			return false;
	}
	return true;
}

static bool make_part(struct icd_pool *pool, struct counted **from, uint32_t count, struct icd_tally_part *part)
{
	*part = (struct icd_tally_part){
		.by = from[0]->item.by,
		.bad = icd_pool_take(pool, count, sizeof *part->bad),
		.categories = icd_pool_take(pool, count + 1, sizeof *part->categories),
		.groups = icd_pool_take(pool, count + 1, sizeof *part->groups),
	};
	if (!part->bad || !part->categories || !part->groups)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		const struct counted *counted = from[i];
		part->codes += counted->count;
		part->details[counted->item.detail] += counted->count;
		if (is_bad(counted)) {
			part->bad[part->bad_count++] =
				(struct icd_tally_bad){counted->item.code, counted->count, counted->item.detail};
			continue;
		}
		add_row(part->categories, &part->category_count, counted->item.category, counted);
		if (strlen(counted->item.group) > 3)
			add_row(part->groups, &part->group_count, counted->item.group, counted);
	}
	if (part->bad_count)
		qsort(part->bad, part->bad_count, sizeof *part->bad, compare_bad);
	drop_last(part->categories, &part->category_count);
	drop_last(part->groups, &part->group_count);
	return name_groups(pool, part);
}

bool icd_tally_parts(struct icd_tally *tally, struct icd_tally_part **parts, uint32_t *count)
{
	*count = 0;
	icd_pool_reset(&tally->answers);
	struct counted **sorted = icd_pool_take(&tally->answers, tally->count, sizeof *sorted);
	*parts = icd_pool_take(&tally->answers, tally->count, sizeof **parts);
	if (!sorted || !*parts)
		return false;
	for (uint32_t i = 0; i < tally->count; i++)
		sorted[i] = &tally->at[i];
	if (tally->count)
		qsort(sorted, tally->count, sizeof *sorted, compare);
	for (uint32_t i = 0, next; i < tally->count; i = next) {
		for (next = i + 1; next < tally->count && strcmp(sorted[next]->item.by, sorted[i]->item.by) == 0;)
			next++;
		if (!make_part(&tally->answers, &sorted[i], next - i, &(*parts)[(*count)++]))
			return false;
	}
	return true;
}
