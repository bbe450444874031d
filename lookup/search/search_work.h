/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of lookup/search/ share; search_rows.c, which reads records, stands under them all. For nobody else.
 *
 * Failure. When a record cannot be read or memory runs out, the searcher notes the sentence and that the
 * search has failed, and goes on: records asked for after that are not there, rows are empty (all 0). So
 * the steps need not ask after each row; icd_search looks once, at the end.
 */
#ifndef ICD_SEARCH_SEARCH_WORK_H
#define ICD_SEARCH_SEARCH_WORK_H

#include "search.h"
#include "search_record.h"

#define SLOTS_MAX        64 /* stems of a query with all its alternatives */
#define SLOT_LISTS       64 /* stems that share a slot: those that begin as typed */
#define CONCEPTS_MAX     24
#define ALTERNATIVES_MAX 12
#define CANDIDATES_MAX   8 /* readings of a misspelled word */
#define MEMO_BITS        8
#define MEMO_SIZE        (1u << MEMO_BITS)
#define PREFIX_POSTINGS  24000 /* texts looked at for the words that begin as typed ... */
#define SHORT_POSTINGS   40000 /* ... by one or two letters */
/* Families that cover less of the query than this part of what the best covers are no answer. */
#define COVER_OF_BEST  0.62f
#define RANK_BITS      11
#define RANK_PLACES    (1u << RANK_BITS) /* of slots by the rank of their words */
#define LED_MAX        4                 /* codes to which a condition is led */
#define SUBJECT_WEIGHT 60                /* in a query: of words that change the subject */
#define REST_SIZE      256
#define REREAD_MAX     8  /* words of a query that have several readings */
#define NEAR_KEPT      8  /* words of one search whose near ones are kept */
#define DENIALS_MAX    12 /* things denied in a query */

/* ---- the query ---- */

/* A stem to be found in texts, or several that count as one. Its number is its bit. */
struct slot {
	char stem[ICD_WORD_SIZE];   /* "" for several */
	struct icd_postings *lists; /* SLOT_LISTS at most */
	uint8_t list_count;
	uint8_t text_weight, query_weight;
	uint64_t before; /* slots that stand right before it in query or expansion */
};

struct alternative {
	uint64_t slots;
	bool partial;                 /* it has words that no text has */
	float weight;                 /* of all its words */
	float quality;                /* how sure it is what was meant */
	const char *term, *expansion; /* of a synonym */
};

struct concept {
	struct alternative at[ALTERNATIVES_MAX];
	uint32_t count;
	float weight;
	bool subject; /* a word that changes the subject */
	bool denied, condition;
	char typed[ICD_WORD_SIZE]; /* its first word, as it was typed */
};

/* A word that has several readings: which one was meant, the best text tells. */
struct reread {
	const char *typed, *words[CANDIDATES_MAX];
	uint64_t own, slots[CANDIDATES_MAX]; /* of the word as typed, of what it was read as */
	uint32_t count;
};

struct query {
	struct slot slots[SLOTS_MAX];
	uint32_t slot_count;
	struct concept concepts[CONCEPTS_MAX];
	uint32_t concept_count;
	float weight;                           /* of all concepts */
	uint64_t side_slots[ICD_SIDE_BOTH + 1]; /* the slot of each side's word, where the query has it */
	enum icd_side side;                     /* the side asked for, ICD_SIDE_NONE for none or several */
	uint64_t intent_slots;                  /* words of intents */
	enum icd_intent intent;                 /* the intent asked for; ICD_INTENT_ACCIDENTAL when none is */
	bool on_purpose;                        /* does the query say that it was no accident? */
	bool typing;                            /* the last word is a letter or two so far */
	uint64_t begun;                         /* slot of the words that the unfinished last one may become */
	uint64_t *set_slots;                    /* by set of seventh characters: slots that its best one has */
	uint8_t *set_choice;                    /* and its number in the set */
	uint64_t variants;                      /* all slots that a family's variants may have */
	uint64_t against[DENIALS_MAX]; /* slots of what is denied: a text that has all of one says the opposite */
	uint32_t against_count;
	const char *denied[DENIALS_MAX]; /* as it was typed */
	uint32_t denied_count;
	struct icd_search_reading readings[CONCEPTS_MAX];
	uint32_t reading_count;
	struct reread reread[REREAD_MAX];
	uint32_t reread_count;
	bool read_again;             /* known words were read otherwise as well */
	char rest[REST_SIZE];        /* the words that do not change the subject, with blanks between */
	char unknown[ICD_WORD_SIZE]; /* a word without any reading */
};

/* ---- words ---- */

