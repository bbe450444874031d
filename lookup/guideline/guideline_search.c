/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guideline.h"

#include "words/words.h"

#include <stdlib.h>
#include <string.h>

#define QUERY_WORDS 16
#define COUNT_MOST  9 /* how often a word stands in a text counts up to this */

struct stem {
	char text[ICD_WORD_SIZE];
	char word[ICD_WORD_SIZE];            /* as it was typed */
	uint32_t in_title, in_text, as_such; /* of the section being looked at: how often, and how often as typed */
};

/* Words of one spelling have one stem: each is asked for once. */
struct stemmed {
	char word[ICD_WORD_SIZE];
	uint8_t stem; /* number + 1 of the query's stem that it has, 0: none */
};

struct looking {
	struct icd_stemmer *stemmer;
	struct stem query[QUERY_WORDS];
	unsigned count;
	struct icd_pool *scratch;
	struct icd_hash known; /* of the words seen */
	struct stemmed *words; /* malloc'd */
	size_t word_count, word_capacity;
	bool failed; /* memory ran out */
};

/* ---- the query ---- */

static void add_stem(struct looking *l, const char *word)
{
	char stem[ICD_WORD_SIZE];
	icd_stemmer_stem(l->stemmer, word, stem);
	for (unsigned i = 0; i < l->count; i++) {
		if (strcmp(l->query[i].text, stem) == 0)
			return;
	}
	if (l->count == QUERY_WORDS)
		return;
	memcpy(l->query[l->count].text, stem, sizeof stem);
	memcpy(l->query[l->count++].word, word, strnlen(word, ICD_WORD_SIZE - 1));
}

static void read_query(struct looking *l, const char *text)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	for (int stop = 0; stop < 2 && l->count == 0; stop++) {
		for (size_t i = 0; i < count; i++) {
			bool left_out =
				(words[i].flags & ICD_WORD_JOINED) || (!stop && (words[i].flags & ICD_WORD_STOP));
			if (!left_out)
				add_stem(l, words[i].text);
		}
	}
}

/* ---- a section ---- */

static bool same_word(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct looking *)context)->words[item].word, key) == 0;
}

/* The query's stem that a word has; NULL for none. */
static struct stem *stem_of(struct looking *l, const char *word)
{
	uint64_t hash = icd_hash_text(word);
	uint32_t item = icd_hash_find(&l->known, hash, same_word, l, word);
	if (item == ICD_HASH_NONE) {
		char stem[ICD_WORD_SIZE];
		if (!icd_array_room(&l->words, l->word_count, &l->word_capacity, sizeof *l->words) ||
		    !icd_hash_add(&l->known, hash, (uint32_t)l->word_count)) {
			l->failed = true;
			return NULL;
		}
		item = (uint32_t)l->word_count++;
		l->words[item] = (struct stemmed){.stem = 0};
		memcpy(l->words[item].word, word, strnlen(word, ICD_WORD_SIZE - 1));
		icd_stemmer_stem(l->stemmer, word, stem);
		for (unsigned i = 0; i < l->count; i++)
			l->words[item].stem =
				strcmp(l->query[i].text, stem) == 0 ? (uint8_t)(i + 1) : l->words[item].stem;
	}
	return l->words[item].stem ? &l->query[l->words[item].stem - 1] : NULL;
}

static void count_words(struct looking *l, const char *text, bool title)
{
	size_t most = strlen(text) + 2; /* no word without a letter and an end; joined ones beside their parts */
	struct icd_word *words = icd_pool_take(l->scratch, most, sizeof *words);
	size_t count = words ? icd_words_split(text, words, most) : 0;
	l->failed |= !words;
	for (size_t i = 0; i < count; i++) {
		struct stem *stem = stem_of(l, words[i].text);
		if (stem)
			stem->as_such += strcmp(stem->word, words[i].text) == 0;
		if (stem && title)
			stem->in_title++;
		else if (stem)
			stem->in_text++;
	}
}

/* More words before fewer, then words of the title, then words as typed, then words that stand often. */
static uint32_t score_of(const struct looking *l)
{
	uint32_t found = 0, titles = 0, times = 0, as_such = 0;
	for (unsigned i = 0; i < l->count; i++) {
		const struct stem *stem = &l->query[i];
		found += stem->in_title || stem->in_text;
		titles += stem->in_title > 0;
		as_such += stem->as_such > 0;
		times += stem->in_text < COUNT_MOST ? stem->in_text : COUNT_MOST;
	}
	return found * 1000000 + titles * 10000 + as_such * 1000 + times;
}

static uint32_t look_at(struct looking *l, const struct icd_guideline *section, const char *text)
{
	for (unsigned i = 0; i < l->count; i++)
		l->query[i].in_title = l->query[i].in_text = l->query[i].as_such = 0;
	icd_pool_reset(l->scratch);
	count_words(l, section->title, true);
	for (const char *at = text; *at;) {
		size_t length = strcspn(at, "\n");
		const char *paragraph = icd_pool_text(l->scratch, at, length);
		count_words(l, paragraph, false);
		at += length + (at[length] != '\0');
	}
	return score_of(l);
}

/* ---- all of them ---- */

static int compare_hits(const void *a, const void *b)
{
	const struct icd_guideline_hit *left = a, *right = b;
	return ICD_ORDER(right->score, left->score)
		       ?: icd_guideline_compare(left->section->number, right->section->number);
}

/* Those with fewer words than the best have say little. */
static void keep_best(struct icd_guideline_hits *hits)
{
	uint32_t kept = 0, words = hits->count ? hits->at[0].score / 1000000 : 0;
	while (kept < hits->count && words && hits->at[kept].score / 1000000 == words)
		kept++;
	hits->count = kept;
}

static bool look_through(struct looking *l, struct icd_store *store, struct icd_pool *pool,
			 const struct icd_guidelines *guidelines, struct icd_guideline_hits *out, struct icd_error *err)
{
	for (uint32_t i = 0; i < guidelines->count; i++) {
		const struct icd_guideline *section = &guidelines->at[i];
		const char *text;
		if (!icd_guideline_text(store, pool, guidelines->edition, section->number, &text, err))
			return false;
		uint32_t score = look_at(l, section, text);
		if (score)
			out->at[out->count++] = (struct icd_guideline_hit){section, text, score};
	}
	return true;
}

bool icd_guideline_search(struct icd_store *store, struct icd_pool *pool, const struct icd_guidelines *guidelines,
			  const char *words, struct icd_guideline_hits *out, struct icd_error *err)
{
	struct icd_pool scratch = {0};
	struct looking l = {.stemmer = icd_stemmer_new(), .scratch = &scratch};
	*out = (struct icd_guideline_hits){0, icd_pool_take(pool, guidelines->count + 1u, sizeof *out->at)};
	bool ok = l.stemmer && out->at;
	if (ok) {
		read_query(&l, words);
		ok = look_through(&l, store, pool, guidelines, out, err);
		if (ok && (l.failed || icd_stemmer_failed(l.stemmer)))
			ok = icd_out_of_memory(err);
		qsort(out->at, out->count, sizeof *out->at, compare_hits);
		keep_best(out);
	} else {
		icd_out_of_memory(err);
	}
	if (l.stemmer)
		icd_stemmer_free(l.stemmer);
	free(l.words);
	icd_hash_free(&l.known);
	icd_pool_free(&scratch);
	return ok;
}
