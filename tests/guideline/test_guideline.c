/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of guideline sections, their records, and what the guidelines of the sample answer. */
#include "guideline/guideline.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- numbers ---- */

static void numbers_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *typed, *number;
	} cases[] = {
		{"I.C.9.a", "I.C.9.a"},
		{"i.c.9.A.", "I.C.9.a"},
		{"Section I.C.1.a.2)(a)", "I.C.1.a.2.a"},
		{"I.C.1.d.1.a.(iv)", "I.C.1.d.1.a.iv"},
		{"section ii", "II"},
		{"Appendix i", "Appendix I"},
		{"introduction", "Introduction"},
	};
	static const char *const none[] = {"",        "A",    "I.9",  "I.C.a", "I.C.9.ab", "I10", "I.C.9.a.1.a.i.b",
					   "section", "I..C", "hello"};
	char out[ICD_GUIDELINE_SIZE];
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(icd_guideline_read(cases[i].typed, out));
		assert_string_equal(out, cases[i].number);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (icd_guideline_read(none[i], out) && strcmp(none[i], "I..C") != 0)
			fail_msg("'%s' was read as %s", none[i], out);
	}
}

static void numbers_stand_in_the_order_of_the_document(void **state)
{
	static const char *const order[] = {"Introduction", "I",         "I.A",        "I.A.2",     "I.A.10",
					    "I.B",          "I.C.9.a.2", "I.C.9.a.11", "I.C.9.b",   "I.C.21.c.3",
					    "II",           "III",       "IV",         "Appendix I"};
	char parent[ICD_GUIDELINE_SIZE];
	(void)state;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		for (size_t j = 0; j < sizeof order / sizeof *order; j++) {
			int expected = (i > j) - (i < j), got = icd_guideline_compare(order[i], order[j]);
			assert_int_equal((got > 0) - (got < 0), expected);
		}
	}
	assert_true(icd_guideline_above("I.C.9", "I.C.9.a.2"));
	assert_false(icd_guideline_above("I.C.2", "I.C.21.c"));
	assert_string_equal(icd_guideline_parent("I.C.9.a", parent), "I.C.9");
	assert_string_equal(icd_guideline_parent("II", parent), "");
	assert_int_equal(icd_guideline_depth("I.C.9.a"), 3);
}

/* ---- records ---- */

static void records_come_back(void **state)
{
	struct icd_guideline_head heads[] = {{"I", "One", {0, 2}, 7}, {"I.A", "", {1, 1}, 8}};
	struct icd_mention mentions[] = {{"I.A", {0, 1}, "I12", "I12", 5, 9}, {"II", {1, 1}, "A00", "B99", 0, 4}};
	struct icd_dated_text texts[] = {{{0, 0}, "a\nb"}, {{1, 2}, ""}};
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	struct icd_guideline_heads heads_read;
	struct icd_mentions mentions_read;
	struct icd_texts texts_read;
	(void)state;
	icd_put_guideline_heads(&out, &(struct icd_guideline_heads){2, heads});
	icd_put_mentions(&out, &(struct icd_mentions){2, mentions});
	icd_put_guideline_texts(&out, &(struct icd_texts){2, texts});
	struct icd_reader in = icd_reader_of(out.data, out.size);
	assert_true(icd_get_guideline_heads(&in, &pool, &heads_read));
	assert_true(icd_get_mentions(&in, &pool, &mentions_read));
	assert_true(icd_get_guideline_texts(&in, &pool, &texts_read));
	assert_true(in.at == in.end);
	assert_int_equal(heads_read.count, 2);
	assert_string_equal(heads_read.at[1].number, "I.A");
	assert_int_equal(heads_read.at[0].span.last, 2);
	assert_int_equal(heads_read.at[1].section, 8);
	assert_string_equal(mentions_read.at[1].to, "B99");
	assert_int_equal(mentions_read.at[0].last, 9);
	assert_string_equal(texts_read.at[0].text, "a\nb");
	/* Cut off anywhere, they are no such records. */
	for (size_t size = 0; size < out.size; size++) {
		in = icd_reader_of(out.data, size);
		assert_false(icd_get_guideline_heads(&in, &pool, &heads_read) &&
			     icd_get_mentions(&in, &pool, &mentions_read) &&
			     icd_get_guideline_texts(&in, &pool, &texts_read));
	}
	icd_buffer_free(&out);
	icd_pool_free(&pool);
}

/* ---- the sample: editions of 2021-10-01 and 2025-10-01 ---- */

static struct sample_index sample;
static struct icd_store *store;

