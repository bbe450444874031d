/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What addenda tell of an index, applied to a draft of it. Builder only. */
#ifndef ICD_BUILD_REINDEX_INDEX_APPLY_H
#define ICD_BUILD_REINDEX_INDEX_APPLY_H

#include "index_draft.h"
#include "index_told.h"
#include "rebuild/placing.h"

enum index_direction {
	INDEX_FORWARD,
	INDEX_BACKWARD, /* what is told to come goes, what is told to go comes */
	INDEX_TRIAL,    /* nothing is changed: what would be placed, and what is so already */
};

/* Lines that do not fit are noted in `placing`. */
void index_apply(struct index_draft *draft, const struct index_told *told, size_t count, enum index_direction direction,
		 struct placing *placing);

#endif
