/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tally.h"

#include "marks.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is counted ---- */

/* What is split by. */
struct known_name {
	const char *text;
	size_t length;
	uint32_t number;
};

/*
 * Names of up to sixteen bytes that were sought before: most rows have a name that some row before them has. Two names of
 * the same length are the same when their first and their last eight bytes are.
 */
#define RECENT_BITS 10
struct recent_name {
	uint64_t start, end;
	uint32_t length; /* 0: nothing stands here */
	struct icd_tally_name name;
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

/* How many characters it has. */
static unsigned length_of(icd_packed packed)
{
	return packed ? (71 - (unsigned)__builtin_clzll(packed)) / 8 : 0;
}

/* The characters from the highest byte on: such numbers sort as names do, and a category's are the first three. */
static uint64_t spelled(icd_packed name)
{
	return name ? name << 8 * (sizeof name - length_of(name)) : 0;
}

static placed place_of(icd_packed code, icd_packed group, bool unspecified, bool off_list)
{
	return spelled(code) | length_of(group) | (unspecified ? PLACED_UNSPECIFIED : 0) |
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

/*
 * A category, or a header below one, of which a part may have a row. All of the tally are numbered by their names, in which
 * a category stands right before its headers.
 */
struct row_name {
	uint64_t spelled;  /* see there */
	uint32_t category; /* its number, of a category its own */
	char shown[ICD_DOTTED_SIZE + 1];
};

/* Of a code the number of the row that it counts in, which is that of the header above it, or of its category. */
typedef uint32_t row_of_code;
#define ROW_NUMBER      (UINT32_MAX >> 2)
#define ROW_OFF_LIST    (UINT32_C(1) << 30)
#define ROW_UNSPECIFIED (UINT32_C(1) << 31)

/* What a part has of such a name. */
struct row_sum {
	uint64_t count, unspecified;
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
	struct recent_name recent[1 << RECENT_BITS];
	struct icd_tally_name other; /* the last one that is none of these */
	struct icd_counts counts;
	bool settled, failed;
	/* Of all parts, from the first one on: */
	struct row_name *row_names;
	uint32_t row_count;
	row_of_code *rows;       /* by the numbers of codes */
	struct row_sum *sums;    /* by row, 0 before each part */
	struct icd_marks summed; /* those that are not */
	bool all_summed;         /* of a part with many codes all are looked at, and none is marked */
	/* The part in hand: */
	size_t next;                                      /* name */
	struct icd_pool answers;                          /* of it */
	struct icd_tally_row *category_rows, *group_rows; /* room for one of each name */
	struct icd_tally_bad *bad, *off_list;
	size_t bad_room, off_list_room;
};

struct icd_tally *icd_tally_new(uint32_t own, bool listed)
{
	struct icd_tally *tally = calloc(1, sizeof *tally);
	if (!tally)
		return NULL;
	tally->own = own;
	tally->listed = listed;
	tally->told = calloc(own + 1u, sizeof *tally->told);
	if (tally->told && icd_counts_start(&tally->counts, own))
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
	icd_counts_free(&tally->counts);
	free(tally->row_names);
	free(tally->rows);
	free(tally->sums);
	icd_marks_free(&tally->summed);
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

static uint32_t find_name(const struct icd_tally *tally, const char *by, size_t length)
{
	return icd_hash_find(&tally->name_hash, icd_hash_bytes(by, length), same_name, tally,
			     &(struct known_name){by, length, 0});
}

/* Less than eight bytes, which of two texts of the same length are the same when these are. */
static inline uint64_t few_bytes(const char *text, size_t length)
{
	uint32_t first = 0, last = 0;
	if (length >= sizeof first) {
		memcpy(&first, text, sizeof first);
		memcpy(&last, text + length - sizeof last, sizeof last);
	} else {
		first = (unsigned char)text[0] | (unsigned)(unsigned char)text[length / 2] << 8 |
			(unsigned)(unsigned char)text[length - 1] << 16;
	}
	return first | (uint64_t)last << 32;
}

/* One that is too long to be kept, or has no characters. */
static struct icd_tally_name *find_other(struct icd_tally *tally, const char *by, size_t length)
{
	tally->other = (struct icd_tally_name){.number = find_name(tally, by, length)};
	return tally->other.number != ICD_HASH_NONE ? &tally->other : NULL;
}

struct icd_tally_name *icd_tally_find(struct icd_tally *tally, const char *by, size_t length)
{
	struct recent_name sought = {.length = (uint32_t)length};
	if (length == 0 || length > 16)
		return find_other(tally, by, length);
	if (length >= sizeof sought.start) {
		memcpy(&sought.start, by, sizeof sought.start);
		memcpy(&sought.end, by + length - sizeof sought.end, sizeof sought.end);
	} else {
		sought.start = few_bytes(by, length);
	}
	uint64_t hash = icd_hash_number(sought.start ^ icd_hash_number(sought.end));
	struct recent_name *recent = &tally->recent[hash >> (64 - RECENT_BITS)];
	if (recent->start == sought.start && recent->end == sought.end && recent->length == sought.length)
		return &recent->name;
	sought.name.number = find_name(tally, by, length);
	if (sought.name.number == ICD_HASH_NONE)
		return NULL;
	*recent = sought;
	return &recent->name;
}

uint32_t icd_tally_by(struct icd_tally *tally, const char *by, size_t length)
{
	const struct icd_tally_name *known = icd_tally_find(tally, by, length);
	if (known)
		return known->number;
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
	icd_packed group = icd_pack(one->group, strlen(one->group));
	one->place = place_of(group ? group : icd_pack(one->category, strlen(one->category)), group, item->unspecified,
			      item->off_list);
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

void icd_tally_tell(struct icd_tally *tally, uint32_t own, icd_packed code, icd_packed group, bool unspecified,
		    bool off_list)
{
	tally->told[own] = place_of(code, group, unspecified, off_list);
}

/* ---- counts ---- */

bool icd_tally_count(struct icd_tally *tally, uint32_t by, uint32_t code)
{
	return by != ICD_TALLY_FULL && code < ICD_PAIR_MANY && icd_counts_add(&tally->counts, by, code);
}

bool icd_tally_add(struct icd_tally *tally, const char *by, const struct icd_tally_item *item)
{
	return icd_tally_count(tally, icd_tally_by(tally, by, strlen(by)), icd_tally_code(tally, item));
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

/* Gives the tally's own codes numbers in the order of their spelling. */
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
	icd_counts_renumber(&tally->counts, places);
	return true;
}

bool icd_tally_settle(struct icd_tally *tally)
{
	if (tally->settled)
		return true;
	if (!icd_counts_settle(&tally->counts, tally->name_count) || !sort_codes(tally))
		return false;
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
	icd_counts_used(&tally->counts, used);
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
	struct icd_counted one;
	while (!icd_counts_next(&tally->counts, &walk->counts, &one)) {
		if (walk->name == tally->name_count)
			return false;
		icd_counts_walk(&tally->counts, tally->names[walk->name++].number, &walk->counts);
	}
	*counted = (struct icd_tally_counted){tally->names[walk->name - 1].text,
					      one.code < tally->own ? told_item(tally->told[one.code], walk)
								    : &tally->codes[one.code - tally->own]->item,
					      one.count};
	return true;
}

/* ---- rows of categories and headers ---- */

static uint64_t row_spelled(placed place)
{
	return spelled(group_length(place) > 3 ? group_of(place) : category_of(place));
}

#define OF_CATEGORY (UINT64_MAX << 40)

/* The code by its number, and 0 where none of that number was counted or it is not billable. */
static placed billable_place(const struct icd_tally *tally, uint32_t code)
{
	if (code < tally->own)
		return tally->told[code];
	const struct known_code *known = tally->codes[code - tally->own];
	return known->item.detail == ICD_DETAIL_OK ? known->place : 0;
}

static int compare_spelled_names(const void *a, const void *b)
{
	return ICD_ORDER(((const struct row_name *)a)->spelled, ((const struct row_name *)b)->spelled);
}

static bool add_name(struct icd_tally *tally, uint64_t name, size_t *room)
{
	if (!icd_array_room(&tally->row_names, tally->row_count, room, sizeof *tally->row_names))
		return false;
	tally->row_names[tally->row_count++] = (struct row_name){.spelled = name};
	return true;
}

/* The names of all rows that codes count in, each category before its headers. */
static bool collect_names(struct icd_tally *tally)
{
	size_t room = 0;
	uint64_t last = 0;
	for (uint32_t code = 0; code < tally->own + tally->code_count; code++) {
		placed place = billable_place(tally, code);
		uint64_t name = row_spelled(place);
		if (!place || (name == last && tally->row_count))
			continue;
		if (((name ^ last) & OF_CATEGORY || !tally->row_count) && !add_name(tally, name & OF_CATEGORY, &room))
			return false;
		if (name & ~OF_CATEGORY && !add_name(tally, name, &room))
			return false;
		last = name;
	}
	if (tally->row_count > 1)
		qsort(tally->row_names, tally->row_count, sizeof *tally->row_names, compare_spelled_names);
	return true;
}

/* Each name once, as it is shown: a header with the dash that says more follows. */
static void number_names(struct icd_tally *tally)
{
	struct row_name *names = tally->row_names;
	uint32_t kept = 0;
	for (uint32_t i = 0; i < tally->row_count; i++) {
		if (kept && names[kept - 1].spelled == names[i].spelled)
			continue;
		struct row_name *name = &names[kept];
		*name = names[i];
		bool header = name->spelled & ~OF_CATEGORY;
		name->category = header ? names[kept - 1].category : kept;
		icd_packed packed = name->spelled;
		while (packed && !(packed & 0xff))
			packed >>= 8;
		strcpy(name->shown + icd_packed_format(packed, name->shown), header ? "-" : "");
		kept++;
	}
	tally->row_count = kept;
}

struct sought_name {
	const struct row_name *names;
	uint64_t spelled;
};

static bool name_before(const void *context, size_t item)
{
	const struct sought_name *sought = context;
	return sought->names[item].spelled < sought->spelled;
}

static void set_rows(struct icd_tally *tally)
{
	uint32_t row = 0;
	for (uint32_t code = 0; code < tally->own + tally->code_count; code++) {
		placed place = billable_place(tally, code);
		struct sought_name sought = {tally->row_names, row_spelled(place)};
		if (!place)
			continue;
		if (tally->row_names[row].spelled != sought.spelled)
			row = (uint32_t)icd_lower_bound(tally->row_count, name_before, &sought);
		tally->rows[code] = row | (place & PLACED_UNSPECIFIED ? ROW_UNSPECIFIED : 0) |
				    (place & PLACED_OFF_LIST ? ROW_OFF_LIST : 0);
	}
}

/* Before the first part: what stays for all. */
static bool make_rows(struct icd_tally *tally)
{
	if (tally->rows)
		return true;
	if (!collect_names(tally))
		return false;
	number_names(tally);
	tally->rows = calloc(tally->own + tally->code_count + 1, sizeof *tally->rows);
	tally->sums = calloc(tally->row_count + 1u, sizeof *tally->sums);
	tally->category_rows = malloc((tally->row_count + 1u) * sizeof *tally->category_rows);
	tally->group_rows = malloc((tally->row_count + 1u) * sizeof *tally->group_rows);
	if (!tally->rows || !tally->sums || !tally->category_rows || !tally->group_rows ||
	    !icd_marks_make(&tally->summed, tally->row_count))
		return false;
	set_rows(tally);
	return true;
}

/* ---- adding up ---- */

/* A billable code in the row of the header above it; that of its category is added up of these. */
static inline void add_billable(struct icd_tally *tally, row_of_code row, uint64_t count)
{
	struct row_sum *sum = &tally->sums[row & ROW_NUMBER];
	sum->count += count;
	sum->unspecified += row & ROW_UNSPECIFIED ? count : 0;
	if (!tally->all_summed)
		icd_mark(&tally->summed, row & ROW_NUMBER);
}

/* Before those that are there already; those without an unspecified code tell nothing. */
static void put_row(struct icd_tally_row **rows, uint32_t *count, const struct row_name *name,
		    const struct row_sum *sum)
{
	if (!sum->unspecified)
		return;
	*--*rows = (struct icd_tally_row){.count = sum->count, .unspecified = sum->unspecified};
	memcpy((*rows)->name, name->shown, sizeof name->shown);
	++*count;
}

/* Rows while they are made, from the last name to the first one: a category comes after all its headers. */
struct finishing {
	struct icd_tally_part *part;
	struct row_sum category; /* what is added up of the one in hand */
	uint32_t number;         /* its number */
};

static void finish_category(const struct icd_tally *tally, struct finishing *rows, uint32_t next)
{
	put_row(&rows->part->categories, &rows->part->category_count, &tally->row_names[rows->number], &rows->category);
	rows->category = (struct row_sum){0};
	rows->number = next;
}

static void finish_row(struct icd_tally *tally, struct finishing *rows, size_t number)
{
	const struct row_name *name = &tally->row_names[number];
	struct row_sum *sum = &tally->sums[number];
	if (name->category != rows->number)
		finish_category(tally, rows, name->category);
	if (name->category != number)
		put_row(&rows->part->groups, &rows->part->group_count, name, sum);
	rows->category.count += sum->count;
	rows->category.unspecified += sum->unspecified;
	*sum = (struct row_sum){0};
}

static void finish_rows(struct icd_tally *tally, struct icd_tally_part *part)
{
	struct finishing rows = {.part = part};
	size_t first;
	part->categories = tally->category_rows + tally->row_count;
	part->groups = tally->group_rows + tally->row_count;
	if (tally->all_summed)
		icd_mark_all(&tally->summed, tally->row_count);
	for (uint64_t bits; (bits = icd_marks_take(&tally->summed, &first)) != 0;) {
		while (bits)
			finish_row(tally, &rows, first + icd_take_bit(&bits));
	}
	if (tally->row_count)
		finish_category(tally, &rows, 0);
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

/* One of the caller's codes that is not on the list. */
static bool add_own_off_list(struct icd_tally *tally, placed place, uint64_t count, struct icd_tally_part *part)
{
	struct icd_tally_walk walk;
	told_item(place, &walk);
	walk.item.code = icd_pool_text(&tally->answers, walk.code, strlen(walk.code));
	return add_off_list(tally, part, &walk.item, count);
}

/* One of the caller's codes, which are billable. */
static inline bool add_own(struct icd_tally *tally, const struct icd_counted *one, struct icd_tally_part *part)
{
	row_of_code row = tally->rows[one->code];
	part->details[ICD_DETAIL_OK] += one->count;
	add_billable(tally, row, one->count);
	return !(row & ROW_OFF_LIST) || add_own_off_list(tally, tally->told[one->code], one->count, part);
}

static bool add_known(struct icd_tally *tally, uint32_t code, uint64_t count, struct icd_tally_part *part)
{
	const struct icd_tally_item *item = &tally->codes[code - tally->own]->item;
	part->details[item->detail] += count;
	if (item->off_list && !add_off_list(tally, part, item, count))
		return false;
	if (item->detail != ICD_DETAIL_OK)
		return add_bad(&tally->bad, &part->bad_count, &tally->bad_room, item, count);
	add_billable(tally, tally->rows[code], count);
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

static bool add_codes(struct icd_tally *tally, uint32_t stretch, struct icd_tally_part *part)
{
	struct icd_counts_walk walk;
	struct icd_counted one;
	bool ok = true;
	tally->all_summed = icd_counts_many(&tally->counts, stretch);
	icd_counts_walk(&tally->counts, stretch, &walk);
	while (ok && icd_counts_next(&tally->counts, &walk, &one))
		ok = one.code < tally->own ? add_own(tally, &one, part) : add_known(tally, one.code, one.count, part);
	for (unsigned i = 0; i <= ICD_DETAIL_MALFORMED; i++)
		part->codes += part->details[i];
	return ok;
}

static bool make_part(struct icd_tally *tally, const struct known_name *name, struct icd_tally_part *part)
{
	icd_pool_reset(&tally->answers);
	*part = (struct icd_tally_part){.listed = tally->listed};
	name_part(&tally->answers, part, name->text);
	if (!add_codes(tally, name->number, part))
		return false;
	finish_rows(tally, part);
	sort_bad(tally, part);
	return !tally->answers.failed;
}

bool icd_tally_next(struct icd_tally *tally, struct icd_tally_part *part)
{
	tally->failed |= !icd_tally_settle(tally) || !make_rows(tally);
	for (part->codes = 0; !tally->failed && !part->codes && tally->next < tally->name_count;)
		tally->failed = !make_part(tally, &tally->names[tally->next++], part);
	return !tally->failed && part->codes;
}

bool icd_tally_failed(const struct icd_tally *tally)
{
	return tally->failed;
}
