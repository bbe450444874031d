/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tabular lists rebuilt over the official addenda, against the official lists and order files. */
#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"
#include "rebuild/differences.h"
#include "rebuild/draft.h"
#include "rebuild/rebuild.h"
#include "rebuild/tabular_apply.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const dates[] = {"2016-10-01", "2017-10-01", "2018-10-01", "2019-10-01", "2020-10-01",
				    "2021-01-01", "2021-10-01", "2022-04-01", "2022-10-01", "2023-04-01",
				    "2023-10-01", "2024-04-01", "2024-10-01", "2025-04-01"};
#define DATES (sizeof dates / sizeof *dates)

/* ---- the official files ---- */

static struct icd_pool pools[DATES];
static struct release releases[DATES];
static bool has_pdftotext = true;
static struct interner texts; /* of drafts */

struct loading {
	struct release *release;
	struct icd_pool *pool;
};

static void take_document(const struct loading *loading, const struct input *document)
{
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, NULL);
	struct icd_error err;
	struct input text;
	enum pdf_outcome outcome = pdf_take(desk, pdf_start(desk, document, NULL, PDF_WORDS), &text, &err);
	has_pdftotext &= outcome != PDF_NO_PROGRAM;
	if (outcome == PDF_READ) {
		if (addendum_kind(&text) == ICD_FILE_TABULAR_ADDENDA &&
		    !addendum_read(&text, loading->pool, &loading->release->tabular_addendum, &err))
			fail_msg("%s", err.text);
		free((char *)text.data);
	}
	pdf_desk_close(desk);
}

static void take_file(void *context, const struct input *in)
{
	const struct loading *loading = context;
	struct release *release = loading->release;
	struct icd_error err;
	bool ok = true;
	if (pdf_is(in)) {
		if (strcasestr(in->name, "tabular"))
			take_document(loading, in);
		return;
	}
	enum icd_file_kind kind = recognise(in);
	if (kind == ICD_FILE_TABULAR)
		ok = read_tabular(in, loading->pool, &release->tabular, &err);
	else if (kind == ICD_FILE_ORDER)
		ok = read_order(in, loading->pool, &release->order, &err);
	if (!ok)
		fail_msg("%s", err.text);
}

static int load_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < DATES; i++) {
		struct loading loading = {&releases[i], &pools[i]};
		if (!icd_date_parse(dates[i], &releases[i].effective))
			return -1;
		official_visit(dates[i], take_file, &loading);
	}
	return 0;
}

static int free_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < DATES; i++)
		icd_pool_free(&pools[i]);
	interner_free(&texts);
	return 0;
}

static void skip_without_files(void)
{
	if (!releases[0].tabular || !has_pdftotext) {
		print_message("skipped: no official releases, or no pdftotext\n");
		skip();
	}
}

/* ---- the ends of chains ---- */

static void place_all(struct draft *draft, const struct release *release)
{
	struct placing placing = {0};
	struct icd_pool pool = {0};
	assert_non_null(release->tabular_addendum);
	tabular_apply(draft, release->tabular_addendum, false, &pool, &placing);
	for (size_t i = 0; i < placing.unplaced_count; i++)
		print_message("%d: page %u, \"%s\": %s\n", release->effective, (unsigned)placing.unplaced[i].line->page,
			      placing.unplaced[i].line->text, placing.unplaced[i].why);
	/* The addenda of January 2021 tell again what those of October, issued again, hold. */
	if (release->effective != 20210101)
		assert_int_equal(placing.unplaced_count, 0);
	placing_free(&placing);
	icd_pool_free(&pool);
}

static void all_lines_find_their_place(void **state)
{
	struct draft *draft = NULL;
	(void)state;
	skip_without_files();
	for (size_t i = 0; i < DATES; i++) {
		if (draft)
			place_all(draft, &releases[i]);
		if (!releases[i].tabular)
			continue;
		draft_free(draft);
		draft = draft_of(releases[i].tabular, &texts);
	}
	draft_free(draft);
}

/* ---- releases one after the other, as the builder has them ---- */

/* Each release's own list, published or rebuilt, as drafts. */
static struct draft *lists[DATES];

