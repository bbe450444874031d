/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In what a rebuilt index and the published one of the same date differ: terms by the titles above them and all they
 * say, as often as each stands there; accents and signs do not count. Builder only. */
#ifndef ICD_BUILD_REINDEX_INDEX_DIFFERENCES_H
#define ICD_BUILD_REINDEX_INDEX_DIFFERENCES_H

#include "index_fold.h"
#include "read/release.h"

struct index_differences {   /* all 0: none; freed with index_differences_free */
	size_t *told, *held; /* terms that only the rebuilt, only the published one has */
	size_t told_count, held_count;
	size_t equal;
};

/* `out` is empty. */
void index_differences_find(const struct index_list *told, const struct index_list *held, struct index_folds *folds,
			    struct index_differences *out);
void index_differences_free(struct index_differences *differences);

#endif
