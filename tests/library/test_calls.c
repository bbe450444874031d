/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every function of icd10.h: what it gives of the sample, and what it says to a caller who gives it nothing. */
#include "icd10.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static icd10_book *book;
static icd10_view *view;
static struct icd10_error err;

#define REFUSED(call)                                                                                                  \
	do {                                                                                                           \
		err.text[0] = '\0';                                                                                    \
		assert_int_equal((call), ICD10_ERROR_ARGUMENT);                                                        \
		assert_true(err.text[0] != '\0');                                                                      \
	} while (0)

static void test_book(void **state)
{
	struct icd10_release release = {.size = sizeof release};
	icd10_date date;
	char text[ICD10_DATE_SIZE], path[512], small[4];
	(void)state;
	assert_true(icd10_version()[0] != '\0');
	assert_true(icd10_date_parse("FY2025", &date) && date == 20241001);
	assert_false(icd10_date_parse(NULL, &date));
	assert_false(icd10_date_parse("never", &date));
	assert_string_equal(icd10_date_format(20241001, text), "2024-10-01");
	assert_string_equal(icd10_date_format(0, text), "");
	assert_true(icd10_today() > 20200101);
	assert_false(icd10_replaced(book));
	assert_false(icd10_replaced(NULL));
	assert_true(icd10_default_path(path, sizeof path) == strlen(path));
	assert_true(icd10_default_path(small, sizeof small) > strlen(small));
	assert_true(icd10_default_path(NULL, 0) > 0);
	assert_true(icd10_release_count(book) == 4 && icd10_release_count(NULL) == 0);
	assert_true(icd10_release(book, 3, &release) && release.date == 20251001 && release.billable > 0);
	assert_false(icd10_release(book, 4, &release));
	assert_false(icd10_release(book, 0, NULL));
	REFUSED(icd10_open(sample.path, NULL, &err));
	REFUSED(icd10_verify(NULL, NULL, NULL, &err));
	icd10_close(NULL);
}

static void test_view(void **state)
{
	icd10_view *early;
	(void)state;
	assert_int_equal(icd10_view_date(view), 20260201);
	assert_int_equal(icd10_view_release(view), 20251001);
	assert_string_equal(icd10_view_warning(view), "");
	assert_int_equal(icd10_view_open(book, 19990101, &early, &err), ICD10_OK);
	assert_int_equal(icd10_view_release(early), 20201001);
	assert_true(icd10_view_warning(early)[0] != '\0');
	icd10_view_free(early);
	assert_true(icd10_view_date(NULL) == 0 && icd10_view_release(NULL) == 0 && !icd10_view_warning(NULL)[0]);
	REFUSED(icd10_view_open(NULL, 20260201, &early, &err));
	REFUSED(icd10_view_open(book, 0, &early, &err));
	REFUSED(icd10_view_open(book, 20260201, NULL, &err));
}

static void test_check(void **state)
{
	struct icd10_check check = {.size = sizeof check};
	(void)state;
	assert_int_equal(icd10_check(view, "M54.5", &check, &err), ICD10_OK);
	assert_true(check.detail == ICD10_DETAIL_HEADER && check.code_count == 3);
	assert_int_equal(icd10_check(view, "nothing at all", &check, NULL), ICD10_OK);
	assert_int_equal(check.detail, ICD10_DETAIL_MALFORMED);
	REFUSED(icd10_check(NULL, "M54.5", &check, &err));
	REFUSED(icd10_check(view, NULL, &check, &err));
	REFUSED(icd10_check(view, "M54.5", NULL, &err));
	assert_string_equal(icd10_status_name(ICD10_STATUS_HEADER), "header");
	assert_string_equal(icd10_detail_name(ICD10_DETAIL_OK), "ok");
	assert_string_equal(icd10_detail_name((enum icd10_detail)999), "");
}

static size_t listed(const icd10_card *card, enum icd10_list list)
{
	struct icd10_code code = {.size = sizeof code};
	size_t count = icd10_card_count(card, list);
	for (size_t i = 0; i < count; i++)
		assert_true(icd10_card_code(card, list, i, &code) && code.code[0]);
	assert_false(icd10_card_code(card, list, count, &code));
	return count;
}

