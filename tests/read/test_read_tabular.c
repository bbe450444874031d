/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the tabular list. Titles and notes here are made up. */
#include "read/recognise.h"
#include "read/release.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ICD10CM.tabular><version>2030</version>\n"
#define TAIL "</ICD10CM.tabular>\n"
/* Line 3 begins with the chapter. */
#define CHAPTER(content) HEAD "<chapter><name>7</name><desc>Aches (Q10-Q19)</desc>" content "</chapter>\n" TAIL
#define SECTION(content)                                                                                               \
	CHAPTER("<section id=\"Q10-Q19\"><desc>Aches of all kinds (Q10-Q19)</desc>" content "</section>")
#define DIAG(name, content) "<diag><name>" name "</name><desc>Ache " name "</desc>" content "</diag>"

static struct input input_of(const char *text)
{
	return (struct input){"list.xml", text, strlen(text)};
}

static struct tabular_list *must_read(const char *text, struct icd_pool *arena)
{
	struct input in = input_of(text);
	struct tabular_list *list = NULL;
	struct icd_error err = {.text = ""};
	if (!read_tabular(&in, arena, &list, &err))
		fail_msg("%s", err.text);
	return list;
}

static void must_fail(const char *text, const char *place, const char *why)
{
	struct input in = input_of(text);
	struct icd_pool arena = {0};
	struct tabular_list *list = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_tabular(&in, &arena, &list, &err));
	assert_null(list);
	if (strncmp(err.text, place, strlen(place)) != 0 || !strstr(err.text, why) || strchr(err.text, '\n'))
		fail_msg("'%s' should start with '%s' and say '%s' in one line", err.text, place, why);
	icd_pool_free(&arena);
}

static const struct place *place(const struct tabular_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->places[i].name, name) == 0)
			return &list->places[i];
	}
	fail_msg("%s is missing", name);
	return NULL;
}

static void is_entry(const struct place *place, size_t at, enum icd_entry_kind kind, unsigned flags, const char *text)
{
	assert_true(at < place->entry_count);
	assert_int_equal(place->entries[at].kind, kind);
	assert_int_equal(place->entries[at].flags, flags);
	assert_string_equal(place->entries[at].text, text);
}

static void reads_places(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list =
		must_read(SECTION(DIAG("Q10", DIAG("Q10.1", "") DIAG("Q10.2", "")) DIAG("Q1A", "")), &arena);
	(void)state;
	assert_int_equal(list->chapter_count, 1);
	assert_int_equal(list->section_count, 1);
	assert_int_equal(list->diag_count, 4);
	assert_int_equal(list->count, 6);
	assert_int_equal(list->places[0].kind, ICD_PLACE_CHAPTER);
	assert_string_equal(list->places[0].name, "7");
	assert_string_equal(list->places[0].title, "Aches (Q10-Q19)");
	assert_true(list->places[0].parent == SIZE_MAX);
	assert_int_equal(list->places[0].line, 3);
	assert_string_equal(list->places[1].name, "Q10-Q19");
	assert_string_equal(list->places[1].first, "Q10");
	assert_int_equal(list->places[1].parent, 0);
	assert_string_equal(list->places[3].name, "Q101");
	assert_string_equal(list->places[3].title, "Ache Q10.1");
	assert_int_equal(list->places[3].parent, 2);
	assert_int_equal(place(list, "Q1A")->parent, 1);
	assert_non_null(strstr(list->front, "<ICD10CM.tabular>"));
	assert_non_null(strstr(list->front, "<version>2030</version>"));
	icd_pool_free(&arena);
}

static void sections_may_be_empty_or_named_like_a_code(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list =
		must_read(CHAPTER("<section id=\"Q10-Q19\"><desc>Nothing</desc></section>"
				  "<section id=\"Q20\"><desc>One</desc>" DIAG("Q20", "") "</section>"),
			  &arena);
	(void)state;
	assert_string_equal(list->places[1].first, "");
	assert_string_equal(list->places[2].name, "Q20");
	assert_int_equal(list->places[2].kind, ICD_PLACE_SECTION);
	assert_string_equal(list->places[3].name, "Q20");
	assert_int_equal(list->places[3].kind, ICD_PLACE_CODE);
	icd_pool_free(&arena);
}

