/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"
#include "release.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERB_WIDTH 13

/* Columns behind the verb, from 0 of the line. */
enum addenda_column { ORDER_FLAG = 13, ORDER_CODE = 15, ORDER_SHORT = 23, CODES_CODE = 13, CODES_TITLE = 21 };

enum layout { LAYOUT_UNKNOWN, LAYOUT_ORDER, LAYOUT_CODES };

struct addenda_reader {
	const struct input *in;
	struct icd_pool *arena;
	struct addenda_row *rows; /* malloc'd while reading */
	size_t count, capacity;
	enum layout layout; /* of the first row */
	bool awaits_revise_to;
	int part; /* of the footer: 0 headers, 1 codes, -1 before either */
	struct addenda result;
};

static const char *const verbs[] = {
	[ADDENDA_ADD] = "Add:",
	[ADDENDA_DELETE] = "Delete:",
	[ADDENDA_REVISE_FROM] = "Revise from:",
	[ADDENDA_REVISE_TO] = "Revise to:",
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

static bool take_verb(const struct line *line, enum addenda_verb *verb)
{
	if (line->length < VERB_WIDTH)
		return false;
	struct span span = trim((struct span){line->text, VERB_WIDTH});
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		if (span_is(span, verbs[i])) {
			*verb = (enum addenda_verb)i;
			return true;
		}
	}
	return false;
}

static enum layout layout_of(const struct line *line)
{
	bool flag = line->length > ORDER_CODE && line->text[ORDER_FLAG + 1] == ' ';
	return flag ? LAYOUT_ORDER : LAYOUT_CODES;
}

static bool take_row_code(struct addenda_reader *reader, const struct line *line, size_t column, struct code_row *row,
			  struct icd_error *err)
{
	char code[ICD_CODE_SIZE];
	size_t end = column + ICD_CODE_LENGTH;
	if (line->length <= end + 1)
		return icd_fail(err,
				"%s:%u: the row ends in column %zu, expected a code in columns "
				"%zu-%zu and a title behind it",
				reader->in->name, line->number, line->length, column + 1, end);
	struct span span = trim((struct span){line->text + column, ICD_CODE_LENGTH});
	if (!take_plain_code(span, code) || line->text[end] != ' ')
		return icd_fail(err,
				"%s:%u: '%.*s' in columns %zu-%zu is no code, expected three to "
				"seven letters and digits, and a blank",
				reader->in->name, line->number, (int)span.length, span.text, column + 1, end);
	row->code = need_text(reader->arena, code, strlen(code));
	return true;
}

static bool read_order_row(struct addenda_reader *reader, const struct line *line, struct code_row *row,
			   struct icd_error *err)
{
	struct span short_title, long_title;
	char flag = line->text[ORDER_FLAG];
	if (flag != '0' && flag != '1')
		return icd_fail(err, "%s:%u: '%c' in column 14, expected 0 (header) or 1 (billable)", reader->in->name,
				line->number, (unsigned char)flag < 0x80 ? flag : '?');
	if (!take_row_code(reader, line, ORDER_CODE, row, err))
		return false;
	struct span rest = {line->text + ORDER_SHORT, line->length - ORDER_SHORT};
	if (!split_titles(rest, &short_title, &long_title))
		return icd_fail(err,
				"%s:%u: the titles are not in their columns, expected a short title "
				"in 24-83, a blank, and a long title from 85",
				reader->in->name, line->number);
	row->billable = flag == '1';
	row->short_title = need_text(reader->arena, short_title.text, short_title.length);
	row->long_title = need_text(reader->arena, long_title.text, long_title.length);
	return true;
}

static bool read_codes_row(struct addenda_reader *reader, const struct line *line, struct code_row *row,
			   struct icd_error *err)
{
	if (!take_row_code(reader, line, CODES_CODE, row, err))
		return false;
	struct span title = trim_end((struct span){line->text + CODES_TITLE, line->length - CODES_TITLE});
	if (!title.length)
		return icd_fail(err, "%s:%u: no title, expected one from column 22", reader->in->name, line->number);
	row->billable = true;
	row->long_title = need_text(reader->arena, title.text, title.length);
	return true;
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
	enum layout layout = layout_of(line);
	if (reader->layout == LAYOUT_UNKNOWN)
		reader->layout = layout;
	if (layout != reader->layout)
		return icd_fail(err, "%s:%u: the row is not laid out like the first one, expected %s", reader->in->name,
				line->number,
				reader->layout == LAYOUT_ORDER ? "a flag in column 14 and a code in columns 16-22"
							       : "a code in columns 14-20");
	bool done = layout == LAYOUT_ORDER ? read_order_row(reader, line, &row.row, err)
					   : read_codes_row(reader, line, &row.row, err);
	if (!done || !check_pair(reader, &row, err))
		return false;
	/* A title without its line end may be half a title. */
	if (line->end == LINE_END_NONE)
		return icd_fail(err,
				"%s:%u: the last row has no line end, expected one: the file may be "
				"cut short",
				reader->in->name, line->number);
	reader->rows = grow_array(reader->rows, reader->count, &reader->capacity, sizeof row);
	reader->rows[reader->count++] = row;
	return true;
}

/* Takes the number that starts a footer line off it. */
static bool take_count(struct span *span, long *count)
{
	size_t digits = 0;
	*count = 0;
	while (digits < span->length && digits < 9 && isdigit((unsigned char)span->text[digits]))
		*count = *count * 10 + (span->text[digits++] - '0');
	if (digits == 0 || digits == span->length || span->text[digits] != ' ')
		return false;
	*span = trim((struct span){span->text + digits, span->length - digits});
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
	if (take_verb(line, &verb))
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
		return icd_fail(err, "%s:%u: the file ends behind 'Revise from', expected 'Revise to'",
				reader->in->name, cursor.number);
	if (reader->count == 0 && reader->part < 0)
		return icd_fail(err, "%s:1: neither rows nor a footer, expected those of an addenda file",
				reader->in->name);
	return true;
}

bool read_addenda(const struct input *in, struct icd_pool *arena, struct addenda **out, struct icd_error *err)
{
	static const struct addenda_counts none = {-1, -1, -1, -1, -1, -1, -1, -1};
	struct addenda_reader reader = {
		.in = in,
		.arena = arena,
		.part = -1,
		.result.footer = {none, none},
	};
	bool done = read_lines(&reader, err);
	if (done) {
		struct addenda *addenda = need(arena, 1, sizeof *addenda);
		*addenda = reader.result;
		addenda->rows = need(arena, reader.count, sizeof *reader.rows);
		if (reader.count)
			memcpy(addenda->rows, reader.rows, reader.count * sizeof *reader.rows);
		addenda->count = reader.count;
		*out = addenda;
	}
	free(reader.rows);
	return done;
}
