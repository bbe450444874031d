/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"

#include "base/base.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

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

/* Are all bytes from a blank to "~"? Looked at by eight. A byte has its high bit set when it is no ASCII, or once 0x20 was
 * taken from it when it is less, or once 1 was added to it when it is 0x7F. */
static bool is_plain(const char *text, size_t length)
{
	uint64_t odd = 0, eight;
	size_t i = 0;
	for (; i + sizeof eight <= length; i += sizeof eight) {
		memcpy(&eight, text + i, sizeof eight);
		odd |= eight | (eight - ICD_OF_EACH(0x20)) | (eight + ICD_OF_EACH(1));
	}
	for (; i < length; i++)
		odd |= (unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7F ? 0x80 : 0;
	return !(odd & ICD_OF_EACH(0x80));
}

bool check_line(const struct input *in, const struct line *line, struct icd_error *err)
{
	if (is_plain(line->text, line->length))
		return true;
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
	if (length && (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n'))
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

bool span_starts(struct span span, const char *text)
{
	size_t length = strlen(text);
	return span.length >= length && memcmp(span.text, text, length) == 0;
}

struct span span_after(struct span span, const char *mark)
{
	const char *found = memmem(span.text, span.length, mark, strlen(mark));
	size_t used = found ? (size_t)(found - span.text) + strlen(mark) : span.length;
	return (struct span){span.text + used, span.length - used};
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

size_t take_digits(struct span *span, size_t most, unsigned long *number)
{
	size_t digits = 0;
	*number = 0;
	while (digits < span->length && digits < most && isdigit((unsigned char)span->text[digits]))
		*number = *number * 10 + (unsigned long)(span->text[digits++] - '0');
	span->text += digits;
	span->length -= digits;
	return digits;
}
