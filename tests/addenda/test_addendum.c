/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of addenda: labels, texts, indents and pages, of words with places and of plain text. */
#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"
#include "support/made_pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "      ICD-10-CM TABULAR LIST of DISEASES and INJURIES\n              2030 Addenda\n"

static struct input input_of(const char *text)
{
	return (struct input){"a.txt", text, strlen(text)};
}

static struct addendum *must_read(const char *text, struct icd_pool *pool)
{
	struct input in = input_of(text);
	struct addendum *addendum = NULL;
	struct icd_error err = {.text = ""};
	if (!addendum_read(&in, pool, &addendum, &err))
		fail_msg("%s", err.text);
	return addendum;
}

static void assert_line(const struct addendum *addendum, size_t i, enum addendum_label label, unsigned page,
			const char *text)
{
	assert_true(i < addendum->line_count);
	const struct addendum_line *line = &addendum->lines[i];
	assert_string_equal(line->text, text);
	assert_int_equal(line->label, label);
	assert_int_equal(line->page, page);
}

static void reads_labels_and_texts_of_plain_text(void **state)
{
	struct icd_pool pool = {0};
	const struct addendum *addendum = must_read(HEAD "\n"
							 "No Change     Chapter 7\r\n"
							 "Add             Q10.1 Ache\n"
							 "Add                   a long ache of which there is much\n"
							 "                      to say (Q11-\n"
							 "                      Q12)\n"
							 "Delete\n"
							 "Revise from   old\n"
							 "\fRevise to     new\n",
						    &pool);
	(void)state;
	assert_string_equal(addendum->title, "ICD-10-CM TABULAR LIST of DISEASES and INJURIES 2030 Addenda");
	assert_int_equal(addendum->effective, 20291001);
	assert_int_equal(addendum->line_count, 6);
	assert_line(addendum, 0, ADDENDUM_NO_CHANGE, 1, "Chapter 7");
	assert_line(addendum, 1, ADDENDUM_ADD, 1, "Q10.1 Ache");
	assert_line(addendum, 2, ADDENDUM_ADD, 1, "a long ache of which there is much to say (Q11-Q12)");
	assert_line(addendum, 3, ADDENDUM_DELETE, 1, "");
	assert_line(addendum, 4, ADDENDUM_REVISE_FROM, 1, "old");
	assert_line(addendum, 5, ADDENDUM_REVISE_TO, 2, "new");
	assert_true(addendum->lines[0].indent == 0);
	assert_true(addendum->lines[1].indent > 4 && addendum->lines[2].indent > addendum->lines[1].indent + 20);
	assert_int_equal(addendum->lines[2].row_count, 3);
	icd_pool_free(&pool);
}

#define TSV                                                                                                            \
	"level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"              \
	"1\t1\t0\t0\t0\t0\t0\t0\t612\t792\t-1\t###PAGE###\n"                                                           \
	"5\t1\t0\t0\t0\t0\t70\t50\t90\t16\t100\tICD-10-CM\n"                                                           \
	"5\t1\t0\t0\t0\t1\t170\t50\t90\t16\t100\tINDEX\n"                                                              \
	"5\t1\t0\t0\t0\t2\t270\t50\t90\t16\t100\tto\n"                                                                 \
	"5\t1\t0\t0\t0\t3\t190\t80\t90\t16\t100\tJanuary\n"                                                            \
	"5\t1\t0\t0\t0\t3\t290\t80\t90\t16\t100\t2031\n"                                                               \
	"5\t1\t0\t0\t0\t3\t390\t80\t90\t16\t100\tAddenda\n"
#define WORD(left, top, text) "5\t1\t0\t0\t0\t0\t" #left "\t" #top "\t9\t9\t100\t" text "\n"

