/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readers of the order file and of the codes file. Titles here are made up. */
#include "read/recognise.h"
#include "read/release.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef bool table_reader(const struct input *in, struct icd_pool *arena, struct code_table **out,
			  struct icd_error *err);

#define ROW1 "00001 Q10     0 Ache                                                         Ache of some kind\r\n"
#define ROW2                                                                                                           \
	"00002 Q100    1 Ache, left                                                   Ache of some kind, left side\r\n"
#define ROW3                                                                                                           \
	"00003 QA0012A 1 Ache, right                                                  Ache of some kind, right side\r\n"

static struct input input_of(const char *text)
{
	return (struct input){"order.txt", text, strlen(text)};
}

static struct code_table *must_read(table_reader *reader, const char *text, struct icd_pool *arena)
{
	struct input in = input_of(text);
	struct code_table *table = NULL;
	struct icd_error err = {.text = ""};
	if (!reader(&in, arena, &table, &err))
		fail_msg("%s", err.text);
	return table;
}

static void must_fail(table_reader *reader, const char *text, const char *place, const char *why)
{
	struct input in = input_of(text);
	struct icd_pool arena = {0};
	struct code_table *table = NULL;
	struct icd_error err = {.text = ""};
	assert_false(reader(&in, &arena, &table, &err));
	assert_null(table);
	if (strncmp(err.text, place, strlen(place)) != 0 || !strstr(err.text, why))
		fail_msg("'%s' should start with '%s' and say '%s'", err.text, place, why);
	assert_non_null(strstr(err.text, "expected"));
	icd_pool_free(&arena);
}

static void reads_rows(void **state)
{
	struct icd_pool arena = {0};
	struct code_table *table = must_read(read_order, ROW1 ROW2 ROW3, &arena);
	(void)state;
	assert_int_equal(table->count, 3);
	assert_string_equal(table->rows[0].code, "Q10");
	assert_false(table->rows[0].billable);
	assert_string_equal(table->rows[0].short_title, "Ache");
	assert_string_equal(table->rows[0].long_title, "Ache of some kind");
	assert_string_equal(table->rows[2].code, "QA0012A");
	assert_true(table->rows[2].billable);
	assert_int_equal(table->rows[2].line, 3);
	assert_true(table->canonical);
	assert_false(table->uses_lf);
	icd_pool_free(&arena);
}

static void keeps_blanks_inside_and_at_the_start(void **state)
{
	struct icd_pool arena = {0};
	struct code_table *table = must_read(
		read_order,
		"00001 Q10     0  Ache  of it                                                 Ache  of some kind\r\n",
		&arena);
	(void)state;
	assert_string_equal(table->rows[0].short_title, " Ache  of it");
	assert_string_equal(table->rows[0].long_title, "Ache  of some kind");
	assert_true(table->canonical);
	icd_pool_free(&arena);
}

static void is_canonical(const char *text, bool canonical, bool uses_lf, size_t count)
{
	struct icd_pool arena = {0};
	struct code_table *table = must_read(read_order, text, &arena);
	assert_int_equal(table->count, count);
	assert_int_equal(table->canonical, canonical);
	assert_int_equal(table->uses_lf, uses_lf);
	assert_string_equal(table->rows[0].code, "Q10");
	assert_string_equal(table->rows[0].long_title, "Ache of some kind");
	icd_pool_free(&arena);
}

#define HEAD "00001 Q10     0 Ache                                                         "

static void tells_what_cannot_be_given_back(void **state)
{
	(void)state;
	is_canonical(HEAD "Ache of some kind\n", true, true, 1);
	is_canonical(HEAD "Ache of some kind  \r\n", false, false, 1);
	is_canonical("\xEF\xBB\xBF" ROW1, false, false, 1);
	is_canonical(ROW1 "\r\n", false, false, 1);
	is_canonical(ROW1 ROW3, false, false, 2);
	is_canonical("00007 Q10     0 Ache                                                         "
		     "Ache of some kind\r\n",
		     false, false, 1);
	is_canonical(ROW1 "00002 Q100    1 Ache, left                                                   "
			  "Ache of some kind, left side\n",
		     false, false, 2);
	is_canonical("00001 q10     0 Ache                                                         "
		     "Ache of some kind\r\n",
		     false, false, 1);
}

