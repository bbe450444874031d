/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "title_words.h"

#include "base/base.h"
#include "memory/memory.h"

#include <stdlib.h>
#include <string.h>

static int compare_words(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Words that only join, or that differ between a side's title and the bilateral's. */
static bool is_filler(const char *word)
{
	static const char *const fillers[] = {"of",    "the",  "and",  "unilateral", "bilateral",
					      "right", "left", "side", "unspecified"};
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
		if (strcmp(word, fillers[i]) == 0)
			return true;
	}
	return false;
}

/* "unspecified" tells the side only where nothing else does. */
static void take_side(struct icd_title_words *words, enum icd_side side)
{
	if (side != ICD_SIDE_NONE && (words->side == ICD_SIDE_NONE || words->side == ICD_SIDE_UNSPECIFIED))
		words->side = side;
}

/* One hip, two hips; one artery, two arteries. */
static void make_singular(char *word)
{
	size_t length = strlen(word);
	if (length > 4 && strcmp(word + length - 3, "ies") == 0)
		memcpy(word + length - 3, "y", 2);
	else if (length > 3 && word[length - 1] == 's' && word[length - 2] != 's')
		word[length - 1] = '\0';
}

/* Where it belongs, unless it is there. */
static void put_word(struct icd_title_words *words, const char word[ICD_TITLE_WORD_SIZE])
{
	unsigned at = words->count;
	int order = 1;
	while (at > 0 && (order = strcmp(words->at[at - 1], word)) > 0)
		at--;
	if (order == 0)
		return;
	memmove(words->at[at + 1], words->at[at], (words->count - at) * sizeof words->at[0]);
	memcpy(words->at[at], word, sizeof words->at[0]);
	words->count++;
}

static void add_word(struct icd_title_words *words, const char *start, size_t length)
{
	char word[ICD_TITLE_WORD_SIZE] = "";
	length = length < sizeof word ? length : sizeof word - 1;
	for (size_t i = 0; i < length; i++)
		word[i] = icd_lower(start[i]);
	word[length] = '\0';
	take_side(words, icd_side_of(word));
	if ((length == 1 && word[0] == 's') || is_filler(word) || words->count == ICD_TITLE_WORDS)
		return;
	make_singular(word);
	put_word(words, word);
}

/* "..., right ear, with unrestricted hearing on the contralateral side": what follows is about the other ear. */
static size_t title_length(const char *title)
{
	const char *with = strstr(title, "contralateral side") ? strstr(title, " with ") : NULL;
	return with ? (size_t)(with - title) : strlen(title);
}

void icd_title_read(const char *title, struct icd_title_words *words)
{
	size_t length = title_length(title);
	words->side = ICD_SIDE_NONE;
	words->count = 0;
	for (size_t i = 0; i < length;) {
		size_t start = i;
		while (i < length && (icd_is_letter_or_digit(title[i]) || title[i] == '-' || (title[i] & 0x80)))
			i++;
		if (i > start)
			add_word(words, title + start, i - start);
		else
			i++;
	}
}

/* How many words of `a` are not in `b`. */
unsigned icd_title_more(const struct icd_title_words *a, const struct icd_title_words *b)
{
	unsigned more = 0;
	for (unsigned i = 0; i < a->count; i++)
		more += !bsearch(a->at[i], b->at, b->count, sizeof b->at[0], compare_words);
	return more;
}

bool icd_title_same(const struct icd_title_words *a, const struct icd_title_words *b)
{
	return a->count == b->count && icd_title_more(a, b) == 0;
}

bool icd_title_joins(const char *word)
{
	static const char *const words[] = {"with", "on", "combined"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(word, words[i]) == 0)
			return true;
	}
	return false;
}

uint64_t icd_title_signature(const struct icd_title_words *words)
{
	uint64_t bits = 0;
	for (unsigned i = 0; i < words->count; i++)
		bits |= icd_title_joins(words->at[i]) ? 0 : UINT64_C(1) << (icd_hash_text(words->at[i]) & 63);
	return bits;
}
