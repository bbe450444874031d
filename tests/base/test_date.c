/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people and official tables write them. */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void reads_every_form(void **state)
{
	static const struct {
		const char *text;
		icd_date date;
	} cases[] = {
		{"2025-05-01", 20250501}, {"20250501", 20250501},   {"5/1/2025", 20250501},   {"05/01/2025", 20250501},
		{"12/31/2025", 20251231}, {"FY2025", 20241001},     {"fy2025", 20241001},     {"Fy2016", 20151001},
		{"2024-02-29", 20240229}, {"2000-02-29", 20000229}, {"1900-01-01", 19000101}, {"9999-12-31", 99991231},
		{"2025/05/01", 20250501}, {"2025/5/1", 20250501},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		icd_date date = 0;
		if (!icd_date_parse(cases[i].text, &date) || date != cases[i].date)
			fail_msg("%s gives %d, not %d", cases[i].text, (int)date, (int)cases[i].date);
	}
}

/* What people type, who speak of releases by their month; data has days. */
static void reads_what_people_say(void **state)
{
	static const struct {
		const char *text;
		icd_date date;
	} cases[] = {
		{"2025-05-01", 20250501},     {"FY2025", 20241001},
		{"5/1/2025", 20250501},       {"October 2024", 20241001},
		{"october 2024", 20241001},   {"Oct 2024", 20241001},
		{"Oct. 2024", 20241001},      {"Oct-2024", 20241001},
		{"Sept 2024", 20240901},      {"April 2025", 20250401},
		{"May 2025", 20250501},       {"October 1, 2024", 20241001},
		{"Oct 1st, 2024", 20241001},  {"1 October 2024", 20241001},
		{"30 Sep 2024", 20240930},    {"February 29 2024", 20240229},
		{"2024-10", 20241001},        {"10/2024", 20241001},
		{"4/2025", 20250401},         {"FY 2025", 20241001},
		{"FY25", 20241001},           {"fy-26", 20251001},
		{"  April  2025 ", 20250401},
	};
	static const char *const none[] = {
		"",
		" ",
		",",
		"2024,",
		"a",
		"",
		"October",
		"2024",
		"Octobers 2024",
		"Oc 2024",
		"October 24",
		"October 32, 2024",
		"Feb 29 2025",
		"2024-13",
		"13/2024",
		"October 2024 1",
		"1 1 2024",
		"2024 October",
		"today",
		"M54.5",
		"FY",
		"FY 20255",
		"Oct 2024 to Apr 2025",
		"2024-10-01 2025-04-01",
		"October 0, 2024",
		"1 2 October 2024",
		"10.2024",
		"\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5",
		"October 20244",
		"2024-10-",
		"Oct\302\2402024",
		"5-1-2025",
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		icd_date date = 0;
		if (!icd_date_read(cases[i].text, &date) || date != cases[i].date)
			fail_msg("%s gives %d, not %d", cases[i].text, (int)date, (int)cases[i].date);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		icd_date date = 7;
		if (icd_date_read(none[i], &date) || date != 7)
			fail_msg("\"%s\" was taken for %d", none[i], (int)date);
	}
}

static void reads_days_of_tables(void **state)
{
	static const char *const first_of_october[] = {
		"2021-10-01",
		" 2021-10-01\t",
		"2021/10/01",
		"2021/10/1",
		"20211001",
		"10/1/2021",
		"10/01/2021",
		"2021-10-01T08:30:00Z",
		"2021-10-01t08:30",
		"2021-10-01T0830",
		"2021-10-01T08",
		"2021-10-01T08:30:00.123456-05:00",
		"2021-10-01 08:30:00.000",
		"2021-10-01 00:00:00+02",
		"2021-10-01 8:30 America/Chicago",
		"2021/10/01 08:30:00",
		"10/1/2021 8:30 AM",
		"10/1/2021, 8:30:15 PM",
		"20211001T083000Z",
		"202110010830",
		"20211001083000-0500",
		"20211001 08:30",
		"01-OCT-2021",
		"1-Oct-2021",
		"01-OCT-2021 08:30:00",
		"01OCT2021",
		"01oct2021:08:30:00.000",
		"1 Oct 2021",
		"Oct 1 2021",
		"Oct  1 2021 12:00AM",
		"October 1, 2021",
	};
	static const char *const none[] = {
		"",
		" ",
		"T08:30",
		"2021-10",
		"October 2021",
		"2021",
		"44470",
		"1.10.2021",
		"1-10-2021",
		"10/1/21",
		"01-OCT-21",
		"2021-10-01 to 2021-10-05",
		"2021-10-01 x",
		"2021-10-01T",
		"2021-10-01 morning",
		"2021100108",
		"31-SEP-2021",
		"2021-10-01, 2021-10-02",
		"October 1 2021 1 2",
		"2021-10-01                                                       8:30",
	};
	(void)state;
	for (size_t i = 0; i < sizeof first_of_october / sizeof *first_of_october; i++) {
		const char *text = first_of_october[i];
		icd_date date = 0;
		if (!icd_date_parse_cell(text, strlen(text), &date) || date != 20211001)
			fail_msg("%s gives %d", text, (int)date);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		icd_date date = 7;
		if (icd_date_parse_cell(none[i], strlen(none[i]), &date) || date != 7)
			fail_msg("\"%s\" was taken for %d", none[i], (int)date);
	}
	icd_date date;
	assert_true(icd_date_parse_cell("2021-10-01,x", 10, &date));
	assert_true(icd_date_parse_cell("2024-02-29,x", 10, &date));
	assert_int_equal(date, 20240229);
	static const char *const nearly[] = {"2023-02-29", "2021-13-01", "2021-00-10", "2021-10-00", "2021-1O-01",
					     "202/-10-01", "1899-10-01", "2021-10:01", "2021-:0-01", "-021-10-01"};
	for (size_t i = 0; i < sizeof nearly / sizeof *nearly; i++)
		assert_false(icd_date_parse_cell(nearly[i], 10, &date));
}

