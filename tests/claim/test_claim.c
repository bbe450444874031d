/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Claims: each rule with its exceptions, on the sample where that has the codes and on the
 * official releases of FY2025 when they are at hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/tally.h"
#include "claim/claim.h"
#include "support/sample_index.h"

#include <string.h>

#define CODES_MAX 16
#define TEXT_MAX  2048

struct book {
	struct sample_index index;
	struct icd_store *store;
	struct icd_claims *claims;
};
static struct book sample, official;

static bool open_book(struct book *book, const char *const *paths, size_t count)
{
	struct icd_error err;
	return sample_index_make(&book->index, paths, count) && icd_store_open(book->index.path, &book->store, &err) &&
	       icd_claims_open(book->store, &book->claims, &err);
}

static void close_book(struct book *book)
{
	if (!book->claims)
		return;
	icd_claims_close(book->claims);
	icd_store_close(book->store);
	sample_index_remove(&book->index);
}

static int open_books(void **state)
{
	static const char *const paths[] = {"data/sample"};
	static char folders[3][512];
	static const char *const dates[] = {"2022-10-01", "2024-10-01", "2025-04-01"};
	const char *releases = getenv("ICD10_RELEASES");
	const char *official_paths[3];
	bool there = true;
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		snprintf(folders[i], sizeof folders[i], "%s/%s", releases ? releases : "../shared/releases", dates[i]);
		official_paths[i] = folders[i];
		there &= access(folders[i], R_OK) == 0;
	}
	if (!open_book(&sample, paths, 1))
		return -1;
	return !there || open_book(&official, official_paths, 3) ? 0 : -1;
}

static int close_books(void **state)
{
	(void)state;
	close_book(&sample);
	close_book(&official);
	return 0;
}

/* ---- claims in one line ---- */

static struct icd_claim_result check(struct book *book, icd_date on, const char *line, bool matrix)
{
	static char copy[512];
	static const char *codes[CODES_MAX];
	struct icd_claim_input input = {.codes = codes};
	struct icd_claim_result result;
	struct icd_error err;
	char *rest = NULL;
	snprintf(copy, sizeof copy, "%s", line);
	for (char *code = strtok_r(copy, " ", &rest); code; code = strtok_r(NULL, " ", &rest))
		codes[input.count++] = code;
	assert_true(matrix ? icd_claims_matrix(book->claims, on, &input, &result, &err)
			   : icd_claims_check(book->claims, on, &input, &result, &err));
	return result;
}

/* "excludes1 M54.50 M54.41; side ...": the findings of a severity or more, or of just that one. */
static const char *list(const struct icd_claim_result *result, enum icd_severity severity, bool only)
{
	static char text[TEXT_MAX];
	size_t used = 0;
	text[0] = '\0';
	for (unsigned i = 0; i < result->count; i++) {
		const struct icd_finding *finding = &result->findings[i];
		if (only ? finding->severity != severity : finding->severity < severity)
			continue;
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? "; " : "",
					 icd_rule_names[finding->rule]);
		for (unsigned j = 0; j < finding->code_count; j++)
			used += (size_t)snprintf(text + used, sizeof text - used, " %s", finding->codes[j]);
		assert_true(used < sizeof text);
		assert_true(*finding->text);
		assert_non_null(finding->advice);
	}
	return text;
}

struct expected {
	icd_date on;
	const char *codes;
	const char *warnings; /* warnings and errors, all of them */
	const char *info;     /* must be among the information; NULL: anything */
};

static void expect(struct book *book, const struct expected *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct icd_claim_result result = check(book, rows[i].on, rows[i].codes, false);
		if (strcmp(list(&result, ICD_WARNING, false), rows[i].warnings) != 0)
			fail_msg("%s: \"%s\", expected \"%s\"", rows[i].codes, list(&result, ICD_WARNING, false),
				 rows[i].warnings);
		if (rows[i].info && !strstr(list(&result, ICD_INFO, true), rows[i].info))
			fail_msg("%s: \"%s\", expected information \"%s\"", rows[i].codes,
				 list(&result, ICD_INFO, true), rows[i].info);
	}
}
#define EXPECT(book, rows) expect(book, rows, sizeof(rows) / sizeof *(rows))

