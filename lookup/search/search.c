/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include "search_parts.h"

#include <stdlib.h>
#include <string.h>

const char *const icd_search_field_names[] = {"title", "inclusion_term", "index", "synonym", "code"};

#define SUGGESTIONS_MAX 5

/* ---- rows ---- */

static bool fetch_record(struct icd_searcher *s, struct row_cache *cache, enum icd_search_record record,
			 uint32_t number, struct icd_error *err)
{
	struct icd_key key = icd_search_number_key(record, number);
	enum icd_found found =
		number < cache->count ? icd_store_get(s->store, &key, &cache->at[number], err) : ICD_NOT_FOUND;
	if (found == ICD_NOT_FOUND)
		found = icd_store_bad_record(s->store, &key, err);
	return found == ICD_FOUND;
}

/* The record of a row, fetched on first use. */
static inline bool need_record(struct icd_searcher *s, struct row_cache *cache, enum icd_search_record record,
			       uint32_t number, struct icd_error *err)
{
	return (number < cache->count && cache->at[number].data) || fetch_record(s, cache, record, number, err);
}

static inline const unsigned char *row_at(struct icd_searcher *s, struct row_cache *cache,
					  enum icd_search_record record, uint32_t number, size_t size,
					  struct icd_error *err)
{
	uint32_t block = number / ICD_SEARCH_ROWS;
	size_t at = (size_t)(number % ICD_SEARCH_ROWS) * size;
	if (!need_record(s, cache, record, block, err))
		return NULL;
	if (at + size > cache->at[block].size) {
		struct icd_key key = icd_search_number_key(record, block);
		icd_store_bad_record(s->store, &key, err);
		return NULL;
	}
	return cache->at[block].data + at;
}

bool search_code_row(struct icd_searcher *s, uint32_t ordinal, struct icd_code_row *row, struct icd_error *err)
{
	const unsigned char *at = row_at(s, &s->codes, ICD_SEARCH_CODES, ordinal, ICD_CODE_ROW_SIZE, err);
	if (at)
		*row = icd_code_row_at(at);
	/* Rows of other codes are found from this one. */
	if (at && (row->family > ordinal || ordinal + row->below >= s->about.codes || row->standard > row->below ||
		   row->extensions >= s->about.set_count))
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: a code of the search index is out of order: build it again with "
				   "icd10-build-index",
				   icd_store_path(s->store));
	return at != NULL;
}

bool search_text_row(struct icd_searcher *s, uint32_t text, struct icd_text_row *row, struct icd_error *err)
{
	const unsigned char *at = row_at(s, &s->texts, ICD_SEARCH_TEXTS, text, ICD_TEXT_ROW_SIZE, err);
	if (at)
		*row = icd_text_row_at(at);
	if (at && row->family + row->target >= s->about.codes)
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: a text of the search index is out of order: build it again with "
				   "icd10-build-index",
				   icd_store_path(s->store));
	return at != NULL;
}

bool search_text_words(struct icd_searcher *s, uint32_t text, const struct icd_text_row *row, uint32_t *entry,
		       struct icd_text_word words[ICD_WORDS_MAX], size_t *count, struct icd_error *err)
{
	uint32_t block = text / ICD_SEARCH_ROWS;
	if (!need_record(s, &s->words, ICD_SEARCH_WORDS, block, err))
		return false;
	struct icd_bytes bytes = s->words.at[block];
	size_t start = row->words < bytes.size ? row->words : bytes.size;
	struct icd_reader in = icd_reader_of(bytes.data + start, bytes.size - start);
	*count = icd_get_text_words(&in, entry, words);
	if (!in.failed)
		return true;
	struct icd_key key = icd_search_number_key(ICD_SEARCH_WORDS, block);
	return icd_store_bad_record(s->store, &key, err) != ICD_FAILED;
}

/* ---- opening ---- */

