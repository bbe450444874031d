/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole titles, by which a code is found that is asked for in the words of its own title, in any order. */
#include "search_facts.h"

#include "search/search_record.h"

#include <stdlib.h>

struct titles { /* rows by bucket */
	struct bucket {
		struct icd_title_row *rows;
		size_t count, capacity;
	} buckets[ICD_SEARCH_BUCKETS];
	struct lexicon *lexicon;
};

static struct icd_title_hash hash_of(struct titles *titles, const char *title)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	struct icd_title_hash hash = {.count = 0};
	size_t count = lexicon_split(titles->lexicon, title, 0, words, 0);
	for (size_t i = 0; i < count; i++) {
		if (!(words[i].flags & ICD_WORD_JOINED))
			icd_title_hash_add(&hash, titles->lexicon->stems[words[i].stem].text);
	}
	return hash;
}

static void add_title(struct titles *titles, const struct icd_title_hash *hash, uint32_t ordinal)
{
	struct bucket *bucket = &titles->buckets[icd_title_bucket(hash)];
	if (hash->count)
		*one_more(bucket->rows, bucket->count, bucket->capacity) =
			(struct icd_title_row){icd_title_rest(hash), ordinal};
}

/* Titles are interned: those that stayed as they were from one code set to the next are one. That of the newest one is
 * known. */
static void add_titles(struct titles *titles, const char *const *at, uint16_t count, uint32_t ordinal,
		       const char *newest)
{
	const char *before = NULL;
	for (uint16_t i = 0; i < count; i++) {
		if (at[i] && at[i] != before && at[i] != newest) {
			struct icd_title_hash hash = hash_of(titles, at[i]);
			add_title(titles, &hash, ordinal);
		}
		before = at[i] ? at[i] : before;
	}
}

static int compare_rows(const void *a, const void *b)
{
	const struct icd_title_row *left = a, *right = b;
	return ICD_ORDER(left->hash, right->hash) ?: ICD_ORDER(left->ordinal, right->ordinal);
}

static void put_bucket(struct bucket *bucket, struct icd_buffer *buffer)
{
	qsort(bucket->rows, bucket->count, sizeof *bucket->rows, compare_rows);
	for (size_t i = 0; i < bucket->count; i++) {
		if (i == 0 || compare_rows(&bucket->rows[i - 1], &bucket->rows[i]) != 0)
			icd_put_title_row(buffer, &bucket->rows[i]);
	}
}

void search_titles_make(const struct book *book, const struct families *families, struct lexicon *lexicon,
			struct records *records, struct icd_buffer *buffer)
{
	struct titles titles = {.lexicon = lexicon};
	for (uint32_t at = 0; at < book->code_count; at++) {
		const struct book_code *code = code_at(book, at);
		const char *newest = newest_title(book, code);
		add_title(&titles, &families->titles[at], at);
		add_titles(&titles, code->long_title, book->about.sets.count, at, newest);
		add_titles(&titles, code->short_title, book->about.sets.count, at, newest);
	}
	for (uint32_t i = 0; i < ICD_SEARCH_BUCKETS; i++) {
		struct icd_key key = icd_search_number_key(ICD_SEARCH_TITLES, i);
		if (!titles.buckets[i].count)
			continue;
		put_bucket(&titles.buckets[i], buffer);
		records_add(records, &key, buffer);
		free(titles.buckets[i].rows);
	}
}
