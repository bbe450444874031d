/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What addenda do to a tabular list, one form of line after the other, and what becomes of lists between two published
 * ones. The list and its addenda are made up.
 */
#include "read/release.h"
#include "rebuild/draft.h"
#include "rebuild/rebuild.h"
#include "rebuild/tabular_apply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LIST(chapter)                                                                                                  \
	"<?xml version=\"1.0\"?><ICD10CM.tabular><version>2030</version><chapter><name>7</name>"                       \
	"<desc>Aches (Q10-Q19)</desc>" chapter "</chapter></ICD10CM.tabular>"
#define SECTION(content)                                                                                               \
	"<section id=\"Q10-Q12\"><desc>Aches of all kinds (Q10-Q12)</desc>" content                                    \
	"</section><section id=\"Q13-Q19\"><desc>Bites of (Q13-Q19)</desc><diag><name>Q13</name><desc>Sting</desc>"    \
	"</diag></section>"
#define Q10                                                                                                            \
	"<diag><name>Q10</name><desc>Ache</desc><includes><note>hurt</note></includes>"                                \
	"<excludes1><note>ache NOS (Q11)</note><note>sting (Q13)</note></excludes1>"                                   \
	"<diag><name>Q10.1</name><desc>Ache of the arm</desc><inclusionTerm><note>Arm ache</note>"                     \
	"<note>Sore arm</note></inclusionTerm><codeFirst><note>cause, such as:</note><note>lifting (Q12)</note>"       \
	"</codeFirst></diag><diag><name>Q10.9</name><desc>Ache, unspecified</desc></diag></diag>"
#define Q11 "<diag><name>Q11</name><desc>Itch</desc></diag>"

/* Lines that lead to a code. */
#define AT_Q10                                                                                                         \
	"No Change   Chapter 7\nNo Change   Aches (Q10-Q19)\nNo Change   Aches of all kinds (Q10-Q12)\nNo Change   Q10 Ache\n"
#define AT_Q101 AT_Q10 "No Change       Q10.1 Ache of the arm\n"

struct made {
	struct icd_pool pool;
	struct interner *texts;
	struct draft *draft;
	struct placing placing;
};

static struct tabular_list *list_of(const char *text, struct icd_pool *pool)
{
	struct input in = {"list.xml", text, strlen(text)};
	struct tabular_list *list = NULL;
	struct icd_error err = {.text = ""};
	if (!read_tabular(&in, pool, &list, &err))
		fail_msg("%s", err.text);
	return list;
}

static struct addendum *addendum_of(const char *lines, struct icd_pool *pool)
{
	struct addendum *addendum = NULL;
	struct icd_error err = {.text = ""};
	const char *text = need_print(pool, "ICD-10-CM TABULAR LIST of DISEASES\n2031 Addenda\n%s", lines);
	struct input in = {"a.txt", text, strlen(text)};
	if (!addendum_read(&in, pool, &addendum, &err))
		fail_msg("%s", err.text);
	return addendum;
}

static void change(struct made *made, const char *lines, bool backwards)
{
	tabular_apply(made->draft, addendum_of(lines, &made->pool), backwards, &made->pool, &made->placing);
}

static struct made make(const char *list, const char *lines)
{
	struct made made = {.draft = NULL};
	made.texts = calloc(1, sizeof *made.texts);
	made.draft = draft_of(list_of(list, &made.pool), made.texts);
	change(&made, lines, false);
	return made;
}

static void end(struct made *made)
{
	draft_free(made->draft);
	interner_free(made->texts);
	free(made->texts);
	placing_free(&made->placing);
	icd_pool_free(&made->pool);
}

/* The notes of a kind at a place, joined by "|"; a seventh character before its meaning. */
static const char *notes(struct made *made, const struct draft_place *place, enum icd_entry_kind kind)
{
	const char *out = "";
	assert_non_null(place);
	for (size_t i = 0; i < place->entry_count; i++) {
		const struct entry *entry = &place->entries[i];
		if (entry->kind == kind)
			out = need_print(&made->pool, "%s%s%s%s%s", out, *out ? "|" : "", entry->character,
					 *entry->character ? " " : "", entry->text);
	}
	return out;
}

