/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows found by the numbers of their codes, in whatever order they are asked for. */
#include "merge/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(items) (sizeof(items) / sizeof *(items))

static void each_code_is_found_after_each_other(void **state)
{
	static const struct code_row at[] = {{.number = 0}, {.number = 5}, {.number = 3}, {.number = 9}};
	struct rows rows = rows_of(at, COUNT(at));
	(void)state;
	for (size_t first = 0; first < COUNT(at); first++) {
		for (size_t second = 0; second < COUNT(at); second++) {
			assert_ptr_equal(rows_find(&rows, at[first].number), &at[first]);
			assert_null(rows_find(&rows, 4));
			assert_null(rows_find(&rows, 10));
			assert_ptr_equal(rows_find(&rows, at[second].number), &at[second]);
		}
	}
	rows_free(&rows);
}

static void of_rows_of_one_code_the_first_counts(void **state)
{
	static const struct code_row at[] = {{.number = 0}, {.number = 1}, {.number = 1}, {.number = 2}};
	struct rows rows = rows_of(at, COUNT(at));
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_ptr_equal(rows_find(&rows, 1), &at[1]);
	rows_free(&rows);
}

static void none_has_no_code(void **state)
{
	struct rows none = {.at = NULL}, empty = rows_of(NULL, 0);
	(void)state;
	assert_null(rows_find(&none, 0));
	assert_null(rows_find(&empty, 0));
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
