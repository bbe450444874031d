/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The slots of stems, and alternatives made of them. */
#include "search_query.h"

#include <string.h>

/* ---- slots ---- */

static uint8_t weight_of_rank(const struct icd_searcher *s, uint32_t rank)
{
	return rank < s->weights.size ? s->weights.data[rank] : ICD_WEIGHT_ONE;
}

/* By table, else by rarity; the condition weighs more than where it is and what it is like. */
static uint8_t query_weight(const struct icd_searcher *s, const char *stem, const struct icd_postings *postings)
{
	static const float factors[ICD_STEM_ROLES] = {1, 1.2f, 0.85f};
	uint8_t weight = icd_stem_weight(stem).query;
	if (weight)
		return weight;
	return (uint8_t)(factors[postings->role] * icd_word_rarity(postings->count, s->about.texts));
}

bool query_postings(struct icd_searcher *s, const char *stem, struct icd_postings *postings)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_POSTINGS, stem);
	struct icd_bytes bytes = search_record(s, &key);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	bool found = bytes.data && icd_get_postings(&in, postings);
	if (bytes.data && !found)
		search_bad_record(s, &key);
	return found;
}

static bool has_stem(const char *stems, const char *stem)
{
	size_t length = strlen(stem);
	for (const char *at = stems; (at = strstr(at, stem)) != NULL; at += length) {
		if ((at == stems || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
			return true;
	}
	return false;
}

/* Is the stem in the meaning of a seventh character? Those stand in no text. */
static bool is_in_extensions(const struct icd_search_about *about, const char *stem)
{
	for (uint32_t i = 0; i < about->set_count; i++) {
		for (uint32_t j = 0; j < about->sets[i].count; j++) {
			if (has_stem(about->sets[i].texts[j], stem))
				return true;
		}
	}
	return false;
}

/* A slot for so many lists at most, NULL when there is no room for one more. It counts once `slot_count` is raised. */
static struct slot *new_slot(struct query_work *w, uint32_t lists)
{
	struct query *q = w->q;
	struct slot *slot = &q->slots[q->slot_count];
	if (q->slot_count == SLOTS_MAX)
		return NULL;
	*slot = (struct slot){.lists = icd_pool_take(w->s->pool, lists, sizeof *slot->lists)};
	return slot->lists ? slot : NULL;
}

/* The slot of a stem, -1 when nothing has it or there are too many. */
int slot_of(struct query_work *w, const char *stem)
{
	struct query *q = w->q;
	struct icd_postings postings;
	for (uint32_t i = 0; i < q->slot_count; i++) {
		if (strcmp(q->slots[i].stem, stem) == 0)
			return (int)i;
	}
	if (q->slot_count == SLOTS_MAX)
		return -1;
	bool found = query_postings(w->s, stem, &postings);
	if (!found && !is_in_extensions(&w->s->about, stem))
		return -1;
	struct slot *slot = new_slot(w, 1);
	if (!slot)
		return -1;
	strcpy(slot->stem, stem);
	if (found)
		slot->lists[slot->list_count++] = postings;
	else
		postings = (struct icd_postings){.rank = UINT32_MAX, .count = 1};
	slot->text_weight = weight_of_rank(w->s, postings.rank);
	slot->query_weight = query_weight(w->s, stem, &postings);
	return (int)q->slot_count++;
}

/* A slot for the words of a list that stand in `most` texts together, -1 when there is none. */
int slot_of_several(struct query_work *w, const struct candidate *words, uint32_t count, uint32_t most)
{
	struct query *q = w->q;
	struct slot *slot = new_slot(w, SLOT_LISTS);
	uint32_t texts = 0;
	if (!slot)
		return -1;
	for (uint32_t i = 0; i < count && slot->list_count < SLOT_LISTS; i++) {
		struct icd_postings *list = &slot->lists[slot->list_count];
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(w->s->stemmer, words[i].word, stem);
		if (!query_postings(w->s, stem, list) || texts + list->count > most)
			continue;
		texts += list->count;
		slot->list_count++;
	}
	if (!slot->list_count)
		return -1;
	slot->text_weight = slot->query_weight = icd_word_rarity(texts, w->s->about.texts);
	return (int)q->slot_count++;
}

/* ---- alternatives ---- */

struct alternative *new_alternative(struct concept *to, float quality)
{
	if (to->count == ALTERNATIVES_MAX)
		return NULL;
	struct alternative *alternative = &to->at[to->count];
	*alternative = (struct alternative){.quality = quality};
	return alternative;
}

/*
 * Puts the slot into the alternative, after the slot `before` (-1: none). The slot -1 is a word that no text
 * has: then the alternative cannot be met in full.
 */
void put_slot(struct query *q, struct alternative *alternative, int slot, int before)
{
	uint64_t bit = slot < 0 ? 0 : UINT64_C(1) << slot;
	if (slot < 0) {
		alternative->weight += ICD_WEIGHT_ONE;
		alternative->partial = true;
		return;
	}
	if (!(alternative->slots & bit))
		alternative->weight += q->slots[slot].query_weight;
	alternative->slots |= bit;
	if (before >= 0)
		q->slots[slot].before |= UINT64_C(1) << before;
}

/* Counts the alternative in; one that nothing can be found by is left out. */
void close_alternative(struct concept *to, const struct alternative *alternative)
{
	/* A word that says less than a good part of the weight of a concept can be missing. */
	const float most = 1.6f * ICD_WEIGHT_ONE;
	float weight = alternative->weight < most ? alternative->weight : most;
	if (!alternative->slots)
		return;
	to->count++;
	if (weight > to->weight)
		to->weight = weight;
}

/* An alternative of one slot; -1 adds none. */
void add_slot(struct query_work *w, struct concept *to, int slot, float quality)
{
	struct alternative *alternative = slot < 0 ? NULL : new_alternative(to, quality);
	if (!alternative)
		return;
	put_slot(w->q, alternative, slot, -1);
	close_alternative(to, alternative);
}

/* All words of a text together, an expansion for one. */
void add_expansion(struct query_work *w, struct concept *to, const char *text, float quality, const char *term)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	struct alternative *alternative = new_alternative(to, quality);
	int before = -1;
	if (!alternative)
		return;
	alternative->term = term;
	alternative->expansion = term ? text : NULL;
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED | ICD_WORD_DENIES))
			continue;
		icd_stemmer_stem_word(w->s->stemmer, &words[i], stem);
		int slot = slot_of(w, stem);
		put_slot(w->q, alternative, slot, before);
		before = slot;
	}
	close_alternative(to, alternative);
}