static void rebuild_all(struct report *report)
{
	struct rebuilder *rebuilder = rebuilder_start();
	struct release *stretch[DATES];
	struct icd_pool *stretch_pools[DATES];
	size_t first = 0;
	for (size_t i = 0; i < DATES; i++) {
		stretch[i - first] = &releases[i];
		stretch_pools[i - first] = &pools[i];
		if (!releases[i].tabular && i + 1 < DATES)
			continue;
		rebuild_tabular(rebuilder, stretch, stretch_pools, i + 1 - first, report);
		for (; first <= i; first++)
			lists[first] = draft_of(releases[first].tabular, &texts);
	}
	rebuilder_free(rebuilder);
}

static void count_entries(struct draft_place *place, size_t *count)
{
	for (; place; place = place->next) {
		*count += place->entry_count;
		count_entries(place->first, count);
	}
}

/* A thousandth of the notes at most differs from what is told. */
static void published_lists_are_what_is_told(void **state)
{
	struct report report = {0};
	(void)state;
	skip_without_files();
	rebuild_all(&report);
	report_free(&report);
	for (size_t i = 1; i < DATES; i++) {
		size_t notes = 0;
		count_entries(draft_chapters(lists[i]), &notes);
		if (!releases[i].tabular_rebuilt && releases[i].addenda.difference_count * 1000 > 2 * notes)
			fail_msg("%s: %u differences", dates[i], (unsigned)releases[i].addenda.difference_count);
		assert_true(notes > 20000);
	}
}

static bool is_listed(const struct draft *list, const struct code_row *row)
{
	const struct draft_place *place = draft_code(list, row->code);
	return place != NULL;
}

/* Headers of the order file are the places that have codes below them; all titles are the same but for accents. */
static void codes_are_those_of_the_order_files(void **state)
{
	(void)state;
	skip_without_files();
	for (size_t i = 0; i < DATES; i++) {
		size_t listed = 0, titles = 0;
		for (size_t j = 0; releases[i].tabular_rebuilt && j < releases[i].order->count; j++) {
			const struct code_row *row = &releases[i].order->rows[j];
			bool header = !row->billable;
			if (header && !is_listed(lists[i], row))
				fail_msg("%s: %s is not in the list", dates[i], row->code);
			if (!is_listed(lists[i], row))
				continue; /* a seventh character makes it */
			listed++;
			titles += !icd_text_same_but_accents(draft_code(lists[i], row->code)->title, row->long_title);
		}
		if (releases[i].tabular_rebuilt)
			assert_int_equal(listed, releases[i].tabular->diag_count);
		if (titles > 30)
			fail_msg("%s: %zu titles differ", dates[i], titles);
	}
}

/* ---- four notes whose dates are known ---- */

static bool has_note(const char *date, const char *code, enum icd_entry_kind kind, const char *text)
{
	for (size_t i = 0; i < DATES; i++) {
		if (strcmp(dates[i], date) == 0)
			return draft_find(draft_code(lists[i], code), kind, text, "") != SIZE_MAX;
	}
	return false;
}

static void dates_notes_to_the_day(void **state)
{
	static const char disc[] =
		"intervertebral disc degeneration, lumbar region with discogenic back pain only (M51.360)";
	static const char bronchitis[] = "acute bronchitis due to respiratory syncytial virus (RSV) (J20.5)";
	static const struct {
		const char *date, *code;
		enum icd_entry_kind kind;
		const char *text;
		bool holds;
	} cases[] = {
		{"2021-01-01", "M545", ICD_NOTE_INCLUSION_TERM, "Loin pain", true},
		{"2021-10-01", "M545", ICD_NOTE_INCLUSION_TERM, "Loin pain", false},
		{"2024-04-01", "M545", ICD_NOTE_EXCLUDES1, disc, false},
		{"2024-10-01", "M545", ICD_NOTE_EXCLUDES1, disc, true},
		{"2021-01-01", "B974", ICD_NOTE_EXCLUDES2, bronchitis, true},
		{"2021-01-01", "B974", ICD_NOTE_EXCLUDES1, bronchitis, false},
		{"2021-10-01", "B974", ICD_NOTE_EXCLUDES2, bronchitis, false},
		{"2021-10-01", "B974", ICD_NOTE_EXCLUDES1, bronchitis, true},
		{"2023-04-01", "K5641", ICD_NOTE_EXCLUDES1, "incomplete defecation (R15.0)", true},
		{"2023-10-01", "K5641", ICD_NOTE_EXCLUDES1, "incomplete defecation (R15.0)", false},
		{"2023-10-01", "K5641", ICD_NOTE_EXCLUDES2, "incomplete defecation (R15.0)", true},
		{"2024-10-01", "K5641", ICD_NOTE_EXCLUDES1, "constipation (K59.0-)", true},
		{"2025-04-01", "K5641", ICD_NOTE_EXCLUDES1, "constipation (K59.0-)", false},
	};
	(void)state;
	skip_without_files();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (has_note(cases[i].date, cases[i].code, cases[i].kind, cases[i].text) != cases[i].holds)
			fail_msg("%s on %s: \"%s\"", cases[i].code, cases[i].date, cases[i].text);
	}
	/* Issued again in November 2020, the addenda of October hold what came in January. */
	assert_null(draft_code(lists[4], "J1282"));
	assert_non_null(draft_code(lists[5], "J1282"));
	for (size_t i = 0; i < DATES; i++)
		draft_free(lists[i]);
}

