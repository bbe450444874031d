/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRESH_LEAST 65536 /* counts that are kept as they come before they are put in order */

/* What is split by. */
struct known_name {
	const char *text;
	uint32_t number;
};

/* A code; the texts of the item stand here. */
struct known_code {
	struct icd_tally_item item;
	uint32_t number;
	uint64_t order; /* of categories, and of headers within them: their characters from the highest byte on */
	char category[4], group[ICD_CODE_SIZE];
	char group_shown[ICD_DOTTED_SIZE + 1]; /* "M54.5-" */
	char code[];
};

/* How often a code was there in a stretch of the split. */
struct counted {
	uint64_t key; /* number of the stretch, then of the code; for adding up their places in order */
	uint64_t count;
};

struct icd_tally {
	struct icd_pool pool;    /* codes and texts */
	struct icd_pool answers; /* of icd_tally_parts */
	uint32_t own;            /* numbers of codes below are the caller's, then come those of `codes` */
	struct known_name *names;
	size_t name_count, name_room;
	struct known_code **codes; /* those with numbers of the tally's, then those told */
	size_t code_count, code_room;
	struct counted *at; /* in order, each key once */
	size_t count;
	uint64_t *first; /* own codes in the first stretch, by number, for most summaries are not split; NULL: none */
	struct counted *fresh; /* all others as they came */
	size_t fresh_count, fresh_room;
	bool settled;
	struct icd_hash name_hash, code_hash;
};

struct icd_tally *icd_tally_new(uint32_t own)
{
	struct icd_tally *tally = calloc(1, sizeof *tally);
	if (tally)
		tally->own = own;
	return tally;
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
	free(tally->fresh);
	free(tally->first);
	icd_hash_free(&tally->name_hash);
	icd_hash_free(&tally->code_hash);
	free(tally);
}

/* ---- names and codes ---- */

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

/* Keeps a code, which gets the number. False when memory runs out. */
static bool keep_code(struct icd_tally *tally, const struct icd_tally_item *item, uint32_t number)
{
	size_t size = strlen(item->code) + 1;
	struct known_code *one = icd_pool_take(&tally->pool, 1, sizeof *one + size);
	if (!one || !icd_array_room(&tally->codes, tally->code_count, &tally->code_room, sizeof(struct known_code *)))
		return false;
	memcpy(one->code, item->code, size);
	memcpy(one->category, item->category, strnlen(item->category, sizeof one->category - 1));
	memcpy(one->group, item->group, strnlen(item->group, sizeof one->group - 1));
	icd_code_format(one->group, one->group_shown);
	strcat(one->group_shown, "-");
	const char *order = *one->group ? one->group : one->category;
	one->order = icd_pack(order, strlen(order));
	one->order <<= one->order ? __builtin_clzll(one->order) & ~7 : 0;
	one->item = *item;
	one->item.code = one->code;
	one->item.category = one->category;
	one->item.group = one->group;
	one->number = number;
	tally->codes[tally->code_count++] = one;
	return true;
}

/* A title can change within the data: the same code may count as unspecified one day and not the other. */
static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct icd_tally_item *a = &((const struct icd_tally *)context)->codes[item]->item, *b = key;
	return a->detail == b->detail && a->unspecified == b->unspecified && a->off_list == b->off_list &&
	       strcmp(a->code, b->code) == 0;
}

uint32_t icd_tally_code(struct icd_tally *tally, const struct icd_tally_item *item)
{
	uint64_t hash = icd_hash_text(item->code) + (uint64_t)item->detail;
	uint32_t known = icd_hash_find(&tally->code_hash, hash, same_code, tally, item);
	if (known == ICD_HASH_NONE) {
		known = (uint32_t)tally->code_count;
		if (!keep_code(tally, item, tally->own + known) || !icd_hash_add(&tally->code_hash, hash, known))
			return ICD_TALLY_FULL;
	}
	return tally->own + known;
}

