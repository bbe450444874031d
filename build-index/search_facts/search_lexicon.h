/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words and stems of all texts that can be searched. Part of search_facts.c, apart
 * for its size; builder only.
 */
#ifndef ICD_BUILD_SEARCH_FACTS_SEARCH_LEXICON_H
#define ICD_BUILD_SEARCH_FACTS_SEARCH_LEXICON_H

#include "words/words.h"
#include "common/common.h"

#define NO_STEM UINT32_MAX

struct lexicon_stem {
	const char *text;
	uint32_t count;                /* texts it stands in */
	uint32_t called;               /* texts that have what it stands for as a synonym */
	uint32_t rank;                 /* among all stems, the commonest first; once lexicon_rank() was called */
	uint8_t role;                  /* enum icd_stem_role */
	struct icd_word_weight weight; /* by table, then by rarity */
	uint32_t *texts;               /* their numbers, ascending */
	size_t text_count, text_capacity;
};

/* A short word and its stem: most words of texts are few, and are found here without being looked for. */
struct lexicon_recent {
	uint64_t word[2]; /* its letters, the last byte 1 of a denied one; all 0: none */
	uint32_t stem;
};
#define LEXICON_RECENT 8192 /* a power of two */

struct lexicon {
	struct icd_pool arena;
	struct icd_stemmer *stemmer;
	struct interner words, stem_texts; /* numbered as they came */
	uint32_t *stem_of;                 /* by word: its stem */
	size_t word_count, word_capacity;
	struct lexicon_stem *stems; /* by the number of the text */
	size_t stem_count, stem_capacity;
	struct lexicon_recent *recent; /* LEXICON_RECENT, by hash; the last word of each */
};

void lexicon_start(struct lexicon *lexicon);
void lexicon_free(struct lexicon *lexicon);

/* The stem of a folded word, as an index of stems; the word is remembered. A denied word
 * (ICD_WORD_DENIED) goes by its "-" and is not among the words of the vocabulary. */
uint32_t lexicon_stem(struct lexicon *lexicon, const char *word, uint8_t flags);

/* A word of a text: its stem and its flags. */
struct lexicon_token {
	uint32_t stem;
	uint8_t flags;
};

/* Splits the text and appends the words that are no stop words to out[count]; returns the new count,
 * ICD_WORDS_MAX at most. `extra` is added to the flags. */
size_t lexicon_split(struct lexicon *lexicon, const char *text, uint8_t extra, struct lexicon_token out[ICD_WORDS_MAX],
		     size_t count);

/* Notes that the stem stands in the text; texts come in ascending order. */
void lexicon_post(struct lexicon *lexicon, uint32_t stem, uint32_t text);

/* Ranks and weights of all stems, now that `texts` texts were posted; order[rank] is the stem. */
uint32_t *lexicon_rank(struct lexicon *lexicon, uint32_t texts);

#endif
