/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is split by. */
struct known_name {
	const char *text;
	uint32_t number;
};

struct known_code {
	struct icd_tally_item item;
	const char *group_shown;
	uint32_t number;
};

/* How often a code was there in a stretch of the split: numbers, and for adding up their ranks. */
struct counted {
	uint32_t by, code;
	uint64_t count;
};

struct icd_tally {
	struct icd_pool pool;    /* texts */
	struct icd_pool answers; /* of icd_tally_parts */
	struct known_name *names;
	size_t name_count, name_room;
	struct known_code *codes;
	size_t code_count, code_room;
	struct counted *at; /* each pair of them once */
	size_t count, room;
	struct icd_hash name_hash, code_hash, hash;
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
	free(tally->names);
	free(tally->codes);
	free(tally->at);
	icd_hash_free(&tally->name_hash);
	icd_hash_free(&tally->code_hash);
	icd_hash_free(&tally->hash);
	free(tally);
}

/* ---- adding ---- */

static bool same_name(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct icd_tally *)context)->names[item].text, key) == 0;
}

uint32_t icd_tally_by(struct icd_tally *tally, const char *by)
{
	uint64_t hash = icd_hash_text(by);
	uint32_t known = icd_hash_find(&tally->name_hash, hash, same_name, tally, by);
	if (known != ICD_HASH_NONE)
		return known;
	struct known_name name = {icd_pool_print(&tally->pool, "%s", by), (uint32_t)tally->name_count};
	if (tally->pool.failed || !icd_array_room(&tally->names, tally->name_count, &tally->name_room, sizeof name) ||
	    !icd_hash_add(&tally->name_hash, hash, (uint32_t)tally->name_count))
		return ICD_TALLY_FULL;
	tally->names[tally->name_count] = name;
	return (uint32_t)tally->name_count++;
}

/* A title can change within the data: the same code may count as unspecified one day and not the other. */
static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct icd_tally_item *a = &((const struct icd_tally *)context)->codes[item].item, *b = key;
	return a->detail == b->detail && a->unspecified == b->unspecified && strcmp(a->code, b->code) == 0;
}

uint32_t icd_tally_code(struct icd_tally *tally, const struct icd_tally_item *item)
{
	uint64_t hash = icd_hash_text(item->code) + (uint64_t)item->detail;
	uint32_t known = icd_hash_find(&tally->code_hash, hash, same_code, tally, item);
	if (known != ICD_HASH_NONE)
		return known;
	struct known_code one = {.item = *item, .number = (uint32_t)tally->code_count};
	char shown[ICD_DOTTED_SIZE];
	one.item.code = icd_pool_print(&tally->pool, "%s", item->code);
	one.item.category = icd_pool_print(&tally->pool, "%s", item->category);
	one.item.group = icd_pool_print(&tally->pool, "%s", item->group);
	one.group_shown = icd_pool_print(&tally->pool, "%s-", icd_code_format(item->group, shown));
	if (tally->pool.failed || !icd_array_room(&tally->codes, tally->code_count, &tally->code_room, sizeof one) ||
	    !icd_hash_add(&tally->code_hash, hash, (uint32_t)tally->code_count))
		return ICD_TALLY_FULL;
	tally->codes[tally->code_count] = one;
	return (uint32_t)tally->code_count++;
}

static bool same_pair(const void *context, uint32_t item, const void *key)
{
	const struct counted *a = &((const struct icd_tally *)context)->at[item], *b = key;
	return a->by == b->by && a->code == b->code;
}

bool icd_tally_count(struct icd_tally *tally, uint32_t by, uint32_t code, uint64_t count)
{
	struct counted one = {by, code, count};
	uint64_t hash = ((uint64_t)by << 32 | code) * UINT64_C(0x9E3779B97F4A7C15);
	if (by == ICD_TALLY_FULL || code == ICD_TALLY_FULL)
		return false;
	hash = hash >> 32 | hash << 32;
	uint32_t known = icd_hash_find(&tally->hash, hash, same_pair, tally, &one);
	if (known != ICD_HASH_NONE) {
		tally->at[known].count += count;
		return true;
	}
	if (!icd_array_room(&tally->at, tally->count, &tally->room, sizeof one) ||
	    !icd_hash_add(&tally->hash, hash, (uint32_t)tally->count))
		return false;
	tally->at[tally->count++] = one;
	return true;
}

bool icd_tally_add(struct icd_tally *tally, const char *by, const struct icd_tally_item *item)
{
	return icd_tally_count(tally, icd_tally_by(tally, by), icd_tally_code(tally, item), 1);
}

uint32_t icd_tally_size(const struct icd_tally *tally)
{
	return (uint32_t)tally->count;
}

struct icd_tally_counted icd_tally_at(const struct icd_tally *tally, uint32_t i)
{
	const struct counted *one = &tally->at[i];
	return (struct icd_tally_counted){tally->names[one->by].text, &tally->codes[one->code].item, one->count};
}

/* ---- in order ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct known_name *)a)->text, ((const struct known_name *)b)->text);
}

static int compare_codes(const void *a, const void *b)
{
	const struct icd_tally_item *left = &((const struct known_code *)a)->item;
	const struct icd_tally_item *right = &((const struct known_code *)b)->item;
	return strcmp(left->category, right->category)
	       ?: strcmp(left->group, right->group)
	       ?: strcmp(left->code, right->code)
	       ?: ICD_ORDER(left->detail, right->detail)
	       ?: ICD_ORDER(left->unspecified, right->unspecified);
}

static int compare_counted(const void *a, const void *b)
{
	const struct counted *left = a, *right = b;
	return ICD_ORDER(left->by, right->by) ?: ICD_ORDER(left->code, right->code);
}

/* Sorts the names and gives the new place of each by its number, in the pool; NULL when memory runs out. Then the same
 * with the codes. */
