/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "titles.h"

#include "search/search_record.h"

#include <string.h>

/* The rows of titles whose numbers end alike; of these, sorted, those of a title. */
struct rows {
	const unsigned char *at;
	size_t count;
	uint32_t sought;
};

static bool stands_before(const void *context, size_t item)
{
	const struct rows *rows = context;
	return icd_title_row_at(rows->at + item * ICD_TITLE_ROW_SIZE).hash < rows->sought;
}

static bool is_sought(struct vocabulary *vocabulary, const char *title, const struct text_sought *sought)
{
	return (sought->written && strcmp(title, sought->written) == 0) ||
	       vocabulary_know(vocabulary, title)->written == sought->hash;
}

/* The title of the code that is sought, the latest of several; NULL: the numbers are equal by chance. */
static const char *title_with(struct vocabulary *vocabulary, const struct icd_texts *titles,
			      const struct text_sought *sought)
{
	for (uint32_t i = titles->count; i-- > 0;) {
		if (is_sought(vocabulary, titles->at[i].text, sought))
			return titles->at[i].text;
	}
	return NULL;
}

/* False when there are none. */
static bool read_rows(const struct icd_view *view, uint64_t hash, struct rows *rows, bool *failed,
		      struct icd_error *err)
{
	struct icd_title_hash title = {.count = 1, .sum = hash};
	struct icd_key key = icd_search_number_key(ICD_SEARCH_TITLES, icd_title_bucket(&title));
	struct icd_bytes bytes;
	enum icd_found found = hash ? icd_store_get(view->store, &key, &bytes, err) : ICD_NOT_FOUND;
	*failed |= found == ICD_FAILED;
	if (found == ICD_FOUND)
		*rows = (struct rows){bytes.data, bytes.size / ICD_TITLE_ROW_SIZE, icd_title_rest(&title)};
	return found == ICD_FOUND;
}

bool titles_may_have(const struct icd_view *view, uint64_t hash, uint32_t ordinal, bool *own, bool *failed,
		     struct icd_error *err)
{
	struct rows rows;
	if (!read_rows(view, hash, &rows, failed, err))
		return false;
	size_t first = icd_lower_bound(rows.count, stands_before, &rows), i = first;
	for (; i < rows.count; i++) {
		struct icd_title_row row = icd_title_row_at(rows.at + i * ICD_TITLE_ROW_SIZE);
		if (row.hash != rows.sought)
			break;
		*own |= row.ordinal == ordinal;
	}
	return i > first;
}

unsigned titles_find(struct vocabulary *vocabulary, const struct icd_view *view, struct icd_pool *pool,
		     const struct text_sought *sought, struct called called[CALLED_MOST], bool *failed,
		     struct icd_error *err)
{
	struct rows rows;
	unsigned count = 0;
	if (!read_rows(view, sought->hash, &rows, failed, err))
		return 0;
	for (size_t i = icd_lower_bound(rows.count, stands_before, &rows); i < rows.count && count < CALLED_MOST; i++) {
		struct icd_title_row row = icd_title_row_at(rows.at + i * ICD_TITLE_ROW_SIZE);
		struct called *one = &called[count];
		if (row.hash != rows.sought)
			break;
		if (!icd_view_code_start_at(view, pool, row.ordinal, &one->record, err)) {
			*failed = true;
			return 0;
		}
		one->title = title_with(vocabulary, &one->record.long_titles, sought);
		if (!one->title && title_with(vocabulary, &one->record.short_titles, sought))
			one->title = icd_view_title(view, &one->record);
		one->in_force = icd_view_holds(view, &one->record.runs);
		count += one->title != NULL;
	}
	return count;
}
