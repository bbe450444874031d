/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_terms.h"

#include "common/common.h"

#include <stdlib.h>
#include <string.h>

/* ---- the texts of a term ---- */

/* Those that may be NULL come first. */
enum { TEXT_RAW = ICD_INDEX_PARTS, TEXT_BEHIND, TEXT_TITLE, TEXT_PLAIN, TEXTS };

static const char *text_of(const struct icd_index_term *says, const char *plain, unsigned text)
{
	switch (text) {
	case TEXT_RAW:
		return says->raw;
	case TEXT_BEHIND:
		return says->behind;
	case TEXT_TITLE:
		return says->title;
	case TEXT_PLAIN:
		return plain;
	default:
		return says->parts[text];
	}
}

static bool says_same(const struct kept_term *kept, const struct index_term *term)
{
	const struct icd_index_term *a = kept->says, *b = term->says;
	for (unsigned i = 0; i < ICD_INDEX_PARTS; i++) {
		if (!icd_text_same(a->parts[i], b->parts[i]))
			return false;
	}
	return a->level == b->level && icd_text_same(a->title, b->title) && icd_text_same(kept->plain, term->plain) &&
	       icd_text_same(a->raw, b->raw) && icd_text_same(a->behind, b->behind);
}

/* All that the term says, as bytes: each text that is there with its number before it and its NUL behind it. */
static void write_key(struct icd_buffer *key, const struct index_term *term)
{
	icd_buffer_clear(key);
	icd_put_byte(key, term->says->level);
	for (unsigned i = 0; i < TEXTS; i++) {
		const char *text = text_of(term->says, term->plain, i);
		if (!text)
			continue;
		icd_put_byte(key, i);
		icd_put_bytes(key, text, strlen(text) + 1);
	}
	if (key->failed)
		out_of_memory();
}

/* ---- kept terms ---- */

static bool same_term(const void *context, uint32_t item, const void *key)
{
	const struct index_terms *terms = context;
	return says_same(&terms->at[item], key);
}

/* The text behind its number in the key, which is moved behind it; NULL when there is none. */
static const char *take_text(const char **key, unsigned number)
{
	const char *text = *key + 1;
	if ((unsigned char)**key != number)
		return NULL;
	*key = text + strlen(text) + 1;
	return text;
}

/* Keeps the term whose key is written: its texts lie one after the other. */
static uint32_t add_term(struct index_terms *terms, const struct index_term *term, uint64_t hash)
{
	struct icd_index_term *says = need(&terms->pool, 1, sizeof *says);
	const char *key = need_text(&terms->pool, (const char *)terms->key.data, terms->key.size);
	struct kept_term *kept = one_more(terms->at, terms->count, terms->capacity);
	*says = *term->says;
	key++; /* the level */
	for (unsigned i = 0; i < ICD_INDEX_PARTS; i++)
		says->parts[i] = take_text(&key, i);
	says->raw = take_text(&key, TEXT_RAW);
	says->behind = take_text(&key, TEXT_BEHIND);
	says->title = take_text(&key, TEXT_TITLE);
	*kept = (struct kept_term){says, take_text(&key, TEXT_PLAIN), ICD_HASH_NONE};
	need_hashed(&terms->by_text, hash, (uint32_t)(terms->count - 1));
	terms->found++;
	return (uint32_t)(terms->count - 1);
}

/* Those that an earlier build kept are found by their texts from the first list on that is kept beside them. */
static void find_all(struct index_terms *terms)
{
	for (; terms->found < terms->count; terms->found++) {
		const struct kept_term *kept = &terms->at[terms->found];
		write_key(&terms->key, &(struct index_term){(struct icd_index_term *)kept->says, kept->plain, 0, 0});
		need_hashed(&terms->by_text, icd_hash_bytes(terms->key.data, terms->key.size), (uint32_t)terms->found);
	}
}

/* The number of the kept term that says this; `before` is that of the term before it. */
static uint32_t keep_term(struct index_terms *terms, const struct index_term *term, uint32_t before)
{
	uint32_t after = before == ICD_HASH_NONE ? ICD_HASH_NONE : terms->at[before].after;
	if (after != ICD_HASH_NONE && says_same(&terms->at[after], term))
		return after;
	write_key(&terms->key, term);
	uint64_t hash = icd_hash_bytes(terms->key.data, terms->key.size);
	uint32_t found = icd_hash_find(&terms->by_text, hash, same_term, terms, term);
	if (found == ICD_HASH_NONE)
		found = add_term(terms, term, hash);
	if (before != ICD_HASH_NONE)
		terms->at[before].after = found;
	return found;
}

/* ---- lists ---- */

static const char *keep_text(struct icd_pool *pool, const char *text)
{
	return text ? need_text(pool, text, strlen(text)) : NULL;
}

static const char **keep_texts(struct icd_pool *pool, const char *const *texts, size_t count)
{
	const char **kept = need(pool, count, sizeof *kept);
	for (size_t i = 0; i < count; i++)
		kept[i] = keep_text(pool, texts[i]);
	return kept;
}

struct index_list *index_terms_keep(struct index_terms *terms, const struct index_list *list)
{
	struct icd_pool *pool = &terms->pool;
	struct index_list *kept = need_copy(pool, list, 1, sizeof *list);
	kept->terms = need_copy(pool, list->terms, list->count, sizeof *list->terms);
	uint32_t number = ICD_HASH_NONE;
	find_all(terms);
	for (size_t i = 0; i < list->count; i++) {
		number = keep_term(terms, &list->terms[i], number);
		kept->terms[i].says = (struct icd_index_term *)terms->at[number].says;
		kept->terms[i].plain = terms->at[number].plain;
	}
	kept->letters = keep_texts(pool, list->letters, list->letter_count);
	kept->letter_first = need_copy(pool, list->letter_first, list->letter_count, sizeof *list->letter_first);
	kept->heads = keep_texts(pool, list->heads, list->head_count);
	kept->version = keep_text(pool, list->version);
	kept->title = keep_text(pool, list->title);
	kept->root = keep_text(pool, list->root);
	kept->front = keep_text(pool, list->front);
	return kept;
}

void index_terms_free(struct index_terms *terms)
{
	icd_pool_free(&terms->pool);
	icd_hash_free(&terms->by_text);
	icd_buffer_free(&terms->key);
	free(terms->at);
	*terms = (struct index_terms){0};
}
