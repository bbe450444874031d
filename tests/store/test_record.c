/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records are read as they were written; what is cut off, out of bounds or beyond its sequence is refused. */
#include "store/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- records that have everything ---- */

static struct icd_span two_spans[] = {{0, 1}, {3, 3}}, one_span[] = {{2, 2}};
static struct icd_run two_runs[] = {{{0, 1}, ICD_BILLABLE, 20200401, 20210930}, {{3, 3}, ICD_HEADER, 0, 0}};
static struct icd_run one_run[] = {{{2, 3}, ICD_BILLABLE, 0, 20230101}};
static struct icd_dated_text titles[] = {{{0, 1}, "Low back pain"}, {{3, 3}, "Low back pain, other"}};
static struct icd_dated_text child_titles[] = {{{1, 2}, "Low back pain, other and more"}, {{3, 3}, "High"}};
static const char *codes[] = {"M545", "M54-M55"};
static struct icd_conversion conversions[] = {{20211001, 2, codes, ""}, {20220401, 1, codes, "as said"}};
static struct icd_diag diags[] = {{{0, 2}, false, ""}, {{3, 3}, true, "P\xc3\xa4in"}};
static struct icd_dated_text section_keys[] = {{{0, 0}, "13M50"}, {{1, 3}, "13M54"}};
static struct icd_reference references[] = {
	{.from = "M50", .to = "M54", .first = 7, .last = 900, .text_at = 3, .text_length = 7},
	{.from = "E08",
	 .to = "E08",
	 .role = ICD_ROLE_EXCEPT,
	 .qualifier = ICD_QUALIFIER_FROM,
	 .position = 7,
	 .part_count = 2,
	 .parts = {"52", "1"},
	 .qualifier_at = 4,
	 .qualifier_length = 8},
	{.from = "I69", .to = "I69", .qualifier = ICD_QUALIFIER_ENDING, .part_count = 1, .parts = {"23"}},
	{.from = "T36",
	 .to = "T50",
	 .role = ICD_ROLE_MENTIONED,
	 .qualifier = ICD_QUALIFIER_CHARACTERS,
	 .positions = 6,
	 .characters = UINT64_C(1) << 35 | 5},
};
static struct icd_entry entry_list[] = {
	{ICD_NOTE_EXCLUDES1, ICD_ENTRY_OPENS, "a note", "", COUNT(two_spans), two_spans, COUNT(references), references},
	{ICD_ENTRY_SEVENTH, ICD_ENTRY_LATE, "initial", "A", COUNT(one_span), one_span, 0, NULL},
	{ICD_ENTRY_XML, 0, "<x/>", "", 0, NULL, 0, NULL},
};
static struct icd_child child_list[] = {
	{"M5450", {COUNT(one_run), one_run}, {COUNT(child_titles), child_titles}, COUNT(one_span), one_span, false},
	{"M5459", {0, NULL}, {0, NULL}, 0, NULL, false},
};
static struct icd_child codes_below[] = {{.code = "M5450"}, {.code = "M54591A"}};
static struct icd_move moves[] = {{4, UINT32_MAX}, {9, 2}};
static struct icd_file files[] = {{ICD_FILE_POA, ICD_FILE_LF, "poa.txt", UINT64_C(5000000000), "abc"},
				  {ICD_FILE_ORDER, 0, "order.txt", 1, ""}};
static struct icd_member members[] = {{0, 20200101, 0}, {2, 20220101, 20210101}};

static struct icd_code_record a_code(void)
{
	return (struct icd_code_record){.code = "M545",
					.ordinal = 100,
					.last = 105,
					.runs = {COUNT(two_runs), two_runs},
					.long_titles = {COUNT(titles), titles},
					.short_titles = {1, titles},
					.display_titles = {1, titles + 1},
					.diag_count = COUNT(diags),
					.diags = diags,
					.sections = {COUNT(section_keys), section_keys},
					.derived_section = "13M45",
					.children = {COUNT(codes_below), codes_below, NULL},
					.poa_count = COUNT(two_spans),
					.poa = two_spans,
					.replaced = {COUNT(conversions), conversions},
					.replaced_by = {1, conversions},
					.twin_count = COUNT(codes),
					.twins = codes,
					.entries = {COUNT(entry_list), entry_list}};
}

