/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is below a place of the book on a date: a code, a section, a block over sections, a chapter, a range, or all
 * of it. For the tree command, the printable sheets and the shell.
 */
#ifndef ICD_BOOK_TREE_H
#define ICD_BOOK_TREE_H

#include "view/view.h"

struct icd_node {
	enum icd_place_kind kind;
	const char *name;  /* stored spelling of a code, section key, chapter number */
	const char *label; /* for people: "M54.5", "M50-M54", "13" */
	const char *title;
	enum icd_status status; /* of codes */
	unsigned depth;         /* below what was asked for: 0 is that itself */
	bool made;              /* a complete code made by a seventh character */
	bool derived;           /* a category that no list has: it stands where its place among the codes puts it */
};

/*
 * What a range of codes means: all from its first to its last code in tabular order, which is not that of spelling.
 * Categories, as they are stored.
 */
struct icd_tree_range {
	const char *from, *to;   /* the first and last code, as people write them; NULL: no such range was asked for */
	const char **takes_in;   /* stand in the range, and do not spell between its ends (Z3A in Z36-Z37) */
	const char **leaves_out; /* spell between its ends, and do not stand in it (U07 in A00-Z99) */
	uint32_t takes_in_count, leaves_out_count;
};

/* The same in a sentence, of a tree of a range. In the pool. */
const char *icd_tree_range_text(const struct icd_tree_range *range, struct icd_pool *pool);

struct icd_tree {
	struct icd_node *at; /* in tabular order */
	size_t count;
	struct icd_tree_range range;
};

/*
 * `query` is "all", a code, a section or block ("M50-M54", "T20-T32"), a chapter's range or number ("M00-M99", "13",
 * "chapter 13") or any range of codes. Of a range those sections, blocks and chapters are nodes that lie in it as a
 * whole. Codes that are not in the set on the date are left out.
 */
enum icd_found icd_tree_make(const struct icd_view *view, struct icd_pool *pool, const char *query,
			     struct icd_tree *tree, struct icd_error *err);
/* The same, no further down than `deepest` levels. */
enum icd_found icd_tree_make_to(const struct icd_view *view, struct icd_pool *pool, const char *query, unsigned deepest,
				struct icd_tree *tree, struct icd_error *err);

#endif