/* Applies the lines, all of which must be placed, and compares the notes of a kind at a code. */
static void gives(const char *lines, const char *code, enum icd_entry_kind kind, const char *expected)
{
	struct made made = make(LIST(SECTION(Q10 Q11)), lines);
	for (size_t i = 0; i < made.placing.unplaced_count; i++)
		fail_msg("%s: %s", made.placing.unplaced[i].line->text, made.placing.unplaced[i].why);
	assert_string_equal(notes(&made, draft_code(made.draft, code), kind), expected);
	/* Backwards the list is what it was. */
	struct made before = make(LIST(SECTION(Q10 Q11)), "");
	const struct draft_place *was = draft_code(before.draft, code);
	change(&made, lines, true);
	if (was)
		assert_string_equal(notes(&made, draft_code(made.draft, code), kind), notes(&before, was, kind));
	else
		assert_null(draft_code(made.draft, code));
	end(&before);
	end(&made);
}

static void sorts_a_note_into_its_list(void **state)
{
	(void)state;
	gives(AT_Q10 "No Change       Excludes1:\nAdd                     fever (R50)\n", "Q10", ICD_NOTE_EXCLUDES1,
	      "ache NOS (Q11)|fever (R50)|sting (Q13)");
	gives(AT_Q10 "Add             Excludes1: fever (R50)\n", "Q10", ICD_NOTE_EXCLUDES1,
	      "ache NOS (Q11)|fever (R50)|sting (Q13)");
	/* Signs and case do not count, and nothing goes above a heading. */
	gives(AT_Q101 "Add                   (Bad) ache\nAdd                   zest\n", "Q101", ICD_NOTE_INCLUSION_TERM,
	      "Arm ache|(Bad) ache|Sore arm|zest");
	gives(AT_Q101 "No Change             Code first\nAdd                          beating (Q11)\n", "Q101",
	      ICD_NOTE_CODE_FIRST, "cause, such as:|beating (Q11)|lifting (Q12)");
}

static void keeps_the_order_of_a_list_that_is_new(void **state)
{
	(void)state;
	gives(AT_Q10 "Add             Excludes2: zest (Q12)\nAdd                        ache elsewhere (R52)\n", "Q10",
	      ICD_NOTE_EXCLUDES2, "zest (Q12)|ache elsewhere (R52)");
	gives(AT_Q101 "Add                   Use Additional code to identify:\nAdd                                 b\n"
		      "Add                                 a\n",
	      "Q101", ICD_NOTE_USE_ADDITIONAL, "code to identify:|b|a");
}

static void keeps_what_stands_behind_a_heading(void **state)
{
	(void)state;
	gives(AT_Q101 "Add                   Code also, if applicable, cause\n", "Q101", ICD_NOTE_CODE_ALSO,
	      ", if applicable, cause");
	gives(AT_Q101 "Add                   Note: Arms only\n", "Q101", ICD_NOTE_NOTE, "Arms only");
	/* A misspelled heading is plain text in the official lists too. */
	gives(AT_Q101 "Add                   Excludes 1: a leg\n", "Q101", ICD_NOTE_INCLUSION_TERM,
	      "Arm ache|Excludes 1: a leg|Sore arm");
	gives(AT_Q101 "Add                   Code firstly\n", "Q101", ICD_NOTE_INCLUSION_TERM,
	      "Arm ache|Code firstly|Sore arm");
}

static void deletes_and_revises_notes(void **state)
{
	(void)state;
	gives(AT_Q10 "Delete          Excludes1: ache NOS (Q11)\n", "Q10", ICD_NOTE_EXCLUDES1, "sting (Q13)");
	gives(AT_Q10 "Delete          Excludes1: ache NOS (Q11)\nDelete                     sting (Q13)\n", "Q10",
	      ICD_NOTE_EXCLUDES1, "");
	gives(AT_Q10
	      "No Change       Excludes1:\nRevise from             sting (Q13)\nRevise to               sting (Q13.-)\n",
	      "Q10", ICD_NOTE_EXCLUDES1, "ache NOS (Q11)|sting (Q13.-)");
	/* From one kind to another. */
	gives(AT_Q101 "Revise from           Sore arm\nRevise to             Note: Sore arm\n", "Q101", ICD_NOTE_NOTE,
	      "Sore arm");
	/* Several pairs in a row: the first goes with the first. */
	gives(AT_Q101
	      "Revise from           Arm ache\nRevise from           Sore arm\nRevise to             A\nRevise to   "
	      "          B\n",
	      "Q101", ICD_NOTE_INCLUSION_TERM, "A|B");
}