static struct icd_section_record a_section(void)
{
	return (struct icd_section_record){.chapter = 99,
					   .first = 7,
					   .last = 300,
					   .blocks = {COUNT(section_keys), section_keys},
					   .ids = {1, titles},
					   .titles = {COUNT(titles), titles},
					   .categories = {COUNT(child_list), child_list, NULL},
					   .entries = {1, entry_list}};
}

static struct icd_chapter_record a_chapter(void)
{
	return (struct icd_chapter_record){.number = 13,
					   .titles = {COUNT(titles), titles},
					   .sections = {1, child_list, NULL},
					   .entries = {COUNT(entry_list), entry_list}};
}

static struct icd_about an_about(struct icd_release releases[3])
{
	static const icd_date dates[] = {20200101, 20210101, 20220101};
	for (uint32_t i = 0; i < 3; i++) {
		releases[i] = (struct icd_release){.date = dates[i],
						   .flags = i,
						   .billable = 70000 + i,
						   .headers = 20000 + i,
						   .diags = 40000 + i,
						   .poa = 3 + i,
						   .guidelines = 480 + i,
						   .guidelines_digest = i ? "guide" : "",
						   .tabular_digest = i ? "digest" : ""};
		for (uint32_t j = 0; j <= ICD_NOTE_KINDS; j++)
			releases[i].notes[j] = 10 * i + j;
		for (int j = 0; j < ICD_INDEXES; j++)
			releases[i].index_digest[j] = j == 2 ? "index" : "";
	}
	releases[1].files = files;
	releases[1].file_count = COUNT(files);
	struct icd_about about = {.releases = releases, .release_count = 3, .code_count = 1234, .words = UINT64_MAX};
	about.sets = about.poa = (struct icd_sequence){COUNT(members), members};
	about.index[1] = (struct icd_sequence){1, members};
	about.guidelines = (struct icd_sequence){1, members + 1};
	return about;
}

/* ---- written, read, and written again ---- */

enum kind { CODE, SECTION, CHAPTER, INCOMING, EXPORT, ABOUT, SOURCES, KINDS };

static void put(enum kind kind, struct icd_buffer *out)
{
	struct icd_code_record code = a_code();
	struct icd_section_record section = a_section();
	struct icd_chapter_record chapter = a_chapter();
	struct icd_incoming notes[] = {{ICD_PLACE_CODE, "M54", "M54", 8, 90, entry_list[0]},
				       {ICD_PLACE_CHAPTER, "13", "13", UINT32_MAX, 0, entry_list[1]}};
	struct icd_incoming_record incoming = {COUNT(notes), notes};
	struct icd_export_record export = {"<front>", {COUNT(moves), moves}, {1, moves + 1}};
	struct icd_release releases[3];
	struct icd_about about = an_about(releases);
	if (kind == CODE)
		icd_put_code(out, &code);
	else if (kind == SECTION)
		icd_put_section(out, &section);
	else if (kind == CHAPTER)
		icd_put_chapter(out, &chapter);
	else if (kind == INCOMING)
		icd_put_incoming(out, &incoming);
	else if (kind == EXPORT)
		icd_put_export(out, &export);
	else if (kind == ABOUT)
		icd_put_about(out, &about);
	else
		icd_put_sources(out, &about);
}

