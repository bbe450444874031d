/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The official releases ($ICD10_RELEASES), all in one index: what changed and when, and every file
 * given back. Skipped where they are not at hand.
 */
#include "book/book.h"
#include "history/changes.h"
#include "official/verify.h"
#include "scan/scan.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/dated_rows.h"
#include "support/follow_questions.h"

static struct sample_index official;
static struct icd_store *store; /* NULL without the releases */
static struct icd_pool pool;

static int open_official(void **state)
{
	(void)state;
	return official_index_open(&official, &store) ? 0 : -1;
}

static int close_official(void **state)
{
	(void)state;
	icd_pool_free(&pool);
	if (!store)
		return 0;
	icd_store_close(store);
	sample_index_remove(&official);
	return 0;
}

static void need_official(void)
{
	if (!store) {
		print_message("skipped: no official releases\n");
		skip();
	}
}

static int release_of(icd_date date)
{
	const struct icd_about *about = icd_store_about(store);
	for (uint16_t i = 0; i < about->release_count; i++) {
		if (about->releases[i].date == date)
			return i;
	}
	return -1;
}

/* Compares two releases; false when one is not at hand. */
static bool compare(icd_date from, icd_date to, unsigned what, struct icd_changes *changes)
{
	int first = release_of(from), second = release_of(to);
	struct icd_error err;
	icd_pool_reset(&pool);
	if (first < 0 || second < 0)
		return false;
	assert_true(icd_changes_make(store, &pool, (uint16_t)first, (uint16_t)second, NULL, what, changes, &err));
	return true;
}

/* ---- golden counts ---- */

static void billable_codes_come_and_go_as_published(void **state)
{
	static const struct {
		icd_date from, to;
		uint32_t added, removed;
	} counts[] = {
		{20151001, 20161001, 1974, 311}, {20161001, 20171001, 360, 142}, {20171001, 20181001, 279, 51},
		{20181001, 20191001, 273, 21},   {20191001, 20201001, 490, 58},  {20201001, 20210101, 6, 1},
		{20210101, 20211001, 159, 32},   {20211001, 20220401, 3, 1},     {20220401, 20221001, 1176, 287},
		{20221001, 20230401, 42, 7},     {20230401, 20231001, 395, 25},  {20231001, 20240401, 0, 0},
		{20240401, 20241001, 252, 36},   {20241001, 20250401, 0, 0},
	};
	(void)state;
	need_official();
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct icd_changes changes;
		if (!compare(counts[i].from, counts[i].to, ICD_CHANGES_CODES, &changes))
			continue;
		assert_int_equal(changes.billable_added, counts[i].added);
		assert_int_equal(changes.billable_removed, counts[i].removed);
	}
}

static void notes_come_and_go_as_counted(void **state)
{
	static const struct {
		icd_date from, to;
		uint32_t added, deleted;
	} counts[] = {
		{20161001, 20191001, 652, 388}, {20191001, 20210101, 233, 132}, {20210101, 20221001, 352, 310},
		{20221001, 20241001, 512, 384}, {20241001, 20250401, 18, 9},
	};
	(void)state;
	need_official();
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct icd_changes changes;
		if (!compare(counts[i].from, counts[i].to, ICD_CHANGES_NOTES, &changes))
			continue;
		assert_int_equal(changes.counts[ICD_EVENT_NOTE_ADDED], counts[i].added);
		assert_int_equal(changes.counts[ICD_EVENT_NOTE_DELETED], counts[i].deleted);
	}
}

/* ---- golden histories ---- */

static struct icd_history history_of(const char *code)
{
	struct icd_history history;
	struct icd_error err;
	icd_pool_reset(&pool);
	assert_int_equal(icd_history_make(store, &pool, code, &history, &err), ICD_FOUND);
	return history;
}

