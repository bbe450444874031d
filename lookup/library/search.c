/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codes for words. */
#include "search/search.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_DEFAULT 20

struct icd10_search {
	icd10_view *view;
	struct icd_pool pool;
	struct icd_search_result result;
	struct icd10_hit *hits;
};

static struct icd10_hit hit_of(const struct icd_search_hit *hit)
{
	struct icd10_hit ours = {
		.status = library_status(hit->status),
		.title = hit->title,
		.field = library_field(hit->field),
		.matched = hit->matched,
		.score = hit->score,
		.family_codes = hit->family_codes,
		.lacks = hit->lacks,
		.group = hit->group,
		.index_date = hit->index_date,
	};
	library_code(hit->code, ours.code, sizeof ours.code);
	library_code(hit->family, ours.family, sizeof ours.family);
	return ours;
}

static bool ask(icd10_search *search, struct icd_searcher *searcher, const char *words,
		const struct icd_search_options *options, struct icd_error *why)
{
	struct icd_search_result *result = &search->result;
	if (!icd_search(searcher, &search->view->view, words, options, &search->pool, result, why))
		return false;
	search->hits = icd_pool_take(&search->pool, result->count, sizeof *search->hits);
	for (uint32_t i = 0; search->hits && i < result->count; i++)
		search->hits[i] = hit_of(&result->hits[i]);
	return !search->pool.failed || icd_out_of_memory(why);
}

/* Words of the user's own come with a searcher for this search alone; others share the book's. */
static bool ask_with(icd10_search *search, const char *words, const char *synonyms,
		     const struct icd_search_options *options, struct icd_error *why)
{
	icd10_book *book = search->view->book;
	struct icd_searcher *own = NULL;
	if (synonyms) {
		bool ok = icd_searcher_open(book->store, synonyms, &own, why) && ask(search, own, words, options, why);
		icd_searcher_close(own);
		return ok;
	}
	if (!book->searcher && !icd_searcher_open(book->store, NULL, &book->searcher, why))
		return false;
	return ask(search, book->searcher, words, options, why);
}

static enum icd10_result make_search(icd10_search *search, const char *words, const struct icd10_search_options *chosen,
				     struct icd10_error *err)
{
	struct icd_error why;
	struct icd_search_options options = {
		.limit = chosen->limit, .all_dates = chosen->all_dates, .finished = chosen->finished};
	if (chosen->within) {
		char prefix[ICD_CODE_SIZE];
		bool place = strchr(chosen->within, '-') || icd_is_digit(chosen->within[0]) ||
			     strncasecmp(chosen->within, "chapter", 7) == 0;
		if (!place && !library_prefix(chosen->within, prefix))
			return library_refused(err, "the beginning of a code, a range or a chapter was expected");
		options.within = chosen->within;
	}
	if (!ask_with(search, words, chosen->synonyms, &options, &why))
		return library_failed(&why, err);
	return search->result.total ? ICD10_OK : ICD10_NOT_FOUND;
}

enum icd10_result icd10_search_open(icd10_view *view, const char *words, const struct icd10_search_options *options,
				    icd10_search **out, struct icd10_error *err)
{
	struct icd10_search_options chosen;
	if (!out)
		return library_refused(err, "a place for the search was expected");
	*out = NULL;
	if (!view || !words)
		return library_refused(err, view ? "words were expected" : "a view was expected");
	if (!library_read(options, &chosen, sizeof chosen))
		return library_refused(err, "options that this version knows were expected");
	if (!options)
		chosen.limit = LIMIT_DEFAULT;
	icd10_search *search = calloc(1, sizeof *search);
	if (!search)
		return library_out_of_memory(err);
	search->view = library_hold_view(view);
	enum icd10_result result = make_search(search, words, &chosen, err);
	if (result >= ICD10_OK)
		*out = search;
	else
		icd10_search_free(search);
	return result;
}

void icd10_search_free(icd10_search *search)
{
	if (!search)
		return;
	icd_pool_free(&search->pool);
	icd10_view_free(search->view);
	free(search);
}

size_t icd10_search_total(const icd10_search *search)
{
	return search ? search->result.total : 0;
}

size_t icd10_search_count(const icd10_search *search)
{
	return search ? search->result.count : 0;
}

bool icd10_search_hit(const icd10_search *search, size_t i, struct icd10_hit *out)
{
	return search && library_fill_item(out, search->hits, search->result.count, sizeof *search->hits, i);
}

bool icd10_search_reading(const icd10_search *search, size_t i, const char **typed, const char **read)
{
	if (!search || i >= search->result.reading_count)
		return false;
	if (typed)
		*typed = search->result.readings[i].typed;
	if (read)
		*read = search->result.readings[i].read;
	return true;
}

const char *icd10_search_suggestion(const icd10_search *search, size_t i)
{
	return search && i < search->result.suggestion_count ? search->result.suggestions[i] : NULL;
}

const char *icd10_search_denied(const icd10_search *search, size_t i)
{
	return search && i < search->result.denied_count ? search->result.denied[i] : NULL;
}

const char *icd10_search_group(const icd10_search *search, size_t i)
{
	return search && i < search->result.group_count ? search->result.groups[i] : NULL;
}
