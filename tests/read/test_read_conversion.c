/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readers of the conversion table, as CSV and as spreadsheet, and of spreadsheets. */
#include "formats/read_xlsx.h"
#include "read/recognise.h"
#include "read/release.h"
#include "support/made_xlsx.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PROSE  "\"What is published here\nbecomes effective some day, on two lines.\",,\r\n"
#define HEADER "Current code assignment,Effective October 1,Previous Code(s) Assignment\r\n"

static struct conversion_table *must_read(const char *text, struct icd_pool *arena)
{
	struct input in = {"table.csv", text, strlen(text)};
	struct conversion_table *table = NULL;
	struct icd_error err = {.text = ""};
	if (!read_conversion_csv(&in, arena, &table, &err))
		fail_msg("%s", err.text);
	return table;
}

static void must_fail(const char *text, const char *place, const char *why)
{
	struct input in = {"table.csv", text, strlen(text)};
	struct icd_pool arena = {0};
	struct conversion_table *table = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_conversion_csv(&in, &arena, &table, &err));
	assert_null(table);
	if (strncmp(err.text, place, strlen(place)) != 0 || !strstr(err.text, why))
		fail_msg("'%s' should start with '%s' and say '%s'", err.text, place, why);
	assert_non_null(strstr(err.text, "expected"));
	icd_pool_free(&arena);
}

static void reads_rows(void **state)
{
	struct icd_pool arena = {0};
	struct conversion_table *table = must_read(
		PROSE HEADER "Q10.0,2017,Q10\r\nQ11.2XXA  ,2016, Q11.1XXA \r\n,,\r\nQ12.0,2020,None\r\n", &arena);
	(void)state;
	assert_int_equal(table->count, 3);
	assert_int_equal(table->unread_count, 0);
	assert_string_equal(table->rows[0].code, "Q100");
	assert_int_equal(table->rows[0].effective, 20171001);
	assert_int_equal(table->rows[0].previous_count, 1);
	assert_string_equal(table->rows[0].previous[0], "Q10");
	assert_int_equal(table->rows[0].line, 4);
	assert_string_equal(table->rows[1].code, "Q112XXA");
	assert_string_equal(table->rows[1].previous_text, "Q11.1XXA");
	assert_int_equal(table->rows[2].line, 7);
	assert_int_equal(table->rows[2].previous_count, 0);
	assert_string_equal(table->rows[2].previous_text, "None");
	icd_pool_free(&arena);
}

static void finds_the_columns_by_their_names(void **state)
{
	struct icd_pool arena = {0};
	struct conversion_table *table =
		must_read("No,Effective,PREVIOUS CODE,Current Code\n1,2017,Q10,Q10.0\n", &arena);
	(void)state;
	assert_int_equal(table->count, 1);
	assert_string_equal(table->rows[0].code, "Q100");
	assert_string_equal(table->rows[0].previous[0], "Q10");
	icd_pool_free(&arena);
}

static void keeps_equal_rows_once(void **state)
{
	struct icd_pool arena = {0};
	struct conversion_table *table = must_read(
		HEADER "Q10.1,2017,Q10\r\nQ10.0,2017,\"Q10, Q11\"\r\nQ10.1 ,2017,Q10 \r\nQ10.0,2017,Q10; Q11\r\n"
		       "Q10.1,2018,Q10\r\nQ10.1,2017,Q11\r\n",
		&arena);
	(void)state;
	assert_int_equal(table->count, 4);
	assert_int_equal(table->rows[0].line, 2);
	assert_int_equal(table->rows[1].line, 3);
	assert_string_equal(table->rows[1].previous_text, "Q10, Q11");
	assert_int_equal(table->rows[2].effective, 20181001);
	assert_string_equal(table->rows[3].previous[0], "Q11");
	icd_pool_free(&arena);
}

/* What a cell of the effective column stands for, 0 when it is reported as unread. */
static icd_date date_in(const char *cell)
{
	struct icd_pool arena = {0};
	char text[512];
	snprintf(text, sizeof text, HEADER "Q10.0,\"%s\",Q10\r\n", cell);
	struct conversion_table *table = must_read(text, &arena);
	assert_int_equal(table->count + table->unread_count, 1);
	if (table->unread_count)
		assert_non_null(strstr(table->unread[0], "table.csv:2: no effective date in"));
	icd_date date = table->count ? table->rows[0].effective : 0;
	icd_pool_free(&arena);
	return date;
}

