/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Queries that are the whole title of a code, long or short. */
#include "search_work.h"

#include <string.h>

static void hash_title(struct icd_searcher *s, const char *title, struct icd_title_hash *hash)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(title, words, ICD_WORDS_MAX);
	memset(hash, 0, sizeof *hash);
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED))
			continue;
		icd_stemmer_stem_word(s->stemmer, &words[i], stem);
		icd_title_hash_add(hash, stem);
	}
}

/* The title of the code that has the words of the query; NULL when it is none of those it has on the day. */
static const char *title_so_called(struct icd_searcher *s, const struct icd_texts *titles, uint64_t sum)
{
	for (uint32_t i = 0; i < titles->count; i++) {
		struct icd_title_hash hash;
		hash_title(s, titles->at[i].text, &hash);
		if (hash.sum == sum && (s->all_dates || icd_span_has(titles->at[i].span, s->view->set)))
			return titles->at[i].text;
	}
	return NULL;
}

/* Is the code so called and billable on the day? Then it is what was asked for. */
static bool take_code(struct icd_searcher *s, uint32_t ordinal, uint64_t sum)
{
	struct icd_code_row row = search_code_row(s, ordinal);
	struct icd_code_record record;
	struct icd_search_hit hit;
	if (!search_counts(s, &row))
		return false;
	search_fill_hit(s, ordinal, &hit, &record);
	if (!hit.billable && !s->all_dates)
		return false;
	const char *title = title_so_called(s, &record.long_titles, sum);
	if (!title)
		title = title_so_called(s, &record.short_titles, sum);
	if (!title)
		return false;
	s->called = (struct called){ordinal, title, hit.title, true};
	return true;
}

bool search_title(struct icd_searcher *s, const char *text)
{
	struct icd_title_hash hash;
	s->called.found = false;
	hash_title(s, text, &hash);
	struct icd_key key = icd_search_number_key(ICD_SEARCH_TITLES, icd_title_bucket(&hash));
	struct icd_bytes bytes = search_record(s, &key);
	for (size_t at = 0; hash.count && at + ICD_TITLE_ROW_SIZE <= bytes.size; at += ICD_TITLE_ROW_SIZE) {
		struct icd_title_row row = icd_title_row_at(bytes.data + at);
		if (row.hash == icd_title_rest(&hash) && row.ordinal < s->about.codes &&
		    take_code(s, row.ordinal, hash.sum))
			return true;
	}
	return false;
}