static void adds_codes_with_their_notes(void **state)
{
	(void)state;
	gives(AT_Q10
	      "Add             Q10.2 Ache of the leg\nAdd                   Leg ache\nAdd                   Q10.21 Ache "
	      "of the left leg\n",
	      "Q102", ICD_NOTE_INCLUSION_TERM, "Leg ache");
	/* A category that looks like none so far, known by where it stands. */
	gives("No Change   Chapter 7\nNo Change   Aches (Q10-Q19)\nNo Change   Aches of all kinds (Q10-Q12)\n"
	      "Add         QA0 Ache of another kind\nAdd             Odd ache\n",
	      "QA0", ICD_NOTE_INCLUSION_TERM, "Odd ache");
	/* A code that is indented less than its place has it. */
	gives(AT_Q101 "Add         Q10.11 Ache of the left arm\n", "Q1011", ICD_NOTE_INCLUSION_TERM, "");
}

static void reads_seventh_characters(void **state)
{
	static const char lines[] =
		AT_Q101 "Add                   The appropriate 7th character is to be added to code Q10.1\n"
			"Add                         A initial encounter\n"
			"Add                         D - subsequent encounter\n";
	(void)state;
	gives(lines, "Q101", ICD_ENTRY_SEVENTH, "A initial encounter|D subsequent encounter");
	gives(lines, "Q101", ICD_NOTE_SEVENTH_CHARACTER, "The appropriate 7th character is to be added to code Q10.1");
	/* What stands for a character too is a note among them. */
	struct made made = make(LIST(SECTION(Q10 Q11)),
				AT_Q101 "Add                   One of the following 7th characters is to be assigned:\n"
					"Add                         0 stable\nAdd                         old ache\n"
					"Add                         1 bad\nAdd                   Term\n");
	assert_string_equal(notes(&made, draft_code(made.draft, "Q101"), ICD_ENTRY_SEVENTH), "0 stable|1 bad");
	assert_string_equal(notes(&made, draft_code(made.draft, "Q101"), ICD_ENTRY_SEVENTH_NOTE), "old ache");
	assert_string_equal(notes(&made, draft_code(made.draft, "Q101"), ICD_NOTE_INCLUSION_TERM),
			    "Arm ache|Sore arm|Term");
	/* One that is added later comes behind its character. */
	change(&made,
	       AT_Q101 "No Change             One of the following 7th characters is to be assigned:\n"
		       "No Change                   0 stable\nAdd                         older ache\n"
		       "No Change                   1 bad\nAdd                         bad ache\n",
	       false);
	const struct draft_place *place = draft_code(made.draft, "Q101");
	const char *order = "";
	for (size_t i = 0; i < place->entry_count; i++) {
		if (place->entries[i].kind == ICD_ENTRY_SEVENTH || place->entries[i].kind == ICD_ENTRY_SEVENTH_NOTE)
			order = need_print(&made.pool, "%s|%s", order, place->entries[i].text);
	}
	assert_string_equal(order, "|stable|old ache|older ache|bad|bad ache");
	end(&made);
	/* A term that begins with a letter is none. */
	gives(AT_Q101 "Add                   A big ache\n", "Q101", ICD_NOTE_INCLUSION_TERM,
	      "A big ache|Arm ache|Sore arm");
}

/* A code that is told to go and to come again, forwards and backwards. */
static void tells_a_code_anew(void **state)
{
	static const char lines[] = AT_Q10 "Delete          Q11 Itch\nAdd         Q11 Itch\nAdd             Scratch\n";
	struct made made = make(LIST(SECTION(Q10 Q11)), lines);
	(void)state;
	assert_string_equal(notes(&made, draft_code(made.draft, "Q11"), ICD_NOTE_INCLUSION_TERM), "Scratch");
	change(&made, lines, true);
	assert_string_equal(notes(&made, draft_code(made.draft, "Q11"), ICD_NOTE_INCLUSION_TERM), "");
	assert_int_equal(made.placing.unplaced_count, 0);
	end(&made);
}