static void test_card(void **state)
{
	struct icd10_card_facts facts = {.size = sizeof facts};
	struct icd10_seventh seventh = {.size = sizeof seventh};
	icd10_card *card;
	(void)state;
	assert_int_equal(icd10_card_open(view, "M54.5", &card, &err), ICD10_OK);
	assert_true(icd10_card_facts(card, &facts) && facts.chapter == 13 && facts.status == ICD10_STATUS_HEADER);
	assert_string_equal(facts.section_range, "M50-M54");
	assert_int_equal(listed(card, ICD10_LIST_PARENTS), 1);
	assert_int_equal(listed(card, ICD10_LIST_CHILDREN), 3);
	listed(card, ICD10_LIST_REPLACED_BY);
	assert_int_equal(listed(card, ICD10_LIST_BLOCKS), 0);
	assert_int_equal(listed(card, ICD10_LIST_SUGGESTIONS), 0);
	assert_int_equal(icd10_card_count(card, (enum icd10_list)99), 0);
	assert_false(icd10_card_seventh(card, icd10_card_seventh_count(card), &seventh));
	assert_non_null(strstr(icd10_card_json(card), "\"M54.5\""));
	assert_ptr_equal(icd10_card_json(card), icd10_card_json(card));
	icd10_card_free(card);
	assert_int_equal(icd10_card_open(view, "S39.012", &card, &err), ICD10_OK);
	assert_true(icd10_card_seventh_count(card) == 3 && icd10_card_seventh(card, 0, &seventh));
	assert_true(seventh.character == 'A' && seventh.meaning[0]);
	icd10_card_free(card);
	assert_int_equal(icd10_card_open(view, "M54.99", &card, &err), ICD10_NOT_FOUND);
	assert_true(listed(card, ICD10_LIST_SUGGESTIONS) > 0);
	assert_true(icd10_card_facts(card, &facts) && facts.chapter == 0 && facts.list == 0);
	icd10_card_free(card);
	assert_false(icd10_card_facts(NULL, &facts));
	assert_true(icd10_card_count(NULL, ICD10_LIST_PARENTS) == 0 && icd10_card_note_count(NULL) == 0);
	assert_true(icd10_card_seventh_count(NULL) == 0 && !icd10_card_json(NULL) && !icd10_card_note(NULL, 0, NULL));
	REFUSED(icd10_card_open(view, "M54.5", NULL, &err));
	REFUSED(icd10_card_open(view, NULL, &card, &err));
	REFUSED(icd10_card_open(NULL, "M54.5", &card, &err));
}

static void test_pair(void **state)
{
	struct icd10_code code = {.size = sizeof code};
	struct icd10_note note = {.size = sizeof note};
	struct icd10_finding finding = {.size = sizeof finding};
	icd10_pair *pair;
	(void)state;
	assert_int_equal(icd10_pair_open(view, "M54.50", "M54.41", &pair, &err), ICD10_OK);
	assert_int_equal(icd10_pair_together(pair), ICD10_TOGETHER_NO);
	assert_string_equal(icd10_together_name(ICD10_TOGETHER_NO), "no_unless_unrelated");
	assert_true(icd10_pair_code(pair, 1, &code) && strcmp(code.code, "M54.41") == 0);
	assert_false(icd10_pair_code(pair, 2, &code));
	assert_true(icd10_pair_note_count(pair) > 0 && icd10_pair_note(pair, 0, &note));
	assert_string_equal(icd10_note_kind_name(note.kind), "excludes1");
	assert_false(icd10_pair_finding(pair, icd10_pair_finding_count(pair), &finding));
	assert_false(icd10_pair_finding_note(pair, 0, 99, &note));
	icd10_pair_free(pair);
	assert_int_equal(icd10_pair_open(view, "M54.50", "W21.89XA", &pair, &err), ICD10_OK);
	if (icd10_pair_finding_count(pair))
		assert_true(icd10_pair_finding(pair, 0, &finding) && finding.text[0]);
	icd10_pair_free(pair);
	icd10_pair_open(view, "M54.50", "no code", &pair, &err);
	assert_int_equal(icd10_pair_together(pair), ICD10_TOGETHER_UNKNOWN);
	icd10_pair_free(pair);
	assert_true(icd10_pair_together(NULL) == ICD10_TOGETHER_UNKNOWN && icd10_pair_note_count(NULL) == 0);
	assert_true(icd10_pair_finding_count(NULL) == 0 && !icd10_pair_finding(NULL, 0, &finding));
	assert_false(icd10_pair_code(NULL, 0, &code) || icd10_pair_note(NULL, 0, &note) ||
		     icd10_pair_finding_note(NULL, 0, 0, &note));
	REFUSED(icd10_pair_open(view, "M54.50", "M54.41", NULL, &err));
	REFUSED(icd10_pair_open(view, NULL, "M54.41", &pair, &err));
	REFUSED(icd10_pair_open(view, "M54.50", NULL, &pair, &err));
	REFUSED(icd10_pair_open(NULL, "M54.50", "M54.41", &pair, &err));
}

