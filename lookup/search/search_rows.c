/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The records of the search index, their rows, and the failure of a search. */
#include "search_work.h"

#include <string.h>

/* ---- failure ---- */

void search_out_of_memory(struct icd_searcher *s)
{
	if (!s->failed)
		icd_out_of_memory(s->err);
	s->failed = true;
}

bool search_went_well(struct icd_searcher *s, const struct icd_pool *pool)
{
	bool unstemmed = icd_stemmer_failed(s->stemmer);
	if (unstemmed || pool->failed)
		search_out_of_memory(s);
	return !s->failed;
}

void search_damaged(struct icd_searcher *s, const char *what)
{
	if (!s->failed)
		icd_fail_as(s->err, ICD_FAULT_DAMAGED, "%s: %s: build it again with icd10-build-index",
			    icd_store_path(s->store), what);
	s->failed = true;
}

void search_bad_record(struct icd_searcher *s, const struct icd_key *key)
{
	if (!s->failed)
		icd_store_bad_record(s->store, key, NULL, s->err);
	s->failed = true;
}

struct icd_bytes search_record(struct icd_searcher *s, const struct icd_key *key)
{
	struct icd_bytes bytes = {NULL, 0};
	if (!s->failed && icd_store_get(s->store, key, &bytes, s->err) == ICD_FAILED)
		s->failed = true;
	return bytes;
}

/* ---- rows ---- */

static struct icd_bytes fetch_record(struct icd_searcher *s, struct row_cache *cache, enum icd_search_record record,
				     uint32_t number)
{
	struct icd_key key = icd_search_number_key(record, number);
	if (number >= cache->count)
		search_bad_record(s, &key);
	struct icd_bytes bytes = search_record(s, &key);
	if (bytes.data)
		cache->at[number] = bytes;
	else
		search_bad_record(s, &key);
	return bytes;
}

/* A record of rows, fetched on first use. */
static inline struct icd_bytes cached_record(struct icd_searcher *s, struct row_cache *cache,
					     enum icd_search_record record, uint32_t number)
{
	if (number < cache->count && cache->at[number].data)
		return cache->at[number];
	return fetch_record(s, cache, record, number);
}

static inline const unsigned char *row_at(struct icd_searcher *s, struct row_cache *cache,
					  enum icd_search_record record, uint32_t number, size_t size)
{
	static const unsigned char empty[ICD_TEXT_ROW_SIZE + ICD_CODE_ROW_SIZE];
	struct icd_bytes bytes = cached_record(s, cache, record, number / ICD_SEARCH_ROWS);
	size_t at = (size_t)(number % ICD_SEARCH_ROWS) * size;
	if (at + size <= bytes.size)
		return bytes.data + at;
	struct icd_key key = icd_search_number_key(record, number / ICD_SEARCH_ROWS);
	search_bad_record(s, &key);
	return empty;
}

struct icd_code_row search_code_row(struct icd_searcher *s, uint32_t ordinal)
{
	struct icd_code_row row = icd_code_row_at(row_at(s, &s->codes, ICD_SEARCH_CODES, ordinal, ICD_CODE_ROW_SIZE));
	/* Rows of other codes are found from this one. */
	if (row.family <= ordinal && ordinal + row.below < s->about.codes && row.standard <= row.below &&
	    row.extensions < s->about.set_count)
		return row;
	search_damaged(s, "a code of the search index is out of order");
	return (struct icd_code_row){0};
}

struct icd_text_row search_text_row(struct icd_searcher *s, uint32_t text)
{
	struct icd_text_row row = icd_text_row_at(row_at(s, &s->texts, ICD_SEARCH_TEXTS, text, ICD_TEXT_ROW_SIZE));
	if (row.family + row.target < s->about.codes)
		return row;
	search_damaged(s, "a text of the search index is out of order");
	return (struct icd_text_row){0};
}

size_t search_text_words(struct icd_searcher *s, uint32_t text, const struct icd_text_row *row, uint32_t *entry,
			 struct icd_text_word words[ICD_WORDS_MAX])
{
	struct icd_bytes bytes = cached_record(s, &s->words, ICD_SEARCH_WORDS, text / ICD_SEARCH_ROWS);
	size_t start = row->words < bytes.size ? row->words : bytes.size;
	struct icd_reader in = icd_reader_of(bytes.data + start, bytes.size - start);
	size_t count = icd_get_text_words(&in, entry, words);
	if (in.failed) {
		struct icd_key key = icd_search_number_key(ICD_SEARCH_WORDS, text / ICD_SEARCH_ROWS);
		search_bad_record(s, &key);
	}
	return count;
}

/* ---- hits ---- */

void search_fill_hit(struct icd_searcher *s, uint32_t ordinal, struct icd_search_hit *hit,
		     struct icd_code_record *record)
{
	uint32_t class;
	struct icd_validity validity;
	*hit = (struct icd_search_hit){.ordinal = ordinal, .title = "", .matched = "", .lacks = ""};
	memset(record, 0, sizeof *record);
	if (s->failed)
		return;
	enum icd_found found = icd_store_ordinal(s->store, ordinal, hit->code, &class, s->err);
	if (found == ICD_FOUND)
		found = icd_store_code_start(s->store, s->pool, hit->code, record, s->err);
	/* A diag that is in no code set has its title behind the start. */
	if (found == ICD_FOUND && !*icd_view_title(s->view, record))
		found = icd_store_code(s->store, s->pool, hit->code, record, s->err);
	if (found == ICD_NOT_FOUND)
		search_damaged(s, "a code of the search index is not in it");
	s->failed |= found == ICD_FAILED;
	if (s->failed) {
		memset(record, 0, sizeof *record);
		return;
	}
	icd_view_validity(s->view, &record->runs, &validity);
	hit->status = validity.status;
	hit->billable = validity.status == ICD_STATUS_BILLABLE;
	hit->title = icd_view_title(s->view, record);
}