static void deletes_codes_and_sections(void **state)
{
	struct made made = make(LIST(SECTION(Q10 Q11)), AT_Q10
				"Delete          Q10.1 Ache of the arm\nDelete                Arm ache\n"
				"Delete                Sore arm\nDelete                Code first cause, such as:\n"
				"Delete                           lifting (Q12)\nDelete      Bites of (Q13-Q19)\n"
				"Delete      Q13 Sting\nDelete      Q13 Sting\n");
	(void)state;
	assert_int_equal(made.placing.unplaced_count, 0);
	assert_null(draft_code(made.draft, "Q101"));
	assert_null(draft_code(made.draft, "Q13"));
	assert_null(draft_section(draft_chapter(made.draft, "7"), "Q13-Q19"));
	assert_non_null(draft_section(draft_chapter(made.draft, "7"), "Q10-Q12"));
	end(&made);
}

static void moves_a_section_with_what_stands_in_it(void **state)
{
	/* Deleted and added with another range, without its codes; and revised. */
	static const char *const forms[] = {"Delete      Bites of (Q13-Q19)\nAdd         Bites of (Q13-Q1A)\n",
					    "Revise from Bites of (Q13-Q19)\nRevise to   Bites of (Q13-Q1A)\n"};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct icd_pool pool = {0};
		const char *lines = need_print(&pool, "%s%sAdd         Q1A Bite\n",
					       "No Change   Chapter 7\nNo Change   Aches (Q10-Q19)\n", forms[i]);
		struct made made = make(LIST(SECTION(Q10 Q11)), lines);
		const struct draft_place *section = draft_section(draft_chapter(made.draft, "7"), "Q13-Q1A");
		assert_int_equal(made.placing.unplaced_count, 0);
		assert_non_null(section);
		assert_string_equal(section->title, "Bites of (Q13-Q1A)");
		assert_string_equal(section->first->name, "Q13");
		assert_ptr_equal(draft_code(made.draft, "Q1A")->parent, section);
		assert_null(draft_section(draft_chapter(made.draft, "7"), "Q13-Q19"));
		end(&made);
		icd_pool_free(&pool);
	}
}

#define BLOCK(first, last, title)                                                                                      \
	"<sectionRef first=\"" first "\" last=\"" last "\" id=\"" first "-" last "\">" title "</sectionRef>"

/* Blocks are no codes: they change the list of sections that a chapter begins with. */
static void changes_the_blocks_of_a_chapter(void **state)
{
	static const char lines[] =
		"No Change   Chapter 7\nRevise from Aches (Q10-Q19)\nRevise to   Aches and pains (Q10-Q1A)\n"
		"No Change   This chapter contains the foll. blocks:\n"
		"Add           Q14 Bites & more\nDelete        Q13-Q19 Sting wounds\n"
		"Revise from   Q10-Q12 Aches\nRevise to     Q10-Q11 Aches\n"
		"No Change   Aches of all kinds (Q10-Q12)\n"
		"Revise from Q11 Itch\nRevise to   Q11 Itching\n";
	struct made made = make(LIST("<sectionIndex>" BLOCK("Q10", "Q12", "Aches") BLOCK("Q13", "Q19", "Sting wounds")
					     BLOCK("Q20", "Q29", "Rest") "</sectionIndex>" SECTION(Q10 Q11)),
				lines);
	const struct draft_place *chapter = draft_chapter(made.draft, "7");
	(void)state;
	assert_int_equal(made.placing.unplaced_count, 0);
	assert_null(draft_code(made.draft, "Q14"));
	assert_string_equal(chapter->title, "Aches and pains (Q10-Q1A)");
	assert_string_equal(draft_code(made.draft, "Q11")->title, "Itching");
	assert_string_equal(
		notes(&made, chapter, ICD_ENTRY_XML),
		"<sectionIndex>" BLOCK("Q10", "Q11", "Aches") "<sectionRef first=\"Q14\" last=\"Q14\" "
							      "id=\"Q14\">Bites &amp; more</sectionRef>" BLOCK(
								      "Q20", "Q29", "Rest") "</sectionIndex>");
	end(&made);
	/* A chapter without such a list gets one, and what is not in it cannot go. */
	made = make(LIST(SECTION(Q10 Q11)), lines);
	assert_string_equal(notes(&made, draft_chapter(made.draft, "7"), ICD_ENTRY_XML),
			    "<sectionIndex><sectionRef first=\"Q14\" last=\"Q14\" id=\"Q14\">Bites &amp; "
			    "more</sectionRef></sectionIndex>");
	assert_int_equal(made.placing.unplaced_count, 3);
	end(&made);
	/* Before any chapter there is none to have blocks. */
	made = make(LIST(SECTION(Q10 Q11)), "No Change   This chapter contains the foll. blocks:\n"
					    "Add           Q14 Bites\nDelete        Q13-Q19 Sting wounds\n"
					    "Revise from   Q10-Q12 Aches\nRevise to     Q10-Q11 Aches\n");
	assert_int_equal(made.placing.unplaced_count, 4);
	end(&made);
}