static void reads_dates(void **state)
{
	static const struct {
		const char *cell;
		icd_date date;
	} cases[] = {
		{"2016", 20161001},
		{" 2024 ", 20241001},
		{"2016.0", 20161001},
		{"FY2021", 20201001},
		{"FY 2021", 20201001},
		{"43922", 20200401},
		{"44197", 20210101},
		{"44652", 20220401},
		{"45017", 20230401},
		{"45017.0", 20230401},
		{"04/01/20", 20200401},
		{"01/01/21", 20210101},
		{"4/1/2020", 20200401},
		{"10/1/2020", 20201001},
		{"10-1-2020", 20201001},
		{"2022-04-01", 20220401},
		{"2022-04-01 00:00:00", 20220401},
		{"2022-04-01T00:00:00", 20220401},
		{"20220401", 20220401},
		{"2022/4/1", 20220401},
		{"April 1, 2020", 20200401},
		{"Apr 1, 2020", 20200401},
		{"Apr. 1st, 2020", 20200401},
		{"APRIL 1 2020", 20200401},
		{"1 April 2020", 20200401},
		{"1-Apr-20", 20200401},
		{"01-Apr-2020", 20200401},
		{"January 1, 2021", 20210101},
		{"Jan 2021", 20210101},
		{"Sept 30, 2021", 20210930},
		{"Effective April 1, 2020", 20200401},
		{"2021 Apr 1", 20210401},
		{"2021-Apr-01", 20210401},
		{"May 5, 2021", 20210505},
		/* No dates, or more than one reading. */
		{"", 0},
		{"soon", 0},
		{"2016, 2017", 0},
		{"2016-2017", 0},
		{"13/1/2020", 0},
		{"2/30/2021", 0},
		{"Apr-20", 0},
		{"April", 0},
		{"April 31, 2021", 0},
		{"1999", 0},
		{"2100", 0},
		{"99999", 0},
		{"202", 0},
		{"April May 2020", 0},
		{"4/1", 0},
		{"0", 0},
		{"2020 (April 1)", 0},
		{"123456789012", 0},
		{"4/1/2020 4/1/2021", 0},
		{"20221301", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		icd_date date = date_in(cases[i].cell);
		if (date != cases[i].date)
			fail_msg("'%s' gives %d, should give %d", cases[i].cell, date, cases[i].date);
	}
}

/* The previous codes of a cell with blanks between, "" for none, NULL when reported as unread. */
static bool previous_in(const char *cell, char *out, size_t size)
{
	struct icd_pool arena = {0};
	char text[512];
	snprintf(text, sizeof text, HEADER "Q10.0,2017,\"%s\"\r\n", cell);
	struct conversion_table *table = must_read(text, &arena);
	bool read = table->count == 1;
	assert_int_equal(table->count + table->unread_count, 1);
	out[0] = '\0';
	for (size_t i = 0; read && i < table->rows[0].previous_count; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s%s", i ? " " : "", table->rows[0].previous[i]);
	icd_pool_free(&arena);
	return read;
}

static void reads_previous_codes(void **state)
{
	static const struct {
		const char *cell, *codes; /* codes NULL: unread */
	} cases[] = {
		{"Q10", "Q10"},
		{" Q10.1 ", "Q101"},
		{"Q10 and Q11", "Q10 Q11"},
		{"Q10 AND Q11", "Q10 Q11"},
		{"Q10 & Q11", "Q10 Q11"},
		{"Q10; Q11; Q12", "Q10 Q11 Q12"},
		{"Q10, Q11", "Q10 Q11"},
		{"Q10, Q11, Q12 and Q13", "Q10 Q11 Q12 Q13"},
		{"Q10.1-Q10.3", "Q101-Q103"},
		{"Q10.1 - Q10.3", "Q101-Q103"},
		{"Q10.1 to Q10.3", "Q101-Q103"},
		{"Q10.1\xE2\x80\x93Q10.3", "Q101-Q103"},
		{"Q10.1-Q10.3; Q10.8", "Q101-Q103 Q108"},
		{"Q10-Q11 and Q12-Q13", "Q10-Q11 Q12-Q13"},
		{"Codes in Categories Q10-Q19", "Q10-Q19"},
		{"Q10.1 AND Code from categories Q20-Q30", "Q101 Q20-Q30"},
		{"Q10.1 and a code from R11-", "Q101 R11"},
		{"Q10.- and Q11.8", "Q10 Q118"},
		{"Q10.-, Q11", "Q10 Q11"},
		{"Q10-Q11-", "Q10-Q11"},
		{"q10.1", "Q101"},
		{"None", ""},
		{"none", ""},
		{"N/A", ""},
		{"QA0.0101", "QA00101"},
		{"C4A.9", "C4A9"},
		{"", NULL},
		{"see above", NULL},
		{"Q10 with Q11", NULL},
		{"Q10 to", NULL},
		{"to Q10", NULL},
		{"-Q10", NULL},
		{"Q10- Q11", NULL},
		{"Q10.1.2", NULL},
		{"None, Q10", NULL},
		{"Q10 (Q11)", NULL},
		{"Q10 to and Q11", NULL},
		{"Q10 to, Q11", NULL},
		{"and", NULL},
		{"Q10.12345", NULL},
		{"Q10 \xFF", NULL},
	};
	char codes[256];
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool read = previous_in(cases[i].cell, codes, sizeof codes);
		if (read != (cases[i].codes != NULL) || (read && strcmp(codes, cases[i].codes) != 0))
			fail_msg("'%s' gives '%s', should give '%s'", cases[i].cell, read ? codes : "(unread)",
				 cases[i].codes ? cases[i].codes : "(unread)");
	}
}

static void reports_what_it_cannot_read(void **state)
{
	struct icd_pool arena = {0};
	struct conversion_table *table = must_read(
		PROSE HEADER "Q10.0,2017,Q10\r\nsee below,2017,Q10\r\nQ10.1,later,Q10\r\nQ10.2,2017,old one\r\n"
			     "Q10.-,2017,Q10\r\n\xFF,2017,Q10\r\nQ10.3,2017\r\nQ10.4,2018,Q1",
		&arena);
	(void)state;
	assert_int_equal(table->count, 1);
	assert_int_equal(table->unread_count, 7);
	assert_string_equal(table->unread[0], "table.csv:5: no code in 'see below', expected one such as M54.50");
	assert_string_equal(table->unread[1], "table.csv:6: no effective date in 'later', expected a year or a date");
	assert_string_equal(table->unread[2], "table.csv:7: no previous codes in 'old one', expected "
					      "codes, ranges or 'None'");
	assert_non_null(strstr(table->unread[3], "table.csv:8: no code in 'Q10.-'"));
	assert_non_null(strstr(table->unread[4], "table.csv:9: no code in '...'"));
	assert_non_null(strstr(table->unread[5], "table.csv:10: no previous codes in ''"));
	assert_non_null(strstr(table->unread[6], "table.csv:11: the last row has no line end"));
	icd_pool_free(&arena);
}

static void refuses_what_is_no_table(void **state)
{
	(void)state;
	must_fail("", "table.csv:1:", "no header row");
	must_fail(PROSE "Q10.0,2017,Q10\r\n", "table.csv:1:", "no header row");
	must_fail(PROSE HEADER, "table.csv:1:", "no rows");
	must_fail(HEADER "Q10.0,2017,\"Q10\r\nQ10.1,2017,Q10\r\n", "table.csv:2:", "ends within quotes");
	must_fail(HEADER "Q10.0,2017,Q10\r\nQ10.1,20\"17,Q10\r\n", "table.csv:3:", "quotes");
}

/* -- Spreadsheets -------------------------------------------------------- */

#define TABLE                                                                                                          \
	"<?xml version='1.0'?><worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"           \
	"<sheetData><row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2'/></row>"                                          \
	"<row r='4'><c r='A4' t='s'><v>1</v></c><c r='B4' t='inlineStr'><is><t>Effective</t></is></c>"                 \
	"<c r='C4' t='s'><v>2</v></c></row>"                                                                           \
	"<row r='5'><c r='A5' t='str'><f>B5</f><v>Q10.0</v></c><c r='B5' s='9'><v>43922</v></c>"                       \
	"<c r='C5' t='s'><v>3</v></c></row>"                                                                           \
	"<row r='6'><c r='A6' s='1'/><c r='B6'/></row>"                                                                \
	"<row><c><v>Q10.1</v></c><c><v>2021</v></c><c t='s'><v>4</v></c></row>"                                        \
	"</sheetData></worksheet>"
#define STRINGS                                                                                                        \
	"<sst><si><t>Prose &amp; more</t></si><si><r><t>Current code </t></r><r><t>assignment</t></r>"                 \
	"<rPh sb='0' eb='1'><t>hint</t></rPh></si><si><t>Previous Code(s)</t></si>"                                    \
	"<si><t>Q10 <!-- x -->and <![CDATA[Q11]]></t></si><si><t>None</t></si></sst>"

static void reads_a_sheet(void **state)
{
	struct input in = made_xlsx("made.xlsx", TABLE, STRINGS);
	struct icd_pool arena = {0};
	struct sheet *sheet = NULL;
	struct icd_error err = {.text = ""};
	(void)state;
	struct workbook *book = workbook_open(&in, &err);
	if (!book || !workbook_rows(book, SIZE_MAX, &arena, &sheet, &err))
		fail_msg("%s", err.text);
	assert_int_equal(sheet->count, 4);
	assert_int_equal(sheet->rows[0].number, 2);
	assert_int_equal(sheet->rows[0].count, 1);
	assert_string_equal(sheet->rows[0].cells[0], "Prose & more");
	assert_int_equal(sheet->rows[1].count, 3);
	assert_string_equal(sheet->rows[1].cells[0], "Current code assignment");
	assert_string_equal(sheet->rows[1].cells[1], "Effective");
	assert_string_equal(sheet->rows[2].cells[0], "Q10.0");
	assert_string_equal(sheet->rows[2].cells[2], "Q10 and Q11");
	assert_int_equal(sheet->rows[3].number, 7);
	assert_string_equal(sheet->rows[3].cells[2], "None");
	assert_true(workbook_rows(book, 2, &arena, &sheet, &err));
	assert_int_equal(sheet->count, 2);
	workbook_close(book);
	icd_pool_free(&arena);
	free((char *)in.data);
}

static void reads_a_table_from_a_sheet(void **state)
{
	struct input in = made_xlsx("made.xlsx", TABLE, STRINGS);
	struct icd_pool arena = {0};
	struct conversion_table *table = NULL;
	struct icd_error err = {.text = ""};
	(void)state;
	if (!read_conversion_xlsx(&in, &arena, &table, &err))
		fail_msg("%s", err.text);
	assert_int_equal(table->count, 2);
	assert_int_equal(table->rows[0].effective, 20200401);
	assert_int_equal(table->rows[0].line, 5);
	assert_string_equal(table->rows[0].previous[1], "Q11");
	assert_int_equal(table->rows[1].effective, 20211001);
	assert_int_equal(table->rows[1].previous_count, 0);
	icd_pool_free(&arena);
	free((char *)in.data);
}

static void sheet_fails(const char *table, const char *strings, const char *place, const char *why)
{
	struct input in = made_xlsx("made.xlsx", table, strings);
	struct icd_pool arena = {0};
	struct conversion_table *out = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_conversion_xlsx(&in, &arena, &out, &err));
	assert_null(out);
	if (strncmp(err.text, place, strlen(place)) != 0 || !strstr(err.text, why))
		fail_msg("'%s' should start with '%s' and say '%s'", err.text, place, why);
	icd_pool_free(&arena);
	free((char *)in.data);
}

