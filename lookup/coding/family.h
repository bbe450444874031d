/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The codes of a category that can be reported on a day. For the rules that look for one by its title. */
#ifndef ICD_CODING_FAMILY_H
#define ICD_CODING_FAMILY_H

#include "claim_code.h"
#include "title_words.h"

struct icd_family_member {
	char code[ICD_CODE_SIZE];
	const char *title;  /* stays as long as the store, which puts each title together once */
	uint64_t words;     /* icd_title_signature of its title */
	enum icd_side side; /* of its title, as icd_title_read tells it */
};

/* In tabular order; headers of one side are passed over with all below them. */
struct icd_family {
	size_t count;
	const struct icd_family_member *at;
};

/* The billable codes below a category. Kept in the shelf, as codes are. NULL on failure only. */
const struct icd_family *icd_shelf_family(struct icd_shelf *shelf, const struct icd_view *view, const char *category,
					  struct icd_error *err);

#endif
