/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The vocabulary: is a word known, which begin so, which are near it. */
#include "search_work.h"

#include "search_words.inc" /* endings: see data/search_words.tsv */

#include <stdlib.h>
#include <string.h>

#define KEPT_MAX 96  /* words looked at before those of one stem are made one */
#define FAR      100 /* a distance that is too far */

/* ---- blocks ---- */

static bool gather(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct icd_searcher *s = context;
	if (!icd_array_room(&s->blocks, s->block_count, &s->block_room, sizeof *s->blocks)) {
		search_out_of_memory(s);
		return false;
	}
	struct block *block = &s->blocks[s->block_count++];
	size_t size = key.size > 4 ? 2 : key.size < 2 ? 0 : key.size - 2;
	*block = (struct block){.bytes = value};
	memcpy(block->start, key.data + 2, size);
	return true;
}

/* Finds all blocks, once for a searcher. */
static void need_blocks(struct icd_searcher *s)
{
	struct icd_key low = icd_search_key(ICD_SEARCH_VOCABULARY, "");
	struct icd_key high = icd_search_key(ICD_SEARCH_VOCABULARY, "\xff\xff\xff");
	if (s->block_count || s->failed)
		return;
	if (!icd_store_scan(s->store, &low, &high, gather, s, s->err))
		s->failed = true;
	if (s->failed)
		s->block_count = 0;
}

/* Words of one stem: are they forms of one word, or is it by chance ("migrans", "migrane")? */
static bool is_form(const char *a, const char *b)
{
	size_t shared = 0;
	while (a[shared] && a[shared] == b[shared])
		shared++;
	a += shared;
	b += shared;
	for (size_t i = 0; i < endings.count; i++) {
		const char *one = endings.at[i].word, *other = endings.at[i].form;
		if ((strcmp(a, one) == 0 && strncmp(b, other, strlen(other)) == 0) ||
		    (strcmp(b, one) == 0 && strncmp(a, other, strlen(other)) == 0))
			return true;
	}
	return false;
}

static bool is_form_of(struct icd_searcher *s, const char *word, const char *stem, const char *listed)
{
	char other[ICD_WORD_SIZE];
	if (word[0] != listed[0] || word[1] != listed[1] || word[2] != listed[2] || !is_form(word, listed))
		return false;
	icd_stemmer_stem(s->stemmer, listed, other);
	return strcmp(stem, other) == 0;
}

enum word_known search_word_known(struct icd_searcher *s, const char *word, bool forms)
{
	struct icd_key key = icd_search_vocabulary_key(word);
	struct icd_bytes bytes = search_record(s, &key);
	struct icd_front_list list;
	char stem[ICD_WORD_SIZE];
	int order = -1;
	icd_front_list_start(&list, bytes.data, bytes.size);
	while (order < 0 && icd_front_list_next(&list))
		order = strcmp(list.text, word);
	if (order == 0)
		return WORD_KNOWN;
	if (!forms)
		return WORD_UNKNOWN;
	icd_stemmer_stem(s->stemmer, word, stem);
	icd_front_list_start(&list, bytes.data, bytes.size);
	while (icd_front_list_next(&list)) {
		if (list.length < ICD_WORD_SIZE && is_form_of(s, word, stem, list.text))
			return WORD_FORM;
	}
	return WORD_UNKNOWN;
}

/* ---- lists of candidates, best first ---- */

static bool is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->distance != b->distance)
		return a->distance < b->distance;
	if (a->unlike != b->unlike)
		return a->unlike < b->unlike;
	return a->count > b->count;
}

static void keep(struct candidate *list, uint32_t *count, uint32_t max, const struct candidate *new)
{
	uint32_t at = *count;
	while (at > 0 && is_better(new, &list[at - 1]))
		at--;
	if (at == max)
		return;
	uint32_t moved = *count < max ? *count - at : max - 1 - at;
	memmove(&list[at + 1], &list[at], moved * sizeof *list);
	list[at] = *new;
	*count += *count < max;
}

/* Keeps the first word of each stem. */
static uint32_t one_of_each_stem(struct icd_searcher *s, const struct candidate *list, uint32_t count,
				 struct candidate *out, uint32_t max)
{
	char stems[KEPT_MAX][ICD_WORD_SIZE];
	uint32_t kept = 0;
	for (uint32_t i = 0; i < count && kept < max; i++) {
		uint32_t same = 0;
		icd_stemmer_stem(s->stemmer, list[i].word, stems[kept]);
		while (same < kept && strcmp(stems[same], stems[kept]) != 0)
			same++;
		if (same == kept)
			out[kept++] = list[i];
	}
	return kept;
}

/* ---- words that begin so ---- */

