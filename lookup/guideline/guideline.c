/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guideline.h"

#include <stdlib.h>
#include <string.h>

int icd_guidelines_on(const struct icd_about *about, icd_date date)
{
	return about->guidelines.count ? icd_member_or_first(&about->guidelines, date) : -1;
}

/* ---- sections ---- */

static bool read_heads(struct icd_store *store, struct icd_pool *pool, struct icd_guideline_heads *heads,
		       struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, ICD_GUIDELINES_KEY);
	struct icd_reader in;
	*heads = (struct icd_guideline_heads){0};
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return icd_get_guideline_heads(&in, pool, heads) || icd_store_bad_record(store, &key, &in, err);
}

bool icd_guidelines_read(struct icd_store *store, struct icd_pool *pool, uint16_t edition, struct icd_guidelines *out,
			 struct icd_error *err)
{
	struct icd_guideline_heads heads;
	*out = (struct icd_guidelines){.edition = edition};
	if (!read_heads(store, pool, &heads, err))
		return false;
	out->at = icd_pool_take(pool, heads.count + 1, sizeof *out->at);
	if (!out->at)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < heads.count; i++) {
		const struct icd_guideline_head *head = &heads.at[i];
		if (icd_span_has(head->span, edition))
			out->at[out->count++] = (struct icd_guideline){head->number, head->title, head->section,
								       (uint16_t)icd_guideline_depth(head->number)};
	}
	return true;
}

struct sought {
	const struct icd_guidelines *guidelines;
	const char *number;
};

static bool stands_before(const void *context, size_t item)
{
	const struct sought *sought = context;
	return icd_guideline_compare(sought->guidelines->at[item].number, sought->number) < 0;
}

const struct icd_guideline *icd_guideline_find(const struct icd_guidelines *guidelines, const char *number)
{
	struct sought sought = {guidelines, number};
	size_t at = icd_lower_bound(guidelines->count, stands_before, &sought);
	bool found = at < guidelines->count && strcmp(guidelines->at[at].number, number) == 0;
	return found ? &guidelines->at[at] : NULL;
}

const struct icd_guideline *icd_guideline_known(const struct icd_guidelines *guidelines, uint32_t section)
{
	for (uint32_t i = 0; i < guidelines->count; i++) {
		if (guidelines->at[i].section == section)
			return &guidelines->at[i];
	}
	return NULL;
}

static bool read_texts(struct icd_store *store, struct icd_pool *pool, const char *number, struct icd_texts *texts,
		       struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_GUIDELINE, number);
	struct icd_reader in;
	*texts = (struct icd_texts){0};
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return icd_get_guideline_texts(&in, pool, texts) || icd_store_bad_record(store, &key, &in, err);
}

bool icd_guideline_text(struct icd_store *store, struct icd_pool *pool, uint16_t edition, const char *number,
			const char **out, struct icd_error *err)
{
	struct icd_texts texts;
	*out = "";
	if (!read_texts(store, pool, number, &texts, err))
		return false;
	const char *text = icd_text_at(&texts, edition);
	*out = text ? text : "";
	return true;
}

/* ---- over time ---- */

struct icd_guideline_days icd_guideline_days(const struct icd_about *about, struct icd_span span)
{
	const struct icd_sequence *editions = &about->guidelines;
	struct icd_guideline_days days = {.from = editions->at[span.first].date};
	if (span.first > 0 && editions->at[span.first].gap)
		days.from_after = editions->at[span.first - 1].date;
	if (span.last + 1 < editions->count)
		days.to = icd_date_add_days(editions->at[span.last + 1].date, -1);
	return days;
}

static void add_stretch(struct icd_guideline_history *history, const struct icd_guideline_stretch *stretch)
{
	struct icd_guideline_stretch *last = history->count ? &history->at[history->count - 1] : NULL;
	bool same = last && last->span.last + 1 == stretch->span.first && last->text == stretch->text &&
		    strcmp(last->number, stretch->number) == 0 && strcmp(last->title, stretch->title) == 0;
	if (same)
		last->span.last = stretch->span.last;
	else
		history->at[history->count++] = *stretch;
}

