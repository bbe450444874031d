/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file said as bytes and back: what no reader makes is not taken, though the bytes are whole. */
#include "load/parsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool comes_back(enum icd_file_kind kind, const struct release *release)
{
	struct icd_buffer bytes = {0};
	struct icd_pool pool = {0};
	struct release read = {0};
	assert_true(parsed_put(&bytes, kind, release));
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	bool ok = parsed_get(&in, &pool, kind, &read);
	icd_pool_free(&pool);
	icd_buffer_free(&bytes);
	return ok;
}

static void terms_stand_below_those_that_they_name(void **state)
{
	struct icd_index_term pain = {.title = "Pain"}, back = {.title = "back", .level = 1};
	struct index_term terms[] = {{.says = &pain, .plain = "Pain", .parent = SIZE_MAX},
				     {.says = &back, .plain = "back", .parent = 0}};
	struct index_list list = {.terms = terms, .count = 2};
	struct release release = {.index = {&list}};
	(void)state;
	assert_true(comes_back(ICD_FILE_INDEX, &release));
	back.level = 2;
	assert_false(comes_back(ICD_FILE_INDEX, &release));
	back.level = 1;
	terms[1].parent = SIZE_MAX;
	assert_false(comes_back(ICD_FILE_INDEX, &release));
	terms[1].parent = 1;
	assert_false(comes_back(ICD_FILE_INDEX, &release));
}

static void places_stand_in_those_of_the_right_kind(void **state)
{
	struct place places[] = {
		{.kind = ICD_PLACE_CHAPTER, .name = "13", .title = "", .parent = SIZE_MAX},
		{.kind = ICD_PLACE_SECTION, .name = "M50-M54", .title = "", .first = "M54", .parent = 0},
		{.kind = ICD_PLACE_CODE, .name = "M54", .title = "", .parent = 1},
	};
	struct tabular_list list = {
		.places = places, .count = 3, .chapter_count = 1, .section_count = 1, .diag_count = 1};
	struct release release = {.tabular = &list};
	(void)state;
	assert_true(comes_back(ICD_FILE_TABULAR, &release));
	places[2].parent = 0;
	assert_false(comes_back(ICD_FILE_TABULAR, &release));
	places[2].parent = SIZE_MAX;
	assert_false(comes_back(ICD_FILE_TABULAR, &release));
	places[2].parent = 1;
	places[2].name = "M54500000";
	assert_false(comes_back(ICD_FILE_TABULAR, &release));
	places[2].name = "M54";
	places[0].name = "100";
	assert_false(comes_back(ICD_FILE_TABULAR, &release));
	places[0].name = "13";
	list.section_count = 0;
	assert_false(comes_back(ICD_FILE_TABULAR, &release));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_stand_below_those_that_they_name),
		cmocka_unit_test(places_stand_in_those_of_the_right_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
