/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Queries that are codes, and ranges of codes that begin alike. */
#include "search_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
	bool damaged;
};

static bool widen(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct range *range = context;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	uint32_t ordinal, last;
	(void)key;
	icd_get_code_place(&in, &ordinal, &last);
	range->damaged |= in.failed;
	if (ordinal < range->first)
		range->first = ordinal;
	if (last > range->last || range->last == UINT32_MAX)
		range->last = last;
	return !in.failed;
}

static void within_start(struct icd_searcher *s, const char *start, uint32_t *first, uint32_t *last)
{
	struct range range = {.first = UINT32_MAX, .last = UINT32_MAX};
	char end[ICD_CODE_SIZE + 1];
	snprintf(end, sizeof end, "%.*s\x7f", ICD_CODE_LENGTH, start);
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, start), high = icd_key_of(ICD_TABLE_CODE, end);
	enum icd_found found = icd_store_code_place(s->store, start, &range.first, &range.last, s->err);
	if (found == ICD_FAILED ||
	    (found == ICD_NOT_FOUND && !icd_store_scan(s->store, &low, &high, widen, &range, s->err)))
		s->failed = true;
	if (range.damaged)
		search_bad_record(s, &low);
	*first = range.first == UINT32_MAX ? 1 : range.first;
	*last = range.first == UINT32_MAX ? 0 : range.last;
}

/* The number of a chapter, as "13" or "chapter 13"; 0: it is none. */
static int chapter_number(const char *text)
{
	if (strncasecmp(text, "chapter", 7) == 0)
		text += 7 + strspn(text + 7, " ");
	size_t figures = strspn(text, "0123456789");
	return figures && figures < 3 && !text[figures] ? atoi(text) : 0;
}

static void within_chapter(struct icd_searcher *s, int number, uint32_t *first, uint32_t *last)
{
	struct icd_chapter_record chapter;
	enum icd_found found = icd_store_chapter(s->store, number, &chapter, s->err);
	*first = 1;
	*last = 0;
	for (uint32_t i = 0; found == ICD_FOUND && i < chapter.sections.count; i++) {
		struct icd_section_record section;
		found = icd_store_section(s->store, chapter.sections.at[i].code, &section, s->err);
		if (found != ICD_FOUND || section.first > section.last)
			continue;
		*first = *first > *last || section.first < *first ? section.first : *first;
		*last = section.last > *last ? section.last : *last;
	}
	s->failed |= found == ICD_FAILED;
}

/* The start of a code as people write it. */
static void within_typed(struct icd_searcher *s, const char *text, size_t length, uint32_t *first, uint32_t *last)
{
	struct icd_typed_code typed;
	char start[ICD_CODE_SIZE];
	snprintf(start, sizeof start, "%.*s", (int)length, text);
	for (char *c = start; *c; c++)
		*c = icd_upper(*c);
	within_start(s, icd_code_parse(text, length, &typed) ? typed.code : start, first, last);
}

void search_within(struct icd_searcher *s, const char *place, uint32_t *first, uint32_t *last)
{
	const char *dash = strchr(place, '-');
	int chapter = chapter_number(place);
	uint32_t other;
	if (chapter) {
		within_chapter(s, chapter, first, last);
	} else if (dash && dash[1]) {
		uint32_t from, to;
		within_typed(s, place, (size_t)(dash - place), &from, &other);
		bool empty = from > other;
		within_typed(s, dash + 1, strlen(dash + 1), &other, &to);
		empty |= other > to;
		*first = empty ? 1 : from;
		*last = empty ? 0 : to;
	} else {
		within_typed(s, place, strlen(place), first, last);
	}
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

static bool is_chosen(const struct icd_searcher *s, uint32_t ordinal)
{
	return !s->options->only || s->options->only[ordinal];
}

/* How many codes of the range count. Where the start is a word too ("C5", "B12") only these take its place. */
static uint32_t count_codes(struct icd_searcher *s, uint32_t first, uint32_t last)
{
	uint32_t count = 0;
	for (uint32_t at = first; at <= last; at++) {
		struct icd_code_row row = search_code_row(s, at);
		count += search_counts(s, &row) && is_chosen(s, at);
	}
	return count;
}

static void add_codes(struct icd_searcher *s, uint32_t first, uint32_t last, uint32_t wanted)
{
	struct icd_search_result *result = s->result;
	for (uint32_t at = first; at <= last && result->count < wanted; at++) {
		struct icd_code_record record;
		struct icd_code_row row = search_code_row(s, at);
		char shown[ICD_DOTTED_SIZE];
		if (!search_counts(s, &row) || !is_chosen(s, at))
			continue;
		struct icd_search_hit *hit = &result->hits[result->count++];
		search_fill_hit(s, at, hit, &record);
		hit->matched = icd_pool_print(s->pool, "%s", icd_code_format(hit->code, shown));
		hit->field = ICD_FIELD_CODE;
		hit->score = 100;
		strcpy(hit->family, hit->code);
	}
}

bool search_codes(struct icd_searcher *s, const char *text)
{
	char start[ICD_CODE_SIZE];
	uint32_t first, last;
	if (!read_start(text, start))
		return false;
	within_start(s, start, &first, &last);
	if (first > last && icd_code_without_placeholder(start))
		within_start(s, start, &first, &last);
	if (first > last || s->failed)
		return s->failed;
	uint32_t total = count_codes(s, first, last);
	s->result->total = total;
	uint32_t wanted = s->options->limit && s->options->limit < total ? s->options->limit : total;
	s->result->hits = icd_pool_take(s->pool, wanted, sizeof *s->result->hits);
	if (s->result->hits)
		add_codes(s, first, last, wanted);
	return total > 0;
}
