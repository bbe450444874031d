/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What addenda tell of an index or a table, applied to it: each form of line, forward, backward and on trial. */
#include "reindex/index_apply.h"
#include "reindex/index_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "ICD-10-CM INDEX to DISEASES and INJURIES\n2031 Addenda\n"

static const char index_xml[] =
	"<ICD10CM.index><version>2030</version><title>Index</title><letter><title>A</title>"
	"<mainTerm><title>Ache</title><seeAlso>Pain</seeAlso><code>R52</code>"
	"<term level=\"1\"><title>with</title><term level=\"2\"><title>fever</title><code>R50.9</code></term></term>"
	"<term level=\"1\"><title>hip<nemod>(s)</nemod></title><code>M25.55-</code></term>"
	"<term level=\"1\"><title>knee</title><code>M25.56</code></term>"
	"<term level=\"1\"><title>knee</title><code>M22.40</code></term>"
	"<term level=\"1\"><title>tooth</title><see>Toothache</see>"
	"<term level=\"2\"><title>molar</title><code>K08.8</code></term></term></mainTerm>"
	"<mainTerm><title>Aster</title><code>T62.2</code></mainTerm></letter>"
	"<letter><title>B</title><mainTerm><title>Bite</title><code>T14.8</code></mainTerm></letter></ICD10CM.index>";

struct trial {
	struct icd_pool pool;
	struct index_folds folds;
	struct index_draft *draft;
	struct placing placing;
	struct icd_buffer text;
};

static void start(struct trial *t, const char *xml)
{
	struct input in = {"made.xml", xml, strlen(xml)};
	struct index_list *list;
	struct icd_error err;
	*t = (struct trial){.draft = NULL};
	if (!read_index(&in, &t->pool, &list, &err))
		fail_msg("%s", err.text);
	t->draft = index_draft_of(list, &t->folds, &t->pool);
}

static void end(struct trial *t)
{
	placing_free(&t->placing);
	index_draft_free(t->draft);
	index_folds_free(&t->folds);
	icd_buffer_free(&t->text);
	icd_pool_free(&t->pool);
}

static void apply(struct trial *t, const char *text, enum icd_index_kind kind, enum index_direction direction)
{
	struct input in = {"made.txt", text, strlen(text)};
	struct addendum *addendum;
	struct icd_error err;
	size_t count;
	if (!addendum_read(&in, &t->pool, &addendum, &err))
		fail_msg("%s", err.text);
	struct index_told *told = index_told_read(addendum, kind, &t->pool, &count);
	placing_free(&t->placing);
	index_apply(t->draft, told, count, direction, &t->placing);
}

/* The list as lines, each with its letter at the first main term of it. */
static const char *shown(struct trial *t)
{
	const struct index_list *list = index_draft_list(t->draft, &t->pool);
	icd_buffer_clear(&t->text);
	for (size_t i = 0; i < list->count; i++) {
		for (size_t letter = 0; letter < list->letter_count; letter++) {
			if (list->letter_first[letter] == i && !list->terms[i].says->level)
				icd_put_bytes(&t->text, list->letters[letter], strlen(list->letters[letter])),
					icd_put_bytes(&t->text, ": ", 2);
		}
		for (unsigned level = 0; level < list->terms[i].says->level; level++)
			icd_put_bytes(&t->text, "- ", 2);
		index_line_write(&t->text, list->terms[i].says);
		icd_put_byte(&t->text, '\n');
	}
	icd_put_byte(&t->text, 0);
	return (const char *)t->text.data;
}

#define START                                                                                                          \
	"A: Ache (see also Pain) R52\n- with\n- - fever R50.9\n- hip(s) M25.55-\n- knee M25.56\n- knee M22.40\n"       \
	"- tooth - see Toothache\n- - molar K08.8\nAster T62.2\nB: Bite T14.8\n"

static void a_draft_gives_its_list_back(void **state)
{
	struct trial t;
	(void)state;
	start(&t, index_xml);
	assert_string_equal(shown(&t), START);
	end(&t);
}

static const char changes[] = HEAD "No Change    A\n"
				   "No Change    Ache (see also Pain) R52\n"
				   "Add          - with chill R68.83\n"
				   "Add          - foot M79.67-\n"
				   "Add          - - big toe M79.674\n"
				   "Revise from  - hip (s) M25.55-\n"
				   "Revise from  - knee M22.40\n"
				   "Revise to    - hip joint M25.55-\n"
				   "Revise to    - knee, cap M22.4-\n"
				   "Delete       - tooth - see Toothache\n"
				   "Delete       - - molar K08.8\n"
				   "Add          Anger R45.4\n"
				   "No Change    B\n"
				   "Add          Bunion M21.6X9\n";

