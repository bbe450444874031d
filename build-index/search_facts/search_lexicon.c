/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_lexicon.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS ((size_t)1 << 18) /* to begin with */

static uint32_t *new_slots(size_t count)
{
	uint32_t *slots = calloc(count, sizeof *slots);
	if (!slots)
		out_of_memory();
	return slots;
}

void lexicon_start(struct lexicon *lexicon)
{
	memset(lexicon, 0, sizeof *lexicon);
	lexicon->word_slots = lexicon->stem_slots = SLOTS;
	lexicon->word_hash = new_slots(SLOTS);
	lexicon->stem_hash = new_slots(SLOTS);
	lexicon->stemmer = icd_stemmer_new();
	if (!lexicon->stemmer)
		out_of_memory();
}

void lexicon_free(struct lexicon *lexicon)
{
	for (size_t i = 0; i < lexicon->stem_count; i++)
		free(lexicon->stems[i].texts);
	free(lexicon->words);
	free(lexicon->stems);
	free(lexicon->word_hash);
	free(lexicon->stem_hash);
	icd_stemmer_free(lexicon->stemmer);
	icd_pool_free(&lexicon->arena);
}

/* The first text of an item, whichever of the two kinds it is. */
static const char *text_of(const void *items, size_t size, uint32_t index)
{
	return *(const char *const *)((const char *)items + index * size);
}

/* The slot the text is in, or the free one where it belongs. */
static size_t slot_of(const uint32_t *slots, size_t count, const void *items, size_t size, const char *text)
{
	size_t slot = XXH3_64bits(text, strlen(text)) & (count - 1);
	while (slots[slot] && strcmp(text_of(items, size, slots[slot] - 1), text) != 0)
		slot = (slot + 1) & (count - 1);
	return slot;
}

static void grow_slots(uint32_t **slots, size_t *count, const void *items, size_t size, size_t used)
{
	if (used * 2 < *count)
		return;
	free(*slots);
	*count *= 2;
	*slots = new_slots(*count);
	for (uint32_t i = 0; i < used; i++)
		(*slots)[slot_of(*slots, *count, items, size, text_of(items, size, i))] = i + 1;
}

static uint32_t find_stem(struct lexicon *l, const char *text)
{
	size_t slot = slot_of(l->stem_hash, l->stem_slots, l->stems, sizeof *l->stems, text);
	if (l->stem_hash[slot])
		return l->stem_hash[slot] - 1;
	l->stems = grow_array(l->stems, l->stem_count, &l->stem_capacity, sizeof *l->stems);
	l->stems[l->stem_count++] = (struct lexicon_stem){.text = need_text(&l->arena, text, strlen(text)),
							  .weight = icd_stemmer_weight(l->stemmer, text)};
	l->stem_hash[slot] = (uint32_t)l->stem_count;
	grow_slots(&l->stem_hash, &l->stem_slots, l->stems, sizeof *l->stems, l->stem_count);
	return (uint32_t)l->stem_count - 1;
}

uint32_t lexicon_stem(struct lexicon *l, const char *word, uint8_t flags)
{
	char key[ICD_WORD_SIZE + 1], stem[ICD_WORD_SIZE];
	struct icd_word split = {.flags = flags};
	snprintf(key, sizeof key, "%s%s", flags & ICD_WORD_DENIED ? "-" : "", word);
	size_t slot = slot_of(l->word_hash, l->word_slots, l->words, sizeof *l->words, key);
	if (l->word_hash[slot])
		return l->words[l->word_hash[slot] - 1].stem;
	snprintf(split.text, sizeof split.text, "%s", word);
	icd_stemmer_stem_word(l->stemmer, &split, stem);
	l->words = grow_array(l->words, l->word_count, &l->word_capacity, sizeof *l->words);
	uint32_t found = find_stem(l, stem);
	l->words[l->word_count++] = (struct lexicon_word){need_text(&l->arena, key, strlen(key)), found};
	l->word_hash[slot] = (uint32_t)l->word_count;
	grow_slots(&l->word_hash, &l->word_slots, l->words, sizeof *l->words, l->word_count);
	return found;
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
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return strcmp(left->text, right->text);
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
