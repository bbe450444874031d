/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what was typed to concepts with their alternatives, and the slots of their stems. */
#include "search_query.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search_words.inc" /* asides: see data/search_words.tsv */

#define COMPLETIONS      3    /* of an unfinished word whose synonyms are looked up */
#define COMPLETION_SHARE 4    /* such a word has at least this part of the texts of the commonest */
#define ABBREVIATION     3    /* letters at most */
#define TEXT_SIZE        2048 /* of a query that is read */
#define FIGURES          5    /* of a number at most */
#define ASIDE_WORDS      3    /* of the longest one */
#define LONG_TERM_WEIGHT 24   /* of taking something for long */
#define WEAK_WEIGHT      12   /* at most, of words that only steer */
#define LETTER_WEIGHT    20   /* at most, of a single letter */

static const struct icd_search_weights *const W = &icd_search_weights;

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
		if (!typed->denied || typed->in_synonym || (!goes_on && q->denied_count == DENIALS_MAX))
			continue;
		if (goes_on)
			q->denied[q->denied_count - 1] =
				icd_pool_print(w->s->pool, "%s %s", q->denied[q->denied_count - 1], typed->word);
		else
			q->denied[q->denied_count++] = icd_pool_print(w->s->pool, "%s", typed->word);
	}
}

/* ---- concepts ---- */

/* How sure it is that the word will become another one: less of one that may be complete. */
static float beginning_quality(const struct typed *typed)
{
	return typed->known == WORD_KNOWN && typed->word[1] ? W->known_prefix : W->prefix;
}

/* What the word is called otherwise that the unfinished one may become: "prostate can". */
static void add_completed(struct query_work *w, struct concept *to, const struct typed *typed, const char *word)
{
	struct synonym_words words = {.count = 1, .words = {word}};
	struct synonym_match match = {.length = 0};
	char stem[ICD_WORD_SIZE];
	icd_stemmer_stem(w->s->stemmer, word, stem);
	words.stems[0] = stem;
	search_synonym(w->s, &words, 0, &match);
	for (uint32_t i = 0; match.length == 1 && !match.other_form && i < match.expansion_count && i < 2; i++)
		add_expansion(w, to, match.expansions[i], beginning_quality(typed) * W->expansions[i], match.term);
}

/* Words that begin as typed: instead of an unknown word, or as the poorer reading of a known one. */
static void add_beginning(struct query_work *w, struct concept *to, const struct typed *typed)
{
	struct candidate starts[SLOT_LISTS];
	uint32_t count = search_words_beginning(w->s, typed->word, starts, SLOT_LISTS);
	/* The more words there are before it, the less hangs on it. */
	uint32_t most = (typed->word[1] && typed->word[2] ? PREFIX_POSTINGS : SHORT_POSTINGS) /
			(w->word_count > 2    ? w->word_count - 1
			 : w->word_count == 1 ? 4
					      : 1);
	float weight = to->weight;
	int slot = slot_of_several(w, starts, count, most);
	add_slot(w, to, slot, beginning_quality(typed));
	if (slot >= 0 && typed->last && (typed->known != WORD_KNOWN || !typed->word[1]))
		w->q->begun |= UINT64_C(1) << slot;
	for (uint32_t i = 0; i < count && i < COMPLETIONS && strlen(typed->word) >= 3; i++) {
		if (starts[i].count * COMPLETION_SHARE >= starts[0].count)
			add_completed(w, to, typed, starts[i].word);
	}
	if (typed->known && weight > 0)
		to->weight = weight;
}

/* A figure is in the ranges that have it: "BMI 33". */
static void add_figure(struct query_work *w, struct concept *to, const struct typed *typed)
{
	size_t length = strlen(typed->word);
	if (length > FIGURES || typed->word[strspn(typed->word, "0123456789")])
		return;
	float weight = to->weight;
	add_slot(w, to, slot_of_figure(w, 10 * (uint32_t)atoi(typed->word)), W->figure);
	if (typed->weeks)
		add_slot(w, to, slot_of_figure(w, 10 * typed->weeks), W->figure);
	to->weight = weight > 0 ? weight : to->weight;
}

/* Has the query anything but letters? */
static bool has_words(const struct query_work *w)
{
	for (uint32_t i = 0; i < w->word_count; i++) {
		if (w->words[i].word[1])
			return true;
	}
	return false;
}

