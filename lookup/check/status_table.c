/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "status_table.h"

#include <stdlib.h>
#include <string.h>

struct icd_epoch {
	unsigned number;
	struct icd_view view;
	struct icd_class_answer *answers;
};

#define DAYS 512

/* A day and its epoch. */
struct day {
	icd_date date;
	const struct icd_epoch *epoch;
};

struct icd_status_table {
	struct icd_store *store;
	struct icd_pool pool;
	struct icd_runs *classes;
	uint32_t class_count;
	icd_packed *codes;    /* in tabular order */
	uint16_t *class_of;   /* each of them */
	uint32_t count, room; /* of them */
	bool damaged;
	uint64_t *known;     /* see slot_of; 0: free */
	unsigned known_bits; /* there is room for 2 to the power of that */
	icd_date *breaks;    /* first days of the epochs but the first, ascending */
	size_t break_count;
	struct icd_epoch **epochs; /* break_count + 1, NULL until asked for */
	struct day days[DAYS];     /* that were asked for */
};

/* ---- codes ---- */

/*
 * A code as a number: its characters are digits to the base 37, letters 1 to 26, the digits 27 to 36. All at once, by
 * halves: the bytes of a packed code become their values, two of these one number, two of those one, and again.
 */
static inline uint64_t number_of(icd_packed packed)
{
	const uint64_t bytes = UINT64_C(0x0101010101010101), pairs = UINT64_C(0x00ff00ff00ff00ff),
		       fours = UINT64_C(0x0000ffff0000ffff);
	uint64_t values = (packed & 0x1f * bytes) + 11 * (packed >> 5 & bytes); /* of letters bit 5 is not set */
	values = (values >> 8 & pairs) * 37 + (values & pairs);
	values = (values >> 16 & fours) * (37 * 37) + (values & fours);
	return (values >> 32) * (UINT64_C(37) * 37 * 37 * 37) + (values & UINT32_MAX);
}

/* What is known of a code in one number of 64 bits: its own of 37, whether some release has it, its place. */
#define ORDINAL_BITS 26
#define ORDINALS     (UINT32_C(1) << ORDINAL_BITS)
#define IN_A_RELEASE ((uint64_t)ORDINALS)
#define NUMBER_SHIFT (ORDINAL_BITS + 1)

/*
 * Where the code is among the known ones, or the free place that it would have. Not one of the usual hash tables: all of it
 * is eight bytes a place, so that a million codes in no order are found in a processor's cache, and half of the places are
 * free, so that most codes stand in the first one that they are sought in.
 */
static inline size_t hashed(const struct icd_status_table *table, uint64_t number)
{
	return icd_hash_number(number) >> (64 - table->known_bits);
}

static inline uint64_t *slot_of_number(const struct icd_status_table *table, uint64_t number)
{
	size_t mask = ((size_t)1 << table->known_bits) - 1, at = hashed(table, number);
	while (table->known[at] && table->known[at] >> NUMBER_SHIFT != number)
		at = (at + 1) & mask;
	return &table->known[at];
}

static inline uint64_t *slot_of(const struct icd_status_table *table, icd_packed packed)
{
	return slot_of_number(table, number_of(packed));
}

static inline bool find_asked(const struct icd_status_table *table, const struct icd_asked_code *asked,
			      struct icd_known_code *known)
{
	uint64_t slot = *slot_of_number(table, asked->number);
	uint32_t ordinal = (uint32_t)slot & (ORDINALS - 1);
	if (!(slot & IN_A_RELEASE))
		return false;
	*known = (struct icd_known_code){asked->code, ordinal, table->class_of[ordinal]};
	return true;
}

bool icd_status_find(const struct icd_status_table *table, icd_packed packed, struct icd_known_code *known)
{
	return find_asked(table, &(struct icd_asked_code){packed, number_of(packed)}, known);
}

/* For views. */
static const struct icd_runs *runs_of(const void *table, const char *code)
{
	const struct icd_status_table *t = table;
	size_t length = strlen(code);
	uint64_t slot = length <= ICD_CODE_LENGTH ? *slot_of(t, icd_pack(code, length)) : 0;
	return slot ? &t->classes[t->class_of[slot & (ORDINALS - 1)]] : NULL;
}

