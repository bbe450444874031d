/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to a code and when, on the sample. */
#include "history/history.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static struct sample_index sample, later;
static struct icd_store *store, *later_store; /* of all releases; of 2021-10-01 and 2025-10-01 */
static struct icd_pool pool;

static int open_samples(void **state)
{
	static const char *const all[] = {"data/sample"};
	static const char *const two[] = {"data/sample/2021-10-01", "data/sample/2025-10-01"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, all, 1) && icd_store_open(sample.path, &store, &err) &&
			       sample_index_make(&later, two, 2) && icd_store_open(later.path, &later_store, &err)
		       ? 0
		       : -1;
}

static int close_samples(void **state)
{
	(void)state;
	icd_pool_free(&pool);
	icd_store_close(store);
	icd_store_close(later_store);
	sample_index_remove(&sample);
	sample_index_remove(&later);
	return 0;
}

static struct icd_history history_in(struct icd_store *from, const char *code)
{
	struct icd_history history;
	struct icd_error err;
	assert_int_equal(icd_history_make(from, &pool, code, &history, &err), ICD_FOUND);
	return history;
}

static struct icd_history history_of(const char *code)
{
	return history_in(store, code);
}

/* The only event of a kind, of notes the only one that holds the text. */
static const struct icd_event *the_event(const struct icd_history *history, enum icd_event_kind kind, const char *text)
{
	const struct icd_event *found = NULL;
	for (uint32_t i = 0; i < history->events.count; i++) {
		const struct icd_event *event = &history->events.at[i];
		const char *said = event->to ? event->to : event->from;
		if (event->kind != kind || (text && !(said && strstr(said, text))))
			continue;
		assert_null(found);
		found = event;
	}
	assert_non_null(found);
	return found;
}

static uint32_t count_of(const struct icd_history *history, enum icd_event_kind kind)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < history->events.count; i++)
		count += history->events.at[i].kind == kind;
	return count;
}

static void a_code_that_became_a_header_names_what_replaced_it(void **state)
{
	struct icd_history history = history_of("M545");
	const struct icd_event *event = the_event(&history, ICD_EVENT_BECAME_HEADER, NULL);
	(void)state;
	assert_string_equal(history.label, "M54.5");
	assert_int_equal(history.held_since, 20201001);
	assert_int_equal(history.first_state, ICD_BILLABLE);
	assert_int_equal(event->date, 20211001);
	assert_int_equal(event->after, 0); /* the conversion table has the day */
	assert_int_equal(event->source, ICD_SOURCE_TABLE);
	assert_int_equal(event->other_count, 3);
	assert_string_equal(event->others[0], "M5450");
	assert_string_equal(event->others[1], "M5451");
	assert_string_equal(event->others[2], "M5459");
	assert_string_equal(event->from, "Low back pain");
}

static void a_new_code_names_what_it_replaced(void **state)
{
	struct icd_history history = history_of("M5450");
	const struct icd_event *event = the_event(&history, ICD_EVENT_ADDED, NULL);
	(void)state;
	assert_int_equal(event->date, 20211001);
	assert_int_equal(event->state, ICD_BILLABLE);
	assert_int_equal(event->source, ICD_SOURCE_TABLE);
	assert_int_equal(event->other_count, 1);
	assert_string_equal(event->others[0], "M545");
	assert_int_equal(history.held_since, 0);
}

static void own_notes_that_come_with_a_code_are_no_events(void **state)
{
	struct icd_history history = history_of("M5450");
	(void)state;
	for (uint32_t i = 0; i < history.events.count; i++) {
		const struct icd_event *event = &history.events.at[i];
		assert_true(event->kind == ICD_EVENT_ADDED || event->relation != ICD_RELATION_OWN);
		assert_true(event->kind == ICD_EVENT_ADDED || event->date > 20211001);
	}
}

/* The two Excludes1 notes that M54.5 gained hold for M54.50 too, and say where they stand. */
static void notes_above_are_told_of_the_codes_below(void **state)
{
	struct icd_history history = history_of("M5450");
	const struct icd_event *event = the_event(&history, ICD_EVENT_NOTE_ADDED, "M51.360");
	(void)state;
	assert_int_equal(count_of(&history, ICD_EVENT_NOTE_ADDED), 2);
	assert_string_equal(event->at, "M54.5");
	assert_int_equal(event->relation, ICD_RELATION_INHERITED);
	history = history_of("M545");
	event = the_event(&history, ICD_EVENT_NOTE_ADDED, "M51.360");
	assert_int_equal(event->relation, ICD_RELATION_OWN);
	event = the_event(&history, ICD_EVENT_NOTE_ADDED, "low back pain (M54.5-)");
	assert_int_equal(event->relation, ICD_RELATION_INCOMING);
}

