/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CMS, Definitions of Medicare Code Edits, as text: numbered edits, in which headings ("Newborn diagnoses", "Diagnoses
 * for females only", "Unacceptable principal diagnosis codes") stand above rows of a code, blanks and a title. Lists
 * of procedures, the contents and the chapter of changes are passed over. Words of later editions in brackets:
 *
 *	Maternity diagnoses (age 12 through 55)		[age 9 through 64]
 *	... is considered "acceptable" when a secondary diagnosis is also coded ...	rows up to the list itself
 *	*Z5189						of these, in the list
 *	[20. Unspecified code / Unspecified codes]
 */
#include "formats/lines.h"
#include "release.h"

#include <stdlib.h>
#include <string.h>

#define TITLE        "definitions of medicare code edit"
#define TITLE_WITHIN 2000
#define HEADING_MAX  110 /* longer lines are prose */
#define NO_LIST      ICD_EDITS

struct mce_reader {
	struct icd_pool *pool;
	struct mce_list *out;
	struct mce_row *rows;
	size_t count, capacity;
	int list; /* the enum icd_edit that rows belong to; NO_LIST for none */
	bool begun, ended;
};

bool mce_is_title(const struct input *in)
{
	struct line_cursor cursor = lines_of(in);
	size_t size = (size_t)(cursor.end - cursor.at);
	return span_holds((struct span){cursor.at, size < TITLE_WITHIN ? size : TITLE_WITHIN}, TITLE);
}

/* ---- the day it takes effect ---- */

/* "effective from 10/01/2014", "effective October 1, 2024"; 0 when it says neither. */
icd_date mce_effective(const struct input *in)
{
	struct line_cursor cursor = lines_of(in);
	struct line line;
	while (next_line(&cursor, &line)) {
		struct span after = span_after((struct span){line.text, line.length}, "effective from ");
		char day[32];
		size_t length = 0;
		icd_date date;
		while (length < after.length && length < sizeof day - 1 &&
		       (icd_is_digit(after.text[length]) || after.text[length] == '/'))
			length++;
		memcpy(day, after.text, length);
		day[length] = '\0';
		if (length && icd_date_parse(day, &date))
			return date;
	}
	return 0;
}

/* ---- headings ---- */

/* "(age 12 through 55)", "Age range is 12-55 years" of the heading's words; false where it names none. */
static bool take_ages(struct span heading, unsigned *from, unsigned *to)
{
	unsigned long first, last;
	struct span at = span_after(heading, "(age ");
	if (!take_digits(&at, 3, &first))
		return false;
	at = span_after(at, "through ");
	if (!take_digits(&at, 3, &last) || last < first)
		return false;
	*from = (unsigned)first;
	*to = (unsigned)last;
	return true;
}

static void put_age(struct mce_reader *r, int edit, struct span heading)
{
	/* What the editions say of ages where the heading does not. */
	static const unsigned ages[][2] = {{0, 0}, {0, 17}, {12, 55}, {15, 124}};
	unsigned from = ages[edit][0], to = ages[edit][1];
	take_ages(heading, &from, &to);
	r->out->ages[edit].has = true;
	r->out->ages[edit].from = (uint16_t)from;
	r->out->ages[edit].to = (uint16_t)to;
}

/* The list that a heading begins; -1 when it is no heading of one, NO_LIST when it ends the one before. */
static int list_of(struct span text)
{
	static const struct {
		const char *words[2];
		int list;
	} lists[] = {
		{{"procedure", ""}, NO_LIST},
		{{"newborn", "diagnos"}, ICD_EDIT_NEWBORN},
		{{"pediatric", "diagnos"}, ICD_EDIT_PEDIATRIC},
		{{"maternity", "diagnos"}, ICD_EDIT_MATERNITY},
		{{"adult", "diagnos"}, ICD_EDIT_ADULT},
		{{"diagnos", "females only"}, ICD_EDIT_FEMALE},
		{{"diagnos", "males only"}, ICD_EDIT_MALE},
		{{"manifestation code", ""}, ICD_EDIT_MANIFESTATION},
		{{"questionable admission", ""}, ICD_EDIT_QUESTIONABLE},
		{{"unacceptable principal diagnosis", ""}, ICD_EDIT_UNACCEPTABLE},
		{{"unspecified code", ""}, ICD_EDIT_UNSPECIFIED},
		{{"diagnoses", ""}, NO_LIST},
	};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (span_holds(text, lists[i].words[0]) && (!*lists[i].words[1] || span_holds(text, lists[i].words[1])))
			return lists[i].list;
	}
	return -1;
}

