/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes as people type them, as they are stored and as they are shown. */
#include "base/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void reads_codes_as_typed(void **state)
{
	static const struct {
		const char *text, *code;
		bool open;
	} cases[] = {
		{"M54.50", "M5450", false},
		{"m5450", "M5450", false},
		{"M5450", "M5450", false},
		{" M54.50 ", "M5450", false},
		{"\tM54.50\r\n", "M5450", false},
		{"M54. 50", "M5450", false},
		{"M 54.50", "M5450", false},
		{"M54", "M54", false},
		{"M54.", "M54", false},
		{"M54.5.", "M545", false},
		{"M54.5-", "M545", true},
		{"M54.-", "M54", true},
		{"M54-", "M54", true},
		{"M54.5_", "M545", true},
		{"M54.5--", "M545", true},
		{"M54.5 -", "M545", true},
		{"W21.89XA", "W2189XA", false},
		{"w21.89xa", "W2189XA", false},
		{"T74.A1X", "T74A1X", false},
		{"S13.4x", "S134X", false},
		{"QA0.0101", "QA00101", false},
		{"C4A", "C4A", false},
		{"z3a.38", "Z3A38", false},
		{"C44.1021", "C441021", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct icd_typed_code typed;
		if (!icd_code_parse(cases[i].text, strlen(cases[i].text), &typed))
			fail_msg("\"%s\" was refused", cases[i].text);
		assert_string_equal(typed.code, cases[i].code);
		assert_int_equal(typed.open, cases[i].open);
	}
}

static void refuses_what_is_no_code(void **state)
{
	static const char *const cases[] = {
		"",
		" ",
		"-",
		".",
		"M",
		"M5",
		"M5.",
		"M5.450",
		"M545.0",
		"M.5450",
		".M5450",
		"M54.50.1",
		"M54.500000",
		"54.50",
		"5M4",
		"back",
		"pain",
		"abc",
		"M54/50",
		"M54,50",
		"M54.5+",
		"M54.50 M54.51",
		"+",
		"\xC3\x89"
		"54.50",
		"M54.\xC3\xA9",
		"M54.5\xE2\x80\x93",
		"M\xC2\xA0"
		"54",
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct icd_typed_code typed;
		if (icd_code_parse(cases[i], strlen(cases[i]), &typed))
			fail_msg("\"%s\" was taken for %s", cases[i], typed.code);
	}
}

static void reads_no_further_than_told(void **state)
{
	struct icd_typed_code typed;
	(void)state;
	assert_true(icd_code_parse("M54.50,M51.26", 6, &typed));
	assert_string_equal(typed.code, "M5450");
	assert_false(icd_code_parse("M54.50", 2, &typed));
	assert_false(icd_code_parse("M54\0"
				    "50",
				    6, &typed));
}

static void takes_placeholders_off(void **state)
{
	static const struct {
		const char *with, *without;
	} cases[] = {{"S134X", "S134"}, {"W11XXX", "W11"}, {"W11XXXA", "W11XXXA"}, {"M54", "M54"},
		     {"X00", "X00"},    {"AXX", "AXX"},    {"T74A1X", "T74A1"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char code[ICD_CODE_SIZE];
		strcpy(code, cases[i].with);
		assert_int_equal(icd_code_without_placeholder(code), strcmp(cases[i].with, cases[i].without) != 0);
		assert_string_equal(code, cases[i].without);
	}
}

static void shows_codes_with_their_dot(void **state)
{
	char text[ICD_DOTTED_SIZE];
	(void)state;
	assert_string_equal(icd_code_format("M5450", text), "M54.50");
	assert_string_equal(icd_code_format("M54", text), "M54");
	assert_string_equal(icd_code_format("M545", text), "M54.5");
	assert_string_equal(icd_code_format("W2189XA", text), "W21.89XA");
	assert_string_equal(icd_code_format("", text), "");
}

/* What is shown is read again as what was stored. */
static void shown_codes_are_read_back(void **state)
{
	static const char *const codes[] = {"M54", "M545", "M5450", "W2189XA", "QA00101", "Z3A38", "C441021"};
	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char text[ICD_DOTTED_SIZE];
		struct icd_typed_code typed;
		icd_code_format(codes[i], text);
		assert_true(icd_code_parse(text, strlen(text), &typed));
		assert_string_equal(typed.code, codes[i]);
	}
}

static void ranges_of_categories(void **state)
{
	struct icd_category_range range;
	(void)state;
	assert_true(icd_category_range_read("V00-X58", &range));
	assert_string_equal(range.from, "V00");
	assert_string_equal(range.to, "X58");
	assert_true(icd_category_range_has(&range, "V00") && icd_category_range_has(&range, "X5811XA"));
	assert_false(icd_category_range_has(&range, "X60") || icd_category_range_has(&range, "U99"));
	assert_true(icd_category_range_read("B20", &range) && icd_category_range_has(&range, "B20"));
	assert_false(icd_category_range_has(&range, "B21"));
	assert_false(icd_category_range_read("", &range) || icd_category_range_read("V00-", &range) ||
		     icd_category_range_read("V00-V99-X58", &range) || icd_category_range_read("-X58", &range));
}

static void ranges_are_two_codes(void **state)
{
	static const char *const none[] = {"", "-", "M54.30", "M54.30-", "-M54.32", "M54.30-x", "M54-M55-M56"};
	struct icd_typed_code low, high;
	(void)state;
	assert_true(icd_code_range_parse("m54.30-M5432", &low, &high));
	assert_string_equal(low.code, "M5430");
	assert_string_equal(high.code, "M5432");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (icd_code_range_parse(none[i], &low, &high))
			fail_msg("\"%s\" was taken for a range", none[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_two_codes),      cmocka_unit_test(reads_codes_as_typed),
		cmocka_unit_test(refuses_what_is_no_code),   cmocka_unit_test(reads_no_further_than_told),
		cmocka_unit_test(takes_placeholders_off),    cmocka_unit_test(shows_codes_with_their_dot),
		cmocka_unit_test(shown_codes_are_read_back), cmocka_unit_test(ranges_of_categories),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