/* Reads a record of exactly these bytes and writes it again; false when it is refused. */
static bool get(enum kind kind, const unsigned char *data, size_t size, struct icd_buffer *again)
{
	unsigned char *copy = malloc(size + !size);
	struct icd_pool pool = {0};
	union {
		struct icd_code_record code;
		struct icd_section_record section;
		struct icd_chapter_record chapter;
		struct icd_incoming_record incoming;
		struct icd_export_record export;
		struct icd_about about;
	} record;
	bool ok = false;
	assert_non_null(copy);
	memcpy(copy, data, size);
	memset(&record, 0, sizeof record);
	struct icd_release releases[3] = {0};
	struct icd_reader in = icd_reader_of(copy, size);
	if (kind == CODE && (ok = icd_get_code(&in, &pool, "M545", &record.code)))
		icd_put_code(again, &record.code);
	else if (kind == SECTION && (ok = icd_get_section(&in, &pool, &record.section)))
		icd_put_section(again, &record.section);
	else if (kind == CHAPTER && (ok = icd_get_chapter(&in, &pool, &record.chapter)))
		icd_put_chapter(again, &record.chapter);
	else if (kind == INCOMING && (ok = icd_get_incoming(&in, &pool, &record.incoming)))
		icd_put_incoming(again, &record.incoming);
	else if (kind == EXPORT && (ok = icd_get_export(&in, &pool, &record.export)))
		icd_put_export(again, &record.export);
	else if (kind == ABOUT && (ok = icd_get_about(&in, &pool, &record.about)))
		icd_put_about(again, &record.about);
	if (kind == SOURCES) {
		record.about = (struct icd_about){.releases = releases, .release_count = 3};
		if ((ok = icd_get_sources(&in, &pool, &record.about)))
			icd_put_sources(again, &record.about);
	}
	if (ok)
		assert_ptr_equal(in.at, in.end);
	icd_pool_free(&pool);
	free(copy);
	return ok;
}

static void a_record_is_read_as_it_was_written(void **state)
{
	(void)state;
	for (int kind = 0; kind < KINDS; kind++) {
		struct icd_buffer out = {0}, again = {0};
		put(kind, &out);
		assert_true(get(kind, out.data, out.size, &again));
		assert_int_equal(again.size, out.size);
		assert_memory_equal(again.data, out.data, out.size);
		icd_buffer_free(&out);
		icd_buffer_free(&again);
	}
}

static void a_record_cut_off_anywhere_is_refused(void **state)
{
	(void)state;
	for (int kind = 0; kind < KINDS; kind++) {
		struct icd_buffer out = {0}, again = {0};
		put(kind, &out);
		for (size_t size = 0; size < out.size; size++) {
			if (get(kind, out.data, size, &again))
				fail_msg("kind %d: %zu of %zu bytes are taken for a whole record", kind, size,
					 out.size);
		}
		icd_buffer_free(&out);
		icd_buffer_free(&again);
	}
}

/* What was read, field by field, of those that are packed together. */
static void fields_come_out_as_they_went_in(void **state)
{
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	struct icd_code_record code;
	struct icd_section_record section;
	struct icd_about about;
	(void)state;
	put(CODE, &out);
	struct icd_reader in = icd_reader_of(out.data, out.size);
	assert_true(icd_get_code(&in, &pool, "M545", &code));
	assert_string_equal(code.code, "M545");
	assert_int_equal(code.ordinal, 100);
	assert_int_equal(code.last, 105);
	assert_int_equal(code.runs.at[0].state, ICD_BILLABLE);
	assert_int_equal(code.runs.at[0].since, 20200401);
	assert_int_equal(code.runs.at[0].until, 20210930);
	assert_int_equal(code.runs.at[1].since, 0);
	assert_int_equal(code.runs.at[1].span.first, 3);
	assert_int_equal(code.runs.at[1].span.last, 3);
	assert_string_equal(code.children.at[0].code, "M5450");
	assert_string_equal(code.children.at[1].code, "M54591A");
	assert_ptr_equal(code.children.pool, &pool);
	assert_false(code.diags[0].placeholder);
	assert_true(code.diags[1].placeholder);
	assert_string_equal(code.entries.at[0].character, "");
	assert_string_equal(code.entries.at[1].character, "A");
	assert_string_equal(code.entries.at[0].references[0].to, "M54");
	assert_string_equal(code.entries.at[0].references[1].to, "E08");
	icd_buffer_clear(&out);
	put(SECTION, &out);
	in = icd_reader_of(out.data, out.size);
	assert_true(icd_get_section(&in, &pool, &section));
	assert_string_equal(section.categories.at[0].titles.at[0].text, "Low back pain, other and more");
	assert_string_equal(section.categories.at[0].titles.at[1].text, "High");
	assert_null(section.categories.pool);
	icd_buffer_clear(&out);
	put(ABOUT, &out);
	in = icd_reader_of(out.data, out.size);
	assert_true(icd_get_about(&in, &pool, &about));
	assert_int_equal(about.sets.at[1].date, 20220101);
	assert_int_equal(about.sets.at[1].gap, 20210101);
	assert_int_equal(about.lists.count, 0);
	assert_null(about.releases[1].tabular_digest);
	icd_buffer_clear(&out);
	put(SOURCES, &out);
	in = icd_reader_of(out.data, out.size);
	assert_true(icd_get_sources(&in, &pool, &about));
	assert_string_equal(about.releases[1].tabular_digest, "digest");
	assert_int_equal(about.releases[1].files[0].size, UINT64_C(5000000000));
	about.release_count = 2;
	in = icd_reader_of(out.data, out.size);
	assert_false(icd_get_sources(&in, &pool, &about));
	icd_buffer_free(&out);
	icd_pool_free(&pool);
}