static void test_sample(void **state)
{
	static const struct expected rows[] = {
		{20260201, "M54.50 M54.41", "excludes1 M54.50 M54.41", NULL},
		{20260201, "M54.41 M54.50", "excludes1 M54.41 M54.50", NULL},
		{20260201, "M54.50 M51.16", "", NULL},
		{20260201, "M54.50 M51.360", "excludes1 M54.50 M51.360", NULL},
		{20260201, "M54.41 M54.42", "", NULL},
		{20260201, "I50.9", "", NULL},
		{20260201, "M54.50", "", NULL},
		{20260201, "Z51.0 Z51.11", "", "first_listed Z51.0 Z51.11"},
		{20260201, "M54.59 S39.012S", "", "excludes1 M54.59 S39.012S"},
		{20260201, "M54.59 S39.012A", "excludes1 M54.59 S39.012A", NULL},
		{20260201, "M17.11 M17.12", "side M17.11 M17.12", NULL},
		{20260201, "E11.9 E11.22", "combination E11.9 E11.22", NULL},
		{20260201, "G30.9 F02.80", "", NULL},
		{20260201, "F02.80 G30.9", "manifestation F02.80 G30.9", NULL},
		{20260201, "m5450 M54.50", "duplicate M54.50", NULL},
		{20260201, "M54.5", "header M54.5", NULL},
		{20260201, "S39.012", "seventh_character S39.012", NULL},
		{20260201, "Q99.999", "invalid Q99.999", NULL},
		{20260201, "M54.501234567 M54.501234568", "invalid M54.501234567; invalid M54.501234568", NULL},
		{20260201, "\xe2\x80\x9cM54.50\xe2\x80\x9d", "invalid \xe2\x80\x9cM54.50\xe2\x80\x9d", NULL},
		{20210101, "M54.50", "invalid M54.50", NULL},
		{20210101, "M54.5", "", NULL},
		{20260201, "M54.50 G89.29", "", "pain_order G89.29"},
	};
	(void)state;
	EXPECT(&sample, rows);
}