static void test_claim(void **state)
{
	const char *const codes[] = {"M54.50", "M54.41", "M54.5"}, *const holes[] = {"M54.50", NULL};
	struct icd10_claim_options options = {.size = sizeof options, .validated = codes, .validated_count = 3};
	struct icd10_finding finding = {.size = sizeof finding};
	struct icd10_note note = {.size = sizeof note};
	icd10_claim *claim;
	(void)state;
	assert_int_equal(icd10_claim_open(view, codes, 2, &options, &claim, &err), ICD10_OK);
	size_t count = icd10_claim_finding_count(claim);
	assert_true(count > 1 && icd10_claim_finding(claim, 0, &finding));
	assert_int_equal(finding.severity, ICD10_SEVERITY_ERROR);
	assert_string_equal(icd10_severity_name(finding.severity), "error");
	assert_true(icd10_rule_name(finding.rule)[0] != '\0' && !icd10_claim_finding(claim, count, &finding));
	icd10_claim_free(claim);
	options = (struct icd10_claim_options){.size = sizeof options, .excludes1_only = true};
	assert_int_equal(icd10_claim_open(view, codes, 2, &options, &claim, &err), ICD10_OK);
	assert_true(icd10_claim_finding_note(claim, 0, 0, &note) && !icd10_claim_finding_note(claim, 9, 0, &note));
	icd10_claim_free(claim);
	assert_int_equal(icd10_claim_open(view, NULL, 0, NULL, &claim, &err), ICD10_OK);
	icd10_claim_free(claim);
	assert_true(icd10_claim_finding_count(NULL) == 0 && !icd10_claim_finding(NULL, 0, &finding) &&
		    !icd10_claim_finding_note(NULL, 0, 0, &note));
	REFUSED(icd10_claim_open(view, codes, 2, NULL, NULL, &err));
	REFUSED(icd10_claim_open(NULL, codes, 2, NULL, &claim, &err));
	REFUSED(icd10_claim_open(view, holes, 2, NULL, &claim, &err));
	REFUSED(icd10_claim_open(view, NULL, 2, NULL, &claim, &err));
	options = (struct icd10_claim_options){.size = sizeof options, .validated = holes, .validated_count = 2};
	REFUSED(icd10_claim_open(view, codes, 2, &options, &claim, &err));
	options.size = 1;
	REFUSED(icd10_claim_open(view, codes, 2, &options, &claim, &err));
}

static void test_long_claim(void **state)
{
	enum { MANY = 5001 };
	const struct icd10_claim_options matrix = {.size = sizeof matrix, .excludes1_only = true};
	static const char *codes[MANY];
	icd10_claim *claim;
	(void)state;
	for (size_t i = 0; i < MANY; i++)
		codes[i] = "M54.50";
	REFUSED(icd10_claim_open(view, codes, MANY, NULL, &claim, &err));
	assert_int_equal(icd10_claim_open(view, codes, MANY - 1, NULL, &claim, &err), ICD10_OK);
	icd10_claim_free(claim);
	assert_int_equal(icd10_claim_open(view, codes, MANY, &matrix, &claim, &err), ICD10_OK);
	icd10_claim_free(claim);
}

