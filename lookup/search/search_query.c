/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to concepts with their alternatives, and the slots of their stems. */
#include "search_parts.h"

#include <stdio.h>
#include <string.h>

#define QUERY_WORDS_MAX CONCEPTS_MAX
#define LETTER_WEIGHT   20 /* at most, of a single letter */
#define SUBJECT_WEIGHT  60 /* in a query: of words that change the subject */

/* A word of the query. */
struct typed {
	char word[ICD_WORD_SIZE];
	char stem[ICD_WORD_SIZE]; /* of the word, or of what it was read as */
	struct candidate readings[CANDIDATES_MAX];
	uint32_t reading_count;
	float quality; /* of its first reading; 1 for a known word */
	enum word_known known;
	bool denied; /* behind "without" */
	bool last;
	char parts[2][ICD_WORD_SIZE]; /* two words written as one; "" when not */
};

struct reading {
	struct icd_searcher *s;
	struct query *q;
	struct icd_pool *pool;
	struct icd_error *err;
	struct typed words[QUERY_WORDS_MAX];
	uint32_t word_count;
	bool finished;
};

static const struct icd_search_weights *const W = &icd_search_weights;

/* ---- slots ---- */

static uint8_t weight_of_rank(const struct icd_searcher *s, uint32_t rank)
{
	return rank < s->weights.size ? s->weights.data[rank] : ICD_WEIGHT_ONE;
}

/* By table, else by rarity; the condition weighs more than where it is and what it is like. */
static uint8_t query_weight(const struct icd_searcher *s, const char *stem, const struct icd_postings *postings)
{
	static const float factors[ICD_STEM_ROLES] = {1, 1.2f, 0.85f};
	uint8_t weight = icd_stemmer_weight(s->stemmer, stem).query;
	if (weight)
		return weight;
	return (uint8_t)(factors[postings->role] * icd_word_rarity(postings->count, s->about.texts));
}

static bool find_postings(struct reading *r, const char *stem, struct icd_postings *postings, bool *found)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_POSTINGS, stem);
	struct icd_bytes bytes;
	enum icd_found there = icd_store_get(r->s->store, &key, &bytes, r->err);
	*found = there == ICD_FOUND;
	if (there != ICD_FOUND)
		return there != ICD_FAILED;
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	if (!icd_get_postings(&in, postings))
		return icd_store_bad_record(r->s->store, &key, r->err) != ICD_FAILED;
	return true;
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

/* The slot of a stem, -1 when nothing has it or there are too many. False on failure. */
static bool slot_of(struct reading *r, const char *stem, int *number)
{
	struct query *q = r->q;
	struct icd_postings postings;
	bool found;
	*number = -1;
	for (uint32_t i = 0; i < q->slot_count; i++) {
		if (strcmp(q->slots[i].stem, stem) == 0) {
			*number = (int)i;
			return true;
		}
	}
	if (q->slot_count == SLOTS_MAX)
		return true;
	if (!find_postings(r, stem, &postings, &found))
		return false;
	if (!found && !is_in_extensions(&r->s->about, stem))
		return true;
	struct slot *slot = &q->slots[q->slot_count];
	*number = (int)q->slot_count++;
	memset(slot, 0, sizeof *slot);
	strcpy(slot->stem, stem);
	if (found)
		slot->lists[slot->list_count++] = postings;
	else
		postings = (struct icd_postings){.rank = UINT32_MAX, .count = 1};
	slot->text_weight = weight_of_rank(r->s, postings.rank);
	slot->query_weight = query_weight(r->s, stem, &postings);
	return true;
}

/* A slot for the words of a list that stand in `most` texts together, -1 when there is none. */
static bool slot_of_several(struct reading *r, const struct candidate *words, uint32_t count, uint32_t most,
			    int *number)
{
	struct query *q = r->q;
	struct slot *slot = &q->slots[q->slot_count];
	uint32_t texts = 0;
	*number = -1;
	if (q->slot_count == SLOTS_MAX)
		return true;
	memset(slot, 0, sizeof *slot);
	for (uint32_t i = 0; i < count && slot->list_count < SLOT_LISTS; i++) {
		char stem[ICD_WORD_SIZE];
		bool found;
		icd_stemmer_stem(r->s->stemmer, words[i].word, stem);
		if (!find_postings(r, stem, &slot->lists[slot->list_count], &found))
			return false;
		if (found && texts + slot->lists[slot->list_count].count <= most)
			texts += slot->lists[slot->list_count++].count;
	}
	if (!slot->list_count)
		return true;
	slot->text_weight = slot->query_weight = icd_word_rarity(texts, r->s->about.texts);
	*number = (int)q->slot_count++;
	return true;
}

