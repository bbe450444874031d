/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dated tables: rows say what cards, histories and pairs say, on every day. On indexes of data/sample. */
#include "dated/dated.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/dated_rows.h"

static struct sample_index sample, gap;
static struct icd_store *store, *gap_store; /* all releases; two of them, with others missing between */

static int open_samples(void **state)
{
	static const char *const two[] = {"data/sample/2020-10-01", "data/sample/2025-10-01"};
	(void)state;
	return sample_index_open(&sample, &store) && index_open(&gap, two, 2, &gap_store) ? 0 : -1;
}

static int close_samples(void **state)
{
	(void)state;
	icd_store_close(store);
	icd_store_close(gap_store);
	sample_index_remove(&sample);
	sample_index_remove(&gap);
	return 0;
}

static const icd_date days[] = {20201001, 20201231, 20210101, 20210930, 20211001, 20220930,
				20230701, 20250930, 20251001, 20260930, 20310101};
#define DAYS (sizeof days / sizeof *days)

/* ---- codes ---- */

static void rows_are_what_cards_and_histories_say(void **state)
{
	struct icd_store *const stores[] = {store, gap_store};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct dated_rows rows;
		dated_rows_read(&rows, stores[i]);
		assert_true(rows.count > 100);
		dated_rows_as_book(&rows, stores[i], 1, days, DAYS);
		dated_rows_free(&rows);
	}
}

static void a_split_code_has_two_rows_and_its_successors(void **state)
{
	struct dated_rows rows;
	(void)state;
	dated_rows_read(&rows, store);
	const struct dated_row *billable = dated_row_on(&rows, "M545", 20210930);
	const struct dated_row *header = dated_row_on(&rows, "M545", 20211001);
	assert_non_null(billable);
	assert_int_equal(billable->from, 20201001);
	assert_int_equal(billable->to, 20210930);
	assert_int_equal(billable->status, ICD_STATUS_BILLABLE);
	assert_string_equal(billable->replaced_by, "M5450 M5451 M5459 ");
	assert_ptr_equal(header, billable + 1);
	assert_int_equal(header->to, ICD_DATE_OPEN);
	assert_string_equal(header->parent, "M54");
	assert_string_equal(header->section, "M50-M54");
	assert_string_equal(header->replaced_by, "");
	assert_null(dated_row_on(&rows, "M545", 20200930));
	dated_rows_free(&rows);
}

/* Releases are missing between the two: on the days in between the code is uncertain, and in no row. */
static void days_in_doubt_are_in_no_row(void **state)
{
	struct dated_rows rows;
	(void)state;
	dated_rows_read(&rows, gap_store);
	assert_null(dated_row_on(&rows, "QA0", 20230701));
	assert_non_null(dated_row_on(&rows, "QA0", 20251001));
	/* A conversion table dates this one to the day. */
	assert_non_null(dated_row_on(&rows, "M545", 20230701));
	dated_rows_free(&rows);
}

/* ---- notes ---- */

struct kept_note {
	char *place, *text, *heading; /* owned */
	enum icd_entry_kind kind;
	icd_date from, to, after;
};

struct kept_notes {
	struct kept_note *at;
	size_t count, room;
};

static void keep_note(void *context, const struct icd_dated_note *note)
{
	struct kept_notes *notes = context;
	assert_true(icd_array_room(&notes->at, notes->count, &notes->room, sizeof *notes->at));
	notes->at[notes->count++] = (struct kept_note){.place = strdup(note->place->label),
						       .text = strdup(note->text),
						       .heading = note->heading ? strdup(note->heading) : NULL,
						       .kind = note->entry->kind,
						       .from = note->from,
						       .to = note->to,
						       .after = note->from_after};
	assert_true(note->from <= note->to);
}

static struct kept_notes notes_of(struct icd_store *from)
{
	struct kept_notes notes = {0};
	struct icd_error err;
	assert_true(icd_dated_notes(from, keep_note, &notes, &err));
	return notes;
}

