/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"
#include "release.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORDER_DIGITS 5

/* Columns of an order row, from 0; an order number of six digits moves all of them by one. */
enum order_column {
	COLUMN_CODE = 6,
	COLUMN_FLAG = 14,
	COLUMN_SHORT = 16,
	COLUMN_LONG = 77,
	COLUMN_CODES_TITLE = 8 /* of a codes file */
};

struct table_reader {
	const struct input *in;
	struct icd_pool *arena;
	struct code_row *rows; /* malloc'd while reading */
	size_t count, capacity;
	enum line_end end; /* of the first line */
	bool canonical;
};

/* Reads one line into *row; *canonical tells whether rendering it gives the line back. */
typedef bool row_reader(struct table_reader *reader, const struct line *line, struct code_row *row, bool *canonical,
			struct icd_error *err);

static bool fail_code(const struct input *in, const struct line *line, struct span code, const char *columns,
		      struct icd_error *err)
{
	return icd_fail(err,
			"%s:%u: '%.*s' in columns %s is no code, expected three to seven letters "
			"and digits that start with a letter",
			in->name, line->number, (int)code.length, code.text, columns);
}

static const char *keep(struct table_reader *reader, struct span span)
{
	return need_text(reader->arena, span.text, span.length);
}

static bool order_row_is_canonical(const struct line *line, unsigned long number, const struct code_row *row)
{
	char head[512];
	int length = snprintf(head, sizeof head, "%05lu %-7s %c %-60s ", number, row->code, row->billable ? '1' : '0',
			      row->short_title);
	if (length < 0 || (size_t)length >= sizeof head || (size_t)length > line->length)
		return false;
	struct span rest = {line->text + length, line->length - (size_t)length};
	return memcmp(head, line->text, (size_t)length) == 0 && span_is(rest, row->long_title);
}

static bool check_order_columns(const struct input *in, const struct line *line, size_t *shift, struct icd_error *err)
{
	static const size_t blanks[] = {COLUMN_CODE - 1, COLUMN_FLAG - 1, COLUMN_SHORT - 1};
	size_t digits = 0;
	while (digits < line->length && isdigit((unsigned char)line->text[digits]))
		digits++;
	if (digits < ORDER_DIGITS || digits > ORDER_DIGITS + 1)
		return icd_fail(err, "%s:%u: no order number in columns 1-5, expected five digits", in->name,
				line->number);
	*shift = digits - ORDER_DIGITS;
	if (line->length <= COLUMN_LONG + *shift)
		return icd_fail(err,
				"%s:%u: the row ends in column %zu, expected a short title in "
				"columns 17-76 and a long title from column 78",
				in->name, line->number, line->length);
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
		char c = line->text[blanks[i] + *shift];
		if (c != ' ')
			return icd_fail(err, "%s:%u: '%c' in column %zu, expected a blank", in->name, line->number,
					(unsigned char)c < 0x80 ? c : '?', blanks[i] + 1);
	}
	return true;
}

static bool read_order_row(struct table_reader *reader, const struct line *line, struct code_row *row, bool *canonical,
			   struct icd_error *err)
{
	const struct input *in = reader->in;
	struct span short_title, long_title;
	char code[ICD_CODE_SIZE];
	size_t shift = 0;
	if (!check_order_columns(in, line, &shift, err))
		return false;
	const char *text = line->text + shift;
	struct span code_span = trim((struct span){text + COLUMN_CODE, ICD_CODE_LENGTH});
	if (!take_plain_code(code_span, code))
		return fail_code(in, line, code_span, "7-13", err);
	char flag = text[COLUMN_FLAG];
	if (flag != '0' && flag != '1')
		return icd_fail(err, "%s:%u: '%c' in column 15, expected 0 (header) or 1 (billable)", in->name,
				line->number, (unsigned char)flag < 0x80 ? flag : '?');
	struct span rest = {text + COLUMN_SHORT, line->length - shift - COLUMN_SHORT};
	if (!split_titles(rest, &short_title, &long_title))
		return icd_fail(err,
				"%s:%u: the titles are not in their columns, expected a short title "
				"in 17-76, a blank, and a long title from 78",
				in->name, line->number);
	*row = (struct code_row){
		.code = need_text(reader->arena, code, strlen(code)),
		.short_title = keep(reader, short_title),
		.long_title = keep(reader, long_title),
		.line = line->number,
		.billable = flag == '1',
	};
	*canonical = order_row_is_canonical(line, reader->count + 1, row);
	return true;
}

