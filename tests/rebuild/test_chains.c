/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tabular lists rebuilt over the official addenda, against the official lists at the ends of the chains. */
#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"
#include "rebuild/differences.h"
#include "rebuild/draft.h"
#include "rebuild/tabular_apply.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct loaded {
	struct icd_pool pool;
	struct tabular_list *list;
	struct addendum *addendum;
};

static void take_text(struct loaded *loaded, const struct input *document)
{
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits);
	struct icd_error err;
	struct input text;
	if (pdf_take(desk, pdf_start(desk, document, PDF_WORDS), &text, &err) == PDF_READ) {
		if (addendum_kind(&text) == ICD_FILE_TABULAR_ADDENDA &&
		    !addendum_read(&text, &loaded->pool, &loaded->addendum, &err))
			fail_msg("%s", err.text);
		free((char *)text.data);
	}
	pdf_desk_close(desk);
}

static void take_file(void *context, const struct input *in)
{
	struct loaded *loaded = context;
	struct icd_error err;
	if (pdf_is(in) && strcasestr(in->name, "tabular"))
		take_text(loaded, in);
	else if (!pdf_is(in) && recognise(in) == ICD_FILE_TABULAR &&
		 !read_tabular(in, &loaded->pool, &loaded->list, &err))
		fail_msg("%s", err.text);
}

static struct loaded load(const char *date)
{
	struct loaded loaded = {.list = NULL};
	official_visit(date, take_file, &loaded);
	return loaded;
}

static void show_differences(const struct differences *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct difference *it = &found->at[i];
		const struct draft_place *place = it->held ? it->held : it->told;
		printf("    %s %s %s: %d %s\n", it->held_only ? "missing" : "left",
		       (const char *[]){"place", "title", "note"}[it->kind], place->name, it->entry.kind,
		       it->kind == DIFFERENT_NOTE ? it->entry.text : place->title);
	}
}

static void apply(struct draft *draft, const struct loaded *loaded, const char *date, bool backwards,
		  size_t most_unplaced)
{
	struct placing placing = {0};
	struct icd_pool pool = {0};
	assert_non_null(loaded->addendum);
	tabular_apply(draft, loaded->addendum, backwards, &pool, &placing);
	printf("  %s: %zu lines, %zu not placed, %zu already; +%zu -%zu ~%zu\n", date, placing.lines,
	       placing.unplaced_count, placing.already, placing.added, placing.deleted, placing.revised);
	for (size_t i = 0; i < placing.unplaced_count; i++)
		printf("    page %u: %s \"%s\": %s\n", (unsigned)placing.unplaced[i].line->page,
		       addendum_labels[placing.unplaced[i].line->label], placing.unplaced[i].line->text,
		       placing.unplaced[i].why);
	if (placing.unplaced_count > most_unplaced)
		fail_msg("%s: %zu lines not placed", date, placing.unplaced_count);
	placing_free(&placing);
	icd_pool_free(&pool);
}

static void rebuilds_the_lists_at_the_ends_of_chains(void **state)
{
	static const char *const dates[] = {"2016-10-01", "2017-10-01", "2018-10-01", "2019-10-01", "2020-10-01",
					    "2021-01-01", "2021-10-01", "2022-04-01", "2022-10-01", "2023-04-01",
					    "2023-10-01", "2024-04-01", "2024-10-01", "2025-04-01"};
	struct draft *draft = NULL;
	(void)state;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct loaded loaded = load(dates[i]);
		if (i == 0 && !loaded.list)
			skip();
		if (draft)
			apply(draft, &loaded, dates[i], false, 12);
		if (draft && loaded.list) {
			struct differences found = {0};
			struct draft *held = draft_of(loaded.list);
			differences_find(draft, held, &found);
			printf("%s: %zu notes equal, %zu differences\n", dates[i], found.equal, found.count);
			show_differences(&found);
			assert_true(found.count * 1000 <= found.equal * 2);
			differences_free(&found);
			draft_free(held);
		}
		if (loaded.list) {
			draft_free(draft);
			draft = draft_of(loaded.list);
		}
		icd_pool_free(&loaded.pool);
	}
	draft_free(draft);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(rebuilds_the_lists_at_the_ends_of_chains)};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