static void forget_notes(struct kept_notes *notes)
{
	for (size_t i = 0; i < notes->count; i++) {
		free(notes->at[i].place);
		free(notes->at[i].text);
		free(notes->at[i].heading);
	}
	free(notes->at);
}

static size_t rows_like(const struct kept_notes *notes, const struct icd_note *note, icd_date on)
{
	size_t count = 0;
	for (size_t i = 0; i < notes->count; i++) {
		const struct kept_note *row = &notes->at[i];
		count += row->from <= on && on <= row->to && row->kind == note->kind &&
			 strcmp(row->place, note->at) == 0 && strcmp(row->text, note->text) == 0 &&
			 strcmp(row->heading ? row->heading : "", note->heading ? note->heading : "") == 0;
	}
	return count;
}

static size_t rows_at(const struct kept_notes *notes, const char *place, icd_date on)
{
	size_t count = 0;
	for (size_t i = 0; i < notes->count; i++) {
		const struct kept_note *row = &notes->at[i];
		count += row->from <= on && on <= row->to && row->kind < ICD_NOTE_KINDS &&
			 strcmp(row->place, place) == 0;
	}
	return count;
}

/* The notes that a code has of its own: each in one row, and there are no other rows. */
static void compare_own_notes(const struct kept_notes *notes, struct icd_store *from, uint32_t at, icd_date on)
{
	struct icd_pool pool = {0};
	struct icd_view view;
	struct icd_code_record record;
	struct icd_path path;
	struct icd_notes own;
	struct icd_error err;
	icd_view_make(&view, from, on);
	assert_true(icd_view_code_at(&view, &pool, at, &record, &err));
	assert_int_equal(icd_path_read(&view, &pool, record.code, &path, &err), ICD_FOUND);
	icd_notes_of_steps(&path, 0, 1, ICD_KINDS_OF_NOTES, &pool, &own);
	bool holds = icd_view_holds(&view, &record.runs);
	assert_int_equal(rows_at(notes, path.steps[0].label, on), holds ? own.count : 0);
	for (uint32_t i = 0; holds && i < own.count; i++)
		assert_true(rows_like(notes, &own.at[i], on) >= 1);
	icd_pool_free(&pool);
}

static void notes_are_those_of_the_cards(void **state)
{
	struct icd_store *const stores[] = {store, gap_store};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct kept_notes notes = notes_of(stores[i]);
		assert_true(notes.count > 100);
		for (uint32_t at = 0; at < icd_store_about(stores[i])->code_count; at++) {
			for (size_t day = 0; day < DAYS; day++)
				compare_own_notes(&notes, stores[i], at, days[day]);
		}
		forget_notes(&notes);
	}
}

static const struct kept_note *the_note(const struct kept_notes *notes, const char *place, const char *text)
{
	const struct kept_note *found = NULL;
	for (size_t i = 0; i < notes->count; i++) {
		if (strcmp(notes->at[i].place, place) != 0 || !strstr(notes->at[i].text, text))
			continue;
		assert_null(found);
		found = &notes->at[i];
	}
	assert_non_null(found);
	return found;
}

/* A note that no list was missing for has no window; one that came between lists with others missing has. */
static void notes_tell_of_missing_lists(void **state)
{
	struct kept_notes notes = notes_of(store), windowed = notes_of(gap_store);
	(void)state;
	assert_int_equal(the_note(&notes, "M54.5", "S39.012")->after, 0);
	const struct kept_note *came = the_note(&windowed, "M54.5", "M51.360");
	assert_int_equal(came->from, 20251001);
	assert_int_equal(came->after, 20201001);
	forget_notes(&notes);
	forget_notes(&windowed);
}

/* ---- excludes ---- */

