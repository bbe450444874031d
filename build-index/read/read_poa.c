/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/lines.h"
#include "headings.h"
#include "formats/read_xlsx.h"
#include "release.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMN_ORDER, COLUMN_CODE, COLUMN_DESCRIPTION, COLUMNS };

/* A list of added codes names 602 of 96,541 rows at most so far, a full list two of five. */
#define FULL_LIST_SHARE 20

/* Splits a line at its tabs; the last column holds all that is left. */
static size_t split_tabs(const struct line *line, struct span columns[COLUMNS])
{
	const char *at = line->text, *end = at + line->length;
	size_t count = 0;
	while (count < COLUMNS) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		bool is_last = !tab || count + 1 == COLUMNS;
		columns[count++] = trim((struct span){at, (size_t)((is_last ? end : tab) - at)});
		if (is_last)
			break;
		at = tab + 1;
	}
	return count;
}

static struct span without_quotes(struct span span)
{
	if (span.length >= 2 && span.text[0] == '"' && span.text[span.length - 1] == '"')
		return trim((struct span){span.text + 1, span.length - 2});
	return span;
}

/* "Order", "Order2021", "OrdJan2021": letters and digits that start with "ord". */
static bool is_order_heading(struct span span)
{
	for (size_t i = 0; i < span.length; i++) {
		if (!isalnum((unsigned char)span.text[i]))
			return false;
	}
	return span.length >= 3 && span_holds((struct span){span.text, 3}, "ord");
}

static bool is_heading(const struct span columns[COLUMNS])
{
	return is_order_heading(without_quotes(columns[COLUMN_ORDER])) &&
	       span_holds(columns[COLUMN_CODE], "poaexemptcode") &&
	       span_holds(columns[COLUMN_DESCRIPTION], "description");
}

static bool line_is_heading(const struct line *line)
{
	struct span columns[COLUMNS];
	return split_tabs(line, columns) == COLUMNS && is_heading(columns);
}

static bool row_is_heading(const struct sheet_row *row)
{
	struct span columns[COLUMNS];
	for (size_t i = 0; i < COLUMNS && row->count == COLUMNS; i++)
		columns[i] = trim((struct span){row->cells[i], strlen(row->cells[i])});
	return row->count == COLUMNS && is_heading(columns);
}

static bool take_number(struct span span, unsigned long *number)
{
	return take_digits(&span, 8, number) > 0 && span.length == 0;
}

/* Lists of changes are named for them: "POAexemptAddCodes2023.txt", "...DeleteCodes...". */
static bool is_named_for_changes(const char *path)
{
	static const char *const words[] = {"add", "delete", "revise"};
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcasestr(name, words[i]))
			return true;
	}
	return false;
}

/* The first rows of a full list that was cut off are few as well. */
static bool are_of_full_list(unsigned long rows, unsigned long last, const char *name)
{
	return rows && (rows * FULL_LIST_SHARE >= last || !is_named_for_changes(name));
}

bool poa_is_full_list(const struct input *in)
{
	struct line_cursor cursor = lines_of(in);
	struct line line;
	unsigned long rows = 0, last = 0, number;
	if (!next_line(&cursor, &line) || !line_is_heading(&line))
		return false;
	while (next_line(&cursor, &line)) {
		struct span columns[COLUMNS];
		if (line_is_blank(&line))
			continue;
		rows++;
		if (split_tabs(&line, columns) > 1 && take_number(columns[COLUMN_ORDER], &number) && number > last)
			last = number;
	}
	return are_of_full_list(rows, last, in->name);
}

bool poa_has_heading(const struct sheet *sheet)
{
	return sheet->count && row_is_heading(&sheet->rows[0]);
}

bool poa_is_full_sheet(const struct sheet *sheet, const char *name)
{
	unsigned long last = 0, number;
	if (!poa_has_heading(sheet))
		return false;
	for (size_t i = 1; i < sheet->count; i++) {
		const char *order = sheet->rows[i].cells[COLUMN_ORDER];
		if (take_number(trim((struct span){order, strlen(order)}), &number) && number > last)
			last = number;
	}
	return are_of_full_list(sheet->count - 1, last, name);
}

