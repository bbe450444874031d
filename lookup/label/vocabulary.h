/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts as sets of numbered words: stems, so that "fractures" is "fracture", each numbered when it is met first. For
 * lookup/label/ only.
 */
#ifndef ICD_LABEL_VOCABULARY_H
#define ICD_LABEL_VOCABULARY_H

#include "words/words.h"
#include "memory/memory.h"

#define LABEL_SET_MAX 400 /* words of a set; more are left out */

/* A set of words. All 0: empty. */
struct label_set {
	unsigned count;
	uint64_t signature; /* a bit for each word, several to a bit: what is not in it is not in the set */
	uint32_t at[LABEL_SET_MAX];
};

/* A label, of which more is asked than of the texts it is held against. */
struct label_text {
	struct label_set all;   /* without words that tell nothing ("other", "unspecified", "of") */
	struct label_set named; /* but for those in parentheses, that are no sides */
	unsigned sides;         /* bits 1 << enum icd_side */
	/* Hashes of whole texts in any order of words (search/search_record.h): as written, and abbreviations
	 * spelled out. 0: it has no words. */
	uint64_t written, spelled;
	/* A bit for each word of these, several to a bit: a text with another bit is not the label. */
	uint64_t written_signature, spelled_signature;
	/* How often it has "a", which only its case tells from that of "vitamin A", and how many of these count. */
	unsigned letters, counted_letters;
};

/* What is kept of a text of the book, so that it is split into words once. */
struct known_text {
	uint64_t hash;              /* of its bytes */
	uint64_t written;           /* of its words, as in a label */
	uint64_t written_signature; /* likewise */
	uint64_t signature;         /* of the set of its words */
	const uint32_t *words; /* those that tell something, each once; those in parentheses alone behind the others */
	uint16_t count, plain; /* how many; how many not in parentheses */
	uint16_t sides;        /* bits 1 << enum icd_side */
};

struct vocabulary;
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *vocabulary);

/* Forgets what it knows when that has grown large: numbers of words and known texts of before mean nothing then. */
void vocabulary_trim(struct vocabulary *vocabulary);
/* Reads a label; *out is as if new. */
void vocabulary_read(struct vocabulary *vocabulary, const char *text, struct label_text *out);
/* A text of the book; valid until the vocabulary is trimmed. */
const struct known_text *vocabulary_know(struct vocabulary *vocabulary, const char *text);
/* The hash that a word adds to that of a text. */
uint64_t vocabulary_hash(struct vocabulary *vocabulary, const char *word);
/* How the text writes the word, folded; "" when it does not have it. */
const char *vocabulary_written(struct vocabulary *vocabulary, const char *text, uint32_t word, char out[ICD_WORD_SIZE]);
/* Did memory run out? */
bool vocabulary_failed(struct vocabulary *vocabulary);

bool label_set_has(const struct label_set *set, uint32_t word);
void label_set_add(struct label_set *set, uint32_t word);
/* How many words of `a` are in `b`. */
unsigned label_set_shared(const struct label_set *a, const struct label_set *b);
static inline bool label_set_within(const struct label_set *a, const struct label_set *b)
{
	return !(a->signature & ~b->signature) && label_set_shared(a, b) == a->count;
}
/* Has a text the word; and all words of a set? */
bool known_text_has(const struct known_text *text, uint32_t word);
bool known_text_has_all(const struct known_text *text, const struct label_set *set);

#endif