int64_t icd_status_ordinal(const struct icd_status_table *table, icd_packed packed)
{
	uint64_t slot = *slot_of(table, packed);
	return slot & IN_A_RELEASE ? (int64_t)(slot & (ORDINALS - 1)) : -1;
}

const icd_packed *icd_status_codes(const struct icd_status_table *table, uint32_t *count)
{
	*count = table->count;
	return table->codes;
}

uint32_t icd_status_class(const struct icd_status_table *table, uint32_t ordinal)
{
	return table->class_of[ordinal];
}

bool icd_status_held(const struct icd_status_table *table, uint32_t ordinal)
{
	return table->classes[table->class_of[ordinal]].count > 0;
}

/* A diag that is in no code set is no code: it has its place, and is not found. */
static void insert(struct icd_status_table *table, icd_packed code, uint16_t class)
{
	uint32_t ordinal = table->count++;
	uint64_t number = number_of(code), *slot = slot_of_number(table, number);
	table->codes[ordinal] = code;
	table->class_of[ordinal] = class;
	if (!*slot)
		*slot = number << NUMBER_SHIFT | (table->classes[class].count ? IN_A_RELEASE : 0) | ordinal;
}

/* A block of codes in tabular order. */
static bool read_block(void *context, struct icd_bytes key __attribute__((unused)), struct icd_bytes value)
{
	struct icd_status_table *table = context;
	for (size_t at = 0; at + ICD_BLOCK_ITEM <= value.size; at += ICD_BLOCK_ITEM) {
		const unsigned char *item = value.data + at;
		uint16_t class = (uint16_t)(item[ICD_CODE_LENGTH] << 8 | item[ICD_CODE_LENGTH + 1]);
		if (table->count == table->room || class >= table->class_count ||
		    !icd_code_has_category((const char *)item))
			return table->damaged = true, false;
		insert(table, icd_pack_record(item), class);
	}
	return true;
}

static bool read_codes(struct icd_status_table *table, struct icd_error *err)
{
	struct icd_key low = icd_key_of_number(ICD_TABLE_ORDINAL, 0);
	struct icd_key high = icd_key_of_number(ICD_TABLE_ORDINAL, UINT32_MAX);
	if (!icd_store_scan(table->store, &low, &high, read_block, table, err))
		return false;
	if (table->damaged || table->count != table->room)
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: the index is damaged: its codes and their histories do not agree",
				   icd_store_path(table->store));
	return true;
}

/* ---- epochs ---- */

static int by_date(const void *a, const void *b)
{
	icd_date x = *(const icd_date *)a, y = *(const icd_date *)b;
	return ICD_ORDER(x, y);
}

static void add_sequence(struct icd_status_table *table, const struct icd_sequence *sequence)
{
	for (uint16_t i = 0; i < sequence->count; i++) {
		table->breaks[table->break_count++] = sequence->at[i].date;
		table->breaks[table->break_count++] = sequence->at[i].gap;
	}
}

/* Every day on which an answer can change: releases, gaps between them, dates of conversion tables. */
static bool find_breaks(struct icd_status_table *table)
{
	const struct icd_about *about = icd_store_about(table->store);
	size_t room = 2u * about->sets.count + 2u * about->lists.count, kept = 0;
	for (uint32_t i = 0; i < table->class_count; i++)
		room += 2 * (size_t)table->classes[i].count;
	table->breaks = icd_pool_take(&table->pool, room + 1, sizeof *table->breaks);
	if (!table->breaks)
		return false;
	add_sequence(table, &about->sets);
	add_sequence(table, &about->lists);
	for (uint32_t i = 0; i < table->class_count; i++) {
		for (uint32_t j = 0; j < table->classes[i].count; j++) {
			table->breaks[table->break_count++] = table->classes[i].at[j].since;
			table->breaks[table->break_count++] = table->classes[i].at[j].until;
		}
	}
	qsort(table->breaks, table->break_count, sizeof *table->breaks, by_date);
	for (size_t i = 0; i < table->break_count; i++) {
		if (table->breaks[i] && (kept == 0 || table->breaks[kept - 1] != table->breaks[i]))
			table->breaks[kept++] = table->breaks[i];
	}
	table->break_count = kept;
	table->epochs = icd_pool_take(&table->pool, kept + 1, sizeof(struct icd_epoch *));
	return table->epochs != NULL;
}

