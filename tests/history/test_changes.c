/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two releases, on the sample; and two texts word by word. */
#include "view/view.h"
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

enum { FY2021, JANUARY_2021, FY2022, FY2026 }; /* the releases, by index */

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

/* `within` names what is asked for, parted by blanks; "" is the whole book. */
static struct icd_changes compare(uint16_t from, uint16_t to, const char *within, unsigned what)
{
	struct icd_selection *selection = icd_pool_take(&pool, 1, sizeof *selection);
	struct icd_changes changes;
	struct icd_view older, newer;
	struct icd_error err;
	char *words = (char *)(uintptr_t)icd_pool_print(&pool, "%s", within), *word;
	icd_view_make(&older, store, icd_store_about(store)->releases[from].date);
	icd_view_make(&newer, store, icd_store_about(store)->releases[to].date);
	while ((word = strtok_r(words, " ", &words)) != NULL)
		assert_int_equal(icd_selection_add(selection, &pool, &newer, &older, word, &err), ICD_FOUND);
	icd_selection_settle(selection);
	assert_true(icd_changes_make(store, &pool, from, to, *within ? selection : NULL, what, &changes, &err));
	return changes;
}

/* All categories of the book, parted by blanks. */
static const char *all_categories(void)
{
	const char *all = "";
	for (uint32_t i = 0; i < icd_store_about(store)->code_count; i++) {
		char code[ICD_CODE_SIZE];
		struct icd_error err;
		uint32_t class;
		assert_int_equal(icd_store_ordinal(store, i, code, &class, &err), ICD_FOUND);
		if (strlen(code) == 3)
			all = icd_pool_print(&pool, "%s %s", all, code);
	}
	return all;
}

static uint32_t events_of_codes(const struct icd_changes *changes)
{
	uint32_t count = changes->events.count;
	for (int kind = ICD_EVENT_SECTION_ADDED; kind <= ICD_EVENT_CHAPTER_RETITLED; kind++)
		count -= changes->counts[kind];
	return count;
}

/* The whole book is compared by what the index says that each release changed; what was asked for, code by code. */
static void no_code_that_changed_is_passed_over(void **state)
{
	unsigned what = ICD_CHANGES_CODES | ICD_CHANGES_TITLES | ICD_CHANGES_POA;
	uint16_t releases = icd_store_about(store)->release_count;
	const char *all = all_categories();
	uint32_t found = 0;
	(void)state;
	for (uint16_t from = 0; from < releases; from++) {
		for (uint16_t to = 0; to < releases; to++) {
			struct icd_changes whole = compare(from, to, "", what), each = compare(from, to, all, what);
			assert_int_equal(events_of_codes(&whole), events_of_codes(&each));
			found += events_of_codes(&whole);
		}
	}
	assert_true(found > 0);
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

/* M54.5 gained two Excludes1 notes; R52 gained one that names M54.5-, for one that named M54.5. */
static void notes_above_and_elsewhere_touch_what_was_asked_for(void **state)
{
	struct icd_changes changes = compare(FY2022, FY2026, "M54.50 M54.59", ICD_CHANGES_NOTES);
	uint32_t inherited = 0;
	(void)state;
	for (uint32_t i = 0; i < changes.events.count; i++) {
		const struct icd_event *event = &changes.events.at[i];
		assert_int_not_equal(event->relation, ICD_RELATION_OWN);
		if (strcmp(event->at, "M54.5") != 0)
			continue;
		inherited++;
		assert_int_equal(event->relation, ICD_RELATION_INHERITED);
		assert_int_equal(event->mine_count, 2);
		assert_string_equal(event->mine[0]->name, "M54.50");
		assert_string_equal(event->mine[1]->name, "M54.59");
	}
	assert_int_equal(inherited, 2);
	changes = compare(FY2021, FY2022, "M54.5", ICD_CHANGES_NOTES);
	const struct icd_event *came = find(&changes, ICD_EVENT_NOTE_ADDED, "R52");
	assert_non_null(came);
	assert_non_null(find(&changes, ICD_EVENT_NOTE_DELETED, "R52"));
	assert_int_equal(came->relation, ICD_RELATION_INCOMING);
	assert_string_equal(came->mine[0]->name, "M54.5");
	assert_int_equal(find(&changes, ICD_EVENT_NOTE_DELETED, "M54.5")->relation, ICD_RELATION_OWN);
}

/* A code that comes brings its notes with it: no events. */
static void what_came_with_a_code_is_no_event(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2022, "M54.50", ICD_CHANGES_NOTES);
	(void)state;
	assert_int_equal(changes.events.count, 0);
}

