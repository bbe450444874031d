/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes that ever had the same title (equal but for accents, case and white space), where one of the two was deleted:
 * what may have replaced it. Builder only.
 */
#ifndef ICD_BUILD_FACTS_TWINS_H
#define ICD_BUILD_FACTS_TWINS_H

#include "merge/book.h"

/* Those of the code with index i are at[first[i]] .. at[first[i + 1] - 1], as indexes, in tabular order. */
struct twins {
	uint32_t *at, *first;
};

/* In the pool. A code above or below another one is no twin of it. */
void twins_find(const struct book *book, struct icd_pool *pool, struct twins *out);

#endif