/* ---- alternatives ---- */

static struct alternative *new_alternative(struct concept *concept, float quality)
{
	if (concept->count == ALTERNATIVES_MAX)
		return NULL;
	struct alternative *alternative = &concept->at[concept->count];
	*alternative = (struct alternative){.quality = quality};
	return alternative;
}

/* Puts the slot into the alternative, behind the slot `before` (-1: none). */
static void put_slot(struct query *q, struct alternative *alternative, int slot, int before)
{
	uint64_t bit = UINT64_C(1) << slot;
	if (!(alternative->slots & bit))
		alternative->weight += q->slots[slot].query_weight;
	alternative->slots |= bit;
	if (before >= 0)
		q->slots[slot].before |= UINT64_C(1) << before;
}

/* A word that no text has: the alternative cannot be met in full. */
static void miss_slot(struct alternative *alternative)
{
	alternative->weight += ICD_WEIGHT_ONE;
	alternative->partial = true;
}

/* A word that says less than a good part of the weight of a concept can be missing. */
static void close_alternative(struct concept *concept, const struct alternative *alternative)
{
	const float most = 1.6f * ICD_WEIGHT_ONE;
	float weight = alternative->weight < most ? alternative->weight : most;
	concept->count++;
	if (weight > concept->weight)
	concept->weight = weight;
}

/* Alternatives of one slot. */
static bool add_stem(struct reading *r, struct concept *concept, const char *stem, float quality)
{
	int slot;
	if (!slot_of(r, stem, &slot))
		return false;
	struct alternative *alternative = slot < 0 ? NULL : new_alternative(concept, quality);
	if (alternative) {
		put_slot(r->q, alternative, slot, -1);
		close_alternative(concept, alternative);
	}
	return true;
}

/* All words of a text together, an expansion for one. */
static bool add_expansion(struct reading *r, struct concept *concept, const char *text, float quality, const char *term)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	struct alternative *alternative = new_alternative(concept, quality);
	int before = -1;
	if (!alternative)
		return true;
	alternative->term = term;
	alternative->expansion = text;
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		int slot;
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED))
			continue;
		icd_stemmer_stem_word(r->s->stemmer, &words[i], stem);
		if (!slot_of(r, stem, &slot))
			return false;
		if (slot < 0)
			miss_slot(alternative);
		else
			put_slot(r->q, alternative, slot, before);
		before = slot;
	}
	if (alternative->slots)
		close_alternative(concept, alternative);
	return true;
}

/* ---- readings of unknown words ---- */

static bool is_known(struct reading *r, const char *word, bool forms, bool *known)
{
	enum word_known how;
	if (!search_word_known(r->s, word, forms, &how, r->err))
		return false;
	*known = how != WORD_UNKNOWN;
	return true;
}

static void note_reading(struct reading *r, const char *typed, const char *read)
{
	struct query *q = r->q;
	if (q->reading_count == CONCEPTS_MAX)
		return;
	struct icd_search_reading *reading = &q->readings[q->reading_count];
	reading->typed = icd_pool_print(r->pool, "%s", typed);
	reading->read = read ? icd_pool_print(r->pool, "%s", read) : NULL;
	if (reading->typed && (reading->read || !read))
		q->reading_count++;
}

static void read_as(struct typed *typed, const char *word, float quality)
{
	struct candidate *reading = &typed->readings[typed->reading_count++];
	*reading = (struct candidate){.count = 0};
	strcpy(reading->word, word);
	typed->quality = quality;
}