static void refuses_what_is_no_day(void **state)
{
	static const char *const cases[] = {
		"",
		"-",
		"today",
		"2025",
		"2025-05",
		"2025-5-1",
		"2025-13-01",
		"2025-00-01",
		"2025-04-31",
		"2025-05-00",
		"2025-02-29",
		"1900-02-29",
		"2100-02-29",
		"1899-12-31",
		"0000-00-00",
		"20250532",
		"202505011",
		"2025501",
		"5/1/25",
		"13/1/2025",
		"2/30/2025",
		"5/1/2025 ",
		" 2025-05-01",
		"2025-05-01T00:00",
		"2025/5/32",
		"2025/05-01",
		"2025-05/01",
		"5-1-2025",
		"FY25",
		"FY",
		"FY20255",
		"FY2025-10-01",
		"FY 2025",
		"FY1900",
		"2025-0a-01",
		"+2025-05-01",
		"\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5",
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		icd_date date = 7;
		if (icd_date_parse(cases[i], &date) || date != 7)
			fail_msg("\"%s\" was taken for %d", cases[i], (int)date);
	}
}

static void writes_dates(void **state)
{
	char text[ICD_DATE_SIZE];
	(void)state;
	assert_string_equal(icd_date_format(20250501, text), "2025-05-01");
	assert_string_equal(icd_date_format(99991231, text), "9999-12-31");
	assert_string_equal(icd_date_format(0, text), "");
}

static void steps_over_months_and_leap_days(void **state)
{
	(void)state;
	assert_int_equal(icd_date_add_days(20210930, 1), 20211001);
	assert_int_equal(icd_date_add_days(20211001, -1), 20210930);
	assert_int_equal(icd_date_add_days(20251231, 1), 20260101);
	assert_int_equal(icd_date_add_days(20240228, 1), 20240229);
	assert_int_equal(icd_date_add_days(20240301, -1), 20240229);
	assert_int_equal(icd_date_add_days(20230228, 1), 20230301);
	assert_int_equal(icd_date_add_days(19000228, 1), 19000301);
	assert_int_equal(icd_date_add_days(20000101, 366), 20010101);
	assert_int_equal(icd_date_add_days(20250501, 0), 20250501);
}

/* Each day of four centuries follows the one before it, and back. */
static void counts_every_day(void **state)
{
	icd_date date = 19000101;
	(void)state;
	for (int days = 0; days < 146097; days++) {
		icd_date next = icd_date_add_days(date, 1);
		assert_true(icd_date_valid(next) && next > date);
		assert_int_equal(icd_date_add_days(next, -1), date);
		date = next;
	}
	assert_int_equal(date, 23000101);
}

static void reads_serial_numbers_of_workbooks(void **state)
{
	(void)state;
	assert_int_equal(icd_date_from_excel(43922), 20200401);
	assert_int_equal(icd_date_from_excel(44197), 20210101);
	assert_int_equal(icd_date_from_excel(44652), 20220401);
	assert_int_equal(icd_date_from_excel(45017), 20230401);
	assert_int_equal(icd_date_from_excel(61), 19000301);
	assert_int_equal(icd_date_from_excel(2958465), 99991231);
	assert_int_equal(icd_date_from_excel(60), 0);
	assert_int_equal(icd_date_from_excel(0), 0);
	assert_int_equal(icd_date_from_excel(-1), 0);
	assert_int_equal(icd_date_from_excel(2958466), 0);
}

static void fiscal_years_end_in_september(void **state)
{
	(void)state;
	assert_int_equal(icd_date_fiscal_year(20240930), 2024);
	assert_int_equal(icd_date_fiscal_year(20241001), 2025);
	assert_int_equal(icd_date_fiscal_year(20241231), 2025);
	assert_int_equal(icd_date_fiscal_year(20250101), 2025);
	assert_int_equal(icd_date_fiscal_year(20250401), 2025);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_form),
		cmocka_unit_test(reads_what_people_say),
		cmocka_unit_test(reads_days_of_tables),
		cmocka_unit_test(refuses_what_is_no_day),
		cmocka_unit_test(writes_dates),
		cmocka_unit_test(steps_over_months_and_leap_days),
		cmocka_unit_test(counts_every_day),
		cmocka_unit_test(reads_serial_numbers_of_workbooks),
		cmocka_unit_test(fiscal_years_end_in_september),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
