/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of the official guidelines: labels, bookmarks, page footers, paragraphs. Documents here are made up; the
 * official ones, where they are at hand, are held against what their bookmarks say.
 */
#include "guidelines/guidelines.h"
#include "pdf/pdf.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- documents made by hand ---- */

struct maker {
	FILE *out;
	char *data;
	size_t size;
	int top;
	unsigned page;
};

static void start(struct maker *m)
{
	*m = (struct maker){.top = 80};
	m->out = open_memstream(&m->data, &m->size);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE pdf2xml SYSTEM \"pdf2xml.dtd\">\n<pdf2xml>\n",
	      m->out);
}

static void piece(struct maker *m, int top, int left, int width, const char *text)
{
	fprintf(m->out, "<text top=\"%d\" left=\"%d\" width=\"%d\" height=\"20\" font=\"0\">%s</text>\n", top, left,
		width, text);
}

static void new_page(struct maker *m)
{
	char number[32];
	fprintf(m->out, "%s<page number=\"%u\">\n", m->page ? "</page>\n" : "", m->page + 1);
	m->page++;
	m->top = 80;
	if (m->page == 1)
		return;
	snprintf(number, sizeof number, "Page %u of 9", m->page);
	piece(m, 1100, 400, 200, "Rules of coding");
	piece(m, 1120, 400, 100, number);
}

/* A line that reaches to `right`; markup may stand in it. */
static void line(struct maker *m, int left, int right, const char *text)
{
	piece(m, m->top, left, right - left, text);
	m->top += 20;
}

static void gap(struct maker *m)
{
	m->top += 20;
}

static void marks(struct maker *m, const char *const *texts)
{
	fputs("</page>\n<outline>\n", m->out);
	for (; texts && *texts; texts++)
		fprintf(m->out, "<item>%s</item>\n", *texts);
	fputs("</outline>\n</pdf2xml>\n", m->out);
	fclose(m->out);
}

static struct guidelines *read_made(struct maker *m, const struct guidelines *earlier, struct icd_pool *pool)
{
	struct input in = {"made.xml", m->data, m->size};
	struct guidelines *out = NULL;
	struct icd_error err = {.text = ""};
	if (!read_guidelines(&in, earlier, pool, &out, &err))
		fail_msg("%s", err.text);
	free(m->data);
	return out;
}

static void expect(const struct guidelines *g, size_t at, const char *number, const char *title, const char *text)
{
	assert_true(at < g->count);
	assert_string_equal(g->at[at].number, number);
	assert_string_equal(g->at[at].title, title);
	assert_string_equal(g->at[at].text, text);
}

/* ---- labels ---- */

static void labels_make_numbers(void **state)
{
	static const char *const lines[] = {"<b>Section I. First</b>",
					    "<b>A. Alpha</b>",
					    "<b>1. One</b>",
					    "<b>a. small</b>",
					    "<b>1) item</b>",
					    "<b>(a) part</b>",
					    "<b>(i) roman</b>",
					    "<b>(ii) two</b>",
					    "<b>(b) other</b>",
					    "<b>2) more</b>",
					    "<b>b. smaller</b>",
					    "<b>2. Two</b>",
					    "<b>B. Beta</b>",
					    "<b>Section II. Next</b>",
					    "<b>A. Only</b>",
					    "<b>Appendix I</b>",
					    "<b>Last</b>",
					    NULL};
	static const char *const numbers[] = {"Introduction",   "I",           "I.A",         "I.A.1",
					      "I.A.1.a",        "I.A.1.a.1",   "I.A.1.a.1.a", "I.A.1.a.1.a.i",
					      "I.A.1.a.1.a.ii", "I.A.1.a.1.b", "I.A.1.a.2",   "I.A.1.b",
					      "I.A.2",          "I.B",         "II",          "II.A",
					      "Appendix I"};
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 400, "Rules of coding");
	for (size_t i = 0; lines[i]; i++)
		line(&m, 100, 400, lines[i]);
	marks(&m, NULL);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_int_equal(g->count, sizeof numbers / sizeof *numbers);
	for (size_t i = 0; i < g->count; i++)
		assert_string_equal(g->at[i].number, numbers[i]);
	expect(g, 0, "Introduction", "Rules of coding", "");
	expect(g, 7, "I.A.1.a.1.a.i", "roman", "");
	/* A label alone takes the line below it as its title. */
	expect(g, 16, "Appendix I", "Last", "");
	icd_pool_free(&pool);
}

