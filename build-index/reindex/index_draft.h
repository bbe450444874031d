/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index that can be changed: made from one as read, changed term by term as addenda tell, and given back as a list
 * of the same shape as often as wanted. Builder only.
 *
 * Terms are found by what they say, whatever case, accents, signs and white space: official addenda write
 * "hip (s)" for "hip(s)".
 */
#ifndef ICD_BUILD_REINDEX_INDEX_DRAFT_H
#define ICD_BUILD_REINDEX_INDEX_DRAFT_H

#include "index_fold.h"
#include "read/release.h"

struct index_node {
	struct index_term term; /* its parent, line and level are not kept up */
	struct index_node *parent, *first, *next;
	size_t letter;                 /* of main terms: which of the list's letters */
	bool deleted;                  /* it goes with index_draft_settle */
	bool indexed;                  /* its children are found by what they say */
	const struct index_fold *fold; /* NULL until it is asked for */
};

struct index_draft {
	const struct index_list *list; /* as read: what is not a term */
	struct index_node root;        /* its children are the main terms */
	struct icd_pool *pool;         /* of what terms say: lists that were given back use it */
	struct icd_pool *nodes;
	struct index_folds *folds;
	/* Children of terms that are `indexed`, by what they say; some of them have moved or changed since. */
	struct icd_hash by_exact;
	struct index_node **children;
	size_t child_count, child_capacity;
};

/* The texts are the list's, what changes lives in the pool; what terms say must not be freed before the folds are. To be
 * freed with index_draft_free. */
struct index_draft *index_draft_of(const struct index_list *list, struct index_folds *folds, struct icd_pool *pool);
/* The list as it now is, in the pool; what its terms say is the first list's and in the draft's pool. */
struct index_list *index_draft_list(struct index_draft *draft, struct icd_pool *pool);
/* Frees the nodes. NULL is no draft. */
void index_draft_free(struct index_draft *draft);

/* How a term was found: the surest way first. */
enum index_found {
	INDEX_FOUND_NOT,
	INDEX_FOUND_EXACT, /* it says just that, blanks and case aside */
	INDEX_FOUND_SAME,  /* but for accents and signs */
	INDEX_FOUND_TITLE, /* its title is the same */
	INDEX_FOUND_BARE,  /* the only one whose title is the same but for modifiers, or one with the same codes too */
	INDEX_FOUND_START, /* the only one with the same codes whose title begins with the same word */
};

/* The child that says this. A deleted one when none that stays says the same. */
enum index_found index_find(struct index_draft *draft, struct index_node *parent, const struct icd_index_term *says,
			    struct index_node **out);

/* The child that says just that (INDEX_FOUND_EXACT), NULL when there is none. */
struct index_node *index_find_exact(struct index_draft *draft, struct index_node *parent,
				    const struct icd_index_term *says);

/* Adds a child among its siblings, in the order an index has. */
struct index_node *index_add(struct index_draft *draft, struct index_node *parent, const struct icd_index_term *says);
/* Lets the node say something else; it moves among its siblings when its title is another one. */
void index_reword(struct index_draft *draft, struct index_node *node, const struct icd_index_term *says);
/* Takes the deleted terms away. What still stands under one comes under the sibling before it, as in a printed index. */
void index_draft_settle(struct index_draft *draft);

#endif
