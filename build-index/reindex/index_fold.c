/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_fold.h"

#include "base/base.h"
#include "words/words.h"
#include "index_line.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_words(const struct icd_word *words, size_t count, unsigned without)
{
	char text[ICD_WORDS_MAX * ICD_WORD_SIZE];
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & (without | ICD_WORD_JOINED))
			continue;
		size_t size = strlen(words[i].text);
		memcpy(text + length, words[i].text, size);
		length += size;
	}
	return icd_hash_bytes(text, length);
}

/* The words of a title without its modifiers; "with" comes before all others. */
static const char *order_of(const struct icd_word *words, size_t count, struct icd_pool *pool)
{
	char text[1 + ICD_WORDS_MAX * (ICD_WORD_SIZE + 1)];
	size_t length = 0;
	bool first = true;
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & (ICD_WORD_OPTIONAL | ICD_WORD_JOINED))
			continue;
		text[length++] = first && strcmp(words[i].text, "with") == 0 ? '\x01' : first ? '\x02' : ' ';
		size_t size = strlen(words[i].text);
		memcpy(text + length, words[i].text, size);
		length += size;
		first = false;
	}
	return need_text(pool, text, length);
}

static const char *ended(struct icd_buffer *text)
{
	icd_put_byte(text, 0);
	if (text->failed)
		out_of_memory();
	return (const char *)text->data;
}

/* Of the line without its blanks, in lower case. */
static uint64_t hash_line(char *line)
{
	char *to = line;
	for (const char *from = line; *from; from++) {
		if (!icd_is_space(*from))
			*to++ = icd_lower(*from);
	}
	return icd_hash_bytes(line, (size_t)(to - line));
}

struct index_fold index_fold(const struct icd_index_term *says, struct icd_pool *pool)
{
	struct icd_word words[ICD_WORDS_MAX];
	struct icd_buffer text = {0};
	struct index_fold fold;
	icd_index_title(&text, says->title);
	size_t count = icd_words_split(ended(&text), words, ICD_WORDS_MAX);
	fold.titled = hash_words(words, count, 0);
	fold.bare = hash_words(words, count, ICD_WORD_OPTIONAL);
	fold.order = order_of(words, count, pool);
	icd_buffer_clear(&text);
	index_line_write(&text, says);
	count = icd_words_split(ended(&text), words, ICD_WORDS_MAX);
	fold.said = hash_words(words, count, 0);
	fold.exact = hash_line((char *)text.data);
	icd_buffer_free(&text);
	return fold;
}

/* ---- folds of terms that many lists share ---- */

struct folded_term {
	const struct icd_index_term *says;
	struct index_fold fold;
};

static bool folds_says(const void *context, uint32_t item, const void *key)
{
	const struct index_folds *folds = context;
	return folds->at[item]->says == key;
}

const struct index_fold *index_folds_of(struct index_folds *folds, const struct icd_index_term *says)
{
	uint64_t hash = icd_hash_bytes(&says, sizeof says);
	uint32_t found = icd_hash_find(&folds->by_says, hash, folds_says, folds, says);
	if (found != ICD_HASH_NONE)
		return &folds->at[found]->fold;
	struct folded_term *added = need(&folds->pool, 1, sizeof *added);
	*added = (struct folded_term){says, index_fold(says, &folds->pool)};
	need_hashed(&folds->by_says, hash, (uint32_t)folds->count);
	*one_more(folds->at, folds->count, folds->capacity) = added;
	return &added->fold;
}

void index_folds_free(struct index_folds *folds)
{
	icd_pool_free(&folds->pool);
	icd_hash_free(&folds->by_says);
	free(folds->at);
	*folds = (struct index_folds){0};
}
