/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "finding_tally.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

void icd_finding_tally_add(struct icd_finding_tally *tally, const struct icd_finding_count *finding)
{
	for (size_t i = 0; i < tally->count; i++) {
		struct icd_finding_count *row = &tally->at[i];
		if (row->severity == finding->severity && row->rule == finding->rule &&
		    strcmp(row->guideline, finding->guideline) == 0) {
			row->count++;
			return;
		}
	}
	if (!icd_pool_room(&tally->pool, &tally->at, tally->count, &tally->capacity, sizeof *tally->at))
		return;
	struct icd_finding_count *row = &tally->at[tally->count++];
	*row = *finding;
	row->count = 1;
	row->guideline = icd_pool_print(&tally->pool, "%s", finding->guideline);
	row->id = icd_pool_print(&tally->pool, "%s", finding->id);
	row->codes = icd_pool_print(&tally->pool, "%s", finding->codes);
}

static int compare(const void *a, const void *b)
{
	const struct icd_finding_count *left = a, *right = b;
	return ICD_ORDER(right->severity, left->severity) ?:
	       ICD_ORDER(right->count, left->count) ?:
	       ICD_ORDER(left->rule, right->rule) ?:
	       strcmp(left->guideline, right->guideline);
}

void icd_finding_tally_sort(struct icd_finding_tally *tally)
{
	if (tally->count > 1)
		qsort(tally->at, tally->count, sizeof *tally->at, compare);
}
