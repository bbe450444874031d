/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The code set of one release: which codes are headers and which are billable, from the
 * files that are at hand, in this order of trust: order file; codes file with the
 * tabular list's headers; order addenda on the release before; codes file alone; tabular
 * list alone. Whatever else is at hand is compared with it, and differences reported.
 * Builder only.
 */
#ifndef ICD_BUILD_MERGE_CODE_SET_H
#define ICD_BUILD_MERGE_CODE_SET_H

#include "common/report.h"
#include "read/release.h"

struct code_set {
	struct code_row
		*rows; /* headers and billable codes, in tabular order; short_title NULL where no file gives it */
	size_t count;
	size_t billable;
	uint32_t flags; /* ICD_RELEASE_* of record.h */
	/* The tabular list's titles of the same release, where they are others than those of the set. */
	const struct code_row **listed_otherwise;
	size_t listed_otherwise_count;
};

/*
 * Applies addenda to a set (addenda_apply.c). What does not fit (a deletion of a code that is
 * not there, ...) is reported. New rows go where spelling puts them among their siblings:
 * addenda carry no positions.
 */
void addenda_apply(const struct code_set *base, const struct addenda *addenda, icd_date release, struct icd_pool *pool,
		   struct report *report, struct code_set *out);

/*
 * The complete codes that a tabular list stands for: its headers, and its leaves with their
 * seventh characters (a sevenChrDef applies to everything below it until a nearer one
 * overrides it; X fills empty places; explicit 7-character diags need none). Codes that a
 * note of the list forbids ("7th characters D and S do not apply to codes in category S06
 * with 6th character 7 ... or 8") are given apart, as phantoms.
 */
struct expansion {
	struct code_row *rows; /* in tabular order; short_title NULL */
	size_t count;
	uint32_t *phantoms; /* their numbers */
	size_t phantom_count;
};
struct book;

/* The list is one that the book keeps: its texts and those of the rows are the book's. */
void code_set_expand(const struct tabular_list *list, struct book *book, struct icd_pool *pool, struct expansion *out);

/* Are the rows of the codes file the billable ones of the set, one after the other, with its titles? */
bool code_set_is(const struct code_set *set, const struct code_table *codes);

/*
 * Makes the release's code set in the pool; *out NULL when its files hold none. `expansion` is that of its tabular
 * list (all 0 when it has none); the book has the code sets of `earlier` releases before: what addenda change. All
 * comparisons between the release's sources go to the report. False when its files cannot be a release.
 */
bool code_set_make(const struct release *release, const struct expansion *expansion, struct book *book, int earlier,
		   struct icd_pool *pool, struct report *report, struct code_set **out, struct icd_error *err);

#endif