struct candidate {
	char word[ICD_WORD_SIZE];
	uint32_t count; /* texts with its stem */
	uint8_t distance;
	float quality;  /* how sure it is that it was meant; 0: by its place in a list */
	uint8_t unlike; /* of words at one distance, the smaller the likelier */
};

/* Words near to one, as they were found. */
struct near_words {
	char word[ICD_WORD_SIZE];
	bool unfinished;
	unsigned edits;
	uint32_t count;
	struct candidate at[CANDIDATES_MAX];
};

/* ---- the searcher ---- */

struct row_cache { /* records of rows, by number */
	struct icd_bytes *at;
	uint32_t count;
};

struct block { /* of the vocabulary */
	char start[3];
	struct icd_bytes bytes;
};

/* What was found of a family so far. */
struct family {
	uint32_t ordinal;
	uint32_t text; /* the best one */
	float score;   /* of that text; later of the family */
	float cover;
	uint64_t slots;      /* of all its texts */
	uint64_t text_slots; /* of the best one */
	uint64_t variants;   /* slots of side and seventh character that it can meet */
	uint8_t prior;
	uint8_t led; /* number + 1 in icd_searcher.led, 0: found by its own texts */
	bool cause, on_purpose;
};

struct touched { /* a text that has a stem of the query */
	uint32_t text;
	float most;     /* of the query, that it may cover */
	uint64_t slots; /* that it has */
};

/* A query and what was found for it, while another is searched for. */
struct put_by {
	struct query query;
	struct family *families;
	size_t family_count, family_room;
	float best_cover, best_joined;
};

struct led { /* a code whose note takes in the condition that was asked for */
	uint32_t ordinal;
	const char *note;
};

struct called { /* the code whose title the query is */
	uint32_t ordinal;
	const char *title; /* the title that it is */
	const char *shown; /* the title of the day */
	bool found;
};

struct memo { /* what a set of slots comes to */
	uint64_t slots;
	float cover, weight;
	bool used;
};

struct rank_slots { /* the slots that the word of a rank meets */
	uint32_t rank;
	uint64_t slots; /* 0: the place is free */
};

struct icd_searcher {
	struct icd_store *store;
	struct icd_pool kept; /* `about` and what else lives as long as the searcher */
	struct icd_search_about about;
	struct icd_stemmer *stemmer;
	struct row_cache codes, texts, words;
	struct icd_bytes weights; /* of stems by rank */
	struct block *blocks;     /* the vocabulary, once a word had to be looked for */
	size_t block_count, block_room;
	struct user_term *user; /* the user's own synonyms, in the order of their file */
	/* Of the view: */
	icd_date on; /* 0: none yet */
	bool all_dates;
	uint8_t *class_status; /* by class of history: enum icd_status + 1 when it counts, else 0 */
	uint32_t class_count;
	struct icd_runs *classes;
	bool *span_holds, *span_stale; /* stale: of an index of another fiscal year than the code set */
	uint32_t *family_codes;        /* by ordinal of a family: its codes that count, + 1; 0: not counted yet */
	/* Of the search: */
	const struct icd_view *view;
	const struct icd_search_options *options;
	struct icd_pool *pool; /* the caller's: of what is in the result */
	struct icd_search_result *result;
	struct icd_error *err;
	bool failed;             /* the sentence is in *err */
	struct touched *touched; /* in the order they were met */
	uint32_t touched_count;
	uint32_t *places; /* hash table of the texts touched: index of touched + 1; all 0 but for these */
	unsigned place_bits;
	uint8_t *beside;     /* by text, for completing: so many of the words before it has; NULL until needed */
	uint32_t *family_of; /* by ordinal: index of families + 1; all 0 between searches */
	struct family *families;
	size_t family_count, family_room;
	float best_cover, best_joined;
	struct called called;
	struct led led[LED_MAX];
	uint32_t led_count;
	uint32_t near_count;
	/* What each search fills in before it reads of it: memory that no search needs is never touched. */
	struct query query;
	struct near_words near[NEAR_KEPT];
	struct memo memo[MEMO_SIZE];
	unsigned rank_bits; /* of so many bits are the places of `by_rank` that are in use */
	struct rank_slots by_rank[RANK_PLACES];
};

/* ---- search_rows.c: records and rows ---- */

/* The search has failed, for the reason given; the first reason stands. */
void search_out_of_memory(struct icd_searcher *s);
void search_damaged(struct icd_searcher *s, const char *what);
/* At the end of an answer in that pool: has nothing failed, nor memory run out unsaid? */
bool search_went_well(struct icd_searcher *s, const struct icd_pool *pool);
/* A record that was read without taking memory. */
void search_bad_record(struct icd_searcher *s, const struct icd_key *key);

