/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searches in the official releases ($ICD10_RELEASES): what must come first, and what never. Skipped without them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "search/search.h"
#include "support/sample_index.h"

/* The code set that the expected codes are from. */
#define ON 20250401

static struct sample_index official;
static struct icd_store *store; /* NULL without the releases */
static struct icd_searcher *searcher;
static struct icd_pool pool;
static struct icd_search_result result;

static int open_official(void **state)
{
	struct icd_error err;
	(void)state;
	if (!official_index_open(&official, &store))
		return -1;
	return !store || icd_searcher_open(store, NULL, &searcher, &err) ? 0 : -1;
}

static int close_official(void **state)
{
	(void)state;
	icd_pool_free(&pool);
	if (!store)
		return 0;
	icd_searcher_close(searcher);
	icd_store_close(store);
	sample_index_remove(&official);
	return 0;
}

static void search_as(const char *query, bool finished)
{
	struct icd_search_options options = {.limit = 10, .finished = finished};
	struct icd_view view;
	struct icd_error err;
	if (!store) {
		print_message("skipped: no official releases\n");
		skip();
	}
	icd_pool_reset(&pool);
	icd_view_make(&view, store, ON);
	if (!icd_search(searcher, &view, query, &options, &pool, &result, &err))
		fail_msg("%s: %s", query, err.text);
}

static void search(const char *query)
{
	search_as(query, true);
}

static bool begins(const char *code, const char *start)
{
	return strncmp(code, start, strlen(start)) == 0;
}

static void first_is(const char *query, const char *start)
{
	search(query);
	const char *code = result.count ? result.hits[0].code : "nothing";
	if (!begins(code, start))
		fail_msg("%s: %s first, not %s", query, code, start);
}

static void finds_none_of(const char *query, const char *start)
{
	search(query);
	for (uint32_t i = 0; i < result.count; i++) {
		if (begins(result.hits[i].code, start))
			fail_msg("%s: %s among the first", query, result.hits[i].code);
	}
}

static void finds_nothing(const char *query)
{
	search(query);
	if (result.total)
		fail_msg("%s: %s", query, result.hits[0].code);
}

static void says_no_opposite(void **state)
{
	(void)state;
	first_is("laceration without foreign body of right eyelid", "S01111");
	first_is("laceration with foreign body of right eyelid", "S01121");
	first_is("diverticulitis w/o perforation", "K5792");
	finds_none_of("diverticulitis w/o perforation", "K5780");
	finds_none_of("diverticulitis w/o perforation", "K572");
	first_is("encounter for general adult medical exam w/o abnormal findings", "Z0000");
	first_is("concussion w/o LOC", "S060X0");
	first_is("gerd no esophagitis", "K219");
	first_is("nausea without vomiting", "R110");
	finds_none_of("gastric ulcer without bleeding", "K254"); /* which a "bleeding ulcer" is */
	first_is("gastric ulcer without bleeding", "K25");
}

static void takes_what_nobody_meant_for_an_accident(void **state)
{
	(void)state;
	first_is("burned hand on stove", "X150");
	first_is("clonidine overdose", "T465X1");
	first_is("clonidine overdose suicide attempt", "T465X2");
	first_is("adverse effect of clonidine", "T465X5");
	first_is("underdosing of clonidine", "T465X6");
	first_is("albuterol overdose", "T486X1");
	first_is("drug overdose", "T50901");
}

static void leads_conditions_by_the_ranges_of_notes(void **state)
{
	(void)state;
	first_is("asthma in pregnancy", "O9951");
	first_is("migraine in pregnancy", "O9935");
	first_is("family history of colon cancer", "Z800");
	first_is("history of breast cancer", "Z853");
	first_is("screening for colon cancer", "Z1211");
}

/* One code of each condition comes first. */
static void groups(const char *query, const char *one, const char *other)
{
	search(query);
	assert_int_equal(result.group_count, 2);
	assert_true(result.count > 1 && begins(result.hits[0].code, one) && begins(result.hits[1].code, other));
}

static void gives_the_codes_of_each_condition(void **state)
{
	(void)state;
	groups("vomiting and diarrhea", "R1110", "R197");
	groups("cough congestion", "R059", "R0981");
	groups("heart failure with atrial fibrillation", "I509", "I4891");
	/* A tumor and where it spread to, which no one code is for, though "Secondary malignant neoplasm of genital organs"
	 * has nearly all words that stand for them. */
	groups("prostate cancer with bone mets", "C61", "C7951");
	groups("breast ca w bone mets", "C50", "C7951");
	groups("lung cancer metastatic to brain", "C3490", "C7931");
	groups("colon ca mets to liver", "C189", "C787");
}

static void finds_figures_in_ranges(void **state)
{
	(void)state;
	first_is("BMI 33", "Z6833");
	first_is("39w2d", "Z3A39");
	first_is("ckd stage 3b", "N1832");
	first_is("newborn 2100 g", "P0");
	for (uint32_t i = 0; i < 3; i++)
		assert_non_null(strstr(result.hits[i].title, "2000-2499 grams"));
	first_is("20% TBSA burn", "T312");
	first_is("newborn check 3 weeks old", "Z00111");
}

static void reads_what_was_meant(void **state)
{
	(void)state;
	first_is("hemroids", "K64");
	first_is("serosis of the liver", "K746");
	first_is("migrana", "G43");
	first_is("myocardial infraction", "I21");
	first_is("prostrate cancer", "C61");
	first_is("varicous veins", "I83");
	first_is("strepthroat", "J020");
	first_is("hepatitis c", "B19");
	first_is("gout right big toe", "M10071");
	first_is("pain left big toe", "M79675");
	first_is("broken left big toe", "S92402");
	first_is("left MCA infarct", "I63");
	assert_non_null(strstr(result.hits[0].title, "left middle cerebral artery"));
	first_is("DM2 uncontrolled", "E1165");
	first_is("pulm fibrosis", "J8410");
	finds_nothing("asdf");
	finds_nothing("monday");
}

static void unfinished_is(const char *query, const char *start)
{
	search_as(query, false);
	const char *code = result.count ? result.hits[0].code : "nothing";
	if (!begins(code, start))
		fail_msg("%s: %s first, not %s", query, code, start);
}

/* The last word may be one that is being typed, but a letter that the book has behind the word before it is none. */
static void takes_a_letter_for_itself(void **state)
{
	(void)state;
	unfinished_is("hepatitis a", "B159");
	unfinished_is("hepatitis b", "B1910");
	unfinished_is("hepatitis e", "B172");
	unfinished_is("vitamin d", "E559");
	unfinished_is("hemophilia a", "D66");
	unfinished_is("rotator cuff t", "M7510");
	unfinished_is("diabetes m", "E119");
}

static void keeps_words_apart(void **state)
{
	(void)state;
	first_is("R eye pain", "H5711");
	first_is("LLE pain", "M79605");
	first_is("devic's disease", "G360");
	first_is("device", "Z97");
	first_is("icd 10 code for gout", "M109");
	first_is("oral cavity submucous fibrosis", "K135");
	finds_none_of("facial swelling", "N049");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_no_opposite),
		cmocka_unit_test(takes_what_nobody_meant_for_an_accident),
		cmocka_unit_test(leads_conditions_by_the_ranges_of_notes),
		cmocka_unit_test(gives_the_codes_of_each_condition),
		cmocka_unit_test(finds_figures_in_ranges),
		cmocka_unit_test(reads_what_was_meant),
		cmocka_unit_test(takes_a_letter_for_itself),
		cmocka_unit_test(keeps_words_apart),
	};
	return cmocka_run_group_tests(tests, open_official, close_official) != 0;
}