static void puts_words_on_rows_by_their_places(void **state)
{
	struct icd_pool pool = {0};
	/* A label is smaller than its text and stands a little lower; words come in any order; a gap may split one. */
	const struct addendum *addendum =
		must_read(TSV WORD(90, 100, "Chapter") WORD(36, 101.5, "No") WORD(150, 100, "1")
				  WORD(48, 101.5, "Change") WORD(36, 121, "No") WORD(50, 121, "Chan")
					  WORD(78, 121, "ge") WORD(109, 120, "deeper") WORD(109, 132, "still"),
			  &pool);
	(void)state;
	assert_int_equal(addendum->effective, 20310101);
	assert_int_equal(addendum->line_count, 2);
	assert_line(addendum, 0, ADDENDUM_NO_CHANGE, 1, "Chapter 1");
	assert_line(addendum, 1, ADDENDUM_NO_CHANGE, 1, "deeper still");
	assert_true(addendum->lines[1].indent == 19);
	assert_int_equal(addendum->lines[1].first_row, 3);
	assert_int_equal(addendum->row_count, 5);
	assert_string_equal(addendum->rows[4].words[0].text, "still");
	icd_pool_free(&pool);
}

static void knows_what_is_an_addendum_of_what(void **state)
{
	static const struct {
		const char *text;
		enum icd_file_kind kind;
	} texts[] = {
		{HEAD "No Change     Chapter 1\n", ICD_FILE_TABULAR_ADDENDA},
		{"\n\nICD-10-CM EXTERNAL CAUSE of\n   INJURIES INDEX\n  2022 Addenda April Update\n",
		 ICD_FILE_CAUSE_ADDENDA},
		{"ICD-10-CM INDEX to DISEASES and INJURIES\n2025 Addenda\n", ICD_FILE_INDEX_ADDENDA},
		{"\xEF\xBB\xBFICD-10-CM TABLE of DRUGS and CHEMICALS\r\n2025 Addenda\r\n", ICD_FILE_DRUG_ADDENDA},
		{"ICD-10-CM TABLE of NEOPLASMS 2025 Addenda", ICD_FILE_NEOPLASM_ADDENDA},
		{TSV, ICD_FILE_INDEX_ADDENDA},
		{"ICD-10-CM TABULAR LIST of DISEASES and INJURIES\n2025\n", ICD_FILE_UNKNOWN},
		{"ICD-10-CM Official Guidelines: what the Addenda say\n", ICD_FILE_UNKNOWN},
		{"Addenda\n", ICD_FILE_UNKNOWN},
		{"", ICD_FILE_UNKNOWN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct input in = input_of(texts[i].text);
		assert_int_equal(addendum_kind(&in), texts[i].kind);
		assert_int_equal(recognise(&in), texts[i].kind);
	}
}

/* However large a text is, its head stands in its first megabyte. */
static void looks_for_the_head_at_the_start(void **state)
{
	static char text[(2 << 20) + sizeof HEAD];
	(void)state;
	memset(text, 'x', sizeof text - 1);
	memcpy(text, HEAD, sizeof HEAD - 1);
	struct input in = input_of(text);
	assert_int_equal(addendum_kind(&in), ICD_FILE_TABULAR_ADDENDA);
	memset(text, ' ', sizeof text - 1);
	strcpy(text + sizeof text - sizeof HEAD, HEAD);
	assert_int_equal(addendum_kind(&in), ICD_FILE_UNKNOWN);
}

static void dates_an_addendum_by_its_head(void **state)
{
	static const struct {
		const char *years;
		icd_date date;
	} heads[] = {{"2025 Addenda", 20241001},
		     {"2025 Addenda April Update", 20250401},
		     {"January 2021 Addenda", 20210101},
		     {"2024 Addenda October Update", 20231001},
		     {"Addenda", 0},
		     {"Addenda 12025", 0}};
	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char text[128];
		struct icd_pool pool = {0};
		snprintf(text, sizeof text, "ICD-10-CM INDEX to DISEASES\n%s\nNo Change    A\n", heads[i].years);
		assert_int_equal(must_read(text, &pool)->effective, heads[i].date);
		icd_pool_free(&pool);
	}
}

