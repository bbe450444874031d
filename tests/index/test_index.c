/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The alphabetic index and the tables as of a date: terms by words, see and see also, from
 * codes back to entries; on the sample, and on official files where they are at hand.
 */
#include "index/index_find.h"
#include "official/index_export.h"
#include "support/official_files.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/canonical_xml.h"

static struct sample_index sample;
static struct icd_store *store;
static struct icd_view view;
static struct icd_pool pool;
static struct icd_index_book book;

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_pool_free(&pool);
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static void open_book(enum icd_index_kind kind, icd_date on)
{
	struct icd_error err = {.text = ""};
	icd_pool_reset(&pool);
	icd_view_make(&view, store, on);
	if (icd_index_book_read(&view, kind, &pool, &book, &err) != ICD_FOUND)
		fail_msg("%s", err.text);
}

static struct icd_index_hits find(const char *query)
{
	struct icd_index_hits hits;
	struct icd_error err = {.text = ""};
	if (!icd_index_find(&book, &pool, query, &hits, &err))
		fail_msg("%s", err.text);
	return hits;
}

static const char *path_of(const struct icd_index_hit *hit)
{
	return icd_index_path(&pool, hit->tree, hit->node, " > ");
}

static const char *part_of(const struct icd_index_hit *hit, enum icd_index_part part)
{
	const char *text = hit->tree->at[hit->node].term->parts[part];
	return text ? text : "";
}

static void assert_finds(const char *query, const char *path, const char *code)
{
	struct icd_index_hits hits = find(query);
	if (!hits.count || hits.left_out)
		fail_msg("%s: not found", query);
	if (strcmp(path_of(&hits.at[0]), path) != 0)
		fail_msg("%s: %s found, %s was expected", query, path_of(&hits.at[0]), path);
	assert_string_equal(part_of(&hits.at[0], ICD_PART_CODE), code);
}

/* ---- books ---- */

static void the_book_in_force_is_the_newest_not_after_the_date(void **state)
{
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20250930);
	assert_int_equal(book.date, 20201001);
	assert_true(book.stale);
	assert_false(book.later);
	open_book(ICD_INDEX_ALPHABETIC, 20251001);
	assert_int_equal(book.date, 20251001);
	assert_false(book.stale);
	open_book(ICD_INDEX_DRUG, 20210501);
	assert_int_equal(book.date, 20251001);
	assert_true(book.later);
	assert_int_equal(book.head.column_count, 7);
	assert_string_equal(book.head.columns[6], "Underdosing");
}

static void a_term_has_the_code_of_its_day(void **state)
{
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20210501);
	assert_finds("lumbago", "Lumbago, lumbalgia", "M54.5");
	assert_int_equal(find("pain low back").at[0].tree->at[0].last, 10);
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	assert_finds("lumbago", "Lumbago, lumbalgia", "M54.50");
	assert_int_equal(find("pain low back").at[0].tree->at[0].last, 14);
}

/* ---- words ---- */

static void words_find_terms_in_any_order(void **state)
{
	static const char *const queries[][3] = {
		{"pain low back", "Pain > low back", "M54.50"},
		{"Pain, low back", "Pain > low back", "M54.50"},
		{"low back pain", "Pain > low back", "M54.50"},
		{"pain back low", "Pain > low back", "M54.50"},
		{"back pain", "Pain > back", "M54.9"},
		{"LUMBALGIA", "Lumbago, lumbalgia", "M54.50"},
		{"pains in the knee joint", "Pain > joint > knee", "M25.56-"},
		{"low back", "Low > back syndrome", "M54.50"},
		{"pain verteb", "Pain > vertebrogenic", "M54.89"},
		{"lumb", "Lumbago, lumbalgia", "M54.50"},
		{"sjogren syndrome", "Syndrome > Sj\xc3\xb6gren", "M35.00"},
		{"covid19", "COVID-19", "U07.1"},
		{"alzheimers disease", "Disease, diseased > Alzheimer's", "G30.9"},
		{"diabetes mellitus with kidney disease", "Diabetes, diabetic > with > chronic kidney disease",
		 "E11.22"},
		{"vertebrogenic", "Pain > vertebrogenic", "M54.89"},
		{"postural backache", "Backache", "M54.9"},
		{"discogenic",
		 "Degeneration, degenerative > intervertebral disc NOS > lumbar region > with > "
		 "discogenic back pain only",
		 "M51.360"},
		{"false", "False", ""},
		/* Words that no main term has. */
		{"sjogren", "Syndrome > Sj\xc3\xb6gren", "M35.00"},
		{"vertebro", "Pain > vertebrogenic", "M54.89"},
		{"regions", "Radiculopathy > lumbar region", "M54.16"},
		{"persistent any site", "Pain > psychogenic", "F45.41"},
	};
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
		assert_finds(queries[i][0], queries[i][1], queries[i][2]);
}