struct kept_excludes {
	struct {
		char from[ICD_CODE_SIZE], to[ICD_CODE_SIZE], other_from[ICD_CODE_SIZE], other_to[ICD_CODE_SIZE];
		enum icd_entry_kind kind;
		icd_date first, last;
	} * at;
	size_t count, room;
};

static void keep_excludes(void *context, const struct icd_dated_excludes *one)
{
	struct kept_excludes *kept = context;
	assert_true(icd_array_room(&kept->at, kept->count, &kept->room, sizeof *kept->at));
	strcpy(kept->at[kept->count].from, one->from);
	strcpy(kept->at[kept->count].to, one->to);
	strcpy(kept->at[kept->count].other_from, one->other_from);
	strcpy(kept->at[kept->count].other_to, one->other_to);
	kept->at[kept->count].kind = one->note->entry->kind;
	kept->at[kept->count].first = one->note->from;
	kept->at[kept->count++].last = one->note->to;
}

static bool row_excludes(const struct kept_excludes *kept, enum icd_entry_kind kind, const char *code,
			 const char *other, icd_date on)
{
	for (size_t i = 0; i < kept->count; i++) {
		if (kept->at[i].kind == kind && kept->at[i].first <= on && on <= kept->at[i].last &&
		    strcmp(kept->at[i].from, code) <= 0 && strcmp(code, kept->at[i].to) <= 0 &&
		    strcmp(kept->at[i].other_from, other) <= 0 && strcmp(other, kept->at[i].other_to) <= 0)
			return true;
	}
	return false;
}

static bool path_excludes(const struct icd_notes *notes, enum icd_entry_kind kind, const struct icd_code_record *other)
{
	for (uint32_t i = 0; i < notes->count; i++) {
		const struct icd_entry *entry = notes->at[i].entry;
		if (notes->at[i].kind == kind &&
		    icd_references_mean(entry->references, entry->reference_count, other->code, other->ordinal))
			return true;
	}
	return false;
}

/* Every code against every other: a row says so just where a note above the one means the other. */
static void excludes_are_those_of_the_notes(void **state)
{
	struct kept_excludes kept = {0};
	struct icd_error err;
	uint32_t count = icd_store_about(store)->code_count, found = 0;
	const icd_date on = 20260201;
	struct icd_pool pool = {0};
	struct icd_view view;
	(void)state;
	assert_true(icd_dated_excludes(store, keep_excludes, &kept, &err));
	icd_view_make(&view, store, on);
	struct icd_code_record *records = calloc(count, sizeof *records);
	for (uint32_t i = 0; i < count; i++)
		assert_true(icd_view_code_at(&view, &pool, i, &records[i], &err));
	for (uint32_t i = 0; i < count; i += 3) {
		struct icd_path path;
		struct icd_notes notes;
		if (!icd_view_holds(&view, &records[i].runs))
			continue;
		assert_int_equal(icd_path_read(&view, &pool, records[i].code, &path, &err), ICD_FOUND);
		icd_notes_of_steps(&path, 0, path.step_count, ICD_KINDS_EXCLUDES, &pool, &notes);
		for (uint32_t j = 0; j < count; j++) {
			bool excludes = path_excludes(&notes, ICD_NOTE_EXCLUDES1, &records[j]);
			found += excludes;
			assert_int_equal(row_excludes(&kept, ICD_NOTE_EXCLUDES1, records[i].code, records[j].code, on),
					 excludes);
		}
	}
	assert_true(found > 100);
	free(records);
	free(kept.at);
	icd_pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_what_cards_and_histories_say),
		cmocka_unit_test(a_split_code_has_two_rows_and_its_successors),
		cmocka_unit_test(days_in_doubt_are_in_no_row),
		cmocka_unit_test(notes_are_those_of_the_cards),
		cmocka_unit_test(notes_tell_of_missing_lists),
		cmocka_unit_test(excludes_are_those_of_the_notes),
	};
	return cmocka_run_group_tests(tests, open_samples, close_samples) != 0;
}