static const char changed[] =
	"A: Ache (see also Pain) R52\n- with\n- - fever R50.9\n- with chill R68.83\n- foot M79.67-\n"
	"- - big toe M79.674\n- hip joint M25.55-\n- knee M25.56\n- knee, cap M22.4-\nAnger R45.4\n"
	"Aster T62.2\nB: Bite T14.8\nBunion M21.6X9\n";

static void lines_are_applied(void **state)
{
	struct trial t;
	(void)state;
	start(&t, index_xml);
	apply(&t, changes, ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
	assert_string_equal(shown(&t), changed);
	assert_int_equal(t.placing.unplaced_count, 0);
	assert_int_equal(t.placing.added, 5);
	assert_int_equal(t.placing.revised, 2);
	assert_int_equal(t.placing.deleted, 2);
	end(&t);
}

static void lines_are_undone(void **state)
{
	struct trial t;
	(void)state;
	start(&t, index_xml);
	apply(&t, changes, ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
	apply(&t, changes, ICD_INDEX_ALPHABETIC, INDEX_BACKWARD);
	assert_string_equal(shown(&t), START);
	assert_int_equal(t.placing.unplaced_count, 0);
	end(&t);
}

static void a_trial_changes_nothing_and_counts_what_is_so_already(void **state)
{
	struct trial t;
	(void)state;
	start(&t, index_xml);
	apply(&t, changes, ICD_INDEX_ALPHABETIC, INDEX_TRIAL);
	assert_int_equal(t.placing.already, 0);
	apply(&t, changes, ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
	apply(&t, changes, ICD_INDEX_ALPHABETIC, INDEX_TRIAL);
	assert_int_equal(t.placing.already, 7);
	assert_string_equal(shown(&t), changed);
	end(&t);
}

static void what_does_not_fit_is_told(void **state)
{
	struct trial t;
	(void)state;
	start(&t, index_xml);
	apply(&t,
	      HEAD "No Change    Ache (see also Pain) R52\n"
		   "Delete       - elbow M25.52\n"
		   "No Change    - neck M54.2\n"
		   "Add          - - nape M54.2\n"
		   "Revise from  - back M54.9\n"
		   "Revise to    - back, low M54.5\n"
		   "Revise from  - knee M25.56\n",
	      ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
	assert_int_equal(t.placing.unplaced_count, 5);
	assert_string_equal(t.placing.unplaced[0].why, "no such term in the index");
	assert_string_equal(t.placing.unplaced[2].why, "the term above it is not in the index");
	assert_string_equal(t.placing.unplaced[4].why, "no line says to what it is revised");
	end(&t);
}

/* In a printed index the lines that stay would follow on the term before. */
static void children_of_a_deleted_term_stay_under_the_one_before(void **state)
{
	struct trial t;
	(void)state;
	start(&t, index_xml);
	apply(&t, HEAD "No Change    Ache (see also Pain) R52\nDelete       - tooth - see Toothache\n",
	      ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
	assert_non_null(strstr(shown(&t), "- knee M22.40\n- - molar K08.8\nAster"));
	end(&t);
}

/* Also under a main term of another letter than the first. */
static void added_terms_stand_in_order(void **state)
{
	static const char xml[] =
		"<ICD10CM.index><version>2030</version><title>Index</title>"
		"<letter><title>A</title><mainTerm><title>Ache</title></mainTerm></letter>"
		"<letter><title>B</title><mainTerm><title>Bite</title>"
		"<term level=\"1\"><title>arm</title></term><term level=\"1\"><title>leg</title></term>"
		"</mainTerm></letter></ICD10CM.index>";
	static const char told[] =
		HEAD "No Change    B\nNo Change    Bite\nAdd          - toe S90\nAdd          - foot S90\n";
	struct trial t;
	(void)state;
	start(&t, xml);
	apply(&t, told, ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
	assert_string_equal(shown(&t), "A: Ache\nB: Bite\n- arm\n- foot S90\n- leg\n- toe S90\n");
	end(&t);
}

static void terms_are_found_in_spite_of_signs_and_modifiers(void **state)
{
	static const char *const lines[] = {"- hip(s) M25.55-",         "- hip (s) M25.55", "- hip M25.55-",
					    "- HIP (s) (left) M25.55-", "- hips M25.55-",   "- hip joint M25.55-"};
	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct trial t;
		char text[256];
		snprintf(text, sizeof text, HEAD "No Change    Ache (see also Pain) R52\nDelete       %s\n", lines[i]);
		start(&t, index_xml);
		apply(&t, text, ICD_INDEX_ALPHABETIC, INDEX_FORWARD);
		if (t.placing.deleted != 1 || strstr(shown(&t), "hip"))
			fail_msg("%s: not found", lines[i]);
		end(&t);
	}
}

/* ---- tables ---- */

static const char table_xml[] =
	"<ICD10CM.index><version>2030</version><indexHeading><head col=\"1\">Substance</head><head col=\"2\">Poisoning</head>"
	"<head col=\"3\">Adverse effect</head></indexHeading><letter><title>A</title>"
	"<mainTerm><title>Acid</title><cell col=\"2\">T54.2X1</cell><cell col=\"3\">--</cell>"
	"<term level=\"1\"><title>tartaric</title><cell col=\"2\">T65.891</cell><cell col=\"3\">T65.895</cell></term>"
	"</mainTerm></letter></ICD10CM.index>";

/* Words with places, as pdftotext -tsv gives them; a row of the page per string, columns parted by "|". */
static char *page_of(const char *const *rows, const float *tops, size_t count)
{
	static const int lefts[] = {38, 200, 300};
	struct icd_buffer out = {0};
	char line[256];
	const char *head =
		"level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
	icd_put_bytes(&out, head, strlen(head));
	for (size_t i = 0; i < count; i++) {
		char row[256], *column = row, *next;
		snprintf(row, sizeof row, "%s", rows[i]);
		for (size_t c = 0; column; c++, column = next) {
			float left = (float)lefts[c];
			next = strchr(column, '|');
			if (next)
				*next++ = '\0';
			for (char *word = strtok(column, " "); word; word = strtok(NULL, " ")) {
				float width = 4 * (float)strlen(word);
				int length =
					snprintf(line, sizeof line, "5\t1\t0\t0\t0\t0\t%.1f\t%.1f\t%.1f\t8\t100\t%s\n",
						 (double)left, (double)tops[i], (double)width, word);
				icd_put_bytes(&out, line, (size_t)length);
				left += width + 2;
			}
		}
	}
	icd_put_byte(&out, 0);
	return (char *)out.data;
}

static void cells_of_a_table_are_applied(void **state)
{
	static const char *const rows[] = {
		"ICD-10-CM TABLE of DRUGS and CHEMICALS",
		"2031 Addenda",
		"Substance|Poisoning|Adverse effect",
		"|(any)|",
		"Acid|T54.2X1|--",
		"Add: - acetic|Add: T54.3X1|Add: --",
		"- tartaric|Revise from:|T65.895",
		"|T65.891|",
		"|Revise to:|",
		"|T65.892|",
		"Add: Amber and|Add: T50.1|Add: T50.5",
		"other resins||",
	};
	static const float tops[] = {50, 80, 100, 108, 120, 132, 144, 152, 160, 168, 180, 188};
	struct trial t;
	char *text = page_of(rows, tops, sizeof rows / sizeof *rows);
	(void)state;
	start(&t, table_xml);
	apply(&t, text, ICD_INDEX_DRUG, INDEX_FORWARD);
	assert_int_equal(t.placing.unplaced_count, 0);
	assert_string_equal(shown(&t), "A: Acid T54.2X1 --\n- acetic T54.3X1 --\n- tartaric T65.892 T65.895\n"
				       "Amber and other resins T50.1 T50.5\n");
	apply(&t, text, ICD_INDEX_DRUG, INDEX_BACKWARD);
	assert_string_equal(shown(&t), "A: Acid T54.2X1 --\n- tartaric T65.891 T65.895\n");
	free(text);
	end(&t);
}

static void cells_that_are_not_told_stay(void **state)
{
	static const char *const rows[] = {"ICD-10-CM TABLE of DRUGS and CHEMICALS",
					   "2031 Addenda",
					   "Substance|Poisoning|Adverse effect",
					   "Acid|T54.2X1|--",
					   "Revise from: - tartaric||",
					   "Revise to: - tartric||"};
	static const float tops[] = {50, 80, 100, 120, 132, 140};
	struct trial t;
	char *text = page_of(rows, tops, sizeof rows / sizeof *rows);
	(void)state;
	start(&t, table_xml);
	apply(&t, text, ICD_INDEX_DRUG, INDEX_FORWARD);
	assert_string_equal(shown(&t), "A: Acid T54.2X1 --\n- tartric T65.891 T65.895\n");
	free(text);
	end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_gives_its_list_back),
		cmocka_unit_test(lines_are_applied),
		cmocka_unit_test(lines_are_undone),
		cmocka_unit_test(a_trial_changes_nothing_and_counts_what_is_so_already),
		cmocka_unit_test(what_does_not_fit_is_told),
		cmocka_unit_test(children_of_a_deleted_term_stay_under_the_one_before),
		cmocka_unit_test(added_terms_stand_in_order),
		cmocka_unit_test(terms_are_found_in_spite_of_signs_and_modifiers),
		cmocka_unit_test(cells_of_a_table_are_applied),
		cmocka_unit_test(cells_that_are_not_told_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
