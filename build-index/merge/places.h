/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lies in what above the categories: blocks over sections, and sections for categories that no tabular list has.
 * Builder only.
 */
#ifndef ICD_BUILD_MERGE_PLACES_H
#define ICD_BUILD_MERGE_PLACES_H

#include "book.h"

/*
 * Blocks are sections of a tabular list that hold no category themselves and stand over sections after them
 * (V00-X58 over V00-V99, and that over V00-V09). The XML has them all in one row; what lies in what is told by
 * their ranges.
 *
 * For each place of the list the index of the block that it lies directly in: SIZE_MAX for sections in none and
 * for all other places. A block takes in the sections of its chapter that follow it and whose categories all stand
 * from its first to its last code; a range means the order of the list, not spelling. Of two blocks the one with
 * fewer categories is the inner one, of equal ones the later. No more than ICD_BLOCKS_MAX lie in each other.
 */
size_t *blocks_of(const struct tabular_list *list, struct icd_pool *pool);

/*
 * Categories that no tabular list has are those that are new in a release without one.
 *
 * Sets `derived` of such categories, after book_settle: the section of the category before it or of the one after
 * it. The one whose range has it is taken, else the one whose letter it begins with, else the one before.
 */
void derive_sections(struct book *book);

#endif