/* British spellings and what American ones have in their place. */
static const struct {
	const char *british, *american;
} spellings[] = {{"ae", "e"},        {"oe", "e"},       {"our", "or"},    {"isation", "ization"}, {"ise", "ize"},
		 {"ising", "izing"}, {"yse", "yze"},    {"tre", "ter"},   {"bre", "ber"},         {"sulph", "sulf"},
		 {"ll", "l"},        {"grey", "gray"},  {"ogue", "og"},   {"ence", "ense"},       {"mme", "m"},
		 {"plough", "plow"}, {"mould", "mold"}, {"tyre", "tire"}, {"orrhoea", "orrhea"}};

/* Tries each spelling at each place of the word, and one more in what comes out ("oesophageal", "leukaemia"). */
static bool read_british(struct reading *r, struct typed *typed, const char *word, int depth)
{
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings && depth > 0; i++) {
		size_t british = strlen(spellings[i].british);
		for (const char *at = strstr(word, spellings[i].british); at;
		     at = strstr(at + 1, spellings[i].british)) {
			char american[2 * ICD_WORD_SIZE];
			bool known;
			snprintf(american, sizeof american, "%.*s%s%s", (int)(at - word), word, spellings[i].american,
				 at + british);
			if (strlen(american) >= ICD_WORD_SIZE)
				continue;
			if (!is_known(r, american, true, &known))
				return false;
			if (known)
				read_as(typed, american, W->british);
			else if (!read_british(r, typed, american, depth - 1))
				return false;
			if (typed->reading_count)
				return true;
		}
	}
	return true;
}

static bool is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* "ckd3", "backpain": two known words; letters from figures first. */
static bool read_split(struct reading *r, struct typed *typed)
{
	size_t length = strlen(typed->word);
	for (size_t at = 1; at < length; at++) {
		char first[ICD_WORD_SIZE], second[ICD_WORD_SIZE];
		bool figures = is_figure(typed->word[at]) != is_figure(typed->word[at - 1]), known;
		if (!figures && (at < 3 || length - at < 3))
			continue;
		snprintf(first, sizeof first, "%.*s", (int)at, typed->word);
		snprintf(second, sizeof second, "%s", typed->word + at);
		if (!is_known(r, first, false, &known))
			return false;
		if (!known)
			continue;
		if (!is_known(r, second, false, &known))
			return false;
		if (!known)
			continue;
		strcpy(typed->parts[0], first);
		strcpy(typed->parts[1], second);
		return true;
	}
	return true;
}

/* Words within so many edits. */
static bool read_near(struct typed *typed, const struct candidate *near, uint32_t count, unsigned distance)
{
	if (!count || near[0].distance > distance)
		return false;
	for (uint32_t i = 0; i < count; i++)
		typed->readings[typed->reading_count++] = near[i];
	typed->quality = near[0].distance > 1 ? W->two_edits : W->one_edit;
	return true;
}

/* What an unknown word may have been meant to be; the first kind of reading that there is. */
static bool read_unknown(struct reading *r, struct typed *typed)
{
	struct candidate near[CANDIDATES_MAX], start;
	uint32_t count = 0;
	bool unfinished = typed->last && !r->finished;
	if (!read_british(r, typed, typed->word, 2))
		return false;
	if (typed->reading_count)
		return true;
	if (unfinished || strlen(typed->word) >= 4) {
		if (!search_words_beginning(r->s, typed->word, &start, 1, &count, r->err))
			return false;
		if (count)
			return true;
	}
	if (!search_words_near(r->s, typed->word, unfinished && strlen(typed->word) >= 5, 0, near, CANDIDATES_MAX,
			       &count, r->err))
		return false;
	if (read_near(typed, near, count, 1))
		return true;
	if (!read_split(r, typed))
		return false;
	if (!typed->parts[0][0])
		read_near(typed, near, count, 2);
	return true;
}

