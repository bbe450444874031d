/* SPDX-License-Identifier: GPL-3.0-or-later */
/* General equivalence mappings: which of them a file is, its rows, and rows that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "read/recognise.h"
#include "read/release.h"

#include <stdlib.h>
#include <string.h>

static struct icd_pool pool;

static struct input input_of(const char *text)
{
	return (struct input){"gem.txt", text, strlen(text)};
}

static enum icd_file_kind kind_of(const char *text)
{
	struct input in = input_of(text);
	return recognise(&in);
}

static void test_kinds(void **state)
{
	(void)state;
	assert_int_equal(kind_of("0010  A000    00000\r\n"), ICD_FILE_GEM_FROM_9);
	assert_int_equal(kind_of("A000    0010  00000\r\n"), ICD_FILE_GEM_FROM_10);
	/* Codes that may be of either: the columns tell. */
	assert_int_equal(kind_of("V720  Z0100   10000\nE8809 NoDx    11000\n"), ICD_FILE_GEM_FROM_9);
	assert_int_equal(kind_of("E8809   V720  10000\nV720    E8809 10000\n"), ICD_FILE_GEM_FROM_10);
	assert_int_equal(kind_of("V720  E8809   10000\nE8809 V720    10000\n"), ICD_FILE_GEM_FROM_9);
	/* One broken row does not hide a file. */
	assert_int_equal(kind_of("0010  A000    00000\n0011  A001    0000\n0019  A009    00000\n"),
			 ICD_FILE_GEM_FROM_9);
	/* The mappings of procedures are no such files. */
	assert_int_equal(kind_of("0001  6A750Z4 10000\r\n0002  6A750Z5 10000\r\n"), ICD_FILE_UNKNOWN);
	assert_int_equal(kind_of("0016070 0233  10000\r\n"), ICD_FILE_UNKNOWN);
	assert_int_equal(kind_of("0068  NoPCS   11000\r\n"), ICD_FILE_UNKNOWN);
}

static struct gem_table *read_text(enum icd_gem gem, const char *text)
{
	struct input in = input_of(text);
	struct gem_table *table;
	struct icd_error err;
	if (!read_gem(&in, gem, &pool, &table, &err))
		fail_msg("%s", err.text);
	return table;
}

static void test_rows(void **state)
{
	struct gem_table *table = read_text(ICD_GEM_FROM_10, "M545    7242  00000\r\nR29700  NoDx  11000\r\n"
							     "T39011A 9651  10111\r\nT39011A E8503 10112\r\n"
							     "T8853XD v5889 10000\r\n");
	(void)state;
	assert_int_equal(table->count, 5);
	assert_true(table->canonical && !table->uses_lf);
	assert_string_equal(table->rows[0].source, "M545");
	assert_string_equal(table->rows[0].says.code, "7242");
	assert_false(table->rows[0].says.approximate);
	assert_string_equal(table->rows[1].says.code, "");
	assert_true(table->rows[1].says.approximate && !table->rows[1].says.combination);
	assert_true(table->rows[3].says.combination);
	assert_int_equal(table->rows[3].says.scenario, 1);
	assert_int_equal(table->rows[3].says.choice, 2);
	assert_string_equal(table->rows[4].says.code, "V5889");
	assert_true(table->rows[4].says.small);
}

static void test_layouts(void **state)
{
	(void)state;
	assert_true(read_text(ICD_GEM_FROM_9, "0010  A000    00000\n0011  A001    00000\n")->uses_lf);
	assert_false(read_text(ICD_GEM_FROM_9, "0010 A000 00000\n")->canonical);
	assert_false(read_text(ICD_GEM_FROM_9, "0011  A001    00000\n0010  A000    00000\n")->canonical);
	assert_false(read_text(ICD_GEM_FROM_9, "0010  A000    00000\n\n0011  A001    00000\n")->canonical);
	assert_false(read_text(ICD_GEM_FROM_9, "0010  A000    00000\r\n0011  A001    00000\n")->canonical);
	assert_string_equal(read_text(ICD_GEM_FROM_9, "0011  A001    00000\n0010  A000    00000\n")->rows[0].source,
			    "0010");
}

/* The second line is wrong, and the sentence has these words. */
static void refused(enum icd_gem gem, const char *line, const char *words)
{
	char text[128];
	struct gem_table *table = NULL;
	struct icd_error err;
	snprintf(text, sizeof text, "%s\n%s\n", gem == ICD_GEM_FROM_9 ? "0010  A000    00000" : "A000    0010  00000",
		 line);
	struct input in = input_of(text);
	assert_false(read_gem(&in, gem, &pool, &table, &err));
	assert_null(table);
	assert_memory_equal(err.text, "gem.txt:2: ", 11);
	if (!strstr(err.text, words))
		fail_msg("%s", err.text);
}

static void test_refused(void **state)
{
	(void)state;
	refused(ICD_GEM_FROM_9, "0011  A001", "a source, a target and five flags");
	refused(ICD_GEM_FROM_9, "0011  A001    00000 x", "a source, a target and five flags");
	refused(ICD_GEM_FROM_9, "001.1 A001    00000", "source '001.1', expected a code of ICD-9-CM");
	refused(ICD_GEM_FROM_9, "A0011 A001    00000", "source 'A0011', expected a code of ICD-9-CM");
	refused(ICD_GEM_FROM_9, "0011  0010    00000", "target '0010', expected a code of ICD-10-CM");
	refused(ICD_GEM_FROM_10, "A001    A0011 00000", "target 'A0011', expected a code of ICD-9-CM");
	refused(ICD_GEM_FROM_9, "0011  A001    0000", "flags '0000', expected five digits");
	refused(ICD_GEM_FROM_9, "0011  A001    00200", "flags '00200', expected five digits");
	refused(ICD_GEM_FROM_9, "0011  NoDx    10000", "expected 1 as the second one");
	refused(ICD_GEM_FROM_9, "0011  A001    11000", "expected 0 as the second one");
	refused(ICD_GEM_FROM_9, "0011  A001    10110", "a scenario and a choice list");
	refused(ICD_GEM_FROM_9, "0011  A001    10011", "a scenario and a choice list");
	refused(ICD_GEM_FROM_9, "0010  A000    00000", "the row of line 1 stands here again");
	refused(ICD_GEM_FROM_10, "A000    NoDx  11000", "A000 has both targets and none, see line 1");
	refused(ICD_GEM_FROM_9, "0011  A001 \x01  00000", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_refused),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	icd_pool_free(&pool);
	return failed != 0;
}