#define SHEET_OF(cells) "<worksheet><sheetData><row r='1'>" cells "</row></sheetData></worksheet>"

static void refuses_broken_sheets(void **state)
{
	(void)state;
	sheet_fails(NULL, STRINGS, "made.xlsx (xl/worksheets/table.xml):", "expected");
	sheet_fails(TABLE, NULL, "made.xlsx (xl/sharedStrings.xml):", "expected");
	sheet_fails("<worksheet>\n<row></c></worksheet>", STRINGS,
		    "made.xlsx (xl/worksheets/table.xml):2:", "mismatch");
	sheet_fails("", STRINGS, "made.xlsx (xl/worksheets/table.xml):", "expected");
	sheet_fails("no XML", STRINGS, "made.xlsx (xl/worksheets/table.xml):1:", "expected");
	sheet_fails(TABLE, "<sst><si><t>one</t></si></sst>", "made.xlsx (xl/sharedStrings.xml):", "last string");
	sheet_fails(TABLE, "<sst><si><t>one</t>", "made.xlsx (xl/sharedStrings.xml):", "expected");
	sheet_fails(SHEET_OF("<c r='A1' t='s'><v>-1</v></c>"), STRINGS,
		    "made.xlsx (xl/worksheets/table.xml):1:", "string");
	sheet_fails(SHEET_OF("<c r='A1' t='s'><v>99999999999999999999</v></c>"), STRINGS,
		    "made.xlsx (xl/worksheets/table.xml):1:", "string");
	sheet_fails(SHEET_OF("<c r='1'><v>1</v></c>"), STRINGS, "made.xlsx (xl/worksheets/table.xml):1:", "place");
	sheet_fails(SHEET_OF("<c r='ZZZ1'><v>1</v></c>"), STRINGS, "made.xlsx (xl/worksheets/table.xml):1:", "columns");
	sheet_fails("<!DOCTYPE worksheet [<!ENTITY a 'b'>]>" SHEET_OF("<c r='A1'><v>&a;</v></c>"), STRINGS,
		    "made.xlsx (xl/worksheets/table.xml):1:", "DOCTYPE");
	sheet_fails(SHEET_OF("<c r='A1'><v>1</v></c>"), STRINGS, "made.xlsx:1:", "no header row");
	sheet_fails("<worksheet/>", STRINGS, "made.xlsx:1:", "no header row");
}