/* A record; its data is NULL when there is none. */
struct icd_bytes search_record(struct icd_searcher *s, const struct icd_key *key);

struct icd_code_row search_code_row(struct icd_searcher *s, uint32_t ordinal);
struct icd_text_row search_text_row(struct icd_searcher *s, uint32_t text);
/* The words of a text; returns how many. */
size_t search_text_words(struct icd_searcher *s, uint32_t text, const struct icd_text_row *row, uint32_t *entry,
			 struct icd_text_word words[ICD_WORDS_MAX]);
/* Fills in code, title and status of a hit, and the start of the code's record. */
void search_fill_hit(struct icd_searcher *s, uint32_t ordinal, struct icd_search_hit *hit,
		     struct icd_code_record *record);

/* Does a code of the class count on the view's date? */
static inline bool search_counts(const struct icd_searcher *s, const struct icd_code_row *row)
{
	return row->class < s->class_count && s->class_status[row->class] != 0;
}

/* ---- search_words.c: the vocabulary ---- */

/* Is the folded word in the book or the synonyms; or, with `forms`, another form of one that is ("sprains")? */
enum word_known { WORD_UNKNOWN, WORD_FORM, WORD_KNOWN };
enum word_known search_word_known(struct icd_searcher *s, const char *word, bool forms);

/* The commonest words that begin so, one for each stem; returns how many. */
uint32_t search_words_beginning(struct icd_searcher *s, const char *start, struct candidate *out, uint32_t max);
/* How many edits a word of its length may be from what was meant. */
unsigned search_edits_allowed(const char *word);
/* The nearest words within so many edits, nearest and commonest first; returns how many, CANDIDATES_MAX at most. */
uint32_t search_words_near(struct icd_searcher *s, const char *word, bool unfinished, unsigned edits,
			   struct candidate *out, uint32_t max);

/* Words that sound like this one, nearest first; returns how many. */
uint32_t search_words_alike(struct icd_searcher *s, const char *word, struct candidate *out, uint32_t max);

/* ---- search_synonyms.c ---- */

/* A term whose words are among those of the query. */
struct synonym_match {
	uint32_t words; /* bits */
	uint32_t length;
	bool scattered;  /* not one after the other */
	bool other_form; /* the words are not the term's own, but of the same stems */
	const char *term;
	uint32_t expansion_count;
	const char *expansions[ALTERNATIVES_MAX];
};

/* The words of a query as synonyms are compared with them. */
struct synonym_words {
	uint32_t count;
	uint32_t used; /* bits of words that are taken */
	const char *words[CONCEPTS_MAX], *stems[CONCEPTS_MAX];
};

/* The longest term among the words that begins with the word `first`, in place of the one that is in
 * *match (length 0: none yet) if it is longer or nearer to what was typed. */
void search_synonym(struct icd_searcher *s, const struct synonym_words *query, uint32_t first,
		    struct synonym_match *match);
/* Is the stem that of a word of the user's own synonyms? */
bool search_user_word(const struct icd_searcher *s, const char *stem);
bool search_user_synonyms(struct icd_searcher *s, const char *path, struct icd_error *err);

/* ---- the steps, each in the file of its name ---- */

/* From the text to s->query. With `again` words that the book knows are read as misspelled ones too. */
void search_query(struct icd_searcher *s, const char *text, bool again);
/* Is the text the whole title of a billable code? Then s->called says which. */
bool search_title(struct icd_searcher *s, const char *text);
/* From s->query to s->families. */
void search_match(struct icd_searcher *s);
/* Where a word of the query changes the subject ("in pregnancy") and no text has it all: finds the rest alone, and the
 * codes to which notes lead from there, into s->led. */
void search_led(struct icd_searcher *s);
/* Puts the codes of s->led among the families. */
void search_add_led(struct icd_searcher *s);
/* Takes query and families out of the searcher, in the pool of the result; NULL when memory runs out. They must be brought
 * back, what was found in between is let go of. */
struct put_by *search_put_by(struct icd_searcher *s);
void search_bring_back(struct icd_searcher *s, struct put_by *put_by);
/* After the hits: where the first one has little of the query, the codes of each of its conditions stand before them. */
void search_groups(struct icd_searcher *s, const char *text);
/* From s->families to the hits of s->result. */
void search_rank(struct icd_searcher *s);
/* Answers a query that is a code or the start of one; false when it is none. */
bool search_codes(struct icd_searcher *s, const char *text);
/* The ordinals of the codes that begin so, that lie in a range ("M50-M54") or in a chapter ("13", "chapter 13"); *last <
 * *first when there are none. */
void search_within(struct icd_searcher *s, const char *place, uint32_t *first, uint32_t *last);

#endif
