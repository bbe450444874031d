/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a list of codes comes to: how many were not valid and billable and why, and how
 * large the share of unspecified codes is. For the check command.
 */
#ifndef ICD_CHECK_SUMMARY_H
#define ICD_CHECK_SUMMARY_H

#include "tally.h"

struct icd_check;
struct icd_answer;
struct icd_billable;
struct icd_check_summary;

/* Titles are those of the view; `listed` says that the codes are held against a code list. The checker must stay open. */
bool icd_check_summary_open(const struct icd_view *view, struct icd_check *check, bool listed,
			    struct icd_check_summary **out, struct icd_error *err);
void icd_check_summary_close(struct icd_check_summary *summary);

/* Counts an answer under `by` (cut at 255 bytes; "" when nothing is split), or a code that is simply billable. */
bool icd_check_summary_add(struct icd_check_summary *summary, const char *by, const struct icd_answer *answer,
			   bool off_list, struct icd_error *err);
bool icd_check_summary_add_billable(struct icd_check_summary *summary, const char *by,
				    const struct icd_billable *billable, bool off_list, struct icd_error *err);

/* What was counted; NULL when memory runs out. */
const struct icd_tally *icd_check_summary_tally(struct icd_check_summary *summary, struct icd_error *err);
/* The same added up. */
bool icd_check_summary_parts(struct icd_check_summary *summary, struct icd_tally_part **parts, uint32_t *count,
			     struct icd_error *err);

#endif
