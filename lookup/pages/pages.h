/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Printable pages: one HTML file each, with its style inside and nothing fetched. For the commands
 * `changes` and `tree`.
 */
#ifndef ICD_PAGES_PAGES_H
#define ICD_PAGES_PAGES_H

#include "book/book.h"
#include "history/changes.h"

#include <stdio.h>

/* What changed between two releases, with changed titles and notes word by word. `scope` is the code they were
 * narrowed to, "" for all. False when memory runs out. */
bool html_changes(FILE *file, const struct icd_changes *changes, const char *scope, struct icd_error *err);

/*
 * Which codes of the sheet exclude each other: a short mark for a pair of codes (stored spelling), "" where
 * nothing stands between them, and a line about what the marks mean. False on failure.
 */
struct html_pairs {
	bool (*mark)(void *context, const char *first, const char *second, const char **mark, struct icd_error *err);
	void *context;
	const char *legend;
};

/*
 * A family on one sheet: titles, terms and notes of everything in the tree, and a grid of its billable codes
 * where `pairs` is not NULL. Codes made by a seventh character are given as a line.
 */
bool html_tree(FILE *file, const struct icd_view *view, const struct icd_tree *tree, const char *query,
	       const struct html_pairs *pairs, struct icd_error *err);

#endif
