/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is below a place of the book on a date: a code, a section, a chapter, a range.
 * For the tree command, the printable sheets and the shell.
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
};

struct icd_tree {
	struct icd_node *at; /* in tabular order */
	size_t count;
};

/*
 * `query` is a code, a section ("M50-M54"), a chapter's range or number ("M00-M99", "13", "chapter 13") or
 * any range of codes. Codes that are not in the set on the date are left out.
 */
enum icd_found icd_tree_make(const struct icd_view *view, struct icd_pool *pool, const char *query,
			     struct icd_tree *tree, struct icd_error *err);
/* The same, no further down than `deepest` levels. */
enum icd_found icd_tree_make_to(const struct icd_view *view, struct icd_pool *pool, const char *query, unsigned deepest,
				struct icd_tree *tree, struct icd_error *err);

#endif