bool icd_tally_tell(struct icd_tally *tally, uint32_t own, const struct icd_tally_item *item)
{
	return keep_code(tally, item, own);
}

/* ---- counts ---- */

static uint64_t key_of(uint32_t by, uint32_t code)
{
	return UINT64_C(0x100000000) * by + code;
}

/* Sorts by key, from the lowest byte on; bytes that are the same in all keys are passed over. The items may stand in
 * other memory after that. False when memory runs out. */
static bool sort_counted(struct counted **items, size_t count)
{
	struct counted *from = *items, *to = malloc(count ? count * sizeof *to : 1);
	uint64_t differ = 0;
	if (!to)
		return false;
	for (size_t i = 0; i < count; i++)
		differ |= from[i].key ^ from[0].key;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t starts[256 + 1] = {0};
		if (!(differ >> shift & 0xff))
			continue;
		for (size_t i = 0; i < count; i++)
			starts[(from[i].key >> shift & 0xff) + 1]++;
		for (unsigned i = 1; i < 256; i++)
			starts[i] += starts[i - 1];
		for (size_t i = 0; i < count; i++)
			to[starts[from[i].key >> shift & 0xff]++] = from[i];
		struct counted *swapped = from;
		from = to;
		to = swapped;
	}
	*items = from;
	free(to);
	return true;
}

/* Makes one of those with equal keys, which follow each other; how many are left. */
static size_t add_equal(struct counted *items, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (kept && items[kept - 1].key == items[i].key)
			items[kept - 1].count += items[i].count;
		else
			items[kept++] = items[i];
	}
	return kept;
}

/* How many of the fresh ones, which are in order, have keys that are not there yet. */
static size_t count_new(const struct icd_tally *tally)
{
	size_t new = 0, i = 0;
	for (size_t j = 0; j < tally->fresh_count; j++) {
		while (i < tally->count && tally->at[i].key < tally->fresh[j].key)
			i++;
		new += i == tally->count || tally->at[i].key != tally->fresh[j].key;
	}
	return new;
}

/* Puts the fresh ones in order among the others. False when memory runs out. */
static bool merge_fresh(struct icd_tally *tally)
{
	if (!sort_counted(&tally->fresh, tally->fresh_count))
		return false;
	tally->fresh_room = tally->fresh_count;
	tally->fresh_count = add_equal(tally->fresh, tally->fresh_count);
	size_t old = tally->count, fresh = tally->fresh_count, to = old + count_new(tally);
	struct counted *grown = realloc(tally->at, (to ? to : 1) * sizeof *grown);
	if (!grown)
		return false;
	tally->at = grown;
	tally->count = to;
	tally->fresh_count = 0;
	/* From the back, so that what is moved is not written over. */
	while (fresh > 0) {
		const struct counted *one = &tally->fresh[fresh - 1];
		if (old > 0 && grown[old - 1].key > one->key) {
			grown[--to] = grown[--old];
			continue;
		}
		uint64_t before = old > 0 && grown[old - 1].key == one->key ? grown[--old].count : 0;
		grown[--to] = (struct counted){one->key, one->count + before};
		fresh--;
	}
	return true;
}

static bool add_fresh(struct icd_tally *tally, uint64_t key, uint64_t count)
{
	size_t most = tally->count / 4 > FRESH_LEAST ? tally->count / 4 : FRESH_LEAST;
	if (tally->fresh_count == tally->fresh_room &&
	    (tally->fresh_room < most
		     ? !icd_array_room(&tally->fresh, tally->fresh_count, &tally->fresh_room, sizeof *tally->fresh)
		     : !merge_fresh(tally)))
		return false;
	tally->fresh[tally->fresh_count++] = (struct counted){key, count};
	return true;
}

bool icd_tally_count(struct icd_tally *tally, uint32_t by, uint32_t code)
{
	if (by == ICD_TALLY_FULL || code == ICD_TALLY_FULL)
		return false;
	if (by > 0 || code >= tally->own)
		return add_fresh(tally, key_of(by, code), 1);
	if (!tally->first && !(tally->first = calloc(tally->own, sizeof *tally->first)))
		return false;
	tally->first[code]++;
	return true;
}

