/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a list of codes comes to: how many were not valid and billable and why, and how
 * large the share of unspecified codes is. For the check command.
 */
#ifndef ICD_LOOKUP_CHECK_SUMMARY_H
#define ICD_LOOKUP_CHECK_SUMMARY_H

#include "check.h"
#include "output.h"

struct check_summary;

bool check_summary_open(struct icd_store *store, struct check_summary **out, struct icd_error *err);
void check_summary_close(struct check_summary *summary);

/* Counts an answer in its group (any bytes; length 0: there are no groups). */
bool check_summary_add(struct check_summary *summary, const char *group, size_t length,
		       const struct icd_answer *answer, struct icd_error *err);

/* Prints the groups in the order they came. */
bool check_summary_print(struct check_summary *summary, const struct icd_view *view, const struct output *out,
			 struct icd_error *err);

#endif
