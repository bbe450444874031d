/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#define FRESH_LEAST 131072 /* counts that are kept as they come before they are put in order */

/* ---- what is counted ---- */

/* What is split by. */
struct known_name {
	const char *text;
	size_t length;
	uint32_t number;
};

/*
 * The header above a code in eight bytes, so that what a million counts are of stays in a processor's cache: its
 * characters, or those of a longer code that begins with it, from the highest byte on; in the lowest byte how many it has,
 * 0 for none, and the flags.
 */
typedef uint64_t placed;
#define PLACED_LENGTH      7u
#define PLACED_UNSPECIFIED 8u
#define PLACED_OFF_LIST    16u

static icd_packed category_of(placed place)
{
	return place >> 40;
}

static unsigned group_length(placed place)
{
	return place & PLACED_LENGTH;
}

/* The group is one that has more than three characters: of the others the category tells. */
static icd_packed group_of(placed place)
{
	return place >> (64 - 8 * group_length(place));
}

static placed place_of(const char *code, const char *group, bool unspecified, bool off_list)
{
	size_t length = strnlen(code, ICD_CODE_LENGTH);
	placed place = length ? icd_pack(code, length) << 8 * (sizeof place - length) : 0;
	return place | strnlen(group, ICD_CODE_LENGTH) | (unspecified ? PLACED_UNSPECIFIED : 0) |
	       (off_list ? PLACED_OFF_LIST : 0);
}

/* A code that the tally has given a number; the texts of the item stand here. */
struct known_code {
	struct icd_tally_item item;
	placed place;
	uint32_t number; /* as it came */
	char category[4], group[ICD_CODE_SIZE];
	char code[];
};

/* How often a code was there in a stretch of the split. Packed, for there may be as many of them as there are rows. */
struct counted {
	uint32_t code;
	uint64_t count;
} __attribute__((packed, aligned(4)));

/* A row of categories or headers while it is made. */
struct making_row {
	icd_packed name;
	uint64_t count, unspecified;
};

struct making_rows {
	struct making_row *at;
	size_t count, room;
};

struct icd_tally {
	struct icd_pool pool; /* codes and texts */
	uint32_t own;         /* numbers of codes below are the caller's, then come those of `codes` */
	bool listed;
	placed *told; /* by the caller's numbers */
	struct known_name *names;
	size_t name_count, name_room;
	struct known_code **codes;
	size_t code_count, code_room;
	struct icd_hash name_hash, code_hash;
	struct counted *at; /* by the numbers of stretches, in each by the code's, each pair once */
	size_t count;
	size_t *ends; /* by the number of the stretch, of so many: where its counts end */
	size_t stretches, ends_room;
	uint32_t *first;      /* own codes in the first stretch, by number, for most summaries are not split */
	uint32_t *first_high; /* what goes beyond 32 bits; NULL for nothing */
	uint64_t *fresh;      /* all others as they came: the number of the stretch above the code's */
	size_t fresh_count, fresh_room;
	bool settled, failed;
	/* The part in hand: */
	size_t next;             /* name */
	struct icd_pool answers; /* of it */
	struct making_rows categories, groups;
	struct icd_tally_row *category_rows, *group_rows;
	struct icd_tally_bad *bad, *off_list;
	size_t category_room, group_room, bad_room, off_list_room;
};

struct icd_tally *icd_tally_new(uint32_t own, bool listed)
{
	struct icd_tally *tally = calloc(1, sizeof *tally);
	if (!tally)
		return NULL;
	tally->own = own;
	tally->listed = listed;
	tally->told = calloc(own + 1u, sizeof *tally->told);
	tally->first = calloc(own + 1u, sizeof *tally->first);
	if (tally->told && tally->first)
		return tally;
	icd_tally_free(tally);
	return NULL;
}

void icd_tally_free(struct icd_tally *tally)
{
	if (!tally)
		return;
	icd_pool_free(&tally->pool);
	icd_pool_free(&tally->answers);
	icd_hash_free(&tally->name_hash);
	icd_hash_free(&tally->code_hash);
	free(tally->told);
	free(tally->names);
	free(tally->codes);
	free(tally->at);
	free(tally->ends);
	free(tally->first);
	free(tally->first_high);
	free(tally->fresh);
	free(tally->categories.at);
	free(tally->groups.at);
	free(tally->category_rows);
	free(tally->group_rows);
	free(tally->bad);
	free(tally->off_list);
	free(tally);
}