/* Puts all counts in order. False when memory runs out. */
static bool merge_all(struct icd_tally *tally)
{
	bool ok = true;
	for (uint32_t code = 0; ok && tally->first && code < tally->own; code++) {
		ok = !tally->first[code] || add_fresh(tally, code, tally->first[code]);
		tally->first[code] = 0;
	}
	return ok && merge_fresh(tally);
}

bool icd_tally_add(struct icd_tally *tally, const char *by, const struct icd_tally_item *item)
{
	return icd_tally_count(tally, icd_tally_by(tally, by), icd_tally_code(tally, item));
}

const unsigned char *icd_tally_used(struct icd_tally *tally)
{
	unsigned char *used = icd_pool_take(&tally->pool, tally->own + 1u, 1);
	if (!used || !merge_all(tally))
		return NULL;
	for (size_t i = 0; i < tally->count; i++) {
		uint32_t code = (uint32_t)tally->at[i].key;
		if (code < tally->own)
			used[code] = 1;
	}
	return used;
}

uint32_t icd_tally_size(const struct icd_tally *tally)
{
	return (uint32_t)tally->count;
}

struct icd_tally_counted icd_tally_at(const struct icd_tally *tally, uint32_t i)
{
	const struct counted *one = &tally->at[i];
	return (struct icd_tally_counted){tally->names[one->key >> 32].text, &tally->codes[(uint32_t)one->key]->item,
					  one->count};
}

/* ---- in order ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct known_name *)a)->text, ((const struct known_name *)b)->text);
}

static int compare_codes(const void *a, const void *b)
{
	const struct known_code *left = *(struct known_code *const *)a, *right = *(struct known_code *const *)b;
	return ICD_ORDER(left->order, right->order)
	       ?: strcmp(left->code, right->code)
	       ?: ICD_ORDER(left->item.detail, right->item.detail)
	       ?: ICD_ORDER(left->number, right->number);
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
	uint32_t *places = icd_pool_take(&tally->answers, tally->own + tally->code_count, sizeof *places);
	qsort(tally->codes, tally->code_count, sizeof(struct known_code *), compare_codes);
	for (size_t i = 0; places && i < tally->code_count; i++)
		places[tally->codes[i]->number] = (uint32_t)i;
	return places;
}

bool icd_tally_settle(struct icd_tally *tally)
{
	if (tally->settled)
		return true;
	if (!merge_all(tally))
		return false;
	free(tally->fresh);
	free(tally->first);
	tally->fresh = NULL;
	tally->first = NULL;
	tally->settled = true;
	if (!tally->count)
		return true;
	const uint32_t *names = sort_names(tally), *codes = sort_codes(tally);
	if (!names || !codes)
		return false;
	for (size_t i = 0; i < tally->count; i++)
		tally->at[i].key = key_of(names[tally->at[i].key >> 32], codes[(uint32_t)tally->at[i].key]);
	return sort_counted(&tally->at, tally->count);
}

/* ---- adding up ---- */

