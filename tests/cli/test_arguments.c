/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line takes from its surroundings. */
#include "cli/arguments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_clock_can_be_replaced(void **state)
{
	(void)state;
	setenv("ICD10_TODAY", "2026-02-01", 1);
	assert_int_equal(arguments_today(), 20260201);
	setenv("ICD10_TODAY", "FY2025", 1);
	assert_int_equal(arguments_today(), 20241001);
	setenv("ICD10_TODAY", "some day", 1);
	assert_int_equal(arguments_today(), icd_date_today());
	unsetenv("ICD10_TODAY");
	assert_true(icd_date_valid(arguments_today()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_can_be_replaced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