static void names_lines_that_fit_nowhere(void **state)
{
	struct made made =
		make(LIST(SECTION(Q10 Q11)),
		     "Add         early\n" AT_Q10 "Delete          Excludes1: never was (R50)\nAdd         Q10 Ache\n"
		     "Revise from     Nothing there\nRevise to       Something\nRevise to       alone\n"
		     "Add             Z99.9 Elsewhere\nNo Change   No such section (A00-A09)\n");
	(void)state;
	static const char *const why[] = {"no code, section or chapter before it", "no such note there",
					  "the code is there already", "a revision without its other half",
					  "not there as it is to be revised"};
	for (size_t i = 0; i < sizeof why / sizeof *why; i++) {
		bool found = false;
		for (size_t j = 0; j < made.placing.unplaced_count; j++)
			found |= strcmp(made.placing.unplaced[j].why, why[i]) == 0;
		if (!found)
			fail_msg("nothing is not placed because of: %s", why[i]);
	}
	assert_int_equal(made.placing.lines, 12);
	assert_null(draft_code(made.draft, "Z999"));
	end(&made);
}

/* ---- stretches of releases ---- */

struct stretch {
	struct icd_pool pools[4];
	struct release releases[4];
	struct report report;
};

/* What the report says, in one text. */
static const char *reported(struct stretch *s)
{
	const char *out = "";
	for (size_t i = 0; i < s->report.count; i++)
		out = need_print(&s->pools[0], "%s%s\n", out, s->report.lines[i].text);
	return out;
}

/* A published list, two releases with addenda alone, and a published list with addenda. */
static struct rebuilder *rebuild(struct stretch *s, const char *const lists[4], const char *const lines[4])
{
	struct rebuilder *rebuilder = rebuilder_start();
	struct release *releases[4];
	struct icd_pool *pools[4];
	size_t count = 0;
	for (size_t i = 0; i < 4; i++) {
		struct release *release = &s->releases[i];
		release->effective = (icd_date)(20301001 + 10000 * i);
		if (lists[i])
			release->tabular = list_of(lists[i], &s->pools[i]);
		if (lines[i])
			release->tabular_addendum = addendum_of(lines[i], &s->pools[i]);
		releases[count] = release;
		pools[count++] = &s->pools[i];
		if (lists[i]) {
			rebuild_tabular(rebuilder, releases, pools, count, &s->report);
			count = 0;
		}
	}
	if (count)
		rebuild_tabular(rebuilder, releases, pools, count, &s->report);
	return rebuilder;
}

static void end_stretch(struct stretch *s, struct rebuilder *rebuilder)
{
	rebuilder_free(rebuilder);
	report_free(&s->report);
	for (size_t i = 0; i < 4; i++)
		icd_pool_free(&s->pools[i]);
}

static const struct entry *note_of(const struct release *release, const char *code, const char *text)
{
	for (size_t i = 0; release->tabular && i < release->tabular->count; i++) {
		const struct place *place = &release->tabular->places[i];
		for (size_t j = 0; strcmp(place->name, code) == 0 && j < place->entry_count; j++) {
			if (strcmp(place->entries[j].text, text) == 0)
				return &place->entries[j];
		}
	}
	return NULL;
}

static void rebuilds_release_after_release(void **state)
{
	struct stretch s = {0};
	struct rebuilder *rebuilder = rebuild(
		&s, (const char *const[]){LIST(SECTION(Q10 Q11)), NULL, NULL, NULL},
		(const char *const[]){NULL, AT_Q101 "Add                   Bad arm\n",
				      AT_Q101 "Delete                Arm ache\nDelete                Nothing\n", NULL});
	(void)state;
	assert_true(s.releases[1].tabular_rebuilt && s.releases[2].tabular_rebuilt);
	assert_null(s.releases[3].tabular);
	assert_non_null(note_of(&s.releases[1], "Q101", "Arm ache"));
	assert_non_null(note_of(&s.releases[1], "Q101", "Bad arm"));
	assert_null(note_of(&s.releases[2], "Q101", "Arm ache"));
	assert_non_null(note_of(&s.releases[2], "Q101", "Bad arm"));
	assert_int_equal(s.releases[2].addenda.lines, 7);
	assert_int_equal(s.releases[2].addenda.unplaced_count, 1);
	assert_string_equal(s.releases[2].addenda.unplaced[0],
			    "tabular list, page 1, Delete \"Nothing\": no such note there");
	assert_non_null(strstr(reported(&s), "7 lines, 6 placed, 1 not"));
	end_stretch(&s, rebuilder);
}