static void all_ways_to_the_words_are_found_the_nearest_first(void **state)
{
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	struct icd_index_hits hits = find("pain low back");
	assert_int_equal(hits.count, 2);
	assert_string_equal(path_of(&hits.at[1]), "Pain > vertebrogenic > low back");
	/* "Painful" would be a word of the same stem; where the word itself is a term, it is not asked for. */
	assert_int_equal(find("pain").count, 1);
}

static void a_word_too_many_is_left_out_and_named(void **state)
{
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	struct icd_index_hits hits = find("pain knee banana");
	assert_string_equal(hits.left_out, "banana");
	assert_string_equal(path_of(&hits.at[0]), "Pain > joint > knee");
	assert_int_equal(find("banana").count, 0);
	assert_int_equal(find("").count, 0);
	assert_int_equal(find(" ,;- ").count, 0);
}

static void tables_have_codes_by_column(void **state)
{
	(void)state;
	open_book(ICD_INDEX_DRUG, 20260101);
	struct icd_index_hits hits = find("aspirin");
	assert_int_equal(hits.count, 1);
	assert_string_equal(part_of(&hits.at[0], ICD_PART_CELL + 4), "T39.015");
	open_book(ICD_INDEX_NEOPLASM, 20260101);
	hits = find("breast");
	assert_string_equal(path_of(&hits.at[0]), "Neoplasm, neoplastic > breast");
	assert_string_equal(part_of(&hits.at[0], ICD_PART_CELL), "C50.9-");
	assert_int_equal(find("upper-outer").count, 1);
	assert_int_equal(find("upperouter").count, 1);
	open_book(ICD_INDEX_CAUSE, 20260101);
	assert_finds("fall from ladder", "Fall, falling > from, off, out of > ladder", "W11");
	assert_string_equal(find("struck").at[0].tree->at[0].title, "Struck (accidentally) by");
}

/* ---- codes ---- */

static void codes_have_the_status_of_the_date(void **state)
{
	struct icd_index_code code;
	struct icd_error err;
	(void)state;
	icd_view_make(&view, store, 20260101);
	assert_true(icd_index_code_read(&view, &pool, "M51.36", &code, &err));
	assert_int_equal(code.status, ICD_STATUS_HEADER);
	assert_false(code.open);
	icd_view_make(&view, store, 20210501);
	assert_true(icd_index_code_read(&view, &pool, "M51.36", &code, &err));
	assert_int_equal(code.status, ICD_STATUS_BILLABLE);
	assert_true(icd_index_code_read(&view, &pool, "M54.4-", &code, &err));
	assert_true(code.open);
	assert_true(icd_index_code_read(&view, &pool, "--", &code, &err));
	assert_false(code.is_code);
	assert_true(icd_index_code_read(&view, &pool, "SCFE", &code, &err));
	assert_false(code.is_code);
	assert_true(icd_index_code_read(&view, &pool, "A99.9", &code, &err));
	assert_int_equal(code.status, ICD_STATUS_UNKNOWN);
}

/* ---- see ---- */

static struct icd_index_target follow(const char *see)
{
	struct icd_index_target target;
	struct icd_error err = {.text = ""};
	if (!icd_index_follow(&book, &pool, see, &target, &err))
		fail_msg("%s", err.text);
	return target;
}

