/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "code_cell.h"

#include "ascii.h"
#include "code_span.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* Letters of other scripts that look like those of ASCII. */
static const struct {
	utf8proc_int32_t character;
	char ascii;
} lookalikes[] = {
	{0x410, 'A'},  {0x412, 'B'}, {0x421, 'C'},  {0x415, 'E'},  {0x41d, 'H'},  {0x406, 'I'}, {0x408, 'J'},
	{0x41a, 'K'},  {0x41c, 'M'}, {0x41e, 'O'},  {0x420, 'P'},  {0x405, 'S'},  {0x422, 'T'}, {0x425, 'X'},
	{0x423, 'Y'},  {0x430, 'a'}, {0x441, 'c'},  {0x435, 'e'},  {0x456, 'i'},  {0x458, 'j'}, {0x43a, 'k'},
	{0x43c, 'm'},  {0x43e, 'o'}, {0x440, 'p'},  {0x455, 's'},  {0x445, 'x'},  {0x443, 'y'}, {0x391, 'A'},
	{0x392, 'B'},  {0x395, 'E'}, {0x396, 'Z'},  {0x397, 'H'},  {0x399, 'I'},  {0x39a, 'K'}, {0x39c, 'M'},
	{0x39d, 'N'},  {0x39f, 'O'}, {0x3a1, 'P'},  {0x3a4, 'T'},  {0x3a5, 'Y'},  {0x3a7, 'X'}, {0x3bf, 'o'},
	{0x2024, '.'}, {0xb7, '.'},  {0x22c5, '.'}, {0x3002, '.'}, {0xff61, '.'},
};

static char lookalike_of(utf8proc_int32_t c)
{
	for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++) {
		if (lookalikes[i].character == c)
			return lookalikes[i].ascii;
	}
	return '\0';
}

static const char *name_of(utf8proc_int32_t c)
{
	static const struct {
		utf8proc_int32_t from, to;
		const char *name;
	} names[] = {
		{0xa0, 0xa0, "no-break space"},
		{0xad, 0xad, "soft hyphen"},
		{0x370, 0x3ff, "Greek"},
		{0x400, 0x52f, "Cyrillic"},
		{0x2002, 0x200a, "space"},
		{0x200b, 0x200d, "zero-width"},
		{0x200e, 0x200f, "direction mark"},
		{0x202a, 0x202e, "direction mark"},
		{0x202f, 0x202f, "no-break space"},
		{0x2066, 0x2069, "direction mark"},
		{0x2060, 0x2060, "zero-width"},
		{0x3000, 0x3000, "wide space"},
		{0x3002, 0x3002, "ideographic full stop"},
		{0xfeff, 0xfeff, "byte order mark"},
		{0xff00, 0xffef, "fullwidth"},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (c >= names[i].from && c <= names[i].to)
			return names[i].name;
	}
	return NULL;
}

/* What a character is beside a code. */
enum part { PART_CODE, PART_BLANK, PART_QUOTE, PART_LOOKALIKE, PART_DASH, PART_OTHER };

static enum part part_of_ascii(char c)
{
	if (c == '"' || c == '\'' || c == '`')
		return PART_QUOTE;
	return ((unsigned char)c < ' ' && c != '\t') || c == 0x7f ? PART_BLANK : PART_CODE;
}

/* Of what is no character of a code, by its category. */
static enum part part_of_other(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_CC:
		return PART_BLANK;
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PS: /* the low quotes of German */
		return PART_QUOTE;
	default:
		return lookalike_of(c) ? PART_LOOKALIKE : PART_OTHER;
	}
}

/* The part, and the character of a code that it is or looks like. */
static enum part part_of(utf8proc_int32_t c, const struct icd_char *read, char *ascii)
{
	*ascii = '\0';
	if (c < 0x80) {
		*ascii = (char)c;
		return part_of_ascii((char)c);
	}
	switch (read->kind) {
	case ICD_CHAR_SPACE:
	case ICD_CHAR_HIDDEN:
		return PART_BLANK;
	case ICD_CHAR_DASH:
		*ascii = '-';
		return PART_DASH;
	case ICD_CHAR_CODE:
	case ICD_CHAR_DOT:
		*ascii = read->kind == ICD_CHAR_DOT ? '.' : read->value;
		return PART_LOOKALIKE;
	default:
		*ascii = lookalike_of(c);
		return part_of_other(c);
	}
}

