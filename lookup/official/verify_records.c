/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify_records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what records have in common ---- */

/* A span of ordinals; the first is the greater one where no code is meant. */
static bool ordinals_sound(const struct record_check *c, uint32_t first, uint32_t last)
{
	uint32_t greater = first > last ? first : last;
	return greater < c->about->code_count || (greater == first && first == 1 && last == 0);
}

static bool within(uint32_t at, uint32_t length, size_t size)
{
	return at <= size && length <= size - at;
}

/* `text`: the note in which the references stand, NULL when it is not at hand. */
static bool references_sound(const struct record_check *c, const struct icd_reference *references, uint32_t count,
			     const char *text)
{
	size_t size = text ? strlen(text) : 0;
	for (uint32_t i = 0; i < count; i++) {
		const struct icd_reference *one = &references[i];
		if (!ordinals_sound(c, one->first, one->last))
			return false;
		if (text && !(within(one->text_at, one->text_length, size) &&
			      within(one->qualifier_at, one->qualifier_length, size)))
			return false;
	}
	return true;
}

static bool entries_sound(const struct record_check *c, const struct icd_entries *entries)
{
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		if (!references_sound(c, entry->references, entry->reference_count, entry->text))
			return false;
	}
	return true;
}

static bool spans_sound(const struct icd_span *spans, uint32_t count, const struct icd_sequence *sequence)
{
	for (uint32_t i = 0; i < count; i++) {
		if (spans[i].first > spans[i].last || spans[i].last >= sequence->count)
			return false;
	}
	return true;
}

/* Is the key its table's letter and this name? */
static bool is_named(struct icd_bytes key, const char *name)
{
	return key.size == 1 + strlen(name) && memcmp(key.data + 1, name, key.size - 1) == 0;
}

/* The number in decimal that a key has from its byte `at` on; UINT32_MAX when there is none. */
static uint32_t number_in(struct icd_bytes key, size_t at)
{
	uint32_t number = 0;
	for (size_t i = at; i < key.size; i++) {
		if (key.data[i] < '0' || key.data[i] > '9' || i - at > 8)
			return UINT32_MAX;
		number = number * 10 + (key.data[i] - '0');
	}
	return at < key.size ? number : UINT32_MAX;
}

/* ---- about the index ---- */

static bool releases_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_about about;
	(void)key;
	return icd_get_about(in, &c->pool, &about);
}

static bool sources_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_about about = *c->about;
	(void)key;
	about.releases = icd_pool_take(&c->pool, about.release_count, sizeof *about.releases);
	return about.releases && icd_get_sources(in, &c->pool, &about);
}

static bool histories_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	bool ok = true;
	(void)key;
	c->classes = icd_get_count(in);
	for (uint32_t i = 0; ok && i < c->classes; i++) {
		struct icd_runs runs;
		ok = icd_get_runs(in, &c->pool, &runs) && icd_runs_fit(&runs, c->about);
	}
	return ok;
}

static bool manifestations_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_manifestations list;
	bool ok = icd_get_manifestations(in, &c->pool, &list);
	(void)key;
	for (uint32_t i = 0; ok && i < list.count; i++)
		ok = spans_sound(list.at[i].spans, list.at[i].span_count, &c->about->index[ICD_INDEX_ALPHABETIC]);
	return ok;
}

/* ---- the official guidelines ---- */

static bool head_follows(const struct icd_guideline_head *before, const struct icd_guideline_head *head)
{
	int order = icd_guideline_compare(before->number, head->number);
	return order < 0 || (order == 0 && before->span.last < head->span.first);
}

static bool guidelines_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	bool ok = icd_get_guideline_heads(in, &c->kept, &c->guidelines);
	(void)key;
	for (uint32_t i = 0; ok && i < c->guidelines.count; i++)
		ok = c->guidelines.at[i].span.last < c->about->guidelines.count &&
		     (i == 0 || head_follows(&c->guidelines.at[i - 1], &c->guidelines.at[i]));
	return ok;
}