/* A seventh character that is revised with what it stands for is the list's, not the addendum's. */
static void keeps_a_revised_seventh_character(void **state)
{
	struct stretch s = {0};
	struct rebuilder *rebuilder = rebuild(
		&s,
		(const char *const[]){
			LIST(SECTION(
				"<diag><name>Q10</name><desc>Ache</desc><sevenChrNote><note>One of the following 7th characters is to be assigned:</note></sevenChrNote><sevenChrDef>"
				"<extension char=\"A\">first</extension>"
				"<extension char=\"D\">later</extension></sevenChrDef></diag>")),
			NULL, NULL, NULL},
		(const char *const[]){
			NULL,
			AT_Q10 "No Change             One of the following 7th characters is to be assigned:\n"
			       "Revise from                   D later\nRevise to                     S left over\n",
			NULL, NULL});
	const struct entry *revised = note_of(&s.releases[1], "Q10", "left over");
	(void)state;
	assert_non_null(revised);
	assert_string_equal(revised->character, "S");
	assert_null(note_of(&s.releases[1], "Q10", "later"));
	end_stretch(&s, rebuilder);
}

/* Before the first published list: what that was before its addenda, for releases that have codes. */
static void undoes_the_addenda_of_the_first_list(void **state)
{
	struct stretch s = {0};
	struct code_table codes = {.rows = NULL};
	s.releases[1].order = s.releases[2].order = &codes;
	struct rebuilder *rebuilder = rebuild(
		&s, (const char *const[]){NULL, NULL, NULL, LIST(SECTION(Q10 Q11))},
		(const char *const[]){
			AT_Q101, AT_Q101, AT_Q101 "Add                   Sore arm\n",
			AT_Q101 "Add                   Arm ache\nDelete                Old ache\nDelete            "
				"    Code first lifting (Q12)\n"});
	(void)state;
	assert_null(s.releases[0].tabular);
	assert_true(s.releases[1].tabular_rebuilt && s.releases[2].tabular_rebuilt && !s.releases[3].tabular_rebuilt);
	assert_null(note_of(&s.releases[2], "Q101", "Arm ache"));
	assert_non_null(note_of(&s.releases[2], "Q101", "Old ache"));
	assert_non_null(note_of(&s.releases[2], "Q101", "Sore arm"));
	assert_null(note_of(&s.releases[1], "Q101", "Sore arm"));
	assert_non_null(note_of(&s.releases[1], "Q101", "Old ache"));
	/* A note that is told to go, and that the list has all the same, stays once. */
	assert_int_equal(s.releases[3].addenda.unplaced_count, 1);
	assert_non_null(strstr(s.releases[3].addenda.unplaced[0], "told to go, and still there"));
	end_stretch(&s, rebuilder);
}

/* Nothing is told of a release before a published list. */
static void wants_a_list_to_begin_with(void **state)
{
	struct stretch s = {0};
	struct rebuilder *rebuilder =
		rebuild(&s, (const char *const[4]){NULL}, (const char *const[]){NULL, AT_Q101, AT_Q101, NULL});
	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_null(s.releases[i].tabular);
	end_stretch(&s, rebuilder);
}

#define Q10_THEN                                                                                                       \
	"<diag><name>Q10</name><desc>Ache</desc><includes><note>hurt</note></includes><excludes1>"                     \
	"<note>ache NOS (Q11)</note></excludes1><diag><name>Q10.1</name><desc>Ache of the arm</desc><inclusionTerm>"   \
	"<note>Arm ache</note><note>Broken arm (Q10.19)</note><note>New ache</note><note>Sore arm</note>"              \
	"</inclusionTerm><codeFirst><note>cause, such as:</note>"                                                      \
	"<note>lifting (Q12)</note></codeFirst></diag><diag><name>Q10.9</name><desc>Ache, unspecified</desc></diag></diag>"

