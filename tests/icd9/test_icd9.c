/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes of ICD-9-CM: their spelling, and what the mappings and the history make of them, on the sample. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "icd9/icd9.h"
#include "icd9/records.h"
#include "support/sample_index.h"

#include <string.h>

static struct sample_index book;
static struct icd_store *store;
static struct icd_pool pool;

static int open_book(void **state)
{
	const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&book, paths, 1) && icd_store_open(book.path, &store, &err) ? 0 : -1;
}

static int close_book(void **state)
{
	(void)state;
	icd_store_close(store);
	sample_index_remove(&book);
	icd_pool_free(&pool);
	return 0;
}

static void test_spelling(void **state)
{
	static const struct {
		const char *typed, *code, *shown; /* code NULL: spelled otherwise */
	} cases[] = {
		{"724.2", "7242", "724.2"},
		{"7242", "7242", "724.2"},
		{" 250.00 ", "25000", "250.00"},
		{"496", "496", "496"},
		{"e880.9", "E8809", "E880.9"},
		{"E880", "E880", "E880"},
		{"V72.0", "V720", "V72.0"},
		{"v0381", "V0381", "V03.81"},
		{"001.0", "0010", "001.0"},
		{"72.42", NULL, NULL},
		{"E88.09", NULL, NULL},
		{"7242.0", NULL, NULL},
		{"724.", NULL, NULL},
		{"724.200", NULL, NULL},
		{"72", NULL, NULL},
		{"M54.5", NULL, NULL},
		{"E11", NULL, NULL},
		{"V7", NULL, NULL},
		{"7 24", NULL, NULL},
		{"", NULL, NULL},
		{"724.2.1", NULL, NULL},
		{"V72A", NULL, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char code[ICD9_CODE_SIZE], shown[ICD9_DOTTED_SIZE];
		bool read = icd9_code_parse(cases[i].typed, strlen(cases[i].typed), code);
		if (read != (cases[i].code != NULL))
			fail_msg("\"%s\"", cases[i].typed);
		if (!read)
			continue;
		assert_string_equal(code, cases[i].code);
		assert_string_equal(icd9_code_format(code, shown), cases[i].shown);
	}
}

static void test_rows(void **state)
{
	char line[ICD_GEM_ROW];
	struct icd_gem_row row = {.code = "M545"}, none = {.code = "", .approximate = true},
			   small = {.code = "V5889", .approximate = true, .small = true},
			   part = {.code = "G02", .approximate = true, .combination = true, .scenario = 1, .choice = 2};
	(void)state;
	assert_int_equal(icd_gem_row_write(ICD_GEM_FROM_9, "7242", &row, line), 19);
	assert_string_equal(line, "7242  M545    00000");
	icd_gem_row_write(ICD_GEM_FROM_10, "R29700", &none, line);
	assert_string_equal(line, "R29700  NoDx  11000");
	icd_gem_row_write(ICD_GEM_FROM_10, "A00", &row, line);
	assert_string_equal(line, "A00     M545  00000");
	/* No code is so long: it is cut. */
	icd_gem_row_write(ICD_GEM_FROM_9, "123456789012345678901234", &row, line);
	assert_string_equal(line, "1234567 M545    00000");
	icd_gem_row_write(ICD_GEM_FROM_10, "T8853XD", &small, line);
	assert_string_equal(line, "T8853XD v5889 10000");
	icd_gem_row_write(ICD_GEM_FROM_9, "11511", &part, line);
	assert_string_equal(line, "11511 G02     10112");
	assert_true(icd_gem_row_compare(&row, &part) > 0 && icd_gem_row_compare(&part, &part) == 0);
}

/* What is put into a record comes out of it, and nothing that was cut off. */
static void test_records(void **state)
{
	struct icd_gem_row rows[] = {{"G02", true, true, false, 1, 2, {0, 3}}, {"", true, false, true, 0, 0, {2, 2}}};
	struct icd_gem_entry entry = {"11511", 2, rows};
	struct icd_gem_block block = {1, &entry}, read;
	struct icd_buffer buffer = {0};
	(void)state;
	icd_put_gem_block(&buffer, &block);
	for (size_t size = 0; size < buffer.size; size++) {
		struct icd_reader cut = icd_reader_of(buffer.data, size);
		assert_false(icd_get_gem_block(&cut, &pool, &read));
	}
	struct icd_reader in = icd_reader_of(buffer.data, buffer.size);
	assert_true(icd_get_gem_block(&in, &pool, &read));
	assert_int_equal(read.count, 1);
	assert_string_equal(read.at[0].code, "11511");
	assert_int_equal(read.at[0].count, 2);
	assert_int_equal(icd_gem_row_compare(&read.at[0].at[0], &rows[0]), 0);
	assert_int_equal(icd_gem_row_compare(&read.at[0].at[1], &rows[1]), 0);
	assert_int_equal(read.at[0].at[0].span.last, 3);
	icd_buffer_free(&buffer);
}

static void expect(icd_date on, enum icd_gem gem, const char *code, const char *today, const char *only)
{
	struct icd_view view;
	struct icd_mapping mapping;
	struct icd_error err;
	char all[128] = "";
	icd_view_make(&view, store, on);
	if (!icd_mapping_make(&view, &pool, gem, code, &mapping, &err))
		fail_msg("%s", err.text);
	for (uint32_t i = 0; i < mapping.today_count; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", mapping.today[i].line.code);
	assert_string_equal(all, today);
	if (only)
		assert_string_equal(icd_mapping_only(&mapping), only);
	else
		assert_null(icd_mapping_only(&mapping));
}

static void test_mappings(void **state)
{
	(void)state;
	expect(20250501, ICD_GEM_FROM_9, "7242", "M5450 M5451 M5459", NULL);
	expect(20210930, ICD_GEM_FROM_9, "7242", "M545", "M545");
	expect(20251001, ICD_GEM_FROM_9, "25000", "E119", "E119");
	expect(20251001, ICD_GEM_FROM_9, "E8502", "", NULL);
	expect(20251001, ICD_GEM_FROM_9, "9999", "", NULL);
	expect(20251001, ICD_GEM_FROM_10, "M5450", "7242", NULL);
	expect(20251001, ICD_GEM_FROM_10, "M51361", "72252", NULL);
	expect(20251001, ICD_GEM_FROM_10, "T39011A", "9651 E8503", NULL);
	expect(20251001, ICD_GEM_FROM_10, "E11", "", NULL);
}

static void test_words(void **state)
{
	struct icd_view view;
	struct icd_mapping mapping;
	struct icd_error err;
	char says[ICD_MAPPING_SAY];
	(void)state;
	icd_view_make(&view, store, 20251001);
	assert_true(icd_mapping_make(&view, &pool, ICD_GEM_FROM_9, "7242", &mapping, &err));
	assert_string_equal(
		icd_mapping_say(&mapping, says),
		"a code of ICD-9-CM; by the mapping of 2020-10-01 the same as M54.5, today M54.50, M54.51 or "
		"M54.59");
	assert_true(icd_mapping_make(&view, &pool, ICD_GEM_FROM_9, "E8502", &mapping, &err));
	assert_string_equal(icd_mapping_say(&mapping, says),
			    "a code of ICD-9-CM; by the mapping of 2020-10-01 no code of ICD-10-CM corresponds");
	assert_int_equal(icd9_is_code(&view, "7242", &err), ICD_FOUND);
	assert_int_equal(icd9_is_code(&view, "7249", &err), ICD_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spelling), cmocka_unit_test(test_rows),  cmocka_unit_test(test_records),
		cmocka_unit_test(test_mappings), cmocka_unit_test(test_words),
	};
	return cmocka_run_group_tests(tests, open_book, close_book) != 0;
}