static void add_word(struct query_work *w, struct concept *to, const struct typed *typed)
{
	bool unfinished = typed->last && !w->finished;
	/* The stem of an unfinished word is no more than its beginning. */
	float quality = typed->known == WORD_FORM && unfinished ? W->prefix : 1;
	if (typed->known)
		add_slot(w, to, slot_of(w, typed->stem), quality);
	add_figure(w, to, typed);
	bool several = typed->reading_count && w->q->reread_count < REREAD_MAX;
	struct reread *reread = several ? &w->q->reread[w->q->reread_count++] : NULL;
	if (reread)
		*reread = (struct reread){.typed = icd_pool_print(w->s->pool, "%s", typed->word),
					  .own = typed->again && to->count ? to->at[0].slots : 0};
	float weight = to->weight;
	for (uint32_t i = 0; i < typed->reading_count; i++) {
		const struct candidate *reading = &typed->readings[i];
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(w->s->stemmer, reading->word, stem);
		int slot = slot_of(w, stem);
		add_slot(w, to, slot, reading->quality > 0 ? reading->quality : typed->quality);
		if (!reread || slot < 0)
			continue;
		reread->words[reread->count] = icd_pool_print(w->s->pool, "%s", reading->word);
		reread->slots[reread->count++] = UINT64_C(1) << slot;
	}
	if (typed->again && weight > 0)
		to->weight = weight;
	/* "R" at the end is a side, not the beginning of a word. */
	bool letter = !typed->word[1] && (typed->called || !has_words(w));
	if (typed->known ? unfinished && !letter : !typed->reading_count)
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
	struct typed *first = &w->words[__builtin_ctz(match->words)];
	first->called = true;
	if (match->length == 1 && first->denied)
		add_denied(w, to, first);
	else if (match->length == 1)
		add_word(w, to, first);
	/* Letters that stand for something are rather that than a word of the book. */
	if (match->length == 1 && strlen(first->word) <= ABBREVIATION && to->count)
		to->at[0].quality *= W->abbreviation;
	else
		add_typed(w, to, match->words);
	/* A word of the book weighs little more for what else it is called. */
	float own = strlen(first->word) > ABBREVIATION && to->count && !to->at[0].partial ? to->weight : 0;
	for (uint32_t i = 0; i < match->expansion_count; i++) {
		float quality = W->expansions[i < 3 ? i : 3] * first->quality * (match->scattered ? W->scattered : 1);
		const char *text = match->expansions[i];
		if (first->denied) {
			set_against(w, text);
			text = icd_pool_print(w->s->pool, "without %s", text);
		}
		add_expansion(w, to, text, quality, match->term);
	}
	if (own > 0)
		to->weight = own + (to->weight - own) * W->called;
}

/* A synonym that has the denial in it ("not taking") is no denial of what comes after it. */
static void end_denial(struct query_work *w, uint32_t words)
{
	uint32_t last = 31 - (uint32_t)__builtin_clz(words);
	bool denies = false;
	if (!(words & (words - 1)))
		return;
	for (uint32_t i = 0; i <= last; i++)
		denies |= (words >> i & 1) && w->words[i].denies;
	for (uint32_t i = last + 1; denies && i < w->word_count && w->words[i].after == w->words[last].after; i++) {
		if (!w->words[i].denied)
			continue;
		w->words[i].denied = false;
		read_word(w, &w->words[i]);
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
		words.words[i] = w->words[i].reading_count && !w->words[i].again ? w->words[i].readings[0].word
										 : w->words[i].word;
		words.stems[i] = w->words[i].stem;
	}
	uint32_t count = match_synonyms(w, &words, matches, 0);
	for (uint32_t i = 0; i < count; i++)
		end_denial(w, matches[i].words);
	/* What is denied goes by the synonyms of the words themselves, "no LOC", and not with what is not denied: "ulcer
	 * without bleeding" is no bleeding ulcer. */
	for (uint32_t i = 0; i < w->word_count; i++) {
		if (w->words[i].denied)
			words.stems[i] = w->words[i].stem + 1;
		else
			words.used |= UINT32_C(1) << i;
	}
	return match_synonyms(w, &words, matches, count);
}

/* Is the word a main term that is a condition, or one that only synonyms know? */
static bool is_condition(struct query_work *w, const char *stem, bool called)
{
	struct icd_postings postings;
	return query_postings(w->s, stem, &postings) ? postings.role == ICD_STEM_CONDITION : called;
}

/* The words whose bits are set do not change the subject. */
static void add_rest(struct query_work *w, uint32_t words)
{
	char *rest = w->q->rest;
	for (; words; words &= words - 1) {
		size_t length = strlen(rest);
		snprintf(rest + length, REST_SIZE - length, "%s%s", length ? " " : "",
			 w->words[__builtin_ctz(words)].word);
	}
}

/* The concept that begins with the word `first`: a synonym, two words as one, or the word. Returns the bits of
 * its words. */
