/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a word of a query may have been meant to be. */
#include "search_query.h"

#include "search_words.inc" /* spellings: see data/search_words.tsv */

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define BRITISH_LEAST  5     /* letters of a word that may be in British spelling: shorter ones are abbreviations */
#define MAKESHIFT_LEFT 5     /* letters before a makeshift ending */
#define AGAIN_WORDS    4     /* words of a query of which known ones are read again */
#define RARE_READING   14000 /* of so many texts at most one has a word that is rarely what was meant */
#define COMMON_PART    4000  /* of so many texts one at least has a short word that is no mere abbreviation */

static const struct icd_search_weights *const W = &icd_search_weights;

/* ---- readings of unknown words ---- */

void note_reading(struct query_work *w, const char *typed, const char *read)
{
	struct query *q = w->q;
	if (q->reading_count == CONCEPTS_MAX)
		return;
	q->readings[q->reading_count++] = (struct icd_search_reading){
		.typed = icd_pool_print(w->s->pool, "%s", typed),
		.read = read ? icd_pool_print(w->s->pool, "%s", read) : NULL,
	};
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
	for (size_t i = 0; i < spellings.count && depth > 0 && strlen(word) >= BRITISH_LEAST; i++) {
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

/* Does the word end so, with enough left of it? */
static bool ends_so(const char *word, const char *ending, size_t *left)
{
	size_t length = strlen(word), size = strlen(ending);
	*left = length > size ? length - size : 0;
	return *left >= MAKESHIFT_LEFT && strcmp(word + *left, ending) == 0;
}

/* "feverish" */
static void read_makeshift(struct query_work *w, struct typed *typed)
{
	for (size_t i = 0; i < makeshift.count && !typed->reading_count; i++) {
		char base[2 * ICD_WORD_SIZE];
		size_t left;
		if (!ends_so(typed->word, makeshift.at[i].word, &left))
			continue;
		snprintf(base, sizeof base, "%.*s%s", (int)left, typed->word, makeshift.at[i].form);
		if (search_word_known(w->s, base, true))
			read_as(typed, base, W->british);
	}
}

/* Is the part of a word that was written as one with another a word that may stand so? Three letters may only when they are a
 * common word: most are abbreviations. */
static bool is_part(struct icd_searcher *s, const char *part)
{
	struct icd_postings postings;
	char stem[ICD_WORD_SIZE];
	if (!search_word_known(s, part, false))
		return false;
	if (strlen(part) > 3 || part[0] <= '9')
		return true;
	icd_stemmer_stem(s->stemmer, part, stem);
	return query_postings(s, stem, &postings) && postings.count >= s->about.texts / COMMON_PART;
}

static bool is_in_texts(struct icd_searcher *s, const char *word)
{
	struct icd_postings postings;
	char stem[ICD_WORD_SIZE];
	icd_stemmer_stem(s->stemmer, word, stem);
	return query_postings(s, stem, &postings);
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
		if (figures ? !search_word_known(w->s, first, false) || !search_word_known(w->s, second, false)
			    : !is_part(w->s, first) || !is_part(w->s, second))
			continue;
		if (!is_in_texts(w->s, first) && !is_in_texts(w->s, second))
			continue;
		strcpy(typed->parts[0], first);
		strcpy(typed->parts[1], second);
		return;
	}
}

/* ---- misspelled words ---- */

static bool is_rare(const struct icd_searcher *s, const struct candidate *one)
{
	return one->count < s->about.texts / RARE_READING;
}

/* A short word that few texts have is an abbreviation, and no word that was meant to be typed. */
static bool is_abbreviation(const struct icd_searcher *s, const struct candidate *one)
{
	size_t length = strlen(one->word);
	return length < 4 || (length == 4 && one->count < s->about.texts / COMMON_PART);
}

static bool sounds_alike(const char *a, const char *b)
{
	char one[ICD_WORD_SIZE], other[ICD_WORD_SIZE];
	icd_sound_of(a, one);
	icd_sound_of(b, other);
	return strcmp(one, other) == 0;
}

/* The same letters in another order: "athsma". */
static bool same_letters(const char *a, const char *b)
{
	int letters[UCHAR_MAX + 1] = {0};
	for (; *a; a++)
		letters[(unsigned char)*a]++;
	for (; *b; b++)
		letters[(unsigned char)*b]--;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (letters[i])
			return false;
	}
	return true;
}

/* How sure it is that the word was meant; 0: not at all. */
static float quality_of(const struct icd_searcher *s, const struct typed *typed, const struct candidate *near)
{
	bool alike = sounds_alike(typed->word, near->word);
	if (is_abbreviation(s, near))
		return 0;
	if (near->distance <= 1)
		return W->one_edit;
	if (near->distance == 2)
		return alike ? W->alike : W->two_edits;
	return alike ? W->two_edits : 0;
}

