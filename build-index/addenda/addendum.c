/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "addendum.h"

#include "base/base.h"
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const addendum_labels[ADDENDUM_LABELS] = {"No Change", "Add", "Delete", "Revise from", "Revise to"};

/* ---- the head ---- */

#define HEAD_ROWS 6 /* rows among which the head is looked for */
#define HEAD_SIZE 256
/* Bytes of whole lines in which these rows are looked for: all that stands on their page comes before they are known. */
#define HEAD_WITHIN ((size_t)1 << 20)

/* The first rows as one text, up to the one with "Addenda"; "" when there is none. */
static size_t read_head(const struct document_rows *rows, char out[HEAD_SIZE])
{
	size_t length = 0;
	for (size_t i = 0; i < rows->count && i < HEAD_ROWS; i++) {
		for (size_t j = 0; j < rows->at[i].count && length < HEAD_SIZE; j++)
			length += (size_t)snprintf(out + length, HEAD_SIZE - length, "%s%s", length ? " " : "",
						   rows->at[i].words[j].text);
		if (length < HEAD_SIZE && strcasestr(out, "Addend"))
			return i + 1;
	}
	out[0] = '\0';
	return 0;
}

/* The lines at the start, as many as the head is looked for in. */
static struct input lines_of_head(const struct input *text)
{
	if (text->size <= HEAD_WITHIN)
		return *text;
	const char *end = memrchr(text->data, '\n', HEAD_WITHIN);
	return (struct input){text->name, text->data, end ? (size_t)(end - text->data) + 1 : 0};
}

enum icd_file_kind addendum_kind(const struct input *text)
{
	static const struct {
		const char *words;
		enum icd_file_kind kind;
	} heads[] = {
		{"ICD-10-CM TABULAR LIST ", ICD_FILE_TABULAR_ADDENDA},
		{"ICD-10-CM EXTERNAL CAUSE ", ICD_FILE_CAUSE_ADDENDA},
		{"ICD-10-CM INDEX ", ICD_FILE_INDEX_ADDENDA},
		{"ICD-10-CM TABLE of DRUGS ", ICD_FILE_DRUG_ADDENDA},
		{"ICD-10-CM TABLE of NEOPLASMS ", ICD_FILE_NEOPLASM_ADDENDA},
	};
	const struct input start = lines_of_head(text);
	struct icd_pool pool = {0};
	struct icd_error ignored;
	struct document_rows rows;
	char head[HEAD_SIZE] = "";
	enum icd_file_kind kind = ICD_FILE_UNKNOWN;
	if (words_read(&start, HEAD_ROWS, &pool, &rows, &ignored) && read_head(&rows, head)) {
		for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
			if (strncasecmp(head, heads[i].words, strlen(heads[i].words)) == 0)
				kind = heads[i].kind;
		}
	}
	icd_pool_free(&pool);
	return kind;
}

/* "2025 Addenda" is the release of 2024-10-01, "2025 Addenda April Update" that of 2025-04-01, "January 2021 Addenda"
 * that of 2021-01-01. */
static icd_date head_date(const char *head)
{
	for (const char *c = head; *c; c++) {
		int year = atoi(c);
		if (!isdigit((unsigned char)*c) || (c > head && isdigit((unsigned char)c[-1])) || year < 2015 ||
		    year > 2199)
			continue;
		return strcasestr(head, "april")     ? (icd_date)(year * 10000 + 401)
		       : strcasestr(head, "january") ? (icd_date)(year * 10000 + 101)
						     : (icd_date)((year - 1) * 10000 + 1001);
	}
	return 0;
}

/* ---- labels ---- */

#define LABEL_WORDS 4    /* a label has two words; a gap within one makes them more: "No Chan ge" */
#define LABEL_GAP   5.0F /* so much at least is between label and text, in points */

/* How many words at the start of the row are a label; 0 for none. */
static size_t label_of(const struct addendum_row *row, enum addendum_label *label)
{
	char start[32] = "";
	for (size_t i = 0; i < row->count && i < LABEL_WORDS; i++) {
		if (strlen(start) + strlen(row->words[i].text) >= sizeof start)
			return 0;
		strcat(start, row->words[i].text);
		for (int j = 0; j < ADDENDUM_LABELS; j++) {
			const char *a = start, *b = addendum_labels[j];
			while (*a && (*a == *b || *b == ' '))
				a += *a == *b++;
			if (*a == '\0' && *b == '\0') {
				*label = (enum addendum_label)j;
				return i + 1;
			}
		}
	}
	return 0;
}

