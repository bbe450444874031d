/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup/check on the sample. */
#include "check/check.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct icd_store *store;
static struct icd_check *check;

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err = {.text = ""};
	(void)state;
	if (!sample_index_make(&sample, paths, 1))
		return -1;
	bool ok = icd_store_open(sample.path, &store, &err) && icd_check_open(store, &check, &err);
	if (!ok)
		print_error("%s\n", err.text);
	return ok ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_check_close(check);
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static struct icd_answer ask(const char *code, icd_date on)
{
	struct icd_answer answer;
	struct icd_error err = {.text = ""};
	assert_true(icd_check_code(check, code, strlen(code), on, &answer, &err));
	return answer;
}

static struct icd_status_table *table(void)
{
	struct icd_error err = {.text = ""};
	struct icd_status_table *found = icd_check_table(check, &err);
	assert_non_null(found);
	return found;
}

static void codes_on_dates(void **state)
{
	static const struct {
		const char *typed;
		icd_date on;
		enum icd_detail detail;
		const char *code, *first;
	} rows[] = {
		{"M54.5", 20210930, ICD_DETAIL_OK, "M54.5", NULL},
		{"M54.5", 20211001, ICD_DETAIL_HEADER, "M54.5", "M54.50"},
		{"m545", 20260101, ICD_DETAIL_HEADER, "M54.5", "M54.50"},
		{"M5450", 20260101, ICD_DETAIL_OK, "M54.50", NULL},
		{" m54.50 ", 20260101, ICD_DETAIL_OK, "M54.50", NULL},
		{"M54.50", 20210101, ICD_DETAIL_FUTURE, "M54.50", "M54.5"},
		{"M51.36", 20260101, ICD_DETAIL_HEADER, "M51.36", "M51.360"},
		{"S39.012", 20260101, ICD_DETAIL_NEEDS_SEVENTH, "S39.012", "S39.012A"},
		{"S39.012x", 20260101, ICD_DETAIL_NEEDS_SEVENTH, "S39.012", "S39.012A"},
		{"W21.89A", 20260101, ICD_DETAIL_BAD_SEVENTH, "W21.89A", "W21.89XA"},
		{"W21.89XA", 20260101, ICD_DETAIL_OK, "W21.89XA", NULL},
		{"U07.1", 20260101, ICD_DETAIL_OK, "U07.1", NULL},
		{"I10", 20260101, ICD_DETAIL_OK, "I10", NULL},
		{"Q99.99", 20260101, ICD_DETAIL_UNKNOWN, "Q99.99", NULL},
		{"low back", 20260101, ICD_DETAIL_MALFORMED, "", NULL},
		{"M54.50,2025", 20260101, ICD_DETAIL_MALFORMED, "", NULL},
		{"", 20260101, ICD_DETAIL_MALFORMED, "", NULL},
	};
	(void)state;
	/* Twice: the second time from the cache. */
	for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
		const char *typed = rows[i / 2].typed;
		struct icd_answer answer = ask(typed, rows[i / 2].on);
		if (answer.detail != rows[i / 2].detail)
			print_message("%s\n", typed);
		assert_string_equal(icd_detail_names[answer.detail], icd_detail_names[rows[i / 2].detail]);
		assert_string_equal(answer.code, rows[i / 2].code);
		if (rows[i / 2].first) {
			assert_true(answer.code_count > 0);
			assert_string_equal(answer.codes[0], rows[i / 2].first);
		}
	}
}

static void same_answers(const struct icd_answer *a, const struct icd_answer *b)
{
	char fix[2][512];
	assert_int_equal(a->detail, b->detail);
	assert_int_equal(a->status, b->status);
	assert_string_equal(a->code, b->code);
	assert_string_equal(a->from, b->from);
	assert_string_equal(a->to, b->to);
	assert_string_equal(a->reason, b->reason);
	assert_string_equal(a->odd, b->odd);
	assert_string_equal(a->successor, b->successor);
	assert_string_equal(icd_answer_fix(a, 99, fix[0], 512), icd_answer_fix(b, 99, fix[1], 512));
}

