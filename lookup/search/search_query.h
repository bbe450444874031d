/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files share that make concepts of a query: search_query.c, and under it search_readings.c (what a word may
 * have been meant to be), search_variants.c (sides, intents, seventh characters) and search_slots.c (slots and
 * alternatives). For nobody else.
 */
#ifndef ICD_SEARCH_SEARCH_QUERY_H
#define ICD_SEARCH_SEARCH_QUERY_H

#include "search_work.h"

#define QUERY_WORDS_MAX CONCEPTS_MAX

/* A word of the query. */
struct typed {
	char word[ICD_WORD_SIZE];
	char stem[ICD_WORD_SIZE]; /* of the word, or of what it was read as */
	struct candidate readings[CANDIDATES_MAX];
	uint32_t reading_count;
	float quality; /* of its first reading; 1 for a known word */
	enum word_known known;
	bool denied;     /* after "without" */
	bool denies;     /* "without" itself, with something after it */
	uint32_t after;  /* the number of the denial it stands after */
	uint32_t weeks;  /* days that so many weeks are; 0: it is no number of weeks of age */
	bool called;     /* there is a synonym for it */
	bool weak;       /* it only steers: "s/p" */
	bool again;      /* it is known, and was read otherwise as well */
	bool in_synonym; /* with the denial in it: "no show" */
	bool last;
	char parts[2][ICD_WORD_SIZE]; /* two words written as one; "" when not */
};

struct query_work {
	struct icd_searcher *s;
	struct query *q; /* the searcher's */
	struct typed words[QUERY_WORDS_MAX];
	uint32_t word_count;
	bool finished; /* the last word is complete */
	bool takes;    /* it begins with "on" or the like: "on warfarin" */
	bool again;    /* known words are read otherwise as well */
};

/* ---- search_slots.c ---- */

bool query_postings(struct icd_searcher *s, const char *stem, struct icd_postings *postings);
/* The slot of a stem, -1 when nothing has it or there are too many. */
int slot_of(struct query_work *w, const char *stem);
/* A slot for the words of a list that stand in `most` texts together, -1 when there is none. */
int slot_of_several(struct query_work *w, const struct candidate *words, uint32_t count, uint32_t most);
/* A slot for the ranges of figures that have this one, in tenths; -1 when none has. */
int slot_of_figure(struct query_work *w, uint32_t tenths);
/* The bit of the slot of a word whose stem has its first letter, 0 when the query has none. */
uint64_t slot_of_word(struct query_work *w, const char *word);

struct alternative *new_alternative(struct concept *to, float quality);
/* Puts the slot into the alternative, after the slot `before` (-1: none). The slot -1 is a word that no text
 * has: then the alternative cannot be met in full. */
void put_slot(struct query *q, struct alternative *alternative, int slot, int before);
void close_alternative(struct concept *to, const struct alternative *alternative);
/* An alternative of one slot; -1 adds none. */
void add_slot(struct query_work *w, struct concept *to, int slot, float quality);
/* All words of a text together, an expansion for one. */
void add_expansion(struct query_work *w, struct concept *to, const char *text, float quality, const char *term);

/* ---- search_readings.c ---- */

void note_reading(struct query_work *w, const char *typed, const char *read);
/* Finds the word's stem, and where nobody knows the word, its readings. */
void read_word(struct query_work *w, struct typed *typed);

/* ---- search_variants.c ---- */

/* What the query says of side, intent and seventh character. */
void find_variants(struct query_work *w);

#endif