/* ---- names and codes ---- */

static bool same_name(const void *context, uint32_t item, const void *key)
{
	const struct known_name *name = &((const struct icd_tally *)context)->names[item], *sought = key;
	return name->length == sought->length && memcmp(name->text, sought->text, name->length) == 0;
}

uint32_t icd_tally_find(const struct icd_tally *tally, const char *by, size_t length)
{
	return icd_hash_find(&tally->name_hash, icd_hash_bytes(by, length), same_name, tally,
			     &(struct known_name){by, length, 0});
}

uint32_t icd_tally_by(struct icd_tally *tally, const char *by, size_t length)
{
	uint32_t known = icd_tally_find(tally, by, length);
	if (known != ICD_HASH_NONE)
		return known;
	struct known_name name = {icd_pool_text(&tally->pool, by, length), length, (uint32_t)tally->name_count};
	if (tally->pool.failed || !icd_array_room(&tally->names, tally->name_count, &tally->name_room, sizeof name) ||
	    !icd_hash_add(&tally->name_hash, icd_hash_bytes(by, length), name.number))
		return ICD_TALLY_FULL;
	tally->names[tally->name_count++] = name;
	return name.number;
}

static bool keep_code(struct icd_tally *tally, const struct icd_tally_item *item)
{
	size_t size = strlen(item->code) + 1;
	struct known_code *one = icd_pool_take(&tally->pool, 1, sizeof *one + size);
	if (!one || !icd_array_room(&tally->codes, tally->code_count, &tally->code_room, sizeof(struct known_code *)))
		return false;
	memcpy(one->code, item->code, size);
	memcpy(one->category, item->category, strnlen(item->category, sizeof one->category - 1));
	memcpy(one->group, item->group, strnlen(item->group, sizeof one->group - 1));
	one->place = place_of(*one->group ? one->group : one->category, one->group, item->unspecified, item->off_list);
	one->item = *item;
	one->item.code = one->code;
	one->item.category = one->category;
	one->item.group = one->group;
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
		if (!keep_code(tally, item) || !icd_hash_add(&tally->code_hash, hash, known))
			return ICD_TALLY_FULL;
	}
	return tally->own + known;
}

void icd_tally_tell(struct icd_tally *tally, uint32_t own, const char *code, const char *group, bool unspecified,
		    bool off_list)
{
	tally->told[own] = place_of(code, group, unspecified, off_list);
}

/* ---- counts ---- */

/* Bits of a key that are sorted by at once. */
#define DIGIT_BITS 10

/* How many bits there are up to the highest one. */
static unsigned width_of(uint64_t bits)
{
	return bits ? 64 - (unsigned)__builtin_clzll(bits) : 0;
}

/* Sorts by so many bits above the lowest `shift`, and leaves the order of those that have the same. */
static void sort_digit(const uint64_t *from, uint64_t *to, size_t count, unsigned shift, unsigned bits)
{
	uint32_t starts[(1u << DIGIT_BITS) + 1] = {0};
	uint64_t mask = (UINT64_C(1) << bits) - 1;
	for (size_t i = 0; i < count; i++)
		starts[(from[i] >> shift & mask) + 1]++;
	for (size_t i = 1; i <= mask; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < count; i++)
		to[starts[from[i] >> shift & mask]++] = from[i];
}

/* Sorts the fresh ones, the bits of the code and then those of the stretch as far as they differ. They may stand in other
 * memory after that. False when memory runs out. */