static void test_search(void **state)
{
	struct icd10_search_options options = {.size = sizeof options, .limit = 2, .within = "m54"};
	struct icd10_hit hit = {.size = sizeof hit};
	const char *typed, *read;
	icd10_search *search;
	(void)state;
	assert_int_equal(icd10_search_open(view, "low back pain", &options, &search, &err), ICD10_OK);
	assert_true(icd10_search_total(search) >= icd10_search_count(search) && icd10_search_count(search) == 2);
	assert_true(icd10_search_hit(search, 0, &hit) && strcmp(hit.code, "M54.50") == 0);
	assert_true(icd10_field_name(hit.field)[0] != '\0' && !icd10_search_hit(search, 2, &hit));
	assert_false(icd10_search_reading(search, 99, &typed, &read));
	icd10_search_free(search);
	options = (struct icd10_search_options){.size = sizeof options, .within = "M", .all_dates = true};
	assert_true(icd10_search_open(view, "pane", &options, &search, &err) >= ICD10_OK);
	if (icd10_search_reading(search, 0, &typed, &read))
		assert_string_equal(typed, "pane");
	icd10_search_free(search);
	icd10_search_open(view, "lowbak", NULL, &search, &err);
	assert_non_null(icd10_search_suggestion(search, 0));
	assert_null(icd10_search_suggestion(search, 99));
	icd10_search_free(search);
	assert_true(icd10_search_total(NULL) == 0 && icd10_search_count(NULL) == 0 && !icd10_search_hit(NULL, 0, &hit));
	assert_true(!icd10_search_reading(NULL, 0, &typed, &read) && !icd10_search_suggestion(NULL, 0));
	REFUSED(icd10_search_open(view, "low", NULL, NULL, &err));
	REFUSED(icd10_search_open(NULL, "low", NULL, &search, &err));
	REFUSED(icd10_search_open(view, NULL, NULL, &search, &err));
	options.within = "much too long";
	REFUSED(icd10_search_open(view, "low", &options, &search, &err));
}

static void test_search_said(void **state)
{
	struct icd10_hit hit = {.size = sizeof hit};
	icd10_search *search;
	(void)state;
	assert_int_equal(icd10_search_open(view, "type 2 diabetes and low back pain", NULL, &search, &err), ICD10_OK);
	assert_string_equal(icd10_search_group(search, 0), "type 2 diabetes");
	assert_string_equal(icd10_search_group(search, 1), "low back pain");
	assert_true(!icd10_search_group(search, 2) && !icd10_search_denied(search, 0));
	assert_true(icd10_search_hit(search, 0, &hit) && hit.group == 1 && hit.index_date == 0);
	assert_string_equal(hit.lacks, "");
	icd10_search_free(search);
	assert_int_equal(icd10_search_open(view, "low back pain without sciatica", NULL, &search, &err), ICD10_OK);
	assert_string_equal(icd10_search_denied(search, 0), "sciatica");
	assert_null(icd10_search_denied(search, 1));
	icd10_search_free(search);
	assert_int_equal(icd10_search_open(view, "low back pain diabetes", NULL, &search, &err), ICD10_OK);
	bool lacking = false;
	for (size_t i = 0; icd10_search_hit(search, i, &hit); i++)
		lacking |= hit.lacks[0] != '\0' || hit.group;
	assert_true(lacking);
	icd10_search_free(search);
	assert_true(!icd10_search_denied(NULL, 0) && !icd10_search_group(NULL, 0));
}

