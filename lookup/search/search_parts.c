/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Queries that no one text answers: a condition in pregnancy, in the family, in the past, which is found first and
 * then led to the code whose notes name its range; and several conditions, each with codes of its own.
 */
#include "search_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PART_COVER  0.9f /* of a part by its best text, at least */
#define WHOLE_SCORE 60   /* of a hit for the whole that has all of it, at least */
#define ALONE_SCORE 95   /* the same, where nothing stands between the conditions */
#define LOOKED_AT   3    /* hits for the whole */
#define LED_COVER   0.85f
#define GOOD_SCORE  90  /* of the first hit of a part */
#define SURE_SCORE  108 /* of the first hit of parts that nothing stands between */
#define PART_HITS   10

/* ---- a search within a search ---- */

struct part {
	struct icd_search_result result;
	float cover;
};

/* What is known of the whole query is lost by it. */
static void search_part(struct icd_searcher *s, const char *text, uint32_t limit, struct part *part)
{
	struct icd_search_result *result = s->result;
	const struct icd_search_options *options = s->options;
	struct icd_search_options own = *options;
	*part = (struct part){.cover = 0};
	own.limit = limit;
	own.finished = true;
	s->result = &part->result;
	s->options = &own;
	s->led_count = 0;
	search_query(s, text, false);
	if (!s->failed)
		search_match(s);
	part->cover = s->best_cover;
	if (!s->failed)
		search_rank(s);
	s->result = result;
	s->options = options;
}

struct put_by *search_put_by(struct icd_searcher *s)
{
	struct put_by *put_by = icd_pool_take(s->pool, 1, sizeof *put_by);
	if (!put_by)
		return NULL;
	*put_by =
		(struct put_by){s->query, s->families, s->family_count, s->family_room, s->best_cover, s->best_joined};
	s->families = NULL;
	s->family_count = s->family_room = 0;
	return put_by;
}

void search_bring_back(struct icd_searcher *s, struct put_by *put_by)
{
	free(s->families);
	s->query = put_by->query;
	s->families = put_by->families;
	s->family_count = put_by->family_count;
	s->family_room = put_by->family_room;
	s->best_cover = put_by->best_cover;
	s->best_joined = put_by->best_joined;
}

/* ---- led by ranges ---- */

/* Does the title have each word of the query that changes the subject, and no other such word? */
static bool fits_subject(struct icd_searcher *s, const struct query *whole, const char *title)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(title, words, ICD_WORDS_MAX);
	uint64_t met = 0;
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		uint64_t here = 0;
		icd_stemmer_stem_word(s->stemmer, &words[i], stem);
		for (uint32_t j = 0; j < whole->slot_count; j++)
			here |= strcmp(whole->slots[j].stem, stem) == 0 ? UINT64_C(1) << j : 0;
		if (!here && icd_stem_weight(stem).query >= SUBJECT_WEIGHT)
			return false;
		met |= here;
	}
	for (uint32_t i = 0; i < whole->concept_count; i++) {
		uint64_t slots = 0;
		for (uint32_t j = 0; j < whole->concepts[i].count; j++)
			slots |= whole->concepts[i].at[j].slots;
		if (whole->concepts[i].subject && !(slots & met))
			return false;
	}
	return true;
}

static bool holds_today(const struct icd_searcher *s, const struct icd_entry *entry)
{
	for (uint32_t i = 0; i < entry->span_count; i++) {
		if (s->all_dates || icd_span_has(entry->spans[i], (uint16_t)(s->view->list < 0 ? 0 : s->view->list)))
			return true;
	}
	return false;
}

/* How many letters of the title are in words that the title above does not have; "other" adds nothing. */
static size_t letters_added(const char *title, const char *above)
{
	struct icd_word words[ICD_WORDS_MAX], others[ICD_WORDS_MAX];
	size_t count = icd_words_split(title, words, ICD_WORDS_MAX),
	       other_count = icd_words_split(above, others, ICD_WORDS_MAX);
	size_t letters = 0;
	for (size_t i = 0; i < count; i++) {
		bool same = strcmp(words[i].text, "other") == 0;
		for (size_t j = 0; j < other_count && !same; j++)
			same = strcmp(words[i].text, others[j].text) == 0;
		letters += same ? 0 : strlen(words[i].text);
	}
	return letters;
}

/* The code right below the place, or the place itself, that fits the subject and adds least to what the place says;
 * of several the shortest. False: none fits. */