/* Do the texts of a number stand in the editions that have it, and in no others? */
static bool guideline_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	const struct icd_guideline_heads *heads = &c->guidelines;
	struct icd_texts texts;
	bool ok = icd_get_guideline_texts(in, &c->pool, &texts);
	uint32_t first = 0, end;
	while (first < heads->count && !is_named(key, heads->at[first].number))
		first++;
	for (end = first; end < heads->count && is_named(key, heads->at[end].number);)
		end++;
	for (uint16_t edition = 0; ok && edition < c->about->guidelines.count; edition++) {
		bool stands = false;
		for (uint32_t i = first; i < end; i++)
			stands |= icd_span_has(heads->at[i].span, edition);
		ok = stands == (icd_text_at(&texts, edition) != NULL);
	}
	c->guidelines_read++;
	return ok && first < end;
}

static bool mentions_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_mentions mentions;
	bool ok = icd_get_mentions(in, &c->pool, &mentions);
	(void)key;
	for (uint32_t i = 0; ok && i < mentions.count; i++)
		ok = mentions.at[i].span.last < c->about->guidelines.count &&
		     mentions.at[i].last < c->about->code_count;
	return ok;
}

/* ---- the Medicare Code Editor ---- */

static bool edit_ages_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_edit_ages ages;
	bool ok = icd_get_edit_ages(in, &c->pool, &ages);
	(void)key;
	for (uint32_t i = 0; ok && i < ages.count; i++)
		ok = ages.at[i].edition < c->about->edits.count;
	return ok;
}

static bool edits_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_edit_standings standings;
	bool ok = icd_get_edit_standings(in, &c->pool, &standings) && standings.count;
	(void)key;
	for (uint32_t i = 0; ok && i < standings.count; i++)
		ok = standings.at[i].span.last < c->about->edits.count;
	return ok;
}

/* ---- general equivalence mappings ---- */

static bool gem_rows_sound(const struct record_check *c, unsigned gem, const struct icd_gem_entry *entry)
{
	for (uint32_t i = 0; i < entry->count; i++) {
		if (entry->at[i].span.last >= c->about->gems[gem].count || strlen(entry->at[i].code) > ICD_CODE_LENGTH)
			return false;
	}
	return entry->count > 0;
}

static bool gem_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_gem_block block;
	unsigned side = key.size > 2 ? key.data[1] - (unsigned)'0' : 2 * ICD_GEMS;
	bool ok = side < 2 * ICD_GEMS && icd_get_gem_block(in, &c->pool, &block) && block.count;
	for (uint32_t i = 0; ok && i < block.count; i++)
		ok = strncmp(block.at[i].code, (const char *)key.data + 2, key.size - 2) == 0 &&
		     strlen(block.at[i].code) <= ICD_CODE_LENGTH && gem_rows_sound(c, side / 2, &block.at[i]);
	return ok;
}

static uint32_t guideline_numbers(const struct icd_guideline_heads *heads)
{
	uint32_t numbers = 0;
	for (uint32_t i = 0; i < heads->count; i++)
		numbers += i == 0 || strcmp(heads->at[i].number, heads->at[i - 1].number) != 0;
	return numbers;
}

/* ---- the tabular list ---- */

static void count_code(struct verified_codes *codes, uint32_t ordinal)
{
	codes->count++;
	codes->sum += ordinal;
}

static void count_changes(struct record_check *c, const struct icd_code_record *record)
{
	memset(c->turns, 0, c->about->release_count * sizeof *c->turns);
	icd_code_turns(record, c->about, c->turns);
	for (uint16_t i = 0; i < c->about->release_count; i++) {
		if (c->turns[i])
			count_code(&c->changes[i], record->ordinal);
	}
}

static void count_unspecified(struct record_check *c, const struct icd_code_record *record)
{
	bool accents = record->display_titles.count;
	enum icd_saying saying = icd_titles_unspecified(accents ? &record->display_titles : &record->long_titles);
	if (saying != ICD_SAYS_NEVER)
		count_code(saying == ICD_SAYS_ALWAYS ? &c->always_unspecified : &c->at_times_unspecified,
			   record->ordinal);
}

/* Are they those that were counted? */
static bool are_counted(const struct record_check *c, const struct icd_ordinals *some,
			const struct verified_codes *counted)
{
	uint64_t sum = 0;
	for (uint32_t i = 0; i < some->count; i++) {
		if (some->ordinals[i] >= c->about->code_count || (i && some->ordinals[i] <= some->ordinals[i - 1]))
			return false;
		sum += some->ordinals[i];
	}
	return some->count == counted->count && sum == counted->sum;
}