static bool take_cache(struct icd_searcher *s, struct row_cache *cache, uint32_t rows)
{
	cache->count = rows / ICD_SEARCH_ROWS + 1;
	cache->at = icd_pool_take(&s->pool, cache->count, sizeof *cache->at);
	return cache->at != NULL;
}

static bool read_about(struct icd_searcher *s, struct icd_error *err)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_ABOUT, ""), weights = icd_search_key(ICD_SEARCH_WEIGHTS, "");
	struct icd_bytes bytes = {NULL, 0};
	if (icd_store_get(s->store, &key, &bytes, err) == ICD_FAILED ||
	    icd_store_get(s->store, &weights, &s->weights, err) == ICD_FAILED)
		return false;
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	if (!icd_get_search_about(&in, &s->pool, &s->about) || s->about.set_count == 0 || s->about.codes == 0)
		return icd_store_bad_record(s->store, &key, err) != ICD_FAILED;
	return true;
}

/* Memory that is zero pages until it is used: a search touches little of it. */
static bool take_memory(struct icd_searcher *s)
{
	const struct icd_search_about *about = &s->about;
	s->slots_of = calloc(about->texts + 1, sizeof *s->slots_of);
	s->touched = malloc((about->texts + 1) * sizeof *s->touched);
	s->family_of = calloc(about->codes + 1, sizeof *s->family_of);
	s->family_codes = calloc(about->codes + 1, sizeof *s->family_codes);
	s->span_holds = icd_pool_take(&s->pool, about->span_count, sizeof *s->span_holds);
	return s->slots_of && s->touched && s->family_of && s->family_codes && s->span_holds &&
	       take_cache(s, &s->codes, about->codes) && take_cache(s, &s->texts, about->texts) &&
	       take_cache(s, &s->words, about->texts);
}

bool icd_searcher_open(struct icd_store *store, const char *synonyms, struct icd_searcher **out, struct icd_error *err)
{
	struct icd_searcher *s = calloc(1, sizeof *s);
	if (!s)
		return icd_out_of_memory(err);
	s->store = store;
	s->stemmer = icd_stemmer_new();
	if (!s->stemmer) {
		icd_out_of_memory(err);
		goto fail;
	}
	if (!icd_store_same_words(store, icd_stemmer_fingerprint(s->stemmer), err) || !read_about(s, err))
		goto fail;
	if (!take_memory(s)) {
		icd_out_of_memory(err);
		goto fail;
	}
	if (!icd_store_classes(store, &s->pool, &s->classes, &s->class_count, err))
		goto fail;
	s->class_status = icd_pool_take(&s->pool, s->class_count, 1);
	if (!s->class_status) {
		icd_out_of_memory(err);
		goto fail;
	}
	if (synonyms && !search_user_synonyms(s, synonyms, err))
		goto fail;
	*out = s;
	return true;
fail:
	icd_searcher_close(s);
	return false;
}

void icd_searcher_close(struct icd_searcher *s)
{
	if (!s)
		return;
	search_free_user_synonyms(s);
	icd_stemmer_free(s->stemmer);
	free(s->blocks);
	free(s->slots_of);
	free(s->touched);
	free(s->family_of);
	free(s->family_codes);
	free(s->families);
	icd_pool_free(&s->pool);
	free(s);
}

/* ---- the view ---- */

/* The member of a sequence whose texts are searched: the newest not after the date, else the first. */
static uint16_t member_on(const struct icd_sequence *sequence, icd_date on)
{
	uint16_t found = 0;
	for (uint16_t i = 0; i < sequence->count; i++) {
		if (sequence->at[i].date <= on)
			found = i;
	}
	return found;
}

static void choose_spans(struct icd_searcher *s, const struct icd_view *view)
{
	uint16_t members[2 + ICD_INDEXES] = {view->set, (uint16_t)(view->list < 0 ? 0 : view->list)};
	for (int i = 0; i < ICD_INDEXES; i++)
		members[2 + i] = member_on(&view->about->index[i], view->on);
	for (uint32_t i = 0; i < s->about.span_count; i++) {
		const struct icd_search_span *span = &s->about.spans[i];
		s->span_holds[i] = s->all_dates || icd_span_has(span->span, members[span->sequence]);
	}
}

