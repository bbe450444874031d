/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Titles as sets of words, by which the rules for claims see which codes differ in nothing but the side, or stand for
 * two others together. For lookup/rules/.
 */
#ifndef ICD_CODING_TITLE_WORDS_H
#define ICD_CODING_TITLE_WORDS_H

#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>

#define ICD_TITLE_WORDS     48 /* more words of a title are not looked at */
#define ICD_TITLE_WORD_SIZE 24 /* with the NUL; longer words are cut */

struct icd_title_words {
	enum icd_side side;
	unsigned count;
	char at[ICD_TITLE_WORDS][ICD_TITLE_WORD_SIZE]; /* sorted, each once; without those that tell the side or join */
};

void icd_title_read(const char *title, struct icd_title_words *words);

/* How many words of `a` are not in `b`. */
unsigned icd_title_more(const struct icd_title_words *a, const struct icd_title_words *b);
bool icd_title_same(const struct icd_title_words *a, const struct icd_title_words *b);

/* Does the word only join others: "with", "on", "combined"? */
bool icd_title_joins(const char *word);

/* A bit for each word that does not only join, of 64 that words share: what has a word more has its bit, too. */
uint64_t icd_title_signature(const struct icd_title_words *words);

#endif