/* The short way is there for what is simply billable and typed the usual way, and for nothing else. */
static void same_as_billable(const char *text, icd_date on, const struct icd_answer *answer)
{
	struct icd_billable billable;
	char code[ICD_DOTTED_SIZE];
	bool simply = answer->detail == ICD_DETAIL_OK && !*answer->odd;
	struct icd_asked_code asked = icd_check_ahead(check, text, strlen(text));
	assert_int_equal(icd_check_billable(check, &asked, on, &billable), simply);
	if (!simply)
		return;
	assert_int_equal(icd_packed_format(billable.known.code, code), strlen(answer->code));
	assert_string_equal(code, answer->code);
	assert_string_equal(billable.days->from, answer->from);
	assert_string_equal(billable.days->to, answer->to);
}

/* A few codes are answered from the index alone, many from a table: there is no difference. */
static void few_as_many(void **state)
{
	static const char *const typed[] = {"M54.5",   "m5450",          "M54.5-",        "M54.50-", "S39.012x",
					    "W21.89A", "M54.99",         "zzz",           "",        "M54.50X",
					    "A00",     "M54.50\xc2\xa0", "\320\23454.50", "M5.450"};
	static const icd_date dates[] = {19900101, 20201001, 20210930, 20211001, 20250101, 20260101, 20990101};
	uint32_t count;
	(void)state;
	const icd_packed *codes = icd_status_codes(table(), &count);
	for (uint32_t i = 0; i < count + sizeof typed / sizeof *typed; i++) {
		char code[ICD_CODE_SIZE];
		struct icd_check *alone;
		struct icd_error err = {.text = ""};
		if (i < count)
			icd_unpack(codes[i], code);
		const char *text = i < count ? code : typed[i - count];
		assert_true(icd_check_open(store, &alone, &err));
		for (size_t j = 0; j < sizeof dates / sizeof *dates; j++) {
			struct icd_answer few, many = ask(text, dates[j]);
			assert_true(icd_check_code(alone, text, strlen(text), dates[j], &few, &err));
			same_answers(&few, &many);
			same_as_billable(text, dates[j], &few);
		}
		icd_check_close(alone);
	}
}

static void words_of_an_answer(void **state)
{
	char fix[128];
	(void)state;
	struct icd_answer answer = ask("M54.5", 20260101);
	assert_string_equal(answer.from, "2021-10-01");
	assert_string_equal(answer.to, "");
	assert_non_null(strstr(answer.reason, "[I.A.3]"));
	assert_non_null(strstr(answer.reason, "billable through 2021-09-30"));
	assert_string_equal(icd_answer_fix(&answer, 8, fix, sizeof fix), "report M54.50, M54.51 or M54.59");
	assert_string_equal(icd_answer_fix(&answer, 2, fix, sizeof fix), "report M54.50, M54.51 ...");
}

/* The table and the card must not disagree on any code of the sample. */
static void same_as_the_card(void **state)
{
	struct icd_pool pool = {0};
	struct icd_error err = {.text = ""};
	uint32_t count;
	const icd_packed *codes = icd_status_codes(table(), &count);
	static const icd_date dates[] = {20201001, 20210930, 20211001, 20250101, 20260101};
	(void)state;
	assert_true(count > 50);
	for (uint32_t i = 0; i < count; i++) {
		for (size_t j = 0; j < sizeof dates / sizeof *dates; j++) {
			char code[ICD_CODE_SIZE];
			struct icd_view view;
			struct icd_card card;
			icd_unpack(codes[i], code);
			icd_view_make(&view, store, dates[j]);
			icd_pool_reset(&pool);
			assert_true(icd_card_make(&view, &pool, code, &card, &err));
			struct icd_answer answer = ask(code, dates[j]);
			if (answer.detail != card.detail)
				print_message("%s on %d\n", code, (int)dates[j]);
			assert_int_equal(answer.detail, card.detail);
			assert_int_equal(answer.status, card.validity.status);
		}
	}
	icd_pool_free(&pool);
}

/* The rule of icd_pack_typed, character by character. */
static icd_packed packed_slowly(const char *text, size_t length)
{
	icd_packed packed = 0;
	bool dot = length > 4 && text[3] == '.';
	for (size_t i = 0; i < length; i++) {
		if (dot && i == 3)
			continue;
		if (!icd_is_letter_or_digit(text[i]))
			return 0;
		packed = packed << 8 | (unsigned char)icd_upper(text[i]);
	}
	return length >= 3 && length - dot <= ICD_CODE_LENGTH ? packed : 0;
}

