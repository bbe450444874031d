/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What codes are to each other for searching: which differ only by side or seventh
 * character, and which stands for the ones above it when nothing more is said. Read off their
 * titles. Part of search_facts.c, apart for its size; builder only.
 */
#ifndef ICD_BUILD_SEARCH_FACTS_SEARCH_FAMILIES_H
#define ICD_BUILD_SEARCH_FACTS_SEARCH_FAMILIES_H

#include "merge/book.h"
#include "search/search_record.h"
#include "search_lexicon.h"

#define EXTENSION_SETS_MAX 255

struct families {
	struct icd_code_row *rows;                             /* by ordinal; class and prior are not set here */
	struct icd_extension_set sets[EXTENSION_SETS_MAX + 1]; /* sets[0] is empty */
	uint32_t set_count;
	uint32_t intents[ICD_INTENTS][ICD_INTENT_WORDS_MAX]; /* stems of the words of intents; NO_STEM: no more */
	bool *standard;                /* by ordinal: stands for the code above it, or says "unspecified" */
	bool *on_purpose;              /* by ordinal: has a word of purpose in its newest title */
	struct icd_title_hash *titles; /* by ordinal: of the newest title */
};

/* All memory is the arena's. */
void families_make(const struct book *book, struct lexicon *lexicon, struct icd_pool *arena, struct families *families);

/* Is the stem that of a word of intents? */
bool families_intent_word(const struct families *families, uint32_t stem);

/* The newest long title of a code; "" when no code set has it. */
const char *newest_title(const struct book *book, const struct book_code *code);

#endif