/* Incoming notes under a letter are added to those of the category. */
static void incoming_notes_add_up(void **state)
{
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	struct icd_incoming_record record = {0};
	(void)state;
	put(INCOMING, &out);
	for (int i = 0; i < 2; i++) {
		struct icd_reader in = icd_reader_of(out.data, out.size);
		assert_true(icd_get_incoming(&in, &pool, &record));
	}
	assert_int_equal(record.count, 4);
	assert_string_equal(record.at[0].name, "M54");
	assert_string_equal(record.at[3].name, "13");
	icd_buffer_free(&out);
	icd_pool_free(&pool);
}

static uint32_t notes_read_of(const struct icd_buffer *record, uint32_t first, uint32_t last)
{
	struct icd_pool pool = {0};
	struct icd_incoming_record read = {0};
	struct icd_interval of = {first, last};
	struct icd_reader in = icd_reader_of(record->data, record->size);
	assert_true(icd_get_incoming_of(&in, &pool, &of, &read));
	assert_ptr_equal(in.at, in.end);
	for (uint32_t i = 0; i < read.count; i++)
		assert_string_equal(read.at[i].entry.text, "a note");
	icd_pool_free(&pool);
	return read.count;
}

/* The first note means the ordinals 0 to 900, the other one none. */
static void notes_that_mean_other_codes_are_passed_over(void **state)
{
	struct icd_buffer out = {0}, again = {0};
	(void)state;
	put(INCOMING, &out);
	assert_int_equal(notes_read_of(&out, 0, 0), 1);
	assert_int_equal(notes_read_of(&out, 900, 900), 1);
	assert_int_equal(notes_read_of(&out, 900, 2000), 1);
	assert_int_equal(notes_read_of(&out, 901, 2000), 0);
	assert_int_equal(notes_read_of(&out, 0, UINT32_MAX), 1);
	/* Count, first ordinal, how many of them in two bytes, size. */
	out.data[1] = 1;
	assert_false(get(INCOMING, out.data, out.size, &again));
	out.data[1] = 0;
	out.data[2]++;
	assert_false(get(INCOMING, out.data, out.size, &again));
	out.data[2]--;
	out.data[4]++;
	assert_false(get(INCOMING, out.data, out.size, &again));
	icd_buffer_free(&out);
	icd_buffer_free(&again);
}

/* ---- bounds ---- */

static bool runs_are_taken(unsigned byte, uint64_t first, uint64_t length, uint64_t date)
{
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	struct icd_runs runs;
	icd_put_number(&out, 1);
	icd_put_byte(&out, byte);
	icd_put_number(&out, first);
	icd_put_number(&out, length);
	if (date)
		icd_put_number(&out, date);
	struct icd_reader in = icd_reader_of(out.data, out.size);
	bool taken = icd_get_runs(&in, &pool, &runs);
	icd_buffer_free(&out);
	icd_pool_free(&pool);
	return taken;
}

