/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Searching the code book for words as people say them. For cmd_search.c and the shell.
 *
 * How an answer comes about
 *
 * 1. Words to concepts (search_query.c). The query is folded and split as the texts were
 *    (store/words.h). The longest term the synonyms know becomes one concept; every other word
 *    is one. A concept has alternatives: what was typed, and each expansion of the synonyms. A
 *    word that neither the code book nor the synonyms know is read as British spelling, as two words
 *    written as one, as the start of a word, or as a typing error (search_readings.c): one edit up
 *    to seven letters, two above, a swap of neighbours being one. A word the book knows is
 *    read again only where the query finds little. The last word may be unfinished.
 *
 * 2. Texts (search_match.c). Titles, inclusion terms, index paths of the day are found by their
 *    stems. Each has
 *      cover      the part of the query that it has, by weight of the concepts: rare words and
 *                 words that change the subject ("history", "screening") weigh more;
 *      precision  the part of the text that the query has, by weight of its words: nonessential
 *                 modifiers and "unspecified" weigh next to nothing, unasked-for subjects
 *                 ("in pregnancy", "sequelae of") heavily.
 *    text score = cover ^ 1.5 * (1 - vague + vague * precision)
 *
 * 3. Families (search_match.c). Codes that differ only by side or seventh character are one
 *    answer. What the query says of side and encounter is met by a family that has it. A
 *    family's score is that of its best text; where its texts together cover more of the query
 *    than any one of them, what they would score together at half precision.
 *
 * 4. Rank (search_rank.c). Added to the text score: an exact text, the default of a main term
 *    (guideline I.A.18), words that stand together as in the query, and a prior from the
 *    structure of the book alone (how many index entries lead to the code, whether it is a default or
 *    unspecified code, how high it stands, how short its title is). The weights are
 *    icd_search_weights below.
 *
 * 5. Code. Each family shows one code: the side and seventh character asked for, else
 *    the unspecified side, the first seventh character (initial encounter); a header gives way to the code
 *    that stands for it when nothing more is said (I21 to I21.9). The others of the
 *    family count in the total and stand after all families.
 *
 * 6. Before and after. The whole title of a code finds it at once (search_titles.c). A condition in pregnancy or the like
 *    is led to the code whose notes name its range, and of several conditions each has its codes (search_parts.c).
 *
 * A query that is a code, or the start of one, is answered with the codes that begin so.
 */
#ifndef ICD_SEARCH_SEARCH_H
#define ICD_SEARCH_SEARCH_H

#include "book/book.h"

struct icd_search_weights {
	float vague;         /* how much of a text score hangs on precision */
	float text;          /* a full text score */
	float exact;         /* nothing but the query in the text */
	float main;          /* the default of a main term, matched exactly */
	float phrase;        /* all words beside each other as in the query */
	float prior;         /* the most probable code */
	float begun_prior;   /* the same, of a text found by the beginning of the last word */
	float common;        /* the commonest of the words that an unfinished one may become */
	float modifier;      /* taken away from a text that has an unfinished query in modifiers only */
	float header;        /* not billable, with nothing that stands for it (taken away) */
	float together;      /* precision of texts that only together cover the query */
	float other_side;    /* factor for texts about the other side */
	float subject;       /* factor for a text without a word that changes the subject ("history") */
	float cause;         /* factor for external causes */
	float on_purpose;    /* factor for causes that are no accident, when the query does not say so */
	float denied;        /* factor for a text that says what the query denies */
	float abbreviation;  /* factor for letters that stand for something, as a word of the book */
	float led;           /* score of a code to which a note leads from the condition */
	float stale;         /* factor for an index that is older than the code set */
	float figure;        /* factor for a range that has a figure */
	float scattered;     /* factor for a synonym whose words stand apart or in another order */
	float kinds[7];      /* factor by field: title, inclusion term, includes, index, drug, neoplasm, see */
	float called;        /* how much more a word of the book weighs for what else it is called: 1 all of it */
	float expansions[4]; /* factor for the first, second, ... expansion of a synonym */
	float british, split, prefix, known_prefix, one_edit, alike, two_edits,
		rare_reading; /* factors for such readings of a word */
};
extern const struct icd_search_weights icd_search_weights;