/*
 * The next published list decides: what was told worded otherwise has its words, what was told and never came is taken
 * away, what was told to go and stayed is put back; what it alone shows came, or went, in the window.
 */
static void is_set_right_by_the_next_list(void **state)
{
	struct stretch s = {0};
	struct rebuilder *rebuilder =
		rebuild(&s, (const char *const[]){LIST(SECTION(Q10 Q11)), NULL, NULL, LIST(SECTION(Q10_THEN Q11))},
			(const char *const[]){
				NULL,
				AT_Q101 "Add                   Broken arm (Q10.1)\nAdd                   Phantom of "
					"the arm\nDelete                Sore arm\n",
				"", ""});
	(void)state;
	const struct release *told = s.releases;
	for (size_t i = 1; i < 3; i++) {
		assert_null(note_of(&told[i], "Q101", "Broken arm (Q10.1)"));
		assert_null(note_of(&told[i], "Q101", "Phantom of the arm"));
		assert_null(note_of(&told[i], "Q101", "New ache"));
		assert_non_null(note_of(&told[i], "Q101", "Sore arm"));
		assert_int_equal(note_of(&told[i], "Q101", "Arm ache")->doubt, 0);
		assert_int_equal(note_of(&told[i], "Q10", "sting (Q13)")->doubt, ENTRY_WENT_IN_WINDOW);
	}
	assert_int_equal(note_of(&told[1], "Q101", "Broken arm (Q10.19)")->doubt, ENTRY_CAME_IN_WINDOW);
	assert_int_equal(note_of(&told[3], "Q101", "New ache")->doubt, ENTRY_CAME_IN_WINDOW);
	assert_int_equal(note_of(&told[3], "Q101", "Sore arm")->doubt, 0);
	assert_false(told[3].tabular_rebuilt);
	assert_int_equal(told[3].addenda.difference_count, 6);
	end_stretch(&s, rebuilder);
}

/* Addenda issued again hold what the next release changed: taken away from the days before. */
static void undoes_what_the_next_release_tells(void **state)
{
	static const char next[] = AT_Q101 "Add                   Later ache\nDelete                Sore arm\n";
	struct stretch s = {0};
	struct rebuilder *rebuilder = rebuild(
		&s, (const char *const[]){LIST(SECTION(Q10 Q11)), NULL, NULL, NULL},
		(const char *const[]){NULL,
				      AT_Q101
				      "Add                   Bad arm\nAdd                   Later ache\nDelete        "
				      "        Sore arm\n",
				      next, NULL});
	(void)state;
	assert_non_null(note_of(&s.releases[1], "Q101", "Bad arm"));
	assert_null(note_of(&s.releases[1], "Q101", "Later ache"));
	assert_non_null(note_of(&s.releases[1], "Q101", "Sore arm"));
	assert_non_null(note_of(&s.releases[2], "Q101", "Bad arm"));
	assert_non_null(note_of(&s.releases[2], "Q101", "Later ache"));
	assert_null(note_of(&s.releases[2], "Q101", "Sore arm"));
	assert_non_null(strstr(reported(&s), "issued again, they hold what those of 2032-10-01 tell"));
	end_stretch(&s, rebuilder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_a_note_into_its_list),
		cmocka_unit_test(keeps_the_order_of_a_list_that_is_new),
		cmocka_unit_test(keeps_what_stands_behind_a_heading),
		cmocka_unit_test(deletes_and_revises_notes),
		cmocka_unit_test(adds_codes_with_their_notes),
		cmocka_unit_test(reads_seventh_characters),
		cmocka_unit_test(tells_a_code_anew),
		cmocka_unit_test(deletes_codes_and_sections),
		cmocka_unit_test(moves_a_section_with_what_stands_in_it),
		cmocka_unit_test(changes_the_blocks_of_a_chapter),
		cmocka_unit_test(names_lines_that_fit_nowhere),
		cmocka_unit_test(rebuilds_release_after_release),
		cmocka_unit_test(keeps_a_revised_seventh_character),
		cmocka_unit_test(undoes_the_addenda_of_the_first_list),
		cmocka_unit_test(wants_a_list_to_begin_with),
		cmocka_unit_test(is_set_right_by_the_next_list),
		cmocka_unit_test(undoes_what_the_next_release_tells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