static bool sort_fresh(struct icd_tally *tally)
{
	uint64_t *from = tally->fresh, *to = malloc((tally->fresh_count + 1) * sizeof *to), differ = 0;
	if (!to)
		return false;
	for (size_t i = 0; i < tally->fresh_count; i++)
		differ |= from[i] ^ from[0];
	for (unsigned half = 0; half < 64; half += 32) {
		unsigned width = width_of(differ >> half & UINT32_MAX), digits = (width + DIGIT_BITS - 1) / DIGIT_BITS;
		for (unsigned i = 0; i < digits; i++) {
			unsigned low = width * i / digits, high = width * (i + 1) / digits;
			sort_digit(from, to, tally->fresh_count, half + low, high - low);
			uint64_t *swapped = from;
			from = to;
			to = swapped;
		}
	}
	free(to);
	tally->fresh = from;
	tally->fresh_room = tally->fresh_count;
	return true;
}

/*
 * Goes through the counts and the fresh ones from the back, adds up those of the same pair and puts them where they come
 * to stand when no two are of the same one: so what is moved is not written over. Then it closes the gap.
 */
static void merge_down(struct icd_tally *tally)
{
	const uint64_t *fresh = tally->fresh;
	size_t left = tally->fresh_count, old = tally->count, end = old + left, to = end, stretch = tally->stretches;
	while (left > 0) {
		size_t start = --stretch ? tally->ends[stretch - 1] : 0;
		tally->ends[stretch] = to;
		while (old > start || (left > 0 && fresh[left - 1] >> 32 == stretch)) {
			bool more = left > 0 && fresh[left - 1] >> 32 == stretch;
			uint64_t key = more ? fresh[left - 1] : 0;
			struct counted sum = {(uint32_t)key, 0};
			if (old > start && (!more || tally->at[old - 1].code >= sum.code)) {
				more &= tally->at[old - 1].code == sum.code;
				sum = tally->at[--old];
			}
			for (; more && left > 0 && fresh[left - 1] == key; left--)
				sum.count++;
			tally->at[--to] = sum;
		}
	}
	memmove(tally->at + old, tally->at + to, (end - to) * sizeof *tally->at);
	for (; stretch < tally->stretches; stretch++)
		tally->ends[stretch] -= to - old;
	tally->count = end - (to - old);
	tally->fresh_count = 0;
}

/* The stretches that came since then have no counts yet. */
static bool note_stretches(struct icd_tally *tally)
{
	for (; tally->stretches < tally->name_count; tally->stretches++) {
		if (!icd_array_room(&tally->ends, tally->stretches, &tally->ends_room, sizeof *tally->ends))
			return false;
		tally->ends[tally->stretches] = tally->count;
	}
	return true;
}

/* Puts the fresh ones in order among the others. False when memory runs out. */
static bool merge_fresh(struct icd_tally *tally)
{
	if (!note_stretches(tally) || !sort_fresh(tally))
		return false;
	size_t most = tally->count + tally->fresh_count;
	struct counted *grown = realloc(tally->at, (most ? most : 1) * sizeof *grown);
	if (!grown)
		return false;
	tally->at = grown;
	merge_down(tally);
	return true;
}

static bool add_fresh(struct icd_tally *tally, uint64_t key)
{
	size_t most = tally->count / 2 > FRESH_LEAST ? tally->count / 2 : FRESH_LEAST;
	if (tally->fresh_count == tally->fresh_room &&
	    (tally->fresh_room < most
		     ? !icd_array_room(&tally->fresh, tally->fresh_count, &tally->fresh_room, sizeof *tally->fresh)
		     : !merge_fresh(tally)))
		return false;
	tally->fresh[tally->fresh_count++] = key;
	return true;
}

/* The lower half of a count is full. */
static bool carry(struct icd_tally *tally, uint32_t code)
{
	if (!tally->first_high)
		tally->first_high = calloc(tally->own, sizeof *tally->first_high);
	if (tally->first_high)
		tally->first_high[code]++;
	return tally->first_high != NULL;
}

bool icd_tally_count(struct icd_tally *tally, uint32_t by, uint32_t code)
{
	if (by == ICD_TALLY_FULL || code == ICD_TALLY_FULL)
		return false;
	if (by > 0)
		return add_fresh(tally, (uint64_t)by << 32 | code);
	if (code >= tally->own)
		return add_fresh(tally, code);
	return ++tally->first[code] || carry(tally, code);
}

