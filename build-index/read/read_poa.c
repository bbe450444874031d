/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"
#include "headings.h"
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

static bool is_heading(const struct line *line)
{
	struct span columns[COLUMNS];
	return split_tabs(line, columns) == COLUMNS && is_order_heading(without_quotes(columns[COLUMN_ORDER])) &&
	       span_holds(columns[COLUMN_CODE], "poaexemptcode") &&
	       span_holds(columns[COLUMN_DESCRIPTION], "description");
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

bool poa_is_full_list(const struct input *in)
{
	struct line_cursor cursor = lines_of(in);
	struct line line;
	unsigned long rows = 0, last = 0, number;
	if (!next_line(&cursor, &line) || !is_heading(&line))
		return false;
	while (next_line(&cursor, &line)) {
		struct span columns[COLUMNS];
		if (line_is_blank(&line))
			continue;
		rows++;
		if (split_tabs(&line, columns) > 1 && take_number(columns[COLUMN_ORDER], &number) && number > last)
			last = number;
	}
	/* The first rows of a full list that was cut off are few as well. */
	return rows && (rows * FULL_LIST_SHARE >= last || !is_named_for_changes(in->name));
}

static bool read_row(const struct input *in, const struct line *line, char code[ICD_CODE_SIZE], unsigned long *order,
		     struct icd_error *err)
{
	struct span columns[COLUMNS];
	struct icd_typed_code typed;
	if (!check_line(in, line, err))
		return false;
	if (split_tabs(line, columns) != COLUMNS)
		return icd_fail(err,
				"%s:%u: fewer than three columns, expected order number, code and "
				"description with tabs between",
				in->name, line->number);
	if (!take_number(columns[COLUMN_ORDER], order))
		return icd_fail(err, "%s:%u: '%.*s' is no order number, expected digits", in->name, line->number,
				(int)columns[COLUMN_ORDER].length, columns[COLUMN_ORDER].text);
	struct span span = without_quotes(columns[COLUMN_CODE]);
	if (!icd_code_parse(span.text, span.length, &typed) || typed.open)
		return icd_fail(err, "%s:%u: '%.*s' is no code, expected one such as Z51.5", in->name, line->number,
				(int)span.length, span.text);
	memcpy(code, typed.code, ICD_CODE_SIZE);
	return true;
}

static bool check_heading(const struct input *in, struct line_cursor *cursor, struct icd_error *err)
{
	struct line line;
	if (next_line(cursor, &line) && is_heading(&line))
		return true;
	return icd_fail(err,
			"%s:1: no heading of a POA-exempt list, expected 'Order2021, POAexemptCode, "
			"Description' with tabs between",
			in->name);
}

bool read_poa(const struct input *in, struct icd_pool *pool, struct poa_list **out, struct icd_error *err)
{
	struct line_cursor cursor = lines_of(in);
	struct line line;
	char code[ICD_CODE_SIZE];
	struct interner codes = {0}; /* a repetition says nothing new */
	unsigned long order = 0, last = 0;
	bool done = check_heading(in, &cursor, err);
	while (done && next_line(&cursor, &line)) {
		if (line_is_blank(&line))
			continue;
		done = read_row(in, &line, code, &order, err);
		if (!done)
			break;
		last = order > last ? order : last;
		intern(&codes, code);
	}
	if (done && codes.count == 0)
		done = icd_fail(err, "%s:1: no codes after the heading, expected a POA-exempt list", in->name);
	if (done) {
		*out = need(pool, 1, sizeof **out);
		**out = (struct poa_list){need(pool, codes.count, sizeof *codes.texts), codes.count, last};
		for (size_t i = 0; i < codes.count; i++)
			(*out)->codes[i] = need_text(pool, codes.texts[i], strlen(codes.texts[i]));
	}
	interner_free(&codes);
	return done;
}
