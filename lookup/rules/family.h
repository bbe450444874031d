/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The codes of a category that can be reported on the day of the claim. For the rules that look for one by its title. */
#ifndef ICD_RULES_FAMILY_H
#define ICD_RULES_FAMILY_H

#include "claim_work.h"
#include "coding/title_words.h"

typedef void claim_visit(void *context, const struct icd_child *child, const struct icd_title_words *words);

/* Shows each billable code below `code` (stored spelling) to `visit`; headers of one side only are passed over. */
void claim_visit_family(struct claim_work *work, const char *code, claim_visit *visit, void *context);

#endif