bool icd_tally_add(struct icd_tally *tally, const char *by, const struct icd_tally_item *item)
{
	return icd_tally_count(tally, icd_tally_by(tally, by, strlen(by)), icd_tally_code(tally, item));
}

static uint64_t first_count(const struct icd_tally *tally, uint32_t code)
{
	return tally->first[code] | (tally->first_high ? (uint64_t)tally->first_high[code] << 32 : 0);
}

/* Puts the first stretch's own codes before all others: there are none of them yet. */
static bool merge_first(struct icd_tally *tally)
{
	size_t more = 0;
	for (uint32_t code = 0; code < tally->own; code++)
		more += first_count(tally, code) > 0;
	struct counted *grown = realloc(tally->at, (tally->count + more + 1) * sizeof *grown);
	if (!grown)
		return false;
	memmove(grown + more, grown, tally->count * sizeof *grown);
	tally->at = grown;
	tally->count += more;
	for (size_t i = 0; i < tally->stretches; i++)
		tally->ends[i] += more;
	for (uint32_t code = tally->own; code-- > 0;) {
		if (first_count(tally, code))
			grown[--more] = (struct counted){code, first_count(tally, code)};
	}
	return true;
}

/* ---- in order ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct known_name *)a)->text, ((const struct known_name *)b)->text);
}

static int compare_codes(const void *a, const void *b)
{
	const struct icd_tally_item *left = &(*(struct known_code *const *)a)->item,
				    *right = &(*(struct known_code *const *)b)->item;
	return strcmp(left->code, right->code)
	       ?: ICD_ORDER(left->detail, right->detail)
	       ?: ICD_ORDER(left->off_list, right->off_list)
	       ?: ICD_ORDER(left->unspecified, right->unspecified);
}

static int compare_counted(const void *a, const void *b)
{
	return ICD_ORDER(((const struct counted *)a)->code, ((const struct counted *)b)->code);
}

static struct counted *start_of(const struct icd_tally *tally, uint32_t stretch)
{
	return tally->at + (stretch ? tally->ends[stretch - 1] : 0);
}

/* Gives the tally's own codes numbers in the order of their spelling, and sorts each stretch by them. */
static bool sort_codes(struct icd_tally *tally)
{
	uint32_t *places = icd_pool_take(&tally->pool, tally->code_count + 1, sizeof *places);
	struct known_code **codes = tally->codes;
	if (!places)
		return false;
	for (uint32_t i = 0; i < tally->code_count; i++)
		codes[i]->number = i;
	if (tally->code_count > 1)
		qsort(codes, tally->code_count, sizeof(struct known_code *), compare_codes);
	for (uint32_t i = 0; i < tally->code_count; i++)
		places[codes[i]->number] = i;
	for (uint32_t stretch = 0; stretch < tally->stretches; stretch++) {
		struct counted *end = tally->at + tally->ends[stretch], *one = end;
		while (one > start_of(tally, stretch) && one[-1].code >= tally->own) {
			one--;
			one->code = tally->own + places[one->code - tally->own];
		}
		if (end - one > 1)
			qsort(one, (size_t)(end - one), sizeof *one, compare_counted);
	}
	return true;
}

bool icd_tally_settle(struct icd_tally *tally)
{
	if (tally->settled)
		return true;
	if (!merge_fresh(tally) || !merge_first(tally) || !sort_codes(tally))
		return false;
	free(tally->fresh);
	free(tally->first);
	tally->fresh = NULL;
	tally->first = NULL;
	if (tally->name_count > 1)
		qsort(tally->names, tally->name_count, sizeof *tally->names, compare_names);
	tally->settled = true;
	return true;
}

const unsigned char *icd_tally_used(struct icd_tally *tally)
{
	unsigned char *used = icd_pool_take(&tally->pool, tally->own + 1u, 1);
	if (!used || !icd_tally_settle(tally))
		return NULL;
	for (size_t i = 0; i < tally->count; i++) {
		if (tally->at[i].code < tally->own)
			used[tally->at[i].code] = 1;
	}
	return used;
}

/* ---- each count ---- */

/* The code itself, of one of the caller's. */
static icd_packed told_code(placed place)
{
	icd_packed packed = place >> 8;
	while (packed && !(packed & 0xff))
		packed >>= 8;
	return packed;
}