/* After (h) comes (i) of the same level, after a heading of (a) to (g) it opens the level below. */
static void the_ninth_part_is_no_roman_one(void **state)
{
	struct icd_pool pool = {0};
	struct maker m;
	char text[40];
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 400, "<b>Section I. First</b>");
	line(&m, 100, 400, "<b>A. Alpha</b>");
	line(&m, 100, 400, "<b>1. One</b>");
	line(&m, 100, 400, "<b>a. small</b>");
	line(&m, 100, 400, "<b>1) item</b>");
	for (char c = 'a'; c <= 'j'; c++) {
		snprintf(text, sizeof text, "<b>(%c) part</b>", c);
		line(&m, 100, 400, text);
	}
	marks(&m, NULL);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_string_equal(g->at[g->count - 2].number, "I.A.1.a.1.i");
	assert_string_equal(g->at[g->count - 1].number, "I.A.1.a.1.j");
	icd_pool_free(&pool);
}

/* What looks like a label in a text is none: out of turn, a cross-reference, or neither bold nor a bookmark. */
static void labels_in_texts_stay_there(void **state)
{
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 400, "<b>Section I. First</b>");
	line(&m, 100, 400, "<b>A. Alpha</b>");
	line(&m, 100, 300, "1. a list in the text");
	line(&m, 100, 300, "<b>3. bold, and out of turn</b>");
	line(&m, 100, 300, "<b>Section I.A.1. is meant</b>");
	line(&m, 100, 300, "<b>I.A.1.b. too</b>");
	line(&m, 100, 800, "The margin.");
	marks(&m, NULL);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_int_equal(g->count, 3);
	expect(g, 2, "I.A", "Alpha",
	       "1. a list in the text\n3. bold, and out of turn\nSection I.A.1. is meant\nI.A.1.b. too\nThe margin.");
	icd_pool_free(&pool);
}

/* ---- headings ---- */

static void bookmarks_tell_headings_that_are_not_bold(void **state)
{
	static const char *const bookmarks[] = {"Junk",
						"Section I. First",
						"A. Alpha, a heading too long for its line",
						"1. \xE2\x80\x9COne\xE2\x80\x9D",
						"2. Two",
						NULL};
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 300, "Section I. First");
	line(&m, 100, 800, "A. Alpha, a heading too long");
	line(&m, 100, 300, "for its line");
	line(&m, 100, 300, "Words of it.");
	/* The label stands apart from the title, as its own piece; the quotes are other ones. */
	piece(&m, m.top, 100, 20, "1.");
	piece(&m, m.top, 160, 100, "\"One\"");
	m.top += 20;
	line(&m, 100, 800, "2. Two and what follows on its line");
	marks(&m, bookmarks);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_int_equal(g->count, 5);
	expect(g, 2, "I.A", "Alpha, a heading too long for its line", "Words of it.");
	expect(g, 3, "I.A.1", "\"One\"", "");
	expect(g, 4, "I.A.2", "Two", "and what follows on its line");
	icd_pool_free(&pool);
}

static void bold_headings_wrap_and_bold_texts_do_not(void **state)
{
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 300, "<b>Section I. First</b>");
	line(&m, 100, 800, "<b>A. Alpha, which fills its line (A00-</b>");
	line(&m, 100, 300, "<b>B99) and the next</b>");
	m.top += 8;
	line(&m, 100, 800, "<b>New words, bold since this year, that fill the line</b>");
	line(&m, 100, 300, "<b>and go on.</b>");
	line(&m, 100, 300, "Plain ones.");
	line(&m, 100, 300, "1. <b>The title alone is bold</b>");
	line(&m, 100, 300, "2. <b>not</b> so");
	marks(&m, NULL);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_int_equal(g->count, 4);
	expect(g, 3, "I.A.1", "The title alone is bold", "2. not so");
	expect(g, 2, "I.A", "Alpha, which fills its line (A00-B99) and the next",
	       "New words, bold since this year, that fill the line and go on.\nPlain ones.");
	icd_pool_free(&pool);
}

static void headings_of_the_edition_before_are_known_again(void **state)
{
	static const struct guideline before[] = {
		{"Introduction", "", ""}, {"I", "First", ""}, {"I.A", "Alpha beta", ""}};
	static const struct guidelines earlier = {(struct guideline *)before, 3};
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	for (int known = 0; known < 2; known++) {
		start(&m);
		new_page(&m);
		line(&m, 100, 300, "<b>Section I. First</b>");
		line(&m, 100, 300, "A. Alpha");
		line(&m, 100, 300, "beta");
		line(&m, 100, 300, "Words.");
		marks(&m, NULL);
		struct guidelines *g = read_made(&m, known ? &earlier : NULL, &pool);
		assert_int_equal(g->count, known ? 3 : 2);
		if (known)
			expect(g, 2, "I.A", "Alpha beta", "Words.");
	}
	icd_pool_free(&pool);
}