static void test_mapping(void **state)
{
	struct icd10_mapping_facts facts = {.size = sizeof facts};
	struct icd10_mapping_row row = {.size = sizeof row};
	struct icd10_code code = {.size = sizeof code};
	icd10_mapping *mapping;
	(void)state;
	assert_int_equal(icd10_mapping_open(view, ICD10_WAY_FROM_9, "7242", &mapping, &err), ICD10_OK);
	assert_true(icd10_mapping_facts(mapping, &facts) && facts.edition && facts.back_edition);
	assert_string_equal(facts.code, "724.2");
	assert_true(facts.title[0] == '\0' && facts.status == ICD10_STATUS_UNKNOWN);
	assert_true(icd10_mapping_count(mapping) == 1 && icd10_mapping_row(mapping, 0, &row));
	assert_string_equal(row.source, "724.2");
	assert_string_equal(row.target, "M54.5");
	assert_true(row.status == ICD10_STATUS_HEADER && row.ended == 20211001 && row.today_count == 3);
	assert_string_equal(row.today[2], "M54.59");
	assert_true(icd10_mapping_today_count(mapping) == 3 && icd10_mapping_today(mapping, 0, &code));
	assert_true(strcmp(code.code, "M54.50") == 0 && code.status == ICD10_STATUS_BILLABLE && code.title[0]);
	assert_false(icd10_mapping_today(mapping, 3, &code) || icd10_mapping_row(mapping, 1, &row));
	assert_null(icd10_mapping_only(mapping));
	icd10_mapping_free(mapping);
	assert_int_equal(icd10_mapping_open(view, ICD10_WAY_TO_9, "m5450", &mapping, &err), ICD10_OK);
	assert_true(icd10_mapping_facts(mapping, &facts) && facts.status == ICD10_STATUS_BILLABLE);
	assert_string_equal(facts.title, "Low back pain, unspecified");
	assert_true(icd10_mapping_row(mapping, 0, &row) && strcmp(row.source, "M54.5") == 0);
	assert_string_equal(row.target, "724.2");
	assert_true(row.status == ICD10_STATUS_UNKNOWN && icd10_mapping_today_count(mapping) == 0);
	icd10_mapping_free(mapping);
	assert_int_equal(icd10_mapping_open(view, ICD10_WAY_FROM_9, "724", &mapping, &err), ICD10_NOT_FOUND);
	assert_string_equal(icd10_mapping_below(mapping, 0), "724.2");
	assert_null(icd10_mapping_back(mapping, 0));
	icd10_mapping_free(mapping);
	assert_int_equal(icd10_mapping_open(view, ICD10_WAY_FROM_9, "not one", &mapping, &err), ICD10_NOT_FOUND);
	assert_null(mapping);
	icd10_mapping_free(NULL);
	assert_true(!icd10_mapping_facts(NULL, &facts) && !icd10_mapping_count(NULL) && !icd10_mapping_only(NULL));
	assert_true(!icd10_mapping_row(NULL, 0, &row) && !icd10_mapping_today(NULL, 0, &code));
	assert_true(!icd10_mapping_back(NULL, 0) && !icd10_mapping_below(NULL, 0));
	REFUSED(icd10_mapping_open(NULL, ICD10_WAY_TO_9, "M54.5", &mapping, &err));
	REFUSED(icd10_mapping_open(view, (enum icd10_way)7, "M54.5", &mapping, &err));
	REFUSED(icd10_mapping_open(view, ICD10_WAY_TO_9, NULL, &mapping, &err));
	REFUSED(icd10_mapping_open(view, ICD10_WAY_TO_9, "M54.5", NULL, &err));
}

static icd10_code_list *read_list(const char *text)
{
	icd10_code_list *list;
	assert_int_equal(icd10_code_list_read(book, "mine", text, strlen(text), NULL, &list, &err), ICD10_OK);
	return list;
}

