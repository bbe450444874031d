/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search on the sample: words as people say them, sides, misspellings, synonyms, dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../lookup/search.h"
#include "sample_index.h"

#include <string.h>

static struct icd_store *store;
static struct icd_searcher *searcher;
static struct icd_pool pool;
static struct sample_index sample;

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) &&
		       icd_searcher_open(store, NULL, &searcher, &err)
		       ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_searcher_close(searcher);
	icd_store_close(store);
	icd_pool_free(&pool);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_search_result search_on(const char *query, icd_date on)
{
	struct icd_search_options options = {.limit = 20};
	struct icd_search_result result;
	struct icd_view view;
	struct icd_error err;
	icd_view_make(&view, store, on);
	assert_true(icd_search(searcher, &view, query, &options, &pool, &result, &err));
	return result;
}

static const char *first(const char *query)
{
	struct icd_search_result result = search_on(query, 20260201);
	return result.count ? result.hits[0].code : "";
}

static bool finds(const char *query, const char *code)
{
	struct icd_search_result result = search_on(query, 20260201);
	for (uint32_t i = 0; i < result.count; i++) {
		if (strcmp(result.hits[i].code, code) == 0)
			return true;
	}
	return false;
}

static void test_words_and_terms(void **state)
{
	(void)state;
	assert_string_equal(first("low back pain"), "M5450");
	assert_string_equal(first("pain back low"), "M5450");
	assert_string_equal(first("loin pain"), "M5450");
	assert_string_equal(first("lumbago"), "M5450");
	assert_string_equal(first("vertebrogenic low back pain"), "M5451");
}

static void test_synonyms(void **state)
{
	(void)state;
	assert_string_equal(first("LBP"), "M5450");
	assert_string_equal(first("htn"), "I10");
	assert_string_equal(first("high blood pressure"), "I10");
}

static void test_sides(void **state)
{
	(void)state;
	assert_string_equal(first("sciatica left side"), "M5432");
	assert_string_equal(first("right lumbago with sciatica"), "M5441");
	assert_string_equal(first("knee pain right"), "M25561");
}

static void test_unfinished_and_misspelt(void **state)
{
	(void)state;
	assert_string_equal(first("low back pa"), "M5450");
	assert_true(finds("siatica", "M5430"));
}

/* A word that the code book knows is never a misspelling of another. */
static void test_known_words_stay(void **state)
{
	(void)state;
	assert_true(finds("strain lower back", "S39012A"));
	assert_false(finds("sprain", "S39012A"));
	assert_int_equal(search_on("low back pain", 20260201).reading_count, 0);
}

static void test_codes(void **state)
{
	struct icd_search_result result = search_on("m54.5", 20260201);
	(void)state;
	assert_true(result.total >= 4);
	assert_int_equal(result.hits[0].field, ICD_FIELD_CODE);
	assert_int_equal(strncmp(result.hits[0].code, "M545", 4), 0);
}

static void test_dates(void **state)
{
	struct icd_search_result before = search_on("low back pain", 20210930);
	(void)state;
	assert_string_equal(before.hits[0].code, "M545");
	assert_true(before.hits[0].billable);
	for (uint32_t i = 0; i < before.count; i++)
		assert_string_not_equal(before.hits[i].code, "M5450");
}

static void test_nothing(void **state)
{
	struct icd_search_result result = search_on("qqqqzzz", 20260201);
	(void)state;
	assert_int_equal(result.total, 0);
	result = search_on("", 20260201);
	assert_int_equal(result.total, 0);
}

static void test_nothing_is_cut_silently(void **state)
{
	struct icd_search_options options = {.limit = 2};
	struct icd_search_result result;
	struct icd_view view;
	struct icd_error err;
	(void)state;
	icd_view_make(&view, store, 20260201);
	assert_true(icd_search(searcher, &view, "pain", &options, &pool, &result, &err));
	assert_int_equal(result.count, 2);
	assert_true(result.total > 2);
	options.limit = 0;
	assert_true(icd_search(searcher, &view, "pain", &options, &pool, &result, &err));
	assert_int_equal(result.count, result.total);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_and_terms), cmocka_unit_test(test_synonyms),
		cmocka_unit_test(test_sides),		cmocka_unit_test(test_unfinished_and_misspelt),
		cmocka_unit_test(test_known_words_stay), cmocka_unit_test(test_codes),
		cmocka_unit_test(test_dates),		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_nothing_is_cut_silently),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
