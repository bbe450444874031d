/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the order and codes addenda. Titles here are made up. */
#include "read/recognise.h"
#include "read/release.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define DELETE                                                                                                         \
	"Delete:      1 Q10     Ache                                                         Ache of some kind\r\n"
#define ADD0 "Add:         0 Q10     Ache                                                         Ache of some kind\r\n"
#define ADD1                                                                                                           \
	"Add:         1 Q100    Ache, left                                                   Ache of some kind, left side\r\n"
#define FROM "Revise from: 1 Q11     Sting                                                        Sting\r\n"
#define TO   "Revise to:   1 Q11     Sting                                                        Sting of some kind\r\n"
#define FOOTER                                                                                                         \
	"\r\nHeaders\r\n  20 headers in old.txt\r\n  21 headers in new.txt\r\n   1 additions\r\n   0 deletions\r\n"    \
	"   2 revisions\r\nof which\r\n   3 revisions to both long and short titles\r\n"                               \
	"   4 revisions to long title only\r\n   5 revisions to short title only\r\n\r\n"                              \
	"Codes\r\n  80 codes in old.txt\r\n  83 codes in new.txt\r\n   4 additions\r\n   1 deletions\r\n"              \
	"   0 revisions\r\n"

static struct addenda *must_read(const char *text, struct icd_pool *arena)
{
	struct input in = {"addenda.txt", text, strlen(text)};
	struct addenda *addenda = NULL;
	struct icd_error err = {.text = ""};
	if (!read_addenda(&in, arena, &addenda, &err))
		fail_msg("%s", err.text);
	return addenda;
}

static void must_fail(const char *text, const char *place, const char *why)
{
	struct input in = {"addenda.txt", text, strlen(text)};
	struct icd_pool arena = {0};
	struct addenda *addenda = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_addenda(&in, &arena, &addenda, &err));
	assert_null(addenda);
	if (strncmp(err.text, place, strlen(place)) != 0 || !strstr(err.text, why))
		fail_msg("'%s' should start with '%s' and say '%s'", err.text, place, why);
	assert_non_null(strstr(err.text, "expected"));
	icd_pool_free(&arena);
}

static void reads_order_addenda(void **state)
{
	struct icd_pool arena = {0};
	struct addenda *addenda = must_read(DELETE ADD0 ADD1 FROM TO FOOTER, &arena);
	(void)state;
	assert_int_equal(addenda->count, 5);
	assert_int_equal(addenda->rows[0].verb, ADDENDA_DELETE);
	assert_true(addenda->rows[0].row.billable);
	assert_int_equal(addenda->rows[1].verb, ADDENDA_ADD);
	assert_false(addenda->rows[1].row.billable);
	assert_string_equal(addenda->rows[2].row.code, "Q100");
	assert_string_equal(addenda->rows[2].row.short_title, "Ache, left");
	assert_string_equal(addenda->rows[2].row.long_title, "Ache of some kind, left side");
	assert_int_equal(addenda->rows[2].row.line, 3);
	assert_int_equal(addenda->rows[3].verb, ADDENDA_REVISE_FROM);
	assert_string_equal(addenda->rows[3].row.long_title, "Sting");
	assert_int_equal(addenda->rows[4].verb, ADDENDA_REVISE_TO);
	assert_string_equal(addenda->rows[4].row.long_title, "Sting of some kind");
	icd_pool_free(&arena);
}

static void reads_the_footer(void **state)
{
	struct icd_pool arena = {0};
	struct addenda *addenda = must_read(FOOTER, &arena);
	const struct addenda_counts *headers = &addenda->footer[0], *codes = &addenda->footer[1];
	(void)state;
	assert_int_equal(addenda->count, 0);
	assert_int_equal(headers->before, 20);
	assert_int_equal(headers->after, 21);
	assert_int_equal(headers->additions, 1);
	assert_int_equal(headers->deletions, 0);
	assert_int_equal(headers->revisions, 2);
	assert_int_equal(headers->both_titles, 3);
	assert_int_equal(headers->long_only, 4);
	assert_int_equal(headers->short_only, 5);
	assert_int_equal(codes->before, 80);
	assert_int_equal(codes->after, 83);
	assert_int_equal(codes->additions, 4);
	assert_int_equal(codes->both_titles, -1);
	assert_string_equal(addenda->footer_before, "old.txt");
	assert_string_equal(addenda->footer_after, "new.txt");
	icd_pool_free(&arena);
}

static void reads_mixed_line_ends(void **state)
{
	struct icd_pool arena = {0};
	struct addenda *addenda = must_read("\nCodes\n  \r\n  9 codes in old.txt\n  9 codes in new.txt\n"
					    "      \r\n      0 additions\n      \r\n      0 deletions\n"
					    "      \r\n      0 revisions",
					    &arena);
	(void)state;
	assert_int_equal(addenda->footer[0].before, -1);
	assert_int_equal(addenda->footer[1].before, 9);
	assert_int_equal(addenda->footer[1].revisions, 0);
	icd_pool_free(&arena);
}

