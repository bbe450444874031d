/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows found by their codes, in whatever order they are asked for. */
#include "merge/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(items) (sizeof(items) / sizeof *(items))

static void each_code_is_found_after_each_other(void **state)
{
	/* As order files have them: M1A stands before M11. */
	static const struct code_row at[] = {{.code = "A00"}, {.code = "M10"}, {.code = "M1A"}, {.code = "M11"}};
	struct rows rows = rows_of(at, COUNT(at));
	(void)state;
	for (size_t first = 0; first < COUNT(at); first++) {
		for (size_t second = 0; second < COUNT(at); second++) {
			assert_ptr_equal(rows_find(&rows, at[first].code), &at[first]);
			assert_null(rows_find(&rows, "B99"));
			assert_ptr_equal(rows_find(&rows, at[second].code), &at[second]);
		}
	}
	rows_free(&rows);
}

static void of_rows_of_one_code_the_first_counts(void **state)
{
	static const struct code_row at[] = {{.code = "A00"}, {.code = "A01"}, {.code = "A01"}, {.code = "A02"}};
	struct rows rows = rows_of(at, COUNT(at));
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_ptr_equal(rows_find(&rows, "A01"), &at[1]);
	rows_free(&rows);
}

static void none_has_no_code(void **state)
{
	struct rows none = {.at = NULL}, empty = rows_of(NULL, 0);
	(void)state;
	assert_null(rows_find(&none, "A00"));
	assert_null(rows_find(&empty, "A00"));
	rows_free(&empty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_code_is_found_after_each_other),
		cmocka_unit_test(of_rows_of_one_code_the_first_counts),
		cmocka_unit_test(none_has_no_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