static void scan_beginning(const struct block *block, const char *start, struct candidate *list, uint32_t *count)
{
	struct icd_front_list words;
	size_t length = strlen(start);
	icd_front_list_start(&words, block->bytes.data, block->bytes.size);
	while (icd_front_list_next(&words)) {
		int order = strncmp(words.text, start, length);
		if (order > 0)
			break;
		if (order < 0 || words.length == length || words.length >= ICD_WORD_SIZE)
			continue;
		if (*count == KEPT_MAX && words.number <= list[KEPT_MAX - 1].count)
			continue;
		struct candidate new = {.count = words.number};
		memcpy(new.word, words.text, words.length + 1);
		keep(list, count, KEPT_MAX, &new);
	}
}

uint32_t search_words_beginning(struct icd_searcher *s, const char *start, struct candidate *out, uint32_t max)
{
	struct candidate list[KEPT_MAX];
	uint32_t found = 0;
	if (start[0] && start[1]) {
		struct icd_key key = icd_search_vocabulary_key(start);
		struct block block = {.bytes = search_record(s, &key)};
		scan_beginning(&block, start, list, &found);
	} else {
		need_blocks(s);
		for (size_t i = 0; i < s->block_count; i++) {
			if (s->blocks[i].start[0] == start[0])
				scan_beginning(&s->blocks[i], start, list, &found);
		}
	}
	return one_of_each_stem(s, list, found, out, max);
}

/* ---- words near by ---- */

/*
 * Edit distance, letter by letter of the word in the book: row j holds the distances of its first j
 * letters to the beginnings of the typed word. Words are sorted, so rows are kept for
 * what a word shares with the one before.
 */
struct measure {
	const char *typed;
	size_t typed_length;
	unsigned most;
	bool unfinished;
	char sound[ICD_WORD_SIZE];
	uint8_t rows[ICD_WORD_SIZE + 1][ICD_WORD_SIZE + 1];
	uint8_t least[ICD_WORD_SIZE + 1]; /* in the row */
	size_t done;                      /* rows that are filled in */
	size_t dead;                      /* so many letters lead nowhere; 0: not known of any */
};

static uint8_t min3(uint8_t a, uint8_t b, uint8_t c)
{
	uint8_t least = a < b ? a : b;
	return least < c ? least : c;
}

/* Cells that are farther from the diagonal than the edits allowed are not filled in, but for the
 * one beside them. */
static void fill_row(struct measure *m, const char *word, size_t j)
{
	const uint8_t *above = m->rows[j - 1];
	uint8_t *row = m->rows[j];
	char letter = word[j - 1];
	size_t first = j > m->most ? j - m->most : 1, last = j + m->most;
	row[first - 1] = first == 1 ? (uint8_t)j : FAR;
	m->least[j] = row[first - 1];
	if (last < m->typed_length)
		row[last + 1] = FAR;
	else
		last = m->typed_length;
	for (size_t i = first; i <= last; i++) {
		uint8_t cost = m->typed[i - 1] != letter;
		row[i] = min3((uint8_t)(above[i] + 1), (uint8_t)(row[i - 1] + 1), (uint8_t)(above[i - 1] + cost));
		if (i > 1 && j > 1 && m->typed[i - 1] == word[j - 2] && m->typed[i - 2] == letter &&
		    m->rows[j - 2][i - 2] + 1 < row[i])
			row[i] = (uint8_t)(m->rows[j - 2][i - 2] + 1);
		if (row[i] < m->least[j])
			m->least[j] = row[i];
	}
}

static void start_measure(struct measure *m, const char *typed, unsigned most, bool unfinished)
{
	m->typed = typed;
	m->typed_length = strlen(typed);
	m->most = most;
	m->unfinished = unfinished;
	icd_sound_of(typed, m->sound);
	m->done = m->dead = 0;
	for (size_t i = 0; i <= m->typed_length; i++)
		m->rows[0][i] = (uint8_t)i;
}

/* Fills in rows for the word up to its length; false when its beginning is already too far off. A
 * swap over the end of a row may still bring it nearer by one. */
static bool advance(struct measure *m, const char *word, size_t shared, size_t length)
{
	if (m->dead && shared >= m->dead)
		return false;
	m->dead = 0;
	if (m->done > shared)
		m->done = shared;
	while (m->done < length && m->done < m->typed_length + m->most) {
		fill_row(m, word, ++m->done);
		if (m->least[m->done] > m->most && m->least[m->done - (m->done > 1)] > m->most) {
			m->dead = m->done;
			return false;
		}
	}
	return true;
}

