/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "text.h"

#include "ascii.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text >= 0x80)
			return false;
	}
	return true;
}

const char *icd_text_cut(const char *text, size_t length, char *out, size_t size)
{
	length = strnlen(text, length < size ? length : size - 1);
	memcpy(out, text, length);
	out[length] = '\0';
	return out;
}

/* Copies UTF-8 text without its accents, cut at `size` - 1 bytes; text that is no UTF-8 as it is. */
static const char *without_accents(const char *text, char *out, size_t size)
{
	utf8proc_uint8_t *folded = NULL;
	if (!is_ascii(text))
		utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
			     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK);
	icd_text_cut(folded ? (const char *)folded : text, size, out, size);
	free(folded);
	return out;
}

bool icd_text_same_but_accents(const char *a, const char *b)
{
	char folded_a[2048], folded_b[2048];
	if (strcmp(a, b) == 0)
		return true;
	if (is_ascii(a) && is_ascii(b))
		return false;
	return strcmp(without_accents(a, folded_a, sizeof folded_a), without_accents(b, folded_b, sizeof folded_b)) ==
	       0;
}

const char *icd_text_fold_title(const char *text, char *out, size_t size)
{
	utf8proc_uint8_t *folded = NULL;
	if (is_ascii(text)) { /* most are, which saves the library's tables */
		icd_text_fold_space(text, out, size);
		for (char *c = out; *c; c++)
			*c = icd_lower(*c);
		return out;
	}
	utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
		     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
	icd_text_fold_space(folded ? (const char *)folded : text, out, size);
	free(folded);
	return out;
}

bool icd_text_same_title(const char *a, const char *b)
{
	char folded_a[2048], folded_b[2048];
	return strcmp(a, b) == 0 || strcmp(icd_text_fold_title(a, folded_a, sizeof folded_a),
					   icd_text_fold_title(b, folded_b, sizeof folded_b)) == 0;
}

static const char *skip_space(const char *text)
{
	while (icd_is_space(*text))
		text++;
	return text;
}

/* The next character of the folded text; a stretch of space gives one blank, the last none. */
static int next_folded(const char **text)
{
	if (!icd_is_space(**text))
		return **text ? (unsigned char)*(*text)++ : 0;
	*text = skip_space(*text);
	return **text ? ' ' : 0;
}

bool icd_text_unspecified(const char *title)
{
	static const char word[] = "unspecified";
	for (const char *at = title; (at = strpbrk(at, "uU")) != NULL; at++) {
		bool starts = at == title || !icd_is_letter(at[-1]);
		if (starts && strncasecmp(at, word, sizeof word - 1) == 0 && !icd_is_letter(at[sizeof word - 1]))
			return true;
	}
	return false;
}

bool icd_text_same_but_space(const char *a, const char *b)
{
	a = skip_space(a);
	b = skip_space(b);
	for (;;) {
		int left = next_folded(&a), right = next_folded(&b);
		if (left != right || left == 0)
			return left == right;
	}
}

const char *icd_text_fold_space(const char *text, char *out, size_t size)
{
	size_t length = 0;
	text = skip_space(text);
	while (*text && length + 1 < size) {
		if (!icd_is_space(*text)) {
			out[length++] = *text++;
			continue;
		}
		text = skip_space(text);
		if (*text)
			out[length++] = ' ';
	}
	out[length] = '\0';
	return out;
}

/* Stands no space at either end, and no other than single blanks between? */
static bool is_folded(const char *text, size_t length)
{
	size_t i = 0;
	if (length && (icd_is_space(text[0]) || icd_is_space(text[length - 1])))
		return false;
	for (uint64_t here, next; length - i > sizeof here; i += sizeof here) {
		memcpy(&here, text + i, sizeof here);
		memcpy(&next, text + i + 1, sizeof next);
		if (icd_bytes_control(here) | (icd_bytes_equal(here, ' ') & icd_bytes_equal(next, ' ')))
			return false;
	}
	for (; i < length; i++) {
		if (icd_is_space(text[i]) && (text[i] != ' ' || icd_is_space(text[i + 1])))
			return false;
	}
	return true;
}

const char *icd_text_folded(struct icd_pool *pool, const char *text)
{
	size_t length = strlen(text);
	if (is_folded(text, length))
		return text;
	char *copy = icd_pool_take(pool, length + 1, 1);
	return copy ? icd_text_fold_space(text, copy, length + 1) : "";
}

static const char *const chapter_words[] = {"chapters", "chapter", "ch.", "ch"};

#define CHAPTER_WORDS (sizeof chapter_words / sizeof *chapter_words)

bool icd_is_chapter_word(const char *word)
{
	bool found = false;
	for (size_t i = 0; i < CHAPTER_WORDS; i++)
		found |= strcasecmp(word, chapter_words[i]) == 0;
	return found;
}

long icd_chapter_number(const char *query)
{
	char *end;
	for (size_t i = 0; i < CHAPTER_WORDS; i++) {
		size_t length = strlen(chapter_words[i]);
		if (strncasecmp(query, chapter_words[i], length) == 0) {
			query += length;
			break;
		}
	}
	long number = strtol(query, &end, 10);
	return end != query && *end == '\0' && number > 0 ? number : 0;
}

/* ---- what a terminal would obey ---- */

static bool turns_text(utf8proc_int32_t c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_obeyed(utf8proc_int32_t c)
{
	return (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0) || turns_text(c);
}

size_t icd_text_escape(const char *text, size_t length, char escape[ICD_ESCAPE_SIZE])
{
	unsigned char byte = (unsigned char)*text;
	utf8proc_int32_t c = byte;
	escape[0] = '\0';
	if (byte >= 0x20 && byte < 0x7f)
		return 1;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &c);
	/* Bytes that are no UTF-8 stand for what they are in Latin-1. */
	if (size <= 0)
		c = byte;
	if (is_obeyed(c))
		snprintf(escape, ICD_ESCAPE_SIZE, c < 0x80 || size <= 0 ? "\\x%02x" : "\\u%04x", (unsigned)c & 0xffff);
	return size > 0 ? (size_t)size : 1;
}

bool icd_text_steers(const char *text)
{
	char escape[ICD_ESCAPE_SIZE] = "";
	for (size_t left = strlen(text), size; left && !*escape; left -= size, text += size)
		size = icd_text_escape(text, left, escape);
	return *escape;
}

/* How many bytes from here on are plain ASCII, which most texts are. */
static size_t plain_length(const char *text)
{
	const char *at = text;
	while (*at >= 0x20 && *at < 0x7f)
		at++;
	return (size_t)(at - text);
}

void icd_text_show(FILE *file, const char *text)
{
	char escape[ICD_ESCAPE_SIZE];
	while (*text) {
		size_t size = plain_length(text);
		*escape = '\0';
		if (size == 0)
			size = icd_text_escape(text, strlen(text), escape);
		fwrite(*escape ? escape : text, 1, *escape ? strlen(escape) : size, file);
		text += size;
	}
}
