/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include <ctype.h>
#include <string.h>

#define VERB_WIDTH 13

/* Reads a code as files of fixed width hold it: three to seven letters and digits (ASCII), the first a letter, no dot.
 * Gives the stored spelling. */
static bool take_plain_code(struct span span, char code[ICD_CODE_SIZE])
{
	if (span.length < 3 || span.length > ICD_CODE_LENGTH)
		return false;
	for (size_t i = 0; i < span.length; i++) {
		unsigned char c = (unsigned char)span.text[i];
		if (c >= 0x80 || !isalnum(c) || (i == 0 && !isalpha(c)))
			return false;
		code[i] = (char)toupper(c);
	}
	code[span.length] = '\0';
	return true;
}

/* How many bytes `count` characters take; the whole length when there are fewer. */
static size_t bytes_of_characters(struct span span, size_t count)
{
	size_t i = 0;
	for (; i < span.length; i++) {
		bool starts = ((unsigned char)span.text[i] & 0xC0) != 0x80;
		if (starts && count-- == 0)
			break;
	}
	return i;
}

/*
 * Splits what starts at the short title of a row: 60 columns, a blank, and the long
 * title to the end of the row. Columns are characters; where those do not fit, bytes.
 * Blanks are taken off the ends, not off the starts: two official short titles start
 * with one. False when a title is missing or the blank is not.
 */
static bool split_titles(struct span rest, struct span *short_title, struct span *long_title)
{
	size_t widths[] = {bytes_of_characters(rest, SHORT_TITLE_WIDTH), SHORT_TITLE_WIDTH};
	for (size_t i = 0; i < 2; i++) {
		size_t width = widths[i];
		if (rest.length < width + 2 || rest.text[width] != ' ')
			continue;
		if (rest.text[width + 1] == ' ' && widths[0] != widths[1])
			continue;
		*short_title = trim_end((struct span){rest.text, width});
		*long_title = trim_end((struct span){rest.text + width + 1, rest.length - width - 1});
		return short_title->length && long_title->length;
	}
	return false;
}

static bool check_length(const struct input *in, const struct line *line, const struct layout *layout, size_t shift,
			 struct icd_error *err)
{
	size_t code = layout->code, titles = layout->titles, last = titles + SHORT_TITLE_WIDTH + 1;
	if (!layout->flag && line->length <= titles + shift)
		return icd_fail(
			err,
			"%s:%u: the row ends in column %zu, expected a code in columns %zu-%zu and a title from "
			"column %zu",
			in->name, line->number, line->length, code + 1, code + ICD_CODE_LENGTH, titles + 1);
	if (layout->flag && line->length <= last + shift)
		return icd_fail(err,
				"%s:%u: the row ends in column %zu, expected two titles: a short one in columns "
				"%zu-%zu, a long one from column %zu",
				in->name, line->number, line->length, titles + 1, titles + SHORT_TITLE_WIDTH, last + 1);
	return true;
}

static bool check_blanks(const struct input *in, const struct line *line, const struct layout *layout, size_t shift,
			 struct icd_error *err)
{
	const size_t starts[] = {layout->code, layout->flag, layout->titles};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		char c = starts[i] ? line->text[starts[i] - 1 + shift] : ' ';
		if (c != ' ')
			return icd_fail(err, "%s:%u: '%c' in column %zu, expected a blank", in->name, line->number,
					(unsigned char)c < 0x80 ? c : '?', starts[i]);
	}
	return true;
}

static bool read_titles(const struct input *in, const struct line *line, const struct layout *layout, size_t shift,
			struct icd_pool *pool, struct code_row *row, struct icd_error *err)
{
	size_t start = layout->titles, long_start = start + SHORT_TITLE_WIDTH + 1;
	struct span rest = {line->text + start + shift, line->length - start - shift};
	struct span short_title, long_title = trim_end(rest);
	if (!layout->flag && !long_title.length)
		return icd_fail(err, "%s:%u: no title, expected one from column %zu", in->name, line->number,
				start + 1);
	if (layout->flag && !split_titles(rest, &short_title, &long_title))
		return icd_fail(
			err,
			"%s:%u: the titles are not in their columns, expected a short title in %zu-%zu, a blank, "
			"and a long title from %zu",
			in->name, line->number, start + 1, long_start - 1, long_start + 1);
	row->short_title = layout->flag ? need_text(pool, short_title.text, short_title.length) : NULL;
	row->long_title = need_text(pool, long_title.text, long_title.length);
	return true;
}

bool read_columns(const struct input *in, const struct line *line, const struct layout *layout, size_t shift,
		  struct icd_pool *pool, struct code_row *row, struct icd_error *err)
{
	char code[ICD_CODE_SIZE];
	if (!check_length(in, line, layout, shift, err) || !check_blanks(in, line, layout, shift, err))
		return false;
	struct span span = trim((struct span){line->text + layout->code + shift, ICD_CODE_LENGTH});
	if (!take_plain_code(span, code))
		return icd_fail(
			err,
			"%s:%u: '%.*s' in columns %zu-%zu is no code, expected three to seven letters and digits "
			"that start with a letter",
			in->name, line->number, (int)span.length, span.text, layout->code + 1,
			layout->code + ICD_CODE_LENGTH);
	char flag = layout->flag ? line->text[layout->flag + shift] : '1';
	if (flag != '0' && flag != '1')
		return icd_fail(err, "%s:%u: '%c' in column %zu, expected 0 (header) or 1 (billable)", in->name,
				line->number, (unsigned char)flag < 0x80 ? flag : '?', layout->flag + 1);
	row->code = need_text(pool, code, strlen(code));
	row->billable = flag == '1';
	return read_titles(in, line, layout, shift, pool, row, err);
}

bool check_line_end(const struct input *in, const struct line *line, struct icd_error *err)
{
	return line->end != LINE_END_NONE ||
	       icd_fail(err, "%s:%u: the last row has no line end, expected one: the file may be cut short", in->name,
			line->number);
}

bool take_addenda_verb(const struct line *line, enum addenda_verb *verb)
{
	static const char *const verbs[] = {
		[ADDENDA_ADD] = "Add:",
		[ADDENDA_DELETE] = "Delete:",
		[ADDENDA_REVISE_FROM] = "Revise from:",
		[ADDENDA_REVISE_TO] = "Revise to:",
	};
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