static void runs_out_of_bounds_are_refused(void **state)
{
	(void)state;
	assert_true(runs_are_taken(ICD_BILLABLE, 0, 0, 0));
	assert_false(runs_are_taken(3, 0, 0, 0));
	assert_true(runs_are_taken(ICD_BILLABLE, ICD_RELEASES_MAX, ICD_RELEASES_MAX, 0));
	assert_false(runs_are_taken(ICD_BILLABLE, ICD_RELEASES_MAX + 1, 0, 0));
	assert_false(runs_are_taken(ICD_BILLABLE, 0, ICD_RELEASES_MAX + 1, 0));
	assert_true(runs_are_taken(ICD_BILLABLE | 4, 0, 0, 20240229));
	assert_false(runs_are_taken(ICD_BILLABLE | 4, 0, 0, 20230229));
	assert_false(runs_are_taken(ICD_BILLABLE | 8, 0, 0, 20231301));
}

/* A record with one byte set to another value: is it taken? */
static bool taken_with(enum kind kind, size_t at, unsigned char value)
{
	struct icd_buffer out = {0}, again = {0};
	put(kind, &out);
	out.data[at] = value;
	bool taken = get(kind, out.data, out.size, &again);
	icd_buffer_free(&out);
	icd_buffer_free(&again);
	return taken;
}

static size_t place_of(enum kind kind, const char *text)
{
	struct icd_buffer out = {0};
	put(kind, &out);
	const unsigned char *found = memmem(out.data, out.size, text, strlen(text));
	assert_non_null(found);
	size_t at = (size_t)(found - out.data);
	icd_buffer_free(&out);
	return at;
}

static void kinds_out_of_bounds_are_refused(void **state)
{
	size_t note = place_of(CODE, "a note"), file = place_of(SOURCES, "poa.txt"), name = place_of(INCOMING, "M54");
	(void)state;
	/* Kind, flags, length, text. */
	assert_true(taken_with(CODE, note - 3, ICD_NOTE_INCLUDES));
	assert_false(taken_with(CODE, note - 3, ICD_ENTRY_KINDS));
	/* Kind, length, name. */
	assert_true(taken_with(SOURCES, file - 2, ICD_FILE_KINDS - 1));
	assert_false(taken_with(SOURCES, file - 2, ICD_FILE_KINDS));
	assert_true(taken_with(INCOMING, name - 2, ICD_PLACE_SECTION));
	assert_false(taken_with(INCOMING, name - 2, ICD_PLACE_CODE + 1));
	assert_true(taken_with(SECTION, 0, 99));
	assert_false(taken_with(SECTION, 0, 100));
	assert_true(taken_with(CHAPTER, 0, 99));
	assert_false(taken_with(CHAPTER, 0, 100));
}

/* A record of a code with one below it: is it taken when that has `rest` after the code? */
static bool code_is_taken(const char *code, const char *rest)
{
	char below[32];
	struct icd_child child = {.code = below};
	struct icd_code_record record = {.derived_section = "", .children = {1, &child, NULL}}, again;
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	snprintf(record.code, sizeof record.code, "%s", code);
	snprintf(below, sizeof below, "%s%s", record.code, rest);
	icd_put_code(&out, &record);
	struct icd_reader in = icd_reader_of(out.data, out.size);
	bool taken = icd_get_code(&in, &pool, code, &again);
	icd_buffer_free(&out);
	icd_pool_free(&pool);
	return taken;
}

/* Nor is one below a code as long as that: then nothing is below itself. */
static void a_code_of_eight_characters_is_refused(void **state)
{
	(void)state;
	assert_true(code_is_taken("S39012", "A"));
	assert_false(code_is_taken("S39012", "AB"));
	assert_false(code_is_taken("S39012", ""));
	assert_false(code_is_taken("S39012AB", "C"));
}

/* ---- titles that are not put together ---- */

static bool is_titled(const struct icd_buffer *record, size_t size, const char *title)
{
	struct icd_reader in = icd_reader_of(record->data, size);
	bool titled = icd_get_code_titled(&in, title);
	return titled && !in.failed;
}