static void test_official(void **state)
{
	static const struct expected rows[] = {
		/* Excludes1 */
		{20240930, "M54.50 M51.36", "", NULL},
		{20250501, "M54.50 M51.360", "excludes1 M54.50 M51.360", NULL},
		{20250501, "M54.50 M51.16", "", NULL},
		{20250501, "M54.50 M53.3", "", NULL},
		{20250501, "M54.6 M51.24", "excludes1 M54.6 M51.24", NULL},
		{20250501, "T88.7XXA R21", "excludes1 T88.7XXA R21", NULL},
		{20250501, "K60.422 N82.3", "excludes1 K60.422 N82.3", NULL},
		{20250501, "M54.2 S13.4XXA", "excludes1 M54.2 S13.4XXA", NULL},
		{20250501, "M54.2 S13.4XXS", "", "excludes1 M54.2 S13.4XXS"},
		{20250501, "D72.824 D72.825", "excludes1 D72.824 D72.825", NULL},
		{20250501, "D72.824", "", NULL},
		{20250501, "G89.29 M54.50", "", "excludes2 G89.29 M54.50"},
		/* first-listed, never first */
		{20250501, "Z51.0 Z51.11 C50.911", "", "first_listed Z51.0 Z51.11"},
		{20250501, "C50.911 Z51.11", "first_listed Z51.11", NULL},
		{20250501, "Z00.6 I10", "", NULL},
		{20250501, "I10 Z00.6", "", NULL},
		{20250501, "Z68.41 E66.01", "secondary_only Z68.41", NULL},
		{20250501, "Z59.00", "secondary_only Z59.00", NULL},
		{20250501, "R40.20", "", NULL},
		{20250501, "W11.XXXA S39.012A", "external_cause W11.XXXA", NULL},
		{20250501, "T39.015A K29.00", "secondary_only T39.015A", NULL},
		{20250501, "K29.00 T39.015A", "", NULL},
		{20250501, "T39.011A K29.00", "", NULL},
		{20250501, "K29.00 T39.011A", "first_listed K29.00 T39.011A", NULL},
		{20250501, "J45.20 O99.512", "obstetric_first J45.20 O99.512", NULL},
		{20250501, "O99.512 J45.20", "", NULL},
		/* manifestations, code first */
		{20250501, "F02.80", "manifestation F02.80", NULL},
		/* "classified elsewhere" anywhere in the title, due to disease, in brackets as most of its family is */
		{20250501, "F54", "manifestation F54", NULL},
		{20250501, "R50.81", "manifestation R50.81", NULL},
		{20250501, "G47.421", "manifestation G47.421", NULL},
		{20250501, "N48.32", "manifestation N48.32", NULL},
		{20250501, "D64.1", "manifestation D64.1", NULL},
		{20250501, "D70.9 R50.81", "", NULL},
		/* An organism is a cause, and what is "not elsewhere classified" has none. */
		{20250501, "A41.9 B95.0", "", NULL},
		{20250501, "R25.9", "", NULL},
		{20250501, "D63.0", "manifestation D63.0", NULL},
		{20250501, "C50.911 D63.0", "", NULL},
		{20250501, "I10 D63.0", "manifestation D63.0", NULL},
		{20250501, "M06.9 D63.8", "", "manifestation D63.8"},
		{20250501, "I50.9", "", "code_first I50.9"},
		{20250501, "N18.30", "", NULL},
		{20250501, "L97.511", "", NULL},
		{20250501, "I82.402", "", NULL},
		{20250501, "N18.30 E11.22", "code_first N18.30 E11.22", NULL},
		{20250501, "E11.22 N18.30", "", NULL},
		/* sequelae, external causes */
		{20250501, "S39.012S", "sequela S39.012S", NULL},
		{20250501, "S39.012S M54.59", "sequela S39.012S M54.59", NULL},
		{20250501, "I69.351", "", NULL},
		{20250501, "S39.012A W11.XXXA Y92.009 Y93.01", "", NULL},
		{20250501, "S39.012D W11.XXXA", "external_cause W11.XXXA S39.012D", NULL},
		{20250501, "S39.012D W11.XXXD Y92.009", "external_cause Y92.009", NULL},
		/* combinations */
		{20250501, "I10 N18.30", "combination I10 N18.30", NULL},
		{20250501, "I10 I50.9", "combination I10 I50.9", NULL},
		{20250501, "E11.9 E11.22 N18.30", "combination E11.9 E11.22", NULL},
		{20250501, "E11.22 E11.319 N18.30", "", NULL},
		{20250501, "G43.109 G43.009", "", NULL},
		{20250501, "N18.9 N18.30", "", "contradiction N18.9 N18.30"},
		{20250501, "I50.9 I50.22", "", "contradiction I50.9 I50.22"},
		{20250501, "I50.21 I50.22", "combination I50.21 I50.22", NULL},
		{20240901, "E66.813 E66.01", "invalid E66.813", NULL},
		/* exceptions that make information of a warning */
		{20250501, "D49.9 M90.60", "", "manifestation D49.9 M90.60"},
		{20250501, "S52.501D Z47.1 Z96.651", "", "excludes1 S52.501D Z47.1"},
		{20250501, "E64.3 M49.82", "", NULL},
		{20250501, "I10 M02.10", "", "code_first M02.10"},
		/* sides */
		{20250501, "M17.11 M17.12", "side M17.11 M17.12", NULL},
		{20250501, "M18.11 M18.12", "side M18.11 M18.12", NULL},
		{20250501, "H90.11 H90.12", "side H90.11 H90.12", NULL},
		{20250501, "M54.41 M54.42", "", NULL},
		{20250501, "M25.561 M25.562", "", NULL},
		{20250501, "M25.561 M25.569", "side M25.561 M25.569", NULL},
		{20250501, "H25.13 H25.11", "side H25.13 H25.11", NULL},
		{20250501, "H40.1111 H40.1121", "side H40.1111 H40.1121", NULL},
		{20250501, "H40.1111 H40.1122", "", NULL},
	};
	(void)state;
	if (!official.claims)
		skip();
	EXPECT(&official, rows);
}

/* Claims by section of the guidelines, right ones and wrong ones. */
static void test_sections(void **state)
{
	char line[256];
	unsigned count = 0, failed = 0;
	(void)state;
	if (!official.claims)
		skip();
	FILE *file = fopen("tests/claim/claims.tsv", "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char *rest = NULL, *claim = strtok_r(line, "\t\n", &rest), *judged = strtok_r(NULL, "\t\n", &rest);
		if (line[0] == '#' || !judged)
			continue;
		struct icd_claim_result result = check(&official, 20250501, claim, false);
		bool warned = *list(&result, ICD_WARNING, false) != '\0';
		if (warned != (strcmp(judged, "wrong") == 0)) {
			print_error("%s is %s: \"%s\"\n", claim, judged, list(&result, ICD_WARNING, false));
			failed++;
		}
		count++;
	}
	fclose(file);
	assert_true(count > 300);
	assert_int_equal(failed, 0);
}

