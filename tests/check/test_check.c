/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup/check and the rows of lookup/input on the sample. */
#include "check/check.h"
#include "input/rows.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct icd_store *store;
static struct icd_check *check;

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err = {.text = ""};
	(void)state;
	if (!sample_index_make(&sample, paths, 1))
		return -1;
	bool ok = icd_store_open(sample.path, &store, &err) && icd_check_open(store, &check, &err);
	if (!ok)
		print_error("%s\n", err.text);
	return ok ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_check_close(check);
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_answer ask(const char *code, icd_date on)
{
	struct icd_answer answer;
	struct icd_error err = {.text = ""};
	assert_true(icd_check_code(check, code, strlen(code), on, &answer, &err));
	return answer;
}

static void codes_on_dates(void **state)
{
	static const struct {
		const char *typed;
		icd_date on;
		enum icd_detail detail;
		const char *code, *first;
	} rows[] = {
		{"M54.5", 20210930, ICD_DETAIL_OK, "M54.5", NULL},
		{"M54.5", 20211001, ICD_DETAIL_HEADER, "M54.5", "M54.50"},
		{"m545", 20260101, ICD_DETAIL_HEADER, "M54.5", "M54.50"},
		{"M5450", 20260101, ICD_DETAIL_OK, "M54.50", NULL},
		{" m54.50 ", 20260101, ICD_DETAIL_OK, "M54.50", NULL},
		{"M54.50", 20210101, ICD_DETAIL_FUTURE, "M54.50", "M54.5"},
		{"M51.36", 20260101, ICD_DETAIL_HEADER, "M51.36", "M51.360"},
		{"S39.012", 20260101, ICD_DETAIL_NEEDS_SEVENTH, "S39.012", "S39.012A"},
		{"S39.012x", 20260101, ICD_DETAIL_NEEDS_SEVENTH, "S39.012", "S39.012A"},
		{"W21.89A", 20260101, ICD_DETAIL_BAD_SEVENTH, "W21.89A", "W21.89XA"},
		{"W21.89XA", 20260101, ICD_DETAIL_OK, "W21.89XA", NULL},
		{"U07.1", 20260101, ICD_DETAIL_OK, "U07.1", NULL},
		{"I10", 20260101, ICD_DETAIL_OK, "I10", NULL},
		{"Q99.99", 20260101, ICD_DETAIL_UNKNOWN, "Q99.99", NULL},
		{"low back", 20260101, ICD_DETAIL_MALFORMED, "", NULL},
		{"M54.50,2025", 20260101, ICD_DETAIL_MALFORMED, "", NULL},
		{"", 20260101, ICD_DETAIL_MALFORMED, "", NULL},
	};
	(void)state;
	/* Twice: the second time from the cache. */
	for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
		const char *typed = rows[i / 2].typed;
		struct icd_answer answer = ask(typed, rows[i / 2].on);
		if (answer.detail != rows[i / 2].detail)
			print_message("%s\n", typed);
		assert_string_equal(icd_detail_names[answer.detail], icd_detail_names[rows[i / 2].detail]);
		assert_string_equal(answer.code, rows[i / 2].code);
		if (rows[i / 2].first) {
			assert_true(answer.code_count > 0);
			assert_string_equal(answer.codes[0], rows[i / 2].first);
		}
	}
}

static void words_of_an_answer(void **state)
{
	char fix[128];
	(void)state;
	struct icd_answer answer = ask("M54.5", 20260101);
	assert_string_equal(answer.from, "2021-10-01");
	assert_string_equal(answer.to, "");
	assert_non_null(strstr(answer.reason, "[I.A.3]"));
	assert_non_null(strstr(answer.reason, "billable through 2021-09-30"));
	assert_string_equal(icd_answer_fix(&answer, 8, fix, sizeof fix), "report M54.50, M54.51 or M54.59");
	assert_string_equal(icd_answer_fix(&answer, 2, fix, sizeof fix), "report M54.50, M54.51 ...");
}

/* The table and the card must not disagree on any code of the sample. */
static void same_as_the_card(void **state)
{
	struct icd_pool pool = {0};
	struct icd_error err = {.text = ""};
	uint32_t count;
	const struct icd_listed_code *codes = icd_status_codes(icd_check_table(check), &count);
	static const icd_date dates[] = {20201001, 20210930, 20211001, 20250101, 20260101};
	(void)state;
	assert_true(count > 50);
	for (uint32_t i = 0; i < count; i++) {
		for (size_t j = 0; j < sizeof dates / sizeof *dates; j++) {
			char code[ICD_CODE_SIZE];
			struct icd_view view;
			struct icd_card card;
			icd_unpack(codes[i].code, code);
			icd_view_make(&view, store, dates[j]);
			icd_pool_reset(&pool);
			assert_true(icd_card_make(&view, &pool, code, &card, &err));
			struct icd_answer answer = ask(code, dates[j]);
			if (answer.detail != card.detail)
				print_message("%s on %d\n", code, (int)dates[j]);
			assert_int_equal(answer.detail, card.detail);
			assert_int_equal(answer.status, card.validity.status);
		}
	}
	icd_pool_free(&pool);
}