/* ---- lines ---- */

struct line_work {
	struct addendum *addendum;
	size_t line_capacity;
	struct icd_pool *pool;
	bool placed;     /* texts start at one place in the whole document; in plain text at one place a page */
	float text_left; /* where texts start, once that is known; else 0 */
	uint32_t page;   /* 0: none was looked at */
	struct addendum_line *lines;
	char *text; /* of the line being read */
	size_t length, capacity;
};

/* Where texts start on the rows from this one on: at the leftmost one of a page, of a document at its first one. */
static float find_text_left(const struct line_work *w, size_t row)
{
	const struct addendum *addendum = w->addendum;
	float left = 0;
	for (size_t i = row; i < addendum->row_count && (w->placed || addendum->rows[i].page == w->page); i++) {
		const struct addendum_row *at = &addendum->rows[i];
		enum addendum_label label;
		size_t words = label_of(at, &label);
		if (!words || words == at->count)
			continue;
		if (left == 0 || at->words[words].left < left)
			left = at->words[words].left;
		if (w->placed)
			break;
	}
	return left;
}

static void add_text(struct line_work *w, const char *text, bool joined)
{
	size_t length = strlen(text);
	while (w->length + length + 2 > w->capacity)
		w->text = grow_array(w->text, w->capacity, &w->capacity, 1);
	if (w->length && !joined)
		w->text[w->length++] = ' ';
	memcpy(w->text + w->length, text, length + 1);
	w->length += length;
}

static void end_line(struct line_work *w)
{
	struct addendum *addendum = w->addendum;
	if (addendum->line_count)
		w->lines[addendum->line_count - 1].text = need_text(w->pool, w->text ? w->text : "", w->length);
	w->length = 0;
}

static void start_line(struct line_work *w, size_t row, enum addendum_label label, size_t words)
{
	struct addendum *addendum = w->addendum;
	const struct addendum_row *at = &addendum->rows[row];
	end_line(w);
	struct addendum_line *line = one_more(w->lines, addendum->line_count, w->line_capacity);
	*line = (struct addendum_line){.label = label,
				       .indent = words < at->count ? at->words[words].left - w->text_left : 0,
				       .page = at->page,
				       .first_row = row};
}

static void read_row(struct line_work *w, size_t row)
{
	const struct addendum_row *at = &w->addendum->rows[row];
	enum addendum_label label;
	size_t words = at->words[0].left < w->text_left - LABEL_GAP ? label_of(at, &label) : 0;
	bool dashed = w->length && w->text[w->length - 1] == '-';
	if (words)
		start_line(w, row, label, words);
	else if (!w->addendum->line_count)
		return; /* above the first label: the head */
	for (size_t i = words; i < at->count; i++)
		add_text(w, at->words[i].text, i == 0 && dashed);
	w->lines[w->addendum->line_count - 1].row_count++;
}

static void read_lines(struct line_work *w, size_t first_row)
{
	for (size_t i = first_row; i < w->addendum->row_count; i++) {
		if (w->addendum->rows[i].page != w->page && (!w->placed || w->page == 0)) {
			w->page = w->addendum->rows[i].page;
			float left = find_text_left(w, i);
			w->text_left = left > 0 ? left : w->text_left;
		}
		read_row(w, i);
	}
	end_line(w);
	w->addendum->lines = need_copy(w->pool, w->lines, w->addendum->line_count, sizeof *w->lines);
	free(w->lines);
}

bool addendum_read(const struct input *text, struct icd_pool *pool, struct addendum **out, struct icd_error *err)
{
	struct addendum *addendum = need(pool, 1, sizeof *addendum);
	struct document_rows rows;
	char head[HEAD_SIZE] = "";
	if (!words_read(text, SIZE_MAX, pool, &rows, err))
		return false;
	size_t first = read_head(&rows, head);
	if (!first)
		return icd_fail(err, "%s: no head of an addendum: \"ICD-10-CM ... Addenda\" was expected", text->name);
	*addendum = (struct addendum){.name = need_text(pool, text->name, strlen(text->name)),
				      .title = need_text(pool, head, strlen(head)),
				      .effective = head_date(head),
				      .placed = words_have_places(text),
				      .head_rows = first,
				      .rows = rows.at,
				      .row_count = rows.count};
	struct line_work w = {.addendum = addendum, .pool = pool, .placed = addendum->placed};
	read_lines(&w, first);
	free(w.text);
	*out = addendum;
	return true;
}
