/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of lookup/lists/ share, and nobody else includes. */
#ifndef ICD_LISTS_LIST_WORK_H
#define ICD_LISTS_LIST_WORK_H

#include "lists.h"

#define LIST_EXPECTED "a code, M54.5-, M50-M54, or one of these after ! was expected"

#define LIST_NO_PATTERN UINT32_MAX

/* Which of the patterns of a place is the first of the file that counts, from a day on up to that of the next step. */
struct list_step {
	icd_date from;
	uint32_t by; /* LIST_NO_PATTERN: none counts */
};

/* A code as patterns without a range have it, with those that are like this one: of the same kind, and with "!" or not. */
struct list_key {
	uint32_t pattern;
	uint32_t step; /* the first of theirs; the last ones are those before the next key's */
};

struct icd_code_list {
	struct icd_store *store;
	struct icd_pool pool;
	const char *name, *file, *comment;
	struct icd_pattern *at; /* in the order of the file */
	size_t count, room;
	struct list_key *keys; /* by code; one more at the end */
	size_t key_count;
	/*
	 * Ordinals at which a range begins or the one behind its last code, sorted. From each to the next the same ranges
	 * hold. These stretches are the leaves of a binary tree: node 1 is the root, 2n and 2n + 1 are below n, the leaves
	 * are those from edge_count on. A range stands at the few nodes whose leaves make it up.
	 */
	uint32_t *edges;
	size_t edge_count;
	uint32_t
		*nodes; /* the first step of the ranges at node n: 2n, of those with "!": 2n + 1; one more at the end */
	struct list_step *steps;
	size_t step_count, step_room;
};

/* ---- pattern.c ---- */

/* Reads what a pattern says; `text` is not kept. False for what is none. */
bool pattern_read(const char *text, struct icd_pattern *pattern);
/* Looks up what depends on the book: the ends of a range, and whether an x at the end stands for what is below. False,
 * with the sentence behind `where`, for a range whose end stands before its beginning. */
bool pattern_settle(struct icd_store *store, struct icd_pattern *pattern, const char *where, struct icd_error *err);

/* A stretch of the tabular order; empty when the first is after the last. */
struct stretch {
	uint32_t first, last;
};
/* The codes that a pattern means, whatever they are on a day. */
bool pattern_stretch(struct icd_store *store, const struct icd_pattern *pattern, struct stretch *out,
		     struct icd_error *err);

/* ---- list_sort.c ---- */

/* Sorts the patterns for icd_code_list_find. */
bool list_sort(struct icd_code_list *list, struct icd_error *err);

/* The first place from `at` on that is still free; `next` leads there in short steps: it has the number of a free place at
 * that place, of one that is taken that of one behind it. */
size_t list_free_place(size_t *next, size_t at);

/* ---- list_codes.c ---- */

/* Places in `at` of a coverage. */
struct places {
	size_t begin, end;
};
/*
 * All codes that any pattern of the day means and that are billable then, in tabular order, and which of them each pattern
 * means: so many that stand one after the other. In the pool.
 */
struct coverage {
	struct icd_listed
		*at; /* `by` is the first pattern that has the code, NULL where one excepts it or none has it */
	size_t count;
	struct places *of; /* by pattern */
	bool *excepted;    /* by code */
	uint32_t *has;     /* by code: how many patterns have it */
};
bool list_cover(const struct icd_code_list *list, const struct icd_view *view, struct icd_pool *pool,
		struct coverage *out, struct icd_error *err);

/* ---- list_overlap.c ---- */

/* Of a pattern: the first other one in the file that has all its codes (of two that have the same the earlier one), and
 * the first one before it that has some of them and others. LIST_NO_PATTERN: there is none; with `all` nobody asks for
 * `some`. Patterns with "!" have no part in it. */
struct list_overlap {
	uint32_t all, some;
};
/* By pattern, in the pool. False when memory runs out. */
bool list_overlaps(const struct icd_code_list *list, const struct coverage *coverage, struct icd_pool *pool,
		   struct list_overlap **out);

#endif
