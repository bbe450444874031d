/* SPDX-License-Identifier: LGPL-2.1-or-later */
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
	struct counted *at;      /* each once */
	size_t count, capacity;
	struct icd_hash hash; /* of their items */
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
	icd_hash_free(&tally->hash);
	free(tally);
}

/* ---- adding ---- */

static uint64_t hash_of(const struct icd_tally_item *item)
{
	return icd_hash_text(item->code) + 3 * icd_hash_text(item->by) + (uint64_t)item->detail;
}

/* A title can change within the data: the same code may count as unspecified one day and not the other. */
static bool same(const void *context, uint32_t item, const void *key)
{
	const struct icd_tally_item *a = &((const struct icd_tally *)context)->at[item].item, *b = key;
	return a->detail == b->detail && a->unspecified == b->unspecified && strcmp(a->code, b->code) == 0 &&
	       strcmp(a->by, b->by) == 0;
}

bool icd_tally_add(struct icd_tally *tally, const struct icd_tally_item *item)
{
	uint64_t hash = hash_of(item);
	uint32_t known = icd_hash_find(&tally->hash, hash, same, tally, item);
	if (known != ICD_HASH_NONE) {
		tally->at[known].count++;
		return true;
	}
	struct counted one = {*item, 1};
	one.item.by = icd_pool_print(&tally->pool, "%s", item->by);
	one.item.code = icd_pool_print(&tally->pool, "%s", item->code);
	one.item.category = icd_pool_print(&tally->pool, "%s", item->category);
	one.item.group = icd_pool_print(&tally->pool, "%s", item->group);
	if (tally->pool.failed || !icd_array_room(&tally->at, tally->count, &tally->capacity, sizeof one) ||
	    !icd_hash_add(&tally->hash, hash, (uint32_t)tally->count))
		return false;
	tally->at[tally->count++] = one;
	return true;
}

uint32_t icd_tally_size(const struct icd_tally *tally)
{
	return (uint32_t)tally->count;
}

const struct icd_tally_item *icd_tally_at(const struct icd_tally *tally, uint32_t i, uint64_t *count)
{
	*count = tally->at[i].count;
	return &tally->at[i].item;
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

static int compare_bad(const void *a, const void *b)
{
	const struct icd_tally_bad *left = a, *right = b;
	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return strcmp(left->code, right->code);
}

/* A row without an unspecified code tells nothing. */
static void drop_last(const struct icd_tally_row *rows, uint32_t *count)
{
	if (*count && rows[*count - 1].unspecified == 0)
		(*count)--;
}

/* Counts a code in the last row, or in a new one when that has another name. */
static void add_row(struct icd_tally_row *rows, uint32_t *count, const char *name, const struct counted *counted)
{
	if (*count == 0 || strcmp(rows[*count - 1].name, name) != 0) {
		drop_last(rows, count);
		rows[(*count)++] = (struct icd_tally_row){.name = name};
	}
	rows[*count - 1].count += counted->count;
	if (counted->item.unspecified)
		rows[*count - 1].unspecified += counted->count;
}

static void name_groups(struct icd_pool *pool, struct icd_tally_part *part)
{
	for (uint32_t i = 0; i < part->group_count; i++) {
		char code[ICD_DOTTED_SIZE];
		part->groups[i].name = icd_pool_print(pool, "%s-", icd_code_format(part->groups[i].name, code));
	}
}

static void name_part(struct icd_pool *pool, struct icd_tally_part *part, const char *by)
{
	const char *and = strchr(by, ICD_TALLY_AND);
	part->by = by;
	if (!and)
		return;
	part->also = and+1;
	part->by = icd_pool_print(pool, "%.*s, %s", (int)(and-by), by, part->also);
}

static void make_part(struct icd_pool *pool, struct counted **from, uint32_t count, struct icd_tally_part *part)
{
	*part = (struct icd_tally_part){
		.bad = icd_pool_take(pool, count, sizeof *part->bad),
		.categories = icd_pool_take(pool, count + 1, sizeof *part->categories),
		.groups = icd_pool_take(pool, count + 1, sizeof *part->groups),
	};
	name_part(pool, part, from[0]->item.by);
	if (pool->failed)
		return;
	for (uint32_t i = 0; i < count; i++) {
		const struct counted *counted = from[i];
		part->codes += counted->count;
		part->details[counted->item.detail] += counted->count;
		if (counted->item.detail != ICD_DETAIL_OK) {
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
	name_groups(pool, part);
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
		make_part(&tally->answers, &sorted[i], next - i, &(*parts)[(*count)++]);
	}
	return !tally->answers.failed;
}