/* Letters outside ASCII take more bytes than columns; both ways of counting are met. */
static void counts_columns_in_characters_or_bytes(void **state)
{
	struct icd_pool arena = {0};
	struct code_table *table = must_read(
		read_order,
		"00001 Q10     0 Sj\xC3\xB6gren                                                      Sj\xC3\xB6gren's ache\r\n",
		&arena);
	(void)state;
	assert_string_equal(table->rows[0].short_title, "Sj\xC3\xB6gren");
	assert_string_equal(table->rows[0].long_title, "Sj\xC3\xB6gren's ache");
	table = must_read(
		read_order,
		"00001 Q10     0 Sj\xC3\xB6gren                                                     Sj\xC3\xB6gren's ache\r\n",
		&arena);
	assert_string_equal(table->rows[0].long_title, "Sj\xC3\xB6gren's ache");
	icd_pool_free(&arena);
}

static void reads_an_order_number_of_six_digits(void **state)
{
	struct icd_pool arena = {0};
	char text[256];
	(void)state;
	snprintf(text, sizeof text, "100000%s", &ROW1[5]);
	struct code_table *table = must_read(read_order, text, &arena);
	assert_string_equal(table->rows[0].code, "Q10");
	assert_string_equal(table->rows[0].long_title, "Ache of some kind");
	icd_pool_free(&arena);
}

static void refuses_broken_rows(void **state)
{
	(void)state;
	must_fail(read_order, "", "order.txt:1:", "no rows");
	must_fail(read_order, "\r\n\r\n", "order.txt:1:", "no rows");
	must_fail(read_order, ROW1 "00002 Q100    1 Ache, left\r\n", "order.txt:2:", "ends in column 26");
	must_fail(read_order, ROW1 "00002 Q1", "order.txt:2:", "ends in column 8");
	must_fail(read_order, ROW1 "0000", "order.txt:2:", "order number");
	must_fail(read_order, ROW1 HEAD "Ache of so", "order.txt:2:", "no line end");
	must_fail(read_order, ROW1 ROW1, "order.txt:2:", "Q10 stands here again after line 1");
	must_fail(read_order, ROW1 ROW2 ROW3 ROW2, "order.txt:4:", "Q10.0 stands here again after line 2");
	must_fail(read_order, ROW1 "x" ROW2, "order.txt:2:", "order number");
	must_fail(read_order,
		  "00001 Q10     2 Ache                                                         "
		  "Ache\r\n",
		  "order.txt:1:", "'2' in column 15");
	must_fail(read_order,
		  "00001 Q1      0 Ache                                                         "
		  "Ache\r\n",
		  "order.txt:1:", "'Q1'");
	must_fail(read_order,
		  "00001 Q10.0   0 Ache                                                         "
		  "Ache\r\n",
		  "order.txt:1:", "'Q10.0'");
	must_fail(read_order,
		  "00001 110     0 Ache                                                         "
		  "Ache\r\n",
		  "order.txt:1:", "'110'");
	must_fail(read_order,
		  "00001 Q10     0 Ache \xE9                                                       "
		  "Ache of some kind\r\n",
		  "order.txt:1:", "UTF-8");
	must_fail(read_order,
		  "00001 Q10     0 Ache \x01                                                       "
		  "Ache of some kind\r\n",
		  "order.txt:1:", "control character 0x01");
	must_fail(read_order,
		  "00001 Q10     0                                                              "
		  "Ache of some kind\r\n",
		  "order.txt:1:", "titles");
	must_fail(read_order,
		  "00001 Q10     0 Ache                                                       xxxxx"
		  "Ache of some kind\r\n",
		  "order.txt:1:", "titles");
	must_fail(read_order,
		  "00001 Q10    00 Ache                                                         "
		  "Ache of some kind\r\n",
		  "order.txt:1:", "column 14");
}

static void refuses_a_zero_byte(void **state)
{
	static const char text[] = "00001 Q10     0 Ache\0                                                        "
				   "Ache of some kind\r\n";
	struct input in = {"order.txt", text, sizeof text - 1};
	struct icd_pool arena = {0};
	struct code_table *table = NULL;
	struct icd_error err;
	(void)state;
	assert_false(read_order(&in, &arena, &table, &err));
	assert_non_null(strstr(err.text, "order.txt:1: control character 0x00"));
	icd_pool_free(&arena);
}