static void reads_every_kind_of_note(void **state)
{
	static const char *const names[ICD_NOTE_KINDS] = {"includes",  "inclusionTerm", "excludes1",
							  "excludes2", "codeFirst",     "useAdditionalCode",
							  "codeAlso",  "notes",         "sevenChrNote"};
	(void)state;
	for (int kind = 0; kind < ICD_NOTE_KINDS; kind++) {
		struct icd_pool arena = {0};
		char text[1024];
		snprintf(text, sizeof text,
			 SECTION("<diag><name>Q10</name><desc>Ache</desc>"
				 "<%s><note>one</note><note>two (Q11.-)</note></%s></diag>"),
			 names[kind], names[kind]);
		struct tabular_list *list = must_read(text, &arena);
		const struct place *diag = place(list, "Q10");
		assert_int_equal(diag->entry_count, 2);
		is_entry(diag, 0, (enum icd_entry_kind)kind, ICD_ENTRY_OPENS, "one");
		is_entry(diag, 1, (enum icd_entry_kind)kind, 0, "two (Q11.-)");
		assert_int_equal(list->note_count[kind], 2);
		icd_pool_free(&arena);
	}
}

static void notes_stand_at_chapters_and_sections_too(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list = must_read(
		CHAPTER("<excludes2><note>at the chapter</note></excludes2><section id=\"Q10-Q19\"><desc>S</desc>"
			"<excludes1><note>at the section</note></excludes1>" DIAG("Q10", "") "</section>"),
		&arena);
	(void)state;
	is_entry(&list->places[0], 0, ICD_NOTE_EXCLUDES2, ICD_ENTRY_OPENS, "at the chapter");
	is_entry(&list->places[1], 0, ICD_NOTE_EXCLUDES1, ICD_ENTRY_OPENS, "at the section");
	assert_int_equal(list->places[2].entry_count, 0);
	icd_pool_free(&arena);
}

static void reads_seventh_characters(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list = must_read(
		SECTION(DIAG(
			"Q10",
			"<sevenChrNote><note>to be added</note></sevenChrNote><sevenChrDef><note>of this kind</note>"
			"<extension char=\"A\">first time</extension><extension char=\"S\">afterwards</extension>"
			"</sevenChrDef>" DIAG("Q10.1", ""))),
		&arena);
	const struct place *diag = place(list, "Q10");
	(void)state;
	assert_int_equal(diag->entry_count, 4);
	is_entry(diag, 0, ICD_NOTE_SEVENTH_CHARACTER, ICD_ENTRY_OPENS, "to be added");
	is_entry(diag, 1, ICD_ENTRY_SEVENTH_NOTE, ICD_ENTRY_OPENS, "of this kind");
	is_entry(diag, 2, ICD_ENTRY_SEVENTH, 0, "first time");
	assert_string_equal(diag->entries[2].character, "A");
	is_entry(diag, 3, ICD_ENTRY_SEVENTH, 0, "afterwards");
	assert_string_equal(diag->entries[3].character, "S");
	assert_int_equal(list->note_count[ICD_NOTE_KINDS], 3);
	assert_int_equal(list->note_count[ICD_NOTE_SEVENTH_CHARACTER], 1);
	icd_pool_free(&arena);
}

static void keeps_repeated_empty_and_late_lists(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list = must_read(
		SECTION(DIAG("Q10",
			     "<codeAlso><note>a</note></codeAlso><codeAlso><note>b</note></codeAlso><includes/>"
			     "<codeAlso><note/></codeAlso>" DIAG("Q10.1", "") "<notes><note>late</note></notes>")),
		&arena);
	const struct place *diag = place(list, "Q10");
	(void)state;
	assert_int_equal(diag->entry_count, 5);
	is_entry(diag, 0, ICD_NOTE_CODE_ALSO, ICD_ENTRY_OPENS, "a");
	is_entry(diag, 1, ICD_NOTE_CODE_ALSO, ICD_ENTRY_OPENS, "b");
	is_entry(diag, 2, ICD_NOTE_INCLUDES, ICD_ENTRY_OPENS | ICD_ENTRY_EMPTY, "");
	is_entry(diag, 3, ICD_NOTE_CODE_ALSO, ICD_ENTRY_OPENS, "");
	is_entry(diag, 4, ICD_NOTE_NOTE, ICD_ENTRY_OPENS | ICD_ENTRY_LATE, "late");
	assert_int_equal(list->note_count[ICD_NOTE_INCLUDES], 0);
	assert_int_equal(list->note_count[ICD_NOTE_CODE_ALSO], 3);
	icd_pool_free(&arena);
}

static void joins_texts_and_keeps_their_space(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list = must_read(
		SECTION(DIAG("Q10", "<includes><note>  A &amp; B <!-- not this -->&lt;C&gt;<![CDATA[ & D]]>  </note>"
				    "<note>Sj\xC3\xB6gren &#233;</note></includes>")),
		&arena);
	const struct place *diag = place(list, "Q10");
	(void)state;
	is_entry(diag, 0, ICD_NOTE_INCLUDES, ICD_ENTRY_OPENS, "  A & B <C> & D  ");
	is_entry(diag, 1, ICD_NOTE_INCLUDES, 0, "Sj\xC3\xB6gren \xC3\xA9");
	icd_pool_free(&arena);
}

