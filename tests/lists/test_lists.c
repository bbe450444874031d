/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code lists: what a line says, and which codes are on a list on a day. */
#include "lists/lists.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct sample_index sample;
static struct icd_store *store;
static char path[] = "/tmp/icd10-list-XXXXXX";

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err = {.text = ""};
	(void)state;
	int fd = mkstemp(path);
	if (fd < 0 || close(fd) != 0 || !sample_index_make(&sample, paths, 1))
		return -1;
	return icd_store_open(sample.path, &store, &err) ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_store_close(store);
	sample_index_remove(&sample);
	unlink(path);
	return 0;
}

static bool try_list(const char *text, struct icd_code_list **list, struct icd_error *err)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	return icd_code_list_open(store, path, NULL, list, NULL, err);
}

static struct icd_code_list *list_of(const char *text)
{
	struct icd_code_list *list;
	struct icd_error err = {.text = ""};
	if (!try_list(text, &list, &err))
		fail_msg("%s", err.text);
	return list;
}

static unsigned line_of(const struct icd_code_list *list, const char *code, icd_date on)
{
	const struct icd_pattern *found;
	struct icd_error err = {.text = ""};
	assert_true(icd_code_list_has(list, code, -1, on, &found, &err));
	return found ? (unsigned)found->line : 0;
}

static void patterns(void **state)
{
	(void)state;
	struct icd_code_list *list =
		list_of("\xef\xbb\xbf# a comment\r\n\r\n m54.5- \t2021-10-01\t\tlow back # no\r\n"
			"!M54.59\nM50 - M51 # discs\nI10\t\t12/31/2023\n#\n  # M54.2\n!M51.26\nM54.59\n");
	assert_int_equal(icd_code_list_count(list), 6);
	const struct icd_pattern *first = icd_code_list_at(list, 0), *range = icd_code_list_at(list, 2);
	assert_int_equal(first->line, 3);
	assert_int_equal(first->kind, ICD_PATTERN_BELOW);
	assert_string_equal(first->code, "M545");
	assert_string_equal(first->text, "m54.5-");
	assert_string_equal(first->note, "low back");
	assert_int_equal(first->from, 20211001);
	assert_int_equal(first->to, 0);
	assert_true(icd_code_list_at(list, 1)->except);
	assert_int_equal(range->kind, ICD_PATTERN_RANGE);
	assert_string_equal(range->last, "M51");
	assert_int_equal(icd_code_list_at(list, 3)->to, 20231231);
	icd_code_list_close(list);
	icd_code_list_close(NULL);
}

/* Word processors put blanks of their own around a pattern, also before and after its "!". */
static void blanks_around(void **state)
{
	(void)state;
	struct icd_code_list *list = list_of("\xc2\xa0M54.5-\xc2\xa0\n\xc2\xa0!\xc2\xa0M54.59\xc2\xa0\xc2\xa0\n");
	assert_int_equal(icd_code_list_count(list), 2);
	assert_int_equal(line_of(list, "M5450", 20260101), 1);
	assert_int_equal(line_of(list, "M5459", 20260101), 0);
	icd_code_list_close(list);
}

static void codes_on_a_list(void **state)
{
	(void)state;
	struct icd_code_list *list =
		list_of("M54.5-\t2021-10-01\nM54.50\n!M54.59\nM51\nM50-M51\nI10\t\t2023-12-31\nU07.1\nM54.59\n"
			"Z99-\n");
	assert_int_equal(line_of(list, "M5450", 20260101), 1);
	assert_int_equal(line_of(list, "M5450", 20210930), 2);
	assert_int_equal(line_of(list, "M545", 20260101), 1);
	assert_int_equal(line_of(list, "M545", 20210930), 0);
	assert_int_equal(line_of(list, "M5459", 20260101), 0);
	assert_int_equal(line_of(list, "M54", 20260101), 0);
	assert_int_equal(line_of(list, "M542", 20260101), 0);
	assert_int_equal(line_of(list, "M51", 20260101), 4);
	assert_int_equal(line_of(list, "M51360", 20260101), 5);
	assert_int_equal(line_of(list, "I10", 20231231), 6);
	assert_int_equal(line_of(list, "I10", 20240101), 0);
	assert_int_equal(line_of(list, "U071", 20260101), 7);
	assert_int_equal(line_of(list, "U0711", 20260101), 0);
	assert_int_equal(line_of(list, "Z9999", 20260101), 9);
	assert_int_equal(line_of(list, "", 20260101), 0);
	icd_code_list_close(list);
	list = list_of("");
	assert_int_equal(icd_code_list_count(list), 0);
	assert_int_equal(line_of(list, "I10", 20260101), 0);
	icd_code_list_close(list);
	/* What is excepted is so wherever it stands, by any kind of pattern. */
	list = list_of("!M50-M51\nM51.360\n!M54.5-\nM54.50\n!I10\t2024-01-01\nI10\n");
	assert_int_equal(line_of(list, "M51360", 20260101), 0);
	assert_int_equal(line_of(list, "M5450", 20260101), 0);
	assert_int_equal(line_of(list, "I10", 20260101), 0);
	assert_int_equal(line_of(list, "I10", 20231231), 6);
	icd_code_list_close(list);
}