static uint32_t *sort_names(struct icd_tally *tally)
{
	uint32_t *places = icd_pool_take(&tally->answers, tally->name_count, sizeof *places);
	qsort(tally->names, tally->name_count, sizeof *tally->names, compare_names);
	for (size_t i = 0; places && i < tally->name_count; i++)
		places[tally->names[i].number] = (uint32_t)i;
	return places;
}

static uint32_t *sort_codes(struct icd_tally *tally)
{
	uint32_t *places = icd_pool_take(&tally->answers, tally->code_count, sizeof *places);
	qsort(tally->codes, tally->code_count, sizeof *tally->codes, compare_codes);
	for (size_t i = 0; places && i < tally->code_count; i++)
		places[tally->codes[i].number] = (uint32_t)i;
	return places;
}

/* Puts the counts in the order of names and codes; numbers are places in that order then. */
static bool sort_all(struct icd_tally *tally)
{
	icd_hash_free(&tally->hash);
	if (tally->count == 0)
		return true;
	uint32_t *names = sort_names(tally), *codes = sort_codes(tally);
	if (!names || !codes)
		return false;
	for (size_t i = 0; i < tally->count; i++) {
		tally->at[i].by = names[tally->at[i].by];
		tally->at[i].code = codes[tally->at[i].code];
	}
	qsort(tally->at, tally->count, sizeof *tally->at, compare_counted);
	return true;
}

/* ---- adding up ---- */

/* The rows of a part while it is made; used again for the next. */
struct making {
	struct icd_tally_bad *bad;
	struct icd_tally_row *categories, *groups;
	size_t bad_room, category_room, group_room;
};

static int compare_bad(const void *a, const void *b)
{
	const struct icd_tally_bad *left = a, *right = b;
	return ICD_ORDER(right->count, left->count)
	       ?: strcmp(left->code, right->code)
	       ?: ICD_ORDER(left->detail, right->detail);
}

/* A row without an unspecified code tells nothing. */
static void drop_last(const struct icd_tally_row *rows, uint32_t *count)
{
	if (*count && rows[*count - 1].unspecified == 0)
		(*count)--;
}

/* Counts in the last row, or in a new one when that has another name. */
static bool add_row(struct icd_tally_row **rows, uint32_t *count, size_t *room, const char *name, bool unspecified,
		    uint64_t counted)
{
	if (*count == 0 || strcmp((*rows)[*count - 1].name, name) != 0) {
		drop_last(*rows, count);
		if (!icd_array_room(rows, *count, room, sizeof **rows))
			return false;
		(*rows)[(*count)++] = (struct icd_tally_row){.name = name};
	}
	(*rows)[*count - 1].count += counted;
	(*rows)[*count - 1].unspecified += unspecified ? counted : 0;
	return true;
}

static bool add_counted(const struct icd_tally *tally, const struct counted *counted, struct making *making,
			struct icd_tally_part *part)
{
	const struct known_code *code = &tally->codes[counted->code];
	part->codes += counted->count;
	part->details[code->item.detail] += counted->count;
	if (code->item.detail != ICD_DETAIL_OK) {
		if (!icd_array_room(&making->bad, part->bad_count, &making->bad_room, sizeof *making->bad))
			return false;
		making->bad[part->bad_count++] =
			(struct icd_tally_bad){code->item.code, counted->count, code->item.detail};
		return true;
	}
	return add_row(&making->categories, &part->category_count, &making->category_room, code->item.category,
		       code->item.unspecified, counted->count) &&
	       (strlen(code->item.group) <= 3 || add_row(&making->groups, &part->group_count, &making->group_room,
							 code->group_shown, code->item.unspecified, counted->count));
}

/* So many items, moved to the pool. */
static void *kept(struct icd_pool *pool, const void *items, uint32_t count, size_t size)
{
	void *copy = icd_pool_take(pool, count + 1u, size);
	if (copy && count)
		memcpy(copy, items, count * size);
	return copy;
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

/* The part that begins with count number `from`; where the next one does, or ICD_TALLY_FULL when memory runs out. */
static size_t make_part(struct icd_tally *tally, size_t from, struct making *making, struct icd_tally_part *part)
{
	struct icd_pool *pool = &tally->answers;
	size_t next = from;
	*part = (struct icd_tally_part){.codes = 0};
	name_part(pool, part, tally->names[tally->at[from].by].text);
	for (; next < tally->count && tally->at[next].by == tally->at[from].by; next++) {
		if (!add_counted(tally, &tally->at[next], making, part))
			return ICD_TALLY_FULL;
	}
	drop_last(making->categories, &part->category_count);
	drop_last(making->groups, &part->group_count);
	part->bad = kept(pool, making->bad, part->bad_count, sizeof *part->bad);
	part->categories = kept(pool, making->categories, part->category_count, sizeof *part->categories);
	part->groups = kept(pool, making->groups, part->group_count, sizeof *part->groups);
	if (pool->failed)
		return ICD_TALLY_FULL;
	qsort(part->bad, part->bad_count, sizeof *part->bad, compare_bad);
	return next;
}

bool icd_tally_parts(struct icd_tally *tally, struct icd_tally_part **parts, uint32_t *count)
{
	struct making making = {0};
	size_t next = 0;
	*count = 0;
	icd_pool_reset(&tally->answers);
	*parts = icd_pool_take(&tally->answers, tally->name_count + 1, sizeof **parts);
	if (!*parts || !sort_all(tally))
		return false;
	while (next < tally->count)
		next = make_part(tally, next, &making, &(*parts)[(*count)++]);
	free(making.bad);
	free(making.categories);
	free(making.groups);
	return next != ICD_TALLY_FULL && !tally->answers.failed;
}