/* Whatever is cut off or turned over: an answer or a sentence, never a crash. */
static void survives_damage(void **state)
{
	struct input whole = made_xlsx("made.xlsx", TABLE, STRINGS);
	char *data = malloc(whole.size + 1);
	(void)state;
	for (size_t i = 0; i < whole.size; i++) {
		struct icd_pool arena = {0};
		struct conversion_table *table;
		struct icd_error err = {.text = ""};
		bool cut = i % 2;
		struct input in = {"made.xlsx", data, cut ? i : whole.size};
		memcpy(data, whole.data, whole.size + 1);
		data[i] = cut ? '\0' : (char)(data[i] ^ 0x55);
		if (!read_conversion_xlsx(&in, &arena, &table, &err))
			assert_non_null(strstr(err.text, "expected"));
		icd_pool_free(&arena);
	}
	free(data);
	free((char *)whole.data);
}

/* -- Official files ------------------------------------------------------ */

static const struct {
	const char *date;
	size_t rows, files;
} official[] = {
	{"2016-10-01", 1962, 1}, {"2017-10-01", 2322, 1}, {"2018-10-01", 2601, 2}, {"2019-10-01", 2874, 2},
	{"2020-10-01", 3370, 2}, {"2021-01-01", 3370, 1}, {"2021-10-01", 3529, 1}, {"2022-04-01", 3532, 2},
	{"2022-10-01", 4708, 1}, {"2023-04-01", 4750, 1}, {"2023-10-01", 5145, 1}, {"2024-10-01", 5397, 1},
};

