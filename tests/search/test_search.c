/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "search/search.h"
#include "support/sample_index.h"

#include <string.h>

struct fixture {
	struct sample_index index;
	struct icd_store *store;
	struct icd_searcher *searcher;
	struct icd_view view;
	struct icd_pool pool;
	struct icd_search_result result;
	char shown[4096];
};

static struct fixture fixture;

#define NEWEST 20260201

static int set_up(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	if (!sample_index_make(&fixture.index, paths, 1))
		return 1;
	if (!icd_store_open(fixture.index.path, &fixture.store, &err) ||
	    !icd_searcher_open(fixture.store, NULL, &fixture.searcher, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	icd_searcher_close(fixture.searcher);
	icd_store_close(fixture.store);
	icd_pool_free(&fixture.pool);
	sample_index_remove(&fixture.index);
	return 0;
}

static const struct icd_search_result *search_with(struct icd_searcher *searcher, icd_date on, const char *query,
						   struct icd_search_options options)
{
	struct icd_error err;
	icd_pool_reset(&fixture.pool);
	icd_view_make(&fixture.view, fixture.store, on);
	if (!icd_search(searcher, &fixture.view, query, &options, &fixture.pool, &fixture.result, &err))
		fail_msg("%s: %s", query, err.text);
	return &fixture.result;
}

static const struct icd_search_result *search(const char *query)
{
	return search_with(fixture.searcher, NEWEST, query, (struct icd_search_options){.limit = 10});
}

/* The first code that is found, "" for none. */
static const char *first(const char *query)
{
	const struct icd_search_result *result = search(query);
	return result->count ? result->hits[0].code : "";
}

static bool found(const struct icd_search_result *result, const char *code)
{
	for (uint32_t i = 0; i < result->count; i++) {
		if (strcmp(result->hits[i].code, code) == 0)
			return true;
	}
	return false;
}

/* ---- whole titles ---- */

static void finds_codes_by_their_whole_titles(void **state)
{
	(void)state;
	assert_string_equal(first("Strain of muscle, fascia and tendon of lower back, sequela"), "S39012S");
	assert_string_equal(first("sequela; lower back MUSCLE fascia and tendon strain"), "S39012S");
	assert_string_equal(fixture.result.hits[0].matched,
			    "Strain of muscle, fascia and tendon of lower back, sequela");
	assert_int_equal(fixture.result.reading_count, 0);
}

/* ---- denials ---- */

static void never_says_the_opposite_of_what_is_denied(void **state)
{
	(void)state;
	assert_memory_equal(first("traumatic cerebral edema without loss of consciousness"), "S061X0", 6);
	assert_int_equal(fixture.result.denied_count, 1);
	assert_string_equal(fixture.result.denied[0], "loss consciousness");
	assert_memory_equal(first("traumatic cerebral edema w/o LOC"), "S061X0", 6);
	assert_memory_equal(first("cerebral edema no loss of consciousness"), "S061X0", 6);
	assert_memory_not_equal(first("traumatic cerebral edema with loss of consciousness"), "S061X0", 6);
	assert_int_equal(fixture.result.denied_count, 0);
	assert_string_equal(first("lumbar spinal stenosis without neurogenic claudication"), "M48061");
	assert_string_equal(first("lumbar spinal stenosis, denies neurogenic claudication"), "M48061");
	assert_string_equal(first("lumbar spinal stenosis with neurogenic claudication"), "M48062");
}

/* ---- parts of a query ---- */

static void gives_the_codes_of_each_condition(void **state)
{
	(void)state;
	search("constipation and heart failure");
	assert_int_equal(fixture.result.group_count, 2);
	assert_string_equal(fixture.result.groups[0], "constipation");
	assert_string_equal(fixture.result.hits[0].code, "K5900");
	assert_int_equal(fixture.result.hits[0].group, 1);
	assert_string_equal(fixture.result.hits[1].code, "I509");
	assert_int_equal(fixture.result.hits[1].group, 2);
	/* One code has both. */
	assert_string_equal(first("lumbago with sciatica"), "M5440");
	assert_int_equal(fixture.result.group_count, 0);
}

static void says_which_words_a_hit_lacks(void **state)
{
	(void)state;
	assert_string_equal(first("low back pain"), "M5450");
	assert_string_equal(fixture.result.hits[0].lacks, "");
	assert_string_equal(first("torus fracture femur constipation"), "S7247");
	assert_string_equal(fixture.result.hits[0].lacks, "constipation");
}

static void leaves_out_what_stands_around_a_query(void **state)
{
	(void)state;
	assert_string_equal(first("icd 10 code for low back pain"), "M5450");
	assert_string_equal(first("c/o low back pain"), "M5450");
	assert_string_equal(first("low back pain dx"), "M5450");
	assert_string_equal(first("dx: low back pain "), "M5450");
	assert_string_equal(fixture.result.hits[0].lacks, "");
}

static void narrows_to_ranges_and_chapters(void **state)
{
	(void)state;
	search_with(fixture.searcher, NEWEST, "pain", (struct icd_search_options){.within = "M50-M54"});
	assert_true(fixture.result.total > 0);
	for (uint32_t i = 0; i < fixture.result.count; i++)
		assert_memory_equal(fixture.result.hits[i].code, "M5", 2);
	search_with(fixture.searcher, NEWEST, "pain", (struct icd_search_options){.within = "chapter 6"});
	assert_true(fixture.result.total > 0);
	for (uint32_t i = 0; i < fixture.result.count; i++)
		assert_memory_equal(fixture.result.hits[i].code, "G", 1);
	search_with(fixture.searcher, NEWEST, "pain", (struct icd_search_options){.within = "99"});
	assert_int_equal(fixture.result.total, 0);
}

static void reads_words_by_their_sound(void **state)
{
	(void)state;
	assert_string_equal(first("siatika"), "M5430");
	assert_string_equal(fixture.result.readings[0].read, "sciatica");
	search("asdf");
	assert_int_equal(fixture.result.total, 0);
	search("qwerty");
	assert_int_equal(fixture.result.total, 0);
}

/* ---- words ---- */

static void finds_words_in_any_order_and_form(void **state)
{
	(void)state;
	assert_string_equal(first("low back pain"), "M5450");
	assert_string_equal(first("pain of the low back"), "M5450");
	assert_string_equal(first("LOIN PAIN"), "M5450");
	assert_string_equal(first("sj\xc3\xb6gren"), "M3500");
	assert_string_equal(first("Sjogren's"), "M3500");
	assert_string_equal(first("alzheimers"), "G309");
	assert_string_equal(first("constipated"), "K5900");
	assert_string_equal(first("spine stenosis lumbar"), "M48061");
}

static void reads_british_spelling(void **state)
{
	(void)state;
	assert_memory_equal(first("traumatic cerebral oedema"), "S061X", 5);
	assert_int_equal(fixture.result.reading_count, 1);
	assert_string_equal(fixture.result.readings[0].read, "edema");
}

static void finishes_the_last_word(void **state)
{
	(void)state;
	assert_string_equal(first("sciat"), "M5430");
	assert_string_equal(first("low back pa"), "M5450");
	search_with(fixture.searcher, NEWEST, "sciat", (struct icd_search_options){.finished = true});
	assert_true(fixture.result.total > 0);
}

static void reads_typing_errors_of_unknown_words_only(void **state)
{
	(void)state;
	assert_string_equal(first("siatica"), "M5430");
	assert_string_equal(fixture.result.readings[0].typed, "siatica");
	assert_string_equal(fixture.result.readings[0].read, "sciatica");
	assert_string_equal(first("hypretension"), "I10");
	assert_string_equal(first("constipaton"), "K5900");
	assert_string_equal(first("backpain"), "M549");
	/* Words the book knows are what they are. */
	search("sprain");
	assert_true(found(&fixture.result, "S134XXA"));
	assert_false(found(&fixture.result, "S39012A"));
	assert_int_equal(fixture.result.reading_count, 0);
	search("strain");
	assert_true(found(&fixture.result, "S39012A"));
	assert_false(found(&fixture.result, "S134XXA"));
	/* One edit in short words only: "abdomen" is two from "abdemin", "pain" from "pein" one. */
	assert_string_equal(first("abdomen"), "S39");
	assert_string_equal(first("abdemin"), "S39");
	search("pxxn");
	assert_int_equal(fixture.result.total, 0);
}

static void offers_words_when_nothing_is_found(void **state)
{
	(void)state;
	search("xciaticq");
	if (!fixture.result.total)
		assert_true(fixture.result.suggestion_count > 0);
	search("xqzwvk");
	assert_int_equal(fixture.result.total, 0);
	search("");
	assert_int_equal(fixture.result.total, 0);
	search("of the");
	assert_int_equal(fixture.result.total, 0);
}

/* What is not known of a query does not keep the rest from being found. */
static void passes_over_unknown_words(void **state)
{
	(void)state;
	assert_string_equal(first("xqzwvk sciatica"), "M5430");
	assert_int_equal(fixture.result.reading_count, 1);
	assert_null(fixture.result.readings[0].read);
}

static void tells_with_from_without(void **state)
{
	(void)state;
	assert_string_equal(first("spinal stenosis with neurogenic claudication"), "M48062");
	assert_string_equal(first("spinal stenosis without neurogenic claudication"), "M48061");
	assert_string_equal(first("diabetes"), "E119");
}

/* ---- synonyms ---- */

static void knows_abbreviations(void **state)
{
	(void)state;
	assert_string_equal(first("htn"), "I10");
	assert_int_equal(fixture.result.hits[0].field, ICD_FIELD_SYNONYM);
	assert_non_null(strstr(fixture.result.hits[0].matched, "htn: "));
	assert_string_equal(first("lbp"), "M5450");
	assert_string_equal(first("ckd 3"), "N1830");
	assert_string_equal(first("rt sciatica"), "M5431");
}

static void takes_the_users_synonyms(void **state)
{
	static const char text[] = "# mine\nzap\tconstipation\nzap left-zip\tsciatica left\n";
	char path[128];
	struct icd_searcher *searcher;
	struct icd_error err;
	struct icd_search_options options = {.limit = 5};
	(void)state;
	snprintf(path, sizeof path, "%s/synonyms.tsv", fixture.index.folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_true(icd_searcher_open(fixture.store, path, &searcher, &err));
	unlink(path);
	assert_string_equal(search_with(searcher, NEWEST, "zap", options)->hits[0].code, "K5900");
	/* The longest term wins, in its order or not. */
	assert_string_equal(search_with(searcher, NEWEST, "zap left zip", options)->hits[0].code, "M5432");
	assert_string_equal(search_with(searcher, NEWEST, "zip zap left", options)->hits[0].code, "M5432");
	icd_searcher_close(searcher);
	assert_false(icd_searcher_open(fixture.store, path, &searcher, &err));
	assert_null(searcher);
	assert_non_null(strstr(err.text, "synonyms.tsv"));
}

/* ---- sides and seventh characters ---- */

static void shows_the_side_asked_for(void **state)
{
	(void)state;
	assert_string_equal(first("sciatica"), "M5430");
	assert_string_equal(first("left sciatica"), "M5432");
	assert_string_equal(first("sciatica right side"), "M5431");
	assert_string_equal(first("knee pain left"), "M25562");
	assert_string_equal(first("osteoarthritis right knee"), "M1711");
	assert_string_equal(first("osteoarthritis both knees"), "M170");
	assert_string_equal(first("breast cancer left upper outer quadrant"), "C50412");
}

static void shows_the_encounter_asked_for(void **state)
{
	(void)state;
	assert_string_equal(first("low back strain"), "S39012A");
	assert_string_equal(first("low back strain subsequent encounter"), "S39012D");
	assert_string_equal(first("low back strain sequela"), "S39012S");
	assert_string_equal(first("aspirin poisoning"), "T39011A");
	assert_string_equal(first("fall from ladder"), "W11XXXA");
}

/* A family is shown once; its other codes count and stand behind all families. */
static void shows_a_family_once(void **state)
{
	const struct icd_search_result *result;
	(void)state;
	result = search_with(fixture.searcher, NEWEST, "sciatica", (struct icd_search_options){.limit = 0});
	assert_int_equal(result->count, result->total);
	assert_string_equal(result->hits[0].code, "M5430");
	assert_string_equal(result->hits[0].family, "M543");
	assert_int_equal(result->hits[0].family_codes, 3);
	assert_true(found(result, "M5431") && found(result, "M5432") && found(result, "M543"));
	for (uint32_t i = 0; i < result->count; i++) {
		for (uint32_t j = i + 1; j < result->count; j++)
			assert_string_not_equal(result->hits[i].code, result->hits[j].code);
	}
	result = search_with(fixture.searcher, NEWEST, "sciatica", (struct icd_search_options){.limit = 2});
	assert_int_equal(result->count, 2);
	assert_true(result->total > 2);
}

/* ---- codes and dates ---- */

static void takes_codes_and_their_beginnings(void **state)
{
	(void)state;
	search("m54.5");
	assert_int_equal(fixture.result.total, 4);
	assert_string_equal(fixture.result.hits[0].code, "M545");
	assert_string_equal(fixture.result.hits[1].code, "M5450");
	assert_int_equal(fixture.result.hits[0].field, ICD_FIELD_CODE);
	assert_string_equal(first("M5450"), "M5450");
	assert_string_equal(first("m54.50-"), "M5450");
	assert_true(search("m5")->total > 30);
	search_with(fixture.searcher, NEWEST, "pain", (struct icd_search_options){.within = "M25"});
	for (uint32_t i = 0; i < fixture.result.count; i++)
		assert_memory_equal(fixture.result.hits[i].code, "M25", 3);
	assert_true(fixture.result.count > 0);
}

static void answers_as_of_the_date(void **state)
{
	struct icd_search_options options = {.limit = 10};
	(void)state;
	search_with(fixture.searcher, 20210901, "low back pain", options);
	assert_string_equal(fixture.result.hits[0].code, "M545");
	assert_true(fixture.result.hits[0].billable);
	assert_false(found(&fixture.result, "M5450"));
	search_with(fixture.searcher, 20211002, "low back pain", options);
	assert_string_equal(fixture.result.hits[0].code, "M5450");
	search_with(fixture.searcher, 20210901, "myocardial injury", options);
	assert_false(found(&fixture.result, "I5A"));
	options.all_dates = true;
	search_with(fixture.searcher, 20210901, "myocardial injury", options);
	assert_true(found(&fixture.result, "I5A"));
	assert_false(fixture.result.hits[0].billable);
	assert_int_equal(fixture.result.hits[0].status, ICD_STATUS_FUTURE);
}

/* The same query gives the same answer, whatever was searched before. */
static void keeps_nothing_from_search_to_search(void **state)
{
	char before[ICD_CODE_SIZE];
	uint32_t total;
	(void)state;
	strcpy(before, first("left sciatica"));
	total = fixture.result.total;
	search("pain");
	search("right knee");
	search_with(fixture.searcher, 20201101, "low back pain", (struct icd_search_options){.limit = 0});
	assert_string_equal(first("left sciatica"), before);
	assert_int_equal(fixture.result.total, total);
}

static void completes_words(void **state)
{
	const char **words;
	uint32_t count;
	struct icd_error err;
	(void)state;
	icd_pool_reset(&fixture.pool);
	assert_true(icd_search_complete(fixture.searcher, "sciat", 5, &fixture.pool, &words, &count, &err));
	assert_true(count >= 1 && count <= 5);
	for (uint32_t i = 0; i < count; i++)
		assert_memory_equal(words[i], "sciat", 5);
	assert_true(icd_search_complete(fixture.searcher, "", 5, &fixture.pool, &words, &count, &err));
	assert_int_equal(count, 0);
}

/* Of the words that begin so, those that stand in a text with the words before. */
static void completes_words_beside_others(void **state)
{
	static const struct {
		const char *start, *last;
		uint32_t count;
	} rows[] = {{"lesion s", "sciatic", 1}, {"lumbago s", "side", 2}, {"lesion of the s", "sciatic", 1}};
	const char **words;
	uint32_t count;
	struct icd_error err;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		icd_pool_reset(&fixture.pool);
		assert_true(
			icd_search_complete(fixture.searcher, rows[i].start, 9, &fixture.pool, &words, &count, &err));
		assert_int_equal(count, rows[i].count);
		assert_string_equal(words[count - 1], rows[i].last);
	}
}

static void knows_words_of_texts(void **state)
{
	static const struct {
		const char *word;
		bool knows;
	} words[] = {{"sciatica", true}, {"sciati", true}, {"pains", true}, {"lbp", true},
		     {"s", true},        {"xyzzy", false}, {"paim", false}, {"", false}};
	struct icd_error err;
	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		bool knows;
		assert_true(icd_search_knows(fixture.searcher, words[i].word, &knows, &err));
		if (knows != words[i].knows)
			fail_msg("%s", words[i].word);
	}
}

/* Whatever is typed, a search ends well. */
static void bears_odd_queries(void **state)
{
	char text[3000];
	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	search(text);
	for (size_t i = 3; i < sizeof text - 1; i += 4)
		text[i] = ' ';
	search(text);
	search("left right bilateral unspecified other disease of the with and without pain history screening");
	search("\xff\xfe\x80 pain");
	search("((((pain))))");
	search("-");
	search("'");
	search("pain -pain --pain");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_codes_by_their_whole_titles),
		cmocka_unit_test(never_says_the_opposite_of_what_is_denied),
		cmocka_unit_test(gives_the_codes_of_each_condition),
		cmocka_unit_test(says_which_words_a_hit_lacks),
		cmocka_unit_test(leaves_out_what_stands_around_a_query),
		cmocka_unit_test(narrows_to_ranges_and_chapters),
		cmocka_unit_test(reads_words_by_their_sound),
		cmocka_unit_test(finds_words_in_any_order_and_form),
		cmocka_unit_test(reads_british_spelling),
		cmocka_unit_test(finishes_the_last_word),
		cmocka_unit_test(reads_typing_errors_of_unknown_words_only),
		cmocka_unit_test(offers_words_when_nothing_is_found),
		cmocka_unit_test(passes_over_unknown_words),
		cmocka_unit_test(tells_with_from_without),
		cmocka_unit_test(knows_abbreviations),
		cmocka_unit_test(takes_the_users_synonyms),
		cmocka_unit_test(shows_the_side_asked_for),
		cmocka_unit_test(shows_the_encounter_asked_for),
		cmocka_unit_test(shows_a_family_once),
		cmocka_unit_test(takes_codes_and_their_beginnings),
		cmocka_unit_test(answers_as_of_the_date),
		cmocka_unit_test(keeps_nothing_from_search_to_search),
		cmocka_unit_test(completes_words),
		cmocka_unit_test(completes_words_beside_others),
		cmocka_unit_test(knows_words_of_texts),
		cmocka_unit_test(bears_odd_queries),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
