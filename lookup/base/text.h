/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Comparing texts of the code book: accents and white space. Both programs use it:
 * what counts as equal is part of the index format.
 */
#ifndef ICD_BASE_TEXT_H
#define ICD_BASE_TEXT_H

#include "memory/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Are the two equal, or both NULL? Of texts that are kept once most are told by their addresses. */
static inline bool icd_text_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Copies `length` bytes of a text, fewer where it ends before; cut at `size` - 1 bytes, returns out. */
const char *icd_text_cut(const char *text, size_t length, char *out, size_t size);

/* The first eight bytes of a text, zeros after its end, as a number, by which texts are sorted as by strcmp as far as it
 * tells them apart. */
static inline uint64_t icd_text_start(const char *text)
{
	uint64_t start = 0;
	for (unsigned i = 0; i < sizeof start; i++) {
		start = start << 8 | (unsigned char)*text;
		text += *text != '\0';
	}
	return start;
}

/* Are the two equal but for accents ("Sjögren", "Sjogren")? */
bool icd_text_same_but_accents(const char *a, const char *b);

/* Copies a title without accents, without capitals, its white space folded; cut at `size` - 1 bytes, returns out. */
const char *icd_text_fold_title(const char *text, char *out, size_t size);
/* Do the two say the same as titles: equal but for accents, case and white space? */
bool icd_text_same_title(const char *a, const char *b);

/* Does a title say that the code is an unspecified one? It has the word, not "unspecifiedness" or "otherunspecified". */
bool icd_text_unspecified(const char *title);

/* Equal once white space at the ends is taken off and each stretch within counts as one blank? */
bool icd_text_same_but_space(const char *a, const char *b);

/* Copies the text with its white space so folded; cut at `size` - 1 bytes, returns out. */
const char *icd_text_fold_space(const char *text, char *out, size_t size);
/* The whole text so folded: itself where it is that already, else in the pool; "" when memory runs out. */
const char *icd_text_folded(struct icd_pool *pool, const char *text);

/*
 * The character that begins the text of `length` bytes, more than none. Where a terminal would obey it instead of showing
 * it, how it is shown: "\\x1b", "\\u202e": controls but the tab, those of U+0080 to U+009F also as lone bytes, and marks that turn the
 * direction of text; else "". Returns how many bytes it has.
 */
#define ICD_ESCAPE_SIZE 8
size_t icd_text_escape(const char *text, size_t length, char escape[ICD_ESCAPE_SIZE]);
/* Is there any such character in the text? */
bool icd_text_steers(const char *text);
/* Writes the text with all of them escaped, also the ends of lines: what is one line stays one. */
void icd_text_show(FILE *file, const char *text);

/* Does the word announce the number of a chapter: "chapter", "ch."? In any case. */
bool icd_is_chapter_word(const char *word);

/* The number that "13", "chapter 13" and "ch. 13" name; 0 for what is none. */
long icd_chapter_number(const char *query);

#endif
