/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What of the book is asked for: codes, beginnings of codes, sections, blocks, chapters, ranges, as people name them.
 * For changes.h, which tells what changed there.
 *
 * A selection is made of units: a code, mostly with all below it. Everything lives in the pool given.
 */
#ifndef ICD_HISTORY_SELECTION_H
#define ICD_HISTORY_SELECTION_H

#include "history.h"

struct icd_unit {
	char code[ICD_CODE_SIZE];
	uint32_t ordinal, last;      /* what it takes in, in tabular order */
	const struct icd_item *mine; /* it is of */
};

/* A range of the book that was asked for as such, so that sections in it are too. */
struct icd_stretch {
	uint32_t first, last;
	const struct icd_item *mine;
};

struct icd_selection {      /* all 0: nothing */
	const char **items; /* as they were asked for: "M54.50", "M54.5-", "M50-M54", "chapter 13" */
	size_t item_count, item_room;
	struct icd_unit *units;
	size_t unit_count, unit_room;
	struct icd_stretch *stretches;
	size_t stretch_count, stretch_room;
};

/*
 * Adds what a query names: a code and all below it ("M54.5", "m545", "M54.5-"), the beginning of codes ("S"), a
 * section, block or chapter by its range, a chapter by number ("13", "chapter 13"), any range of codes. Ranges
 * that tabular lists have are looked for in the view's, then in `other`'s (NULL: none). ICD_NOT_FOUND: no release
 * has any such code.
 */
enum icd_found icd_selection_add(struct icd_selection *selection, struct icd_pool *pool, const struct icd_view *view,
				 const struct icd_view *other, const char *query, struct icd_error *err);

/* Codes of the book, by their ordinals; with all below them or, when `alone`, without. */
struct icd_selected {
	const uint32_t *ordinals;
	size_t count;
	bool alone;
};
/* Adds an item of these by its name. */
bool icd_selection_add_codes(struct icd_selection *selection, struct icd_pool *pool, const struct icd_view *view,
			     const char *name, const struct icd_selected *codes, struct icd_error *err);

/* Sorts the units in tabular order: to be called once, after all were added. */
void icd_selection_settle(struct icd_selection *selection);

/* The codes that a section, or a block over sections, takes in; false when there are none. */
bool icd_section_stretch(const struct icd_section_record *section, struct icd_stretch *out);

#endif