static bool read_codes_row(struct table_reader *reader, const struct line *line, struct code_row *row, bool *canonical,
			   struct icd_error *err)
{
	const struct input *in = reader->in;
	char code[ICD_CODE_SIZE], head[COLUMN_CODES_TITLE + 1];
	if (line->length <= COLUMN_CODES_TITLE)
		return icd_fail(err,
				"%s:%u: the row ends in column %zu, expected a code in columns 1-7 "
				"and a title from column 9",
				in->name, line->number, line->length);
	struct span code_span = trim((struct span){line->text, ICD_CODE_LENGTH});
	if (!take_plain_code(code_span, code))
		return fail_code(in, line, code_span, "1-7", err);
	struct span title = trim_end((struct span){line->text + COLUMN_CODES_TITLE, line->length - COLUMN_CODES_TITLE});
	if (line->text[COLUMN_CODES_TITLE - 1] != ' ' || !title.length)
		return icd_fail(err,
				"%s:%u: no title from column 9 on, expected a blank in column 8 and "
				"a title behind it",
				in->name, line->number);
	*row = (struct code_row){
		.code = need_text(reader->arena, code, strlen(code)),
		.long_title = keep(reader, title),
		.line = line->number,
		.billable = true,
	};
	snprintf(head, sizeof head, "%-7s ", code);
	*canonical =
		memcmp(head, line->text, COLUMN_CODES_TITLE) == 0 && title.length == line->length - COLUMN_CODES_TITLE;
	return true;
}

static int by_code(const void *a, const void *b)
{
	const struct code_row *one = *(const struct code_row *const *)a;
	const struct code_row *other = *(const struct code_row *const *)b;
	int order = strcmp(one->code, other->code);
	return order ? order : (one->line > other->line) - (one->line < other->line);
}

static bool check_duplicates(const struct table_reader *reader, struct icd_error *err)
{
	struct icd_pool scratch = {0};
	const struct code_row **sorted = need(&scratch, reader->count, sizeof *sorted);
	bool unique = true;
	for (size_t i = 0; i < reader->count; i++)
		sorted[i] = &reader->rows[i];
	qsort(sorted, reader->count, sizeof *sorted, by_code);
	for (size_t i = 1; unique && i < reader->count; i++) {
		const struct code_row *first = sorted[i - 1], *again = sorted[i];
		char shown[ICD_DOTTED_SIZE];
		if (strcmp(first->code, again->code) == 0)
			unique = icd_fail(err,
					  "%s:%u: code %s stands here again after line %u, expected "
					  "each code once",
					  reader->in->name, again->line, icd_code_format(again->code, shown),
					  first->line);
	}
	icd_pool_free(&scratch);
	return unique;
}

static bool read_line(struct table_reader *reader, const struct line *line, row_reader *read_row, struct icd_error *err)
{
	struct code_row row;
	bool canonical;
	if (line->number == 1)
		reader->end = line->end;
	reader->canonical &= line->end == reader->end;
	if (line_is_blank(line)) {
		reader->canonical = false;
		return true;
	}
	if (!check_line(reader->in, line, err) || !read_row(reader, line, &row, &canonical, err))
		return false;
	/* A title without its line end may be half a title. */
	if (line->end == LINE_END_NONE)
		return icd_fail(err,
				"%s:%u: the last row has no line end, expected one: the file may be "
				"cut short",
				reader->in->name, line->number);
	reader->canonical &= canonical;
	reader->rows = grow_array(reader->rows, reader->count, &reader->capacity, sizeof row);
	reader->rows[reader->count++] = row;
	return true;
}

static bool read_lines(struct table_reader *reader, row_reader *read_row, const char *expected, struct icd_error *err)
{
	struct line_cursor cursor = lines_of(reader->in);
	struct line line;
	reader->canonical = cursor.at == reader->in->data;
	while (next_line(&cursor, &line)) {
		if (!read_line(reader, &line, read_row, err))
			return false;
	}
	if (reader->count == 0)
		return icd_fail(err, "%s:1: no rows, expected %s", reader->in->name, expected);
	return check_duplicates(reader, err);
}

static bool read_table(const struct input *in, struct icd_pool *arena, row_reader *read_row, const char *expected,
		       struct code_table **out, struct icd_error *err)
{
	struct table_reader reader = {.in = in, .arena = arena};
	bool done = read_lines(&reader, read_row, expected, err);
	if (done) {
		struct code_table *table = need(arena, 1, sizeof *table);
		table->rows = need(arena, reader.count, sizeof *reader.rows);
		memcpy(table->rows, reader.rows, reader.count * sizeof *reader.rows);
		table->count = reader.count;
		table->uses_lf = reader.end == LINE_END_LF;
		table->canonical = reader.canonical;
		*out = table;
	}
	free(reader.rows);
	return done;
}

bool read_order(const struct input *in, struct icd_pool *arena, struct code_table **out, struct icd_error *err)
{
	return read_table(in, arena, read_order_row, "the rows of an order file", out, err);
}

bool read_codes(const struct input *in, struct icd_pool *arena, struct code_table **out, struct icd_error *err)
{
	return read_table(in, arena, read_codes_row, "the rows of a codes file", out, err);
}
