/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include "guideline/records.h"
#include "guidelines/guidelines.h"
#include "official/official.h"

#include <stdlib.h>
#include <string.h>

struct standing { /* a section in one edition */
	const struct guideline *says;
	uint16_t edition;
	uint32_t section;
	const char *text; /* as it is kept: as the edition has it where its stretch begins */
};

struct work {
	struct book *book;
	struct records *records;
	struct icd_pool pool;
	struct icd_buffer buffer;
	struct standing *at; /* all of all editions, by number and edition */
	size_t count;
	struct icd_mention *mentions; /* malloc'd */
	size_t mention_count, mention_capacity;
};

static uint16_t edition_count(const struct work *w)
{
	return w->book->about.guidelines.count;
}

/* ---- the sections of all editions ---- */

static int compare_standings(const void *a, const void *b)
{
	const struct standing *left = a, *right = b;
	return icd_guideline_compare(left->says->number, right->says->number)
		       ?: ICD_ORDER(left->edition, right->edition);
}

static void list_standings(struct work *w)
{
	const struct guidelines *const *editions = w->book->guidelines;
	uint32_t **sections = need(&w->pool, edition_count(w), sizeof *sections);
	for (uint16_t e = 0; e < edition_count(w); e++) {
		sections[e] = need(&w->pool, editions[e]->count, sizeof **sections);
		w->count += editions[e]->count;
	}
	guidelines_match(editions, edition_count(w), sections);
	w->at = need(&w->pool, w->count, sizeof *w->at);
	size_t at = 0;
	for (uint16_t e = 0; e < edition_count(w); e++) {
		for (size_t i = 0; i < editions[e]->count; i++)
			w->at[at++] = (struct standing){&editions[e]->at[i], e, sections[e][i], ""};
	}
	qsort(w->at, w->count, sizeof *w->at, compare_standings);
}

/* Where the standings of the number end that begin with this one. */
static size_t end_of_number(const struct work *w, size_t first)
{
	size_t end = first;
	while (end < w->count && strcmp(w->at[end].says->number, w->at[first].says->number) == 0)
		end++;
	return end;
}

/* ---- numbers and titles ---- */

static void make_heads(struct work *w)
{
	struct icd_guideline_heads heads = {0};
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, ICD_GUIDELINES_KEY);
	heads.at = need(&w->pool, w->count, sizeof *heads.at);
	for (size_t i = 0; i < w->count; i++) {
		const struct standing *one = &w->at[i];
		struct icd_guideline_head *last = heads.count ? &heads.at[heads.count - 1] : NULL;
		if (last && strcmp(last->number, one->says->number) == 0 && last->section == one->section &&
		    last->span.last + 1 == one->edition && strcmp(last->title, one->says->title) == 0)
			last->span.last = one->edition;
		else
			heads.at[heads.count++] = (struct icd_guideline_head){.number = one->says->number,
									      .title = one->says->title,
									      .span = {one->edition, one->edition},
									      .section = one->section};
	}
	icd_put_guideline_heads(&w->buffer, &heads);
	records_add(w->records, &key, &w->buffer);
}

/* ---- texts ---- */

static bool known(void *context, const char *prefix)
{
	return book_has_prefix(context, prefix);
}

/* The codes that a text names while it stands. */
static void add_mentions(struct work *w, const char *number, const char *text, struct icd_span span)
{
	size_t count;
	struct guideline_code *codes = guideline_codes(text, known, w->book, &w->pool, &count);
	for (size_t i = 0; i < count; i++) {
		struct icd_reference reference = {0};
		memcpy(reference.from, codes[i].from, sizeof reference.from);
		memcpy(reference.to, codes[i].to, sizeof reference.to);
		book_resolve(w->book, &reference);
		if (reference.first > reference.last)
			continue;
		*one_more(w->mentions, w->mention_count, w->mention_capacity) =
			(struct icd_mention){number, span, codes[i].from, codes[i].to, reference.first, reference.last};
	}
}

/* Does the section say what the standing before says, in the edition before, to the letter? */
static bool stays(const struct standing *one)
{
	return one[-1].edition + 1 == one->edition && strcmp(one[-1].says->title, one->says->title) == 0 &&
	       strcmp(one[-1].says->text, one->says->text) == 0;
}

/* What the text of a section and its title, which names codes too, mention in the editions in which they stand so. */
static void make_mentions_of(struct work *w, size_t first, size_t end)
{
	for (size_t i = first, next; i < end; i = next) {
		const struct guideline *says = w->at[i].says;
		for (next = i + 1; next < end && stays(&w->at[next]);)
			next++;
		add_mentions(w, says->number, need_print(&w->pool, "%s\n%s", says->title, says->text),
			     (struct icd_span){w->at[i].edition, w->at[next - 1].edition});
	}
}