static void reads_codes_addenda(void **state)
{
	struct icd_pool arena = {0};
	struct addenda *addenda = must_read("Delete:      Q10     Ache of some kind\r\n"
					    "Add:         QA0012A Ache, left side\r\n"
					    "Revise from: Q11     Sting\r\n"
					    "Revise to:   Q11     Sting of some kind\r\n",
					    &arena);
	(void)state;
	assert_int_equal(addenda->count, 4);
	assert_string_equal(addenda->rows[0].row.code, "Q10");
	assert_null(addenda->rows[0].row.short_title);
	assert_true(addenda->rows[0].row.billable);
	assert_string_equal(addenda->rows[1].row.code, "QA0012A");
	assert_string_equal(addenda->rows[1].row.long_title, "Ache, left side");
	assert_int_equal(addenda->footer[1].additions, -1);
	assert_string_equal(addenda->footer_before, "");
	icd_pool_free(&arena);
}

static void refuses_what_it_does_not_know(void **state)
{
	(void)state;
	must_fail("", "addenda.txt:1:", "neither rows nor a footer");
	must_fail(ADD1 "Renamed:     1 Q100\r\n", "addenda.txt:2:", "Renamed");
	must_fail(FOOTER "   3 apples\r\n", "addenda.txt:19:", "3 apples");
	must_fail("   3 additions\r\n", "addenda.txt:1:", "3 additions");
	must_fail(FOOTER "  9 codes in third.txt\r\n", "addenda.txt:19:", "third.txt");
	must_fail("Codes\r\n  9 headers in old.txt\r\n", "addenda.txt:2:", "headers in old.txt");
	must_fail(ADD1 "Add:         Q10     Ache\r\n", "addenda.txt:2:", "laid out");
	must_fail("Add:         2 Q10     Ache                                                         Ache\r\n",
		  "addenda.txt:1:", "column 14");
	must_fail("Add:         1 Q1-     Ache                                                         Ache\r\n",
		  "addenda.txt:1:", "'Q1-'");
	must_fail("Add:         1 Q10     Ache                                              Ache\r\n",
		  "addenda.txt:1:", "titles");
	must_fail("Add:         1 Q10\r\n", "addenda.txt:1:", "ends in column 18");
	must_fail("Add:         Q10\r\n", "addenda.txt:1:", "ends in column 16");
	must_fail(ADD1 "Add:         1 Q101    Ache                                                         Ac",
		  "addenda.txt:2:", "no line end");
	must_fail("Add:         1 Q10     Ache \xFF                                                       Ache\r\n",
		  "addenda.txt:1:", "UTF-8");
}

static void refuses_half_a_revision(void **state)
{
	(void)state;
	must_fail(FROM ADD1, "addenda.txt:2:", "no 'Revise to'");
	must_fail(ADD1 TO, "addenda.txt:2:", "without 'Revise from'");
	must_fail(FROM FROM TO, "addenda.txt:2:", "no 'Revise to'");
	must_fail(FROM, "addenda.txt:1:", "ends after 'Revise from'");
	must_fail(FROM "Revise to:   1 Q12     Sting                                                        Sting\r\n",
		  "addenda.txt:2:", "another code, expected Q11");
}

/* -- Official files ------------------------------------------------------ */

static const char *const releases[] = {"2015-10-01", "2016-10-01", "2017-10-01", "2018-10-01", "2019-10-01",
				       "2020-10-01", "2021-01-01", "2021-10-01", "2022-04-01", "2022-10-01",
				       "2023-04-01", "2023-10-01", "2024-04-01", "2024-10-01", "2025-04-01"};

static void compare_with_footer(const struct addenda *addenda, bool billable)
{
	const struct addenda_counts *footer = &addenda->footer[billable];
	long counted[4] = {0};
	for (size_t i = 0; i < addenda->count; i++) {
		if (addenda->rows[i].row.billable == billable)
			counted[addenda->rows[i].verb]++;
	}
	assert_int_equal(counted[ADDENDA_ADD], footer->additions);
	assert_int_equal(counted[ADDENDA_DELETE], footer->deletions);
	assert_int_equal(counted[ADDENDA_REVISE_FROM], footer->revisions);
	assert_int_equal(counted[ADDENDA_REVISE_TO], footer->revisions);
	assert_int_equal(footer->before + footer->additions - footer->deletions, footer->after);
	if (footer->both_titles >= 0)
		assert_int_equal(footer->both_titles + footer->long_only + footer->short_only, footer->revisions);
}

