/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The codes of a category that can be reported on a day. For the rules that look for one by its title. */
#ifndef ICD_CODING_FAMILY_H
#define ICD_CODING_FAMILY_H

#include "claim_code.h"
#include "title_words.h"

typedef void icd_family_visit(void *context, const struct icd_child *child, const struct icd_title_words *words);

/* Shows each billable code below `code` (stored spelling) to `visit`; headers of one side only are passed over. What is
 * read lives in the pool. False on failure only. */
bool icd_family_walk(struct icd_shelf *shelf, const struct icd_view *view, struct icd_pool *pool, const char *code,
		     icd_family_visit *visit, void *context, struct icd_error *err);

#endif
