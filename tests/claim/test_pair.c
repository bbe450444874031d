/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of codes, on the sample. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "claim/pair.h"
#include "support/sample_index.h"

#include <string.h>

static struct sample_index sample;
static struct icd_store *store;
static struct icd_claims *claims;
static struct icd_pool pool;

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) &&
			       icd_claims_open(store, &claims, &err)
		       ? 0
		       : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_claims_close(claims);
	icd_store_close(store);
	icd_pool_free(&pool);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_pair pair_of(const char *first, const char *second)
{
	struct icd_pair pair;
	struct icd_error err;
	assert_true(icd_pair_make(claims, &pool, 20260201, first, second, &pair, &err));
	return pair;
}

static void test_verdicts(void **state)
{
	static const struct {
		const char *first, *second;
		enum icd_together together;
	} rows[] = {
		{"M54.50", "M54.41", ICD_TOGETHER_NO},       {"M54.41", "M54.50", ICD_TOGETHER_NO},
		{"M54.50", "M51.360", ICD_TOGETHER_NO},      {"M54.50", "M51.16", ICD_TOGETHER_SILENT},
		{"M54.41", "M54.42", ICD_TOGETHER_SILENT},   {"M54.59", "S39.012S", ICD_TOGETHER_SEQUELA},
		{"M54.59", "S39.012A", ICD_TOGETHER_NO},     {"M54", "M51.360", ICD_TOGETHER_PARTLY},
		{"M51.360", "M54", ICD_TOGETHER_PARTLY},     {"M54.50", "m5450", ICD_TOGETHER_SAME},
		{"M54.50", "Q99.999", ICD_TOGETHER_UNKNOWN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct icd_pair pair = pair_of(rows[i].first, rows[i].second);
		if (pair.together != rows[i].together)
			fail_msg("%s, %s: %s, expected %s", rows[i].first, rows[i].second,
				 icd_together_names[pair.together], icd_together_names[rows[i].together]);
	}
}

static void test_notes(void **state)
{
	(void)state;
	struct icd_pair pair = pair_of("M54.41", "M54.50");
	assert_int_equal(pair.note_count, 1);
	assert_int_equal(pair.notes[0].note.kind, ICD_NOTE_EXCLUDES1);
	assert_int_equal(pair.notes[0].carrier, 1);
	assert_string_equal(pair.notes[0].note.at, "M54.5");
	assert_string_equal(pair.notes[0].note.text, "lumbago with sciatica (M54.4-)");
	assert_false(pair.notes[0].partly);
}

/* What was found silent is all there is above both codes. */
static void test_looked_at(void **state)
{
	static const char *const places[] = {"M54.50", "M54.5", "M54", "M50-M54", "chapter 13"};
	(void)state;
	struct icd_pair pair = pair_of("M54.50", "M51.16");
	assert_int_equal(pair.note_count, 0);
	const struct icd_claim_place *place = pair.codes[0]->place;
	assert_true(pair.codes[0]->step <= 1);
	for (unsigned i = pair.codes[0]->step; i < 5; i++, place = place->above) {
		assert_non_null(place);
		assert_string_equal(place->label, places[i]);
	}
	assert_null(place);
	assert_true(pair.codes[0]->list >= 0);
}

/* Where no list has a code there are no notes that could be silent. */
static void test_without_lists(void **state)
{
	static const char *const paths[] = {"data/sample/2025-10-01/icd10cm_order_2026.txt"};
	struct sample_index orders;
	struct icd_store *held;
	struct icd_claims *checks = NULL;
	struct icd_pair pair;
	struct icd_error err;
	(void)state;
	assert_true(sample_index_make(&orders, paths, 1));
	assert_true(icd_store_open(orders.path, &held, &err) && icd_claims_open(held, &checks, &err));
	assert_true(icd_pair_make(checks, &pool, 20260201, "M54.50", "M54.41", &pair, &err));
	assert_int_equal(pair.together, ICD_TOGETHER_UNKNOWN);
	assert_true(pair.codes[0]->known && pair.codes[1]->known);
	assert_true(icd_pair_make(checks, &pool, 20260201, "M54.50", "M54.50", &pair, &err));
	assert_int_equal(pair.together, ICD_TOGETHER_SAME);
	icd_claims_close(checks);
	icd_store_close(held);
	sample_index_remove(&orders);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_looked_at),
		cmocka_unit_test(test_without_lists),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