/* Any of its titles, whole, whatever is capital; of a record that is cut off before it, none. */
static void a_title_is_told_as_it_stands(void **state)
{
	struct icd_dated_text shorts[] = {{{0, 3}, "LBP \xc3\xa4"}}, display[] = {{{1, 3}, "Low back"}};
	struct icd_code_record code = a_code();
	struct icd_buffer out = {.data = NULL};
	(void)state;
	code.short_titles = (struct icd_texts){1, shorts};
	code.display_titles = (struct icd_texts){1, display};
	icd_put_code(&out, &code);
	assert_true(is_titled(&out, out.size, "Low back pain") && is_titled(&out, out.size, "LOW BACK PAIN, other"));
	assert_true(is_titled(&out, out.size, "lbp \xc3\xa4") && is_titled(&out, out.size, "low back"));
	assert_false(is_titled(&out, out.size, "Low back pai") || is_titled(&out, out.size, "Low back pain,"));
	assert_false(is_titled(&out, out.size, "LBP \xc3\x84") || is_titled(&out, out.size, ""));
	size_t size = out.size;
	while (is_titled(&out, size, "Low back"))
		size--;
	assert_true(size > 0 && is_titled(&out, size, "Low back pain"));
	while (size > 0)
		is_titled(&out, --size, "Low back");
	icd_buffer_free(&out);
}

/* ---- spans beyond their sequence ---- */

static struct icd_about of_members(uint16_t sets, uint16_t lists, uint16_t poa)
{
	return (struct icd_about){.sets.count = sets, .lists.count = lists, .poa.count = poa};
}

static void spans_fit_their_sequence(void **state)
{
	struct icd_code_record code = a_code();
	struct icd_section_record section = a_section();
	struct icd_chapter_record chapter = a_chapter();
	struct icd_about right = of_members(4, 4, 4), sets = of_members(3, 4, 4), lists = of_members(4, 3, 4),
			 poa = of_members(4, 4, 3);
	(void)state;
	assert_true(icd_runs_fit(&code.runs, &right) && !icd_runs_fit(&code.runs, &sets));
	assert_true(icd_code_fits(&code, &right));
	assert_false(icd_code_fits(&code, &sets) || icd_code_fits(&code, &lists) || icd_code_fits(&code, &poa));
	assert_true(icd_section_fits(&section, &right));
	assert_false(icd_section_fits(&section, &sets) || icd_section_fits(&section, &lists));
	assert_true(icd_chapter_fits(&chapter, &right));
	assert_false(icd_chapter_fits(&chapter, &sets) || icd_chapter_fits(&chapter, &lists));
}

/* Each by itself: a record in which nothing else reaches as far. */
static void each_span_of_a_code_is_looked_at(void **state)
{
	static struct icd_span far[] = {{4, 4}};
	static struct icd_run run[] = {{{4, 4}, ICD_HEADER, 0, 0}};
	static struct icd_dated_text text[] = {{{4, 4}, "t"}};
	static struct icd_diag diag[] = {{{4, 4}, false, ""}};
	static struct icd_dated_text section[] = {{{4, 4}, "s"}};
	static struct icd_entry entry[] = {{ICD_NOTE_NOTE, 0, "n", "", 1, far, 0, NULL}};
	static struct icd_child runs_child[] = {{"A", {1, run}, {0, NULL}, 0, NULL, false}},
				titled_child[] = {{"A", {0, NULL}, {1, text}, 0, NULL, false}},
				spans_child[] = {{"A", {0, NULL}, {0, NULL}, 1, far, false}};
	const struct icd_code_record records[] = {
		{.runs = {1, run}},
		{.long_titles = {1, text}},
		{.short_titles = {1, text}},
		{.display_titles = {1, text}},
		{.diag_count = 1, .diags = diag},
		{.sections = {1, section}},
		{.poa_count = 1, .poa = far},
		{.entries = {1, entry}},
	};
	struct icd_about four = of_members(4, 4, 4), five = of_members(5, 5, 5);
	(void)state;
	for (size_t i = 0; i < COUNT(records); i++) {
		if (!icd_code_fits(&records[i], &five) || icd_code_fits(&records[i], &four))
			fail_msg("row %zu", i);
	}
	const struct icd_section_record sections[] = {{.ids = {1, text}},
						      {.titles = {1, text}},
						      {.blocks = {1, section}},
						      {.categories = {1, runs_child, NULL}},
						      {.categories = {1, titled_child, NULL}},
						      {.categories = {1, spans_child, NULL}},
						      {.entries = {1, entry}}};
	for (size_t i = 0; i < COUNT(sections); i++)
		assert_true(icd_section_fits(&sections[i], &five) && !icd_section_fits(&sections[i], &four));
}

