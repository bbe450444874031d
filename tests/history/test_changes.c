/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two releases, on the sample; and two texts word by word. */
#include "book/view.h"
#include "history/changes.h"
#include "history/word_diff.h"
#include "pages/pages.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct icd_store *store;
static struct icd_pool pool;

enum { FY2021, FY2022, FY2026 }; /* the releases, by index */

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_pool_free(&pool);
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_changes compare(uint16_t from, uint16_t to, const char *prefix, unsigned what)
{
	struct icd_changes changes;
	struct icd_error err;
	assert_true(icd_changes_make(store, &pool, from, to, prefix, what, &changes, &err));
	return changes;
}

static const struct icd_event *find(const struct icd_changes *changes, enum icd_event_kind kind, const char *at)
{
	for (uint32_t i = 0; i < changes->events.count; i++) {
		const struct icd_event *event = &changes->events.at[i];
		if (event->kind == kind && strcmp(event->at, at) == 0)
			return event;
	}
	return NULL;
}

static void codes_are_counted_by_what_became_of_them(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2022, "", ICD_CHANGES_CODES);
	(void)state;
	assert_int_equal(changes.counts[ICD_EVENT_ADDED], 4); /* I5A, M54.50, M54.51, M54.59 */
	assert_int_equal(changes.counts[ICD_EVENT_BECAME_HEADER], 1);
	assert_int_equal(changes.billable_added, 4);
	assert_int_equal(changes.billable_removed, 1);
	assert_int_equal(changes.header_added, 1);
	assert_non_null(find(&changes, ICD_EVENT_BECAME_HEADER, "M54.5"));
	assert_string_equal(find(&changes, ICD_EVENT_ADDED, "I5A")->others[0], "I21A9");
}

static void events_of_a_kind_stand_in_tabular_order(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "", ICD_CHANGES_ALL);
	const struct icd_event *events = changes.events.at;
	(void)state;
	for (uint32_t i = 1; i < changes.events.count; i++)
		assert_true(events[i].kind != events[i - 1].kind || events[i].rank >= events[i - 1].rank);
}

static void a_prefix_narrows(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "M51", ICD_CHANGES_ALL);
	(void)state;
	assert_true(changes.events.count > 0);
	for (uint32_t i = 0; i < changes.events.count; i++)
		assert_memory_equal(changes.events.at[i].at, "M51", 3);
}

static void only_what_was_asked_for_is_told(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "", ICD_CHANGES_NOTES);
	(void)state;
	assert_true(changes.events.count > 0);
	assert_int_equal(changes.counts[ICD_EVENT_NOTE_ADDED] + changes.counts[ICD_EVENT_NOTE_DELETED],
			 changes.events.count);
}

static void notes_of_new_codes_are_no_events(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "M54", ICD_CHANGES_NOTES);
	(void)state;
	assert_non_null(find(&changes, ICD_EVENT_NOTE_ADDED, "M54.5"));
	assert_null(find(&changes, ICD_EVENT_NOTE_ADDED, "M54.50"));
}

static void missing_releases_are_remarked(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "", ICD_CHANGES_ALL);
	char remark[ICD_REMARK_SIZE];
	(void)state;
	assert_true(changes.gap > 20201001 && changes.gap < 20251001);
	assert_non_null(strstr(icd_changes_remark(&changes, 0, remark), "not held"));
	assert_string_equal(icd_changes_remark(&changes, 1, remark), "");
}

static void dates_near_missing_releases_are_known(void **state)
{
	const struct icd_sequence *sets = &icd_store_about(store)->sets;
	(void)state;
	assert_int_equal(icd_gap_on(sets, 20201001), 0);
	assert_int_equal(icd_gap_on(sets, 20211231), 0);
	assert_int_equal(icd_gap_on(sets, 20240501), 20220401);
	assert_int_equal(icd_gap_on(sets, 20251001), 0);
	assert_int_equal(icd_gap_on(sets, 20190101), 0);
}

static void a_release_equals_itself(void **state)
{
	struct icd_changes changes = compare(FY2022, FY2022, "", ICD_CHANGES_ALL);
	(void)state;
	assert_int_equal(changes.events.count, 0);
}

/* ---- word by word ---- */

static void changed_words_are_told_apart(void **state)
{
	struct word_diff diff;
	(void)state;
	assert_true(word_diff_make(&pool, "codes (O80-O82) here", "codes (O80-O82, O94) here", &diff));
	assert_int_equal(diff.new_count - diff.old_count, 2); /* the comma is a word */
	assert_int_equal(diff.common, diff.old_count);
	assert_true(word_diff_likeness(&diff) >= 70);
}

static void texts_without_a_common_word_are_not_alike(void **state)
{
	struct word_diff diff;
	(void)state;
	assert_true(word_diff_make(&pool, "one two", "three", &diff));
	assert_int_equal(diff.count, 3);
	assert_int_equal(word_diff_likeness(&diff), 0);
	assert_true(word_diff_make(&pool, "", "", &diff));
	assert_int_equal(word_diff_likeness(&diff), 0);
}

/* ---- pages ---- */

static char *page_of(const struct icd_changes *changes)
{
	char *text = NULL;
	size_t size;
	struct icd_error err;
	FILE *file = open_memstream(&text, &size);
	assert_non_null(file);
	assert_true(html_changes(file, changes, "", &err));
	fclose(file);
	return text;
}

static void a_page_stands_alone(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "", ICD_CHANGES_ALL);
	char *page = page_of(&changes);
	(void)state;
	assert_non_null(strstr(page, "<!DOCTYPE html>"));
	assert_non_null(strstr(page, "</html>"));
	assert_null(strstr(page, "http"));
	assert_null(strstr(page, "<script"));
	assert_non_null(strstr(page, "<ins>"));
	assert_non_null(strstr(page, "<del>"));
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_counted_by_what_became_of_them),
		cmocka_unit_test(events_of_a_kind_stand_in_tabular_order),
		cmocka_unit_test(a_prefix_narrows),
		cmocka_unit_test(only_what_was_asked_for_is_told),
		cmocka_unit_test(notes_of_new_codes_are_no_events),
		cmocka_unit_test(missing_releases_are_remarked),
		cmocka_unit_test(dates_near_missing_releases_are_known),
		cmocka_unit_test(a_release_equals_itself),
		cmocka_unit_test(changed_words_are_told_apart),
		cmocka_unit_test(texts_without_a_common_word_are_not_alike),
		cmocka_unit_test(a_page_stands_alone),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