/* Texts of any length of characters that stand right before and behind letters and digits, and some of these. */
static void packs_what_is_typed(void **state)
{
	static const char characters[] = "AaZz09/:@[`{.. -\xc3\xa9\x7f\x80\xff";
	uint32_t random = 1;
	(void)state;
	for (int i = 0; i < 300000; i++) {
		char text[10];
		size_t length = (random >> 8) % (sizeof text + 1);
		for (size_t j = 0; j < length; j++) {
			random = random * 1664525 + 1013904223;
			unsigned some = random >> 27 ? 6 : sizeof characters; /* with its NUL */
			text[j] = characters[(random >> 12) % some];
		}
		random = random * 1664525 + 1013904223;
		if (length > 4 && random >> 31)
			text[3] = '.';
		assert_int_equal(icd_pack_typed(text, length), packed_slowly(text, length));
	}
}

static void packing(void **state)
{
	char code[ICD_CODE_SIZE];
	(void)state;
	icd_unpack(icd_pack("W2189XA", 7), code);
	assert_string_equal(code, "W2189XA");
	assert_int_equal(icd_pack_typed("m54.50", 6), icd_pack("M5450", 5));
	assert_int_equal(icd_pack_typed("i10", 3), icd_pack("I10", 3));
	assert_int_equal(icd_pack_typed("I10.", 4), 0);
	assert_int_equal(icd_pack_typed("M5.450", 6), 0);
	assert_int_equal(icd_pack_typed("W21.89XAB", 9), 0);
	assert_int_equal(icd_pack_typed("M5", 2), 0);
	assert_int_equal(icd_pack_typed("M54\0005", 5), 0);
	assert_true(icd_status_ordinal(table(), icd_pack("M54", 3)) >= 0);
	assert_true(icd_status_ordinal(table(), icd_pack("M00", 3)) < 0);
	assert_true(icd_status_ordinal(table(), icd_pack("...", 3)) < 0);
}