static void keeps_other_elements_as_they_are(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list = must_read(
		CHAPTER("<sectionIndex><sectionRef first=\"Q10\" last=\"Q19\" id=\"Q10-Q19\">All</sectionRef></sectionIndex>"
			"<section id=\"Q10-Q19\"><desc>S</desc>" DIAG(
				"Q10", "<visualImpairment><td>x</td></visualImpairment>") "</section>"),
		&arena);
	(void)state;
	is_entry(&list->places[0], 0, ICD_ENTRY_XML, 0,
		 "<sectionIndex><sectionRef first=\"Q10\" last=\"Q19\" id=\"Q10-Q19\">All</sectionRef></sectionIndex>");
	is_entry(place(list, "Q10"), 0, ICD_ENTRY_XML, 0, "<visualImpairment><td>x</td></visualImpairment>");
	icd_pool_free(&arena);
}

static void knows_placeholders(void **state)
{
	struct icd_pool arena = {0};
	struct tabular_list *list = must_read(
		SECTION("<diag placeholder=\"true\"><name>Q10.X</name><desc>A</desc></diag>" DIAG("Q11", "")), &arena);
	(void)state;
	assert_true(place(list, "Q10X")->placeholder);
	assert_false(place(list, "Q11")->placeholder);
	icd_pool_free(&arena);
}

static void refuses_what_is_no_tabular_list(void **state)
{
	(void)state;
	must_fail("", "list.xml:", "");
	must_fail("just text", "list.xml:1:", "");
	must_fail("<ICD10CM.index/>", "list.xml:1:", "<ICD10CM.tabular> was expected");
	must_fail("<ICD10CM.tabular/>", "list.xml:1:", "without chapters");
	must_fail(HEAD "text\n" TAIL, "list.xml:", "text");
	must_fail(HEAD "<chapter>\n", "list.xml:", "");
	must_fail("<!DOCTYPE a [<!ENTITY b \"c\">]><ICD10CM.tabular/>", "list.xml:1:", "DOCTYPE");
}

static void refuses_places_without_their_names(void **state)
{
	(void)state;
	must_fail(HEAD "<chapter><desc>A</desc></chapter>" TAIL, "list.xml:3:", "without its <name>");
	must_fail(HEAD "<chapter><name>7</name></chapter>" TAIL, "list.xml:3:", "without its <desc>");
	must_fail(HEAD "<chapter><name>seven</name><desc>A</desc></chapter>" TAIL,
		  "list.xml:3:", "a number was expected");
	must_fail(HEAD "<chapter><name>100</name><desc>A</desc></chapter>" TAIL,
		  "list.xml:3:", "a number was expected");
	must_fail(CHAPTER("<section><desc>A</desc></section>"), "list.xml:3:", "without its id");
	must_fail(SECTION("<diag><desc>A</desc></diag>"), "list.xml:3:", "without its <name>");
	must_fail(SECTION("\n<diag><name>Q10</name></diag>"), "list.xml:4:", "without its <desc>");
	must_fail(SECTION("<diag><name>Q10</name><name>Q11</name><desc>A</desc></diag>"),
		  "list.xml:3:", "second <name>");
	must_fail(SECTION("<diag><name>Q10</name><desc>A</desc><desc>B</desc></diag>"), "list.xml:3:", "second <desc>");
	must_fail(SECTION("<diag><name>ache</name><desc>A</desc></diag>"), "list.xml:3:", "a code was expected");
	must_fail(SECTION("<diag><name>Q10.-</name><desc>A</desc></diag>"), "list.xml:3:", "a code was expected");
	must_fail(SECTION("<diag><name></name><desc>A</desc></diag>"), "list.xml:3:", "a code was expected");
}

static void refuses_what_stands_in_the_wrong_place(void **state)
{
	(void)state;
	must_fail(CHAPTER(DIAG("Q10", "")), "list.xml:3:", "unexpected <diag>");
	must_fail(SECTION("<section id=\"Q11\"><desc>A</desc></section>"), "list.xml:3:", "unexpected <section>");
	must_fail(SECTION(DIAG("Q10", "<section id=\"Q11\"><desc>A</desc></section>")),
		  "list.xml:3:", "unexpected <section>");
	must_fail(SECTION(DIAG("Q10", "<includes><term>a</term></includes>")), "list.xml:3:", "<note> was expected");
	must_fail(SECTION(DIAG("Q10", "<includes>a</includes>")), "list.xml:3:", "");
	must_fail(SECTION(DIAG("Q10", "<includes><note>a<b/></note></includes>")), "list.xml:3:", "");
	must_fail(SECTION(DIAG("Q10", "<sevenChrDef><extension>a</extension></sevenChrDef>")),
		  "list.xml:3:", "character");
	must_fail(SECTION(DIAG("Q10", "<sevenChrDef><extension char=\"AB\">a</extension></sevenChrDef>")),
		  "list.xml:3:", "character");
	must_fail(SECTION("<diag kind=\"new\"><name>Q10</name><desc>A</desc></diag>"), "list.xml:3:", "kind");
}