static const struct icd_event *event_of(const struct icd_history *history, enum icd_event_kind kind, const char *text)
{
	for (uint32_t i = 0; i < history->events.count; i++) {
		const struct icd_event *event = &history->events.at[i];
		const char *said = event->to ? event->to : event->from;
		if (event->kind == kind && (!text || (said && strstr(said, text))))
			return event;
	}
	fail_msg("%s: no event %s", history->label, icd_event_names[kind]);
	return NULL;
}

static void headers_became_billable(void **state)
{
	static const struct {
		const char *code;
		icd_date date;
	} codes[] = {{"H814", 20191001}, {"I602", 20161001}};
	(void)state;
	need_official();
	for (size_t i = 0; i < 2; i++) {
		struct icd_history history = history_of(codes[i].code);
		assert_int_equal(event_of(&history, ICD_EVENT_BECAME_BILLABLE, NULL)->date, codes[i].date);
	}
}

static void codes_dated_by_a_conversion_table_alone(void **state)
{
	(void)state;
	need_official();
	struct icd_history history = history_of("U071");
	assert_int_equal(event_of(&history, ICD_EVENT_ADDED, NULL)->date, 20200401);
	assert_int_equal(event_of(&history, ICD_EVENT_ADDED, NULL)->after, 0);
}

static void notes_are_dated_facts(void **state)
{
	(void)state;
	need_official();
	struct icd_history history = history_of("K5641");
	assert_int_equal(event_of(&history, ICD_EVENT_NOTE_DELETED, "constipation")->date, 20250401);
	assert_int_equal(event_of(&history, ICD_EVENT_NOTE_DELETED, "constipation")->after, 0);
	history = history_of("M545");
	assert_int_equal(event_of(&history, ICD_EVENT_NOTE_ADDED, "M51.360")->date, 20241001);
}

static void exemptions_come_and_go(void **state)
{
	(void)state;
	need_official();
	struct icd_history history = history_of("Z515");
	assert_int_equal(event_of(&history, ICD_EVENT_POA_REMOVED, NULL)->date, 20161001);
	assert_int_equal(event_of(&history, ICD_EVENT_POA_ADDED, NULL)->date, 20211001);
}

/* ---- cards of many codes ---- */

static void assert_same_notes(const struct icd_notes *a, const struct icd_notes *b)
{
	assert_int_equal(a->count, b->count);
	for (uint32_t i = 0; i < a->count; i++) {
		const struct icd_note *left = &a->at[i], *right = &b->at[i];
		assert_int_equal(left->kind, right->kind);
		assert_string_equal(left->at, right->at);
		assert_string_equal(left->text, right->text);
		assert_string_equal(left->heading ? left->heading : "", right->heading ? right->heading : "");
		assert_int_equal(left->code_count, right->code_count);
		for (uint32_t j = 0; j < left->code_count; j++)
			assert_string_equal(left->codes[j], right->codes[j]);
		assert_int_equal(left->means_count, right->means_count);
	}
}

/* What is kept from card to card changes no note, whether the next code is near (a step of 1), in a neighbouring
 * category or anywhere; on a day for which some places are derived, too. */
static void kept_cards_are_those_of_each_code(void **state)
{
	static const struct {
		icd_date on;
		uint32_t step, some;
	} rows[] = {{20250401, 1, 3000}, {20250401, 41, 2000}, {20160101, 7919, 1000}};
	struct icd_card_kept kept = {0};
	struct icd_error err;
	(void)state;
	need_official();
	uint32_t count = icd_store_about(store)->code_count, ordinal = count / 2;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct icd_view view;
		icd_view_make(&view, store, rows[i].on);
		icd_card_kept_free(&kept);
		kept = (struct icd_card_kept){0};
		for (uint32_t j = 0; j < rows[i].some; j++, ordinal = (ordinal + rows[i].step) % count) {
			char code[ICD_CODE_SIZE];
			uint32_t class;
			struct icd_card one, another;
			icd_pool_reset(&pool);
			assert_int_equal(icd_store_ordinal(store, ordinal, code, &class, &err), ICD_FOUND);
			assert_true(icd_card_make(&view, &pool, code, &one, &err));
			assert_true(icd_card_make_kept(&view, &pool, code, &kept, &another, &err));
			assert_same_notes(&one.notes, &another.notes);
			assert_same_notes(&one.incoming, &another.incoming);
		}
	}
	icd_card_kept_free(&kept);
}