/* ---- questions to dated facts ---- */

static void the_newest_member_not_after_a_date(void **state)
{
	static struct icd_member at[] = {{0, 20200101, 0}, {1, 20210101, 0}, {2, 20210401, 0}};
	struct icd_sequence three = {3, at}, none = {0, NULL};
	static const struct {
		icd_date date;
		int member;
	} rows[] = {{20191231, -1}, {20200101, 0}, {20201231, 0}, {20210101, 1},
		    {20210331, 1},  {20210401, 2}, {20300101, 2}};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(icd_member_on(&three, rows[i].date), rows[i].member);
		assert_int_equal(icd_member_or_first(&three, rows[i].date), rows[i].member < 0 ? 0 : rows[i].member);
	}
	assert_int_equal(icd_member_on(&none, 20200101), -1);
}

static void facts_hold_on_both_ends_of_their_span(void **state)
{
	struct icd_code_record code = a_code();
	static const bool in_spans[] = {true, true, false, true, false};
	(void)state;
	for (uint16_t i = 0; i < 5; i++) {
		const struct icd_run *run = icd_run_at(&code.runs, i);
		const struct icd_diag *diag = icd_diag_in(&code, i);
		assert_int_equal(icd_spans_have(two_spans, 2, i), in_spans[i]);
		assert_int_equal(icd_text_at(&code.long_titles, i) != NULL, in_spans[i]);
		assert_ptr_equal(run, !in_spans[i] ? NULL : i < 2 ? &two_runs[0] : &two_runs[1]);
		assert_ptr_equal(diag, i < 3 ? &diags[0] : i == 3 ? &diags[1] : NULL);
	}
	assert_string_equal(icd_text_at(&code.long_titles, 3), "Low back pain, other");
}

/* ---- keys ---- */

static void keys_sort_as_what_they_stand_for(void **state)
{
	static const uint32_t numbers[] = {0, 1, 255, 256, 65536, UINT32_MAX};
	char key[ICD_SECTION_KEY_SIZE];
	(void)state;
	for (size_t i = 0; i + 1 < COUNT(numbers); i++) {
		struct icd_key a = icd_key_of_number(ICD_TABLE_ORDINAL, numbers[i]);
		struct icd_key b = icd_key_of_number(ICD_TABLE_ORDINAL, numbers[i + 1]);
		assert_int_equal(a.size, 5);
		assert_int_equal(a.bytes[0], ICD_TABLE_ORDINAL);
		assert_true(memcmp(a.bytes, b.bytes, 5) < 0);
	}
	struct icd_key code = icd_key_of(ICD_TABLE_CODE, "M545");
	assert_int_equal(code.size, 5);
	assert_memory_equal(code.bytes, "CM545", 5);
	char *longest = malloc(1000);
	assert_non_null(longest);
	memset(longest, 'A', 999);
	longest[999] = '\0';
	assert_int_equal(icd_key_of(ICD_TABLE_CODE, longest).size, ICD_KEY_MAX);
	free(longest);
	icd_section_key(key, 2, "C00", "C00-C14");
	assert_string_equal(key, "02C00");
	icd_section_key(key, 13, "", "M00-M25");
	assert_string_equal(key, "13M00-M25");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_read_as_it_was_written),
		cmocka_unit_test(a_record_cut_off_anywhere_is_refused),
		cmocka_unit_test(fields_come_out_as_they_went_in),
		cmocka_unit_test(incoming_notes_add_up),
		cmocka_unit_test(notes_that_mean_other_codes_are_passed_over),
		cmocka_unit_test(runs_out_of_bounds_are_refused),
		cmocka_unit_test(kinds_out_of_bounds_are_refused),
		cmocka_unit_test(a_code_of_eight_characters_is_refused),
		cmocka_unit_test(a_title_is_told_as_it_stands),
		cmocka_unit_test(spans_fit_their_sequence),
		cmocka_unit_test(each_span_of_a_code_is_looked_at),
		cmocka_unit_test(the_newest_member_not_after_a_date),
		cmocka_unit_test(facts_hold_on_both_ends_of_their_span),
		cmocka_unit_test(keys_sort_as_what_they_stand_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
