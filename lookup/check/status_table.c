/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "status_table.h"

#include <stdlib.h>
#include <string.h>

#define CATEGORY_LETTERS 36

struct slot {
	icd_packed code; /* 0: free */
	uint32_t ordinal;
};

struct icd_epoch {
	unsigned number;
	struct icd_view view;
	struct icd_class_answer *answers;
};

struct icd_status_table {
	struct icd_store *store;
	struct icd_pool pool;
	struct icd_runs *classes;
	uint32_t class_count;
	struct icd_listed_code *codes; /* in tabular order */
	uint32_t count, room;
	bool damaged;
	struct slot *slots;
	size_t mask;      /* slots - 1 */
	bool *categories; /* by three characters, CATEGORY_LETTERS of each */
	icd_date *breaks; /* first days of the epochs but the first, ascending */
	size_t break_count;
	struct icd_epoch **epochs; /* break_count + 1, NULL until asked for */
	icd_date last_date;        /* the date asked for last, and its epoch */
	const struct icd_epoch *last_epoch;
};

/* ---- the hash ---- */

static size_t slot_of(const struct icd_status_table *table, icd_packed code)
{
	uint64_t hash = code * UINT64_C(0x9E3779B97F4A7C15);
	return (size_t)(hash >> 32) & table->mask;
}

int64_t icd_status_ordinal(const struct icd_status_table *table, icd_packed packed)
{
	for (size_t i = slot_of(table, packed); table->slots[i].code; i = (i + 1) & table->mask) {
		if (table->slots[i].code == packed)
			return table->slots[i].ordinal;
	}
	return -1;
}

int32_t icd_status_class(const struct icd_status_table *table, icd_packed packed)
{
	int64_t ordinal = icd_status_ordinal(table, packed);
	return ordinal < 0 ? -1 : table->codes[ordinal].class;
}

const struct icd_listed_code *icd_status_codes(const struct icd_status_table *table, uint32_t *count)
{
	*count = table->count;
	return table->codes;
}

static int category_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

static int category_index(const char *text)
{
	int a = category_digit((unsigned char)text[0]), b = category_digit((unsigned char)text[1]),
	    c = category_digit((unsigned char)text[2]);
	return a < 0 || b < 0 || c < 0 ? -1 : (a * CATEGORY_LETTERS + b) * CATEGORY_LETTERS + c;
}

bool icd_status_category(const struct icd_status_table *table, const char *text)
{
	int index = category_index(text);
	return index >= 0 && table->categories[index];
}

static void insert(struct icd_status_table *table, const char *code, int32_t class)
{
	size_t length = strnlen(code, ICD_CODE_LENGTH);
	icd_packed packed = icd_pack(code, length);
	uint32_t ordinal = table->count++;
	table->codes[ordinal] = (struct icd_listed_code){packed, class};
	/* A diag that is in no code set is no code. */
	if (table->classes[class].count == 0)
		return;
	size_t i = slot_of(table, packed);
	while (table->slots[i].code)
		i = (i + 1) & table->mask;
	table->slots[i] = (struct slot){packed, ordinal};
	if (length == 3 && category_index(code) >= 0)
		table->categories[category_index(code)] = true;
}

/* A block of codes in tabular order. */
static bool read_block(void *context, struct icd_bytes key __attribute__((unused)), struct icd_bytes value)
{
	struct icd_status_table *table = context;
	for (size_t at = 0; at + ICD_BLOCK_ITEM <= value.size; at += ICD_BLOCK_ITEM) {
		const unsigned char *item = value.data + at;
		uint32_t class = (uint32_t)item[ICD_CODE_LENGTH] << 8 | item[ICD_CODE_LENGTH + 1];
		if (table->count == table->room || class >= table->class_count)
			return table->damaged = true, false;
		insert(table, (const char *)item, (int32_t) class);
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
	return (x > y) - (x < y);
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
	size_t number = 0;
	if (table->last_epoch && table->last_date == date)
		return table->last_epoch;
	while (number < table->break_count && table->breaks[number] <= date)
		number++;
	if (!table->epochs[number])
		table->epochs[number] = make_epoch(table, number, date);
	table->last_date = date;
	return table->last_epoch = table->epochs[number];
}

unsigned icd_epoch_number(const struct icd_epoch *epoch)
{
	return epoch->number;
}

const struct icd_class_answer *icd_epoch_answer(const struct icd_epoch *epoch, int32_t class)
{
	return &epoch->answers[class];
}

const struct icd_view *icd_epoch_view(const struct icd_epoch *epoch)
{
	return &epoch->view;
}

/* ---- opening ---- */

static bool take_memory(struct icd_status_table *table, uint32_t codes)
{
	size_t slots = 1024;
	while (slots < 2 * (size_t)codes)
		slots *= 2;
	table->mask = slots - 1;
	table->slots = calloc(slots, sizeof *table->slots);
	table->categories = calloc(CATEGORY_LETTERS * CATEGORY_LETTERS * CATEGORY_LETTERS, sizeof(bool));
	table->room = codes;
	table->codes = calloc(codes ? codes : 1, sizeof *table->codes);
	return table->slots && table->categories && table->codes;
}

bool icd_status_table_open(struct icd_store *store, struct icd_status_table **out, struct icd_error *err)
{
	struct icd_status_table *table = calloc(1, sizeof *table);
	uint32_t count = icd_store_about(store)->code_count;
	*out = NULL;
	if (!table)
		return icd_out_of_memory(err);
	table->store = store;
	if (!take_memory(table, count)) {
		icd_out_of_memory(err);
	} else if (icd_store_classes(store, &table->pool, &table->classes, &table->class_count, err) &&
		   read_codes(table, err)) {
		if (find_breaks(table)) {
			*out = table;
			return true;
		}
		icd_out_of_memory(err);
	}
	icd_status_table_close(table);
	return false;
}

void icd_status_table_close(struct icd_status_table *table)
{
	if (!table)
		return;
	icd_pool_free(&table->pool);
	free(table->slots);
	free(table->categories);
	free(table->codes);
	free(table);
}