/* What was found first; the rest is as good as said. */
struct oddity {
	enum part part; /* PART_CODE: nothing yet */
	utf8proc_int32_t character;
	char ascii;
	size_t kept_before; /* characters of the code before it */
	bool formula;
};

/* Takes the character that begins the text; how many bytes it has, 0 when a code has no such thing beside it. */
static size_t take(struct icd_cell *cell, struct oddity *odd, const char *text, size_t length)
{
	utf8proc_int32_t c;
	struct icd_char read = icd_char_at(text, text + length);
	char ascii;
	/* Bytes that are no UTF-8 are Latin-1: its no-break space. */
	if (utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &c) < 0)
		c = (unsigned char)*text;
	enum part part = part_of(c, &read, &ascii);
	bool kept = part == PART_CODE || part == PART_LOOKALIKE || part == PART_DASH;
	if (part == PART_OTHER || (kept && cell->length + 1 == ICD_CELL_SIZE))
		return 0;
	if (part != PART_CODE && (odd->part == PART_CODE || (part == PART_LOOKALIKE && !cell->lookalike)))
		*odd = (struct oddity){part, c, ascii, cell->length, odd->formula};
	cell->lookalike |= part == PART_LOOKALIKE;
	cell->foreign |= part == PART_LOOKALIKE && (read.kind == ICD_CHAR_WORD || read.kind == ICD_CHAR_OTHER);
	if (kept)
		cell->text[cell->length++] = ascii;
	return read.size;
}

static void say_odd(struct icd_cell *cell, const struct oddity *odd)
{
	char character[48];
	const char *name = name_of(odd->character);
	const char *where = odd->kept_before == 0 ? "before" : odd->kept_before == cell->length ? "behind" : "within";
	snprintf(character, sizeof character, "U+%04X%s%s%s", (unsigned)odd->character, name ? " (" : "",
		 name ? name : "", name ? ")" : "");
	if (odd->part == PART_LOOKALIKE || odd->part == PART_DASH)
		snprintf(cell->odd, sizeof cell->odd, "%s in place of %c", character, odd->ascii);
	else if (odd->formula)
		snprintf(cell->odd, sizeof cell->odd, "=\"...\" of a spreadsheet around the code");
	else if (odd->part == PART_QUOTE)
		snprintf(cell->odd, sizeof cell->odd, "a quote %s the code", where);
	else
		snprintf(cell->odd, sizeof cell->odd, "%s %s the code", character, where);
}

bool icd_cell_clean(const char *text, size_t length, struct icd_cell *out)
{
	struct oddity odd = {.part = PART_CODE};
	*out = (struct icd_cell){.length = 0};
	if (length > 2 && text[0] == '=' && text[1] == '"') {
		odd.formula = true;
		text++;
		length--;
	}
	for (size_t size; length; text += size, length -= size) {
		size = take(out, &odd, text, length);
		if (size == 0)
			return false;
	}
	if (odd.part == PART_CODE || !out->length)
		return false;
	say_odd(out, &odd);
	return true;
}

/* ---- what may be meant as a code ---- */

static size_t read_loosely(const char *text, char out[ICD_LOOSE_SIZE])
{
	bool digit = false;
	text += strspn(text, " \t\"'([{=*#");
	size_t length = strlen(text), taken = 0;
	while (length && strchr(" \t\"')]}.,;:*-_", text[length - 1]))
		length--;
	for (size_t i = 0; i < length; i++) {
		digit |= text[i] == '.';
		if (text[i] == '.' || text[i] == ' ' || (text[i] == '-' && taken == 3))
			continue;
		if (!icd_is_letter_or_digit(text[i]) || taken == ICD_LOOSE_SIZE - 1)
			return 0;
		digit |= icd_is_digit(text[i]);
		out[taken++] = icd_upper(text[i]);
	}
	out[taken] = '\0';
	return taken >= 3 && digit ? taken : 0;
}

size_t icd_code_read_loosely(const char *text, char out[ICD_LOOSE_SIZE])
{
	struct icd_cell cell;
	size_t taken = read_loosely(text, out);
	return taken || !icd_cell_clean(text, strlen(text), &cell) ? taken : read_loosely(cell.text, out);
}