static const struct icd_finding *first_of(const struct icd_claim_result *result, enum icd_rule rule)
{
	for (unsigned i = 0; i < result->count; i++) {
		if (result->findings[i].rule == rule)
			return &result->findings[i];
	}
	fail_msg("no finding of rule %s", icd_rule_names[rule]);
	return NULL;
}

static void test_words(void **state)
{
	(void)state;
	struct icd_claim_result result = check(&sample, 20260201, "M54.50 M54.41", false);
	const struct icd_finding *finding = first_of(&result, ICD_RULE_EXCLUDES1);
	assert_string_equal(finding->at, "M54.5");
	assert_string_equal(finding->text, "lumbago with sciatica (M54.4-)");
	assert_string_equal(finding->guideline, "I.A.12.a");
	assert_non_null(strstr(finding->advice, "unless the two conditions are unrelated"));
	assert_string_equal(result.codes[0]->title, "Low back pain, unspecified");
	assert_true(result.codes[0]->unspecified);
	assert_string_equal(result.codes[0]->group, "M545");
	if (!official.claims)
		return;
	result = check(&official, 20250501, "K60.422 N82.3", false);
	finding = first_of(&result, ICD_RULE_EXCLUDES1);
	assert_int_equal(finding->note_count, 2);
	assert_int_equal(finding->notes[0].kind, ICD_NOTE_EXCLUDES1);
	assert_int_equal(finding->notes[1].kind, ICD_NOTE_CODE_ALSO);
	assert_string_equal(finding->notes[1].at, "K60.42");
	result = check(&official, 20250501, "M54.6 M51.24", false);
	assert_non_null(strstr(first_of(&result, ICD_RULE_EXCLUDES1)->advice, "due to"));
	result = check(&official, 20250501, "T88.7XXA R21", false);
	assert_non_null(strstr(first_of(&result, ICD_RULE_EXCLUDES1)->advice, "range"));
}

static void test_matrix(void **state)
{
	(void)state;
	struct icd_claim_result result =
		check(&sample, 20260201, "M54.50 M54.41 M51.360 M51.16 M54.50 S39.012S Q99999", true);
	assert_string_equal(list(&result, ICD_INFO, false),
			    "excludes1 M54.50 M54.41; excludes1 M54.50 M51.360; excludes1 M54.41 M51.16; "
			    "excludes1 M54.50 S39.012S");
}

/* Findings that nobody wants in words are found all the same. */
static void test_worded(void **state)
{
	static const char *const codes[] = {"M54.50", "M54.41", "M54.5",    "Z51.0",
					    "Z51.11", "M54.59", "S39.012S", "m5450"};
	static const unsigned count = sizeof codes / sizeof *codes;
	struct icd_claim_input input = {.codes = codes, .count = count};
	struct icd_claim_result result;
	struct icd_error err;
	char all[TEXT_MAX];
	(void)state;
	assert_true(icd_claims_check(sample.claims, 20260201, &input, &result, &err));
	snprintf(all, sizeof all, "%s", list(&result, ICD_INFO, false));
	assert_non_null(strstr(all, "excludes1 M54.59 S39.012S"));
	for (input.worded = ICD_WARNING; input.worded <= ICD_ERROR + 1; input.worded++) {
		char some[TEXT_MAX];
		size_t used = 0;
		assert_true(icd_claims_check(sample.claims, 20260201, &input, &result, &err));
		for (unsigned i = 0; i < result.count; i++) {
			const struct icd_finding *finding = &result.findings[i];
			assert_true(finding->severity < input.worded || (*finding->text && *finding->advice));
			assert_true(finding->severity >= input.worded || !*finding->advice);
			used += (size_t)snprintf(some + used, sizeof some - used, "%s%s", used ? "; " : "",
						 icd_rule_names[finding->rule]);
			for (unsigned j = 0; j < finding->code_count; j++)
				used += (size_t)snprintf(some + used, sizeof some - used, " %s", finding->codes[j]);
		}
		assert_string_equal(some, all);
	}
}

static void test_validated(void **state)
{
	static const char *const codes[] = {"M54.50"}, *const admitting[] = {"M54.41", "M54.5"};
	struct icd_claim_input input = {.codes = codes, .count = 1, .validated = admitting, .validated_count = 2};
	struct icd_claim_result result;
	struct icd_error err;
	(void)state;
	assert_true(icd_claims_check(sample.claims, 20260201, &input, &result, &err));
	assert_string_equal(list(&result, ICD_INFO, false), "header M54.5");
	assert_int_equal(result.code_count, 3);
	assert_int_equal(result.reported, 1);
}