bool icd_guideline_history(struct icd_store *store, struct icd_pool *pool, uint32_t section,
			   struct icd_guideline_history *out, struct icd_error *err)
{
	uint16_t editions = icd_store_about(store)->guidelines.count;
	struct icd_guideline_heads heads;
	if (!read_heads(store, pool, &heads, err))
		return false;
	*out = (struct icd_guideline_history){0, icd_pool_take(pool, editions + 1u, sizeof *out->at)};
	if (!out->at)
		return icd_out_of_memory(err);
	for (uint16_t edition = 0; edition < editions; edition++) {
		for (uint32_t i = 0; i < heads.count; i++) {
			const struct icd_guideline_head *head = &heads.at[i];
			struct icd_texts texts;
			if (head->section != section || !icd_span_has(head->span, edition))
				continue;
			if (!read_texts(store, pool, head->number, &texts, err))
				return false;
			const char *text = icd_text_at(&texts, edition);
			add_stretch(out, &(struct icd_guideline_stretch){
						 {edition, edition}, head->number, head->title, text ? text : ""});
		}
	}
	return true;
}

/* ---- cited by number ---- */

/* The head of the section with this number in an edition; NULL when there is none. */
static const struct icd_guideline_head *head_in(const struct icd_guideline_heads *heads, const char *number,
						uint16_t edition)
{
	for (uint32_t i = 0; i < heads->count; i++) {
		if (icd_span_has(heads->at[i].span, edition) && strcmp(heads->at[i].number, number) == 0)
			return &heads->at[i];
	}
	return NULL;
}

struct citation {
	const char *number;
	int edition;
	const char *there; /* the number in that edition */
};

struct icd_citations {
	const struct icd_about *about;
	struct icd_pool pool;
	struct icd_guideline_heads heads;
	int cited;            /* the edition whose numbers are given; -1: none is held */
	struct icd_hash hash; /* of what was asked before */
	struct citation *at;
	size_t count, capacity;
};

bool icd_citations_open(struct icd_store *store, struct icd_citations **out, struct icd_error *err)
{
	struct icd_citations *citations = calloc(1, sizeof *citations);
	if (!citations)
		return icd_out_of_memory(err);
	citations->about = icd_store_about(store);
	citations->cited = icd_guidelines_on(citations->about, ICD_GUIDELINES_CITED);
	if (citations->cited >= 0 && !read_heads(store, &citations->pool, &citations->heads, err)) {
		icd_citations_close(citations);
		return false;
	}
	*out = citations;
	return true;
}

void icd_citations_close(struct icd_citations *citations)
{
	if (!citations)
		return;
	icd_pool_free(&citations->pool);
	icd_hash_free(&citations->hash);
	free(citations->at);
	free(citations);
}

static const char *number_in(const struct icd_citations *citations, int edition, const char *number)
{
	const struct icd_guideline_heads *heads = &citations->heads;
	const struct icd_guideline_head *from = head_in(heads, number, (uint16_t)citations->cited);
	for (uint32_t i = 0; from && i < heads->count; i++) {
		if (heads->at[i].section == from->section && icd_span_has(heads->at[i].span, (uint16_t)edition))
			return heads->at[i].number;
	}
	return NULL;
}

static bool same_citation(const void *context, uint32_t item, const void *key)
{
	const struct citation *kept = &((const struct icd_citations *)context)->at[item], *sought = key;
	return kept->edition == sought->edition && strcmp(kept->number, sought->number) == 0;
}