static void reads_a_codes_file(void **state)
{
	struct icd_pool arena = {0};
	struct code_table *table = must_read(read_codes, "Q100    Ache, left\r\nQA0012A Ache, right\r\n", &arena);
	(void)state;
	assert_int_equal(table->count, 2);
	assert_string_equal(table->rows[0].code, "Q100");
	assert_string_equal(table->rows[1].code, "QA0012A");
	assert_string_equal(table->rows[1].long_title, "Ache, right");
	assert_null(table->rows[1].short_title);
	assert_true(table->rows[1].billable);
	assert_true(table->canonical);
	table = must_read(read_codes, "Q100    Ache, left \r\n", &arena);
	assert_string_equal(table->rows[0].long_title, "Ache, left");
	assert_false(table->canonical);
	icd_pool_free(&arena);
}

static void refuses_broken_codes_rows(void **state)
{
	(void)state;
	must_fail(read_codes, "Q100    Ache\r\nQ101   \r\n", "order.txt:2:", "ends in column 7");
	must_fail(read_codes, "Q100    Ache\r\nQ101\r\n", "order.txt:2:", "ends in column 4");
	must_fail(read_codes, "Q100XXXXAche\r\n", "order.txt:1:", "column 8");
	must_fail(read_codes, "Q1      Ache\r\n", "order.txt:1:", "'Q1'");
	must_fail(read_codes, "Q100    Ache\r\nQ100    Ache\r\n", "order.txt:2:", "again");
	must_fail(read_codes, "Q100    Ache\r\nQ101    Ac", "order.txt:2:", "no line end");
}

static const struct {
	const char *date;
	size_t billable, rows;
} official[] = {
	{"2015-10-01", 69823, 91737}, {"2016-10-01", 71486, 93830}, {"2017-10-01", 71704, 94127},
	{"2018-10-01", 71932, 94444}, {"2019-10-01", 72184, 94765}, {"2020-10-01", 72616, 95352},
	{"2021-01-01", 72621, 95358}, {"2021-10-01", 72748, 95524}, {"2022-04-01", 72750, 95528},
	{"2022-10-01", 73639, 96745}, {"2023-04-01", 73674, 96795}, {"2023-10-01", 74044, 97296},
	{"2024-04-01", 74044, 97296}, {"2024-10-01", 74260, 97584}, {"2025-04-01", 74260, 97584},
};

struct release_counts {
	size_t order_files, codes_files, rows, billable, codes;
	bool canonical;
};

static void count_rows(void *context, const struct input *in)
{
	struct release_counts *counts = context;
	enum icd_file_kind kind = recognise(in);
	struct icd_pool arena = {0};
	struct code_table *table;
	struct icd_error err;
	if (kind != ICD_FILE_ORDER && kind != ICD_FILE_CODES)
		return;
	if (!(kind == ICD_FILE_ORDER ? read_order : read_codes)(in, &arena, &table, &err))
		fail_msg("%s", err.text);
	counts->canonical &= table->canonical && !table->uses_lf;
	if (kind == ICD_FILE_ORDER) {
		counts->order_files++;
		counts->rows = table->count;
		for (size_t i = 0; i < table->count; i++)
			counts->billable += table->rows[i].billable;
	} else {
		counts->codes_files++;
		counts->codes = table->count;
	}
	icd_pool_free(&arena);
}

static void reads_the_official_files(void **state)
{
	size_t seen = 0;
	(void)state;
	for (size_t i = 0; i < sizeof official / sizeof *official; i++) {
		struct release_counts counts = {.canonical = true};
		if (!official_visit(official[i].date, count_rows, &counts))
			continue;
		seen++;
		assert_int_equal(counts.order_files, 1);
		assert_int_equal(counts.codes_files, 1);
		assert_int_equal(counts.rows, official[i].rows);
		assert_int_equal(counts.billable, official[i].billable);
		assert_int_equal(counts.codes, official[i].billable);
		assert_true(counts.canonical);
	}
	if (!seen) {
		print_message("skipped: no releases\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows),
		cmocka_unit_test(keeps_blanks_inside_and_at_the_start),
		cmocka_unit_test(tells_what_cannot_be_given_back),
		cmocka_unit_test(counts_columns_in_characters_or_bytes),
		cmocka_unit_test(reads_an_order_number_of_six_digits),
		cmocka_unit_test(refuses_broken_rows),
		cmocka_unit_test(refuses_a_zero_byte),
		cmocka_unit_test(reads_a_codes_file),
		cmocka_unit_test(refuses_broken_codes_rows),
		cmocka_unit_test(reads_the_official_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