/* ---- blocks over sections ---- */

/* The ids of the blocks, outermost first, or parents and children: "V00-X58 V00-V99". */
static const char *codes_in(const struct icd_code_lines *codes)
{
	const char *text = "";
	for (uint32_t i = 0; i < codes->count; i++)
		text = icd_pool_print(&pool, "%s%s%s", text, i ? " " : "", codes->at[i].code);
	return text;
}

static struct icd_card card_of(const char *code, icd_date on)
{
	struct icd_view view;
	struct icd_card card;
	struct icd_error err;
	struct icd_view *kept = icd_pool_take(&pool, 1, sizeof *kept);
	icd_view_make(&view, store, on);
	*kept = view;
	assert_true(icd_card_make(kept, &pool, code, &card, &err));
	return card;
}

static void blocks_lie_over_sections(void **state)
{
	static const struct {
		const char *code, *section, *blocks, *at; /* `at` carries notes */
		enum icd_entry_kind kind;
		unsigned notes;
	} rows[] = {
		{"V4352XA", "V40-V49", "V00-X58 V00-V99", "V00-V99", ICD_NOTE_USE_ADDITIONAL, 4},
		{"V4352XA", "V40-V49", "V00-X58 V00-V99", "V00-V99", ICD_NOTE_EXCLUDES1, 5},
		{"W11XXXA", "W00-W19", "V00-X58 W00-X58", "W00-X58", ICD_NOTE_INCLUDES, 0},
		{"T23001A", "T20-T25", "T07-T88 T20-T32", "T20-T32", ICD_NOTE_INCLUDES, 10},
		{"T314", "T30-T32", "T07-T88 T20-T32", "T20-T32", ICD_NOTE_EXCLUDES2, 3},
		{"M1711", "M15-M19", "M00-M25", "M00-M25", ICD_NOTE_INCLUDES, 1},
		{"M5450", "M50-M54", "M40-M54", "M40-M54", ICD_NOTE_INCLUDES, 0},
		{"Y838", "Y83-Y84", "Y62-Y84", "Y62-Y84", ICD_NOTE_INCLUDES, 2},
		{"C4A9", "C43-C44", "C00-C96 C00-C75", "C00-C75", ICD_NOTE_INCLUDES, 0},
		{"C8100", "C81-C96", "C00-C96", "C00-C96", ICD_NOTE_INCLUDES, 0},
		{"S39012A", "S30-S39", "", "S30-S39", ICD_NOTE_INCLUSION_TERM, 0},
		{"X820XXA", "X71-X83", "", "X71-X83", ICD_NOTE_INCLUSION_TERM, 2},
	};
	(void)state;
	need_official();
	if (release_of(20250401) < 0)
		skip();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned notes = 0;
		icd_pool_reset(&pool);
		struct icd_card card = card_of(rows[i].code, 20250501);
		assert_true(card.found);
		for (uint32_t j = 0; j < card.notes.count; j++)
			notes += card.notes.at[j].kind == rows[i].kind && strcmp(card.notes.at[j].at, rows[i].at) == 0;
		assert_string_equal(card.path.section_id, rows[i].section);
		assert_string_equal(codes_in(&card.blocks), rows[i].blocks);
		assert_int_equal(notes, rows[i].notes);
	}
}

static void children_are_those_of_the_date(void **state)
{
	(void)state;
	need_official();
	icd_pool_reset(&pool);
	struct icd_card card = card_of("H54.51", 20230101);
	assert_string_equal(codes_in(&card.children), "H54511 H54512A");
	card = card_of("H54.51", 20231001);
	assert_string_equal(codes_in(&card.children), "H54511 H54512");
}

