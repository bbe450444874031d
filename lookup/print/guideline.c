/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PARAGRAPH 16384 /* bytes; no official one has a tenth of that: a longer one is shown as two */

/* How much of the text is the next paragraph. */
static size_t paragraph_length(const char *text)
{
	size_t length = strcspn(text, "\n"), cut = PARAGRAPH - 1;
	if (length <= cut)
		return length;
	while (cut > 1 && text[cut] != ' ')
		cut--;
	return cut > 1 ? cut : PARAGRAPH - 1;
}

void guideline_print_text(const struct output *out, unsigned indent, const char *text)
{
	char paragraph[PARAGRAPH], start[32];
	snprintf(start, sizeof start, "%*s", (int)indent, "");
	for (bool first = true; *text; first = false) {
		size_t length = paragraph_length(text);
		snprintf(paragraph, sizeof paragraph, "%.*s", (int)length, text);
		if (!first && strncmp(paragraph, "\xE2\x80\xA2", 3) != 0)
			fputc('\n', out->file);
		output_wrap(out, start, indent, indent, INK_PLAIN, paragraph);
		text += length + (text[length] == '\n' || text[length] == ' ');
	}
}

void guideline_print_line(const struct output *out, unsigned width, const char *number, const char *title)
{
	char start[OUTPUT_NUMBER_SIZE];
	output_number(out, number, start);
	output_item(out, OUTPUT_UNDER, INK_PLAIN, title, "%s%s%-*s%s  ", *start ? start : "  ", ink(out, INK_CODE),
		    (int)width, number, ink_end(out));
}

/* Does one of the words, of four letters or more, stand in the paragraph? Its start is enough: endings differ. */
static bool has_word(const char *paragraph, const char *words)
{
	char word[16];
	while (*words) {
		size_t length = strcspn(words, " ");
		snprintf(word, sizeof word, "%.*s", (int)(length > 4 ? length - 1 : length), words);
		if (length >= 4 && strcasestr(paragraph, word))
			return true;
		words += length + (words[length] == ' ');
	}
	return false;
}

/* The paragraph with its white space folded, or its first words and dots. */
static const char *start_of(const char *paragraph, char out[GUIDELINE_EXCERPT])
{
	static const char dots[] = " ...";
	icd_text_fold_space(paragraph, out, GUIDELINE_EXCERPT);
	if (strlen(out) + 1 < GUIDELINE_EXCERPT)
		return out;
	size_t end = GUIDELINE_EXCERPT - sizeof dots;
	while (end > 0 && out[end] != ' ')
		end--;
	memcpy(out + end, dots, sizeof dots);
	return out;
}

const char *guideline_excerpt(const char *text, const char *words, char out[GUIDELINE_EXCERPT])
{
	char paragraph[PARAGRAPH];
	for (const char *at = text; *at;) {
		size_t length = strcspn(at, "\n");
		snprintf(paragraph, sizeof paragraph, "%.*s", (int)length, at);
		if (has_word(paragraph, words))
			return start_of(paragraph, out);
		at += length + (at[length] != '\0');
	}
	snprintf(paragraph, sizeof paragraph, "%.*s", (int)strcspn(text, "\n"), text);
	return start_of(paragraph, out);
}