static void refuses_a_code_twice(void **state)
{
	(void)state;
	must_fail(SECTION("\n" DIAG("Q10", "\n" DIAG("Q10.1", "")) "\n" DIAG("Q10.1", "")),
		  "list.xml:6:", "code Q10.1 again, it stands at line 5");
}

static void refuses_deep_nesting(void **state)
{
	enum { DEPTH = 5000 };
	static char text[DEPTH * 8 + 512];
	char *at = text + sprintf(text, "%s<chapter><name>7</name><desc>A</desc>", HEAD);
	(void)state;
	for (int i = 0; i < DEPTH; i++)
		at += sprintf(at, "<other>");
	must_fail(text, "list.xml:3:", "64");
}

/* A tag that never ends is found out before the parser compares its attributes; what looks like one in a comment, in a
 * value and in CDATA is none. */
static void refuses_long_tags(void **state)
{
	static char text[70000];
	char *at = text + sprintf(text, "%s<!-- ", HEAD);
	(void)state;
	at += sprintf(at, "<%020000d --><![CDATA[<%020000d]]>", 0, 0);
	at += sprintf(at, "\n<chapter a0=\">\"");
	for (int i = 1; i < 2000; i++)
		at += sprintf(at, " a%d='>'", i);
	strcpy(at, "/>");
	must_fail(text, "list.xml:4:", "16384 at most were expected");
}

static void refuses_text_that_is_no_utf8(void **state)
{
	(void)state;
	must_fail(SECTION("\n" DIAG("Q10", "<includes><note>caf\xE9</note></includes>")), "list.xml:4:", "");
}

/* ---- official lists ---- */

struct counted {
	uint32_t diags, notes;
	bool seen;
};

static void count_list(void *context, const struct input *in)
{
	struct counted *counted = context;
	struct icd_pool arena = {0};
	struct tabular_list *list = NULL;
	struct icd_error err = {.text = ""};
	if (recognise(in) != ICD_FILE_TABULAR || counted->seen)
		return;
	if (!read_tabular(in, &arena, &list, &err))
		fail_msg("%s", err.text);
	counted->seen = true;
	counted->diags = list->diag_count;
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		counted->notes += list->note_count[i];
	icd_pool_free(&arena);
}

static void reads_official_lists(void **state)
{
	static const struct {
		const char *date;
		uint32_t diags, notes;
	} lists[] = {{"2016-10-01", 43910, 24100}, {"2019-10-01", 44649, 24754}, {"2021-01-01", 45017, 25183},
		     {"2022-10-01", 45869, 25968}, {"2024-10-01", 46498, 26697}, {"2025-04-01", 46498, 26706}};
	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct counted counted = {0};
		if (!official_visit(lists[i].date, count_list, &counted) || !counted.seen) {
			print_message("%s: skipped, not at hand\n", lists[i].date);
			continue;
		}
		assert_int_equal(counted.diags, lists[i].diags);
		assert_int_equal(counted.notes, lists[i].notes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_places),
		cmocka_unit_test(sections_may_be_empty_or_named_like_a_code),
		cmocka_unit_test(reads_every_kind_of_note),
		cmocka_unit_test(notes_stand_at_chapters_and_sections_too),
		cmocka_unit_test(reads_seventh_characters),
		cmocka_unit_test(keeps_repeated_empty_and_late_lists),
		cmocka_unit_test(joins_texts_and_keeps_their_space),
		cmocka_unit_test(keeps_other_elements_as_they_are),
		cmocka_unit_test(knows_placeholders),
		cmocka_unit_test(refuses_what_is_no_tabular_list),
		cmocka_unit_test(refuses_places_without_their_names),
		cmocka_unit_test(refuses_what_stands_in_the_wrong_place),
		cmocka_unit_test(refuses_a_code_twice),
		cmocka_unit_test(refuses_deep_nesting),
		cmocka_unit_test(refuses_long_tags),
		cmocka_unit_test(refuses_text_that_is_no_utf8),
		cmocka_unit_test(reads_official_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