/* The terms of a card's seventh characters, as "B open fracture NOS"; those among its notes, as "at S72 B". */
static const char *seventh_terms(const struct icd_card *card)
{
	const char *text = "";
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		for (uint32_t j = 0; j < card->sevenths[i].term_count; j++)
			text = icd_pool_print(&pool, "%s|%c %s", text, card->sevenths[i].character,
					      card->sevenths[i].terms[j]);
	}
	for (uint32_t i = 0; i < card->notes.count; i++) {
		if (card->notes.at[i].seventh)
			text = icd_pool_print(&pool, "%s|at %s %c", text, card->notes.at[i].at,
					      card->notes.at[i].seventh);
	}
	return text;
}

static void terms_of_seventh_characters(void **state)
{
	static const struct {
		const char *code, *terms;
	} rows[] = {
		{"S52.501", "|B initial encounter for open fracture NOS"},
		{"S72.001A", "|B initial encounter for open fracture NOS"},
		{"S72.001B", "|B initial encounter for open fracture NOS|at S72 B"},
		{"S72.471A", ""},
		{"S82.001B", "|B initial encounter for open fracture NOS|at S82 B"},
		{"H34.8112", "|2 Old central retinal vein occlusion|at H34.81 2"},
		{"H34.8121", "|2 Old central retinal vein occlusion"},
		{"H34.83", "|2 Old tributary (branch) retinal vein occlusion"},
		{"H35.3113", "|3 advanced dry stage|at H35.31 3"},
		{"H35.3212", "|2 with involuted or regressed neovascularization|at H35.32 2"},
		{"W08.XXXS", ""},
	};
	/* By published lists and by those that were rebuilt. */
	static const icd_date days[] = {20161001, 20180101, 20230101, 20250501};
	(void)state;
	need_official();
	for (size_t day = 0; day < sizeof days / sizeof *days; day++) {
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			icd_pool_reset(&pool);
			struct icd_card card = card_of(rows[i].code, days[day]);
			assert_string_equal(seventh_terms(&card), rows[i].terms);
		}
	}
	/* Behind the sequela of W08 stands a term of all its codes. */
	struct icd_card card = card_of("W08.XXXA", 20250501);
	unsigned terms = 0;
	for (uint32_t i = 0; i < card.notes.count; i++) {
		terms += card.notes.at[i].kind == ICD_NOTE_INCLUSION_TERM &&
			 strcmp(card.notes.at[i].text, "Fall from stool") == 0;
	}
	assert_int_equal(terms, 1);
}

static void complete_codes_have_the_accents_above(void **state)
{
	unsigned spelled = 0;
	(void)state;
	need_official();
	const struct icd_about *about = icd_store_about(store);
	struct icd_code_record record;
	struct icd_error err;
	for (uint32_t i = 0; i < about->code_count; i++) {
		char code[ICD_CODE_SIZE];
		uint32_t class;
		icd_pool_reset(&pool);
		assert_int_equal(icd_store_ordinal(store, i, code, &class, &err), ICD_FOUND);
		assert_int_equal(icd_store_code(store, &pool, code, &record, &err), ICD_FOUND);
		spelled += icd_code_is_made(&record) && record.display_titles.count > 0;
	}
	assert_int_equal(spelled, 42);
	assert_string_equal(card_of("S14.141A", 20161001).title,
			    "Brown-S\xc3\xa9quard syndrome at C1 level of cervical spinal cord, initial encounter");
}