/* Two headings bear the label 2): the second is the third. One is left out: the number jumps. */
static void misnumbered_headings_are_kept(void **state)
{
	static const char *const bookmarks[] = {"1. One", "2. Two", "2. Three", "5. Five", NULL};
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 300, "<b>Section I. First</b>");
	line(&m, 100, 300, "<b>A. Alpha</b>");
	line(&m, 100, 300, "<b>1. One</b>");
	line(&m, 100, 300, "<b>2. Two</b>");
	line(&m, 100, 300, "<b>2. Three</b>");
	line(&m, 100, 300, "<b>5. Five</b>");
	marks(&m, bookmarks);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_int_equal(g->count, 7);
	expect(g, 5, "I.A.3", "Three", "");
	expect(g, 6, "I.A.5", "Five", "");
	icd_pool_free(&pool);
}

/* ---- texts ---- */

static void footers_and_contents_are_left_out(void **state)
{
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 400, "Rules of coding");
	line(&m, 100, 300, "Read them.");
	new_page(&m);
	line(&m, 100, 800, "Section I. First ........................ 3");
	line(&m, 100, 800, "A. Alpha, long, so that it takes");
	line(&m, 100, 800, "two lines ................... 3");
	new_page(&m);
	line(&m, 100, 300, "<b>Section I. First</b>");
	line(&m, 100, 800, "A sentence that runs on over");
	new_page(&m);
	line(&m, 100, 300, "the end of its page.");
	marks(&m, NULL);
	struct guidelines *g = read_made(&m, NULL, &pool);
	assert_int_equal(g->count, 2);
	expect(g, 0, "Introduction", "Rules of coding", "Read them.");
	expect(g, 1, "I", "First", "A sentence that runs on over the end of its page.");
	icd_pool_free(&pool);
}

static void lines_become_paragraphs(void **state)
{
	struct icd_pool pool = {0};
	struct maker m;
	(void)state;
	start(&m);
	new_page(&m);
	line(&m, 100, 300, "<b>Section I. First</b>");
	line(&m, 100, 800, "A line that is full and ends in ICD-");
	line(&m, 100, 800, "10-CM, as do the pre-");
	line(&m, 100, 400, "and postoperative ones.");
	line(&m, 100, 800, "The line before this one was short.");
	gap(&m);
	line(&m, 100, 800, "This one stands apart.");
	line(&m, 100, 800, "\xE2\x80\xA2 A bullet");
	line(&m, 100, 800, "Z66 Do not wake");
	line(&m, 100, 400, "Z67 Blood type");
	piece(&m, m.top, 100, 20, "The 10");
	piece(&m, m.top - 2, 122, 8, "th");
	piece(&m, m.top, 132, 60, " one&#160; &amp; last");
	m.top += 20;
	marks(&m, NULL);
	struct guidelines *g = read_made(&m, NULL, &pool);
	expect(g, 1, "I", "First",
	       "A line that is full and ends in ICD-10-CM, as do the pre- and postoperative ones.\n"
	       "The line before this one was short.\nThis one stands apart.\n\xE2\x80\xA2 A bullet\nZ66 Do not wake\n"
	       "Z67 Blood type\nThe 10th one & last");
	icd_pool_free(&pool);
}

static void must_fail(const char *text, const char *what)
{
	struct input in = {"made.xml", text, strlen(text)};
	struct icd_pool pool = {0};
	struct guidelines *out = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_guidelines(&in, NULL, &pool, &out, &err));
	assert_null(out);
	if (strncmp(err.text, "made.xml", 8) != 0 || !strstr(err.text, what) || !strstr(err.text, "expected"))
		fail_msg("'%s' should say '%s'", err.text, what);
	icd_pool_free(&pool);
}

static void broken_documents_are_told(void **state)
{
	(void)state;
	must_fail("<pdf2xml><page><text top=\"1\">words</text>", ":1: ");
	must_fail("<pdf2xml><page><text top=\"1\" left=\"1\" width=\"9\" height=\"9\">words</text></page></pdf2xml>",
		  "no sections");
	must_fail("<pdf2xml></pdf2xml>", "no sections");
}