static struct icd_epoch *make_epoch(struct icd_status_table *table, size_t number, icd_date date)
{
	struct icd_epoch *epoch = icd_pool_take(&table->pool, 1, sizeof *epoch);
	if (!epoch)
		return NULL;
	epoch->number = (unsigned)number;
	epoch->answers = icd_pool_take(&table->pool, table->class_count, sizeof *epoch->answers);
	if (!epoch->answers)
		return NULL;
	icd_view_make(&epoch->view, table->store, date);
	epoch->view.runs = runs_of;
	epoch->view.codes = table;
	for (uint32_t i = 0; i < table->class_count; i++) {
		struct icd_class_answer *answer = &epoch->answers[i];
		icd_view_validity(&epoch->view, &table->classes[i], &answer->validity);
		icd_date_format(answer->validity.from, answer->from);
		icd_date_format(answer->validity.to, answer->to);
	}
	return epoch;
}

const struct icd_epoch *icd_status_epoch(struct icd_status_table *table, icd_date date)
{
	struct day *day = &table->days[(unsigned)date % DAYS];
	size_t number = 0;
	if (day->epoch && day->date == date)
		return day->epoch;
	while (number < table->break_count && table->breaks[number] <= date)
		number++;
	if (!table->epochs[number])
		table->epochs[number] = make_epoch(table, number, date);
	*day = (struct day){date, table->epochs[number]};
	return day->epoch;
}

unsigned icd_epoch_number(const struct icd_epoch *epoch)
{
	return epoch->number;
}

const struct icd_class_answer *icd_epoch_answer(const struct icd_epoch *epoch, uint32_t class)
{
	return &epoch->answers[class];
}

struct icd_asked_code icd_status_ahead(const struct icd_status_table *table, icd_packed packed)
{
	uint64_t number = number_of(packed);
	__builtin_prefetch(&table->known[hashed(table, number)]);
	return (struct icd_asked_code){packed, number};
}

const struct icd_class_answer *icd_status_answer(struct icd_status_table *table, const struct icd_asked_code *asked,
						 icd_date on, struct icd_known_code *known)
{
	const struct icd_epoch *epoch = icd_status_epoch(table, on);
	return epoch && find_asked(table, asked, known) ? &epoch->answers[known->class] : NULL;
}

const struct icd_view *icd_epoch_view(const struct icd_epoch *epoch)
{
	return &epoch->view;
}

/* ---- opening ---- */

/* All that the codes need, so that adding them cannot fail. */
static bool take_memory(struct icd_status_table *table, uint32_t codes)
{
	table->room = codes;
	table->codes = icd_pool_take(&table->pool, codes, sizeof *table->codes);
	table->class_of = icd_pool_take(&table->pool, codes, sizeof *table->class_of);
	for (table->known_bits = 1; ((size_t)1 << table->known_bits) / 2 < codes;)
		table->known_bits++;
	table->known = calloc((size_t)1 << table->known_bits, sizeof *table->known);
	return table->codes && table->class_of && table->known;
}

bool icd_status_table_open(struct icd_store *store, struct icd_status_table **out, struct icd_error *err)
{
	struct icd_status_table *table = *out = calloc(1, sizeof *table);
	if (!table)
		return icd_out_of_memory(err);
	table->store = store;
	table->damaged = icd_store_about(store)->code_count > ORDINALS;
	if (take_memory(table, table->damaged ? 0 : icd_store_about(store)->code_count)
		    ? icd_store_classes(store, &table->pool, &table->classes, &table->class_count, err) &&
			      read_codes(table, err) && (find_breaks(table) || icd_out_of_memory(err))
		    : icd_out_of_memory(err))
		return true;
	icd_status_table_close(table);
	*out = NULL;
	return false;
}

void icd_status_table_close(struct icd_status_table *table)
{
	if (!table)
		return;
	icd_pool_free(&table->pool);
	free(table->known);
	free(table);
}