/* What each release changed, after the codes. */
static bool changed_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_key expected = icd_key_of_number(ICD_TABLE_CHANGED, c->changes_read);
	struct icd_ordinals changed;
	return key.size == expected.size && memcmp(key.data, expected.bytes, key.size) == 0 &&
	       c->changes_read < c->about->release_count && icd_get_ordinals(in, &c->pool, &changed) &&
	       are_counted(c, &changed, &c->changes[c->changes_read++]);
}

static bool unspecified_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_unspecified record;
	(void)key;
	c->unspecified_read = true;
	return icd_get_unspecified(in, &c->pool, &record) && are_counted(c, &record.always, &c->always_unspecified) &&
	       are_counted(c, &record.at_times, &c->at_times_unspecified);
}

static bool code_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	const struct icd_code_record *record = icd_export_read(c->export, key, in);
	if (!record || !icd_code_fits(record, c->about) || !is_named(key, record->code) ||
	    !icd_code_has_category(record->code) || record->ordinal > record->last ||
	    record->last >= c->about->code_count)
		return false;
	count_changes(c, record);
	count_unspecified(c, record);
	return entries_sound(c, &record->entries) && icd_export_add(c->export, record);
}

/* Codes by their ordinals, after their own records. */
static bool order_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_key expected = icd_key_of_number(ICD_TABLE_ORDINAL, c->ordinals_read / ICD_BLOCK_CODES);
	if (key.size != expected.size || memcmp(key.data, expected.bytes, key.size) != 0)
		return false;
	for (unsigned i = 0; i < ICD_BLOCK_CODES && in->at != in->end; i++) {
		char code[ICD_CODE_SIZE] = "";
		const unsigned char *item = icd_get_bytes(in, ICD_BLOCK_ITEM);
		if (!item || c->ordinals_read >= c->about->code_count)
			return false;
		memcpy(code, item, ICD_CODE_LENGTH);
		uint32_t class = (uint32_t)item[ICD_CODE_LENGTH] << 8 | item[ICD_CODE_LENGTH + 1];
		if (strcmp(code, c->export->codes[c->ordinals_read++]) != 0 || class >= c->classes)
			return false;
	}
	return true;
}

static bool phrases_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_key expected = icd_key_of_number(ICD_TABLE_PHRASE, c->phrase_records_read++);
	return key.size == expected.size && memcmp(key.data, expected.bytes, key.size) == 0 && icd_phrases_sound(in);
}

static bool section_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_section_record record;
	char chapter[16];
	if (!icd_get_section(in, &c->pool, &record) || !icd_section_fits(&record, c->about))
		return false;
	snprintf(chapter, sizeof chapter, "%02u", record.chapter);
	return key.size > 3 && memcmp(key.data + 1, chapter, 2) == 0 && entries_sound(c, &record.entries);
}

static bool chapter_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_chapter_record record;
	return icd_get_chapter(in, &c->pool, &record) && icd_chapter_fits(&record, c->about) &&
	       number_in(key, 1) == record.number && entries_sound(c, &record.entries);
}

static bool incoming_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_incoming_record record = {0};
	bool ok = icd_get_incoming(in, &c->pool, &record);
	(void)key;
	for (uint32_t i = 0; ok && i < record.count; i++) {
		struct icd_incoming *one = &record.at[i];
		ok = ordinals_sound(c, one->first, one->last) &&
		     spans_sound(one->entry.spans, one->entry.span_count, &c->about->lists) &&
		     entries_sound(c, &(struct icd_entries){1, &one->entry});
	}
	return ok;
}

static bool moves_sound(const struct record_check *c, const struct icd_moves *moves)
{
	for (uint32_t i = 0; i < moves->count; i++) {
		if (moves->at[i].code >= c->about->code_count ||
		    (moves->at[i].after >= c->about->code_count && moves->at[i].after != UINT32_MAX))
			return false;
	}
	return true;
}

