/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries that are codes, and ranges of codes that begin alike. */
#include "search_parts.h"

#include <stdio.h>
#include <string.h>

struct range {
	struct icd_searcher *s;
	uint32_t first, last;
	bool failed;
};

static bool widen(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct range *range = context;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	icd_get_text(&in);
	uint32_t ordinal = icd_get_number_to(&in, UINT32_MAX / 2);
	uint32_t last = ordinal + icd_get_number_to(&in, UINT32_MAX / 2);
	(void)key;
	range->failed |= in.failed;
	if (ordinal < range->first)
		range->first = ordinal;
	if (last > range->last || range->last == UINT32_MAX)
		range->last = last;
	return !in.failed;
}

bool search_within(struct icd_searcher *s, const char *start, uint32_t *first, uint32_t *last, struct icd_error *err)
{
	struct range range = {.s = s, .first = UINT32_MAX, .last = UINT32_MAX};
	struct icd_code_record record;
	struct icd_pool pool = {0};
	enum icd_found found = icd_store_code(s->store, &pool, start, &record, err);
	icd_pool_free(&pool);
	if (found == ICD_FAILED)
		return false;
	if (found == ICD_FOUND) {
		*first = record.ordinal;
		*last = record.last;
		return true;
	}
	char end[ICD_CODE_SIZE + 1];
	snprintf(end, sizeof end, "%.*s\x7f", ICD_CODE_LENGTH, start);
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, start), high = icd_key_of(ICD_TABLE_CODE, end);
	if (!icd_store_scan(s->store, &low, &high, widen, &range, err))
		return false;
	if (range.failed)
		return icd_store_bad_record(s->store, &low, err) != ICD_FAILED;
	*first = range.first == UINT32_MAX ? 1 : range.first;
	*last = range.first == UINT32_MAX ? 0 : range.last;
	return true;
}

/* The start of a code in stored spelling: as icd_code_parse reads it, or a letter and one figure. */
static bool read_start(const char *text, char start[ICD_CODE_SIZE])
{
	struct icd_typed_code typed;
	text += strspn(text, " ");
	size_t length = strcspn(text, " ");
	if (text[length + strspn(text + length, " ")] != '\0')
		return false;
	if (!icd_code_parse(text, length, &typed))
		return length == 2 && icd_code_start(text, length, start);
	strcpy(start, typed.code);
	return true;
}

/* Is the start a word too ("C5", "B12")? Then only codes that are there take its place. */
static bool count_codes(struct icd_searcher *s, uint32_t first, uint32_t last, uint32_t *count, struct icd_error *err)
{
	*count = 0;
	for (uint32_t at = first; at <= last; at++) {
		struct icd_code_row row;
		if (!search_code_row(s, at, &row, err))
			return false;
		*count += search_counts(s, &row);
	}
	return true;
}

static bool add_codes(struct icd_searcher *s, const struct icd_view *view, uint32_t first, uint32_t last,
		      uint32_t wanted, struct icd_pool *pool, struct icd_search_result *result, struct icd_error *err)
{
	for (uint32_t at = first; at <= last && result->count < wanted; at++) {
		struct icd_search_hit *hit = &result->hits[result->count];
		struct icd_code_record record;
		struct icd_code_row row;
		if (!search_code_row(s, at, &row, err))
			return false;
		if (!search_counts(s, &row))
			continue;
		if (!search_fill_hit(s, view, at, pool, hit, &record, err))
			return false;
		char *shown = icd_pool_take(pool, ICD_DOTTED_SIZE, 1);
		if (!shown)
			return icd_out_of_memory(err);
		hit->matched = icd_code_format(hit->code, shown);
		hit->field = ICD_FIELD_CODE;
		hit->score = 100;
		strcpy(hit->family, hit->code);
		result->count++;
	}
	return true;
}

bool search_codes(struct icd_searcher *s, const struct icd_view *view, const char *text,
		  const struct icd_search_options *options, struct icd_pool *pool, struct icd_search_result *result,
		  bool *done, struct icd_error *err)
{
	char start[ICD_CODE_SIZE];
	uint32_t first, last;
	*done = false;
	if (!read_start(text, start))
		return true;
	if (!search_within(s, start, &first, &last, err))
		return false;
	if (first > last && icd_code_without_placeholder(start) && !search_within(s, start, &first, &last, err))
		return false;
	if (first > last)
		return true;
	if (!count_codes(s, first, last, &result->total, err))
		return false;
	uint32_t wanted = options->limit && options->limit < result->total ? options->limit : result->total;
	result->hits = icd_pool_take(pool, wanted, sizeof *result->hits);
	if (!result->hits)
		return icd_out_of_memory(err);
	*done = result->total > 0;
	return add_codes(s, view, first, last, wanted, pool, result, err);
}
