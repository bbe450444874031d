/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions that lead from a header to one code: every code by exactly one way, and none that leads nowhere. On the
 * sample. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "narrowing/narrowing.h"
#include "support/follow_questions.h"
#include "support/sample_index.h"

#include <string.h>

static struct icd_store *store;
static struct icd_pool pool;
static struct sample_index sample;
static struct icd_view view;

static int open_sample(void **state)
{
	(void)state;
	if (!sample_index_open(&sample, &store))
		return -1;
	icd_view_make(&view, store, 20260201);
	return 0;
}

static int close_sample(void **state)
{
	(void)state;
	icd_store_close(store);
	icd_pool_free(&pool);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_candidates below(const char *code)
{
	struct icd_candidates left;
	struct icd_error err;
	assert_int_equal(icd_candidates_below(&view, &pool, code, NULL, 0, &left, &err), ICD_FOUND);
	return left;
}

static struct icd_question next(const struct icd_candidates *left)
{
	struct icd_question question;
	struct icd_error err;
	assert_true(icd_question_next(&view, &pool, left, &question, &err));
	return question;
}

/* ---- the order of questions ---- */

static void the_side_comes_first_and_unspecified_last(void **state)
{
	(void)state;
	struct icd_candidates left = below("M2556");
	struct icd_question question = next(&left);
	assert_int_equal(question.axis, ICD_AXIS_SIDE);
	assert_int_equal(question.count, 3);
	assert_string_equal(question.choices[0].label, "right");
	assert_string_equal(question.choices[1].label, "left");
	assert_string_equal(question.choices[2].label, "unspecified");
	assert_string_equal(question.choices[0].left.at[0].code, "M25561");
}

static void the_encounter_is_answered_by_its_character(void **state)
{
	(void)state;
	struct icd_candidates left = below("S39012");
	struct icd_question question = next(&left);
	assert_int_equal(question.axis, ICD_AXIS_ENCOUNTER);
	assert_int_equal(question.count, 3);
	assert_string_equal(question.choices[1].label, "subsequent encounter");
	assert_int_equal(icd_question_choice(&question, "d"), 1);
	assert_int_equal(icd_question_choice(&question, "2"), 1);
	assert_int_equal(icd_question_choice(&question, "0"), ICD_NO_CHOICE);
	assert_int_equal(icd_question_choice(&question, "4"), ICD_NO_CHOICE);
	assert_int_equal(icd_question_choice(&question, "x"), ICD_NO_CHOICE);
	assert_int_equal(icd_question_choice(&question, ""), ICD_NO_CHOICE);
	assert_string_equal(question.choices[1].left.at[0].code, "S39012D");
}

/* Codes that begin as one and of which nothing says what their last character means, as no book has them. */
static void every_answer_leaves_less(void **state)
{
	struct icd_candidates left = below("S39012");
	(void)state;
	for (uint32_t i = 0; i < left.count; i++)
		left.at[i].meaning = NULL;
	struct icd_question question = next(&left);
	assert_int_equal(question.count, left.count);
	for (uint32_t i = 0; i < question.count; i++) {
		assert_string_equal(question.choices[i].label, left.at[i].title);
		assert_int_equal(question.choices[i].left.count, 1);
	}
}

static void a_code_leaves_nothing_to_ask(void **state)
{
	(void)state;
	struct icd_candidates left = below("M5450");
	assert_int_equal(left.count, 1);
	assert_int_equal(next(&left).count, 0);
}

static void unspecified_is_about_the_side_or_not(void **state)
{
	(void)state;
	struct icd_candidates left = below("M545");
	struct icd_question question = next(&left);
	assert_int_equal(question.axis, ICD_AXIS_TYPE);
	assert_string_equal(question.choices[question.count - 1].left.at[0].code, "M5450");
}

static void words_of_side_and_encounter_are_kept_to(void **state)
{
	char *const words[] = {(char *)"rt", (char *)"knee", (char *)"subsequent"};
	struct icd_candidates left = below("M2556");
	(void)state;
	icd_candidates_keep(&left, words, 3);
	assert_int_equal(left.count, 1);
	assert_string_equal(left.at[0].code, "M25561");
}

/* ---- what sets titles apart ---- */

static void titles_are_set_apart(void **state)
{
	static const char *const cases[][4] = {
		{"Pain in right knee", "Pain in left knee", "right", "left"},
		{"Displaced fracture of neck", "Nondisplaced fracture of neck", "Displaced", "Nondisplaced"},
		{"Low back pain, unspecified", "Other low back pain", "Low back pain, unspecified",
		 "Other low back pain"},
		{"Ulcer of skin", "Ulcer of right skin", "skin", "right skin"},
		{"Gout with tophus", "Gout without tophus", "with tophus", "without tophus"},
		{"Pain, right", "Pain, left", "right", "left"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *apart[2];
		icd_titles_apart(&pool, cases[i], 2, apart);
		assert_string_equal(apart[0], cases[i][2]);
		assert_string_equal(apart[1], cases[i][3]);
	}
}

/* ---- every code by one way ---- */

static void every_code_of_the_sample_is_reached_by_one_way(void **state)
{
	(void)state;
	assert_true(follow_all_headers(&view, 4) >= 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_side_comes_first_and_unspecified_last),
		cmocka_unit_test(the_encounter_is_answered_by_its_character),
		cmocka_unit_test(every_answer_leaves_less),
		cmocka_unit_test(a_code_leaves_nothing_to_ask),
		cmocka_unit_test(unspecified_is_about_the_side_or_not),
		cmocka_unit_test(words_of_side_and_encounter_are_kept_to),
		cmocka_unit_test(titles_are_set_apart),
		cmocka_unit_test(every_code_of_the_sample_is_reached_by_one_way),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
