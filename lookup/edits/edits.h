/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the Medicare Code Editor does with a code as of a date: CMS, Definitions of Medicare Code Edits. The newest
 * edition not after the date answers; the editor looks at inpatient claims only. For the card and the claims.
 */
#ifndef ICD_EDITS_EDITS_H
#define ICD_EDITS_EDITS_H

#include "records.h"
#include "view/view.h"

struct icd_edit_fact {
	enum icd_edit edit;
	uint16_t from, to; /* the years of a list of one age, both included; 0 of others */
};

struct icd_edit_facts {
	icd_date edition; /* of which date; 0: none is held for the date */
	unsigned count;
	struct icd_edit_fact at[ICD_EDITS];
};

/* As the names of the lists are in answers: "newborn", ... "unspecified". */
extern const char *const icd_edit_names[];
/* Is it a list of one age? */
bool icd_edit_is_of_age(enum icd_edit edit);

/* `code` in stored spelling. False on failure only. */
bool icd_edits_of(const struct icd_view *view, struct icd_pool *pool, const char *code, struct icd_edit_facts *out,
		  struct icd_error *err);

/* What the list says of a code, for people: "for ages 12 to 55 only (maternity)". */
#define ICD_EDIT_TEXT 160
const char *icd_edit_text(const struct icd_edit_fact *fact, char out[ICD_EDIT_TEXT]);

#endif