enum icd_search_field { ICD_FIELD_TITLE, ICD_FIELD_INCLUSION_TERM, ICD_FIELD_INDEX, ICD_FIELD_SYNONYM, ICD_FIELD_CODE };
extern const char *const icd_search_field_names[];

struct icd_search_options {
	uint32_t limit;     /* hits wanted at most; 0: all */
	bool all_dates;     /* codes and texts of any date, not only the view's */
	bool finished;      /* the last word is complete */
	const char *within; /* codes that begin so ("M54.5"), of a range or chapter ("M50-M54", "13"); NULL: all */
	const bool *only;   /* by ordinal: the codes that count, for all of the index; NULL: all */
};

struct icd_search_hit {
	char code[ICD_CODE_SIZE]; /* stored spelling */
	uint32_t ordinal;
	enum icd_status status;
	bool billable;
	const char *title;
	enum icd_search_field field;
	const char *matched;        /* the text: title, inclusion term, index path, "term: expansion" of a synonym */
	double score;               /* for comparing hits of one query only */
	char family[ICD_CODE_SIZE]; /* the header above all codes of its family; the code itself when it is alone */
	uint32_t family_codes;      /* codes of the family besides this one, that count in the total */
	uint32_t group;             /* of several conditions: number + 1 of the one it is for, else 0 */
	icd_date index_date;        /* of a hit by an index that is older than the code set: its date; else 0 */
	const char *lacks; /* the words of the query that it was not found by, with blanks between; "" for none */
	bool whole;        /* it has each word of the query or, of a synonym, all words that stand for it */
};

#define ICD_SEARCH_GROUPS_MAX 4

/* A word of the query that was read as another one; `read` is NULL when nothing is known of it. */
struct icd_search_reading {
	const char *typed, *read;
};

struct icd_search_result {
	uint32_t total; /* codes found */
	uint32_t count; /* hits here */
	struct icd_search_hit *hits;
	uint32_t reading_count;
	struct icd_search_reading *readings;
	uint32_t suggestion_count; /* when nothing was found: the nearest words the book knows */
	const char **suggestions;
	uint32_t denied_count; /* what the query was understood to deny, as it was typed */
	const char **denied;
	uint32_t group_count; /* of a query for several conditions, which no one code has: the words of each */
	const char **groups;
};

struct icd_searcher;

/* A searcher keeps what several searches need; the store must stay open as long. `synonyms` is
 * a file of the user's own in the form of data/synonyms.tsv, NULL for none; it must exist then. `out` is NULL on
 * failure. */
bool icd_searcher_open(struct icd_store *store, const char *synonyms, struct icd_searcher **out, struct icd_error *err);
void icd_searcher_close(struct icd_searcher *searcher);

/* Searches as of the view. Texts of the result are in the pool or in the index. False only on failure:
 * nothing found is a total of 0. */
bool icd_search(struct icd_searcher *searcher, const struct icd_view *view, const char *query,
		const struct icd_search_options *options, struct icd_pool *pool, struct icd_search_result *result,
		struct icd_error *err);

/*
 * Words of the book that begin as the last word of `start` does (folded as a query is), at most `limit`: those that stand
 * in texts beside the words before it, the commonest there first; where none does, the commonest of all.
 * The words are in the pool.
 */
bool icd_search_complete(struct icd_searcher *searcher, const char *start, uint32_t limit, struct icd_pool *pool,
			 const char ***words, uint32_t *count, struct icd_error *err);

/*
 * Has any text or synonym, of whatever day, the folded word, a form of it, or a word that begins so? A search for another
 * word alone finds at most what it may have been meant to be, which takes it long to tell. False only on failure.
 */
bool icd_search_knows(struct icd_searcher *searcher, const char *word, bool *knows, struct icd_error *err);

#endif