/* A text that only the typesetting changed stays the one that it was at first. */
static void make_texts(struct work *w, size_t first, size_t end)
{
	struct icd_texts texts = {0};
	struct icd_key key = icd_key_of(ICD_TABLE_GUIDELINE, w->at[first].says->number);
	texts.at = need(&w->pool, end - first, sizeof *texts.at);
	for (size_t i = first; i < end; i++) {
		const struct standing *one = &w->at[i];
		struct icd_dated_text *last = texts.count ? &texts.at[texts.count - 1] : NULL;
		bool goes_on =
			last && last->span.last + 1 == one->edition && guideline_says_same(last->text, one->says->text);
		if (goes_on)
			last->span.last = one->edition;
		else
			texts.at[texts.count++] =
				(struct icd_dated_text){{one->edition, one->edition}, one->says->text};
		w->at[i].text = texts.at[texts.count - 1].text;
	}
	make_mentions_of(w, first, end);
	icd_put_guideline_texts(&w->buffer, &texts);
	records_add(w->records, &key, &w->buffer);
}

/* ---- sections by the codes they name ---- */

static int compare_mentions(const void *a, const void *b)
{
	const struct icd_mention *left = a, *right = b;
	return icd_guideline_compare(left->number, right->number) ?: strcmp(left->from, right->from) ?:
		       strcmp(left->to, right->to) ?: ICD_ORDER(left->span.first, right->span.first);
}

/* Makes one of those that follow each other from edition to edition. */
static void join_mentions(struct work *w)
{
	size_t kept = 0;
	qsort(w->mentions, w->mention_count, sizeof *w->mentions, compare_mentions);
	for (size_t i = 0; i < w->mention_count; i++) {
		struct icd_mention *last = kept ? &w->mentions[kept - 1] : NULL, *one = &w->mentions[i];
		if (last && strcmp(last->number, one->number) == 0 && strcmp(last->from, one->from) == 0 &&
		    strcmp(last->to, one->to) == 0 && last->span.last + 1 == one->span.first)
			last->span.last = one->span.last;
		else
			w->mentions[kept++] = *one;
	}
	w->mention_count = kept;
}

/* The mentions that touch a category, by their numbers. */
struct touching {
	const struct book_code *category;
	uint32_t *at;
	size_t count, capacity;
};

static size_t list_categories(const struct book *book, struct touching *categories)
{
	size_t count = 0;
	for (uint32_t at = 0; at < book->code_count; at = categories[count++].category->last + 1)
		categories[count].category = &book->codes[book->order[at]];
	return count;
}

struct bound {
	const struct touching *categories;
	uint32_t ordinal;
};

static bool ends_before(const void *context, size_t category)
{
	const struct bound *bound = context;
	return bound->categories[category].category->last < bound->ordinal;
}

static void touch(struct touching *categories, size_t count, const struct icd_mention *mention, uint32_t number)
{
	struct bound bound = {categories, mention->first};
	for (size_t c = icd_lower_bound(count, ends_before, &bound);
	     c < count && categories[c].category->ordinal <= mention->last; c++)
		*one_more(categories[c].at, categories[c].count, categories[c].capacity) = number;
}

static void put_touching(struct work *w, const struct touching *touching)
{
	struct icd_mentions mentions = {(uint32_t)touching->count, NULL};
	struct icd_key key = icd_key_of(ICD_TABLE_MENTION, touching->category->code);
	mentions.at = need(&w->pool, touching->count, sizeof *mentions.at);
	for (size_t i = 0; i < touching->count; i++)
		mentions.at[i] = w->mentions[touching->at[i]];
	icd_put_mentions(&w->buffer, &mentions);
	records_add(w->records, &key, &w->buffer);
}

static void make_mentions(struct work *w)
{
	join_mentions(w);
	struct touching *categories = need(&w->pool, w->book->code_count + 1, sizeof *categories);
	size_t count = list_categories(w->book, categories);
	for (size_t i = 0; i < w->mention_count; i++)
		touch(categories, count, &w->mentions[i], (uint32_t)i);
	for (size_t c = 0; c < count; c++) {
		if (categories[c].count)
			put_touching(w, &categories[c]);
		free(categories[c].at);
	}
}

/* ---- digests ---- */

static void make_digests(struct work *w)
{
	char text[ICD_DIGEST_SIZE];
	for (uint16_t e = 0; e < edition_count(w); e++) {
		struct icd_digest digest = icd_digest_start();
		for (size_t i = 0; i < w->count; i++) {
			if (w->at[i].edition == e)
				icd_digest_guideline(&digest, w->at[i].says->number, w->at[i].says->title,
						     w->at[i].text);
		}
		icd_digest_end(&digest, text);
		w->book->about.releases[w->book->about.guidelines.at[e].release].guidelines_digest =
			intern(&w->book->texts, text);
	}
}

void guideline_facts_make(struct book *book, struct records *records)
{
	struct work w = {.book = book, .records = records};
	if (edition_count(&w) == 0)
		return;
	list_standings(&w);
	make_heads(&w);
	for (size_t i = 0, end; i < w.count; i = end) {
		end = end_of_number(&w, i);
		make_texts(&w, i, end);
	}
	make_mentions(&w);
	make_digests(&w);
	free(w.mentions);
	icd_buffer_free(&w.buffer);
	icd_pool_free(&w.pool);
}