/* Out of memory it is looked for again the next time. */
static void keep(struct icd_citations *citations, uint64_t hash, const struct citation *citation)
{
	const char *number = icd_pool_print(&citations->pool, "%s", citation->number);
	if (citations->pool.failed ||
	    !icd_array_room(&citations->at, citations->count, &citations->capacity, sizeof *citations->at) ||
	    !icd_hash_add(&citations->hash, hash, (uint32_t)citations->count))
		return;
	citations->at[citations->count++] =
		(struct citation){number, citation->edition, citation->there ? citation->there : number};
}

const char *icd_cited(struct icd_citations *citations, icd_date on, const char *number)
{
	int edition = icd_guidelines_on(citations->about, on);
	struct citation sought = {.number = number, .edition = edition};
	if (edition < 0 || edition == citations->cited || !*number)
		return number;
	uint64_t hash = icd_hash_text(number) + (uint64_t)edition;
	uint32_t item = icd_hash_find(&citations->hash, hash, same_citation, citations, &sought);
	if (item != ICD_HASH_NONE)
		return citations->at[item].there;
	sought.there = number_in(citations, edition, number);
	keep(citations, hash, &sought);
	return sought.there ? sought.there : number;
}

/* ---- by codes ---- */

static enum icd_mentioned how_named(const struct icd_mention *mention, const struct icd_code_record *code)
{
	bool single = strcmp(mention->from, mention->to) == 0;
	if (mention->first == code->ordinal && mention->last == code->last && single)
		return ICD_MENTIONED_CODE;
	if (mention->first <= code->ordinal && mention->last >= code->last)
		return single ? ICD_MENTIONED_HEADER : ICD_MENTIONED_RANGE;
	return ICD_MENTIONED_BELOW;
}

static int compare_mentions(const void *a, const void *b)
{
	const struct icd_guideline_mention *left = a, *right = b;
	return ICD_ORDER(left->how == ICD_MENTIONED_BELOW, right->how == ICD_MENTIONED_BELOW) ?:
		       ICD_ORDER(left->codes, right->codes) ?: icd_guideline_compare(left->number, right->number);
}

/* Adds a section, or takes for it what means fewer codes. */
static void add_mention(struct icd_guideline_mentions *out, const struct icd_guideline_mention *mention)
{
	struct icd_guideline_mention *last = out->count ? &out->at[out->count - 1] : NULL;
	if (!last || strcmp(last->number, mention->number) != 0)
		out->at[out->count++] = *mention;
	else if (compare_mentions(mention, last) < 0)
		*last = *mention;
}

static bool read_mentions(struct icd_store *store, struct icd_pool *pool, const char *code, struct icd_mentions *out,
			  struct icd_error *err)
{
	char category[4] = {code[0], code[1], code[2], '\0'};
	struct icd_key key = icd_key_of(ICD_TABLE_MENTION, category);
	struct icd_reader in;
	*out = (struct icd_mentions){0};
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return icd_get_mentions(&in, pool, out) || icd_store_bad_record(store, &key, &in, err);
}

bool icd_guideline_mentions(struct icd_store *store, struct icd_pool *pool, uint16_t edition,
			    const struct icd_code_record *code, bool below, struct icd_guideline_mentions *out,
			    struct icd_error *err)
{
	struct icd_mentions mentions;
	if (!read_mentions(store, pool, code->code, &mentions, err))
		return false;
	*out = (struct icd_guideline_mentions){0, icd_pool_take(pool, mentions.count + 1u, sizeof *out->at)};
	if (!out->at)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < mentions.count; i++) {
		const struct icd_mention *one = &mentions.at[i];
		enum icd_mentioned how = how_named(one, code);
		bool touches = one->first <= code->last && one->last >= code->ordinal;
		if (!touches || !icd_span_has(one->span, edition) || (how == ICD_MENTIONED_BELOW && !below))
			continue;
		add_mention(out, &(struct icd_guideline_mention){.number = one->number,
								 .title = "",
								 .how = how,
								 .from = one->from,
								 .to = one->to,
								 .codes = one->last - one->first + 1});
	}
	qsort(out->at, out->count, sizeof *out->at, compare_mentions);
	return true;
}
