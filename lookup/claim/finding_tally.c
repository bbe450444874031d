/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "finding_tally.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

bool icd_finding_tally_again(struct icd_finding_tally *tally, const struct icd_finding *finding)
{
	for (size_t i = 0; i < tally->count; i++) {
		struct icd_finding_count *row = &tally->at[i];
		if (row->severity == finding->severity && row->rule == finding->rule &&
		    strcmp(row->guideline, finding->guideline) == 0) {
			row->count++;
			return true;
		}
	}
	return false;
}

void icd_finding_tally_add(struct icd_finding_tally *tally, const struct icd_finding_count *finding)
{
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

static bool same_name(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct icd_claim_groups *)context)->at[item].by, key) == 0;
}

bool icd_claim_groups_add(struct icd_claim_groups *groups, const char *by, unsigned worst)
{
	uint64_t hash = icd_hash_text(by);
	uint32_t at = icd_hash_find(&groups->hash, hash, same_name, groups, by);
	if (at == ICD_HASH_NONE) {
		at = (uint32_t)groups->count;
		if (!icd_pool_room(&groups->pool, &groups->at, groups->count, &groups->capacity, sizeof *groups->at) ||
		    !icd_hash_add(&groups->hash, hash, at))
			return false;
		groups->at[groups->count++] = (struct icd_claim_group){.by = icd_pool_print(&groups->pool, "%s", by)};
	}
	groups->at[at].by_worst[worst]++;
	return !groups->pool.failed;
}

void icd_claim_groups_free(struct icd_claim_groups *groups)
{
	icd_hash_free(&groups->hash);
	icd_pool_free(&groups->pool);
	*groups = (struct icd_claim_groups){0};
}