/* ---- over time ---- */

static void sections_are_known_again(void **state)
{
	static const struct guideline first[] = {
		{"Introduction", "Rules", ""},
		{"I", "First", ""},
		{"I.A", "Alpha", "one two three"},
		{"I.B", "Newborns", "what is said of them"},
		{"I.C", "Old name",
		 "some words that stay the same in both editions, as most of them do over the years"},
		{"I.D", "Gone", "nothing like it comes again"},
	};
	static const struct guideline second[] = {
		{"Introduction", "Rules", ""},
		{"I", "First", ""},
		{"I.A", "Alpha", "other words"},
		{"I.B", "New name",
		 "some words that stay the same in both editions, as most of them do over the years now"},
		{"I.C", "Newborns", "what is said of them"},
		{"I.D", "Quite another", "all new"},
	};
	static const struct guidelines editions[] = {{(struct guideline *)first, 6}, {(struct guideline *)second, 6}};
	const struct guidelines *both[] = {&editions[0], &editions[1]};
	uint32_t one[6], other[6], *sections[] = {one, other};
	(void)state;
	assert_int_equal(guidelines_match(both, 2, sections), 7);
	assert_int_equal(other[0], one[0]);
	assert_int_equal(other[2], one[2]);
	assert_int_equal(other[4], one[3]); /* moved */
	assert_int_equal(other[3], one[4]); /* moved, and another title */
	assert_int_equal(other[5], 6);      /* new under an old number */
}

static void texts_are_compared_without_their_typesetting(void **state)
{
	(void)state;
	assert_true(guideline_says_same("a \xE2\x80\x9Cword\xE2\x80\x9D\nof ICD- 10", "a  \"word\" of ICD-10"));
	assert_true(guideline_says_same("A00\xE2\x80\x93"
					"B99, it\xE2\x80\x99s",
					"A00-B99, it's"));
	assert_false(guideline_says_same("a word", "a words"));
	assert_false(guideline_says_same("A", "a"));
}

/* ---- codes ---- */

static bool known(void *context, const char *prefix)
{
	static const char *const codes[] = {"I12",  "I129", "O00", "O9A", "Z3A", "R652",
					    "A000", "T889", "QA0", "F01", "M545"};
	(void)context;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (strncmp(codes[i], prefix, strlen(prefix)) == 0)
			return true;
	}
	return false;
}

static void codes_of(const char *text, const char *expected)
{
	struct icd_pool pool = {0};
	char found[400] = "";
	size_t count;
	struct guideline_code *codes = guideline_codes(text, known, NULL, &pool, &count);
	for (size_t i = 0; i < count; i++) {
		bool range = strcmp(codes[i].from, codes[i].to) != 0;
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s%s%s", i ? " " : "", codes[i].from,
			 range ? "-" : "", range ? codes[i].to : "");
	}
	if (strcmp(found, expected) != 0)
		fail_msg("%s: '%s' and not '%s'", text, found, expected);
	icd_pool_free(&pool);
}

static void codes_are_found_in_texts(void **state)
{
	(void)state;
	codes_of("codes from category I12, and I12.9 as well", "I12 I129");
	codes_of("(O00-O9A), Z3A.", "O00-O9A Z3A");
	codes_of("from A00.0 through T88.9, or A00.0 to T88.9", "A000-T889");
	codes_of("F01 \xE2\x80\x93 F99; R65.2-, M54.5-.", "F01-F99 R652 M545");
	codes_of("QA0 and I12/I12.9", "QA0 I12 I129");
	/* No codes: a vitamin, a virus, a release of something, the middle of a word. */
	codes_of("B12, H1N1, COVID-19, XI12, I12x, ICD-10-CM, A1c", "");
	codes_of("", "");
}

/* ---- the official documents ---- */

struct official {
	const char *date;
	size_t count; /* sections, with the introduction */
	const char *number, *title;
};

