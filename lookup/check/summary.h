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

/*
 * The number of what is counted under, cut by the caller: 0 of "", as when nothing is split. The first is NULL where it has none
 * yet, the second gives it one, ICD_TALLY_FULL when memory runs out.
 */
struct icd_tally_name *icd_check_summary_find(struct icd_check_summary *summary, const char *by, size_t length);
uint32_t icd_check_summary_by(struct icd_check_summary *summary, const char *by, size_t length);

/* Counts an answer under such a number, or a code that is simply billable. */
bool icd_check_summary_add(struct icd_check_summary *summary, uint32_t by, const struct icd_answer *answer,
			   bool off_list, struct icd_error *err);
bool icd_check_summary_add_billable(struct icd_check_summary *summary, uint32_t by, const struct icd_billable *billable,
				    bool off_list, struct icd_error *err);

/* What was counted: nothing can be added after that. NULL when memory runs out. */
struct icd_tally *icd_check_summary_tally(struct icd_check_summary *summary, struct icd_error *err);

#endif