/* The whole book has each code once. */
static void the_tree_is_whole(void **state)
{
	struct icd_view view;
	struct icd_tree tree;
	struct icd_error err;
	(void)state;
	need_official();
	const struct icd_about *about = icd_store_about(store);
	for (uint16_t i = 0; i < about->sets.count; i++) {
		const struct icd_release *release = &about->releases[about->sets.at[i].release];
		uint32_t billable = 0, headers = 0;
		icd_pool_reset(&pool);
		icd_view_make(&view, store, release->date);
		assert_int_equal(icd_tree_make(&view, &pool, "all", &tree, &err), ICD_FOUND);
		for (size_t j = 0; j < tree.count; j++) {
			bool code = tree.at[j].kind == ICD_PLACE_CODE;
			billable += code && tree.at[j].status == ICD_STATUS_BILLABLE;
			headers += code && tree.at[j].status == ICD_STATUS_HEADER;
		}
		assert_int_equal(billable, release->billable);
		assert_int_equal(headers, release->headers);
	}
}

static void a_range_says_what_it_leaves_out(void **state)
{
	struct icd_view view;
	struct icd_tree tree;
	struct icd_error err;
	(void)state;
	need_official();
	if (release_of(20250401) < 0)
		skip();
	icd_pool_reset(&pool);
	icd_view_make(&view, store, 20250501);
	assert_int_equal(icd_tree_make(&view, &pool, "A00-Z99", &tree, &err), ICD_FOUND);
	assert_string_equal(icd_tree_range_text(&tree.range, &pool),
			    "From A00 to Z99 in tabular order; not in it, for they stand outside: U07, U09");
	assert_int_equal(icd_tree_make(&view, &pool, "Z36-Z37", &tree, &err), ICD_FOUND);
	assert_string_equal(icd_tree_range_text(&tree.range, &pool), "From Z36 to Z37 in tabular order, with Z3A");
	assert_int_equal(icd_tree_make(&view, &pool, "U00-U85", &tree, &err), ICD_FOUND);
	assert_true(tree.at[0].kind == ICD_PLACE_CHAPTER && !tree.range.from);
}

/* ---- every file ---- */

static void check_equal(void *context, const struct icd_verification *one)
{
	unsigned *count = context;
	if (one->verdict != ICD_VERDICT_EQUAL)
		fail_msg("%d: %s: %s", (int)one->release, one->file, one->why);
	(*count)++;
}

static void every_file_is_given_back(void **state)
{
	const struct icd_about *about;
	struct icd_error err;
	unsigned count = 0;
	bool damaged;
	(void)state;
	need_official();
	about = icd_store_about(store);
	assert_true(icd_verify(store, check_equal, &count, &damaged, &err));
	assert_false(damaged);
	assert_true(count >= about->sets.count + about->lists.count);
}

/* ---- one's own codes ---- */

/* M54.5 gained two Excludes1 notes in the list of 2024-10-01, and nothing else that touches the codes below it came. */
static void notes_above_count_for_the_codes_below(void **state)
{
	struct icd_selection selection = {0};
	struct icd_changes changes;
	struct icd_view view;
	struct icd_error err;
	(void)state;
	need_official();
	int from = release_of(20221001), to = release_of(20241001);
	if (from < 0 || to < 0)
		skip();
	icd_pool_reset(&pool);
	icd_view_make(&view, store, 20241001);
	assert_int_equal(icd_selection_add(&selection, &pool, &view, NULL, "M54.50", &err), ICD_FOUND);
	icd_selection_settle(&selection);
	assert_true(icd_changes_make(store, &pool, (uint16_t)from, (uint16_t)to, &selection, ICD_CHANGES_ALL, &changes,
				     &err));
	assert_int_equal(changes.events.count, 2);
	for (uint32_t i = 0; i < 2; i++) {
		const struct icd_event *event = &changes.events.at[i];
		assert_int_equal(event->kind, ICD_EVENT_NOTE_ADDED);
		assert_int_equal(event->relation, ICD_RELATION_INHERITED);
		assert_string_equal(event->at, "M54.5");
		assert_non_null(strstr(event->to, i ? "(M51.370)" : "(M51.360)"));
	}
}

struct found_families {
	unsigned count;
	char message[256];
};

static void see_family(void *context, const struct scan_finding *finding)
{
	struct found_families *found = context;
	if (finding->rule != SCAN_REFRESH_NEW)
		return;
	found->count++;
	snprintf(found->message, sizeof found->message, "%s", finding->message);
}

