/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Printable pages: one HTML file each, with its style inside and nothing fetched. For the commands
 * `changes`, `tree` and `code`.
 */
#ifndef ICD_PAGES_PAGES_H
#define ICD_PAGES_PAGES_H

#include "book/book.h"
#include "check/tally.h"
#include "claim/finding_tally.h"
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

/* The card of a code that is found, on one Letter sheet when it is printed. False when memory runs out. */
bool html_card(FILE *file, const struct icd_card *card, struct icd_error *err);

/*
 * A family on one sheet: titles, terms and notes of everything in the tree, and a grid of its billable codes
 * where `pairs` is not NULL. Codes made by a seventh character are given as a line.
 */
bool html_tree(FILE *file, const struct icd_view *view, const struct icd_tree *tree, const char *query,
	       const struct html_pairs *pairs, struct icd_error *err);

/*
 * A summary of codes or claims on one sheet: what was not billable and why, the share of unspecified codes by category,
 * over time and by group, the families that managers follow, findings by rule. `tally` may be split by two things, one
 * of them a time.
 */
#define SUMMARY_FAMILIES 6
struct summary_page {
	const struct icd_view *view; /* titles are those of its day */
	const char *source;          /* what was read: "visits.csv", "3 files" */
	const struct icd_tally *tally;
	const struct icd_claim_groups *claims;    /* NULL: no claims, codes alone */
	const struct icd_finding_tally *findings; /* NULL likewise; sorted */
	/* Headers that are followed, stored spelling; without any, those with most unspecified codes. */
	char families[SUMMARY_FAMILIES][ICD_CODE_SIZE];
	uint32_t family_count;
	const char *by[2]; /* the names of what the tally is split by: "month", "provider"; NULL where there is none */
};
/* Follows a header as typed, "M54.5-". NULL, or what is wrong with it: a sentence in which "%s" stands for it. */
const char *html_summary_follow(struct summary_page *page, const char *typed);
bool html_summary(FILE *file, const struct summary_page *page, struct icd_error *err);

#endif
