/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct layout order_layout = {.flag = 13, .code = 15, .titles = 23};
static const struct layout codes_layout = {.code = 13, .titles = 21};

struct addenda_reader {
	const struct input *in;
	struct icd_pool *pool;
	struct addenda_row *rows; /* malloc'd while reading */
	size_t count, capacity;
	const struct layout *layout; /* of the first row */
	bool awaits_revise_to;
	int part; /* of the footer: 0 headers, 1 codes, -1 before either */
	struct addenda result;
};

/* The lines "<number> <text>" of the footer and the count each one gives. */
static const struct {
	const char *text;
	size_t offset;
} footer_counts[] = {
	{"additions", offsetof(struct addenda_counts, additions)},
	{"deletions", offsetof(struct addenda_counts, deletions)},
	{"revisions", offsetof(struct addenda_counts, revisions)},
	{"revisions to both long and short titles", offsetof(struct addenda_counts, both_titles)},
	{"revisions to long title only", offsetof(struct addenda_counts, long_only)},
	{"revisions to short title only", offsetof(struct addenda_counts, short_only)},
};

static const struct layout *layout_of(const struct line *line)
{
	bool flag = line->length > order_layout.code && line->text[order_layout.code - 1] == ' ';
	return flag ? &order_layout : &codes_layout;
}

/* "Revise from" and "Revise to" stand in pairs, of one code each. */
static bool check_pair(struct addenda_reader *reader, const struct addenda_row *row, struct icd_error *err)
{
	const char *name = reader->in->name;
	char shown[ICD_DOTTED_SIZE];
	bool is_second = row->verb == ADDENDA_REVISE_TO;
	if (is_second != reader->awaits_revise_to)
		return icd_fail(err,
				is_second ? "%s:%u: 'Revise to' without 'Revise from', expected the "
					    "old title in the row before"
					  : "%s:%u: 'Revise from' has no 'Revise to', expected "
					    "the new title in this row",
				name, row->row.line);
	if (is_second && strcmp(row->row.code, reader->rows[reader->count - 1].row.code) != 0)
		return icd_fail(err,
				"%s:%u: 'Revise to' is of another code, expected %s as in the row "
				"before",
				name, row->row.line, icd_code_format(reader->rows[reader->count - 1].row.code, shown));
	reader->awaits_revise_to = row->verb == ADDENDA_REVISE_FROM;
	return true;
}

static bool read_row(struct addenda_reader *reader, const struct line *line, enum addenda_verb verb,
		     struct icd_error *err)
{
	struct addenda_row row = {.verb = verb, .row.line = line->number};
	const struct layout *layout = layout_of(line);
	if (!reader->layout)
		reader->layout = layout;
	if (layout != reader->layout)
		return icd_fail(err, "%s:%u: the row is not laid out like the first one, expected %s", reader->in->name,
				line->number,
				reader->layout == &order_layout ? "a flag in column 14 and a code in columns 16-22"
								: "a code in columns 14-20");
	if (!read_columns(reader->in, line, layout, 0, reader->pool, &row.row, err) || !check_pair(reader, &row, err) ||
	    !check_line_end(reader->in, line, err))
		return false;
	*one_more(reader->rows, reader->count, reader->capacity) = row;
	return true;
}

/* Takes the number that starts a footer line off it. */
static bool take_count(struct span *span, long *count)
{
	unsigned long number;
	if (!take_digits(span, 9, &number) || !span->length || span->text[0] != ' ')
		return false;
	*count = (long)number;
	*span = trim(*span);
	return true;
}

/* "headers in <file>" or "codes in <file>": the first one is the old file, the second the new. */
static bool take_total(struct addenda_reader *reader, struct span span, long count)
{
	const char *unit = reader->part == 0 ? "headers in " : "codes in ";
	struct addenda *result = &reader->result;
	struct addenda_counts *counts = &result->footer[reader->part];
	size_t length = strlen(unit);
	if (span.length <= length || memcmp(span.text, unit, length) != 0 || counts->after >= 0)
		return false;
	bool is_old = counts->before < 0;
	*(is_old ? &counts->before : &counts->after) = count;
	snprintf(is_old ? result->footer_before : result->footer_after, sizeof result->footer_after, "%.*s",
		 (int)(span.length - length), span.text + length);
	return true;
}

static bool take_footer_line(struct addenda_reader *reader, struct span span)
{
	long count;
	if (span_is(span, "Headers") || span_is(span, "Codes")) {
		reader->part = span.text[0] == 'C';
		return true;
	}
	if (reader->part < 0)
		return false;
	if (span_is(span, "of which"))
		return true;
	if (!take_count(&span, &count))
		return false;
	for (size_t i = 0; i < sizeof footer_counts / sizeof *footer_counts; i++) {
		if (!span_is(span, footer_counts[i].text))
			continue;
		char *counts = (char *)&reader->result.footer[reader->part];
		*(long *)(void *)(counts + footer_counts[i].offset) = count;
		return true;
	}
	return take_total(reader, span, count);
}

static bool read_line(struct addenda_reader *reader, const struct line *line, struct icd_error *err)
{
	struct span span = trim((struct span){line->text, line->length});
	enum addenda_verb verb;
	if (!span.length)
		return true;
	if (!check_line(reader->in, line, err))
		return false;
	if (take_addenda_verb(line, &verb))
		return read_row(reader, line, verb, err);
	if (take_footer_line(reader, span))
		return true;
	return icd_fail(err,
			"%s:%u: '%.*s' is no line of an addenda file, expected 'Add:', 'Delete:', "
			"'Revise from:', 'Revise to:' in columns 1-13 or a count of the footer",
			reader->in->name, line->number, (int)(span.length < 60 ? span.length : 60), span.text);
}

static bool read_lines(struct addenda_reader *reader, struct icd_error *err)
{
	struct line_cursor cursor = lines_of(reader->in);
	struct line line;
	while (next_line(&cursor, &line)) {
		if (!read_line(reader, &line, err))
			return false;
	}
	if (reader->awaits_revise_to)
		return icd_fail(err, "%s:%u: the file ends after 'Revise from', expected 'Revise to'", reader->in->name,
				cursor.number);
	if (reader->count == 0 && reader->part < 0)
		return icd_fail(err, "%s:1: neither rows nor a footer, expected those of an addenda file",
				reader->in->name);
	return true;
}

bool read_addenda(const struct input *in, struct icd_pool *pool, struct addenda **out, struct icd_error *err)
{
	static const struct addenda_counts none = {-1, -1, -1, -1, -1, -1, -1, -1};
	struct addenda_reader reader = {
		.in = in,
		.pool = pool,
		.part = -1,
		.result.footer = {none, none},
	};
	bool done = read_lines(&reader, err);
	if (done) {
		*out = need(pool, 1, sizeof **out);
		**out = reader.result;
		(*out)->rows = need_copy(pool, reader.rows, reader.count, sizeof *reader.rows);
		(*out)->count = reader.count;
	}
	free(reader.rows);
	return done;
}
