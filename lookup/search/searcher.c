/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Searchers: opened, set to a view, asked. */
#include "search_work.h"

#include <stdlib.h>
#include <string.h>

const char *const icd_search_field_names[] = {"title", "inclusion_term", "index", "synonym", "code"};

#define SUGGESTIONS_MAX 5
#define POOR_COVER      0.78f /* of the query by the best text: its words are read again */
#define MUCH_MORE       0.12f /* that rereading them must find */

/* ---- opening ---- */

static void take_cache(struct icd_searcher *s, struct row_cache *cache, uint32_t rows)
{
	cache->count = rows / ICD_SEARCH_ROWS + 1;
	cache->at = icd_pool_take(&s->kept, cache->count, sizeof *cache->at);
}

static bool read_about(struct icd_searcher *s)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_ABOUT, ""), weights = icd_search_key(ICD_SEARCH_WEIGHTS, "");
	struct icd_bytes bytes = search_record(s, &key);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	s->weights = search_record(s, &weights);
	bool well = icd_get_search_about(&in, &s->kept, &s->about) && s->about.set_count != 0 && s->about.codes != 0;
	if (!well && in.out_of_memory)
		search_out_of_memory(s);
	else if (!well)
		search_bad_record(s, &key);
	return !s->failed;
}

/* Memory that is zero pages until it is used: a search touches little of it. */
static bool take_memory(struct icd_searcher *s)
{
	const struct icd_search_about *about = &s->about;
	s->touched = malloc((about->texts + 1) * sizeof *s->touched);
	s->family_of = calloc(about->codes + 1, sizeof *s->family_of);
	s->family_codes = calloc(about->codes + 1, sizeof *s->family_codes);
	s->span_holds = icd_pool_take(&s->kept, about->span_count, sizeof *s->span_holds);
	s->span_stale = icd_pool_take(&s->kept, about->span_count, sizeof *s->span_stale);
	s->class_status = icd_pool_take(&s->kept, s->class_count, 1);
	take_cache(s, &s->codes, about->codes);
	take_cache(s, &s->texts, about->texts);
	take_cache(s, &s->words, about->texts);
	return s->touched && s->family_of && s->family_codes && !s->kept.failed;
}

static bool same_words(struct icd_searcher *s, struct icd_error *err)
{
	uint64_t words = icd_stemmer_fingerprint(s->stemmer);
	return icd_stemmer_failed(s->stemmer) ? icd_out_of_memory(err) : icd_store_same_words(s->store, words, err);
}

bool icd_searcher_open(struct icd_store *store, const char *synonyms, struct icd_searcher **out, struct icd_error *err)
{
	struct icd_searcher *s = malloc(sizeof *s);
	*out = NULL;
	if (!s)
		return icd_out_of_memory(err);
	memset(s, 0, offsetof(struct icd_searcher, query));
	s->store = store;
	s->err = err;
	s->stemmer = icd_stemmer_new();
	if ((s->stemmer || icd_out_of_memory(err)) && same_words(s, err) && read_about(s) &&
	    icd_store_classes(store, &s->kept, &s->classes, &s->class_count, err) &&
	    (take_memory(s) || icd_out_of_memory(err)) && (!synonyms || search_user_synonyms(s, synonyms, err))) {
		*out = s;
		return true;
	}
	icd_searcher_close(s);
	return false;
}

void icd_searcher_close(struct icd_searcher *s)
{
	if (!s)
		return;
	icd_stemmer_free(s->stemmer);
	free(s->blocks);
	free(s->places);
	free(s->beside);
	free(s->touched);
	free(s->family_of);
	free(s->family_codes);
	free(s->families);
	icd_pool_free(&s->kept);
	free(s);
}

/* ---- the view ---- */

/* Fiscal years begin in October. */
static icd_date fiscal_year(icd_date date)
{
	return date / 10000 + (date / 100 % 100 >= 10);
}

/* Is the index of the kind that answers on the view's date of an earlier fiscal year than the code set? */
static bool is_stale(const struct icd_view *view, unsigned kind)
{
	const struct icd_sequence *sequence = &view->about->index[kind];
	return sequence->count && fiscal_year(sequence->at[icd_member_or_first(sequence, view->on)].date) <
					  fiscal_year(view->about->sets.at[view->set].date);
}