/* A note of a place within what was asked for is told once, as its own, however it touches the rest. */
static void a_note_is_told_once(void **state)
{
	struct icd_changes one = compare(FY2021, FY2022, "M54", ICD_CHANGES_NOTES);
	struct icd_changes several = compare(FY2021, FY2022, "M54.5 M54 m54.8- M50-M54 M54.5", ICD_CHANGES_NOTES);
	(void)state;
	assert_int_equal(one.events.count, several.events.count);
	for (uint32_t i = 0; i < one.events.count; i++) {
		assert_string_equal(one.events.at[i].at, several.events.at[i].at);
		assert_int_equal(one.events.at[i].relation, several.events.at[i].relation);
	}
}

/* Sections are told of where a range takes them in; their notes and titles are those of the whole book there. */
static void ranges_and_chapters_are_asked_for(void **state)
{
	static const char *const names[] = {"I30-I5A", "I30-I52", "chapter 9", "I00-I99"};
	struct icd_error err;
	struct icd_view older, newer;
	(void)state;
	icd_view_make(&older, store, 20201001);
	icd_view_make(&newer, store, 20211001);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct icd_selection selection = {0};
		struct icd_changes changes;
		assert_int_equal(icd_selection_add(&selection, &pool, &newer, &older, names[i], &err), ICD_FOUND);
		icd_selection_settle(&selection);
		assert_true(
			icd_changes_make(store, &pool, FY2021, FY2022, &selection, ICD_CHANGES_ALL, &changes, &err));
		assert_non_null(find(&changes, ICD_EVENT_SECTION_RETITLED, "I30-I5A"));
		assert_non_null(find(&changes, ICD_EVENT_ADDED, "I5A"));
		assert_null(find(&changes, ICD_EVENT_ADDED, "M54.50"));
	}
}

static void what_no_release_has_is_not_found(void **state)
{
	static const char *const names[] = {"M99.99Z", "chapter 40", "M54-", "", "-", "XYZ", "M54.5-Q99", "K00-K95X"};
	struct icd_view newer;
	struct icd_error err;
	(void)state;
	icd_view_make(&newer, store, 20211001);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct icd_selection selection = {0};
		bool is = strcmp(names[i], "M54-") == 0;
		assert_int_equal(icd_selection_add(&selection, &pool, &newer, NULL, names[i], &err),
				 is ? ICD_FOUND : ICD_NOT_FOUND);
		assert_int_equal(selection.item_count, is);
	}
}

static void a_prefix_narrows(void **state)
{
	struct icd_changes changes = compare(FY2021, FY2026, "M51", ICD_CHANGES_ALL);
	(void)state;
	assert_true(changes.events.count > 0);
	for (uint32_t i = 0; i < changes.events.count; i++) {
		bool own = changes.events.at[i].relation == ICD_RELATION_OWN;
		assert_int_equal(changes.events.at[i].mine_count, 1);
		assert_string_equal(changes.events.at[i].mine[0]->name, "M51");
		assert_int_equal(own, strncmp(changes.events.at[i].at, "M51", 3) == 0);
	}
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
		cmocka_unit_test(no_code_that_changed_is_passed_over),
		cmocka_unit_test(codes_are_counted_by_what_became_of_them),
		cmocka_unit_test(events_of_a_kind_stand_in_tabular_order),
		cmocka_unit_test(notes_above_and_elsewhere_touch_what_was_asked_for),
		cmocka_unit_test(what_came_with_a_code_is_no_event),
		cmocka_unit_test(a_note_is_told_once),
		cmocka_unit_test(ranges_and_chapters_are_asked_for),
		cmocka_unit_test(what_no_release_has_is_not_found),
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