/* The item of one of the caller's codes. */
static const struct icd_tally_item *told_item(placed place, struct icd_tally_walk *walk)
{
	icd_packed_format(told_code(place), walk->code);
	icd_unpack(category_of(place), walk->category);
	icd_unpack(group_length(place) ? group_of(place) : 0, walk->group);
	walk->item = (struct icd_tally_item){.code = walk->code,
					     .category = walk->category,
					     .group = walk->group,
					     .unspecified = place & PLACED_UNSPECIFIED,
					     .detail = ICD_DETAIL_OK,
					     .off_list = place & PLACED_OFF_LIST};
	return &walk->item;
}

bool icd_tally_each(const struct icd_tally *tally, struct icd_tally_walk *walk, struct icd_tally_counted *counted)
{
	for (; walk->name < tally->name_count; walk->name++, walk->passed = 0) {
		const struct known_name *name = &tally->names[walk->name];
		const struct counted *one = start_of(tally, name->number) + walk->passed;
		if (one == tally->at + tally->ends[name->number])
			continue;
		walk->passed++;
		*counted =
			(struct icd_tally_counted){name->text,
						   one->code < tally->own ? told_item(tally->told[one->code], walk)
									  : &tally->codes[one->code - tally->own]->item,
						   one->count};
		return true;
	}
	return false;
}

/* ---- adding up ---- */

/* The characters from the highest byte on: such numbers sort as names do. */
static uint64_t spelled(icd_packed name)
{
	return name ? name << (__builtin_clzll(name) & ~7) : 0;
}

static int compare_rows(const void *a, const void *b)
{
	return ICD_ORDER(spelled(((const struct making_row *)a)->name), spelled(((const struct making_row *)b)->name));
}

/* Counts in the last row where that has the name, else in a new one. */
static bool add_row(struct making_rows *rows, icd_packed name, bool unspecified, uint64_t count)
{
	if (!rows->count || rows->at[rows->count - 1].name != name) {
		if (!icd_array_room(&rows->at, rows->count, &rows->room, sizeof *rows->at))
			return false;
		rows->at[rows->count++] = (struct making_row){.name = name};
	}
	rows->at[rows->count - 1].count += count;
	rows->at[rows->count - 1].unspecified += unspecified ? count : 0;
	return true;
}

/* A billable code in the rows of its category and of the header above it. */
static bool add_billable(struct icd_tally *tally, placed place, uint64_t count)
{
	bool unspecified = place & PLACED_UNSPECIFIED;
	return add_row(&tally->categories, category_of(place), unspecified, count) &&
	       (group_length(place) <= 3 || add_row(&tally->groups, group_of(place), unspecified, count));
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
	(*rows)[*count] = (struct icd_tally_bad){item->code, counted, item->detail, *count};
	++*count;
	return true;
}

static bool add_off_list(struct icd_tally *tally, struct icd_tally_part *part, const struct icd_tally_item *item,
			 uint64_t count)
{
	part->off_list += count;
	return add_bad(&tally->off_list, &part->off_list_count, &tally->off_list_room, item, count);
}

/* One of the caller's codes: they are billable. */
static bool add_own(struct icd_tally *tally, placed place, uint64_t count, struct icd_tally_part *part)
{
	struct icd_tally_walk walk;
	if (place & PLACED_OFF_LIST) {
		told_item(place, &walk);
		walk.item.code = icd_pool_text(&tally->answers, walk.code, strlen(walk.code));
		if (!add_off_list(tally, part, &walk.item, count))
			return false;
	}
	part->details[ICD_DETAIL_OK] += count;
	return add_billable(tally, place, count);
}

static bool add_known(struct icd_tally *tally, const struct known_code *code, uint64_t count,
		      struct icd_tally_part *part)
{
	const struct icd_tally_item *item = &code->item;
	part->details[item->detail] += count;
	if (item->off_list && !add_off_list(tally, part, item, count))
		return false;
	return item->detail == ICD_DETAIL_OK ? add_billable(tally, code->place, count)
					     : add_bad(&tally->bad, &part->bad_count, &tally->bad_room, item, count);
}

