/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base.h"
#include "common/common.h"
#include "index_line.h"
#include "index_told.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COLUMNS_MAX ICD_INDEX_COLUMNS
#define GROUP_GAP   8.0F  /* more than so many points between two words of a heading: they are of two columns */
#define ROW_PITCH   10.0F /* lines nearer to each other than that are of one row of the table */

struct table_work {
	const struct addendum *addendum;
	struct icd_pool *pool;
	size_t columns;            /* 0: no heading was found */
	float border[COLUMNS_MAX]; /* the left border of each, from the second one on */
	struct index_told *told;
	size_t count, capacity;
};

/* ---- columns ---- */

/*
 * Reads the columns off the first line of a heading: "Substance  Poisoning  Poisoning ...". All but the first are
 * equally wide and their names stand in the middle. False when the row is no heading.
 */
static bool read_columns(struct table_work *w, const struct addendum_row *row)
{
	float middle[COLUMNS_MAX];
	size_t count = 0;
	for (size_t i = 0, next; i < row->count; i = next) {
		for (next = i + 1; next < row->count; next++) {
			const struct addendum_word *before = &row->words[next - 1];
			if (row->words[next].left - before->left - before->width > GROUP_GAP)
				break;
		}
		if (count == COLUMNS_MAX || strpbrk(row->words[i].text, ":0123456789"))
			return false;
		middle[count++] = (row->words[i].left + row->words[next - 1].left + row->words[next - 1].width) / 2;
	}
	if (count < 3)
		return false;
	w->columns = count;
	w->border[1] = middle[1] - (middle[2] - middle[1]) / 2;
	for (size_t i = 2; i < count; i++)
		w->border[i] = (middle[i - 1] + middle[i]) / 2;
	return true;
}

static size_t column_of(const struct table_work *w, const struct addendum_word *word)
{
	size_t column = w->columns - 1;
	while (column && word->left + word->width / 2 < w->border[column])
		column--;
	return column;
}

/* ---- cells ---- */

struct cell {
	const char *text;                  /* all of it */
	const char *said[ADDENDUM_LABELS]; /* after each label, NULL where it has none; without a label: no change */
};

/* The label that the text begins with, and what is behind it. */
static bool label_at(const char *text, enum addendum_label *label, const char **rest)
{
	for (int i = ADDENDUM_ADD; i < ADDENDUM_LABELS; i++) {
		size_t length = strlen(addendum_labels[i]);
		if (strncmp(text, addendum_labels[i], length) == 0 && text[length] == ':') {
			*label = (enum addendum_label)i;
			*rest = text + length + 1;
			return true;
		}
	}
	return false;
}

static const char *trimmed(struct icd_pool *pool, const char *from, const char *to)
{
	while (from < to && *from == ' ')
		from++;
	while (to > from && to[-1] == ' ')
		to--;
	return need_text(pool, from, (size_t)(to - from));
}

static void read_cell(struct table_work *w, struct cell *cell, const char *text)
{
	enum addendum_label label = ADDENDUM_NO_CHANGE;
	const char *start = text;
	cell->text = text;
	for (const char *at = text;; at++) {
		enum addendum_label next = label;
		const char *rest = at;
		bool labelled = label_at(at, &next, &rest);
		if (*at && !labelled)
			continue;
		if (at > text || !*at)
			cell->said[label] = trimmed(w->pool, start, at);
		if (!*at)
			return;
		label = next;
		start = rest;
		at = rest - 1;
	}
}

/* The cells of a row of the table, which are the page's rows from `first` to before `end`. */
static void read_cells(struct table_work *w, size_t first, size_t end, struct cell *cells)
{
	for (size_t column = 0; column < w->columns; column++) {
		struct icd_buffer text = {0};
		for (size_t i = first; i < end; i++) {
			const struct addendum_row *row = &w->addendum->rows[i];
			for (size_t j = 0; j < row->count; j++) {
				if (column_of(w, &row->words[j]) != column)
					continue;
				if (text.size)
					icd_put_byte(&text, ' ');
				icd_put_bytes(&text, row->words[j].text, strlen(row->words[j].text));
			}
		}
		cells[column] = (struct cell){0};
		if (text.failed)
			out_of_memory();
		read_cell(w, &cells[column], need_text(w->pool, text.size ? (const char *)text.data : "", text.size));
		icd_buffer_free(&text);
	}
}

/* ---- terms ---- */

/* What the cell says before or after the change that `label` stands for. */
static const char *cell_said(const struct cell *cell, enum addendum_label label)
{
	static const enum addendum_label before[] = {ADDENDUM_REVISE_FROM, ADDENDUM_DELETE, ADDENDUM_NO_CHANGE},
					 after[] = {ADDENDUM_REVISE_TO, ADDENDUM_ADD, ADDENDUM_NO_CHANGE};
	const enum addendum_label *from = label == ADDENDUM_REVISE_FROM || label == ADDENDUM_DELETE ? before : after;
	for (int i = 0; i < 3; i++) {
		if (cell->said[from[i]])
			return cell->said[from[i]];
	}
	return NULL;
}

static void add_told(struct table_work *w, const struct cell *cells, enum addendum_label label, uint32_t page)
{
	struct index_told *told = one_more(w->told, w->count, w->capacity);
	const char *text = cell_said(&cells[0], label);
	*told = (struct index_told){.line = {.label = label, .page = page}};
	text = text ? text : "";
	told->line.text = text;
	told->level = index_line_level(&text);
	index_line_read(text, false, w->pool, &told->says);
	for (size_t i = 1; i < w->columns; i++) {
		const char *said = cell_said(&cells[i], label);
		told->says.parts[ICD_PART_CELL + i - 1] = said && *said ? said : NULL;
	}
}

static void read_row(struct table_work *w, size_t first, size_t end)
{
	struct cell cells[COLUMNS_MAX];
	bool changes = false;
	read_cells(w, first, end, cells);
	for (size_t i = 0; i < w->columns; i++)
		changes |= strcmp(cells[i].text,
				  cells[i].said[ADDENDUM_NO_CHANGE] ? cells[i].said[ADDENDUM_NO_CHANGE] : "") != 0;
	uint32_t page = w->addendum->rows[first].page;
	if (cells[0].said[ADDENDUM_ADD] || cells[0].said[ADDENDUM_DELETE]) {
		add_told(w, cells, cells[0].said[ADDENDUM_ADD] ? ADDENDUM_ADD : ADDENDUM_DELETE, page);
	} else if (changes) {
		add_told(w, cells, ADDENDUM_REVISE_FROM, page);
		add_told(w, cells, ADDENDUM_REVISE_TO, page);
	} else {
		add_told(w, cells, ADDENDUM_NO_CHANGE, page);
	}
}

struct index_told *table_told_read(const struct addendum *addendum, struct icd_pool *pool, size_t *count)
{
	struct table_work w = {.addendum = addendum, .pool = pool};
	uint32_t page = 0;
	for (size_t first = addendum->head_rows, end; first < addendum->row_count; first = end) {
		const struct addendum_row *row = &addendum->rows[first];
		for (end = first + 1; end < addendum->row_count && addendum->rows[end].page == row->page &&
				      addendum->rows[end].middle - addendum->rows[end - 1].middle < ROW_PITCH;)
			end++;
		bool heading = row->page != page && read_columns(&w, row);
		page = row->page;
		if (!heading && w.columns)
			read_row(&w, first, end);
	}
	struct index_told *told = need_copy(pool, w.told, w.count, sizeof *w.told);
	free(w.told);
	*count = w.count;
	return told;
}
