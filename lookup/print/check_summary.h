/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a list of codes comes to: how many were not valid and billable and why, and how
 * large the share of unspecified codes is. For the check command.
 */
#ifndef ICD_PRINT_CHECK_SUMMARY_H
#define ICD_PRINT_CHECK_SUMMARY_H

#include "check/check.h"
#include "output.h"

struct check_summary;

/* Titles are those of the view; the checker must stay open. */
bool check_summary_open(const struct icd_view *view, struct icd_check *check, struct check_summary **out,
			struct icd_error *err);
void check_summary_close(struct check_summary *summary);

/* Counts an answer under `by` (any bytes, cut at 127; length 0 when nothing is split). */
bool check_summary_add(struct check_summary *summary, const char *by, size_t length, const struct icd_answer *answer,
		       struct icd_error *err);

/* Prints what was counted. */
bool check_summary_print(struct check_summary *summary, const struct output *out, struct icd_error *err);

#endif