static bool export_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_export_record record;
	(void)key;
	return icd_get_export(in, &c->pool, &record) && moves_sound(c, &record.moves) &&
	       moves_sound(c, &record.parents);
}

/* ---- the alphabetic index and the tables ---- */

static bool head_sound(struct record_check *c, enum icd_index_kind kind, uint32_t member, struct icd_reader *in)
{
	struct icd_index_head head;
	c->index[kind].heads_read++;
	return member < c->about->index[kind].count && icd_get_index_head(in, &c->pool, &head);
}

static bool standings_sound(struct record_check *c, enum icd_index_kind kind, struct icd_reader *in)
{
	struct verified_index *index = &c->index[kind];
	struct icd_index_standings standings;
	bool ok = icd_get_index_standings(in, &c->pool, &standings);
	for (uint32_t i = 0; ok && i < standings.count; i++)
		ok = spans_sound(standings.at[i].spans, standings.at[i].span_count, &c->about->index[kind]);
	index->terms = ok ? icd_pool_take(&c->kept, standings.count, sizeof *index->terms) : NULL;
	index->blocks = index->terms ? standings.count : 0;
	index->firsts = ok ? (uint32_t)strlen(standings.firsts) : 0;
	for (uint32_t i = 1; i < index->firsts; i++)
		ok &= (unsigned char)standings.firsts[i - 1] < (unsigned char)standings.firsts[i];
	return ok;
}

/* After the blocks of the main terms that have them. */
static bool words_sound(struct record_check *c, enum icd_index_kind kind, unsigned char first, struct icd_reader *in)
{
	struct icd_index_word word;
	struct icd_index_place place;
	const char *before = "";
	bool ok = in->at != in->end;
	c->index[kind].firsts_read++;
	for (; ok && icd_get_index_word(in, &word); before = word.text) {
		uint32_t least = 0;
		ok = (unsigned char)*word.text == first && strcmp(before, word.text) < 0 &&
		     word.places.at != word.places.end;
		for (; ok && icd_get_index_place(&word, &place); least = place.block + 1)
			ok = place.block >= least && place.block < c->index[kind].blocks &&
			     (place.opens || place.within);
		ok = ok && !word.places.failed;
	}
	return ok && !in->failed;
}

static bool block_sound(struct record_check *c, enum icd_index_kind kind, uint32_t number, struct icd_reader *in)
{
	struct verified_index *index = &c->index[kind];
	struct icd_index_block block;
	bool ok = number < index->blocks && icd_get_index_block(in, &c->pool, &block) && block.count > 0 &&
		  block.at[0].level == 0;
	for (uint32_t i = 0; ok && i < block.count; i++)
		ok = spans_sound(block.at[i].spans, block.at[i].span_count, &c->about->index[kind]);
	if (ok) {
		index->terms[number] = block.count;
		index->blocks_read++;
	}
	return ok;
}

static bool index_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	unsigned kind = key.size > 2 ? key.data[1] - (unsigned)'0' : ICD_INDEXES;
	if (kind >= ICD_INDEXES)
		return false;
	switch (key.data[2]) {
	case 'H':
		return head_sound(c, kind, number_in(key, 3), in);
	case 'S':
		return standings_sound(c, kind, in);
	case 'T':
		return block_sound(c, kind, number_in(key, 3), in);
	case 'W':
		return key.size == 4 && words_sound(c, kind, key.data[3], in);
	default:
		return false;
	}
}

/* After the blocks of their terms. */
static bool pointers_sound(struct record_check *c, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_index_pointers pointers;
	bool ok = icd_get_index_pointers(in, &c->pool, &pointers);
	(void)key;
	for (uint32_t i = 0; ok && i < pointers.count; i++) {
		const struct icd_index_pointer *one = &pointers.at[i];
		const struct verified_index *index = &c->index[one->kind];
		ok = one->block < index->blocks && one->term < index->terms[one->block] &&
		     (one->reference_count ? references_sound(c, one->references, one->reference_count, NULL)
					   : ordinals_sound(c, one->codes.first, one->codes.last));
	}
	return ok;
}

/* ---- the pass ---- */

