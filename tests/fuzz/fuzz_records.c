/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records decoded from any bytes: the first one says of which kind. What a decoder takes is written and read again, and
 * is then the same bytes.
 */
#include "fuzz.h"

#include "edits/records.h"
#include "guideline/records.h"
#include "icd9/records.h"
#include "index/index_record.h"
#include "index/manifestations.h"
#include "search/search_record.h"

#include <string.h>

/* A decoder and its encoder, as functions of their like. */
#define BOTH_WAYS(name, type)                                                                                          \
	static bool get_##name(struct icd_reader *in, struct icd_pool *pool, void *record)                             \
	{                                                                                                              \
		return icd_get_##name(in, pool, (type *)record);                                                       \
	}                                                                                                              \
	static void put_##name(struct icd_buffer *out, const void *record)                                             \
	{                                                                                                              \
		icd_put_##name(out, (const type *)record);                                                             \
	}
BOTH_WAYS(about, struct icd_about)
/* A code of as many characters as its first byte says. */
static bool get_code(struct icd_reader *in, struct icd_pool *pool, void *record)
{
	static const char code[] = "S52501A";
	return icd_get_code(in, pool, code + icd_get_byte(in) % 5, record);
}
static void put_code(struct icd_buffer *out, const void *record)
{
	const struct icd_code_record *code = record;
	icd_put_byte(out, (unsigned)(7 - strlen(code->code)));
	icd_put_code(out, code);
}
BOTH_WAYS(section, struct icd_section_record)
BOTH_WAYS(chapter, struct icd_chapter_record)
BOTH_WAYS(incoming, struct icd_incoming_record)
BOTH_WAYS(runs, struct icd_runs)
BOTH_WAYS(ordinals, struct icd_ordinals)
BOTH_WAYS(unspecified, struct icd_unspecified)
BOTH_WAYS(export, struct icd_export_record)
BOTH_WAYS(edit_standings, struct icd_edit_standings)
BOTH_WAYS(edit_ages, struct icd_edit_ages)
BOTH_WAYS(guideline_heads, struct icd_guideline_heads)
BOTH_WAYS(guideline_texts, struct icd_texts)
BOTH_WAYS(mentions, struct icd_mentions)
BOTH_WAYS(gem_block, struct icd_gem_block)
BOTH_WAYS(index_head, struct icd_index_head)
BOTH_WAYS(index_pointers, struct icd_index_pointers)
BOTH_WAYS(manifestations, struct icd_manifestations)
BOTH_WAYS(search_about, struct icd_search_about)

#define ROW(name)                                                                                                      \
	{                                                                                                              \
		get_##name, put_##name                                                                                 \
	}
static const struct {
	bool (*get)(struct icd_reader *in, struct icd_pool *pool, void *record);
	void (*put)(struct icd_buffer *out, const void *record);
} kinds[] = {
	ROW(about),          ROW(code),         ROW(section),         ROW(chapter),
	ROW(incoming),       ROW(runs),         ROW(ordinals),        ROW(export),
	ROW(edit_standings), ROW(edit_ages),    ROW(guideline_heads), ROW(guideline_texts),
	ROW(mentions),       ROW(gem_block),    ROW(index_head),      ROW(index_pointers),
	ROW(manifestations), ROW(search_about), ROW(unspecified),
};
#define KINDS (sizeof kinds / sizeof *kinds)

union any_record {
	struct icd_about about;
	struct icd_code_record code;
	struct icd_section_record section;
	struct icd_chapter_record chapter;
	struct icd_export_record other;
	struct icd_index_head head;
	struct icd_search_about search;
};

static void both_ways(unsigned kind, const uint8_t *data, size_t size)
{
	struct icd_pool pool = {0};
	struct icd_buffer first = {0}, second = {0};
	union any_record record, again;
	memset(&record, 0, sizeof record);
	memset(&again, 0, sizeof again);
	struct icd_reader in = icd_reader_of(data, size);
	if (kinds[kind].get(&in, &pool, &record)) {
		kinds[kind].put(&first, &record);
		in = icd_reader_of(first.data, first.size);
		fuzz_expect(kinds[kind].get(&in, &pool, &again), "what was written is read");
		kinds[kind].put(&second, &again);
		fuzz_expect(first.size == second.size &&
				    (!first.size || memcmp(first.data, second.data, first.size) == 0),
			    "what is read is what was written");
	}
	icd_buffer_free(&first);
	icd_buffer_free(&second);
	icd_pool_free(&pool);
}

/* Those that are read piece by piece. */
static void pieces(const uint8_t *data, size_t size)
{
	struct icd_reader in = icd_reader_of(data, size);
	struct icd_pool pool = {0};
	struct icd_text_word words[ICD_WORDS_MAX];
	struct icd_postings postings;
	struct icd_front_list list;
	struct icd_synonym synonym;
	struct icd_index_block block;
	struct icd_index_standings standings;
	struct icd_index_word word;
	struct icd_index_place place;
	uint32_t entry, count;
	fuzz_expect(icd_get_text_words(&in, &entry, words) <= ICD_WORDS_MAX, "there is room for the words");
	in = icd_reader_of(data, size);
	while (!in.failed && in.at < in.end && icd_get_postings(&in, &postings))
		in = postings.in;
	icd_front_list_start(&list, data, size);
	while (icd_front_list_next(&list))
		fuzz_expect(strlen(list.text) < sizeof list.text, "a name ends");
	in = icd_reader_of(data, size);
	icd_get_synonym(&in, &synonym);
	in = icd_reader_of(data, size);
	icd_get_index_block(&in, &pool, &block);
	in = icd_reader_of(data, size);
	icd_get_index_standings(&in, &pool, &standings);
	in = icd_reader_of(data, size);
	while (icd_get_index_word(&in, &word)) {
		while (icd_get_index_place(&word, &place))
			fuzz_expect(place.block == word.block, "a place is that of its word");
	}
	in = icd_reader_of(data, size);
	icd_get_spans(&in, &pool, &count);
	icd_pool_free(&pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] < KINDS)
		both_ways(data[0], data + 1, size - 1);
	else
		pieces(data + 1, size - 1);
	return 0;
}
