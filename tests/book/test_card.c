/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a code, on the sample: what the book says on a date, and what a wrong code was meant to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/card.h"
#include "book/tree.h"
#include "support/sample_index.h"

#include <string.h>

static struct icd_store *store;
static struct icd_pool pool;
static struct sample_index sample;

static int open_sample(void **state)
{
	(void)state;
	return sample_index_open(&sample, &store) ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_store_close(store);
	icd_pool_free(&pool);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_card card_of(const char *code, icd_date on)
{
	static struct icd_view view;
	struct icd_card card;
	struct icd_error err;
	icd_view_make(&view, store, on);
	assert_true(icd_card_make(&view, &pool, code, &card, &err));
	return card;
}

static bool has_note(const struct icd_notes *notes, enum icd_entry_kind kind, const char *at, const char *code)
{
	for (uint32_t i = 0; i < notes->count; i++) {
		const struct icd_note *note = &notes->at[i];
		for (uint32_t j = 0; j < note->code_count; j++) {
			if (note->kind == kind && strcmp(note->at, at) == 0 && strcmp(note->codes[j], code) == 0)
				return true;
		}
	}
	return false;
}

static void test_billable(void **state)
{
	struct icd_card card = card_of("m5450", 20260201);
	(void)state;
	assert_true(card.found);
	assert_int_equal(card.detail, ICD_DETAIL_OK);
	assert_string_equal(card.title, "Low back pain, unspecified");
	assert_int_equal(card.validity.from, 20211001);
	assert_int_equal(card.validity.to, 0);
	assert_int_equal(card.chapter, 13);
	assert_string_equal(card.path.section_id, "M50-M54");
	assert_int_equal(card.parents.count, 2);
	assert_string_equal(card.parents.at[0].code, "M54");
}

/* Excludes1 are inherited, and dated. */
static void test_notes_on_dates(void **state)
{
	struct icd_card now = card_of("M54.50", 20260201), before = card_of("M54.50", 20230115);
	(void)state;
	assert_true(has_note(&now.notes, ICD_NOTE_EXCLUDES1, "M54.5", "M51.360"));
	assert_false(has_note(&before.notes, ICD_NOTE_EXCLUDES1, "M54.5", "M51.360"));
	assert_true(has_note(&before.notes, ICD_NOTE_EXCLUDES1, "M54.5", "M54.4-"));
	assert_true(has_note(&now.notes, ICD_NOTE_EXCLUDES1, "M54", "F45.41"));
}

static void test_header(void **state)
{
	struct icd_card card = card_of("M54.5-", 20260201), before = card_of("M54.5", 20210930);
	(void)state;
	assert_int_equal(card.detail, ICD_DETAIL_HEADER);
	assert_int_equal(card.validity.billable_to, 20210930);
	assert_int_equal(card.children.count, 3);
	assert_string_equal(card.children.at[0].code, "M5450");
	assert_int_equal(card.replaced_by.count, 3);
	assert_int_equal(card.replaced_by_source, ICD_SOURCE_TABLE);
	assert_int_equal(before.replaced_by.count, 0);
	assert_int_equal(before.detail, ICD_DETAIL_OK);
	assert_int_equal(before.validity.to, 20210930);
}

static void test_future(void **state)
{
	struct icd_card card = card_of("M54.50", 20210930);
	(void)state;
	assert_int_equal(card.detail, ICD_DETAIL_FUTURE);
	assert_int_equal(card.validity.from, 20211001);
}

static void test_seventh_characters(void **state)
{
	struct icd_card card = card_of("W21.89", 20260201);
	(void)state;
	assert_int_equal(card.detail, ICD_DETAIL_NEEDS_SEVENTH);
	assert_int_equal(card.seventh_count, 3);
	assert_int_equal(card.sevenths[0].character, 'A');
	assert_true(card.injury_sevenths);
	assert_string_equal(card.children.at[0].code, "W2189XA");
	/* Explicit diags of seven characters need none (C44.1021). */
	assert_int_equal(card_of("C44.1021", 20260201).seventh_count, 0);
}

/* What stands behind a character is a term of that one; a nearer definition has none of it. */
static void test_seventh_terms(void **state)
{
	struct icd_card card = card_of("S72.4", 20260201);
	(void)state;
	assert_int_equal(card.seventh_count, 3);
	assert_int_equal(card.sevenths[0].term_count + card.sevenths[2].term_count, 0);
	assert_int_equal(card.sevenths[1].character, 'B');
	assert_int_equal(card.sevenths[1].term_count, 1);
	assert_string_equal(card.sevenths[1].terms[0], "initial encounter for open fracture NOS");
	card = card_of("S72.471", 20260201);
	for (uint32_t i = 0; i < card.seventh_count; i++)
		assert_int_equal(card.sevenths[i].term_count, 0);
}

static void test_misplaced_seventh(void **state)
{
	struct icd_card card = card_of("W21.89A", 20260201);
	(void)state;
	assert_false(card.found);
	assert_int_equal(card.detail, ICD_DETAIL_BAD_SEVENTH);
	assert_string_equal(card.suggestions.at[0].code, "W2189XA");
	assert_null(card.forbidden_by);
}

/* Seventh characters D and S do not apply in S06 with 6th character 7 or 8. */
static void test_forbidden_seventh(void **state)
{
	struct icd_card card = card_of("S06.1X7D", 20260201);
	(void)state;
	assert_false(card.found);
	assert_int_equal(card.detail, ICD_DETAIL_BAD_SEVENTH);
	assert_non_null(strstr(card.forbidden_by, "do not apply"));
	assert_string_equal(card.forbidden_at, "S06");
	assert_true(card_of("S06.1X7A", 20260201).found);
}

static void test_unknown(void **state)
{
	struct icd_card letter = card_of("M54.5O", 20260201), longer = card_of("M54.501", 20260201);
	(void)state;
	assert_string_equal(letter.suggestions.at[0].code, "M5450");
	assert_string_equal(longer.suggestions.at[0].code, "M5450");
	assert_int_equal(card_of("hello", 20260201).detail, ICD_DETAIL_MALFORMED);
	assert_int_equal(card_of("", 20260201).detail, ICD_DETAIL_MALFORMED);
}

/* A character too many behind a complete code is not the code [I.A.4: X fills places before a seventh one]. */
static void test_more_than_complete(void **state)
{
	static const struct {
		const char *typed, *code;
		enum icd_detail detail;
	} cases[] = {
		{"M54.50X", "M5450", ICD_DETAIL_BAD_SEVENTH},   {"M5450XX", "M5450", ICD_DETAIL_BAD_SEVENTH},
		{"M54.50-", "M5450", ICD_DETAIL_MALFORMED},     {"M54.50_", "M5450", ICD_DETAIL_MALFORMED},
		{"M54.50 -", "M5450", ICD_DETAIL_MALFORMED},    {"W21.89XA-", "W2189XA", ICD_DETAIL_MALFORMED},
		{"C44.1021X", "C441021", ICD_DETAIL_MALFORMED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct icd_card card = card_of(cases[i].typed, 20260201);
		assert_false(card.found);
		assert_int_equal(card.detail, cases[i].detail);
		assert_int_equal(card.suggestions.count, 1);
		assert_int_equal(card.meant, 1);
		assert_string_equal(card.suggestions.at[0].code, cases[i].code);
	}
	/* Punctuation is none, a header's is a question for its codes, and the day counts. */
	assert_true(card_of("M54.50.", 20260201).found && card_of(" M54.50 ", 20260201).found);
	assert_true(card_of("M54.5-", 20260201).found && card_of("W21.89X", 20260201).found);
	assert_false(card_of("M54.5-", 20210930).found);
}

static void test_slips_of_the_pen(void **state)
{
	static const char *const cases[][2] = {
		{"M5.450", "M5450"},     {"m545.0", "M5450"},      {"M54.5O", "M5450"},     {"M54-50", "M5450"},
		{"W21.89A", "W2189XA"},  {"W21.89XXA", "W2189XA"}, {"W2l.89XA", "W2189XA"}, {"(M54.50),", "M5450"},
		{"W21.X89A", "W2189XA"}, {"MS4.SO", "M5450"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct icd_card card = card_of(cases[i][0], 20260201);
		if (card.found || card.meant != 1 || strcmp(card.suggestions.at[0].code, cases[i][1]) != 0)
			fail_msg("%s", cases[i][0]);
	}
	assert_int_equal(card_of("M54.50,2026-02-01", 20260201).suggestions.count, 0);
}

/* Swapped digits that lead to another section come last, and are called far. */
static void test_neighbours(void **state)
{
	struct icd_card swapped = card_of("M45.50", 20260201), below = card_of("M54.7", 20260201);
	(void)state;
	assert_int_equal(swapped.meant, 0);
	assert_true(swapped.far >= 1);
	assert_string_equal(swapped.suggestions.at[swapped.suggestions.count - 1].code, "M5450");
	assert_int_equal(below.meant + below.far, 0);
	assert_memory_equal(below.suggestions.at[0].code, "M54", 3);
}

static void test_placeholder_of_templates(void **state)
{
	struct icd_card card = card_of("M54.5x", 20260201);
	(void)state;
	assert_true(card.found);
	assert_string_equal(card.code, "M545");
}

static void test_accents_are_for_display(void **state)
{
	struct icd_card card = card_of("M35.0", 20260201);
	(void)state;
	assert_non_null(strstr(card.title, "\xc3\xb6"));
	assert_null(strstr(card.short_title, "\xc3\xb6"));
}

static void test_incoming(void **state)
{
	struct icd_card card = card_of("M54.50", 20260201);
	(void)state;
	assert_true(has_note(&card.incoming, ICD_NOTE_EXCLUDES1, "R52", "M54.5-"));
	assert_true(has_note(&card.incoming, ICD_NOTE_EXCLUDES1, "G55", "M54.-"));
}

static void test_poa(void **state)
{
	(void)state;
	assert_int_equal(card_of("Z51.5", 20210101).poa_exempt, ICD_KNOWN_FALSE);
	assert_int_equal(card_of("Z51.5", 20260201).poa_exempt, ICD_KNOWN_TRUE);
}

static void test_tree(void **state)
{
	struct icd_view view;
	struct icd_tree tree;
	struct icd_error err;
	(void)state;
	icd_view_make(&view, store, 20260201);
	assert_int_equal(icd_tree_make(&view, &pool, "M54.5", &tree, &err), ICD_FOUND);
	assert_int_equal(tree.count, 4);
	assert_int_equal(icd_tree_make(&view, &pool, "m50-m54", &tree, &err), ICD_FOUND);
	assert_string_equal(tree.at[0].label, "M50-M54");
	assert_string_equal(tree.at[1].label, "M50");
	assert_int_equal(icd_tree_make(&view, &pool, "M54.50-M54.59", &tree, &err), ICD_FOUND);
	assert_int_equal(tree.count, 3);
	assert_int_equal(icd_tree_make(&view, &pool, "99", &tree, &err), ICD_NOT_FOUND);
	icd_view_make(&view, store, 20210930);
	assert_int_equal(icd_tree_make(&view, &pool, "M54.5", &tree, &err), ICD_FOUND);
	assert_int_equal(tree.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_billable),
		cmocka_unit_test(test_notes_on_dates),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_future),
		cmocka_unit_test(test_seventh_characters),
		cmocka_unit_test(test_seventh_terms),
		cmocka_unit_test(test_misplaced_seventh),
		cmocka_unit_test(test_forbidden_seventh),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_more_than_complete),
		cmocka_unit_test(test_slips_of_the_pen),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_placeholder_of_templates),
		cmocka_unit_test(test_accents_are_for_display),
		cmocka_unit_test(test_incoming),
		cmocka_unit_test(test_poa),
		cmocka_unit_test(test_tree),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