struct tables {
	struct icd_pool arena;
	struct conversion_table *table[3];
	size_t count;
};

static void keep_table(void *context, const struct input *in)
{
	struct tables *tables = context;
	enum icd_file_kind kind = recognise(in);
	struct icd_error err;
	if (kind != ICD_FILE_CONVERSION_CSV && kind != ICD_FILE_CONVERSION_XLSX)
		return;
	assert_true(tables->count < 3);
	if (!(kind == ICD_FILE_CONVERSION_CSV ? read_conversion_csv : read_conversion_xlsx)(
		    in, &tables->arena, &tables->table[tables->count], &err))
		fail_msg("%s", err.text);
	tables->count++;
}

static void same_tables(const struct conversion_table *one, const struct conversion_table *other)
{
	assert_int_equal(one->count, other->count);
	for (size_t i = 0; i < one->count; i++) {
		assert_string_equal(one->rows[i].code, other->rows[i].code);
		assert_int_equal(one->rows[i].effective, other->rows[i].effective);
		assert_string_equal(one->rows[i].previous_text, other->rows[i].previous_text);
		assert_int_equal(one->rows[i].previous_count, other->rows[i].previous_count);
	}
}

static void reads_the_official_files(void **state)
{
	bool any = false;
	(void)state;
	for (size_t i = 0; i < sizeof official / sizeof *official; i++) {
		struct tables tables = {0};
		if (!official_visit(official[i].date, keep_table, &tables))
			continue;
		any = true;
		assert_int_equal(tables.count, official[i].files);
		for (size_t k = 0; k < tables.count; k++) {
			assert_int_equal(tables.table[k]->count, official[i].rows);
			assert_int_equal(tables.table[k]->unread_count, 0);
		}
		if (tables.count == 2)
			same_tables(tables.table[0], tables.table[1]);
		icd_pool_free(&tables.arena);
	}
	if (!any) {
		print_message("skipped: no releases\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows),
		cmocka_unit_test(finds_the_columns_by_their_names),
		cmocka_unit_test(keeps_equal_rows_once),
		cmocka_unit_test(reads_dates),
		cmocka_unit_test(reads_previous_codes),
		cmocka_unit_test(reports_what_it_cannot_read),
		cmocka_unit_test(refuses_what_is_no_table),
		cmocka_unit_test(reads_a_sheet),
		cmocka_unit_test(reads_a_table_from_a_sheet),
		cmocka_unit_test(refuses_broken_sheets),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_the_official_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