static void test_list(void **state)
{
	struct icd10_listing listing = {.size = sizeof listing};
	icd10_code_list *list = read_list("# backs\nM54.5-\t2021-10-01\t2025-12-31\tuntil then\n!M54.59\nM50-M51\n");
	icd10_view *then;
	icd10_listed *listed;
	(void)state;
	assert_int_equal(icd10_view_open(book, 20251101, &then, &err), ICD10_OK);
	assert_ptr_equal(icd10_view_book(then), book);
	assert_int_equal(icd10_code_list_find(list, then, "m5450", &listing, &err), ICD10_OK);
	assert_string_equal(listing.code, "M54.50");
	assert_string_equal(listing.pattern, "M54.5-");
	assert_string_equal(listing.note, "until then");
	assert_true(listing.line == 2 && listing.from == 20211001 && listing.to == 20251231);
	assert_int_equal(icd10_code_list_find(list, view, "m5450", NULL, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_code_list_find(list, then, "M54.59", &listing, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_code_list_find(list, then, "no code", &listing, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_listed_open(list, then, &listed, &err), ICD10_OK);
	icd10_code_list_free(list);
	icd10_view_free(then);
	size_t count = icd10_listed_count(listed), backs = 0;
	for (size_t i = 0; i < count; i++)
		backs += icd10_listed_code(listed, i, &listing) && strncmp(listing.code, "M54", 3) == 0;
	assert_true(count > 2 && backs == 2 && !icd10_listed_code(listed, count, &listing));
	icd10_listed_free(listed);
	list = read_list("A00.99\n");
	assert_int_equal(icd10_listed_open(list, view, &listed, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_listed_count(listed), 0);
	icd10_listed_free(listed);
	icd10_code_list_free(list);
}

static void test_list_refused(void **state)
{
	static const char bad[] = "M54.5-\nM54.50 and more\n";
	struct icd10_listing listing = {.size = 0};
	icd10_code_list *list;
	icd10_listed *listed;
	(void)state;
	assert_int_equal(icd10_code_list_read(book, "mine", bad, sizeof bad - 1, NULL, &list, &err), ICD10_ERROR_FILE);
	assert_true(!list && strstr(err.text, "mine:2"));
	assert_int_equal(icd10_code_list_open(book, "/nowhere/at/all", NULL, &list, &err), ICD10_ERROR_FILE);
	assert_non_null(strstr(err.text, "/nowhere/at/all"));
	assert_int_equal(icd10_code_list_open(book, sample.path, NULL, &list, NULL), ICD10_ERROR_FILE);
	REFUSED(icd10_code_list_open(NULL, "x", NULL, &list, &err));
	REFUSED(icd10_code_list_open(book, NULL, NULL, &list, &err));
	REFUSED(icd10_code_list_open(book, "x", NULL, NULL, &err));
	REFUSED(icd10_code_list_read(NULL, NULL, "M54", 3, NULL, &list, &err));
	REFUSED(icd10_code_list_read(book, NULL, NULL, 3, NULL, &list, &err));
	REFUSED(icd10_code_list_read(book, NULL, "M54", 3, NULL, NULL, &err));
	list = read_list("M54.5-\n");
	REFUSED(icd10_code_list_find(NULL, view, "M54.50", NULL, &err));
	REFUSED(icd10_code_list_find(list, NULL, "M54.50", NULL, &err));
	REFUSED(icd10_code_list_find(list, view, NULL, NULL, &err));
	REFUSED(icd10_code_list_find(list, view, "M54.50", &listing, &err));
	REFUSED(icd10_listed_open(NULL, view, &listed, &err));
	REFUSED(icd10_listed_open(list, NULL, &listed, &err));
	REFUSED(icd10_listed_open(list, view, NULL, &err));
	icd10_code_list_free(list);
	icd10_code_list_free(NULL);
	icd10_listed_free(NULL);
	assert_true(icd10_listed_count(NULL) == 0 && !icd10_listed_code(NULL, 0, &listing) && !icd10_view_book(NULL));
}

static void test_card_lists(void **state)
{
	icd10_code_list *backs = read_list("M54.5-\n"), *others = read_list("E11.9\n");
	const icd10_code_list *const lists[] = {backs, others};
	const char *const names[] = {"LCD \"1\"", "quality"};
	icd10_card *card;
	(void)state;
	assert_int_equal(icd10_card_open(view, "M54.50", &card, &err), ICD10_OK);
	assert_non_null(strstr(icd10_card_json(card), "\"lists\":[]}"));
	assert_int_equal(icd10_card_lists(card, lists, names, 2, &err), ICD10_OK);
	assert_non_null(strstr(icd10_card_json(card), "\"lists\":[\"LCD \\\"1\\\"\"]}"));
	assert_int_equal(icd10_card_lists(card, NULL, NULL, 0, &err), ICD10_OK);
	assert_non_null(strstr(icd10_card_json(card), "\"lists\":[]}"));
	REFUSED(icd10_card_lists(card, lists, NULL, 2, &err));
	REFUSED(icd10_card_lists(NULL, lists, names, 2, &err));
	icd10_card_free(card);
	icd10_code_list_free(backs);
	icd10_code_list_free(others);
}

static void test_claim_said(void **state)
{
	static const char *const codes[] = {"M54.50", "E11.9"};
	struct icd10_claim_options options = {
		.size = sizeof options, .inpatient = true, .age_known = true, .age = 40, .sex = 'f', .poa = "Y "};
	icd10_claim *claim;
	(void)state;
	assert_int_equal(icd10_claim_open(view, codes, 2, &options, &claim, &err), ICD10_OK);
	icd10_claim_free(claim);
	options.sex = 'x';
	REFUSED(icd10_claim_open(view, codes, 2, &options, &claim, &err));
	options = (struct icd10_claim_options){.size = sizeof options, .poa = "Y"};
	REFUSED(icd10_claim_open(view, codes, 2, &options, &claim, &err));
	options = (struct icd10_claim_options){.size = sizeof options, .age = 151};
	REFUSED(icd10_claim_open(view, codes, 2, &options, &claim, &err));
}

static void test_history(void **state)
{
	struct icd10_event event = {.size = sizeof event};
	icd10_history *history;
	(void)state;
	assert_int_equal(icd10_history_open(book, "m545", &history, &err), ICD10_OK);
	assert_string_equal(icd10_history_code(history), "M54.5");
	assert_string_equal(icd10_history_title(history), "Low back pain");
	assert_int_equal(icd10_history_held_since(history), 20201001);
	size_t count = icd10_history_count(history);
	assert_true(count > 0 && icd10_history_event(history, 0, &event) && icd10_event_name(event.kind)[0]);
	assert_string_equal(icd10_relation_name(event.relation), "own");
	assert_true(icd10_source_name(event.source)[0] != '\0' && !icd10_history_event(history, count, &event));
	icd10_history_free(history);
	assert_int_equal(icd10_history_open(book, "not a code", &history, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_history_open(book, "M54.5X", &history, &err), ICD10_OK);
	icd10_history_free(history);
	assert_true(!icd10_history_code(NULL)[0] && !icd10_history_title(NULL)[0] && !icd10_history_held_since(NULL));
	assert_true(icd10_history_count(NULL) == 0 && !icd10_history_event(NULL, 0, &event));
	REFUSED(icd10_history_open(book, "M54.5", NULL, &err));
	REFUSED(icd10_history_open(NULL, "M54.5", &history, &err));
	REFUSED(icd10_history_open(book, NULL, &history, &err));
}

static void test_changes(void **state)
{
	struct icd10_changes_options options = {.size = sizeof options, .within = "M5", .what = ICD10_CHANGES_CODES};
	struct icd10_event event = {.size = sizeof event};
	icd10_changes *changes;
	(void)state;
	assert_int_equal(icd10_changes_open(book, 20201001, 20251001, &options, &changes, &err), ICD10_OK);
	size_t count = icd10_changes_count(changes);
	assert_true(count > 0 && icd10_changes_event(changes, 0, &event) &&
		    !icd10_changes_event(changes, count, &event));
	assert_true(icd10_changes_from(changes) == 20201001 && icd10_changes_to(changes) == 20251001);
	assert_non_null(icd10_changes_remark(changes, 0));
	assert_null(icd10_changes_remark(changes, 99));
	icd10_changes_free(changes);
	assert_true(icd10_changes_from(NULL) == 0 && icd10_changes_to(NULL) == 0 && icd10_changes_count(NULL) == 0);
	assert_true(!icd10_changes_event(NULL, 0, &event) && !icd10_changes_remark(NULL, 0));
	REFUSED(icd10_changes_open(book, 20201001, 20251001, NULL, NULL, &err));
	REFUSED(icd10_changes_open(NULL, 20201001, 20251001, NULL, &changes, &err));
	REFUSED(icd10_changes_open(book, 0, 20251001, NULL, &changes, &err));
	REFUSED(icd10_changes_open(book, 20201001, 0, NULL, &changes, &err));
	REFUSED(icd10_changes_open(book, 20251001, 20201001, NULL, &changes, &err));
	options.within = "much too long";
	REFUSED(icd10_changes_open(book, 20201001, 20251001, &options, &changes, &err));
	options.what = 1u << 20;
	REFUSED(icd10_changes_open(book, 20201001, 20251001, &options, &changes, &err));
}

static void count_one(void *context, const struct icd10_verified *one)
{
	assert_string_equal(icd10_verdict_name(one->verdict), "equal");
	assert_true(one->what[0] && one->file[0] && one->release);
	++*(int *)context;
}

static void test_verify(void **state)
{
	int count = 0;
	(void)state;
	assert_int_equal(icd10_verify(book, count_one, &count, &err), ICD10_OK);
	assert_true(count > 10);
}

static int set_up(void **state)
{
	const char *const paths[] = {"data/sample"};
	(void)state;
	return !sample_index_make(&sample, paths, 1) || icd10_open(sample.path, &book, &err) != ICD10_OK ||
	       icd10_view_open(book, 20260201, &view, &err) != ICD10_OK;
}

static int tear_down(void **state)
{
	(void)state;
	icd10_view_free(view);
	icd10_close(book);
	sample_index_remove(&sample);
	return 0;
}

static void test_guideline(void **state)
{
	struct icd10_guideline_facts facts = {.size = sizeof facts};
	struct icd10_guideline_line line = {.size = sizeof line};
	icd10_guideline *guideline;
	icd10_guidelines *list;
	icd10_card *card;
	(void)state;
	assert_int_equal(icd10_guideline_open(view, "section i.a.12.a", &guideline, &err), ICD10_OK);
	assert_true(icd10_guideline_facts(guideline, &facts));
	assert_string_equal(facts.number, "I.A.12.a");
	assert_string_equal(facts.title, "Excludes1");
	assert_true(facts.text[0] && facts.edition == 20251001 && facts.from == 20251001 && facts.to == 0);
	assert_int_equal(facts.from_after, 20211001);
	icd10_guideline_free(guideline);
	assert_int_equal(icd10_guideline_open(view, "I.Z.9", &guideline, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_guideline_open(view, "nonsense", &guideline, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_guidelines_open(view, "M54.50", NULL, &list, &err), ICD10_OK);
	assert_int_equal(icd10_guidelines_count(list), 2);
	assert_true(icd10_guidelines_line(list, 0, &line));
	assert_string_equal(line.number, "I.C.6.b.1.b");
	assert_string_equal(line.names, "M54.50");
	assert_false(icd10_guidelines_line(list, 2, &line));
	icd10_guidelines_free(list);
	assert_int_equal(icd10_guidelines_open(view, NULL, "laterality", &list, &err), ICD10_OK);
	assert_true(icd10_guidelines_line(list, 0, &line) && strcmp(line.number, "I.B.13") == 0 && line.depth == 2);
	icd10_guidelines_free(list);
	assert_int_equal(icd10_guidelines_open(view, NULL, NULL, &list, &err), ICD10_OK);
	assert_int_equal(icd10_guidelines_count(list), 89);
	icd10_guidelines_free(list);
	assert_int_equal(icd10_guidelines_open(view, "nonsense", NULL, &list, &err), ICD10_NOT_FOUND);
	assert_int_equal(icd10_guidelines_count(list), 0);
	icd10_guidelines_free(list);
	assert_int_equal(icd10_card_open(view, "M54.50", &card, &err), ICD10_OK);
	assert_string_equal(icd10_card_guideline(card, 1), "I.C.13.a");
	assert_null(icd10_card_guideline(card, 2));
	icd10_card_free(card);
	assert_null(icd10_card_guideline(NULL, 0));
	assert_true(!icd10_guideline_facts(NULL, &facts) && !icd10_guidelines_line(NULL, 0, &line) &&
		    icd10_guidelines_count(NULL) == 0);
	icd10_guideline_free(NULL);
	icd10_guidelines_free(NULL);
	REFUSED(icd10_guideline_open(NULL, "I.A", &guideline, &err));
	REFUSED(icd10_guideline_open(view, NULL, &guideline, &err));
	REFUSED(icd10_guideline_open(view, "I.A", NULL, &err));
	REFUSED(icd10_guidelines_open(view, "M54.5", "words", &list, &err));
	REFUSED(icd10_guidelines_open(NULL, NULL, NULL, &list, &err));
	REFUSED(icd10_guidelines_open(view, NULL, NULL, NULL, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_book),        cmocka_unit_test(test_view),
		cmocka_unit_test(test_check),       cmocka_unit_test(test_card),
		cmocka_unit_test(test_guideline),   cmocka_unit_test(test_pair),
		cmocka_unit_test(test_claim),       cmocka_unit_test(test_long_claim),
		cmocka_unit_test(test_search),      cmocka_unit_test(test_history),
		cmocka_unit_test(test_changes),     cmocka_unit_test(test_verify),
		cmocka_unit_test(test_search_said), cmocka_unit_test(test_mapping),
		cmocka_unit_test(test_list),        cmocka_unit_test(test_list_refused),
		cmocka_unit_test(test_card_lists),  cmocka_unit_test(test_claim_said),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