static void a_note_is_given_the_window_in_which_it_came(void **state)
{
	struct icd_history history = history_of("M545");
	const struct icd_event *event = the_event(&history, ICD_EVENT_NOTE_ADDED, "M51.360");
	(void)state;
	assert_int_equal(event->note, ICD_NOTE_EXCLUDES1);
	assert_int_equal(event->date, 20251001);
	assert_int_equal(event->after, 20211001);
	assert_null(event->from);
}

static void a_note_that_went_is_told(void **state)
{
	struct icd_history history = history_of("K5641");
	const struct icd_event *event = the_event(&history, ICD_EVENT_NOTE_DELETED, "constipation");
	(void)state;
	assert_int_equal(event->note, ICD_NOTE_EXCLUDES1);
	assert_string_equal(event->from, "constipation (K59.0-)");
	assert_null(event->to);
}

static void a_retitled_code_has_both_titles(void **state)
{
	struct icd_history history = history_of("F0280");
	const struct icd_event *event = the_event(&history, ICD_EVENT_RETITLED, NULL);
	(void)state;
	assert_non_null(strstr(event->from, "elsewhere without"));
	assert_non_null(strstr(event->to, "unspecified severity"));
	assert_int_equal(event->date, 20251001);
	assert_int_equal(event->after, 20211001);
}

static void exemption_from_poa_reporting_is_dated(void **state)
{
	struct icd_history history = history_of("Z515");
	(void)state;
	assert_int_equal(the_event(&history, ICD_EVENT_POA_ADDED, NULL)->date, 20211001);
}

static void the_first_release_is_no_beginning(void **state)
{
	struct icd_history history = history_in(later_store, "M5136");
	(void)state;
	assert_int_equal(count_of(&history, ICD_EVENT_ADDED), 0);
	assert_int_equal(history.held_since, 20211001);
}

static void a_conversion_table_dates_a_code_of_the_first_release(void **state)
{
	struct icd_history history = history_in(later_store, "M5450");
	const struct icd_event *event = the_event(&history, ICD_EVENT_ADDED, NULL);
	(void)state;
	assert_int_equal(event->date, 20211001);
	assert_string_equal(event->others[0], "M545");
	assert_int_equal(history.held_since, 0);
}

static void an_unknown_code_is_an_answer(void **state)
{
	struct icd_history history;
	struct icd_error err;
	(void)state;
	assert_int_equal(icd_history_make(store, &pool, "M549Z", &history, &err), ICD_NOT_FOUND);
}

/* ---- many codes, one after the other ---- */

static const char *said(const char *text)
{
	return text ? text : "";
}

static void assert_same_history(const struct icd_history *a, const struct icd_history *b)
{
	assert_int_equal(a->events.count, b->events.count);
	for (uint32_t i = 0; i < a->events.count; i++) {
		const struct icd_event *one = &a->events.at[i], *other = &b->events.at[i];
		assert_int_equal(one->kind, other->kind);
		assert_int_equal(one->date, other->date);
		assert_int_equal(one->after, other->after);
		assert_int_equal(one->relation, other->relation);
		assert_string_equal(one->at, other->at);
		assert_string_equal(said(one->from), said(other->from));
		assert_string_equal(said(one->to), said(other->to));
	}
}

/* Near codes share a category (a step of 1), far ones do not; some are no code. Inherited and incoming notes are among
 * the events. */
static void many_histories_are_those_of_each_code(void **state)
{
	struct icd_histories *all = icd_histories_start(store);
	uint32_t count = icd_store_about(store)->code_count, relations[3] = {0};
	struct icd_error err;
	(void)state;
	assert_non_null(all);
	for (uint32_t i = 0, ordinal = 0; i < 3 * count; i++, ordinal = (ordinal + (i < count ? 1 : 31)) % count) {
		char code[ICD_CODE_SIZE];
		uint32_t class;
		struct icd_history history;
		icd_pool_reset(&pool);
		assert_int_equal(icd_store_ordinal(store, ordinal, code, &class, &err), ICD_FOUND);
		assert_int_equal(icd_history_next(all, &pool, code, &history, &err), ICD_FOUND);
		struct icd_history alone = history_of(code);
		assert_same_history(&alone, &history);
		for (uint32_t j = 0; j < history.events.count; j++)
			relations[history.events.at[j].relation]++;
		if (i % 7 == 0)
			assert_int_equal(icd_history_next(all, &pool, "M549Z", &history, &err), ICD_NOT_FOUND);
	}
	assert_true(relations[ICD_RELATION_OWN] && relations[ICD_RELATION_INHERITED] &&
		    relations[ICD_RELATION_INCOMING]);
	icd_histories_free(all);
}