static void what_is_no_list(void **state)
{
	static const struct {
		const char *text, *wrong;
	} rows[] = {
		{"I10\n\nM\n", ":3: M: a code, M54.5-, M50-M54, or one of these after ! was expected"},
		{"M54 M55\n", ":1: M54 M55: a code"},
		{"M54.50 Low back pain\n", ":1: M54.50 Low back pain: a code"},
		{"!\n", ":1: !: a code"},
		{"!!M54\n", ":1: !!M54: a code"},
		{"\t2021-10-01\n", ":1: : a code"},
		{"M54\tx\n", ":1: the days from and to"},
		{"M54\t\t2021-13-01\n", ":1: the days from and to"},
		{"M54-M51\n", ":1: M54-M51: its end stands before its beginning"},
		{"M54\t2024-01-01\t2023-01-01\n", ":1: the first day on the list was expected before the last one"},
		{"I10, M\n", ":1: M: a code"},
		{"Code,Parent\nI10,I10\n", ": 2 columns have codes: which one is meant was expected"},
		{"Code,Title\nI10,a\nx,b\n", ":1: Code: a code"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct icd_code_list *list;
		struct icd_error err = {.text = ""};
		assert_false(try_list(rows[i].text, &list, &err));
		assert_null(list);
		if (!strstr(err.text, rows[i].wrong) || strncmp(err.text, path, strlen(path)) != 0)
			fail_msg("%s", err.text);
	}
}

/* What word processors, payers and spreadsheets write. */
static void spellings(void **state)
{
	(void)state;
	struct icd_code_list *list =
		list_of("M50\xe2\x80\x93M51.9, I10; m54.5x\nM54.4*\nM54.50 to M54.59\nM51.00 - M51.99\n");
	assert_int_equal(icd_code_list_count(list), 6);
	assert_int_equal(line_of(list, "M51360", 20260101), 1);
	assert_int_equal(line_of(list, "I10", 20260101), 1);
	assert_int_equal(line_of(list, "M5450", 20260101), 1);
	assert_int_equal(line_of(list, "M5441", 20260101), 2);
	assert_true(icd_code_list_at(list, 5)->odd_first);
	assert_true(icd_code_list_at(list, 5)->odd_last);
	icd_code_list_close(list);
}

static void tables(void **state)
{
	(void)state;
	struct icd_code_list *list = list_of(
		"\xef\xbb\xbf# Covered\nICD-10 Code,Description,Note\n\"M5450\",\"Low back pain, unspecified\",x\n"
		",Group 2,\nM51.26 - M51.27,\"a \"\"b\"\"\",\nICD-10 Code,Description,Note\nI10,,\n");
	assert_int_equal(icd_code_list_count(list), 3);
	assert_string_equal(icd_code_list_at(list, 0)->note, "x");
	assert_int_equal(line_of(list, "M5450", 20260101), 3);
	assert_int_equal(line_of(list, "M5127", 20260101), 5);
	assert_int_equal(line_of(list, "I10", 20260101), 7);
	icd_code_list_close(list);
}

/* Each code of many patterns that lie in each other and count on other days, against each pattern alone. */
static void patterns_in_each_other(void **state)
{
	static const char *const lines[] = {"M54.50\t2023-01-01\t2023-12-31",
					    "A00-Z99\t\t2021-12-31",
					    "M50-M54\t2022-01-01\t2022-06-30",
					    "!M54.4-",
					    "M54-M54.5\t2022-03-01",
					    "M54.5-\t2022-02-01\t2022-02-28",
					    "M54.5-\t2021-01-01\t2024-01-01",
					    "I10-I11",
					    "I10-I11\t2022-01-01",
					    "M51-M51.2",
					    "M54.5-M54.5\t\t2023-01-01",
					    "!M51.26-M51.27\t2022-01-01\t2022-12-31",
					    "!M51.26\t2024-01-01",
					    "!M51.26\t2023-06-01",
					    "Z00-Z99",
					    "M54-S39",
					    "A00-Z99\t2030-01-01"};
	static const char *const codes[] = {"M5450", "M5441",   "M545",  "M51360",  "M5126",
					    "I10",   "S39012A", "Z9989", "W2189XA", "M50"};
	static const icd_date days[] = {20200101, 20211231, 20220101, 20220215, 20220630, 20220701,
					20221231, 20230101, 20230615, 20240101, 20300101};
	(void)state;
	enum { LINES = sizeof lines / sizeof *lines };
	struct icd_code_list *list, *each[LINES];
	char all[1024] = "";
	for (size_t i = 0; i < LINES; i++) {
		strcat(strcat(all, lines[i]), "\n");
		each[i] = list_of(*lines[i] == '!' ? lines[i] + 1 : lines[i]);
	}
	list = list_of(all);
	for (size_t at = 0; at < sizeof codes / sizeof *codes * (sizeof days / sizeof *days); at++) {
		const char *code = codes[at % (sizeof codes / sizeof *codes)];
		icd_date day = days[at / (sizeof codes / sizeof *codes)];
		unsigned first = 0;
		bool excepted = false;
		for (unsigned i = 0; i < LINES; i++) {
			bool has = line_of(each[i], code, day) > 0;
			excepted |= has && *lines[i] == '!';
			first = has && !first && *lines[i] != '!' ? i + 1 : first;
		}
		assert_int_equal(line_of(list, code, day), excepted ? 0 : first);
	}
	for (size_t i = 0; i < LINES; i++)
		icd_code_list_close(each[i]);
	icd_code_list_close(list);
}

/* Which line has codes of another one, of two lists. */
static void overlaps(void **state)
{
	static const struct {
		const char *text;
		struct {
			enum icd_list_rule rule;
			unsigned line, other;
		} found[6];
		size_t count;
	} rows[] = {
		{"M50-M51\nM51-M54\nM54.5-\n!I10\nI10\nM51-M54\nE11-E11.9\n",
		 {{ICD_LIST_OVERLAP, 2, 1},
		  {ICD_LIST_REDUNDANT, 3, 2},
		  {ICD_LIST_EXCEPTED, 5, 0},
		  {ICD_LIST_REDUNDANT, 6, 2}},
		 4},
		{"M54.50\nM51-M54\nM50-M51\nM50-M54\nM50-M54\nM54.5-M55\n",
		 {{ICD_LIST_REDUNDANT, 1, 2},
		  {ICD_LIST_REDUNDANT, 2, 4},
		  {ICD_LIST_REDUNDANT, 3, 4},
		  {ICD_LIST_REDUNDANT, 5, 4},
		  {ICD_LIST_RANGE_END, 6, 0},
		  {ICD_LIST_REDUNDANT, 6, 2}},
		 6},
	};
	struct icd_view view;
	(void)state;
	icd_view_make(&view, store, 20260101);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct icd_code_list *list = list_of(rows[i].text);
		struct icd_pool pool = {0};
		struct icd_list_finding *found;
		struct icd_error err;
		size_t count;
		assert_true(icd_code_list_check(list, &view, &pool, &found, &count, &err));
		assert_int_equal(count, rows[i].count);
		for (size_t j = 0; j < count; j++) {
			assert_int_equal(found[j].rule, rows[i].found[j].rule);
			assert_int_equal(found[j].pattern->line, rows[i].found[j].line);
			assert_int_equal(found[j].other ? found[j].other->line : 0, rows[i].found[j].other);
		}
		icd_pool_free(&pool);
		icd_code_list_close(list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns),
		cmocka_unit_test(blanks_around),
		cmocka_unit_test(codes_on_a_list),
		cmocka_unit_test(what_is_no_list),
		cmocka_unit_test(spellings),
		cmocka_unit_test(tables),
		cmocka_unit_test(patterns_in_each_other),
		cmocka_unit_test(overlaps),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