static void check_addenda(void *context, const struct input *in)
{
	enum icd_file_kind kind = recognise(in);
	struct icd_pool arena = {0};
	struct addenda *addenda;
	struct icd_error err;
	if (kind != ICD_FILE_ORDER_ADDENDA && kind != ICD_FILE_CODES_ADDENDA)
		return;
	if (!read_addenda(in, &arena, &addenda, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < addenda->count; i++)
		assert_int_equal(addenda->rows[i].row.short_title != NULL, kind == ICD_FILE_ORDER_ADDENDA);
	compare_with_footer(addenda, true);
	if (kind == ICD_FILE_ORDER_ADDENDA)
		compare_with_footer(addenda, false);
	(*(size_t *)context)++;
	icd_pool_free(&arena);
}

static void official_rows_agree_with_their_footers(void **state)
{
	bool any = false;
	(void)state;
	for (size_t i = 0; i < sizeof releases / sizeof *releases; i++) {
		size_t files = 0;
		if (!official_visit(releases[i], check_addenda, &files))
			continue;
		any = true;
		assert_int_equal(files, i == 0 ? 1 : 2); /* no order addenda came with the first release */
	}
	if (!any) {
		print_message("skipped: no releases\n");
		skip();
	}
}

struct year {
	struct icd_pool arena;
	struct code_table *order;
	struct addenda *addenda;
};

static void keep_year(void *context, const struct input *in)
{
	struct year *year = context;
	enum icd_file_kind kind = recognise(in);
	struct icd_error err;
	if (kind == ICD_FILE_ORDER && !read_order(in, &year->arena, &year->order, &err))
		fail_msg("%s", err.text);
	if (kind == ICD_FILE_ORDER_ADDENDA && !read_addenda(in, &year->arena, &year->addenda, &err))
		fail_msg("%s", err.text);
}

static int by_code(const void *a, const void *b)
{
	const struct code_row *one = a, *other = b;
	return strcmp(one->code, other->code);
}

static struct code_row *find_row(struct code_row *rows, size_t count, const char *code)
{
	struct code_row wanted = {.code = code};
	return bsearch(&wanted, rows, count, sizeof *rows, by_code);
}

static bool same_row(const struct code_row *one, const struct code_row *other)
{
	return strcmp(one->code, other->code) == 0 && one->billable == other->billable &&
	       strcmp(one->short_title, other->short_title) == 0 && strcmp(one->long_title, other->long_title) == 0;
}

/* Takes what leaves out of `rows` (sorted), puts what comes into it and sorts it again. */
static size_t apply(struct code_row *rows, size_t count, const struct addenda *addenda)
{
	size_t kept = 0, total = count;
	for (size_t i = 0; i < addenda->count; i++) {
		const struct addenda_row *row = &addenda->rows[i];
		if (row->verb == ADDENDA_ADD || row->verb == ADDENDA_REVISE_TO)
			continue;
		struct code_row *old = find_row(rows, count, row->row.code);
		assert_non_null(old);
		assert_true(same_row(old, &row->row));
		old->line = 0; /* goes */
	}
	for (size_t i = 0; i < count; i++) {
		if (rows[i].line)
			rows[kept++] = rows[i];
	}
	for (size_t i = 0; i < addenda->count; i++) {
		if (addenda->rows[i].verb != ADDENDA_ADD && addenda->rows[i].verb != ADDENDA_REVISE_TO)
			continue;
		assert_true(kept < total + addenda->count);
		rows[kept++] = addenda->rows[i].row;
	}
	qsort(rows, kept, sizeof *rows, by_code);
	return kept;
}

static void order_and_addenda_give_the_next_order(void **state)
{
	struct year old = {0}, new = {0};
	(void)state;
	if (!official_visit("2019-10-01", keep_year, &old) || !official_visit("2020-10-01", keep_year, &new)) {
		print_message("skipped: no releases\n");
		skip();
	}
	struct code_row *rows = need(&old.arena, old.order->count + new.addenda->count, sizeof *rows);
	memcpy(rows, old.order->rows, old.order->count * sizeof *rows);
	qsort(rows, old.order->count, sizeof *rows, by_code);
	qsort(new.order->rows, new.order->count, sizeof *rows, by_code);
	size_t count = apply(rows, old.order->count, new.addenda);
	assert_int_equal(count, 95352);
	assert_int_equal(count, new.order->count);
	for (size_t i = 0; i < count; i++)
		assert_true(same_row(&rows[i], &new.order->rows[i]));
	icd_pool_free(&old.arena);
	icd_pool_free(&new.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_order_addenda),
		cmocka_unit_test(reads_the_footer),
		cmocka_unit_test(reads_mixed_line_ends),
		cmocka_unit_test(reads_codes_addenda),
		cmocka_unit_test(refuses_what_it_does_not_know),
		cmocka_unit_test(refuses_half_a_revision),
		cmocka_unit_test(official_rows_agree_with_their_footers),
		cmocka_unit_test(order_and_addenda_give_the_next_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