static void scan_families(const char *codes, struct found_families *found)
{
	struct scan_options options = {.on = 20240930, .against = 20241001, .visit = see_family, .context = found};
	char path[sizeof official.folder + 16];
	struct icd_error err;
	struct scan *scan;
	snprintf(path, sizeof path, "%s/list", official.folder);
	FILE *file = fopen(path, "w");
	*found = (struct found_families){0};
	assert_non_null(file);
	fputs(codes, file);
	fclose(file);
	assert_true(scan_open(store, &options, &scan, &err));
	bool ok = scan_path(scan, path, &err);
	scan_close(scan);
	unlink(path);
	assert_true(ok);
}

/* Obesity had seven codes; on 2024-10-01 four came. */
static void a_list_hears_of_new_codes_beside_its_own(void **state)
{
	static const char message[] = "E66 has 4 new codes on 2024-10-01 beside those here: E66.811-E66.813, E66.89";
	struct found_families found;
	(void)state;
	need_official();
	if (release_of(20241001) < 0)
		skip();
	scan_families("E66.01\nE66.09\nE66.1\nE66.2\nE66.3\nE66.8\nE66.9\n", &found);
	assert_int_equal(found.count, 1);
	assert_string_equal(found.message, message);
	scan_families("E66.01\nE66.09\nE66.1\nE66.9\n", &found);
	assert_string_equal(found.message, message);
	scan_families("E66.01\nE66.09\nE66.1\nM54.50\nI10\n", &found);
	assert_int_equal(found.count, 0);
}

/* Also what words of titles tell of sides is found on all of them: more questions would be asked otherwise. */
/* U07.1 came by a conversion table between two releases. */
static void dated_rows_are_what_the_book_says(void **state)
{
	static const icd_date days[] = {20160930, 20200401, 20210101, 20220401, 20241001};
	struct dated_rows rows;
	(void)state;
	need_official();
	dated_rows_read(&rows, store);
	dated_rows_as_book(&rows, store, 41, days, sizeof days / sizeof *days);
	const struct dated_row *covid = dated_row_on(&rows, "U071", 20200401);
	if (release_of(20191001) >= 0 && release_of(20201001) >= 0) {
		assert_non_null(covid);
		assert_int_equal(covid->from, 20200401);
		assert_null(dated_row_on(&rows, "U071", 20200331));
	}
	dated_rows_free(&rows);
}

static void every_code_is_narrowed_to_by_one_way(void **state)
{
	struct icd_view view;
	(void)state;
	need_official();
	icd_view_make(&view, store, 20250401);
	assert_int_equal(follow_all_headers(&view, 5), 23324);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(billable_codes_come_and_go_as_published),
		cmocka_unit_test(notes_come_and_go_as_counted),
		cmocka_unit_test(headers_became_billable),
		cmocka_unit_test(codes_dated_by_a_conversion_table_alone),
		cmocka_unit_test(notes_are_dated_facts),
		cmocka_unit_test(exemptions_come_and_go),
		cmocka_unit_test(notes_above_count_for_the_codes_below),
		cmocka_unit_test(a_list_hears_of_new_codes_beside_its_own),
		cmocka_unit_test(blocks_lie_over_sections),
		cmocka_unit_test(children_are_those_of_the_date),
		cmocka_unit_test(terms_of_seventh_characters),
		cmocka_unit_test(complete_codes_have_the_accents_above),
		cmocka_unit_test(the_tree_is_whole),
		cmocka_unit_test(a_range_says_what_it_leaves_out),
		cmocka_unit_test(kept_cards_are_those_of_each_code),
		cmocka_unit_test(every_file_is_given_back),
		cmocka_unit_test(dated_rows_are_what_the_book_says),
		cmocka_unit_test(every_code_is_narrowed_to_by_one_way),
	};
	return cmocka_run_group_tests(tests, open_official, close_official) != 0;
}
