/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what was typed to concepts with their alternatives, and the slots of their stems. */
#include "search_work.h"

#include "search_words.inc" /* spellings: see data/search_words.tsv */

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
	bool denied;    /* after "without" */
	bool denies;    /* "without" itself, with something after it */
	uint32_t after; /* the number of the denial it stands after */
	bool last;
	char parts[2][ICD_WORD_SIZE]; /* two words written as one; "" when not */
};

struct query_work {
	struct icd_searcher *s;
	struct query *q; /* the searcher's */
	struct typed words[QUERY_WORDS_MAX];
	uint32_t word_count;
	bool finished; /* the last word is complete */
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

static bool find_postings(struct icd_searcher *s, const char *stem, struct icd_postings *postings)
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

/* The slot of a stem, -1 when nothing has it or there are too many. */
static int slot_of(struct query_work *w, const char *stem)
{
	struct query *q = w->q;
	struct icd_postings postings;
	for (uint32_t i = 0; i < q->slot_count; i++) {
		if (strcmp(q->slots[i].stem, stem) == 0)
			return (int)i;
	}
	if (q->slot_count == SLOTS_MAX)
		return -1;
	bool found = find_postings(w->s, stem, &postings);
	if (!found && !is_in_extensions(&w->s->about, stem))
		return -1;
	struct slot *slot = &q->slots[q->slot_count];
	memset(slot, 0, sizeof *slot);
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
static int slot_of_several(struct query_work *w, const struct candidate *words, uint32_t count, uint32_t most)
{
	struct query *q = w->q;
	struct slot *slot = &q->slots[q->slot_count];
	uint32_t texts = 0;
	if (q->slot_count == SLOTS_MAX)
		return -1;
	memset(slot, 0, sizeof *slot);
	for (uint32_t i = 0; i < count && slot->list_count < SLOT_LISTS; i++) {
		struct icd_postings *list = &slot->lists[slot->list_count];
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(w->s->stemmer, words[i].word, stem);
		if (!find_postings(w->s, stem, list) || texts + list->count > most)
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

static struct alternative *new_alternative(struct concept *to, float quality)
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
static void put_slot(struct query *q, struct alternative *alternative, int slot, int before)
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
static void close_alternative(struct concept *to, const struct alternative *alternative)
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
static void add_slot(struct query_work *w, struct concept *to, int slot, float quality)
{
	struct alternative *alternative = slot < 0 ? NULL : new_alternative(to, quality);
	if (!alternative)
		return;
	put_slot(w->q, alternative, slot, -1);
	close_alternative(to, alternative);
}

/* All words of a text together, an expansion for one. */
static void add_expansion(struct query_work *w, struct concept *to, const char *text, float quality, const char *term)
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

/* ---- readings of unknown words ---- */

static void note_reading(struct query_work *w, const char *typed, const char *read)
{
	struct query *q = w->q;
	if (q->reading_count == CONCEPTS_MAX)
		return;
	q->readings[q->reading_count++] = (struct icd_search_reading){
		.typed = icd_pool_print(w->s->pool, "%s", typed),
		.read = read ? icd_pool_print(w->s->pool, "%s", read) : NULL,
	};
}

/* ---- denials ---- */

/* A text that says what the words say, without a denial, says the opposite. */
static void set_against(struct query_work *w, const char *text)
{
	struct query *q = w->q;
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	uint64_t slots = 0;
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED))
			continue;
		icd_stemmer_stem(w->s->stemmer, words[i].text, stem);
		int slot = slot_of(w, stem);
		if (slot < 0)
			return;
		slots |= UINT64_C(1) << slot;
	}
	if (slots && q->against_count < DENIALS_MAX)
		q->against[q->against_count++] = slots;
}

/* A denied word, or the words that begin so: "w/o perf". */
static void add_denied(struct query_work *w, struct concept *to, const struct typed *typed)
{
	struct candidate starts[CANDIDATES_MAX];
	int slot = slot_of(w, typed->stem);
	set_against(w, typed->word);
	if (slot >= 0) {
		add_slot(w, to, slot, 1);
		return;
	}
	uint32_t count = strlen(typed->word) < 3 || search_word_known(w->s, typed->word, true)
				 ? 0
				 : search_words_beginning(w->s, typed->word, starts, CANDIDATES_MAX);
	for (uint32_t i = 0; i < count; i++) {
		struct icd_word word = {.flags = ICD_WORD_DENIED};
		char stem[ICD_WORD_SIZE];
		strcpy(word.text, starts[i].word);
		icd_stemmer_stem_word(w->s->stemmer, &word, stem);
		add_slot(w, to, slot_of(w, stem), W->prefix);
		set_against(w, starts[i].word);
	}
}

/* The words after each denial, as one text. */
static void note_denied(struct query_work *w)
{
	struct query *q = w->q;
	for (uint32_t i = 0; i < w->word_count; i++) {
		const struct typed *typed = &w->words[i];
		bool goes_on = i > 0 && w->words[i - 1].denied && w->words[i - 1].after == typed->after;
		if (!typed->denied || (!goes_on && q->denied_count == DENIALS_MAX))
			continue;
		if (goes_on)
			q->denied[q->denied_count - 1] =
				icd_pool_print(w->s->pool, "%s %s", q->denied[q->denied_count - 1], typed->word);
		else
			q->denied[q->denied_count++] = icd_pool_print(w->s->pool, "%s", typed->word);
	}
}

static void read_as(struct typed *typed, const char *word, float quality)
{
	struct candidate *reading = &typed->readings[typed->reading_count++];
	*reading = (struct candidate){.count = 0};
	strcpy(reading->word, word);
	typed->quality = quality;
}

/* Tries each British spelling at each place of the word, and one more in what comes out ("oesophageal", "leukaemia"). */
static void read_british(struct query_work *w, struct typed *typed, const char *word, int depth)
{
	for (size_t i = 0; i < spellings.count && depth > 0; i++) {
		const char *british = spellings.at[i].word;
		for (const char *at = strstr(word, british); at; at = strstr(at + 1, british)) {
			char american[2 * ICD_WORD_SIZE];
			snprintf(american, sizeof american, "%.*s%s%s", (int)(at - word), word, spellings.at[i].form,
				 at + strlen(british));
			if (strlen(american) >= ICD_WORD_SIZE)
				continue;
			if (search_word_known(w->s, american, true))
				read_as(typed, american, W->british);
			else
				read_british(w, typed, american, depth - 1);
			if (typed->reading_count)
				return;
		}
	}
}

static bool is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* "ckd3", "backpain": two known words; letters from figures first. */
static void read_split(struct query_work *w, struct typed *typed)
{
	size_t length = strlen(typed->word);
	for (size_t at = 1; at < length; at++) {
		char first[ICD_WORD_SIZE];
		const char *second = typed->word + at;
		bool figures = is_figure(second[0]) != is_figure(second[-1]);
		if (!figures && (at < 3 || length - at < 3))
			continue;
		snprintf(first, sizeof first, "%.*s", (int)at, typed->word);
		if (!search_word_known(w->s, first, false) || !search_word_known(w->s, second, false))
			continue;
		strcpy(typed->parts[0], first);
		strcpy(typed->parts[1], second);
		return;
	}
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
static void read_unknown(struct query_work *w, struct typed *typed)
{
	struct candidate near[CANDIDATES_MAX], start;
	bool unfinished = typed->last && !w->finished;
	size_t length = strlen(typed->word);
	read_british(w, typed, typed->word, 2);
	if (typed->reading_count ||
	    ((unfinished || length >= 4) && search_words_beginning(w->s, typed->word, &start, 1)))
		return;
	uint32_t count = search_words_near(w->s, typed->word, unfinished && length >= 5, 0, near, CANDIDATES_MAX);
	if (read_near(typed, near, count, 1))
		return;
	read_split(w, typed);
	if (!typed->parts[0][0])
		read_near(typed, near, count, 2);
}

static void read_word(struct query_work *w, struct typed *typed)
{
	struct icd_word word = {.flags = typed->denied ? ICD_WORD_DENIED : 0};
	struct icd_postings postings;
	strcpy(word.text, typed->word);
	icd_stemmer_stem_word(w->s->stemmer, &word, typed->stem);
	typed->quality = 1;
	typed->known = WORD_KNOWN;
	if (typed->denied)
		return;
	typed->known = search_word_known(w->s, typed->word, true);
	/* The synonyms know some British spellings; those of the book know more of the word. */
	if (typed->known && !find_postings(w->s, typed->stem, &postings))
		read_british(w, typed, typed->word, 2);
	if (!typed->known)
		read_unknown(w, typed);
	if (!typed->reading_count)
		return;
	note_reading(w, typed->word, typed->readings[0].word);
	icd_stemmer_stem(w->s->stemmer, typed->readings[0].word, typed->stem);
}

/* ---- concepts ---- */

/* Words that begin as typed: instead of an unknown word, or as the poorer reading of a known one. */
static void add_beginning(struct query_work *w, struct concept *to, const struct typed *typed)
{
	struct candidate starts[SLOT_LISTS];
	uint32_t count = search_words_beginning(w->s, typed->word, starts, SLOT_LISTS);
	uint32_t most = typed->word[1] && typed->word[2] ? PREFIX_POSTINGS : SHORT_POSTINGS;
	float weight = to->weight;
	add_slot(w, to, slot_of_several(w, starts, count, most),
		 typed->known == WORD_KNOWN ? W->known_prefix : W->prefix);
	if (typed->known && weight > 0)
		to->weight = weight;
}

static void add_word(struct query_work *w, struct concept *to, const struct typed *typed)
{
	bool unfinished = typed->last && !w->finished;
	/* The stem of an unfinished word is no more than its beginning. */
	float quality = typed->known == WORD_FORM && unfinished ? W->prefix : 1;
	if (typed->known)
		add_slot(w, to, slot_of(w, typed->stem), quality);
	for (uint32_t i = 0; i < typed->reading_count; i++) {
		char stem[ICD_WORD_SIZE];
		/* Nearer readings were put first; each further one is a little less likely. */
		icd_stemmer_stem(w->s->stemmer, typed->readings[i].word, stem);
		add_slot(w, to, slot_of(w, stem), typed->quality * (1 - 0.02f * (float)i));
	}
	if (typed->parts[0][0]) {
		char both[2 * ICD_WORD_SIZE];
		snprintf(both, sizeof both, "%s %s", typed->parts[0], typed->parts[1]);
		add_expansion(w, to, both, W->split, NULL);
	}
	if (typed->known ? unfinished && typed->word[1] : !typed->reading_count && !typed->parts[0][0])
		add_beginning(w, to, typed);
}

/* The words whose bits are set, as they were typed, in one alternative. */
static void add_typed(struct query_work *w, struct concept *to, uint32_t words)
{
	struct alternative *alternative = new_alternative(to, 1);
	int before = -1;
	if (!alternative)
		return;
	for (; words; words &= words - 1) {
		int slot = slot_of(w, w->words[__builtin_ctz(words)].stem);
		put_slot(w->q, alternative, slot, before);
		before = slot;
	}
	close_alternative(to, alternative);
}

/* Two words that the book writes as one: "back ache". False when it does not. */
static bool add_joined(struct query_work *w, struct concept *to, uint32_t first)
{
	char both[2 * ICD_WORD_SIZE], stem[ICD_WORD_SIZE];
	snprintf(both, sizeof both, "%s%s", w->words[first].word, w->words[first + 1].word);
	if (strlen(both) >= ICD_WORD_SIZE || strpbrk(both, "0123456789"))
		return false;
	icd_stemmer_stem(w->s->stemmer, both, stem);
	int slot = slot_of(w, stem);
	if (slot < 0)
		return false;
	add_slot(w, to, slot, 1);
	add_typed(w, to, UINT32_C(3) << first);
	return true;
}

static void add_synonym(struct query_work *w, struct concept *to, const struct synonym_match *match)
{
	const struct typed *first = &w->words[__builtin_ctz(match->words)];
	if (match->length == 1 && first->denied)
		add_denied(w, to, first);
	else if (match->length == 1)
		add_word(w, to, first);
	else
		add_typed(w, to, match->words);
	for (uint32_t i = 0; i < match->expansion_count; i++) {
		float quality = W->expansions[i < 3 ? i : 3] * first->quality * (match->scattered ? W->scattered : 1);
		const char *text = match->expansions[i];
		if (first->denied) {
			set_against(w, text);
			text = icd_pool_print(w->s->pool, "without %s", text);
		}
		add_expansion(w, to, text, quality, match->term);
	}
}

static uint32_t match_synonyms(struct query_work *w, struct synonym_words *words,
			       struct synonym_match matches[QUERY_WORDS_MAX + 1], uint32_t count)
{
	for (;; count++) {
		struct synonym_match *match = &matches[count];
		match->length = 0;
		for (uint32_t i = 0; i < words->count; i++) {
			if (!(words->used >> i & 1))
				search_synonym(w->s, words, i, match);
		}
		if (!match->length)
			return count;
		words->used |= match->words;
	}
}

/* Finds the synonyms among the words, the longest first; each word is in one at most. Returns how many. */
static uint32_t find_synonyms(struct query_work *w, struct synonym_match matches[QUERY_WORDS_MAX + 1])
{
	struct synonym_words words = {.count = w->word_count};
	for (uint32_t i = 0; i < w->word_count; i++) {
		words.words[i] = w->words[i].reading_count ? w->words[i].readings[0].word : w->words[i].word;
		words.stems[i] = w->words[i].stem;
	}
	uint32_t count = match_synonyms(w, &words, matches, 0);
	if (!w->q->denied_count)
		return count;
	/* What is denied goes by the synonyms of the words themselves: "no LOC". */
	for (uint32_t i = 0; i < w->word_count; i++) {
		if (w->words[i].denied)
			words.stems[i] = w->words[i].stem + 1;
		else
			words.used |= UINT32_C(1) << i;
	}
	return match_synonyms(w, &words, matches, count);
}

/* The concept that begins with the word `first`: a synonym, two words as one, or the word. Returns the bits of
 * its words. */
static uint32_t add_concept(struct query_work *w, uint32_t first, const struct synonym_match *match, uint32_t used)
{
	struct concept *to = &w->q->concepts[w->q->concept_count++];
	const struct typed *typed = &w->words[first];
	memset(to, 0, sizeof *to);
	bool two = first + 1 < w->word_count && !(used >> (first + 1) & 1) && (!match || match->length == 1) &&
		   typed[0].word[1] && typed[1].word[1] && !typed->denied;
	bool joined = two && add_joined(w, to, first);
	if (!joined && match)
		add_synonym(w, to, match);
	else if (!joined && typed->denied)
		add_denied(w, to, typed);
	else if (!joined && !typed->denies)
		add_word(w, to, typed);
	if (!to->count && !typed->denied && !typed->denies) {
		/* Nothing to be found by: the other words are searched for. */
		strcpy(w->q->unknown, typed->word);
		note_reading(w, typed->word, NULL);
	}
	/* A letter alone says little: "hepatitis b", or a word that is still being typed. */
	if (!match && !typed->word[1] && to->weight > LETTER_WEIGHT && typed->word[0] > '9')
		to->weight = LETTER_WEIGHT;
	to->subject = icd_stemmer_weight(w->s->stemmer, typed->stem).query >= SUBJECT_WEIGHT;
	w->q->weight += to->weight;
	return joined ? UINT32_C(3) << first : match ? match->words : UINT32_C(1) << first;
}

static void add_concepts(struct query_work *w)
{
	struct synonym_match matches[QUERY_WORDS_MAX + 1];
	uint32_t count = find_synonyms(w, matches), used = 0;
	for (uint32_t at = 0; at < w->word_count; at++) {
		const struct synonym_match *match = NULL;
		if (used >> at & 1)
			continue;
		for (uint32_t i = 0; i < count; i++) {
			if ((matches[i].words >> at & 1) && !(matches[i].words & used))
				match = &matches[i];
		}
		if (w->q->concept_count < CONCEPTS_MAX)
			used |= add_concept(w, at, match, used);
	}
}

/* The first slot of a concept stands after the last of the one before it. */
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

static void find_sides(struct query_work *w)
{
	struct query *q = w->q;
	uint32_t asked = 0;
	for (int side = ICD_SIDE_RIGHT; side <= ICD_SIDE_BOTH; side++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(w->s->stemmer, icd_side_words[side], stem);
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

/* ---- intents ---- */

static uint64_t slot_of_word(struct query_work *w, const char *word)
{
	char stem[ICD_WORD_SIZE];
	icd_stemmer_stem(w->s->stemmer, word, stem);
	for (uint32_t i = 0; i < w->q->slot_count; i++) {
		if (strcmp(w->q->slots[i].stem, stem) == 0)
			return UINT64_C(1) << i;
	}
	return 0;
}

/* Accidental is meant when nothing is said (guideline I.C.20.h.1). */
static void find_intent(struct query_work *w)
{
	struct query *q = w->q;
	q->intent = ICD_INTENT_ACCIDENTAL;
	q->intent_slots = 0;
	q->on_purpose = false;
	for (int i = 0; i < ICD_INTENTS; i++) {
		for (int j = 0; j < ICD_INTENT_WORDS_MAX && icd_intent_words[i][j]; j++) {
			uint64_t slot = slot_of_word(w, icd_intent_words[i][j]);
			q->intent_slots |= slot;
			if (slot && i > (int)q->intent)
				q->intent = (enum icd_intent)i;
		}
	}
	q->variants |= q->intent_slots;
	for (int i = 0; i < ICD_PURPOSE_WORDS; i++)
		q->on_purpose |= slot_of_word(w, icd_purpose_words[i]) != 0;
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

static void choose_extensions(struct query_work *w)
{
	struct query *q = w->q;
	const struct icd_search_about *about = &w->s->about;
	q->set_slots = icd_pool_take(w->s->pool, about->set_count, sizeof *q->set_slots);
	q->set_choice = icd_pool_take(w->s->pool, about->set_count, sizeof *q->set_choice);
	if (!q->set_slots || !q->set_choice) {
		search_out_of_memory(w->s);
		return;
	}
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
}

/* ---- all of it ---- */

static bool is_typed(const struct query_work *w, const char *word)
{
	for (uint32_t i = 0; i < w->word_count; i++) {
		if (strcmp(w->words[i].word, word) == 0)
			return true;
	}
	return false;
}

static void take_words(struct query_work *w, const char *text)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX), length = strlen(text);
	uint32_t denials = 0;
	for (size_t i = 0; i < count && w->word_count < QUERY_WORDS_MAX; i++) {
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED) || is_typed(w, words[i].text))
			continue;
		struct typed *typed = &w->words[w->word_count++];
		memset(typed, 0, sizeof *typed);
		strcpy(typed->word, words[i].text);
		typed->denied = (words[i].flags & ICD_WORD_DENIED) != 0;
		typed->denies = (words[i].flags & ICD_WORD_DENIES) != 0 && i + 1 < count &&
				(words[i + 1].flags & ICD_WORD_DENIED);
		denials += typed->denies;
		typed->after = denials;
		typed->last = i + 1 == count && !typed->denied;
	}
	w->finished |= length && text[length - 1] == ' ';
}

void search_query(struct icd_searcher *s, const char *text)
{
	struct query_work w = {.s = s, .q = &s->query, .finished = s->options->finished};
	memset(w.q->side_slots, 0, sizeof w.q->side_slots);
	w.q->slot_count = w.q->concept_count = w.q->reading_count = 0;
	w.q->weight = 0;
	w.q->variants = 0;
	w.q->side = ICD_SIDE_NONE;
	w.q->unknown[0] = '\0';
	w.q->against_count = w.q->denied_count = 0;
	take_words(&w, text);
	note_denied(&w);
	for (uint32_t i = 0; i < w.word_count; i++)
		read_word(&w, &w.words[i]);
	add_concepts(&w);
	chain_concepts(w.q);
	find_sides(&w);
	find_intent(&w);
	choose_extensions(&w);
}
