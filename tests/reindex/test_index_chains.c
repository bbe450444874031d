/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes and tables rebuilt over the official addenda, against the official lists at the ends of the chains. */
#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"
#include "reindex/index_differences.h"
#include "reindex/reindex.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const dates[] = {"2016-10-01", "2017-10-01", "2018-10-01", "2019-10-01", "2020-10-01",
				    "2021-01-01", "2021-10-01", "2022-04-01", "2022-10-01", "2023-04-01",
				    "2023-10-01", "2024-04-01", "2024-10-01", "2025-04-01"};
#define DATES (sizeof dates / sizeof *dates)

struct loaded {
	struct icd_pool *pool;
	struct index_issue *issues[ICD_INDEXES];
	size_t number;
};

static void take_text(struct loaded *loaded, const struct input *document)
{
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, NULL);
	struct icd_error err;
	struct input text;
	struct addendum *addendum;
	if (pdf_take(desk, pdf_start(desk, document, NULL, PDF_WORDS), &text, &err) == PDF_READ) {
		enum icd_file_kind found = addendum_kind(&text);
		for (int kind = 0; kind < ICD_INDEXES; kind++) {
			if (found != icd_index_files[kind].addenda)
				continue;
			if (!addendum_read(&text, loaded->pool, &addendum, &err))
				fail_msg("%s", err.text);
			loaded->issues[kind][loaded->number].addendum = addendum;
		}
		free((char *)text.data);
	}
	pdf_desk_close(desk);
}

static void take_file(void *context, const struct input *in)
{
	struct loaded *loaded = context;
	struct icd_error err;
	if (pdf_is(in) && strcasestr(in->name, "adden")) {
		take_text(loaded, in);
		return;
	}
	enum icd_file_kind found = pdf_is(in) ? ICD_FILE_UNKNOWN : recognise(in);
	for (int kind = 0; kind < ICD_INDEXES; kind++) {
		if (found == icd_index_files[kind].published &&
		    !read_index(in, loaded->pool, &loaded->issues[kind][loaded->number].list, &err))
			fail_msg("%s", err.text);
	}
}

/* From each published list on to the next one, as if those between had none; the share of terms that differ. */
static void check_chain(const struct index_issue *issues, int kind, struct icd_pool *pool, double most)
{
	struct index_issue told[DATES];
	for (size_t first = 0, last; first < DATES; first = last) {
		for (last = first + 1; last < DATES && !issues[last].list;)
			last++;
		if (last == DATES || !issues[first].list)
			continue;
		struct report report = {0};
		struct index_differences found = {0};
		struct index_folds folds = {0};
		struct icd_account accounts[DATES] = {{0}}, *at[DATES];
		struct index_issues chain = {.accounts = at, .count = last + 1 - first};
		memcpy(told, issues, sizeof told);
		told[last].list = NULL;
		chain.of[kind] = told + first;
		for (size_t i = 0; i < DATES; i++)
			at[i] = &accounts[i];
		reindex(&chain, kind, pool, &report);
		assert_non_null(told[last].list);
		index_differences_find(told[last].list, issues[last].list, &folds, &found);
		printf("%s to %s, kind %d: %zu equal, %zu only told, %zu only published\n", dates[first], dates[last],
		       kind, found.equal, found.told_count, found.held_count);
		assert_true((double)(found.told_count + found.held_count) <= most * (double)found.equal);
		index_differences_free(&found);
		index_folds_free(&folds);
		report_free(&report);
	}
}

static void rebuilds_the_indexes_at_the_ends_of_chains(void **state)
{
	struct icd_pool pool = {0};
	struct loaded loaded = {.pool = &pool};
	(void)state;
	for (int kind = 0; kind < ICD_INDEXES; kind++)
		loaded.issues[kind] = need(&pool, DATES, sizeof *loaded.issues[kind]);
	for (loaded.number = 0; loaded.number < DATES; loaded.number++) {
		for (int kind = 0; kind < ICD_INDEXES; kind++)
			loaded.issues[kind][loaded.number].date = (icd_date)(loaded.number + 1);
		official_visit(dates[loaded.number], take_file, &loaded);
	}
	if (!loaded.issues[ICD_INDEX_ALPHABETIC][0].list) {
		icd_pool_free(&pool);
		skip();
	}
	check_chain(loaded.issues[ICD_INDEX_ALPHABETIC], ICD_INDEX_ALPHABETIC, &pool, 0.0004);
	check_chain(loaded.issues[ICD_INDEX_CAUSE], ICD_INDEX_CAUSE, &pool, 0.0006);
	check_chain(loaded.issues[ICD_INDEX_DRUG], ICD_INDEX_DRUG, &pool, 0.0006);
	check_chain(loaded.issues[ICD_INDEX_NEOPLASM], ICD_INDEX_NEOPLASM, &pool, 0);
	icd_pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(rebuilds_the_indexes_at_the_ends_of_chains)};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
