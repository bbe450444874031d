/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The definitions of Medicare code edits: their date, their lists, and what is none of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "read/recognise.h"
#include "read/release.h"

#include <stdlib.h>
#include <string.h>

#define BEGINS                                                                                                         \
	"Definitions of Medicare Code Edits\r\n\r\nThe information is effective from 10/01/2023 to 09/30/2024.\r\n"

static struct icd_pool pool;

static struct mce_list *read_text(const char *text)
{
	struct input in = {"mce.txt", text, strlen(text)};
	struct mce_list *list;
	struct icd_error err;
	assert_int_equal(recognise(&in), ICD_FILE_MCE);
	if (!read_mce(&in, &pool, &list, &err))
		fail_msg("%s", err.text);
	return list;
}

static bool has(const struct mce_list *list, const char *code, enum icd_edit edit)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->rows[i].code, code) == 0 && list->rows[i].edit == edit)
			return true;
	}
	return false;
}

static void test_date(void **state)
{
	struct input in = {"mce.txt", BEGINS, sizeof BEGINS - 1};
	(void)state;
	assert_int_equal(mce_effective(&in), 20231001);
	assert_int_equal(mce_effective(&(struct input){"a.txt", "effective from time", 19}), 0);
}

static void test_lists(void **state)
{
	struct mce_list *list = read_text(
		BEGINS
		"Newborn diagnoses\t9\r\nP220\tIn the contents there are no codes\r\n"
		"4. Age conflict\r\nNewborn diagnoses\r\nP220   \tDistress\r\nP220\tTwice\r\n\r\n"
		"C. Maternity diagnoses (age 9 through 64)\r\nO80    \tDelivery\r\n"
		"Diagnoses for males only\r\nN400\tProstate\r\nProcedures for males only\r\nD5450Z1\tNo diagnosis\r\n"
		"9. Unacceptable principal diagnosis\r\nIt is considered \"acceptable\" when a secondary diagnosis is also "
		"coded on the record:\r\nZ5189\tAftercare\r\nNote: with an asterisk.\r\n"
		"Unacceptable principal diagnosis codes\r\n*Z5189\tAftercare\r\nB20\tNo\r\n"
		"10. Non-specific O.R. procedure\r\nA000\tOf no list\r\nChapter 2: Code list changes\r\n"
		"Adult diagnoses\r\nI10\tRemoved\r\n");
	(void)state;
	assert_int_equal(list->count, 5);
	assert_true(has(list, "P220", ICD_EDIT_NEWBORN) && has(list, "O80", ICD_EDIT_MATERNITY));
	assert_true(has(list, "N400", ICD_EDIT_MALE) && has(list, "B20", ICD_EDIT_UNACCEPTABLE));
	assert_true(has(list, "Z5189", ICD_EDIT_NEEDS_SECONDARY) && !has(list, "Z5189", ICD_EDIT_UNACCEPTABLE));
	assert_int_equal(list->ages[ICD_EDIT_MATERNITY].from, 9);
	assert_int_equal(list->ages[ICD_EDIT_MATERNITY].to, 64);
	assert_int_equal(list->ages[ICD_EDIT_NEWBORN].to, 0);
	assert_false(list->ages[ICD_EDIT_ADULT].has);
}

static void test_nothing(void **state)
{
	struct input in = {"mce.txt", BEGINS, sizeof BEGINS - 1};
	struct mce_list *list;
	struct icd_error err;
	(void)state;
	assert_false(read_mce(&in, &pool, &list, &err));
	assert_non_null(strstr(err.text, "mce.txt: no list of diagnoses"));
}

static int free_pool(void **state)
{
	(void)state;
	icd_pool_free(&pool);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, free_pool) != 0;
}
