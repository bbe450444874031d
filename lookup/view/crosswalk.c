/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "crosswalk.h"

static bool cross(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
		  icd_crossing *visit, void *context, struct icd_error *err)
{
	struct icd_successors successors;
	struct icd_validity validity;
	icd_view_validity(view, &record->runs, &validity);
	if (!validity.billable_to || !(validity.status == ICD_STATUS_RETIRED || validity.status == ICD_STATUS_HEADER))
		return true;
	if (!icd_billable_successors(view, pool, record, &successors, err))
		return false;
	if (pool->failed)
		return icd_out_of_memory(err);
	visit(context, record->code, &successors);
	return true;
}

bool icd_crosswalk(const struct icd_view *view, icd_crossing *visit, void *context, struct icd_error *err)
{
	struct icd_pool pool = {0}; /* of the code in hand */
	bool ok = true;
	for (uint32_t at = 0; ok && at < view->about->code_count; at++) {
		struct icd_code_record record;
		icd_pool_reset(&pool);
		ok = icd_view_code_at(view, &pool, at, &record, err) &&
		     cross(view, &pool, &record, visit, context, err);
	}
	icd_pool_free(&pool);
	return ok;
}
