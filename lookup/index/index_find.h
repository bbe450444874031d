/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looking up terms of an index by words, as one does in the book: the main term first,
 * then its subterms. For the index commands.
 */
#ifndef ICD_INDEX_INDEX_FIND_H
#define ICD_INDEX_INDEX_FIND_H

#include "index_entries.h"

struct icd_index_hit {
	const struct icd_index_tree *tree;
	uint32_t node;     /* the term with which the words are complete; its subterms belong to it */
	unsigned distance; /* how much else the path to it says; 0 is just these words */
};

struct icd_index_hits {
	uint32_t count;
	struct icd_index_hit *at; /* nearest first */
	uint32_t total;           /* found; `count` is ICD_INDEX_HITS_MAX at most */
	const char *left_out;     /* nothing has all words: the hits are without this one; else NULL */
};

#define ICD_INDEX_HITS_MAX 100

/*
 * Finds the terms whose path has all words of the query: "low back pain", "pain, low back"
 * and "lumbago" each in any order. One of the words must be a main term ("pain"): the first one
 * if that gives anything, else another, else one that a main term has in its title, nonessential
 * modifiers too; where nothing has them so, a subterm anywhere. Words count by their stems, stop
 * words where they are met; the last word may be unfinished. Where no term has all
 * words, one word is left out.
 */
bool icd_index_find(const struct icd_index_book *book, struct icd_pool *pool, const char *query,
		    struct icd_index_hits *hits, struct icd_error *err);

/* Where a see or see also leads. */
enum icd_index_lead {
	ICD_LEAD_TERMS,     /* to the hits */
	ICD_LEAD_CONDITION, /* "see condition": look up the condition, the noun, not the site or adjective */
	ICD_LEAD_TABLE,     /* to the table as such, to be looked up by drug or site */
	ICD_LEAD_NOWHERE,   /* to codes it names, or to a term the book does not have */
};

struct icd_index_target {
	enum icd_index_lead lead;
	const struct icd_index_book *book; /* where the hits stand */
	struct icd_index_hits hits;        /* the nearest only */
	unsigned column;                   /* of the table of neoplasms, when it names one ("benign"); else 0 */
};

/* Follows a see or see also of the book, into another book where it says so. What it leaves to the
 * coder ("by site", "by type") is left out. */
bool icd_index_follow(const struct icd_index_book *book, struct icd_pool *pool, const char *see,
		      struct icd_index_target *target, struct icd_error *err);

#endif
