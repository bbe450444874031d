/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list_work.h"

#include <stdlib.h>
#include <string.h>

/* ---- sorting ---- */

static int by_code(const void *a, const void *b, void *context)
{
	const struct icd_pattern *at = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = strcmp(at[x].code, at[y].code);
	return order ? order : ICD_ORDER(x, y);
}

static int by_start(const void *a, const void *b, void *context)
{
	const struct icd_pattern *at = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return ICD_ORDER(at[x].first_ordinal, at[y].first_ordinal) ?: ICD_ORDER(x, y);
}

/* How far the ranges from `low` up to `high` come, with what lies under each of them in the tree. */
static uint32_t fill_reach(struct icd_code_list *list, size_t low, size_t high)
{
	if (low == high)
		return 0;
	size_t middle = low + (high - low) / 2;
	uint32_t left = fill_reach(list, low, middle), right = fill_reach(list, middle + 1, high);
	uint32_t reach = list->at[list->ranges[middle]].last_ordinal;
	reach = left > reach ? left : reach;
	return list->reach[middle] = right > reach ? right : reach;
}

bool list_sort(struct icd_code_list *list, struct icd_error *err)
{
	list->sorted = icd_pool_take(&list->pool, list->count + 1, sizeof *list->sorted);
	list->ranges = icd_pool_take(&list->pool, list->count + 1, sizeof *list->ranges);
	list->reach = icd_pool_take(&list->pool, list->count + 1, sizeof *list->reach);
	if (list->pool.failed)
		return icd_out_of_memory(err);
	for (size_t i = 0; i < list->count; i++) {
		const struct icd_pattern *pattern = &list->at[i];
		if (pattern->kind != ICD_PATTERN_RANGE)
			list->sorted[list->sorted_count++] = (uint32_t)i;
		else if (pattern->first_ordinal <= pattern->last_ordinal)
			list->ranges[list->range_count++] = (uint32_t)i;
	}
	if (list->sorted_count)
		qsort_r(list->sorted, list->sorted_count, sizeof *list->sorted, by_code, list->at);
	if (list->range_count)
		qsort_r(list->ranges, list->range_count, sizeof *list->ranges, by_start, list->at);
	fill_reach(list, 0, list->range_count);
	return true;
}

/* ---- finding ---- */

struct search {
	const struct icd_code_list *list;
	const char *code;
	icd_date on;
	struct icd_listing *out;
};

static const struct icd_pattern *earlier(const struct icd_pattern *a, const struct icd_pattern *b)
{
	return !a || b < a ? b : a;
}

static void match(struct search *search, const struct icd_pattern *pattern)
{
	if (!icd_pattern_counts(pattern, search->on))
		return;
	if (pattern->except)
		search->out->excepted = earlier(search->out->excepted, pattern);
	else
		search->out->by = earlier(search->out->by, pattern);
}

static bool stands_before(const void *context, size_t item)
{
	const struct search *search = context;
	return strcmp(search->list->at[search->list->sorted[item]].code, search->code) < 0;
}

/* Patterns of this very code; of the codes above one those count that mean what is below. */
static void match_code(struct search *search, const char *code, bool above)
{
	const struct icd_code_list *list = search->list;
	search->code = code;
	for (size_t i = icd_lower_bound(list->sorted_count, stands_before, search); i < list->sorted_count; i++) {
		const struct icd_pattern *pattern = &list->at[list->sorted[i]];
		if (strcmp(pattern->code, code) != 0)
			return;
		if (!above || pattern->kind == ICD_PATTERN_BELOW)
			match(search, pattern);
	}
}

static void match_ranges(struct search *search, size_t low, size_t high, uint32_t ordinal)
{
	const struct icd_code_list *list = search->list;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct icd_pattern *pattern = &list->at[list->ranges[middle]];
		if (list->reach[middle] < ordinal)
			return;
		match_ranges(search, low, middle, ordinal);
		if (pattern->first_ordinal > ordinal)
			return;
		if (ordinal <= pattern->last_ordinal)
			match(search, pattern);
		low = middle + 1;
		/* The tree under what is left has its root where its own middle is. */
	}
}

/* The place of a code in the tabular order; -1 of what no release has. */
static bool read_ordinal(const struct icd_code_list *list, const char *code, int64_t *ordinal, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_code_record record;
	enum icd_found found = icd_store_code(list->store, &pool, code, &record, err);
	*ordinal = found == ICD_FOUND ? (int64_t)record.ordinal : -1;
	icd_pool_free(&pool);
	return found != ICD_FAILED;
}

bool icd_code_list_find(const struct icd_code_list *list, const char *code, int64_t ordinal, icd_date on,
			struct icd_listing *out, struct icd_error *err)
{
	struct search search = {.list = list, .on = on, .out = out};
	char start[ICD_CODE_SIZE];
	size_t length = strlen(code);
	*out = (struct icd_listing){NULL, NULL};
	memcpy(start, code, length + 1);
	match_code(&search, code, false);
	while (length > 3) {
		start[--length] = '\0';
		match_code(&search, start, true);
	}
	if (list->range_count && ordinal < 0 && *code && !read_ordinal(list, code, &ordinal, err))
		return false;
	if (ordinal >= 0)
		match_ranges(&search, 0, list->range_count, (uint32_t)ordinal);
	return true;
}

bool icd_code_list_has(const struct icd_code_list *list, const char *code, int64_t ordinal, icd_date on,
		       const struct icd_pattern **by, struct icd_error *err)
{
	struct icd_listing listing;
	bool ok = icd_code_list_find(list, code, ordinal, on, &listing, err);
	*by = ok && !listing.excepted ? listing.by : NULL;
	return ok;
}