/* ---- reading ---- */

struct poa_reader {
	const struct input *in;
	struct interner codes; /* a repetition says nothing new */
	unsigned long last_order;
	struct icd_error *err;
};

static bool take_columns(struct poa_reader *r, const struct span columns[COLUMNS], unsigned line)
{
	struct icd_typed_code typed;
	unsigned long order;
	struct span code = without_quotes(columns[COLUMN_CODE]);
	if (!take_number(columns[COLUMN_ORDER], &order))
		return icd_fail(r->err, "%s:%u: '%.*s' is no order number, expected digits", r->in->name, line,
				(int)columns[COLUMN_ORDER].length, columns[COLUMN_ORDER].text);
	if (!icd_code_parse(code.text, code.length, &typed) || typed.open)
		return icd_fail(r->err, "%s:%u: '%.*s' is no code, expected one such as Z51.5", r->in->name, line,
				(int)code.length, code.text);
	r->last_order = order > r->last_order ? order : r->last_order;
	intern(&r->codes, typed.code);
	return true;
}

static bool fail_columns(struct poa_reader *r, unsigned line)
{
	return icd_fail(r->err,
			"%s:%u: fewer than three columns, expected order number, code and "
			"description with tabs between",
			r->in->name, line);
}

static bool fail_heading(struct poa_reader *r)
{
	return icd_fail(r->err,
			"%s:1: no heading of a POA-exempt list, expected 'Order2021, POAexemptCode, "
			"Description' with tabs between",
			r->in->name);
}

static bool take_line(struct poa_reader *r, const struct line *line)
{
	struct span columns[COLUMNS];
	if (line_is_blank(line))
		return true;
	if (!check_line(r->in, line, r->err))
		return false;
	if (split_tabs(line, columns) != COLUMNS)
		return fail_columns(r, line->number);
	return take_columns(r, columns, line->number);
}

static bool read_text(struct poa_reader *r)
{
	struct line_cursor cursor = lines_of(r->in);
	struct line line;
	bool ok = (next_line(&cursor, &line) && line_is_heading(&line)) || fail_heading(r);
	while (ok && next_line(&cursor, &line))
		ok = take_line(r, &line);
	return ok;
}

static bool take_sheet_row(struct poa_reader *r, const struct sheet_row *row)
{
	struct span columns[COLUMNS];
	if (row->count < COLUMNS)
		return fail_columns(r, row->number);
	for (size_t i = 0; i < COLUMNS; i++)
		columns[i] = trim((struct span){row->cells[i], strlen(row->cells[i])});
	return take_columns(r, columns, row->number);
}

static bool read_workbook(struct poa_reader *r)
{
	struct icd_pool scratch = {0};
	struct workbook *book = workbook_open(r->in, r->err);
	struct sheet *sheet;
	bool ok = book && workbook_rows(book, SIZE_MAX, &scratch, &sheet, r->err);
	ok = ok && ((sheet->count && row_is_heading(&sheet->rows[0])) || fail_heading(r));
	for (size_t i = 1; ok && i < sheet->count; i++)
		ok = take_sheet_row(r, &sheet->rows[i]);
	if (book)
		workbook_close(book);
	icd_pool_free(&scratch);
	return ok;
}

bool read_poa(const struct input *in, struct icd_pool *pool, struct poa_list **out, struct icd_error *err)
{
	struct poa_reader r = {.in = in, .err = err};
	bool done = in->size >= 2 && memcmp(in->data, "PK", 2) == 0 ? read_workbook(&r) : read_text(&r);
	if (done && r.codes.count == 0)
		done = icd_fail(err, "%s:1: no codes after the heading, expected a POA-exempt list", in->name);
	if (done) {
		*out = need(pool, 1, sizeof **out);
		**out = (struct poa_list){need(pool, r.codes.count, sizeof *r.codes.texts), r.codes.count,
					  r.last_order};
		for (size_t i = 0; i < r.codes.count; i++)
			(*out)->codes[i] = need_text(pool, r.codes.texts[i], strlen(r.codes.texts[i]));
	}
	interner_free(&r.codes);
	return done;
}