static uint32_t add_concept(struct query_work *w, uint32_t first, const struct synonym_match *match, uint32_t used)
{
	struct concept *to = &w->q->concepts[w->q->concept_count++];
	const struct typed *typed = &w->words[first];
	memset(to, 0, sizeof *to);
	strcpy(to->typed, typed->word);
	to->denied = typed->denied || typed->denies || typed->weak;
	to->condition = !to->denied && !typed->reading_count && is_condition(w, typed->stem, match != NULL);
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
	/* Words that only steer, beside others. */
	if (typed->weak && w->word_count > 1 && to->weight > WEAK_WEIGHT)
		to->weight = WEAK_WEIGHT;
	to->subject = !typed->weak && icd_stem_weight(typed->stem).query >= SUBJECT_WEIGHT;
	if (!to->subject)
		add_rest(w, joined ? UINT32_C(3) << first : match ? match->words : UINT32_C(1) << first);
	w->q->weight += to->weight;
	return joined ? UINT32_C(3) << first : match ? match->words : UINT32_C(1) << first;
}

/* "on warfarin", "taking insulin": what is taken for long has codes of its own, which this only steers to. */
static void add_long_term(struct query_work *w)
{
	struct concept *to = &w->q->concepts[w->q->concept_count];
	if (!w->takes || !w->q->concept_count || w->q->concept_count == CONCEPTS_MAX)
		return;
	memset(to, 0, sizeof *to);
	add_expansion(w, to, "long term current use", 1, NULL);
	to->denied = true;
	if (to->weight > LONG_TERM_WEIGHT)
		to->weight = LONG_TERM_WEIGHT;
	w->q->concept_count += to->count > 0;
	w->q->weight += to->weight;
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
		/* The stem of an unfinished word is no more than its beginning. */
		if (match && match->length == 1 && match->other_form && w->words[at].last && !w->finished)
			match = NULL;
		for (uint32_t i = at; match && w->words[at].denies && i < w->word_count; i++)
			w->words[i].in_synonym |= match->words >> i & 1;
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

/* ---- all of it ---- */

static bool is_typed(const struct query_work *w, const char *word)
{
	for (uint32_t i = 0; i < w->word_count; i++) {
		if (strcmp(w->words[i].word, word) == 0)
			return true;
	}
	return false;
}

/* "39w2d", "39wks" are "39 weeks"; of "33.4" what is behind the point says nothing that ranges tell apart. Writes the text
 * as it is to be read. */
static void read_shorthand(const char *text, char *out, size_t size)
{
	size_t length = 0;
	for (const char *at = text; *at && length + 8 < size;) {
		bool starts = isdigit((unsigned char)*at) && (at == text || !isalnum((unsigned char)at[-1]));
		size_t figures = starts ? strspn(at, "0123456789") : 0;
		const char *after = at + figures;
		if (figures && (*after == 'w' || *after == 'W') && figures < 3) {
			length += (size_t)snprintf(out + length, size - length, "%.*s weeks", (int)figures, at);
			at = after + strcspn(after, " ,;");
		} else if (figures && *after == '.' && isdigit((unsigned char)after[1])) {
			length += (size_t)snprintf(out + length, size - length, "%.*s", (int)figures, at);
			at = after + 1 + strspn(after + 1, "0123456789");
		} else {
			out[length++] = *at++;
		}
	}
	out[length < size ? length : size - 1] = '\0';
}

/* "3 weeks old" in days. */
static void read_age(struct query_work *w)
{
	for (uint32_t i = 0; i + 2 < w->word_count; i++) {
		if (strncmp(w->words[i + 1].word, "week", 4) == 0 && strcmp(w->words[i + 2].word, "old") == 0)
			w->words[i].weeks = 7 * (uint32_t)atoi(w->words[i].word);
	}
}

static void take_words(struct query_work *w, const char *typed_text)
{
	char text[TEXT_SIZE];
	read_shorthand(typed_text, text, sizeof text);
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	uint32_t denials = 0;
	static const char *const takes[] = {"on", "taking", "takes", "uses", "using"};
	for (size_t i = 0; i < sizeof takes / sizeof *takes && count > 1; i++)
		w->takes |= strcmp(words[0].text, takes[i]) == 0;
	for (size_t i = 0; i < count && w->word_count < QUERY_WORDS_MAX; i++) {
		bool begun = count == 1;
		uint8_t skipped = (uint8_t)(ICD_WORD_JOINED | (begun ? 0 : ICD_WORD_STOP));
		if (words[i].flags & skipped || is_typed(w, words[i].text))
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
}

/* Two words written as one become two: "strepthroat", "ckd3". */
static void part_word(struct query_work *w, uint32_t at)
{
	struct typed glued = w->words[at];
	if (!glued.parts[0][0] || w->word_count == QUERY_WORDS_MAX)
		return;
	note_reading(w, glued.word, icd_pool_print(w->s->pool, "%s %s", glued.parts[0], glued.parts[1]));
	memmove(&w->words[at + 1], &w->words[at], (w->word_count - at) * sizeof *w->words);
	w->word_count++;
	for (uint32_t i = 0; i < 2; i++) {
		struct typed *part = &w->words[at + i];
		memset(part, 0, sizeof *part);
		strcpy(part->word, glued.parts[i]);
		part->after = glued.after;
		part->last = i && glued.last;
		read_word(w, part);
	}
}

/* ---- a letter at the end ---- */

/* Does the text have the second word right behind the first? */
static bool text_has_both(struct icd_searcher *s, uint32_t text, uint32_t first, uint32_t second)
{
	struct icd_text_word words[ICD_WORDS_MAX];
	struct icd_text_row row = search_text_row(s, text);
	uint32_t entry;
	size_t count = search_text_words(s, text, &row, &entry, words);
	for (size_t i = 1; i < count; i++) {
		if (words[i - 1].rank == first && words[i].rank == second)
			return true;
	}
	return false;
}

/* Is there a text in which the second stem stands right behind the first? */
static bool stand_together(struct icd_searcher *s, struct icd_postings first, struct icd_postings second)
{
	uint32_t text = 0, other = 0, read = 0;
	for (uint32_t i = 0; i < second.count; i++) {
		text += (uint32_t)icd_get_number(&second.in);
		while (read < first.count && (!read || other < text)) {
			other += (uint32_t)icd_get_number(&first.in);
			read++;
		}
		if (read && other == text && text < s->about.texts && text_has_both(s, text, first.rank, second.rank))
			return true;
	}
	return false;
}

/* "hepatitis b", "vitamin d": a letter that the book has behind the word is not the beginning of another one. */
static bool ends_with_letter(struct query_work *w)
{
	struct icd_postings before, letter;
	const struct typed *last = &w->words[w->word_count - (w->word_count > 0)];
	if (w->word_count < 2 || last->word[1] || last->word[0] <= '9' || last->known != WORD_KNOWN ||
	    !query_postings(w->s, last->stem, &letter) || !query_postings(w->s, last[-1].stem, &before))
		return false;
	return stand_together(w->s, before, letter);
}

/* ---- asides ---- */

/* The longest aside that begins with the word, and how many words it has. */
static const struct icd_word_row *aside_at(const struct query_work *w, uint32_t at, uint32_t *length)
{
	const struct icd_word_row *found = NULL;
	char joined[ASIDE_WORDS * ICD_WORD_SIZE] = "";
	for (uint32_t i = 0; i < ASIDE_WORDS && at + i < w->word_count; i++) {
		const struct icd_word_row *row;
		snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", i ? "_" : "",
			 w->words[at + i].word);
		row = icd_word_find(&asides, joined, strlen(joined));
		if (!row)
			continue;
		found = row;
		*length = i + 1;
	}
	return found;
}

/* Leaves out what stands around the question, unless nothing would be left; marks what only steers. */
static void take_asides(struct query_work *w)
{
	bool drops[QUERY_WORDS_MAX] = {false};
	uint32_t kept = 0, length = 0, rest = w->word_count;
	for (uint32_t at = 0; at < w->word_count; at += length ? length : 1) {
		const struct icd_word_row *aside = aside_at(w, at, &length);
		length = aside ? length : 0;
		for (uint32_t i = at; i < at + length; i++) {
			drops[i] = strcmp(aside->form, "drop") == 0;
			w->words[i].weak = !drops[i];
			rest -= drops[i];
		}
	}
	for (uint32_t i = 0; rest && i < w->word_count; i++) {
		if (!drops[i])
			w->words[kept++] = w->words[i];
	}
	w->word_count = rest ? kept : w->word_count;
}

void search_query(struct icd_searcher *s, const char *text, bool again)
{
	struct query_work w = {.s = s, .q = &s->query, .finished = s->options->finished, .again = again};
	memset(w.q->side_slots, 0, sizeof w.q->side_slots);
	w.q->slot_count = w.q->concept_count = w.q->reading_count = 0;
	w.q->weight = 0;
	w.q->variants = 0;
	w.q->side = ICD_SIDE_NONE;
	w.q->unknown[0] = '\0';
	w.q->read_again = false;
	w.q->begun = 0;
	w.q->rest[0] = '\0';
	w.q->typing = false;
	w.q->against_count = w.q->denied_count = w.q->reread_count = 0;
	take_words(&w, text);
	take_asides(&w);
	read_age(&w);
	for (uint32_t i = 0; i < w.word_count; i++)
		read_word(&w, &w.words[i]);
	for (uint32_t i = w.word_count; i-- > 0;)
		part_word(&w, i);
	w.finished |= ends_with_letter(&w);
	if (w.word_count)
		w.q->typing = !w.finished && strlen(w.words[w.word_count - 1].word) < 3;
	add_concepts(&w);
	add_long_term(&w);
	note_denied(&w);
	chain_concepts(w.q);
	find_variants(&w);
}
