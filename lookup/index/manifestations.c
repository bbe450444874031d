/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "manifestations.h"

#include <stdlib.h>
#include <string.h>

void icd_put_manifestations(struct icd_buffer *out, const struct icd_manifestations *list)
{
	icd_put_number(out, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		const struct icd_manifestation *one = &list->at[i];
		icd_put_text(out, one->code);
		icd_put_number(out, one->span_count);
		for (uint32_t j = 0; j < one->span_count; j++) {
			icd_put_number(out, one->spans[j].first);
			icd_put_number(out, one->spans[j].last);
		}
	}
}

static void get_one(struct icd_reader *in, struct icd_pool *pool, struct icd_manifestation *one)
{
	one->code = icd_get_text(in);
	one->spans = icd_get_items(in, pool, &one->span_count, sizeof *one->spans);
	for (uint32_t i = 0; i < one->span_count && !in->failed; i++) {
		one->spans[i].first = (uint16_t)icd_get_number_to(in, UINT16_MAX);
		one->spans[i].last = (uint16_t)icd_get_number_to(in, UINT16_MAX);
	}
}

bool icd_get_manifestations(struct icd_reader *in, struct icd_pool *pool, struct icd_manifestations *list)
{
	list->at = icd_get_items(in, pool, &list->count, sizeof *list->at);
	for (uint32_t i = 0; i < list->count && !in->failed; i++)
		get_one(in, pool, &list->at[i]);
	return !in->failed;
}

static int compare(const void *key, const void *item)
{
	return strcmp(key, ((const struct icd_manifestation *)item)->code);
}

bool icd_manifestations_have(const struct icd_manifestations *list, const char *code, uint16_t member)
{
	char start[ICD_CODE_SIZE] = {0};
	memcpy(start, code, strnlen(code, ICD_CODE_LENGTH));
	for (size_t length = strlen(start); length >= 3; length--) {
		start[length] = '\0';
		const struct icd_manifestation *one =
			list->count ? bsearch(start, list->at, list->count, sizeof *list->at, compare) : NULL;
		if (one && icd_spans_have(one->spans, one->span_count, member))
			return true;
	}
	return false;
}

struct sought_start {
	const struct icd_manifestations *list;
	const char *code;
};

static bool stands_before(const void *context, size_t item)
{
	const struct sought_start *sought = context;
	return strcmp(sought->list->at[item].code, sought->code) < 0;
}

bool icd_manifestations_touch(const struct icd_manifestations *list, const char *code, uint16_t member)
{
	size_t length = strlen(code);
	if (icd_manifestations_have(list, code, member))
		return true;
	size_t at = icd_lower_bound(list->count, stands_before, &(struct sought_start){list, code});
	for (; at < list->count && strncmp(list->at[at].code, code, length) == 0; at++) {
		if (icd_spans_have(list->at[at].spans, list->at[at].span_count, member))
			return true;
	}
	return false;
}