/* Which codes and texts count on the view's date. */
static void use_view(struct icd_searcher *s, const struct icd_view *view, bool all_dates)
{
	if (s->on == view->on && s->all_dates == all_dates)
		return;
	s->all_dates = all_dates;
	for (uint32_t i = 0; i < s->class_count; i++) {
		struct icd_validity validity;
		icd_view_validity(view, &s->classes[i], &validity);
		bool holds = icd_view_holds(view, &s->classes[i]);
		s->class_status[i] = (uint8_t)(holds || all_dates ? validity.status + 1 : 0);
	}
	choose_spans(s, view);
	if (s->on)
		memset(s->family_codes, 0, s->about.codes * sizeof *s->family_codes);
	s->on = view->on;
}

/* ---- searching ---- */

bool search_fill_hit(struct icd_searcher *s, const struct icd_view *view, uint32_t ordinal, struct icd_pool *pool,
		     struct icd_search_hit *hit, struct icd_code_record *record, struct icd_error *err)
{
	uint32_t class;
	struct icd_validity validity;
	memset(hit, 0, sizeof *hit);
	memset(record, 0, sizeof *record);
	enum icd_found found = icd_store_ordinal(s->store, ordinal, hit->code, &class, err);
	if (found == ICD_FOUND)
		found = icd_store_code(s->store, pool, hit->code, record, err);
	if (found != ICD_FOUND)
		return found != ICD_FAILED || icd_fail_as(err, ICD_FAULT_DAMAGED,
							  "%s: a code of the search index is not in it: build it again "
							  "with icd10-build-index",
							  icd_store_path(s->store));
	icd_view_validity(view, &record->runs, &validity);
	hit->ordinal = ordinal;
	hit->status = validity.status;
	hit->billable = validity.status == ICD_STATUS_BILLABLE;
	hit->title = icd_view_title(view, record);
	return true;
}

/* Nothing was found: which known words are nearest? */
static bool suggest(struct icd_searcher *s, struct icd_pool *pool, struct icd_search_result *result,
		    struct icd_error *err)
{
	struct candidate near[SUGGESTIONS_MAX];
	uint32_t count;
	if (!s->query.unknown[0])
		return true;
	if (!search_words_near(s, s->query.unknown, false, 1, near, SUGGESTIONS_MAX, &count, err))
		return false;
	result->suggestions = icd_pool_take(pool, count, sizeof *result->suggestions);
	for (uint32_t i = 0; i < count && result->suggestions; i++) {
		result->suggestions[i] = icd_pool_print(pool, "%s", near[i].word);
		if (result->suggestions[i])
			result->suggestion_count++;
	}
	return true;
}

static bool give_readings(struct icd_searcher *s, struct icd_pool *pool, struct icd_search_result *result,
			  struct icd_error *err)
{
	const struct query *q = &s->query;
	result->readings = icd_pool_take(pool, q->reading_count, sizeof *result->readings);
	if (!result->readings)
		return icd_out_of_memory(err);
	memcpy(result->readings, q->readings, q->reading_count * sizeof *q->readings);
	result->reading_count = q->reading_count;
	return true;
}

bool icd_search(struct icd_searcher *s, const struct icd_view *view, const char *query,
		const struct icd_search_options *options, struct icd_pool *pool, struct icd_search_result *result,
		struct icd_error *err)
{
	bool done;
	memset(result, 0, sizeof *result);
	use_view(s, view, options->all_dates);
	if (!search_codes(s, view, query, options, pool, result, &done, err))
		return false;
	if (done)
		return true;
	if (!search_read_query(s, query, options->finished, pool, err) || !give_readings(s, pool, result, err) ||
	    !search_match(s, err) || !search_rank(s, view, options, pool, result, err))
		return false;
	return result->total > 0 || suggest(s, pool, result, err);
}