static bool read_word(struct reading *r, struct typed *typed)
{
	struct icd_word word = {.flags = typed->denied ? ICD_WORD_DENIED : 0};
	strcpy(word.text, typed->word);
	icd_stemmer_stem_word(r->s->stemmer, &word, typed->stem);
	typed->quality = 1;
	typed->known = WORD_KNOWN;
	if (typed->denied)
		return true;
	struct icd_postings postings;
	bool found;
	if (!search_word_known(r->s, typed->word, true, &typed->known, r->err) ||
	    !find_postings(r, typed->stem, &postings, &found))
		return false;
	/* The synonyms know some British spellings; those of the book know more of the word. */
	if (typed->known && !found && !read_british(r, typed, typed->word, 2))
		return false;
	if (typed->known && !typed->reading_count)
		return true;
	if (!typed->reading_count && !read_unknown(r, typed))
		return false;
	if (typed->reading_count) {
		note_reading(r, typed->word, typed->readings[0].word);
		icd_stemmer_stem(r->s->stemmer, typed->readings[0].word, typed->stem);
	}
	return true;
}

/* ---- concepts ---- */

/* Words that begin as typed: instead of an unknown word, or as the poorer reading of a known one. */
static bool add_beginning(struct reading *r, struct concept *concept, const struct typed *typed)
{
	struct candidate starts[SLOT_LISTS];
	uint32_t count;
	int slot;
	if (!search_words_beginning(r->s, typed->word, starts, SLOT_LISTS, &count, r->err) ||
	    !slot_of_several(r, starts, count, typed->word[1] && typed->word[2] ? PREFIX_POSTINGS : SHORT_POSTINGS,
			     &slot))
		return false;
	struct alternative *alternative =
		slot < 0 ? NULL : new_alternative(concept, typed->known == WORD_KNOWN ? W->known_prefix : W->prefix);
	if (alternative) {
		float weight = concept->weight;
		put_slot(r->q, alternative, slot, -1);
		close_alternative(concept, alternative);
		if (typed->known && weight > 0)
		concept->weight = weight;
	}
	return true;
}

static bool add_word(struct reading *r, struct concept *concept, const struct typed *typed)
{
	bool unfinished = typed->last && !r->finished;
	/* The stem of an unfinished word is no more than its beginning. */
	float quality = typed->known == WORD_FORM && unfinished ? W->prefix : 1;
	if (typed->known && !add_stem(r, concept, typed->stem, quality))
		return false;
	for (uint32_t i = 0; i < typed->reading_count; i++) {
		char stem[ICD_WORD_SIZE];
		/* Nearer readings were put first; each further one is a little less likely. */
		icd_stemmer_stem(r->s->stemmer, typed->readings[i].word, stem);
		if (!add_stem(r, concept, stem, typed->quality * (1 - 0.02f * (float)i)))
			return false;
	}
	if (typed->parts[0][0]) {
		char both[2 * ICD_WORD_SIZE];
		snprintf(both, sizeof both, "%s %s", typed->parts[0], typed->parts[1]);
		if (!add_expansion(r, concept, both, W->split, NULL))
			return false;
		concept->at[concept->count ? concept->count - 1 : 0].expansion = NULL;
	}
	bool beginning =
		typed->known ? unfinished && strlen(typed->word) > 1 : !typed->reading_count && !typed->parts[0][0];
	return !beginning || add_beginning(r, concept, typed);
}

/* The words whose bits are set, as they were typed, in one alternative. */
static bool add_typed(struct reading *r, struct concept *concept, uint32_t words)
{
	struct alternative *alternative = new_alternative(concept, 1);
	int before = -1, slot;
	for (; alternative && words; words &= words - 1) {
		if (!slot_of(r, r->words[__builtin_ctz(words)].stem, &slot))
			return false;
		if (slot < 0)
			miss_slot(alternative);
		else
			put_slot(r->q, alternative, slot, before);
		before = slot;
	}
	if (alternative && alternative->slots)
		close_alternative(concept, alternative);
	return true;
}

/* Two words that the book writes as one: "back ache". */
static bool add_joined(struct reading *r, struct concept *concept, uint32_t first, bool *joined)
{
	char both[2 * ICD_WORD_SIZE], stem[ICD_WORD_SIZE];
	int slot;
	*joined = false;
	snprintf(both, sizeof both, "%s%s", r->words[first].word, r->words[first + 1].word);
	if (strlen(both) >= ICD_WORD_SIZE || strpbrk(both, "0123456789"))
		return true;
	icd_stemmer_stem(r->s->stemmer, both, stem);
	if (!slot_of(r, stem, &slot))
		return false;
	if (slot < 0)
		return true;
	*joined = true;
	return add_stem(r, concept, stem, 1) && add_typed(r, concept, UINT32_C(3) << first);
}