static bool led_code(struct icd_searcher *s, const struct query *whole, const struct icd_incoming *note,
		     uint32_t *ordinal)
{
	struct icd_code_row row = search_code_row(s, note->first);
	struct icd_code_record record;
	struct icd_search_hit place, hit;
	size_t least = SIZE_MAX;
	search_fill_hit(s, note->first, &place, &record);
	for (uint32_t at = note->first; at <= note->first + row.below; at++) {
		struct icd_code_row below = search_code_row(s, at);
		if (at > note->first && at - below.above != note->first)
			continue;
		search_fill_hit(s, at, &hit, &record);
		size_t worse =
			1000 * letters_added(hit.title, place.title) + (at > note->first ? strlen(hit.title) : 999);
		if (search_counts(s, &below) && fits_subject(s, whole, hit.title) && worse < least) {
			least = worse;
			*ordinal = at;
		}
	}
	return least != SIZE_MAX;
}

/* A note that says of its place that the code's condition belongs there ("Conditions in J00-J99"). */
static bool takes_in(const struct icd_searcher *s, const struct icd_incoming *note, const struct icd_search_hit *hit)
{
	const struct icd_entry *entry = &note->entry;
	bool kind = entry->kind == ICD_NOTE_INCLUDES || entry->kind == ICD_NOTE_INCLUSION_TERM ||
		    entry->kind == ICD_NOTE_NOTE;
	return kind && note->place == ICD_PLACE_CODE && note->first <= note->last && note->last < s->about.codes &&
	       holds_today(s, entry) &&
	       icd_references_mean(entry->references, entry->reference_count, hit->code, hit->ordinal);
}

static void lead(struct icd_searcher *s, const struct query *whole, const struct icd_search_hit *hit)
{
	struct icd_incoming_record record = {0};
	char category[4];
	snprintf(category, sizeof category, "%.3s", hit->code);
	enum icd_found found = icd_store_incoming(s->store, category, &record, s->err);
	s->failed |= found == ICD_FAILED;
	for (uint32_t i = 0; !s->failed && i < record.count && s->led_count < LED_MAX; i++) {
		struct led *led = &s->led[s->led_count];
		if (!takes_in(s, &record.at[i], hit) || !led_code(s, whole, &record.at[i], &led->ordinal))
			continue;
		led->note = icd_pool_print(s->pool, "%s", record.at[i].entry.text);
		s->led_count++;
	}
}

static bool search_has_subject(const struct query *q)
{
	for (uint32_t i = 0; i < q->concept_count; i++) {
		if (q->concepts[i].subject)
			return true;
	}
	return false;
}

void search_led(struct icd_searcher *s)
{
	struct put_by *whole;
	struct part part;
	if (!search_has_subject(&s->query) || !s->query.rest[0] || s->best_cover >= LED_COVER ||
	    !(whole = search_put_by(s)))
		return;
	search_part(s, whole->query.rest, 1, &part);
	if (part.cover >= PART_COVER && part.result.count)
		lead(s, &whole->query, &part.result.hits[0]);
	search_bring_back(s, whole);
}

/* ---- several conditions ---- */

struct between {
	const char *text;
	bool spread; /* what follows is the site to which a tumor spread */
};

/* What stands between conditions here; NULL when nothing does. */
static const struct between *between_at(const char *text)
{
	static const struct between between[] = {
		{" and ", false},
		{" & ", false},
		{", ", false},
		{"; ", false},
		{" + ", false},
		{" / ", false},
		{" with ", false},
		{" w/ ", false},
		{" w ", false},
		{" plus ", false},
		{" metastatic to ", true},
		{" metastasized to ", true},
		{" metastasis to ", true},
		{" metastases to ", true},
		{" mets to ", true},
	};
	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		if (strncasecmp(text, between[i].text, strlen(between[i].text)) == 0)
			return &between[i];
	}
	return NULL;
}

/* Cuts the text where conditions part; returns how many parts there are. A tumor and where it spread to have a code each:
 * `*apart`, whatever one text has. */
static uint32_t cut(char *text, const char *parts[ICD_SEARCH_GROUPS_MAX], bool *apart)
{
	static const char spread[] = "mets to ";
	uint32_t count = 1;
	parts[0] = text;
	for (char *at = text; *at; at++) {
		const struct between *between = count < ICD_SEARCH_GROUPS_MAX ? between_at(at) : NULL;
		if (!between)
			continue;
		size_t length = strlen(between->text);
		char *next = at + length;
		if (between->spread) /* there is room: all of them are longer */
			next = memcpy(next - (sizeof spread - 1), spread, sizeof spread - 1);
		*apart |= between->spread;
		*at = '\0';
		parts[count++] = next;
		at += length - 1;
	}
	return count;
}