/* Sorts the rows by name and adds up those of the same; those without an unspecified code tell nothing and go. `dash`
 * stands behind the names. */
static bool finish_rows(struct making_rows *making, struct icd_tally_row **rows, uint32_t *count, size_t *room,
			const char *dash)
{
	bool sorted = true;
	for (size_t i = 1; i < making->count; i++)
		sorted &= compare_rows(&making->at[i - 1], &making->at[i]) < 0;
	if (!sorted)
		qsort(making->at, making->count, sizeof *making->at, compare_rows);
	for (size_t i = 0, next; i < making->count; i = next) {
		struct making_row *sum = &making->at[i];
		for (next = i + 1; next < making->count && making->at[next].name == sum->name; next++) {
			sum->count += making->at[next].count;
			sum->unspecified += making->at[next].unspecified;
		}
		if (!sum->unspecified)
			continue;
		if (!icd_array_room(rows, *count, room, sizeof **rows))
			return false;
		struct icd_tally_row *row = &(*rows)[(*count)++];
		*row = (struct icd_tally_row){.count = sum->count, .unspecified = sum->unspecified};
		strcpy(row->name + icd_packed_format(sum->name, row->name), dash);
	}
	making->count = 0;
	return true;
}

static int compare_spelled(const void *a, const void *b)
{
	const struct icd_tally_bad *left = a, *right = b;
	return strcmp(left->code, right->code) ?: ICD_ORDER(left->detail, right->detail);
}

static int compare_bad(const void *a, const void *b)
{
	const struct icd_tally_bad *left = a, *right = b;
	return ICD_ORDER(right->count, left->count) ?: ICD_ORDER(left->place, right->place);
}

/* Those that are not billable came in the order of their spelling; those that are not on the list came in two rows, of
 * billable ones and of others. */
static void sort_bad(struct icd_tally *tally, struct icd_tally_part *part)
{
	if (part->off_list_count > 1)
		qsort(tally->off_list, part->off_list_count, sizeof *tally->off_list, compare_spelled);
	for (uint32_t i = 0; i < part->off_list_count; i++)
		tally->off_list[i].place = i;
	if (part->off_list_count > 1)
		qsort(tally->off_list, part->off_list_count, sizeof *tally->off_list, compare_bad);
	if (part->bad_count > 1)
		qsort(tally->bad, part->bad_count, sizeof *tally->bad, compare_bad);
	part->bad = tally->bad;
	part->off_list_codes = tally->off_list;
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

static bool make_part(struct icd_tally *tally, const struct known_name *name, struct icd_tally_part *part)
{
	const struct counted *end = tally->at + tally->ends[name->number];
	icd_pool_reset(&tally->answers);
	*part = (struct icd_tally_part){.listed = tally->listed};
	name_part(&tally->answers, part, name->text);
	for (const struct counted *one = start_of(tally, name->number); one < end; one++) {
		uint32_t code = one->code;
		part->codes += one->count;
		if (!(code < tally->own ? add_own(tally, tally->told[code], one->count, part)
					: add_known(tally, tally->codes[code - tally->own], one->count, part)))
			return false;
	}
	if (!finish_rows(&tally->categories, &tally->category_rows, &part->category_count, &tally->category_room, "") ||
	    !finish_rows(&tally->groups, &tally->group_rows, &part->group_count, &tally->group_room, "-"))
		return false;
	part->categories = tally->category_rows;
	part->groups = tally->group_rows;
	sort_bad(tally, part);
	return !tally->answers.failed;
}

bool icd_tally_next(struct icd_tally *tally, struct icd_tally_part *part)
{
	tally->failed |= !icd_tally_settle(tally);
	while (!tally->failed && tally->next < tally->name_count) {
		const struct known_name *name = &tally->names[tally->next++];
		if (start_of(tally, name->number) == tally->at + tally->ends[name->number])
			continue;
		tally->failed = !make_part(tally, name, part);
		return !tally->failed;
	}
	return false;
}

bool icd_tally_failed(const struct icd_tally *tally)
{
	return tally->failed;
}
