/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "number.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DEPTHS 7 /* of labels within each other */

static const char depth_kinds[DEPTHS + 1] = "RA1a1ar"; /* Roman, letter, number; capital or small */

/* ---- labels ---- */

/* The value of a Roman numeral up to 39; 0 for anything else. */
static unsigned roman_value(const char *text, size_t length)
{
	static const struct {
		const char *digits;
		unsigned value;
	} parts[] = {{"x", 10}, {"x", 10}, {"x", 10}, {"ix", 9}, {"iv", 4}, {"v", 5}, {"i", 1}, {"i", 1}, {"i", 1}};
	unsigned value = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t size = strlen(parts[i].digits);
		if (length < size || strncasecmp(text, parts[i].digits, size) != 0)
			continue;
		value += parts[i].value;
		text += size;
		length -= size;
	}
	return length ? 0 : value;
}

/* Which of its level a label is, from 1; 0 when no such label stands at that depth. */
static unsigned label_value(char kind, const char *text, size_t length)
{
	if (kind == 'R' || kind == 'r')
		return roman_value(text, length);
	if (kind == '1')
		return length && length <= 2 && strspn(text, "0123456789") >= length ? (unsigned)atoi(text) : 0;
	return length == 1 && isalpha((unsigned char)*text) ? (unsigned)(tolower((unsigned char)*text) - 'a') + 1 : 0;
}

static bool is_appendix(const char *number)
{
	return strncmp(number, ICD_GUIDELINE_APPENDIX, strlen(ICD_GUIDELINE_APPENDIX)) == 0;
}

/* The labels of a number as values, those that are not there as 0; the first of an appendix counts from 100 on. */
static void values_of(const char *number, unsigned values[DEPTHS])
{
	bool appendix = is_appendix(number);
	const char *at = number + (appendix ? strlen(ICD_GUIDELINE_APPENDIX) : 0);
	memset(values, 0, DEPTHS * sizeof *values);
	for (int depth = 0; depth < DEPTHS && *at; depth++) {
		size_t length = strcspn(at, ".");
		values[depth] = label_value(depth_kinds[depth], at, length);
		at += length + (at[length] == '.');
	}
	values[0] += appendix ? 100 : 0;
}

int icd_guideline_compare(const char *a, const char *b)
{
	unsigned left[DEPTHS], right[DEPTHS];
	values_of(a, left);
	values_of(b, right);
	for (int depth = 0; depth < DEPTHS; depth++) {
		if (left[depth] != right[depth])
			return left[depth] < right[depth] ? -1 : 1;
	}
	return 0;
}

/* ---- above and below ---- */

unsigned icd_guideline_depth(const char *number)
{
	unsigned dots = 0;
	for (; *number; number++)
		dots += *number == '.';
	return dots;
}

bool icd_guideline_above(const char *number, const char *other)
{
	size_t length = strlen(number);
	return strncmp(number, other, length) == 0 && other[length] == '.';
}

const char *icd_guideline_parent(const char *number, char out[ICD_GUIDELINE_SIZE])
{
	const char *dot = strrchr(number, '.');
	snprintf(out, ICD_GUIDELINE_SIZE, "%.*s", dot ? (int)(dot - number) : 0, number);
	return out;
}

/* ---- reading ---- */

/* Adds a label in its proper spelling. */
static bool put_label(char out[ICD_GUIDELINE_SIZE], int depth, const char *text, size_t length)
{
	size_t at = strlen(out);
	if (depth >= DEPTHS || !label_value(depth_kinds[depth], text, length) || at + length + 2 > ICD_GUIDELINE_SIZE)
		return false;
	if (depth)
		out[at++] = '.';
	bool capital = isupper((unsigned char)depth_kinds[depth]) != 0;
	for (size_t i = 0; i < length; i++)
		out[at + i] = (char)(capital ? toupper((unsigned char)text[i]) : tolower((unsigned char)text[i]));
	out[at + length] = '\0';
	return true;
}

static const char *after_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	return strncasecmp(text, word, length) == 0 && text[length] == ' ' ? text + length + 1 : NULL;
}

bool icd_guideline_read(const char *text, char out[ICD_GUIDELINE_SIZE])
{
	char number[ICD_GUIDELINE_SIZE] = "";
	text += strspn(text, " ");
	if (strcasecmp(text, ICD_GUIDELINE_FRONT) == 0) {
		strcpy(out, ICD_GUIDELINE_FRONT);
		return true;
	}
	const char *appendix = after_word(text, "appendix"), *section = after_word(text, "section");
	const char *at = appendix ? appendix : section ? section : text;
	int depth = 0;
	while (*at) {
		size_t length = strcspn(at, ".() ");
		if (!put_label(number, depth++, at, length))
			return false;
		at += length;
		at += strspn(at, ".()");
	}
	const char *before = appendix ? ICD_GUIDELINE_APPENDIX : "";
	snprintf(out, ICD_GUIDELINE_SIZE, "%s%.*s", before, (int)(ICD_GUIDELINE_SIZE - 1 - strlen(before)), number);
	return depth > 0;
}