static void see_leads_to_a_term_or_says_where(void **state)
{
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	struct icd_index_target target = follow(" Degeneration,  intervertebral disc, by site");
	assert_int_equal(target.lead, ICD_LEAD_TERMS);
	assert_string_equal(path_of(&target.hits.at[0]), "Degeneration, degenerative > intervertebral disc NOS");
	assert_int_equal(follow("condition").lead, ICD_LEAD_CONDITION);
	assert_int_equal(follow("Stricture").lead, ICD_LEAD_NOWHERE);
	assert_int_equal(follow("E08-E13 with .51").lead, ICD_LEAD_NOWHERE);
	target = follow("Table of Drugs and Chemicals, by drug, poisoning");
	assert_int_equal(target.lead, ICD_LEAD_TABLE);
	assert_int_equal(target.column, 2);
	target = follow("Table of Drugs and Chemicals, alcohol, adverse effect");
	assert_int_equal(target.lead, ICD_LEAD_TERMS);
	assert_int_equal(target.book->kind, ICD_INDEX_DRUG);
	assert_int_equal(target.column, 6);
	target = follow("Neoplasm, breast, benign");
	assert_int_equal(target.book->kind, ICD_INDEX_NEOPLASM);
	assert_int_equal(target.column, 5);
	assert_string_equal(path_of(&target.hits.at[0]), "Neoplasm, neoplastic > breast");
	open_book(ICD_INDEX_CAUSE, 20260101);
	target = follow("Lumbago");
	assert_int_equal(target.book->kind, ICD_INDEX_ALPHABETIC);
}

/* ---- entries of a code ---- */

static struct icd_index_entries entries_for(const char *code, bool below)
{
	struct icd_code_record record;
	struct icd_index_entries entries;
	struct icd_error err = {.text = ""};
	assert_int_equal(icd_store_code(store, &pool, code, &record, &err), ICD_FOUND);
	if (!icd_index_entries_for(&view, &pool, &record, below, &entries, &err))
		fail_msg("%s", err.text);
	return entries;
}

static bool has_entry(const struct icd_index_entries *entries, enum icd_index_part part, const char *path)
{
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_index_entry *one = &entries->at[i];
		if (one->part == part && strcmp(icd_index_path(&pool, one->tree, one->node, " > "), path) == 0)
			return true;
	}
	return false;
}

static void a_code_knows_the_entries_that_mean_it(void **state)
{
	(void)state;
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	struct icd_index_entries entries = entries_for("M5450", false);
	assert_int_equal(entries.count, 4);
	assert_true(has_entry(&entries, ICD_PART_CODE, "Pain > loin"));
	assert_true(has_entry(&entries, ICD_PART_CODE, "Low > back syndrome"));
	entries = entries_for("F0280", false);
	assert_true(has_entry(&entries, ICD_PART_MANIFESTATION, "Disease, diseased > Alzheimer's"));
	/* What is written with a dash, or names a header, means all below it. */
	entries = entries_for("W11XXXA", false);
	assert_true(has_entry(&entries, ICD_PART_CODE, "Fall, falling > from, off, out of > ladder"));
	assert_string_equal(entries.at[0].text, "W11");
	/* The entry of a header that came to be is the entry of what it became. */
	open_book(ICD_INDEX_ALPHABETIC, 20250101);
	entries = entries_for("M51360", false);
	assert_int_equal(entries.count, 1);
	assert_string_equal(entries.at[0].text, "M51.36");
	open_book(ICD_INDEX_ALPHABETIC, 20260101);
	assert_int_equal(entries_for("M51360", false).count, 1);
	assert_string_equal(entries_for("M51360", false).at[0].text, "M51.360");
	assert_int_equal(entries_for("M5136", false).count, 0);
	assert_int_equal(entries_for("M5136", true).count, 4);
	assert_int_equal(entries_for("K5641", false).count, 0);
}

/* ---- official files ---- */

static void keep(void *context, const void *bytes, size_t size)
{
	icd_put_bytes(context, bytes, size);
}

struct official {
	struct icd_store *store;
	int compared;
};

static bool holds(const struct input *in, const char *text)
{
	size_t size = in->size < 600 ? in->size : 600, length = strlen(text);
	for (size_t i = 0; i + length <= size; i++) {
		if (strncasecmp(in->data + i, text, length) == 0)
			return true;
	}
	return false;
}