/* Searches the parts; false when one of them is not found for itself. */
static bool search_all(struct icd_searcher *s, const char *const *texts, uint32_t count, double least,
		       struct part *parts)
{
	for (uint32_t i = 0; i < count; i++) {
		search_part(s, texts[i], PART_HITS, &parts[i]);
		if (s->failed || parts[i].cover < PART_COVER || !parts[i].result.count ||
		    parts[i].result.hits[0].score < least || s->query.unknown[0])
			return false;
	}
	return count > 1;
}

static bool has_hit(const struct icd_search_result *result, uint32_t ordinal)
{
	for (uint32_t i = 0; i < result->count; i++) {
		if (result->hits[i].ordinal == ordinal)
			return true;
	}
	return false;
}

static void add_hit(struct icd_searcher *s, const struct icd_search_hit *hit, uint32_t group)
{
	struct icd_search_result *result = s->result;
	if ((s->options->limit && result->count >= s->options->limit) || has_hit(result, hit->ordinal))
		return;
	result->hits[result->count] = *hit;
	result->hits[result->count++].group = group;
}

/* The hits of all parts, one of each in turn; then those for the whole. */
static void give_groups(struct icd_searcher *s, const char *const *texts, uint32_t count, const struct part *parts,
			const struct icd_search_result *whole)
{
	struct icd_search_result *result = s->result;
	uint32_t all = whole->count;
	result->groups = icd_pool_take(s->pool, count, sizeof *result->groups);
	for (uint32_t i = 0; i < count; i++) {
		all += parts[i].result.count;
		result->total += parts[i].result.total;
		if (result->groups)
			result->groups[i] = icd_pool_print(s->pool, "%s", texts[i]);
	}
	result->group_count = count;
	result->hits = icd_pool_take(s->pool, all, sizeof *result->hits);
	result->count = 0;
	for (uint32_t rank = 0; result->hits && rank < PART_HITS; rank++) {
		for (uint32_t i = 0; i < count; i++) {
			if (rank < parts[i].result.count)
				add_hit(s, &parts[i].result.hits[rank], i + 1);
		}
	}
	for (uint32_t i = 0; result->hits && i < whole->count; i++)
		add_hit(s, &whole->hits[i], 0);
}

/* Two conditions that nothing stands between: "cough congestion". What comes after the words that a text may have is not
 * searched. */
static void search_beside(struct icd_searcher *s, const char *text, struct part *parts,
			  const struct icd_search_result *whole)
{
	const char *at = strchr(text, ' ');
	for (uint32_t words = 1; at && words < ICD_WORDS_MAX; words++, at = strchr(at + 1, ' ')) {
		const char *halves[2] = {icd_pool_text(s->pool, text, (size_t)(at - text)), at + 1};
		if (!search_all(s, halves, 2, SURE_SCORE, parts))
			continue;
		give_groups(s, halves, 2, parts, whole);
		return;
	}
}

/* Does one of the first codes have all of the query? */
static bool has_all(const struct icd_search_result *whole, double least)
{
	for (uint32_t i = 0; i < whole->count && i < LOOKED_AT; i++) {
		if (whole->hits[i].whole && whole->hits[i].score >= least)
			return true;
	}
	return whole->count && whole->hits[0].score >= SURE_SCORE;
}

/* Two words or terms, each of which is a condition? */
static bool are_conditions(const struct query *q)
{
	for (uint32_t i = 0; i < q->concept_count; i++) {
		if (!q->concepts[i].condition || strlen(q->concepts[i].typed) < 3)
			return false;
	}
	return q->concept_count == 2;
}

void search_groups(struct icd_searcher *s, const char *text)
{
	const char *texts[ICD_SEARCH_GROUPS_MAX];
	struct part parts[ICD_SEARCH_GROUPS_MAX];
	struct icd_search_result whole = *s->result;
	uint32_t concepts = s->query.concept_count;
	bool conditions = are_conditions(&s->query), apart = false;
	char *copy = icd_pool_take(s->pool, strlen(text) + 1, 1);
	if (concepts < 2 || s->query.begun || search_has_subject(&s->query) || !copy)
		return;
	memcpy(copy, text, strlen(text) + 1);
	uint32_t count = cut(copy, texts, &apart);
	if (!apart && has_all(&whole, count > 1 ? WHOLE_SCORE : ALONE_SCORE))
		return;
	if (search_all(s, texts, count > 1 ? count : 0, GOOD_SCORE, parts))
		give_groups(s, texts, count, parts, &whole);
	else if (count == 1 && conditions)
		search_beside(s, text, parts, &whole);
}
