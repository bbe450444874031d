/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spans of codes that the rules for claims speak of, and the dates on which a rule holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "coding/spans.h"

static bool have(uint64_t from, uint64_t to, const char *code)
{
	const struct claim_codes codes = {from, to};
	return claim_codes_have(&codes, claim_spelled(code));
}

static void test_span(void **state)
{
	const uint64_t z00 = claim_spelled("Z00"), z02 = claim_spelled("Z02"), rest = UINT64_MAX >> 24;
	(void)state;
	assert_true(z00 == UINT64_C(0x5A30300000000000));
	assert_true(have(z00, z00 | rest, "Z0090"));
	assert_false(have(z00, z00 | rest, "Z01"));
	assert_false(have(z00, z00 | rest, "Z0"));
	assert_true(have(z00, z02 | rest, "Z00"));
	assert_true(have(z00, z02 | rest, "Z0289"));
	assert_true(have(z00, z02 | rest, "Z02ZZZZ"));
	assert_false(have(z00, z02 | rest, "Z03"));
	assert_false(have(z02, z02 | rest, "Z019"));
	assert_false(have(z00, z02 | rest, ""));
}

static void test_dates(void **state)
{
	(void)state;
	assert_true(claim_in_force(0, 0, 20150930));
	assert_true(claim_in_force(20251001, 0, 20251001));
	assert_false(claim_in_force(20251001, 0, 20250930));
	assert_true(claim_in_force(20241001, 20250930, 20250930));
	assert_false(claim_in_force(20241001, 20250930, 20251001));
}

static void test_table(void **state)
{
	const icd_date on = 20260201;
	(void)state;
	assert_int_equal(claim_spans_of("Z0000", on),
			 1u << SPAN_FIRST_LISTED | 1u << SPAN_HEALTH_FACTOR | 1u << SPAN_NO_CAUSE);
	/* An exception takes a code out. */
	assert_int_equal(claim_spans_of("Z006", on), 1u << SPAN_HEALTH_FACTOR | 1u << SPAN_NO_CAUSE);
	assert_null(claim_span_of(SPAN_FIRST_LISTED, "Z529", on));
	assert_non_null(claim_span_of(SPAN_FIRST_LISTED, "Z5200", on));
	assert_string_equal(claim_span_of(SPAN_SECONDARY_ONLY, "Y901", on)->what, "a blood alcohol level");
	assert_string_equal(claim_span_of(SPAN_EXTERNAL_CAUSE, "W2189XA", on)->guideline, "I.C.20.a.6");
	assert_int_equal(claim_spans_of("M5450", on), 0);
	assert_int_equal(claim_spans_of("", on), 0);
}

static void test_drugs(void **state)
{
	(void)state;
	assert_int_equal(claim_drug_intent("T360X1A"), DRUG_POISONING);
	assert_int_equal(claim_drug_intent("T360X5A"), DRUG_ADVERSE_EFFECT);
	assert_int_equal(claim_drug_intent("T3696XA"), DRUG_UNDERDOSING);
	assert_int_equal(claim_drug_intent("T36"), DRUG_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_span),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_drugs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