static unsigned distance_of(const struct measure *m, size_t length)
{
	size_t nearest = m->unfinished && length > m->typed_length ? m->typed_length : length;
	size_t end = length < m->typed_length + m->most ? length : m->typed_length + m->most;
	unsigned distance = FAR;
	if (!m->unfinished && end < length)
		return FAR;
	for (size_t j = nearest; j <= end; j++) {
		if (j + m->most >= m->typed_length && m->rows[j][m->typed_length] < distance)
			distance = m->rows[j][m->typed_length];
	}
	return distance;
}

/* Of words equally near, those that sound alike come first, then those of the same first letter, and
 * whole words before words that only begin so. */
static uint8_t unlikeness(const struct measure *m, const char *word, size_t length)
{
	char sound[ICD_WORD_SIZE];
	icd_sound_of(word, sound);
	return (uint8_t)((strcmp(sound, m->sound) != 0 ? 4 : 0) + (word[0] != m->typed[0] ? 2 : 0) +
			 (length > m->typed_length + m->most));
}

/* Of the first two letters one may be wrong. */
static void scan_near(struct measure *m, const struct block *block, struct candidate *list, uint32_t *count)
{
	struct icd_front_list words;
	size_t length = strlen(block->start);
	m->done = m->dead = 0;
	if (!advance(m, block->start, 0, length) || m->least[length] > 1)
		return;
	icd_front_list_start(&words, block->bytes.data, block->bytes.size);
	while (icd_front_list_next(&words)) {
		bool longer = words.length > m->typed_length + m->most && !m->unfinished;
		if (words.length >= ICD_WORD_SIZE || longer || words.length + m->most < m->typed_length) {
			/* Its letters are not measured: what follows shares only with words before it. */
			if (m->done > words.shared)
				m->done = words.shared;
			m->dead = m->dead > words.shared ? 0 : m->dead;
			continue;
		}
		if (!advance(m, words.text, words.shared, words.length))
			continue;
		unsigned distance = distance_of(m, words.length);
		if (distance > m->most)
			continue;
		struct candidate new = {.count = words.number, .distance = (uint8_t)distance};
		memcpy(new.word, words.text, words.length + 1);
		new.unlike = unlikeness(m, new.word, words.length);
		keep(list, count, KEPT_MAX, &new);
	}
}

unsigned search_edits_allowed(const char *word)
{
	size_t length = strlen(word);
	if (strpbrk(word, "0123456789") || length < 4)
		return 0;
	return length < 6 ? 1 : 2;
}

static void find_near(struct icd_searcher *s, const char *word, bool unfinished, unsigned edits, struct near_words *out)
{
	struct candidate list[KEPT_MAX];
	struct measure measure;
	uint32_t found = 0;
	need_blocks(s);
	start_measure(&measure, word, edits, unfinished);
	for (size_t i = 0; i < s->block_count; i++)
		scan_near(&measure, &s->blocks[i], list, &found);
	/* What is one edit away makes what is two away improbable. */
	while (found && list[found - 1].distance > list[0].distance)
		found--;
	strcpy(out->word, word);
	out->unfinished = unfinished;
	out->edits = edits;
	out->count = one_of_each_stem(s, list, found, out->at, CANDIDATES_MAX);
}

/* The words of a query are read up to three times: what was found for them is kept for so long. */
uint32_t search_words_near(struct icd_searcher *s, const char *word, bool unfinished, unsigned edits,
			   struct candidate *out, uint32_t max)
{
	struct near_words *near = s->near;
	uint32_t i = 0;
	if (!edits)
		return 0;
	while (i < s->near_count &&
	       (strcmp(near[i].word, word) != 0 || near[i].unfinished != unfinished || near[i].edits != edits))
		i++;
	if (i == s->near_count) {
		i = s->near_count < NEAR_KEPT ? s->near_count++ : NEAR_KEPT - 1;
		find_near(s, word, unfinished, edits, &near[i]);
	}
	uint32_t count = near[i].count < max ? near[i].count : max;
	memcpy(out, near[i].at, count * sizeof *out);
	return count;
}

/* ---- words that sound alike ---- */

/* Words with the sound of the typed one that are not too far from it by letters: "hemroids", "serosis". */
uint32_t search_words_alike(struct icd_searcher *s, const char *word, struct candidate *out, uint32_t max)
{
	struct candidate list[KEPT_MAX];
	struct measure measure;
	struct icd_front_list words;
	uint32_t found = 0;
	if (!search_edits_allowed(word))
		return 0;
	unsigned most = strlen(word) < 7 ? 3 : 4;
	start_measure(&measure, word, most, false);
	struct icd_key key = icd_search_sound_key(measure.sound);
	struct icd_bytes bytes = search_record(s, &key);
	size_t length = strlen(measure.sound);
	icd_front_list_start(&words, bytes.data, bytes.size);
	while (length > 1 && icd_front_list_next(&words)) {
		const char *alike = words.text + length + 1;
		if (strncmp(words.text, measure.sound, length) != 0 || words.text[length] != ' ' ||
		    strlen(alike) >= ICD_WORD_SIZE)
			continue;
		measure.done = measure.dead = 0;
		if (!advance(&measure, alike, 0, strlen(alike)))
			continue;
		unsigned distance = distance_of(&measure, strlen(alike));
		struct candidate new = {.count = words.number, .quality = (float)distance};
		strcpy(new.word, alike);
		/* Most people know how a word ends; of those that end alike the commonest comes first. */
		new.unlike = strcmp(word + strlen(word) - 2, alike + strlen(alike) - 2) != 0;
		if (distance && distance <= most)
			keep(list, &found, KEPT_MAX, &new);
	}
	uint32_t count = one_of_each_stem(s, list, found, out, max);
	for (uint32_t i = 0; i < count; i++)
		out[i].distance = (uint8_t)out[i].quality;
	return count;
}