static const struct official officials[] = {
	{"2016-10-01", 429, "I.C.9.a", "Hypertension"},
	{"2017-10-01", 436, "I.C.9.a.11", "Pulmonary Hypertension"},
	{"2018-10-01", 443, "I.B.14", "Documentation by Clinicians Other than the Patient's Provider"},
	{"2019-10-01", 446, "I.C.12.a.7", "Pressure-induced deep tissue damage"},
	{"2021-01-01", 468, "I.C.1.g", "Coronavirus infections"},
	{"2021-10-01", 477, "I.C.5.b.5", "Blood Alcohol Level"},
	{"2022-04-01", 478, "I.C.1.g.1.n", "Underimmunization for COVID-19 Status"},
	{"2022-10-01", 483, "I.C.5.d", "Dementia"},
	{"2023-04-01", 483, "II.K", "Admissions/Encounters for Rehabilitation"},
	{"2023-10-01", 486, "I.C.1.a.2.j", "Encounter for HIV Prophylaxis Measures"},
	{"2024-04-01", 486, "I.C.13.d.1", "Osteoporosis without pathological fracture"},
	{"2024-10-01", 487, "I.C.21.c.16", "Z Codes That May Only be Principal/First-Listed Diagnosis"},
	{"2025-04-01", 489, "I.C.21.c.15", "Z Codes That May Only be Principal/First-Listed Diagnosis"},
};

static bool stands_below(const struct guidelines *g, size_t at)
{
	char parent[ICD_GUIDELINE_SIZE];
	return at + 1 < g->count && strcmp(icd_guideline_parent(g->at[at + 1].number, parent), g->at[at].number) == 0;
}

static void is_as_expected(const struct official *expected, const struct guidelines *g)
{
	bool found = false;
	if (g->count != expected->count)
		fail_msg("%s: %zu sections", expected->date, g->count);
	for (size_t i = 0; i < g->count; i++) {
		const struct guideline *one = &g->at[i];
		if (!one->text[0] && !stands_below(g, i))
			fail_msg("%s: %s says nothing", expected->date, one->number);
		if (i > 0 && icd_guideline_compare(g->at[i - 1].number, one->number) >= 0)
			fail_msg("%s: %s after %s", expected->date, one->number, g->at[i - 1].number);
		if (strstr(one->text, "Page ") && strstr(one->text, " of 1"))
			fail_msg("%s: %s has a footer", expected->date, one->number);
		found |= strcmp(one->number, expected->number) == 0 && strcmp(one->title, expected->title) == 0;
	}
	if (!found)
		fail_msg("%s: no %s %s", expected->date, expected->number, expected->title);
}

struct finding {
	struct pdf_desk *desk;
	struct icd_pool pool;
	struct guidelines *g; /* the edition read last */
	bool found, no_program;
};

static void read_if_guidelines(void *context, const struct input *in)
{
	struct finding *f = context;
	struct input xml;
	struct icd_error err = {.text = ""};
	if (!pdf_is(in) || !strcasestr(in->name, "guidelines"))
		return;
	enum pdf_outcome outcome = pdf_take(f->desk, pdf_start(f->desk, in, NULL, PDF_LINES), &xml, &err);
	f->no_program = outcome == PDF_NO_PROGRAM;
	if (f->no_program)
		return;
	if (outcome != PDF_READ || !read_guidelines(&xml, f->g, &f->pool, &f->g, &err))
		fail_msg("%s", err.text);
	free((char *)xml.data);
	f->found = true;
}

static void official_documents_have_their_sections(void **state)
{
	struct finding f = {.desk = pdf_desk_open(&pdf_limits, NULL)};
	(void)state;
	for (size_t i = 0; i < sizeof officials / sizeof *officials && !f.no_program; i++) {
		f.found = false;
		official_visit(officials[i].date, read_if_guidelines, &f);
		if (f.found)
			is_as_expected(&officials[i], f.g);
		else
			print_message("skipped: no guidelines of %s, or no poppler-utils\n", officials[i].date);
	}
	pdf_desk_close(f.desk);
	icd_pool_free(&f.pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_make_numbers),
		cmocka_unit_test(the_ninth_part_is_no_roman_one),
		cmocka_unit_test(labels_in_texts_stay_there),
		cmocka_unit_test(bookmarks_tell_headings_that_are_not_bold),
		cmocka_unit_test(bold_headings_wrap_and_bold_texts_do_not),
		cmocka_unit_test(headings_of_the_edition_before_are_known_again),
		cmocka_unit_test(misnumbered_headings_are_kept),
		cmocka_unit_test(footers_and_contents_are_left_out),
		cmocka_unit_test(lines_become_paragraphs),
		cmocka_unit_test(broken_documents_are_told),
		cmocka_unit_test(sections_are_known_again),
		cmocka_unit_test(texts_are_compared_without_their_typesetting),
		cmocka_unit_test(codes_are_found_in_texts),
		cmocka_unit_test(official_documents_have_their_sections),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