static void add_reading(const struct icd_searcher *s, struct typed *typed, const struct candidate *near, float quality)
{
	for (uint32_t i = 0; i < typed->reading_count; i++) {
		if (strcmp(typed->readings[i].word, near->word) == 0)
			return;
	}
	if (typed->reading_count == CANDIDATES_MAX || quality <= 0)
		return;
	struct candidate *reading = &typed->readings[typed->reading_count++];
	*reading = *near;
	/* Each further one is a little less likely, and so is a word that few texts have. */
	reading->quality =
		quality * (1 - 0.02f * (float)(typed->reading_count - 1)) * (is_rare(s, near) ? W->rare_reading : 1);
	if (typed->reading_count == 1)
		typed->quality = quality;
}

/* Words within so many edits, and those that sound alike. */
static void read_near(const struct icd_searcher *s, struct typed *typed, const struct candidate *near, uint32_t count,
		      unsigned distance)
{
	for (uint32_t i = 0; i < count; i++) {
		if (near[i].distance <= distance)
			add_reading(s, typed, &near[i], quality_of(s, typed, &near[i]));
	}
}

/* One word alone that is nothing like a word of the book finds nothing. */
static void drop_unlike(const struct icd_searcher *s, struct typed *typed)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < typed->reading_count; i++) {
		const struct candidate *one = &typed->readings[i];
		if (one->distance < 2 || (sounds_alike(typed->word, one->word) && !is_rare(s, one)) ||
		    same_letters(typed->word, one->word))
			typed->readings[kept++] = *one;
	}
	typed->reading_count = kept;
}

/* What an unknown word may have been meant to be; the first kind of reading that there is. */
static void read_unknown(struct query_work *w, struct typed *typed)
{
	struct candidate near[CANDIDATES_MAX], alike[CANDIDATES_MAX], start;
	bool unfinished = typed->last && !w->finished;
	size_t length = strlen(typed->word);
	read_british(w, typed, typed->word, 2);
	read_makeshift(w, typed);
	if (typed->reading_count ||
	    ((unfinished || length >= 4) && search_words_beginning(w->s, typed->word, &start, 1)))
		return;
	uint32_t count = search_words_near(w->s, typed->word, unfinished && length >= 5,
					   search_edits_allowed(typed->word), near, CANDIDATES_MAX / 2);
	uint32_t alike_count = search_words_alike(w->s, typed->word, alike, CANDIDATES_MAX);
	read_near(w->s, typed, near, count, 1);
	if (!typed->reading_count)
		read_split(w, typed);
	if (!typed->parts[0][0]) {
		read_near(w->s, typed, near, count, 2);
		read_near(w->s, typed, alike, alike_count, UINT8_MAX);
	}
	if (w->word_count == 1 && length < 8)
		drop_unlike(w->s, typed);
}

/* What a word may have been meant to be that the book knows. */
static void read_again(struct query_work *w, struct typed *typed)
{
	struct candidate near[CANDIDATES_MAX], alike[CANDIDATES_MAX];
	char stem[ICD_WORD_SIZE];
	size_t length = strlen(typed->word);
	if (length < 5 || w->word_count > AGAIN_WORDS || strpbrk(typed->word, "0123456789") ||
	    w->q->reread_count == REREAD_MAX)
		return;
	uint32_t count = search_words_near(w->s, typed->word, false, 1, near, CANDIDATES_MAX);
	uint32_t alike_count = search_words_alike(w->s, typed->word, alike, CANDIDATES_MAX / 2);
	for (uint32_t i = 0; i < count + alike_count; i++) {
		const struct candidate *one = i < count ? &near[i] : &alike[i - count];
		icd_stemmer_stem(w->s->stemmer, one->word, stem);
		/* Who writes a word of the book by mistake was near to the one that was meant. */
		if (one->distance == 1 && strcmp(stem, typed->stem) != 0)
			add_reading(w->s, typed, one, quality_of(w->s, typed, one));
	}
	typed->again = typed->reading_count > 0;
	w->q->read_again |= typed->again;
	typed->quality = 1;
}

void read_word(struct query_work *w, struct typed *typed)
{
	struct icd_word word = {.flags = typed->denied ? ICD_WORD_DENIED : 0};
	struct icd_postings postings;
	strcpy(word.text, typed->word);
	icd_stemmer_stem_word(w->s->stemmer, &word, typed->stem);
	typed->quality = 1;
	typed->known = WORD_KNOWN;
	if (typed->denied)
		return;
	typed->known = search_user_word(w->s, typed->stem) ? WORD_KNOWN : search_word_known(w->s, typed->word, true);
	/* The synonyms know some British spellings; those of the book know more of the word. */
	if (typed->known && !query_postings(w->s, typed->stem, &postings))
		read_british(w, typed, typed->word, 2);
	if (!typed->known)
		read_unknown(w, typed);
	else if (w->again && !typed->reading_count)
		read_again(w, typed);
	if (!typed->reading_count || typed->again)
		return;
	icd_stemmer_stem(w->s->stemmer, typed->readings[0].word, typed->stem);
}
