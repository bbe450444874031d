/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An addendum to the tabular list applied to a draft of that list. Builder only. */
#ifndef ICD_BUILD_REBUILD_TABULAR_APPLY_H
#define ICD_BUILD_REBUILD_TABULAR_APPLY_H

#include "draft.h"
#include "placing.h"

/*
 * Changes the draft as the addendum tells. `backwards`: makes it what it was before: what is told to come goes, what is
 * told to go comes. Lines that do not fit are noted in `placing`, with reasons that live in the pool.
 */
void tabular_apply(struct draft *draft, const struct addendum *addendum, bool backwards, struct icd_pool *pool,
		   struct placing *placing);

#endif
