/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The records that searching reads (search_record.h), for verify_records.c. */
#include "verify_records.h"

#include <string.h>

/* Is the record the next one of its kind, after `rows` rows in records of `size`? */
static bool is_next(struct icd_bytes key, enum icd_search_record record, uint32_t rows, uint32_t size)
{
	struct icd_key expected = icd_search_number_key(record, rows / size);
	return rows % size == 0 && key.size == expected.size && memcmp(key.data, expected.bytes, key.size) == 0;
}

static bool span_sound(const struct icd_about *about, const struct icd_search_span *span)
{
	const struct icd_sequence *sequence = span->sequence == 0   ? &about->sets
					      : span->sequence == 1 ? &about->lists
								    : &about->index[span->sequence - 2];
	return span->span.first <= span->span.last &&
	       (span->span.last < sequence->count || span->span.last == UINT16_MAX);
}

bool verify_search_about(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	(void)key;
	if (!icd_get_search_about(in, &c->kept, &c->search) || c->search.codes != c->about->code_count ||
	    c->search.set_count == 0 || c->search.span_count == 0)
		return false;
	for (uint32_t i = 0; i < c->search.span_count; i++) {
		if (!span_sound(c->about, &c->search.spans[i]))
			return false;
	}
	c->word_starts = icd_pool_take(&c->kept, c->search.texts, sizeof *c->word_starts);
	return c->word_starts != NULL;
}

bool verify_search_codes(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	bool ok = is_next(key, ICD_SEARCH_CODES, c->code_rows, ICD_SEARCH_ROWS);
	for (unsigned i = 0; ok && i < ICD_SEARCH_ROWS && in->at != in->end; i++) {
		const unsigned char *bytes = icd_get_bytes(in, ICD_CODE_ROW_SIZE);
		if (!bytes)
			return false;
		struct icd_code_row row = icd_code_row_at(bytes);
		uint32_t ordinal = c->code_rows++;
		ok = ordinal < c->search.codes && row.class < c->classes && row.below < c->search.codes - ordinal &&
		     row.family <= ordinal && row.above <= ordinal && row.standard <= row.below &&
		     row.side <= ICD_SIDE_BOTH && row.intent < ICD_INTENTS && row.extensions < c->search.set_count;
	}
	return ok;
}

/* Rows ascend. */
bool verify_titles(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	uint64_t before = 0;
	(void)key;
	while (in->at != in->end) {
		const unsigned char *bytes = icd_get_bytes(in, ICD_TITLE_ROW_SIZE);
		if (!bytes)
			return false;
		struct icd_title_row row = icd_title_row_at(bytes);
		uint64_t this = ((uint64_t)row.hash << 32) + row.ordinal + 1;
		if (row.ordinal >= c->search.codes || this <= before)
			return false;
		before = this;
	}
	return true;
}

bool verify_search_words(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_text_word words[ICD_WORDS_MAX];
	const unsigned char *start = in->at;
	bool ok = is_next(key, ICD_SEARCH_WORDS, c->words_read, ICD_SEARCH_ROWS);
	for (unsigned i = 0; ok && i < ICD_SEARCH_ROWS && in->at != in->end; i++) {
		uint32_t entry;
		if (c->words_read >= c->search.texts)
			return false;
		c->word_starts[c->words_read++] = (uint32_t)(in->at - start);
		size_t count = icd_get_text_words(in, &entry, words);
		ok = !in->failed;
		for (size_t j = 0; j < count; j++)
			ok &= words[j].rank < c->search.stems;
	}
	return ok;
}

/* Hands the rest of the record to a front-coded list; says at its end how much of it was read. */
static struct icd_front_list list_of(struct icd_reader *in)
{
	struct icd_front_list list;
	icd_front_list_start(&list, in->at, (size_t)(in->end - in->at));
	return list;
}

static bool list_ended(const struct icd_front_list *list, struct icd_reader *in)
{
	in->at = list->in.at;
	return !list->in.failed;
}