/* ---- completion ---- */

/* How many texts with the stem are marked so many times; with `mark` they are once more. False: no text has it. */
static bool count_marked(struct icd_searcher *s, const char *stem, uint32_t marked, bool mark, uint32_t *count)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_POSTINGS, stem);
	struct icd_bytes bytes = search_record(s, &key);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	struct icd_postings postings;
	uint32_t text = 0;
	*count = 0;
	if (!bytes.data || !icd_get_postings(&in, &postings))
		return false;
	for (uint32_t j = 0; j < postings.count; j++) {
		text = icd_get_step(&postings.in, text, s->about.texts);
		if (text >= s->about.texts || s->beside[text] != marked)
			continue;
		s->beside[text] += mark;
		++*count;
	}
	if (postings.in.failed)
		search_bad_record(s, &key);
	return true;
}

/* Marks the texts that have all words before the last one; returns how many such words there are. */
static uint32_t mark_before(struct icd_searcher *s, const struct icd_word *words, size_t count)
{
	uint32_t marked = 0, texts;
	for (size_t i = 0; i + 1 < count; i++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem_word(s->stemmer, &words[i], stem);
		if (!(words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED)))
			marked += count_marked(s, stem, marked, true, &texts);
	}
	return marked;
}

/* In how many of the marked texts does the word stand? */
static uint32_t count_beside(struct icd_searcher *s, const char *word, uint32_t marked)
{
	char stem[ICD_WORD_SIZE];
	uint32_t beside;
	icd_stemmer_stem(s->stemmer, word, stem);
	count_marked(s, stem, marked, false, &beside);
	return beside;
}

/* Those that stand beside the words before them in some text, the commonest there first; returns how many. */
static uint32_t keep_beside(struct icd_searcher *s, const struct icd_word *words, size_t typed, struct candidate *list,
			    uint32_t count)
{
	struct candidate beside[KEPT_MAX];
	if (!s->beside && !(s->beside = calloc(s->about.texts + 1, 1))) {
		search_out_of_memory(s);
		return count;
	}
	uint32_t marked = mark_before(s, words, typed), kept = 0;
	for (uint32_t i = 0; marked && i < count; i++) {
		struct candidate one = list[i];
		one.count = count_beside(s, one.word, marked);
		if (one.count)
			keep(beside, &kept, KEPT_MAX, &one);
	}
	memset(s->beside, 0, s->about.texts);
	if (kept)
		memcpy(list, beside, kept * sizeof *list);
	return kept ? kept : count;
}

bool icd_search_complete(struct icd_searcher *s, const char *start, uint32_t limit, struct icd_pool *pool,
			 const char ***words, uint32_t *count, struct icd_error *err)
{
	struct icd_word split[ICD_WORDS_MAX];
	struct candidate list[KEPT_MAX];
	size_t typed = icd_words_split(start, split, ICD_WORDS_MAX);
	s->err = err;
	s->failed = false;
	*count = typed ? search_words_beginning(s, split[typed - 1].text, list, KEPT_MAX) : 0;
	if (typed > 1)
		*count = keep_beside(s, split, typed, list, *count);
	*count = *count < limit ? *count : limit;
	*words = icd_pool_take(pool, *count, sizeof **words);
	for (uint32_t i = 0; i < *count && *words; i++)
		(*words)[i] = icd_pool_print(pool, "%s", list[i].word);
	return search_went_well(s, pool);
}

bool icd_search_knows(struct icd_searcher *s, const char *word, bool *knows, struct icd_error *err)
{
	struct candidate start;
	char stem[ICD_WORD_SIZE];
	s->err = err;
	s->failed = false;
	icd_stemmer_stem(s->stemmer, word, stem);
	*knows = search_user_word(s, stem) || search_word_known(s, word, true) ||
		 search_words_beginning(s, word, &start, 1);
	return search_went_well(s, &(struct icd_pool){0});
}