static bool add_synonym(struct reading *r, struct concept *concept, const struct synonym_match *match)
{
	const struct typed *first = &r->words[__builtin_ctz(match->words)];
	if (match->length == 1 ? !add_word(r, concept, first) : !add_typed(r, concept, match->words))
		return false;
	for (uint32_t i = 0; i < match->expansion_count; i++) {
		float quality = W->expansions[i < 3 ? i : 3] * first->quality * (match->scattered ? W->scattered : 1);
		if (!add_expansion(r, concept, match->expansions[i], quality, match->term))
			return false;
	}
	return true;
}

/* Finds the synonyms among the words, the longest first; each word is in one at most. */
static bool find_synonyms(struct reading *r, struct synonym_match matches[QUERY_WORDS_MAX], uint32_t *count)
{
	struct synonym_words words = {.count = r->word_count};
	*count = 0;
	for (uint32_t i = 0; i < r->word_count; i++) {
		words.words[i] = r->words[i].reading_count ? r->words[i].readings[0].word : r->words[i].word;
		words.stems[i] = r->words[i].stem;
	}
	for (;;) {
		struct synonym_match *match = &matches[*count];
		match->length = 0;
		for (uint32_t i = 0; i < words.count; i++) {
			if (!(words.used >> i & 1) && !search_synonym(r->s, &words, i, match, r->err))
				return false;
		}
		if (!match->length)
			return true;
		words.used |= match->words;
		++*count;
	}
}

/* The concept that begins with the word `first`: a synonym, two words as one, or the word. Adds its words to *used. */
static bool add_concept(struct reading *r, uint32_t first, const struct synonym_match *match, uint32_t *used)
{
	struct concept *concept = &r->q->concepts[r->q->concept_count];
	bool joined = false;
	memset(concept, 0, sizeof *concept);
	bool two = first + 1 < r->word_count && !(*used >> (first + 1) & 1) && (!match || match->length == 1);
	if (two && !add_joined(r, concept, first, &joined))
		return false;
	if (!joined && !(match ? add_synonym(r, concept, match) : add_word(r, concept, &r->words[first])))
		return false;
	*used |= joined ? UINT32_C(3) << first : match ? match->words : UINT32_C(1) << first;
	if (!concept->count) {
		/* Nothing to be found by: the other words are searched for. */
		strcpy(r->q->unknown, r->words[first].word);
		note_reading(r, r->words[first].word, NULL);
	}
	/* A letter alone says little: "hepatitis b", or a word that is still being typed. */
	if (!match && !r->words[first].word[1] && concept->weight > LETTER_WEIGHT && r->words[first].word[0] > '9')
	concept->weight = LETTER_WEIGHT;
	concept->subject = icd_stemmer_weight(r->s->stemmer, r->words[first].stem).query >= SUBJECT_WEIGHT;
	r->q->weight += concept->weight;
	r->q->concept_count++;
	return true;
}

static bool add_concepts(struct reading *r)
{
	struct synonym_match matches[QUERY_WORDS_MAX + 1];
	uint32_t count, used = 0;
	if (!find_synonyms(r, matches, &count))
		return false;
	for (uint32_t at = 0; at < r->word_count; at++) {
		const struct synonym_match *match = NULL;
		if (used >> at & 1)
			continue;
		for (uint32_t i = 0; i < count; i++) {
			if ((matches[i].words >> at & 1) && !(matches[i].words & used))
				match = &matches[i];
		}
		if (r->q->concept_count < CONCEPTS_MAX && !add_concept(r, at, match, &used))
			return false;
	}
	return true;
}

/* The first slot of a concept stands behind the last of the one before it. */
static void chain_concepts(struct query *q)
{
	for (uint32_t i = 1; i < q->concept_count; i++) {
		uint64_t before = 0, here = 0;
		for (uint32_t j = 0; j < q->concepts[i - 1].count; j++)
			before |= q->concepts[i - 1].at[j].slots;
		for (uint32_t j = 0; j < q->concepts[i].count; j++)
			here |= q->concepts[i].at[j].slots;
		for (uint32_t k = 0; k < q->slot_count; k++) {
			if (here >> k & 1)
				q->slots[k].before |= before;
		}
	}
}

