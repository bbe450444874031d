/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of a summary, counted by severity, rule and section, with the first as an example. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "claim/finding_tally.h"

static void count(struct icd_finding_tally *tally, enum icd_rule rule, const char *guideline, const char *codes)
{
	const struct icd_finding finding = {.severity = ICD_WARNING, .rule = rule, .guideline = guideline};
	const struct icd_finding_count first = {
		.severity = ICD_WARNING, .rule = rule, .guideline = guideline, .id = "", .codes = codes};
	if (!icd_finding_tally_again(tally, &finding))
		icd_finding_tally_add(tally, &first);
}

static void test_again(void **state)
{
	struct icd_finding_tally tally = {0};
	(void)state;
	count(&tally, ICD_RULE_SIDE, "I.B.13", "M17.11 M17.12");
	count(&tally, ICD_RULE_COMBINATION, "I.B.9", "E11.9 E11.22");
	count(&tally, ICD_RULE_COMBINATION, "I.C.9.a", "I10 N18.3");
	count(&tally, ICD_RULE_COMBINATION, "I.B.9", "E10.9 E10.22");
	icd_finding_tally_sort(&tally);
	assert_false(tally.pool.failed);
	assert_int_equal(tally.count, 3);
	assert_int_equal(tally.at[0].count, 2);
	assert_string_equal(tally.at[0].guideline, "I.B.9");
	assert_string_equal(tally.at[0].codes, "E11.9 E11.22");
	assert_int_equal(tally.at[1].count + tally.at[2].count, 2);
	icd_pool_free(&tally.pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