uint64_t slot_of_word(struct query_work *w, const char *word)
{
	char stem[ICD_WORD_SIZE] = "";
	for (uint32_t i = 0; i < w->q->slot_count; i++) {
		if (w->q->slots[i].stem[0] != word[0])
			continue;
		if (!*stem)
			icd_stemmer_stem(w->s->stemmer, word, stem);
		if (strcmp(w->q->slots[i].stem, stem) == 0)
			return UINT64_C(1) << i;
	}
	return 0;
}

/* A slot for the ranges that have the figure; -1 when none has. */
int slot_of_figure(struct query_work *w, uint32_t tenths)
{
	struct query *q = w->q;
	struct slot *slot = new_slot(w, SLOT_LISTS);
	struct icd_key key = icd_search_key(ICD_SEARCH_RANGES, "");
	struct icd_bytes bytes = search_record(w->s, &key);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	if (!slot)
		return -1;
	while (in.at != in.end && !in.failed && slot->list_count < SLOT_LISTS) {
		struct icd_figure_range range;
		char name[ICD_WORD_SIZE];
		range.low = icd_get_number_to(&in, UINT32_MAX);
		range.high = icd_get_number_to(&in, UINT32_MAX);
		icd_figure_range_name(&range, name);
		if (range.low <= tenths && tenths <= range.high &&
		    query_postings(w->s, name, &slot->lists[slot->list_count]))
			slot->list_count++;
	}
	if (in.failed)
		search_bad_record(w->s, &key);
	if (!slot->list_count)
		return -1;
	slot->text_weight = slot->query_weight = ICD_WEIGHT_ONE / 2;
	return (int)q->slot_count++;
}