/* ---- sides and seventh characters ---- */

static const char *const side_stems[] = {
	[ICD_SIDE_RIGHT] = "right", [ICD_SIDE_LEFT] = "left", [ICD_SIDE_BOTH] = "bilateral"};

static void find_sides(struct reading *r)
{
	struct query *q = r->q;
	uint32_t asked = 0;
	for (int side = ICD_SIDE_RIGHT; side <= ICD_SIDE_BOTH; side++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(r->s->stemmer, side_stems[side], stem);
		for (uint32_t i = 0; i < q->slot_count; i++) {
			if (strcmp(q->slots[i].stem, stem) == 0) {
				q->side_slots[side] = UINT64_C(1) << i;
				q->variants |= q->side_slots[side];
				q->side = (enum icd_side)side;
				asked++;
			}
		}
	}
	if (asked != 1)
		q->side = ICD_SIDE_NONE;
}

/* The slots whose stems are among those of a seventh character's meaning. */
static uint64_t slots_in(const struct query *q, const char *stems, float *weight)
{
	uint64_t slots = 0;
	*weight = 0;
	while (*stems) {
		size_t length = strcspn(stems, " ");
		for (uint32_t i = 0; i < q->slot_count; i++) {
			const char *stem = q->slots[i].stem;
			if (strncmp(stem, stems, length) == 0 && !stem[length] && !(slots >> i & 1)) {
				slots |= UINT64_C(1) << i;
				*weight += q->slots[i].query_weight;
			}
		}
		stems += length;
		stems += *stems == ' ';
	}
	return slots;
}

static bool choose_extensions(struct reading *r)
{
	struct query *q = r->q;
	const struct icd_search_about *about = &r->s->about;
	q->set_slots = icd_pool_take(r->pool, about->set_count, sizeof *q->set_slots);
	q->set_choice = icd_pool_take(r->pool, about->set_count, sizeof *q->set_choice);
	if (!q->set_slots || !q->set_choice)
		return icd_out_of_memory(r->err);
	for (uint32_t i = 1; i < about->set_count; i++) {
		float best = 0, weight;
		for (uint32_t j = 0; j < about->sets[i].count; j++) {
			uint64_t slots = slots_in(q, about->sets[i].texts[j], &weight);
			if (weight > best) {
				best = weight;
				q->set_slots[i] = slots;
				q->set_choice[i] = (uint8_t)j;
			}
		}
		q->variants |= q->set_slots[i];
	}
	return true;
}

/* ---- all of it ---- */

static void take_words(struct reading *r, const char *text)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX), length = strlen(text);
	for (size_t i = 0; i < count && r->word_count < QUERY_WORDS_MAX; i++) {
		bool again = false;
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED))
			continue;
		for (uint32_t j = 0; j < r->word_count; j++)
			again |= strcmp(r->words[j].word, words[i].text) == 0;
		if (again)
			continue;
		struct typed *typed = &r->words[r->word_count++];
		memset(typed, 0, sizeof *typed);
		strcpy(typed->word, words[i].text);
		typed->denied = (words[i].flags & ICD_WORD_DENIED) != 0;
		typed->last = i + 1 == count && !typed->denied;
	}
	r->finished |= length && text[length - 1] == ' ';
}

bool search_read_query(struct icd_searcher *s, const char *text, bool finished, struct icd_pool *pool,
		       struct icd_error *err)
{
	struct reading r = {.s = s, .q = &s->query, .pool = pool, .err = err, .finished = finished};
	memset(r.q->side_slots, 0, sizeof r.q->side_slots);
	r.q->slot_count = r.q->concept_count = r.q->reading_count = 0;
	r.q->weight = 0;
	r.q->variants = 0;
	r.q->side = ICD_SIDE_NONE;
	r.q->unknown[0] = '\0';
	take_words(&r, text);
	for (uint32_t i = 0; i < r.word_count; i++) {
		if (!read_word(&r, &r.words[i]))
			return false;
	}
	if (!add_concepts(&r))
		return false;
	chain_concepts(r.q);
	find_sides(&r);
	return choose_extensions(&r);
}