/* What the codes are and what is found, of claims that nothing was read for before where `fresh`. */
static const char *findings_on(struct book *book, icd_date on, const char *line, bool fresh)
{
	static char texts[2][2 * TEXT_MAX];
	struct icd_error err;
	struct book other = *book;
	if (fresh)
		assert_true(icd_claims_open(book->store, &other.claims, &err));
	struct icd_claim_result result = check(&other, on, line, false);
	char *text = texts[fresh];
	int used = snprintf(text, sizeof texts[0], "%s\n", list(&result, ICD_INFO, false));
	for (unsigned i = 0; i < result.code_count; i++)
		used += snprintf(text + used, sizeof texts[0] - (size_t)used, "%s %d %d %s\n", result.codes[i]->shown,
				 (int)result.codes[i]->detail, result.codes[i]->list, result.codes[i]->title);
	assert_in_range(used, 1, sizeof texts[0] - 1);
	if (fresh)
		icd_claims_close(other.claims);
	return text;
}

/* A code that was read for one day answers for others on which nothing of it is another, and for no more: the
 * first and the middle of months, there and back. */
static void check_days(struct book *book, const char *line)
{
	const unsigned days = 12 * 12 * 2;
	for (unsigned i = 0; i < 2 * days; i++) {
		unsigned day = i < days ? i : 2 * days - 1 - i;
		icd_date on = (icd_date)(2015 + day / 24) * 10000 + (icd_date)(day / 2 % 12 + 1) * 100 +
			      (icd_date)(const unsigned char[]){1, 15}[day % 2];
		const char *kept = findings_on(book, on, line, false), *fresh = findings_on(book, on, line, true);
		if (strcmp(kept, fresh) != 0)
			fail_msg("%d: %s: \"%s\", read for the day \"%s\"", (int)on, line, kept, fresh);
	}
}

static void test_days(void **state)
{
	(void)state;
	check_days(&sample, "M54.5 M54.50 M54.51 M51.36 M51.360 M54.41 S39.012A R52 m54.50 M545X");
	if (official.claims)
		check_days(&official,
			   "M54.50 M54.59 U07.1 J12.82 K56.41 E11.9 E11.65 C82.5A Z79.85 I1A.0 H02.831 H02.834");
}

static void test_tally(void **state)
{
	static const struct icd_tally_item items[] = {
		{"M54.50", "M54", "M545", true, ICD_DETAIL_OK, false},
		{"M54.50", "M54", "M545", true, ICD_DETAIL_OK, false},
		{"M54.51", "M54", "M545", false, ICD_DETAIL_OK, false},
		{"I10", "I10", "I10", false, ICD_DETAIL_OK, false},
		{"M54.5", "M54", "M54", false, ICD_DETAIL_HEADER, false},
		{"M54.9", "M54", "M54", true, ICD_DETAIL_OK, false},
	};
	struct icd_tally *tally = icd_tally_new(0, false);
	struct icd_tally_part part;
	(void)state;
	assert_non_null(tally);
	for (size_t i = 0; i < sizeof items / sizeof *items; i++)
		assert_true(icd_tally_add(tally, "", &items[i]));
	assert_true(icd_tally_next(tally, &part));
	assert_int_equal(part.codes, 6);
	assert_int_equal(part.details[ICD_DETAIL_OK], 5);
	assert_int_equal(part.bad_count, 1);
	assert_string_equal(part.bad[0].code, "M54.5");
	assert_int_equal(part.category_count, 1);
	assert_int_equal(part.categories[0].count, 4);
	assert_int_equal(part.categories[0].unspecified, 3);
	assert_int_equal(part.group_count, 1);
	assert_string_equal(part.groups[0].name, "M54.5-");
	assert_int_equal(part.groups[0].unspecified, 2);
	assert_int_equal(part.groups[0].count, 3);
	assert_false(icd_tally_next(tally, &part) || icd_tally_failed(tally));
	icd_tally_free(tally);
	assert_true(icd_text_unspecified("Low back pain, unspecified"));
	assert_true(icd_text_unspecified("Unspecified injury of head"));
	assert_false(icd_text_unspecified("Other specified disorders"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample), cmocka_unit_test(test_official), cmocka_unit_test(test_sections),
		cmocka_unit_test(test_words),  cmocka_unit_test(test_matrix),   cmocka_unit_test(test_validated),
		cmocka_unit_test(test_days),   cmocka_unit_test(test_worded),   cmocka_unit_test(test_tally),
	};
	return cmocka_run_group_tests(tests, open_books, close_books) != 0;
}