/* ---- the order within lists ---- */

struct order_count {
	size_t changed,
		otherwise; /* lists of notes that changed since the chain began; of these, not in the order told */
};

static size_t notes_of(const struct draft_place *place, enum icd_entry_kind kind, const char **out)
{
	size_t count = 0;
	for (size_t i = 0; place && i < place->entry_count; i++) {
		if (place->entries[i].kind == kind)
			out[count++] = place->entries[i].text;
	}
	return count;
}

static bool same_texts(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
	for (size_t i = 0; a_count == b_count && i < a_count; i++) {
		if (!icd_text_same_but_space(a[i], b[i]))
			return false;
	}
	return a_count == b_count;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void qsort_texts(const char *const *at, size_t count, const char **out)
{
	memcpy(out, at, count * sizeof *out);
	qsort(out, count, sizeof *out, by_text);
}

static void count_orders(const struct draft *start, const struct draft *told, const struct draft_place *held,
			 struct order_count *count)
{
	const char *notes[5][200];
	for (; held; held = held->next) {
		for (int kind = 0; held->kind == ICD_PLACE_CODE && kind < ICD_NOTE_KINDS; kind++) {
			const struct draft_place *was = draft_code(start, held->name);
			size_t held_count = notes_of(held, kind, notes[0]);
			size_t was_count = notes_of(was, kind, notes[1]);
			size_t told_count = notes_of(draft_code(told, held->name), kind, notes[2]);
			if (same_texts(notes[0], held_count, notes[1], was_count))
				continue;
			count->changed++;
			qsort_texts(notes[0], held_count, notes[3]);
			qsort_texts(notes[2], told_count, notes[4]);
			if (!same_texts(notes[3], held_count, notes[4], told_count))
				continue; /* they differ in more than their order */
			count->otherwise += !same_texts(notes[0], held_count, notes[2], told_count);
		}
		count_orders(start, told, held->first, count);
	}
}

static void notes_stand_in_their_order(void **state)
{
	struct order_count count = {0};
	struct draft *start = NULL, *told = NULL;
	(void)state;
	skip_without_files();
	for (size_t i = 0; i < DATES; i++) {
		struct placing placing = {0};
		struct icd_pool pool = {0};
		if (told)
			tabular_apply(told, releases[i].tabular_addendum, false, &pool, &placing);
		placing_free(&placing);
		icd_pool_free(&pool);
		if (releases[i].tabular_rebuilt)
			continue;
		struct draft *held = draft_of(releases[i].tabular, &texts);
		if (told && releases[i].effective != 20210101)
			count_orders(start, told, draft_chapters(held), &count);
		draft_free(start);
		draft_free(told);
		start = held;
		told = draft_of(releases[i].tabular, &texts);
	}
	draft_free(start);
	draft_free(told);
	print_message("order: %zu lists of notes changed, %zu otherwise than told\n", count.changed, count.otherwise);
	assert_true(count.changed > 1500 && count.otherwise * 100 <= count.changed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_lines_find_their_place),
		cmocka_unit_test(published_lists_are_what_is_told),
		cmocka_unit_test(codes_are_those_of_the_order_files),
		cmocka_unit_test(dates_notes_to_the_day),
		cmocka_unit_test(notes_stand_in_their_order),
	};
	return cmocka_run_group_tests(tests, load_all, free_all) != 0;
}
