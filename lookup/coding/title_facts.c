/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "title_facts.h"

#include "base/base.h"
#include "memory/memory.h"

#include <stdio.h>
#include <string.h>

/* ---- titles word by word ---- */

static bool is_word(const char *start, size_t length, const char *word)
{
	return length == strlen(word) && strncasecmp(start, word, length) == 0;
}

bool icd_line_word_is(const struct icd_line_word *word, const char *text)
{
	return is_word(word->start, word->length, text);
}

bool icd_line_word_same(const struct icd_line_word *a, const struct icd_line_word *b)
{
	return a->length == b->length && strncasecmp(a->start, b->start, a->length) == 0;
}

static struct icd_line_word word_of(const char *start, size_t length, bool negated)
{
	if (is_word(start, length, "without"))
		return (struct icd_line_word){start, 4, !negated};
	if (is_word(start, length, "or"))
		return (struct icd_line_word){"and", 3, negated};
	if (is_word(start, length, "nondisplaced"))
		return (struct icd_line_word){start + 3, (unsigned)length - 3, !negated};
	return (struct icd_line_word){start, (unsigned)length, negated};
}

static size_t line_length(const struct icd_claim_code *code)
{
	static const char *const ends[] = {", initial encounter", ", subsequent encounter", ", sequela"};
	for (size_t i = 0; code->encounter && i < sizeof ends / sizeof *ends; i++) {
		const char *end = strstr(code->title, ends[i]);
		if (end)
			return (size_t)(end - code->title);
	}
	return strlen(code->title);
}

void icd_title_line_read(const struct icd_claim_code *code, struct icd_title_line *line)
{
	size_t length = line_length(code);
	bool negated = false;
	line->count = 0;
	for (size_t i = 0; i < length && line->count < ICD_LINE_WORDS;) {
		size_t start = i;
		while (i < length && icd_is_letter_or_digit(code->title[i]))
			i++;
		if (i == start) {
			i++;
		} else if (is_word(code->title + start, i - start, "not")) {
			negated = true;
		} else {
			line->at[line->count++] = word_of(code->title + start, i - start, negated);
			negated = false;
		}
	}
}

/* ---- the condition ---- */

/* Words that tell how long it has been there, or that there are others. */
static bool tells_time(const char *word)
{
	static const char *const words[] = {"acute", "subacute", "chronic", "other", "recurrent", "on"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(word, words[i]) == 0)
			return true;
	}
	return false;
}

void icd_title_condition(const struct icd_claim_code *code, struct icd_title_words *words)
{
	static const char *const ends[] = {",", " with", " due to", " in ", " following", "("};
	char text[128];
	unsigned kept = 0;
	snprintf(text, sizeof text, "%s", code->title);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char *end = strstr(text, ends[i]);
		if (end)
			*end = '\0';
	}
	icd_title_read(text, words);
	for (unsigned i = 0; i < words->count; i++) {
		if (!tells_time(words->at[i]))
			memmove(words->at[kept++], words->at[i], sizeof words->at[i]);
	}
	words->count = kept;
}

/* ---- in numbers ---- */

static uint64_t add_to_hash(uint64_t hash, const char *text, size_t length)
{
	char word[ICD_TITLE_WORD_SIZE];
	size_t kept = length < sizeof word ? length : sizeof word;
	for (size_t i = 0; i < kept; i++)
		word[i] = icd_lower(text[i]);
	return hash * 31 + icd_hash_bytes(word, kept) + length;
}

static uint64_t hash_line(const struct icd_claim_code *code)
{
	struct icd_title_line line;
	uint64_t hash = 0;
	icd_title_line_read(code, &line);
	for (unsigned i = 0; i < line.count; i++)
		hash = add_to_hash(hash, line.at[i].start, line.at[i].length);
	return hash;
}

static uint64_t hash_condition(const struct icd_claim_code *code)
{
	struct icd_title_words words;
	uint64_t hash = 1;
	icd_title_condition(code, &words);
	for (unsigned i = 0; i < words.count; i++)
		hash = add_to_hash(hash, words.at[i], strlen(words.at[i]));
	return words.count ? hash | 1 : 0;
}

static size_t length_before(const char *title, const char *end)
{
	const char *at = strstr(title, end);
	return at && at[strlen(end)] == '\0' ? (size_t)(at - title) : 0;
}

const struct icd_title_facts *icd_title_facts(const struct icd_claim_code *code)
{
	struct icd_title_facts *facts = code->title_facts;
	struct icd_title_words words;
	if (facts->known)
		return facts;
	icd_title_read(code->title, &words);
	*facts = (struct icd_title_facts){.known = true,
					  .side = words.side,
					  .words = icd_title_signature(&words),
					  .line = hash_line(code),
					  .condition = hash_condition(code),
					  .uncomplicated = length_before(code->title, ", uncomplicated")};
	return facts;
}
