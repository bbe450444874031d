/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the list of POA-exempt codes. Descriptions here are made up. */
#include "read/recognise.h"
#include "read/release.h"
#include "support/made_xlsx.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEADING "Order2021\tPOAexemptCode\tDescription\r\n"

static struct poa_list *must_read(const char *text, struct icd_pool *arena)
{
	struct input in = {"poa.txt", text, strlen(text)};
	struct poa_list *list = NULL;
	struct icd_error err = {.text = ""};
	if (!read_poa(&in, arena, &list, &err))
		fail_msg("%s", err.text);
	return list;
}

static void must_fail(const char *text, const char *place, const char *why)
{
	struct input in = {"poa.txt", text, strlen(text)};
	struct icd_pool arena = {0};
	struct poa_list *list = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_poa(&in, &arena, &list, &err));
	assert_null(list);
	if (strncmp(err.text, place, strlen(place)) != 0 || !strstr(err.text, why))
		fail_msg("'%s' should start with '%s' and say '%s'", err.text, place, why);
	assert_non_null(strstr(err.text, "expected"));
	icd_pool_free(&arena);
}

static void reads_codes(void **state)
{
	struct icd_pool arena = {0};
	struct poa_list *list = must_read(HEADING "01232\tQ10.0\tAche, without quotes\r\n"
						  "01234\tQA0.001A\t\"Ache, left\"\r\n\r\n01235\t\"Q11\"\tSting ",
					  &arena);
	(void)state;
	assert_int_equal(list->count, 3);
	assert_string_equal(list->codes[0], "Q100");
	assert_string_equal(list->codes[1], "QA0001A");
	assert_string_equal(list->codes[2], "Q11");
	icd_pool_free(&arena);
}

static void reads_workbooks(void **state)
{
	static const char rows[] = "<worksheet><sheetData>"
				   "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
				   "<c r='C1' t='s'><v>2</v></c></row>"
				   "<row r='2'><c r='A2'><v>01232</v></c><c r='B2' t='s'><v>3</v></c>"
				   "<c r='C2' t='s'><v>4</v></c></row></sheetData></worksheet>";
	static const char strings[] = "<sst><si><t>OrdFY26</t></si><si><t>POAexemptCode</t></si>"
				      "<si><t>Description</t></si><si><t>Q10.0</t></si><si><t>Ache</t></si></sst>";
	struct icd_pool arena = {0};
	struct poa_list *list = NULL;
	struct icd_error err = {.text = ""};
	struct input in = made_xlsx("POAexemptCodesFY26.xlsx", rows, strings);
	(void)state;
	assert_int_equal(recognise(&in), ICD_FILE_POA);
	if (!read_poa(&in, &arena, &list, &err))
		fail_msg("%s", err.text);
	assert_int_equal(list->count, 1);
	assert_string_equal(list->codes[0], "Q100");
	assert_int_equal(list->last_order, 1232);
	in.name = "POAexemptAddCodesFY26.xlsx"; /* one row of 1232: what was added */
	assert_int_equal(recognise(&in), ICD_FILE_UNKNOWN);
	free((char *)in.data);
	icd_pool_free(&arena);
}

static void reads_every_heading(void **state)
{
	static const char *const headings[] = {
		"Order\tPOAexemptCode\tDescription\r\n",    "Order2022 \tPOAexemptCode\tDescription\r\n",
		"OrdJan2021\tPOAexemptCode\tDescription\n", "OrdApr22\tPOAexemptCode\tDescription\r\n",
		"OrdFY25\tPOAexemptCode\tDescription\r\n",  "\xEF\xBB\xBFOrder23\tPOAexemptCode\tDescription\r\n",
	};
	(void)state;
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
		struct icd_pool arena = {0};
		char text[256];
		snprintf(text, sizeof text, "%s00001\tQ10.0\tAche\r\n", headings[i]);
		assert_int_equal(must_read(text, &arena)->count, 1);
		icd_pool_free(&arena);
	}
}

static void keeps_a_repeated_code_once(void **state)
{
	struct icd_pool arena = {0};
	struct poa_list *list = must_read(HEADING "00001\tQ11\tA\r\n00002\tQ10\tB\r\n00003\tQ11\tA\r\n"
						  "00004\tQ09\tC\r\n00005\tQ11\tA\r\n",
					  &arena);
	(void)state;
	assert_int_equal(list->count, 3);
	assert_string_equal(list->codes[0], "Q11");
	assert_string_equal(list->codes[1], "Q10");
	assert_string_equal(list->codes[2], "Q09");
	icd_pool_free(&arena);
}

static void refuses_what_is_no_list(void **state)
{
	(void)state;
	must_fail("", "poa.txt:1:", "no heading");
	must_fail("POAexemptCode\tDescription\r\nQ10.0\tAche\r\n", "poa.txt:1:", "no heading");
	must_fail("Order2019\tAction\tPOAexemptCode\tDescription\r\n1\tAdd\tQ10\tAche\r\n", "poa.txt:1:", "no heading");
	must_fail(HEADING, "poa.txt:1:", "no codes");
	must_fail(HEADING "00001\tQ10.0\tAche\r\n00002\tQ10", "poa.txt:3:", "three columns");
	must_fail(HEADING "x\tQ10.0\tAche\r\n", "poa.txt:2:", "order number");
	must_fail(HEADING "00001\tache\tAche\r\n", "poa.txt:2:", "'ache' is no code");
	must_fail(HEADING "00001\tQ10.-\tAche\r\n", "poa.txt:2:", "'Q10.-' is no code");
	must_fail(HEADING "00001\tQ10.0\tAche \xFF\r\n", "poa.txt:2:", "UTF-8");
}

/* Counts the lists' own descriptions give. */
static const struct {
	const char *date;
	size_t codes;
} official[] = {
	{"2015-10-01", 35239}, {"2016-10-01", 36875}, {"2017-10-01", 36877}, {"2018-10-01", 36935},
	{"2019-10-01", 37075}, {"2020-10-01", 37258}, {"2021-01-01", 37260}, {"2021-10-01", 37297},
	{"2022-04-01", 37299}, {"2022-10-01", 37658}, {"2023-04-01", 37689}, {"2023-10-01", 38110},
	{"2024-10-01", 38154},
};

static void count_codes(void *context, const struct input *in)
{
	struct icd_pool arena = {0};
	struct poa_list *list;
	struct icd_error err;
	if (recognise(in) != ICD_FILE_POA)
		return;
	if (!read_poa(in, &arena, &list, &err))
		fail_msg("%s", err.text);
	size_t *count = context; /* the full list of a release, as text and as a workbook */
	assert_true(*count == 0 || *count == list->count);
	*count = list->count;
	icd_pool_free(&arena);
}

static void reads_the_official_files(void **state)
{
	bool any = false;
	(void)state;
	for (size_t i = 0; i < sizeof official / sizeof *official; i++) {
		size_t codes = 0;
		if (!official_visit(official[i].date, count_codes, &codes))
			continue;
		any = true;
		assert_int_equal(codes, official[i].codes);
	}
	if (!any) {
		print_message("skipped: no releases\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_codes),
		cmocka_unit_test(reads_workbooks),
		cmocka_unit_test(reads_every_heading),
		cmocka_unit_test(keeps_a_repeated_code_once),
		cmocka_unit_test(refuses_what_is_no_list),
		cmocka_unit_test(reads_the_official_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
