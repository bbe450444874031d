/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#define SHORT_TITLE_WIDTH 60

struct line_cursor lines_of(const struct input *in)
{
	struct line_cursor cursor = {.at = in->data, .end = in->data + in->size};
	if (in->size >= 3 && memcmp(in->data, "\xEF\xBB\xBF", 3) == 0)
		cursor.at += 3;
	return cursor;
}

bool next_line(struct line_cursor *cursor, struct line *line)
{
	size_t left = (size_t)(cursor->end - cursor->at);
	if (left == 0)
		return false;
	const char *feed = memchr(cursor->at, '\n', left);
	size_t length = feed ? (size_t)(feed - cursor->at) : left;
	*line = (struct line){
		.text = cursor->at,
		.length = length,
		.end = feed ? LINE_END_LF : LINE_END_NONE,
		.number = ++cursor->number,
	};
	cursor->at += feed ? length + 1 : length;
	if (feed && length && line->text[length - 1] == '\r') {
		line->length--;
		line->end = LINE_END_CRLF;
	}
	return true;
}

bool line_is_blank(const struct line *line)
{
	return trim((struct span){line->text, line->length}).length == 0;
}

bool is_utf8(const char *text, size_t length)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text, *end = at + length;
	while (at < end) {
		utf8proc_int32_t character;
		utf8proc_ssize_t size = *at < 0x80 ? 1 : utf8proc_iterate(at, end - at, &character);
		if (size <= 0)
			return false;
		at += size;
	}
	return true;
}

bool check_line(const struct input *in, const struct line *line, struct icd_error *err)
{
	for (size_t i = 0; i < line->length; i++) {
		unsigned char c = (unsigned char)line->text[i];
		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return icd_fail(err, "%s:%u: control character 0x%02X in column %zu, expected text", in->name,
					line->number, c, i + 1);
	}
	if (!is_utf8(line->text, line->length))
		return icd_fail(err, "%s:%u: a byte that is not UTF-8, expected ASCII or UTF-8 text", in->name,
				line->number);
	return true;
}

/* The bytes of the white space that starts at `text`, 0 when none does. */
static size_t blank_at(const char *text, size_t length)
{
	if (length && strchr(" \t\r\n", *text) && *text)
		return 1;
	return length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

struct span trim_end(struct span span)
{
	for (;;) {
		const char *end = span.text + span.length;
		if (span.length && blank_at(end - 1, 1) == 1)
			span.length--;
		else if (span.length >= 2 && blank_at(end - 2, 2) == 2)
			span.length -= 2;
		else
			return span;
	}
}

struct span trim(struct span span)
{
	size_t blank;
	while ((blank = blank_at(span.text, span.length))) {
		span.text += blank;
		span.length -= blank;
	}
	return trim_end(span);
}

bool span_is(struct span span, const char *text)
{
	return strlen(text) == span.length && memcmp(span.text, text, span.length) == 0;
}

bool span_holds(struct span span, const char *word)
{
	size_t length = strlen(word);
	for (size_t i = 0; i + length <= span.length; i++) {
		if (strncasecmp(span.text + i, word, length) == 0)
			return true;
	}
	return false;
}

bool take_plain_code(struct span span, char code[ICD_CODE_SIZE])
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

bool split_titles(struct span rest, struct span *short_title, struct span *long_title)
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