/* The rows of a part while it is made; used again for the next. */
struct making {
	struct icd_tally_bad *bad, *off_list;
	struct icd_tally_row *categories, *groups;
	size_t bad_room, off_list_room, category_room, group_room;
	const struct known_code *category, *group; /* the last code that was counted in rows of these */
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

/* Counts in the last row, or in a new one. */
static bool add_row(struct icd_tally_row **rows, uint32_t *count, size_t *room, bool new, const char *name,
		    bool unspecified, uint64_t counted)
{
	if (new) {
		drop_last(*rows, count);
		if (!icd_array_room(rows, *count, room, sizeof **rows))
			return false;
		(*rows)[(*count)++] = (struct icd_tally_row){.name = name};
	}
	(*rows)[*count - 1].count += counted;
	(*rows)[*count - 1].unspecified += unspecified ? counted : 0;
	return true;
}

/* Counts in the last row where that is of the same code, else in a new one. */
static bool add_bad(struct icd_tally_bad **rows, uint32_t *count, size_t *room, const struct icd_tally_item *item,
		    uint64_t counted)
{
	struct icd_tally_bad *last = *count ? &(*rows)[*count - 1] : NULL;
	if (last && last->detail == item->detail && strcmp(last->code, item->code) == 0) {
		last->count += counted;
		return true;
	}
	if (!icd_array_room(rows, *count, room, sizeof **rows))
		return false;
	(*rows)[(*count)++] = (struct icd_tally_bad){item->code, counted, item->detail};
	return true;
}

/* Are both of one category? */
static bool same_category(const struct known_code *a, const struct known_code *b)
{
	return a && a->order >> 40 == b->order >> 40;
}

/* A billable code in the rows of its category and of the header above it. */
static bool add_billable(const struct known_code *code, uint64_t count, struct making *making,
			 struct icd_tally_part *part)
{
	bool new = !same_category(making->category, code), below_category = strlen(code->group) > 3;
	making->category = code;
	if (!add_row(&making->categories, &part->category_count, &making->category_room, new, code->category,
		     code->item.unspecified, count))
		return false;
	if (!below_category)
		return true;
	new = !making->group || making->group->order != code->order;
	making->group = code;
	return add_row(&making->groups, &part->group_count, &making->group_room, new, code->group_shown,
		       code->item.unspecified, count);
}

static bool add_counted(const struct icd_tally *tally, const struct counted *counted, struct making *making,
			struct icd_tally_part *part)
{
	const struct known_code *code = tally->codes[(uint32_t)counted->key];
	const struct icd_tally_item *item = &code->item;
	part->codes += counted->count;
	part->details[item->detail] += counted->count;
	part->off_list += item->off_list ? counted->count : 0;
	if (item->off_list &&
	    !add_bad(&making->off_list, &part->off_list_count, &making->off_list_room, item, counted->count))
		return false;
	return item->detail == ICD_DETAIL_OK
		       ? add_billable(code, counted->count, making, part)
		       : add_bad(&making->bad, &part->bad_count, &making->bad_room, item, counted->count);
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
	uint64_t by = tally->at[from].key >> 32;
	*part = (struct icd_tally_part){.codes = 0};
	making->category = making->group = NULL;
	name_part(pool, part, tally->names[by].text);
	for (; next < tally->count && tally->at[next].key >> 32 == by; next++) {
		if (!add_counted(tally, &tally->at[next], making, part))
			return ICD_TALLY_FULL;
	}
	drop_last(making->categories, &part->category_count);
	drop_last(making->groups, &part->group_count);
	part->bad = kept(pool, making->bad, part->bad_count, sizeof *part->bad);
	part->off_list_codes = kept(pool, making->off_list, part->off_list_count, sizeof *part->off_list_codes);
	part->categories = kept(pool, making->categories, part->category_count, sizeof *part->categories);
	part->groups = kept(pool, making->groups, part->group_count, sizeof *part->groups);
	if (pool->failed)
		return ICD_TALLY_FULL;
	qsort(part->bad, part->bad_count, sizeof *part->bad, compare_bad);
	qsort(part->off_list_codes, part->off_list_count, sizeof *part->off_list_codes, compare_bad);
	return next;
}

bool icd_tally_parts(struct icd_tally *tally, struct icd_tally_part **parts, uint32_t *count)
{
	struct making making = {0};
	size_t next = 0;
	*count = 0;
	icd_pool_reset(&tally->answers);
	*parts = icd_pool_take(&tally->answers, tally->name_count + 1, sizeof **parts);
	if (!*parts || !icd_tally_settle(tally))
		return false;
	while (next < tally->count)
		next = make_part(tally, next, &making, &(*parts)[(*count)++]);
	free(making.bad);
	free(making.off_list);
	free(making.categories);
	free(making.groups);
	return next != ICD_TALLY_FULL && !tally->answers.failed;
}