/* ---- ranges on the old side of conversion tables ---- */

static void link_order_file(const char *folder, const char *date, const char *name)
{
	char from[4096], to[256], root[2048];
	snprintf(to, sizeof to, "%s/%s", folder, date);
	assert_int_equal(mkdir(to, 0700), 0);
	assert_non_null(getcwd(root, sizeof root));
	snprintf(from, sizeof from, "%s/data/sample/%s/%s", root, date, name);
	snprintf(to, sizeof to, "%s/%s/%s", folder, date, name);
	assert_int_equal(symlink(from, to), 0);
}

static void write_table(const char *path)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("Current code assignment,Effective,Previous Code(s) Assignment\n"
	      "M54.50,2021,M54.41-M54.5; M54.5\n"
	      "M54.51,2021,Codes in Categories M53-M54\n",
	      file);
	assert_int_equal(fclose(file), 0);
}

static void remove_folder(const char *folder)
{
	static const char *const names[] = {"2020-10-01/icd10cm_order_2021.txt",
					    "2021-10-01/icd10cm_order_2022.txt",
					    "2021-10-01/conversion.csv",
					    "2020-10-01",
					    "2021-10-01",
					    ""};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[256];
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		remove(path);
	}
}

/* The codes within a range are replaced by the row's code; a range of categories replaces none. */
static void a_range_names_the_codes_within(void **state)
{
	char folder[] = "/tmp/icd10-ranges-XXXXXX", table[64];
	const char *paths[] = {folder};
	struct sample_index ranges;
	struct icd_store *held;
	struct icd_error err;
	(void)state;
	assert_non_null(mkdtemp(folder));
	link_order_file(folder, "2020-10-01", "icd10cm_order_2021.txt");
	link_order_file(folder, "2021-10-01", "icd10cm_order_2022.txt");
	snprintf(table, sizeof table, "%s/2021-10-01/conversion.csv", folder);
	write_table(table);
	assert_true(sample_index_make(&ranges, paths, 1));
	assert_true(icd_store_open(ranges.path, &held, &err));
	struct icd_history history = history_in(held, "M545");
	const struct icd_event *event = the_event(&history, ICD_EVENT_BECAME_HEADER, NULL);
	assert_int_equal(event->source, ICD_SOURCE_TABLE);
	assert_int_equal(event->other_count, 1);
	assert_string_equal(event->others[0], "M5450");
	assert_int_equal(history.record->replaced_by.count, 1);
	assert_int_equal(history.record->replaced_by.at[0].count, 1);
	history = history_in(held, "M5442");
	assert_int_equal(history.record->replaced_by.count, 1);
	history = history_in(held, "M543");
	assert_int_equal(history.record->replaced_by.count, 0);
	icd_store_close(held);
	sample_index_remove(&ranges);
	remove_folder(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_that_became_a_header_names_what_replaced_it),
		cmocka_unit_test(a_new_code_names_what_it_replaced),
		cmocka_unit_test(own_notes_that_come_with_a_code_are_no_events),
		cmocka_unit_test(notes_above_are_told_of_the_codes_below),
		cmocka_unit_test(a_note_is_given_the_window_in_which_it_came),
		cmocka_unit_test(a_note_that_went_is_told),
		cmocka_unit_test(a_retitled_code_has_both_titles),
		cmocka_unit_test(exemption_from_poa_reporting_is_dated),
		cmocka_unit_test(the_first_release_is_no_beginning),
		cmocka_unit_test(a_conversion_table_dates_a_code_of_the_first_release),
		cmocka_unit_test(many_histories_are_those_of_each_code),
		cmocka_unit_test(an_unknown_code_is_an_answer),
		cmocka_unit_test(a_range_names_the_codes_within),
	};
	return cmocka_run_group_tests(tests, open_samples, close_samples) != 0;
}
