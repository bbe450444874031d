/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define ORDER_DIGITS 5

static const struct layout order_layout = {.code = 6, .flag = 14, .titles = 16};
static const struct layout codes_layout = {.code = 0, .titles = 8};

struct table_reader {
	const struct input *in;
	const struct layout *layout;
	struct icd_pool *pool;
	struct code_row *rows; /* malloc'd while reading */
	size_t count, capacity;
	struct interner codes; /* numbered as the rows are: each stands once */
	enum line_end end;     /* of the first line */
	bool canonical;
};

/* Does the rest of a line begin with the text, filled up with blanks to as many bytes, and a blank? Takes them off. */
static bool takes_column(struct span *rest, const char *text, size_t width)
{
	static const char blanks[] = "                                                            ";
	size_t length = strlen(text), fill = length < width ? width - length : 0, all = length + fill + 1;
	bool takes = fill < sizeof blanks && rest->length >= all && memcmp(rest->text, text, length) == 0 &&
		     memcmp(rest->text + length, blanks, fill) == 0 && rest->text[all - 1] == ' ';
	if (takes)
		*rest = (struct span){rest->text + all, rest->length - all};
	return takes;
}

/* Does the line begin with the number of the row, in five digits or as many as it takes? */
static bool takes_number(struct span *rest, size_t row)
{
	const char *first = rest->text;
	unsigned long number;
	size_t digits = take_digits(rest, 9, &number);
	return number == row && (digits == ORDER_DIGITS || (digits > ORDER_DIGITS && *first != '0')) &&
	       takes_column(rest, "", 0);
}

/* Does rendering the row give the line back (struct code_table)? */
static bool is_canonical(const struct table_reader *reader, const struct line *line, const struct code_row *row)
{
	struct span rest = {line->text, line->length};
	bool order = row->short_title;
	return (!order || takes_number(&rest, reader->count + 1)) && takes_column(&rest, row->code, ICD_CODE_LENGTH) &&
	       (!order || (takes_column(&rest, row->billable ? "1" : "0", 1) &&
			   takes_column(&rest, row->short_title, SHORT_TITLE_WIDTH))) &&
	       span_is(rest, row->long_title);
}

/* How many columns the order number is wider than usual. */
static bool take_shift(const struct table_reader *reader, const struct line *line, size_t *shift, struct icd_error *err)
{
	size_t digits = 0;
	*shift = 0;
	if (reader->layout != &order_layout)
		return true;
	while (digits < line->length && isdigit((unsigned char)line->text[digits]))
		digits++;
	if (digits < ORDER_DIGITS || digits > ORDER_DIGITS + 1)
		return icd_fail(err, "%s:%u: no order number in columns 1-5, expected five digits", reader->in->name,
				line->number);
	*shift = digits - ORDER_DIGITS;
	return true;
}

static bool check_first(struct table_reader *reader, const struct code_row *row, struct icd_error *err)
{
	char shown[ICD_DOTTED_SIZE];
	uint32_t first = intern_number(&reader->codes, row->code);
	return first == reader->count ||
	       icd_fail(err, "%s:%u: code %s stands here again after line %u, expected each code once",
			reader->in->name, row->line, icd_code_format(row->code, shown), reader->rows[first].line);
}

static bool read_line(struct table_reader *reader, const struct line *line, struct icd_error *err)
{
	struct code_row row = {.line = line->number};
	size_t shift;
	if (line->number == 1)
		reader->end = line->end;
	reader->canonical &= line->end == reader->end;
	if (line_is_blank(line)) {
		reader->canonical = false;
		return true;
	}
	if (!check_line(reader->in, line, err) || !take_shift(reader, line, &shift, err) ||
	    !read_columns(reader->in, line, reader->layout, shift, reader->pool, &row, err) ||
	    !check_line_end(reader->in, line, err) || !check_first(reader, &row, err))
		return false;
	reader->canonical &= is_canonical(reader, line, &row);
	*one_more(reader->rows, reader->count, reader->capacity) = row;
	return true;
}

static bool read_lines(struct table_reader *reader, const char *expected, struct icd_error *err)
{
	struct line_cursor cursor = lines_of(reader->in);
	struct line line;
	reader->canonical = cursor.at == reader->in->data;
	while (next_line(&cursor, &line)) {
		if (!read_line(reader, &line, err))
			return false;
	}
	return reader->count || icd_fail(err, "%s:1: no rows, expected %s", reader->in->name, expected);
}

static bool read_table(const struct input *in, struct icd_pool *pool, const struct layout *layout, const char *expected,
		       struct code_table **out, struct icd_error *err)
{
	struct table_reader reader = {.in = in, .pool = pool, .layout = layout};
	bool done = read_lines(&reader, expected, err);
	if (done) {
		*out = need(pool, 1, sizeof **out);
		**out = (struct code_table){
			.rows = need_copy(pool, reader.rows, reader.count, sizeof *reader.rows),
			.count = reader.count,
			.uses_lf = reader.end == LINE_END_LF,
			.canonical = reader.canonical,
		};
	}
	free(reader.rows);
	interner_free(&reader.codes);
	return done;
}

bool read_order(const struct input *in, struct icd_pool *pool, struct code_table **out, struct icd_error *err)
{
	return read_table(in, pool, &order_layout, "the rows of an order file", out, err);
}

bool read_codes(const struct input *in, struct icd_pool *pool, struct code_table **out, struct icd_error *err)
{
	return read_table(in, pool, &codes_layout, "the rows of a codes file", out, err);
}