/* By how the keys begin, in their order. */
static const struct table {
	const char *start;
	record_sound *sound;
} tables[] = {
	{"A" ICD_EDITS_KEY, edit_ages_sound},
	{"A" ICD_GUIDELINES_KEY, guidelines_sound},
	{"Ahistories", histories_sound},
	{"Amanifestations", manifestations_sound},
	{"Areleases", releases_sound},
	{"Asources", sources_sound},
	{"B", gem_sound},
	{"C", code_sound},
	{"D", edits_sound},
	{"E", export_sound},
	{"G", guideline_sound},
	{"H", chapter_sound},
	{"I", index_sound},
	{"J", pointers_sound},
	{"K", changed_sound},
	{"M", mentions_sound},
	{"O", order_sound},
	{"P", phrases_sound},
	{"R", incoming_sound},
	{"S", section_sound},
	{"TA", verify_search_about},
	{"TC", verify_search_codes},
	{"TE", verify_titles},
	{"TF", verify_search_words},
	{"TN", verify_search_paths},
	{"TP", verify_postings},
	{"TR", verify_ranges},
	{"TS", verify_synonyms},
	{"TV", verify_vocabulary},
	{"TW", verify_weights},
	{"TX", verify_search_texts},
	{"TZ", verify_sounds},
	{"U", unspecified_sound},
};

struct pass {
	struct icd_store *store;
	struct record_check check;
	size_t table; /* of the record before: keys ascend */
	bool damaged;
	struct icd_key key; /* of the damaged record */
};

static record_sound *sound_of(struct pass *pass, struct icd_bytes key)
{
	for (; pass->table < sizeof tables / sizeof *tables; pass->table++) {
		const struct table *table = &tables[pass->table];
		size_t length = strlen(table->start);
		if (key.size >= length && memcmp(key.data, table->start, length) == 0)
			return table->sound;
	}
	return NULL;
}

static bool visit(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct pass *pass = context;
	struct icd_reader in = icd_store_reader(pass->store, value);
	record_sound *sound = sound_of(pass, key);
	if (sound && sound(&pass->check, key, &in) && !in.failed && in.at == in.end) {
		icd_pool_reset(&pass->check.pool);
		return true;
	}
	pass->damaged = true;
	pass->key.size = key.size;
	memcpy(pass->key.bytes, key.data, key.size);
	return false;
}

static bool complete(const struct record_check *c)
{
	bool ok = c->export->code_count == c->about->code_count && c->ordinals_read == c->about->code_count &&
		  c->changes_read == c->about->release_count && c->unspecified_read;
	for (int kind = 0; kind < ICD_INDEXES; kind++)
		ok &= c->index[kind].heads_read == c->about->index[kind].count &&
		      c->index[kind].firsts_read == c->index[kind].firsts &&
		      c->index[kind].blocks_read == c->index[kind].blocks;
	ok &= c->guidelines_read == guideline_numbers(&c->guidelines);
	return ok && verify_search_complete(c);
}

bool icd_verify_records(struct icd_store *store, struct icd_export *export, struct icd_error *err)
{
	struct pass pass = {.store = store, .check = {.about = icd_store_about(store), .export = export}};
	struct record_check *c = &pass.check;
	struct icd_key low = {.size = 1, .bytes = {0}}, high = {.size = 1, .bytes = {0xff}};
	c->changes = icd_pool_take(&c->kept, c->about->release_count, sizeof *c->changes);
	c->turns = icd_pool_take(&c->kept, c->about->release_count, sizeof *c->turns);
	bool ok = c->changes && c->turns && icd_export_begin(export, FORM_ROWS | FORM_DIAGS | FORM_SAID)
			  ? icd_store_scan(store, &low, &high, visit, &pass, err)
			  : icd_out_of_memory(err);
	if (ok && (c->pool.failed || c->kept.failed || icd_export_failed(export)))
		ok = icd_out_of_memory(err);
	else if (ok && pass.damaged)
		ok = icd_store_bad_record(store, &pass.key, NULL, err);
	else if (ok && !complete(c))
		ok = icd_fail_as(err, ICD_FAULT_DAMAGED,
				 "%s: records are missing from the index: build it again with icd10-build-index",
				 icd_store_path(store));
	icd_pool_free(&c->pool);
	icd_pool_free(&c->kept);
	return ok;
}