static void choose_spans(struct icd_searcher *s, const struct icd_view *view)
{
	uint16_t members[2 + ICD_INDEXES] = {view->set, (uint16_t)(view->list < 0 ? 0 : view->list)};
	for (int i = 0; i < ICD_INDEXES; i++)
		members[2 + i] = icd_member_or_first(&view->about->index[i], view->on);
	for (uint32_t i = 0; i < s->about.span_count; i++) {
		const struct icd_search_span *span = &s->about.spans[i];
		s->span_stale[i] = span->sequence >= 2 && is_stale(view, span->sequence - 2u);
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

/* Nothing was found: which known words are nearest? */
static void suggest(struct icd_searcher *s)
{
	struct icd_search_result *result = s->result;
	struct candidate near[SUGGESTIONS_MAX];
	if (!s->query.unknown[0])
		return;
	unsigned edits = search_edits_allowed(s->query.unknown);
	uint32_t count = search_words_near(s, s->query.unknown, false, edits ? edits + 1 : 0, near, SUGGESTIONS_MAX);
	result->suggestions = icd_pool_take(s->pool, count, sizeof *result->suggestions);
	for (uint32_t i = 0; i < count && result->suggestions; i++)
		result->suggestions[result->suggestion_count++] = icd_pool_print(s->pool, "%s", near[i].word);
}

static void give_readings(struct icd_searcher *s)
{
	const struct query *q = &s->query;
	s->result->readings = icd_pool_take(s->pool, q->reading_count, sizeof *q->readings);
	if (!s->result->readings)
		return;
	memcpy(s->result->readings, q->readings, q->reading_count * sizeof *q->readings);
	s->result->reading_count = q->reading_count;
	s->result->denied = icd_pool_take(s->pool, q->denied_count, sizeof *q->denied);
	if (!s->result->denied)
		return;
	memcpy(s->result->denied, q->denied, q->denied_count * sizeof *q->denied);
	s->result->denied_count = q->denied_count;
}

/* Which reading of each word that has several does the best text have? Of an unknown word the first one stands for all
 * when it has none. */
static void note_readings(struct icd_searcher *s)
{
	struct query *q = &s->query;
	const struct family *best = NULL;
	for (size_t i = 0; i < s->family_count; i++) {
		if (!best || s->families[i].score > best->score)
			best = &s->families[i];
	}
	uint64_t slots = best ? best->slots : 0;
	for (uint32_t i = 0; i < q->reread_count && q->reading_count < CONCEPTS_MAX; i++) {
		const struct reread *word = &q->reread[i];
		uint32_t read = 0;
		while (read < word->count && !(slots & word->slots[read]))
			read++;
		if (read == word->count && !word->own)
			read = 0;
		if (!(slots & word->own) && read < word->count)
			q->readings[q->reading_count++] = (struct icd_search_reading){word->typed, word->words[read]};
	}
}

/* With known words read as misspelled ones too; kept when that finds much more of the query. */
static void search_again(struct icd_searcher *s, const char *text)
{
	struct put_by *before = search_put_by(s);
	if (!before)
		return;
	search_query(s, text, true);
	if (!s->failed && s->query.read_again)
		search_match(s);
	if (!s->failed && s->query.read_again && s->best_cover >= before->best_cover + MUCH_MORE)
		free(before->families);
	else
		search_bring_back(s, before);
}

/* From the text to families. */
static void search_whole(struct icd_searcher *s, const char *text)
{
	search_query(s, text, false);
	if (!s->failed)
		search_match(s);
	if (!s->failed && s->best_cover < POOR_COVER && s->query.concept_count > 1 && !s->query.begun &&
	    !s->query.typing)
		search_again(s, text);
}

static void search_text(struct icd_searcher *s, const char *text)
{
	/* Codes that are like the one so called are found by its long title. */
	const char *title = search_title(s, text) ? s->called.shown : text;
	s->led_count = 0;
	search_whole(s, title);
	if (!s->failed && !s->called.found && !s->query.begun && !s->query.typing) {
		search_led(s);
		search_add_led(s);
	}
	note_readings(s);
	give_readings(s);
	if (!s->failed)
		search_rank(s);
	if (!s->failed && s->result->total == 0)
		suggest(s);
	if (!s->failed && !s->called.found && !s->query.typing)
		search_groups(s, title);
}

bool icd_search(struct icd_searcher *s, const struct icd_view *view, const char *query,
		const struct icd_search_options *options, struct icd_pool *pool, struct icd_search_result *result,
		struct icd_error *err)
{
	*result = (struct icd_search_result){0};
	s->view = view;
	s->options = options;
	s->pool = pool;
	s->result = result;
	s->err = err;
	s->failed = false;
	s->near_count = 0;
	use_view(s, view, options->all_dates);
	if (!search_codes(s, query))
		search_text(s, query);
	return search_went_well(s, pool);
}