static void compare_official(void *context, const struct input *in)
{
	static const char *const tells[ICD_INDEXES] = {"index to diseases", "external cause", "substance",
						       "head col=\"1\">neoplasm"};
	struct official *official = context;
	for (enum icd_index_kind kind = 0; kind < ICD_INDEXES; kind++) {
		struct icd_buffer got = {0};
		struct icd_sink sink = {keep, &got};
		struct icd_error err = {.text = ""};
		char digest[ICD_DIGEST_SIZE];
		const struct icd_about *about = icd_store_about(official->store);
		if (!holds(in, "<ICD10CM.") || !holds(in, tells[kind]))
			continue;
		assert_true(about->index[kind].count == 1);
		if (!icd_index_export(official->store, kind, 0, &sink, &err) ||
		    !icd_index_digests(official->store, kind, 0, 1, &digest, &err) ||
		    !icd_store_sources(official->store, &err))
			fail_msg("%s", err.text);
		assert_same_xml(in->name, (char *)got.data, got.size, in->data, in->size);
		assert_string_equal(digest, about->releases[0].index_digest[kind]);
		icd_buffer_free(&got);
		official->compared++;
	}
}

static void look_up_official(void)
{
	open_book(ICD_INDEX_ALPHABETIC, 20230101);
	assert_int_equal(book.head.term_count, 80118);
	assert_finds("low back pain", "Pain > low back", "M54.50");
	assert_finds("Pain, spine, low back", "Pain > spine > low back", "M54.50");
	assert_finds("type 2 diabetes with neuropathy", "Diabetes, diabetic > type 2 > with > neuropathy", "E11.40");
	assert_finds("disc degeneration lumbar", "Degeneration, degenerative > intervertebral disc NOS > lumbar region",
		     "M51.36");
	struct icd_index_target target = follow("Pain, limb, upper");
	assert_string_equal(path_of(&target.hits.at[0]), "Pain > limb > upper");
	assert_int_equal(follow("Neoplasm, skin, benign").column, 5);
	struct icd_index_entries entries = entries_for("E1151", false);
	assert_true(
		has_entry(&entries, ICD_PART_SEE, "Disease, diseased > vascular > peripheral > in diabetes mellitus"));
	open_book(ICD_INDEX_CAUSE, 20230101);
	assert_finds("fall from ladder", "Fall, falling > from, off, out of > ladder", "W11");
	open_book(ICD_INDEX_DRUG, 20230101);
	assert_finds("aspirin", "Aspirin", "");
	open_book(ICD_INDEX_NEOPLASM, 20230101);
	assert_finds("breast", "Neoplasm, neoplastic > breast", "");
}

static void official_indexes_are_looked_up_and_given_back(void **state)
{
	const char *releases = getenv("ICD10_RELEASES");
	char path[1024];
	const char *const paths[] = {path};
	struct official official = {0};
	struct sample_index index;
	struct icd_store *kept = store;
	struct icd_error err;
	(void)state;
	snprintf(path, sizeof path, "%s/2022-10-01", releases ? releases : "../shared/releases");
	if (access(path, R_OK) != 0) {
		print_message("skipped: no release 2022-10-01 in ICD10_RELEASES\n");
		skip();
	}
	assert_true(sample_index_make(&index, paths, 1));
	assert_true(icd_store_open(index.path, &official.store, &err));
	store = official.store;
	look_up_official();
	official_visit("2022-10-01", compare_official, &official);
	assert_int_equal(official.compared, ICD_INDEXES);
	store = kept;
	icd_pool_free(&pool);
	icd_store_close(official.store);
	sample_index_remove(&index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_book_in_force_is_the_newest_not_after_the_date),
		cmocka_unit_test(a_term_has_the_code_of_its_day),
		cmocka_unit_test(words_find_terms_in_any_order),
		cmocka_unit_test(all_ways_to_the_words_are_found_the_nearest_first),
		cmocka_unit_test(a_word_too_many_is_left_out_and_named),
		cmocka_unit_test(tables_have_codes_by_column),
		cmocka_unit_test(codes_have_the_status_of_the_date),
		cmocka_unit_test(see_leads_to_a_term_or_says_where),
		cmocka_unit_test(a_code_knows_the_entries_that_mean_it),
		cmocka_unit_test(official_indexes_are_looked_up_and_given_back),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