/* What cannot be seen beside a code does not make it another one, and is named; what only looks like one is none. */
static void odd_cells(void **state)
{
	static const struct {
		const char *cell;
		enum icd_detail detail;
		const char *code, *odd, *meant;
	} rows[] = {
		{"M54.50\xc2\xa0", ICD_DETAIL_OK, "M54.50", "U+00A0 (no-break space) behind the code", ""},
		{"\xc2\xa0M54.50", ICD_DETAIL_OK, "M54.50", "U+00A0 (no-break space) before the code", ""},
		{"M54.50\xa0", ICD_DETAIL_OK, "M54.50", "U+00A0 (no-break space) behind the code", ""},
		{"M54\xe2\x80\x8b.50", ICD_DETAIL_OK, "M54.50", "U+200B (zero-width) within the code", ""},
		{"\xef\xbb\xbfM54.50", ICD_DETAIL_OK, "M54.50", "U+FEFF (byte order mark) before the code", ""},
		{"=\"M54.50\"", ICD_DETAIL_OK, "M54.50", "=\"...\" of a spreadsheet around the code", ""},
		{"'M5450", ICD_DETAIL_OK, "M54.50", "a quote before the code", ""},
		{"\xe2\x80\x9cM54.50\xe2\x80\x9d", ICD_DETAIL_OK, "M54.50", "a quote before the code", ""},
		{"M54.5\xe3\x80\x80", ICD_DETAIL_HEADER, "M54.5", "U+3000 (wide space) behind the code", ""},
		{"M54.5\xe2\x80\x93", ICD_DETAIL_HEADER, "M54.5", "U+2013 in place of -", ""},
		{"\xd0\x9c"
		 "54.50",
		 ICD_DETAIL_MALFORMED, "", "U+041C (Cyrillic) in place of M", "M54.50"},
		{"\xef\xbc\xad"
		 "54.50",
		 ICD_DETAIL_MALFORMED, "", "U+FF2D (fullwidth) in place of M", "M54.50"},
		{"M5\xef\xbc\x94.50", ICD_DETAIL_MALFORMED, "", "U+FF14 (fullwidth) in place of 4", "M54.50"},
		{"\xc2\xa0\xce\x9c"
		 "54.5",
		 ICD_DETAIL_MALFORMED, "", "U+039C (Greek) in place of M", "M54.5"},
		{"\xd0\x9c"
		 "00.00",
		 ICD_DETAIL_MALFORMED, "", "U+041C (Cyrillic) in place of M", ""},
		{"caf\xc3\xa9 1", ICD_DETAIL_MALFORMED, "", "", ""},
		{"\xff\xfe", ICD_DETAIL_MALFORMED, "", "", ""},
		{"\xc2\xa0", ICD_DETAIL_MALFORMED, "", "", ""},
		{"\"\"", ICD_DETAIL_MALFORMED, "", "", ""},
		{"=\"", ICD_DETAIL_MALFORMED, "", "", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct icd_answer answer = ask(rows[i].cell, 20260101);
		if (answer.detail != rows[i].detail || strcmp(answer.odd, rows[i].odd) != 0)
			fail_msg("%s: %s, %s", rows[i].cell, icd_detail_names[answer.detail], answer.odd);
		assert_string_equal(answer.code, rows[i].code);
		assert_non_null(strstr(answer.reason, answer.odd));
		if (*rows[i].meant) {
			assert_int_equal(answer.code_count, 1);
			assert_string_equal(answer.codes[0], rows[i].meant);
		}
	}
	/* Nothing of it stays with the next one. */
	assert_string_equal(ask("M54.50", 20260101).odd, "");
	assert_string_equal(ask("M54.5", 20260101).odd, "");
}

#define STRETCHES 9
#define CODES     40000u
#define OWN       30000u

/* The number that six digits are, with a dot within or without. */
static uint32_t number_of(const char *code)
{
	uint32_t number = 0;
	for (; *code; code++)
		number = *code == '.' ? number : 10 * number + (uint32_t)(*code - '0');
	return number;
}

/* Of many pairs of a stretch and a code, more than are kept as they come, each is counted as often as it came; a few codes
 * come more often than a byte can tell. */
static void counts_many_pairs(void **state)
{
	uint64_t(*counts)[CODES] = calloc(STRETCHES, sizeof *counts), random = 1;
	struct icd_tally *tally = icd_tally_new(OWN, false);
	struct icd_tally_walk walk = {0};
	struct icd_tally_counted counted;
	char text[2][16];
	struct icd_tally_item item = {.code = text[1], .category = "M54", .group = "M545", .detail = ICD_DETAIL_OK};
	(void)state;
	assert_non_null(counts);
	for (uint32_t i = 0; i < 900000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		uint32_t by = (uint32_t)(random >> 33) % STRETCHES;
		uint32_t code = (uint32_t)(random >> 40) % (i % 2 ? CODES : 20);
		counts[by][code]++;
		int length = snprintf(text[0], sizeof text[0], "stretch %u", by);
		snprintf(text[1], sizeof text[1], "%06u", code);
		uint32_t number = code < OWN ? code : icd_tally_code(tally, &item);
		assert_true(icd_tally_count(tally, icd_tally_by(tally, text[0], (size_t)length), number));
	}
	const unsigned char *used = icd_tally_used(tally);
	assert_non_null(used);
	for (uint32_t code = 0; code < OWN; code++) {
		snprintf(text[1], sizeof text[1], "%06u", code);
		if (used[code])
			icd_tally_tell(tally, code, icd_pack(text[1], strlen(text[1])), 0, false, false);
	}
	while (icd_tally_each(tally, &walk, &counted)) {
		uint64_t *count = &counts[atoi(counted.by + strlen("stretch "))][number_of(counted.item->code)];
		assert_int_equal(counted.count, *count);
		*count = 0;
	}
	for (size_t i = 0; i < STRETCHES * CODES; i++)
		assert_int_equal(counts[i / CODES][i % CODES], 0);
	icd_tally_free(tally);
	free(counts);
}

/* Names that differ in their length alone, or in their middle, are names of their own, however often they are sought. */
static void finds_names_again(void **state)
{
	struct icd_tally *tally = icd_tally_new(0, false);
	char text[20];
	(void)state;
	for (int round = 0; round < 2; round++) {
		uint32_t number = 0;
		for (size_t length = 0; length <= 18; length++) {
			for (size_t other = 0; other <= length; other++, number++) {
				memset(text, 'a', length);
				text[other] = 'b'; /* behind the last one for a name of its own */
				if (round == 0)
					assert_null(icd_tally_find(tally, text, length));
				assert_int_equal(icd_tally_by(tally, text, length), number);
				assert_int_equal(icd_tally_find(tally, text, length)->number, number);
			}
		}
	}
	icd_tally_free(tally);
}

/* Codes of the caller come in tabular order, in which those of a header may stand on both sides of those of another one. */
static void adds_up_headers(void **state)
{
	static const struct {
		const char *code, *group;
		bool unspecified, off_list;
	} own[] = {
		{"I25119", "I2511", true, false}, {"I25119", "I2511", true, true}, {"I2512", "I251", true, false},
		{"I25129", "I2512", false, true}, {"I259", "I25", true, false},    {"C4A9", "C4A", true, false},
		{"C449", "C44", false, false},
	};
	struct icd_tally *tally = icd_tally_new(sizeof own / sizeof *own, true);
	struct icd_tally_item bad[] = {{"X1", "", "", false, ICD_DETAIL_UNKNOWN, false},
				       {"X1", "", "", false, ICD_DETAIL_UNKNOWN, true},
				       {"W1", "", "", false, ICD_DETAIL_UNKNOWN, true}};
	struct icd_tally_part part;
	(void)state;
	for (uint32_t i = 0; i < sizeof own / sizeof *own; i++) {
		icd_tally_tell(tally, i, icd_pack(own[i].code, strlen(own[i].code)),
			       icd_pack(own[i].group, strlen(own[i].group)), own[i].unspecified, own[i].off_list);
		assert_true(icd_tally_count(tally, icd_tally_by(tally, "b", 1), i));
		assert_true(icd_tally_count(tally, icd_tally_by(tally, "a", 1), i));
	}
	icd_tally_by(tally, "none", 4);
	assert_true(icd_tally_add(tally, "b", &bad[0]) && icd_tally_add(tally, "b", &bad[1]) &&
		    icd_tally_add(tally, "b", &bad[2]));
	assert_true(icd_tally_next(tally, &part));
	assert_string_equal(part.by, "a");
	assert_int_equal(part.codes, 7);
	assert_int_equal(part.bad_count, 0);
	assert_int_equal(part.category_count, 2);
	assert_string_equal(part.categories[0].name, "C4A");
	assert_string_equal(part.categories[1].name, "I25");
	assert_int_equal(part.categories[1].count, 5);
	assert_int_equal(part.categories[1].unspecified, 4);
	assert_int_equal(part.group_count, 2);
	assert_string_equal(part.groups[0].name, "I25.1-");
	assert_int_equal(part.groups[0].count, 1);
	assert_string_equal(part.groups[1].name, "I25.11-");
	assert_int_equal(part.groups[1].count, 2);
	assert_true(icd_tally_next(tally, &part));
	assert_string_equal(part.by, "b");
	assert_int_equal(part.codes, 10);
	assert_int_equal(part.details[ICD_DETAIL_OK], 7);
	assert_int_equal(part.bad_count, 2);
	assert_string_equal(part.bad[0].code, "X1");
	assert_int_equal(part.bad[0].count, 2);
	assert_string_equal(part.bad[1].code, "W1");
	assert_int_equal(part.off_list, 4);
	assert_int_equal(part.off_list_count, 4);
	assert_string_equal(part.off_list_codes[0].code, "I25.119");
	assert_string_equal(part.off_list_codes[1].code, "I25.129");
	assert_string_equal(part.off_list_codes[2].code, "W1");
	assert_false(icd_tally_next(tally, &part) || icd_tally_failed(tally));
	icd_tally_free(tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_on_dates),      cmocka_unit_test(few_as_many),
		cmocka_unit_test(words_of_an_answer),  cmocka_unit_test(same_as_the_card),
		cmocka_unit_test(packs_what_is_typed), cmocka_unit_test(packing),
		cmocka_unit_test(odd_cells),           cmocka_unit_test(counts_many_pairs),
		cmocka_unit_test(finds_names_again),   cmocka_unit_test(adds_up_headers),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