static void says_that_nothing_changed(void **state)
{
	struct icd_pool pool = {0};
	(void)state;
	assert_int_equal(must_read(HEAD "\n\n     No changes for FY2030\n", &pool)->line_count, 0);
	icd_pool_free(&pool);
}

static void must_fail(const char *text, const char *says)
{
	struct input in = input_of(text);
	struct icd_pool pool = {0};
	struct addendum *addendum = NULL;
	struct icd_error err = {.text = ""};
	assert_false(addendum_read(&in, &pool, &addendum, &err));
	assert_null(addendum);
	if (!strstr(err.text, says))
		fail_msg("'%s' should say '%s'", err.text, says);
	icd_pool_free(&pool);
}

static void refuses_what_is_no_text_of_one(void **state)
{
	(void)state;
	must_fail("", "a.txt: no head of an addendum");
	must_fail("Add    something\n", "no head");
	must_fail(TSV "5\t1\t0\t0\t0\t0\t90\t100\t9\n", "a.txt:9: a line of pdftotext -tsv was expected");
	must_fail(TSV WORD(nan, 100, "x"), "a.txt:9:");
	must_fail(TSV WORD(90, 1e30, "x"), "a.txt:9:");
	must_fail(TSV WORD(, 1, "x"), "a.txt:9:");
	must_fail(TSV "5\t-1\t0\t0\t0\t0\t90\t100\t9\t9\t100\tx\n", "a.txt:9:");
}

/* The words of a PDF are read as those of its text. */
static void reads_a_pdf(void **state)
{
	struct made_pdf pdf;
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, NULL);
	struct icd_pool pool = {0};
	struct icd_error err;
	struct input words;
	struct addendum *addendum = NULL;
	(void)state;
	made_pdf_start(&pdf);
	made_pdf_text(&pdf, 170, 50, "ICD-10-CM TABULAR LIST of DISEASES and INJURIES");
	made_pdf_text(&pdf, 190, 70, "2030 Addenda");
	made_pdf_text(&pdf, 36, 100, "No Change");
	made_pdf_text(&pdf, 90, 100, "Chapter 7");
	made_pdf_end_page(&pdf);
	made_pdf_text(&pdf, 36, 50, "Add");
	made_pdf_text(&pdf, 130, 50, "Ache of the ache-");
	made_pdf_text(&pdf, 130, 62, "bone");
	made_pdf_end(&pdf, false);
	struct input document = {"a.pdf", pdf.data, pdf.size};
	enum pdf_outcome outcome = pdf_take(desk, pdf_start(desk, &document, NULL, PDF_WORDS), &words, &err);
	if (outcome != PDF_NO_PROGRAM) {
		assert_int_equal(outcome, PDF_READ);
		assert_int_equal(addendum_kind(&words), ICD_FILE_TABULAR_ADDENDA);
		assert_true(addendum_read(&words, &pool, &addendum, &err));
		assert_int_equal(addendum->line_count, 2);
		assert_line(addendum, 0, ADDENDUM_NO_CHANGE, 1, "Chapter 7");
		assert_line(addendum, 1, ADDENDUM_ADD, 2, "Ache of the ache-bone");
		assert_true(addendum->lines[1].indent > 39 && addendum->lines[1].indent < 41);
		free((char *)words.data);
	}
	free(pdf.data);
	pdf_desk_close(desk);
	icd_pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_labels_and_texts_of_plain_text),
		cmocka_unit_test(puts_words_on_rows_by_their_places),
		cmocka_unit_test(knows_what_is_an_addendum_of_what),
		cmocka_unit_test(looks_for_the_head_at_the_start),
		cmocka_unit_test(dates_an_addendum_by_its_head),
		cmocka_unit_test(says_that_nothing_changed),
		cmocka_unit_test(refuses_what_is_no_text_of_one),
		cmocka_unit_test(reads_a_pdf),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