bool verify_search_paths(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_front_list list = list_of(in);
	bool ok = is_next(key, ICD_SEARCH_PATHS, c->paths_read, ICD_SEARCH_NAMES);
	for (unsigned i = 0; ok && i < ICD_SEARCH_NAMES && icd_front_list_next(&list); i++) {
		c->paths_read++;
		ok = list.number <= c->search.column_count;
	}
	return ok && list_ended(&list, in);
}

bool verify_postings(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_postings postings;
	uint32_t text = 0;
	(void)key;
	if (!icd_get_postings(in, &postings) || postings.rank >= c->search.stems)
		return false;
	for (uint32_t i = 0; i < postings.count; i++) {
		uint32_t before = text;
		text = icd_get_step(in, text, c->search.texts);
		if ((i > 0 && text == before) || text >= c->search.texts)
			return false;
	}
	return true;
}

bool verify_synonyms(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_synonym synonym;
	(void)c, (void)key;
	while (in->at != in->end) {
		if (!icd_get_synonym(in, &synonym))
			return false;
	}
	return true;
}

/* All words of the record begin as its key says. */
bool verify_vocabulary(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_front_list list = list_of(in);
	bool ok = true;
	while (ok && icd_front_list_next(&list)) {
		struct icd_key own = icd_search_vocabulary_key(list.text);
		ok = key.size == own.size && memcmp(key.data, own.bytes, key.size) == 0 &&
		     list.number <= c->search.texts;
	}
	return ok && list_ended(&list, in);
}

/* All sounds of the record begin as its key says, and are those of their words. */
bool verify_sounds(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_front_list list = list_of(in);
	bool ok = true;
	while (ok && icd_front_list_next(&list)) {
		char sound[ICD_WORD_SIZE];
		const char *word = strchr(list.text, ' ');
		if (!word || strlen(word + 1) >= ICD_WORD_SIZE)
			return false;
		icd_sound_of(word + 1, sound);
		struct icd_key own = icd_search_sound_key(sound);
		ok = strncmp(list.text, sound, (size_t)(word - list.text)) == 0 && key.size == own.size &&
		     memcmp(key.data, own.bytes, key.size) == 0 && list.number <= c->search.texts;
	}
	return ok && list_ended(&list, in);
}

bool verify_ranges(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	uint32_t before = 0;
	(void)c, (void)key;
	while (in->at != in->end && !in->failed) {
		uint32_t low = icd_get_number_to(in, UINT32_MAX), high = icd_get_number_to(in, UINT32_MAX);
		if (low < before || low >= high)
			return false;
		before = low;
	}
	return !in->failed;
}

bool verify_weights(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	(void)key;
	c->weights_read = (uint32_t)(in->end - in->at);
	in->at = in->end;
	return c->weights_read == c->search.stems;
}

/* After their words. */
bool verify_search_texts(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	bool ok = is_next(key, ICD_SEARCH_TEXTS, c->text_rows, ICD_SEARCH_ROWS);
	for (unsigned i = 0; ok && i < ICD_SEARCH_ROWS && in->at != in->end; i++) {
		const unsigned char *bytes = icd_get_bytes(in, ICD_TEXT_ROW_SIZE);
		if (!bytes || c->text_rows >= c->search.texts)
			return false;
		struct icd_text_row row = icd_text_row_at(bytes);
		ok = row.family < c->search.codes && row.target < c->search.codes - row.family &&
		     row.kind < ICD_TEXT_KINDS && row.span < c->search.span_count && row.class < c->classes &&
		     row.words == c->word_starts[c->text_rows++];
	}
	return ok;
}

bool verify_search_complete(const struct record_check *c)
{
	const struct icd_search_about *search = &c->search;
	return search->codes == c->about->code_count && c->code_rows == search->codes &&
	       c->words_read == search->texts && c->paths_read == search->texts - search->first_name &&
	       c->weights_read == search->stems && c->text_rows == search->texts;
}
