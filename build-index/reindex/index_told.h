/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an addendum tells of an index or a table, line by line: a label, a level, and what a term says. Builder only.
 *
 * In an index a line of the addendum is a term. In a table a term is a row of cells, which may go on over several rows
 * of the page; each cell has labels of its own, and what is revised stands one above the other:
 *
 *	Add: - sebaceous cell    Add: C44.13-    Add: -
 *	Ecstasy                  Revise from:    --
 *	                         T43.621
 *	                         Revise to:
 *	                         T43.641
 */
#ifndef ICD_BUILD_REINDEX_INDEX_TOLD_H
#define ICD_BUILD_REINDEX_INDEX_TOLD_H

#include "addenda/addendum.h"
#include "index/records.h"

struct index_told {
	struct addendum_line line; /* of a table: made up from the cells */
	unsigned level;
	bool heading; /* a letter: no term */
	struct icd_index_term says;
};

/* All that the addendum tells, in the pool. That of a table has the places of its words. */
struct index_told *index_told_read(const struct addendum *addendum, enum icd_index_kind kind, struct icd_pool *pool,
				   size_t *count);

/* For index_told.c: the terms of an addendum to a table. */
struct index_told *table_told_read(const struct addendum *addendum, struct icd_pool *pool, size_t *count);

#endif