/* "9. Unacceptable principal diagnosis", "B. Pediatric diagnoses" */
static bool is_numbered(struct span text)
{
	size_t at = 0;
	while (at < text.length && icd_is_digit(text.text[at]))
		at++;
	return at && at + 1 < text.length && text.text[at] == '.' && text.text[at + 1] == ' ';
}

static void take_heading(struct mce_reader *r, struct span text)
{
	if (span_holds(text, "acceptable\" when a secondary diagnosis") ||
	    (span_holds(text, "when a secondary diagnosis is also coded") && span_holds(text, "acceptable"))) {
		r->list = ICD_EDIT_NEEDS_SECONDARY;
		return;
	}
	if (text.length > HEADING_MAX || text.text[text.length - 1] == '.' || memchr(text.text, '\t', text.length))
		return;
	if (span_holds(text, "code list changes") && r->begun) {
		r->ended = true;
		return;
	}
	int list = list_of(text);
	if (list < 0 && is_numbered(text))
		list = NO_LIST;
	if (list < 0)
		return;
	r->list = list;
	if (list <= ICD_EDIT_ADULT)
		put_age(r, list, text);
}

/* ---- rows ---- */

/* A code of ICD-10-CM, then blanks and a title; an asterisk before it marks an exception. */
static bool take_row(struct mce_reader *r, struct span text)
{
	char code[ICD_CODE_SIZE];
	size_t length = 0;
	bool marked = span_starts(text, "*");
	if (marked)
		text = trim((struct span){text.text + 1, text.length - 1});
	while (length < text.length && length < ICD_CODE_LENGTH &&
	       (icd_is_digit(text.text[length]) || (text.text[length] >= 'A' && text.text[length] <= 'Z')))
		length++;
	if (length < 3 || length == text.length || !icd_is_space(text.text[length]) || !icd_is_letter(text.text[0]) ||
	    (!icd_is_digit(text.text[1]) && !icd_is_digit(text.text[2])))
		return false;
	if (r->list == NO_LIST)
		return true;
	memcpy(code, text.text, length);
	code[length] = '\0';
	*one_more(r->rows, r->count, r->capacity) = (struct mce_row){
		need_text(r->pool, code, length), marked ? ICD_EDIT_NEEDS_SECONDARY : (enum icd_edit)r->list};
	r->begun = true;
	return true;
}

/* What stands twice, or as an exception and in its list, counts once, the exception before the rule. */
static int by_code(const void *a, const void *b)
{
	const struct mce_row *left = a, *right = b;
	int order = strcmp(left->code, right->code);
	return order ? order : (left->edit > right->edit) - (left->edit < right->edit);
}

static bool has_row(const struct mce_reader *r, const char *code, enum icd_edit edit)
{
	struct mce_row sought = {code, edit};
	return r->count && bsearch(&sought, r->rows, r->count, sizeof sought, by_code) != NULL;
}

static void put_rows(struct mce_reader *r)
{
	struct mce_list *list = r->out;
	list->rows = need(r->pool, r->count, sizeof *list->rows);
	if (r->count)
		qsort(r->rows, r->count, sizeof *r->rows, by_code);
	for (size_t i = 0; i < r->count; i++) {
		const struct mce_row *row = &r->rows[i];
		bool again = list->count && by_code(&list->rows[list->count - 1], row) == 0;
		bool excepted = row->edit == ICD_EDIT_UNACCEPTABLE && has_row(r, row->code, ICD_EDIT_NEEDS_SECONDARY);
		if (!again && !excepted)
			list->rows[list->count++] = *row;
	}
}

bool read_mce(const struct input *in, struct icd_pool *pool, struct mce_list **out, struct icd_error *err)
{
	struct mce_reader r = {.pool = pool, .list = NO_LIST};
	struct line_cursor cursor = lines_of(in);
	struct line line;
	*out = r.out = need(pool, 1, sizeof *r.out);
	while (!r.ended && next_line(&cursor, &line)) {
		struct span text = trim((struct span){line.text, line.length});
		if (text.length && !take_row(&r, text))
			take_heading(&r, text);
	}
	put_rows(&r);
	free(r.rows);
	return r.count > 0 || icd_fail(err,
				       "%s: no list of diagnoses, expected headings such as 'Newborn diagnoses' "
				       "with codes below them",
				       in->name);
}