static void packing(void **state)
{
	char code[ICD_CODE_SIZE];
	(void)state;
	icd_unpack(icd_pack("W2189XA", 7), code);
	assert_string_equal(code, "W2189XA");
	assert_int_equal(icd_pack_typed("m54.50", 6), icd_pack("M5450", 5));
	assert_int_equal(icd_pack_typed("i10", 3), icd_pack("I10", 3));
	assert_int_equal(icd_pack_typed("I10.", 4), 0);
	assert_int_equal(icd_pack_typed("M5.450", 6), 0);
	assert_int_equal(icd_pack_typed("W21.89XAB", 9), 0);
	assert_int_equal(icd_pack_typed("M5", 2), 0);
	assert_int_equal(icd_pack_typed("M54\0005", 5), 0);
	assert_true(icd_status_category(icd_check_table(check), "M54"));
	assert_false(icd_status_category(icd_check_table(check), "M00"));
	assert_false(icd_status_category(icd_check_table(check), "..."));
}

/* ---- rows ---- */

struct seen {
	size_t count;
	char text[16][64];
};

static int pipe_of(const char *text, size_t size)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, size, file), size);
	rewind(file);
	int fd = dup(fileno(file));
	fclose(file);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static bool see_line(void *context, uint64_t line, struct row_field text)
{
	struct seen *seen = context;
	if (seen->count < 16)
		snprintf(seen->text[seen->count], 64, "%d:%.*s", (int)line, (int)(text.length > 40 ? 40 : text.length),
			 text.text);
	seen->count++;
	return true;
}

static void lines(void **state)
{
	static const char text[] = "\xef\xbb\xbfM54.5\r\n\nI10\r\nE11.9";
	struct seen seen = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	int fd = pipe_of(text, sizeof text - 1);
	assert_true(rows_read_lines(fd, "lines", see_line, &seen, &err));
	close(fd);
	assert_int_equal(seen.count, 4);
	assert_string_equal(seen.text[0], "1:M54.5");
	assert_string_equal(seen.text[1], "2:");
	assert_string_equal(seen.text[2], "3:I10");
	assert_string_equal(seen.text[3], "4:E11.9");
}

static void long_lines_are_cut(void **state)
{
	size_t size = 1000000;
	char *text = malloc(size);
	struct seen seen = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	memset(text, 'A', size);
	memcpy(text + size - 5, "\nI10\n", 5);
	int fd = pipe_of(text, size);
	assert_true(rows_read_lines(fd, "lines", see_line, &seen, &err));
	close(fd);
	free(text);
	assert_int_equal(seen.count, 2);
	assert_string_equal(seen.text[1], "2:I10");
}

static bool see_row(void *context, uint64_t row, const struct row_field *fields, size_t count)
{
	struct seen *seen = context;
	assert_int_equal(count, 2);
	snprintf(seen->text[seen->count++], 64, "%d:%.*s|%.*s", (int)row, (int)fields[0].length, fields[0].text,
		 (int)fields[1].length, fields[1].text);
	return true;
}

static void read_rows(const char *text, const char *first, const char *second, struct seen *seen, struct icd_error *err,
		      bool ok)
{
	struct row_columns columns = {.names = {first, second}, .count = 2};
	int fd = pipe_of(text, strlen(text));
	*seen = (struct seen){0};
	bool read = rows_read_table(fd, "t.csv", &columns, see_row, seen, err);
	close(fd);
	assert_int_equal(read, ok);
}

static void tables(void **state)
{
	struct seen seen;
	struct icd_error err = {.text = ""};
	(void)state;
	read_rows("id,DX,day\r\n1,M54.5,2021-01-01\r\n2,\"M54,\"\"50\"\n\n3\n", "dx", "DAY", &seen, &err, true);
	assert_int_equal(seen.count, 3);
	assert_string_equal(seen.text[0], "2:M54.5|2021-01-01");
	assert_string_equal(seen.text[1], "3:M54,\"50|");
	assert_string_equal(seen.text[2], "4:|");
	read_rows("a;b;c\n1;2;3\n", "3", "1", &seen, &err, true);
	assert_string_equal(seen.text[0], "1:c|a");
	assert_string_equal(seen.text[1], "2:3|1");
	read_rows("\xef\xbb\xbfx\ty\n1\t2\n", "y", "x", &seen, &err, true);
	assert_string_equal(seen.text[0], "2:2|1");
	read_rows("x,y\n1,2\n", "z", "x", &seen, &err, false);
	assert_string_equal(err.text, "t.csv:1: no column is named z");
	read_rows("", "z", "x", &seen, &err, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_on_dates),
		cmocka_unit_test(words_of_an_answer),
		cmocka_unit_test(same_as_the_card),
		cmocka_unit_test(packing),
		cmocka_unit_test(lines),
		cmocka_unit_test(long_lines_are_cut),
		cmocka_unit_test(tables),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