static int start(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static void read_on(struct icd_pool *pool, icd_date date, struct icd_guidelines *out)
{
	struct icd_error err;
	int edition = icd_guidelines_on(icd_store_about(store), date);
	assert_true(edition >= 0);
	assert_true(icd_guidelines_read(store, pool, (uint16_t)edition, out, &err));
}

static void sections_are_those_of_the_date(void **state)
{
	struct icd_pool pool = {0};
	struct icd_guidelines old, new;
	struct icd_error err;
	const char *text;
	(void)state;
	read_on(&pool, 20220101, &old);
	read_on(&pool, 20260101, &new);
	assert_int_equal(old.count, 88);
	assert_int_equal(new.count, 89);
	assert_null(icd_guideline_find(&old, "I.C.13.b"));
	assert_non_null(icd_guideline_find(&new, "I.C.13.b"));
	assert_true(icd_guideline_text(store, &pool, old.edition, "I.A.12.a", &text, &err));
	assert_string_equal(text, "The two are never reported together.");
	assert_true(icd_guideline_text(store, &pool, new.edition, "I.A.12.a", &text, &err));
	assert_non_null(strchr(text, '\n'));
	assert_true(icd_guideline_text(store, &pool, old.edition, "I.C.13.b", &text, &err));
	assert_string_equal(text, "");
	/* Before the first edition held the first one answers. */
	assert_int_equal(icd_guidelines_on(icd_store_about(store), 20160101), 0);
	icd_pool_free(&pool);
}

static void a_section_that_moved_is_the_same_one(void **state)
{
	struct icd_pool pool = {0};
	struct icd_guidelines new;
	struct icd_guideline_history history;
	struct icd_error err;
	(void)state;
	read_on(&pool, 20260101, &new);
	const struct icd_guideline *newborns = icd_guideline_find(&new, "I.C.21.c.16");
	assert_non_null(newborns);
	assert_true(icd_guideline_history(store, &pool, newborns->section, &history, &err));
	assert_int_equal(history.count, 2);
	assert_string_equal(history.at[0].number, "I.C.21.c.12");
	assert_string_equal(history.at[1].number, "I.C.21.c.16");
	icd_pool_free(&pool);
}

static void sections_are_cited_by_their_number_of_the_date(void **state)
{
	struct icd_citations *citations;
	struct icd_error err;
	(void)state;
	assert_true(icd_citations_open(store, &citations, &err));
	assert_string_equal(icd_cited(citations, 20260101, "I.C.21.c.15"), "I.C.21.c.15");
	assert_string_equal(icd_cited(citations, 20220101, "I.C.21.c.15"), "I.C.21.c.16");
	assert_string_equal(icd_cited(citations, 20220101, "I.C.13.b"), "I.C.13.b");
	assert_string_equal(icd_cited(citations, 20220101, "I.X"), "I.X");
	assert_string_equal(icd_cited(citations, 20220101, ""), "");
	icd_citations_close(citations);
}

static void names(icd_date date, const char *code, bool below, const char *expected)
{
	struct icd_pool pool = {0};
	struct icd_code_record record;
	struct icd_guideline_mentions mentions;
	struct icd_error err;
	char found[400] = "";
	int edition = icd_guidelines_on(icd_store_about(store), date);
	assert_int_equal(icd_store_code(store, &pool, code, &record, &err), ICD_FOUND);
	assert_true(icd_guideline_mentions(store, &pool, (uint16_t)edition, &record, below, &mentions, &err));
	for (uint32_t i = 0; i < mentions.count; i++)
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s:%d", i ? " " : "",
			 mentions.at[i].number, (int)mentions.at[i].how);
	assert_string_equal(found, expected);
	icd_pool_free(&pool);
}

static void sections_name_codes(void **state)
{
	(void)state;
	/* Itself, then what is above it, then a range. */
	names(20260101, "M5450", false, "I.C.6.b.1.b:0 I.C.13.a:1");
	names(20260101, "M545", true, "I.C.13.a:0 I.C.6.b.1.b:3");
	names(20260101, "M545", false, "I.C.13.a:0");
	names(20260101, "S39012A", false, "I.C.13.b:1");
	names(20220101, "S39012A", false, "");
}

static void searches(const char *words, const char *first, uint32_t count)
{
	struct icd_pool pool = {0};
	struct icd_guidelines guidelines;
	struct icd_guideline_hits hits;
	struct icd_error err;
	read_on(&pool, 20260101, &guidelines);
	assert_true(icd_guideline_search(store, &pool, &guidelines, words, &hits, &err));
	assert_int_equal(hits.count, count);
	if (count)
		assert_string_equal(hits.at[0].section->number, first);
	icd_pool_free(&pool);
}

static void words_find_sections(void **state)
{
	(void)state;
	searches("laterality", "I.B.13", 2);
	searches("excludes notes", "I.A.12", 1);
	/* A title before a text, by the stem of the word. */
	searches("abbreviation", "I.A.6", 3);
	searches("xyzzy", "", 0);
	searches("", "", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_as_people_write_them),
		cmocka_unit_test(numbers_stand_in_the_order_of_the_document),
		cmocka_unit_test(records_come_back),
		cmocka_unit_test(sections_are_those_of_the_date),
		cmocka_unit_test(a_section_that_moved_is_the_same_one),
		cmocka_unit_test(sections_are_cited_by_their_number_of_the_date),
		cmocka_unit_test(sections_name_codes),
		cmocka_unit_test(words_find_sections),
	};
	return cmocka_run_group_tests(tests, start, stop) != 0;
}
