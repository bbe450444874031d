/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lexicon_start(struct lexicon *lexicon)
{
	*lexicon = (struct lexicon){.stemmer = icd_stemmer_new()};
	if (!lexicon->stemmer)
		out_of_memory();
	lexicon->recent = need(&lexicon->arena, LEXICON_RECENT, sizeof *lexicon->recent);
}

void lexicon_free(struct lexicon *lexicon)
{
	for (size_t i = 0; i < lexicon->stem_count; i++)
		free(lexicon->stems[i].texts);
	free(lexicon->stem_of);
	free(lexicon->stems);
	interner_free(&lexicon->words);
	interner_free(&lexicon->stem_texts);
	icd_stemmer_free(lexicon->stemmer);
	icd_pool_free(&lexicon->arena);
}

static uint32_t find_stem(struct lexicon *l, const char *text)
{
	uint32_t number = intern_number(&l->stem_texts, text);
	if (number < l->stem_count)
		return number;
	l->stems = grow_array(l->stems, l->stem_count, &l->stem_capacity, sizeof *l->stems);
	l->stems[l->stem_count++] =
		(struct lexicon_stem){.text = l->stem_texts.texts[number], .weight = icd_stem_weight(text)};
	return number;
}

static uint32_t look_up_stem(struct lexicon *l, const char *word, uint8_t flags)
{
	char key[1 + ICD_WORD_SIZE] = "-", stem[ICD_WORD_SIZE];
	struct icd_word split = {.flags = flags};
	icd_text_cut(word, strlen(word), key + 1, ICD_WORD_SIZE);
	uint32_t number = intern_number(&l->words, flags & ICD_WORD_DENIED ? key : key + 1);
	if (number < l->word_count)
		return l->stem_of[number];
	memcpy(split.text, key + 1, sizeof split.text);
	icd_stemmer_stem_word(l->stemmer, &split, stem);
	if (icd_stemmer_failed(l->stemmer))
		out_of_memory();
	l->stem_of = grow_array(l->stem_of, l->word_count, &l->word_capacity, sizeof *l->stem_of);
	return l->stem_of[l->word_count++] = find_stem(l, stem);
}

uint32_t lexicon_stem(struct lexicon *l, const char *word, uint8_t flags)
{
	struct lexicon_recent sought = {.stem = NO_STEM};
	size_t length = strlen(word);
	if (!length || length >= sizeof sought.word)
		return look_up_stem(l, word, flags);
	memcpy(sought.word, word, length);
	((char *)sought.word)[sizeof sought.word - 1] = (flags & ICD_WORD_DENIED) != 0;
	uint64_t hash = icd_hash_pair(sought.word[0], sought.word[1]);
	struct lexicon_recent *recent = &l->recent[(hash >> 32) % LEXICON_RECENT];
	if (memcmp(recent->word, sought.word, sizeof sought.word) != 0) {
		sought.stem = look_up_stem(l, word, flags);
		*recent = sought;
	}
	return recent->stem;
}

size_t lexicon_split(struct lexicon *lexicon, const char *text, uint8_t extra, struct lexicon_token out[ICD_WORDS_MAX],
		     size_t count)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t found = icd_words_split(text, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < found && count < ICD_WORDS_MAX; i++) {
		if (words[i].flags & ICD_WORD_STOP)
			continue;
		out[count++] = (struct lexicon_token){lexicon_stem(lexicon, words[i].text, words[i].flags),
						      (uint8_t)(words[i].flags | extra)};
	}
	return count;
}

void lexicon_post(struct lexicon *lexicon, uint32_t stem, uint32_t text)
{
	struct lexicon_stem *found = &lexicon->stems[stem];
	if (found->text_count && found->texts[found->text_count - 1] == text)
		return;
	found->texts = grow_array(found->texts, found->text_count, &found->text_capacity, sizeof *found->texts);
	found->texts[found->text_count++] = text;
	found->count++;
}

/* ---- ranks ---- */

static int compare_common(const void *a, const void *b)
{
	const struct lexicon_stem *left = *(const struct lexicon_stem *const *)a;
	const struct lexicon_stem *right = *(const struct lexicon_stem *const *)b;
	return ICD_ORDER(right->count, left->count) ?: strcmp(left->text, right->text);
}

uint32_t *lexicon_rank(struct lexicon *lexicon, uint32_t texts)
{
	size_t count = lexicon->stem_count;
	struct lexicon_stem **sorted = need(&lexicon->arena, count + 1, sizeof *sorted);
	uint32_t *order = need(&lexicon->arena, count + 1, sizeof *order);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &lexicon->stems[i];
	qsort(sorted, count, sizeof *sorted, compare_common);
	for (uint32_t rank = 0; rank < count; rank++) {
		struct lexicon_stem *stem = sorted[rank];
		uint8_t rarity = icd_word_rarity(stem->count, texts);
		stem->rank = rank;
		order[rank] = (uint32_t)(stem - lexicon->stems);
		if (!stem->weight.text)
			stem->weight.text = rarity;
		if (!stem->weight.query)
			stem->weight.query = rarity;
	}
	return order;
}
