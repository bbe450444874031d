/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From text to the words that search works with: folding, splitting, stems, and how much
 * a word says. The builder and the reader both use it: it is part of the index format.
 */
#ifndef ICD_WORDS_WORDS_H
#define ICD_WORDS_WORDS_H

#include "side.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ICD_WORD_SIZE 40 /* a folded word and its NUL; longer ones are cut */
#define ICD_WORDS_MAX 64 /* words of one text; what comes after them is not searched */

/*
 * A list of words that a table of data/ has (word_lists.awk), in the order of its rows. `form` is what the word
 * stands for, "" in lists that have none.
 */
struct icd_word_row {
	const char *word, *form;
	uint8_t next; /* number + 1 of the next row that begins with the same character; 0: there is none */
};
struct icd_word_list {
	const struct icd_word_row *at;
	size_t count;
	uint8_t first[26 + 10];    /* number + 1 of the first row with each letter, with each digit */
	uint32_t seconds[26 + 10]; /* of these rows: a bit for each second character that they have */
};

/* The row of the word with these letters, of any case; NULL when the list does not have it. */
const struct icd_word_row *icd_word_find(const struct icd_word_list *list, const char *word, size_t length);

/* Flags of a word. */
enum {
	ICD_WORD_STOP = 1,     /* says nothing by itself: "of", "the", "NOS" */
	ICD_WORD_OPTIONAL = 2, /* in parentheses or brackets: a nonessential modifier */
	ICD_WORD_JOINED = 4,   /* two words that a hyphen joins, as one; its parts are the next two words */
	ICD_WORD_OPENS = 8,    /* first of the text or after a comma, semicolon or colon */
	ICD_WORD_DENIED = 16,  /* after "without", "no", "not": its stem is another one than that of the word alone */
	ICD_WORD_DENIES = 32,  /* "without", "no", "not" themselves */
};

struct icd_word {
	char text[ICD_WORD_SIZE]; /* lower case, without accents and apostrophes: letters and digits */
	uint8_t flags;
};

/*
 * Splits UTF-8 text at everything that is neither letter nor digit and folds it: case,
 * accents, "Crohn's" to "crohns", Roman numerals to Arabic ("type II" to "type" "2"), "1st"
 * to "first". Returns how many words there are, `max` (ICD_WORDS_MAX suffices) at most.
 */
size_t icd_words_split(const char *text, struct icd_word *out, size_t max);

/* ---- stems ---- */

struct icd_stemmer;

/* NULL when memory runs out. */
struct icd_stemmer *icd_stemmer_new(void);
void icd_stemmer_free(struct icd_stemmer *stemmer);
/* Was a word left without its stem for lack of memory since this was last asked? Ask once at the end. */
bool icd_stemmer_failed(struct icd_stemmer *stemmer);

/* The stem of a folded word, for comparing only: "stenoses" and "stenosis" are both "stenos". */
void icd_stemmer_stem(struct icd_stemmer *stemmer, const char *word, char out[ICD_WORD_SIZE]);
/* A stem that many words are asked for: is it theirs? Most are told by their letters, without being stemmed. */
#define ICD_WANTED_IRREGULAR 8
struct icd_wanted_stem {
	char stem[ICD_WORD_SIZE];
	uint8_t kept;            /* so many letters of it any word of this stem begins with, unless it is irregular */
	uint8_t irregular_count; /* of irregular words of this stem; more than there is room for: not all are here */
	const char *irregular[ICD_WANTED_IRREGULAR];
};
void icd_stemmer_want(struct icd_stemmer *stemmer, const char *stem, struct icd_wanted_stem *wanted);
bool icd_stemmer_stems_to(struct icd_stemmer *stemmer, const char *word, const struct icd_wanted_stem *wanted);
/* The stem of a word of a text; of a denied one with "-" before it. */
void icd_stemmer_stem_word(struct icd_stemmer *stemmer, const struct icd_word *word, char out[ICD_WORD_SIZE]);

/* ---- weights ---- */

/*
 * How much a word says, in 1/64: in a text, where a query does not have it (`text`), and
 * in a query (`query`). "unspecified" in a title is next to nothing; "history" changes what a text
 * is about. 0: by how rare the word is (icd_word_rarity).
 */
#define ICD_WEIGHT_ONE 64
struct icd_word_weight {
	uint8_t text, query;
};
struct icd_word_weight icd_stem_weight(const char *stem);

/*
 * A number for all that the words of an index depend on: folding, stop words, stems and weights. An index that
 * was made with another one cannot be searched: its keys are stems that no query comes to.
 */
uint64_t icd_stemmer_fingerprint(struct icd_stemmer *stemmer);
/* The same by the words and stems of now, for what holds it against what was worked out when the program was made. */
uint64_t icd_stemmer_work_out(struct icd_stemmer *stemmer);

/* The weight of a word that stands in `count` of `all` texts: ICD_WEIGHT_ONE for one in one text only. */
uint8_t icd_word_rarity(uint32_t count, uint32_t all);

#endif
