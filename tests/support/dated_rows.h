/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dated rows of an index, kept by code, and held against what cards and histories say. Tests only; asserts with
 * cmocka, whose header comes first.
 */
#ifndef ICD_SUPPORT_DATED_ROWS_H
#define ICD_SUPPORT_DATED_ROWS_H

#include "dated/dated.h"
#include "history/history.h"

#include <stdlib.h>

struct dated_row {
	char code[ICD_CODE_SIZE];
	icd_date from, to;
	enum icd_status status;
	const char *title, *short_title, *parent, *section;
	int chapter;
	enum icd_known poa_exempt;
	const char *replaced_by; /* stored codes, a blank behind each */
};

struct dated_rows {
	struct icd_pool pool;
	struct dated_row *at;
	size_t count, room;
};

static inline void dated_keep(void *context, const struct icd_dated_code *code)
{
	struct dated_rows *rows = context;
	struct dated_row row = {.from = code->from,
				.to = code->to,
				.status = code->status,
				.title = icd_pool_print(&rows->pool, "%s", code->title),
				.short_title = icd_pool_print(&rows->pool, "%s", code->short_title),
				.parent = icd_pool_print(&rows->pool, "%s", code->parent),
				.section = icd_pool_print(&rows->pool, "%s", code->section),
				.chapter = code->chapter,
				.poa_exempt = code->poa_exempt,
				.replaced_by = ""};
	strcpy(row.code, code->code);
	for (uint32_t i = 0; i < code->replaced_by.count; i++)
		row.replaced_by = icd_pool_print(&rows->pool, "%s%s ", row.replaced_by, code->replaced_by.codes[i]);
	assert_true(icd_array_room(&rows->at, rows->count, &rows->room, sizeof row));
	rows->at[rows->count++] = row;
}

static inline void dated_rows_read(struct dated_rows *rows, struct icd_store *store)
{
	struct icd_error err;
	memset(rows, 0, sizeof *rows);
	assert_true(icd_dated_codes(store, dated_keep, rows, &err));
	for (size_t i = 0; i + 1 < rows->count; i++) {
		const struct dated_row *row = &rows->at[i];
		int order = strcmp(row->code, row[1].code);
		assert_true(order < 0 || (order == 0 && row->to < row[1].from));
	}
	for (size_t i = 0; i < rows->count; i++)
		assert_true(rows->at[i].from <= rows->at[i].to);
}

static inline void dated_rows_free(struct dated_rows *rows)
{
	icd_pool_free(&rows->pool);
	free(rows->at);
}

/* The row of a code (stored spelling) on a day; NULL when there is none. */
static inline const struct dated_row *dated_row_on(const struct dated_rows *rows, const char *code, icd_date on)
{
	size_t low = 0, high = rows->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(rows->at[middle].code, code) ?: (rows->at[middle].to < on ? -1 : 0);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	const struct dated_row *row = &rows->at[low];
	return low < rows->count && strcmp(row->code, code) == 0 && row->from <= on ? row : NULL;
}

/* Says a card as of the day what the row says? */
static inline void dated_row_as_card(const struct dated_row *row, const struct icd_card *card)
{
	const struct icd_code_lines *parents = &card->parents;
	if (!row) {
		assert_false(icd_status_holds(card->validity.status));
		return;
	}
	assert_int_equal(row->status, card->validity.status);
	assert_string_equal(row->title, card->title);
	assert_string_equal(row->short_title, card->short_title);
	assert_string_equal(row->parent, parents->count ? parents->at[parents->count - 1].code : "");
	assert_int_equal(row->chapter, card->chapter);
	assert_string_equal(row->section, card->path.section ? card->path.section_id : "");
	assert_int_equal(row->poa_exempt, card->poa_exempt);
	assert_true(row->from >= card->validity.from);
	assert_true(row->to <= (card->validity.to ? card->validity.to : ICD_DATE_OPEN));
}

/* What happened to a code is where its rows begin and end. */
static inline void dated_rows_as_event(const struct dated_rows *rows, const struct icd_history *history,
				       const struct icd_event *event, struct icd_pool *pool)
{
	const struct dated_row *before = dated_row_on(rows, history->code, icd_date_add_days(event->date, -1));
	const struct dated_row *now = dated_row_on(rows, history->code, event->date);
	const char *others = "";
	if (event->after || event->kind > ICD_EVENT_SHORT_RETITLED)
		return;
	assert_ptr_not_equal(before, now);
	assert_int_equal(before == NULL, event->kind == ICD_EVENT_ADDED);
	assert_int_equal(now == NULL, event->kind == ICD_EVENT_DELETED);
	if (event->kind != ICD_EVENT_DELETED && event->kind != ICD_EVENT_BECAME_HEADER)
		return;
	for (uint32_t i = 0; i < event->other_count; i++)
		others = icd_pool_print(pool, "%s%s ", others, event->others[i]);
	assert_string_equal(before->replaced_by, others);
}

/* Holds the rows against cards and histories, for each `step`th code on each of the days. */
static inline void dated_rows_as_book(const struct dated_rows *rows, struct icd_store *store, uint32_t step,
				      const icd_date *days, size_t day_count)
{
	struct icd_pool pool = {0};
	struct icd_error err;
	for (uint32_t at = 0; at < icd_store_about(store)->code_count; at += step) {
		char code[ICD_CODE_SIZE];
		uint32_t class;
		struct icd_history history;
		assert_int_equal(icd_store_ordinal(store, at, code, &class, &err), ICD_FOUND);
		for (size_t i = 0; i < day_count; i++) {
			struct icd_view view;
			struct icd_card card;
			icd_pool_reset(&pool);
			icd_view_make(&view, store, days[i]);
			assert_true(icd_card_make(&view, &pool, code, &card, &err));
			dated_row_as_card(dated_row_on(rows, code, days[i]), &card);
		}
		icd_pool_reset(&pool);
		assert_int_equal(icd_history_make(store, &pool, code, &history, &err), ICD_FOUND);
		for (uint32_t i = 0; i < history.events.count; i++)
			dated_rows_as_event(rows, &history, &history.events.at[i], &pool);
	}
	icd_pool_free(&pool);
}

#endif
