/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is both written and read whole has one walk over its fields (struct icd_codec). Of terms and names the builder
 * puts one, the reader gets a list: there the put function has its get function right after it, to be read and
 * changed together.
 */
#include "index_record.h"

#include <stdio.h>

/* ---- keys ---- */

static struct icd_key key_of(const char *format, enum icd_index_kind kind, unsigned number)
{
	char name[32];
	snprintf(name, sizeof name, format, (int)kind, number);
	return icd_key_of(ICD_TABLE_INDEX, name);
}

struct icd_key icd_index_standings_key(enum icd_index_kind kind)
{
	return key_of("%dS", kind, 0);
}

struct icd_key icd_index_words_key(enum icd_index_kind kind, char first)
{
	return key_of("%dW%c", kind, (unsigned char)first);
}

struct icd_key icd_index_head_key(enum icd_index_kind kind, uint16_t member)
{
	return key_of("%dH%04u", kind, member);
}

/* As "%dT%06u" has it: keys of blocks are made by the thousand. */
struct icd_key icd_index_block_key(enum icd_index_kind kind, uint32_t block)
{
	char name[16], *end = name + sizeof name - 1, *at = end;
	*end = '\0';
	for (; block || end - at < 6; block /= 10)
		*--at = (char)('0' + block % 10);
	*--at = 'T';
	*--at = (char)('0' + (int)kind);
	return icd_key_of(ICD_TABLE_INDEX, at);
}

struct icd_key icd_index_pointers_key(const char *category)
{
	char name[4];
	snprintf(name, sizeof name, "%.3s", category);
	return icd_key_of(ICD_TABLE_POINTER, name);
}

/* ---- terms: which parts follow is a number with a bit for each, then raw and behind ---- */

enum { TERM_RAW = 1 << ICD_INDEX_PARTS, TERM_BEHIND = TERM_RAW << 1, TERM_ALL = (TERM_BEHIND << 1) - 1 };

void icd_put_index_term(struct icd_buffer *out, const struct icd_index_term *term)
{
	unsigned follows = (term->raw ? TERM_RAW : 0) | (*term->behind ? TERM_BEHIND : 0);
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++)
		follows |= term->parts[part] ? 1u << part : 0;
	icd_put_byte(out, term->level);
	icd_put_number(out, follows);
	icd_put_text(out, term->title);
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++) {
		if (term->parts[part])
			icd_put_text(out, term->parts[part]);
	}
	if (term->raw)
		icd_put_text(out, term->raw);
	if (*term->behind)
		icd_put_text(out, term->behind);
}

/* Into a term that is zeroed, without its spans, which follow. */
static void get_term(struct icd_reader *in, struct icd_index_term *term)
{
	term->level = (uint8_t)icd_get_byte(in);
	uint32_t follows = icd_get_number_to(in, TERM_ALL);
	if (term->level >= ICD_INDEX_LEVELS)
		in->failed = true;
	term->title = icd_get_text(in);
	for (unsigned parts = follows & (TERM_RAW - 1); parts; parts &= parts - 1)
		term->parts[__builtin_ctz(parts)] = icd_get_text(in);
	term->raw = follows & TERM_RAW ? icd_get_text(in) : NULL;
	term->behind = follows & TERM_BEHIND ? icd_get_text(in) : "";
}

bool icd_get_index_block(struct icd_reader *in, struct icd_pool *pool, struct icd_index_block *block)
{
	block->at = icd_get_items(in, pool, &block->count, sizeof *block->at);
	for (uint32_t i = 0; i < block->count && !in->failed; i++) {
		get_term(in, &block->at[i]);
		block->at[i].spans = icd_get_spans(in, pool, &block->at[i].span_count);
	}
	return !in->failed;
}

bool icd_get_index_term(struct icd_reader *in, struct icd_index_term *term)
{
	*term = (struct icd_index_term){.level = 0};
	get_term(in, term);
	return !in->failed;
}

bool icd_skip_index_term(struct icd_reader *in, uint16_t member, uint8_t *level)
{
	*level = (uint8_t)icd_get_byte(in);
	in->failed |= *level >= ICD_INDEX_LEVELS;
	uint32_t follows = icd_get_number_to(in, TERM_ALL);
	icd_skip_text(in);
	for (; follows; follows &= follows - 1)
		icd_skip_text(in);
	/* Most subterms have no spans: they stand wherever their main term does. */
	bool always = !in->failed && in->at != in->end && *in->at == 0 && *level > 0;
	in->at += always;
	return always || icd_get_spans_have(in, member);
}

bool icd_index_term_in(const struct icd_index_term *term, uint16_t member)
{
	return term->span_count == 0 || icd_spans_have(term->spans, term->span_count, member);
}

uint32_t icd_index_block_start(const struct icd_index_block *block, uint16_t member)
{
	for (uint32_t i = 0; i < block->count; i++) {
		if (block->at[i].level == 0 && icd_spans_have(block->at[i].spans, block->at[i].span_count, member))
			return i;
	}
	return block->count;
}

/* ---- main terms ---- */

bool icd_get_index_standings(struct icd_reader *in, struct icd_pool *pool, struct icd_index_standings *standings)
{
	standings->at = icd_get_items(in, pool, &standings->count, sizeof *standings->at);
	for (uint32_t i = 0; i < standings->count && !in->failed; i++)
		standings->at[i].spans = icd_get_spans(in, pool, &standings->at[i].span_count);
	standings->firsts = icd_get_text(in);
	return !in->failed;
}

/* How many bytes the places take stands before them: most words are passed over. */
void icd_put_index_word(struct icd_buffer *out, const char *text, const struct icd_buffer *places)
{
	icd_put_text(out, text);
	icd_put_number(out, places->size);
	icd_put_bytes(out, places->data, places->size);
}

bool icd_get_index_word(struct icd_reader *in, struct icd_index_word *word)
{
	if (in->failed || in->at == in->end)
		return false;
	word->text = icd_get_text(in);
	size_t size = icd_get_number_to(in, UINT32_MAX);
	const unsigned char *places = icd_get_bytes(in, size);
	word->places = icd_reader_of(places, in->failed ? 0 : size);
	word->block = 0;
	return !in->failed;
}

enum { PLACE_OPENS = 1, PLACE_WITHIN = 2, PLACE_BITS = 2 };

void icd_put_index_place(struct icd_buffer *out, const struct icd_index_place *place, uint32_t before)
{
	unsigned how = (place->opens ? PLACE_OPENS : 0) | (place->within ? PLACE_WITHIN : 0);
	icd_put_number(out, (uint64_t)(place->block - before) << PLACE_BITS | how);
}

bool icd_get_index_place(struct icd_index_word *word, struct icd_index_place *place)
{
	struct icd_reader *in = &word->places;
	if (in->failed || in->at == in->end)
		return false;
	uint64_t number = icd_get_number(in), step = number >> PLACE_BITS;
	in->failed |= step > UINT32_MAX - word->block;
	word->block += in->failed ? 0 : (uint32_t)step;
	*place = (struct icd_index_place){word->block, number & PLACE_OPENS, number & PLACE_WITHIN};
	return !in->failed;
}

/* ---- heads ---- */

static void walk_head(const struct icd_codec *c, struct icd_index_head *head)
{
	icd_codec_text(c, &head->root);
	icd_codec_text(c, &head->front);
	icd_codec_text(c, &head->version);
	icd_codec_text(c, &head->title);
	icd_codec_items(c, &head->columns, &head->column_count, sizeof *head->columns);
	icd_codec_expect(c, head->column_count <= ICD_INDEX_COLUMNS);
	for (uint32_t i = 0; i < head->column_count && icd_codec_well(c); i++)
		icd_codec_text(c, &head->columns[i]);
	icd_codec_items(c, &head->letters, &head->letter_count, sizeof *head->letters);
	for (uint32_t i = 0; i < head->letter_count && icd_codec_well(c); i++) {
		icd_codec_text(c, &head->letters[i].title);
		ICD_CODEC_NUMBER(c, head->letters[i].main_terms, UINT32_MAX);
	}
	ICD_CODEC_NUMBER(c, head->term_count, UINT32_MAX);
}

ICD_CODEC_BOTH_WAYS(index_head, walk_head, struct icd_index_head)

/*
 * ---- pointers ----
 * Most are a single code: they give its ordinals and no reference. Blocks ascend within a kind and are stored as
 * steps.
 */

void icd_put_index_pointers(struct icd_buffer *out, const struct icd_index_pointers *pointers)
{
	uint32_t before = 0;
	icd_put_number(out, pointers->count);
	for (uint32_t i = 0; i < pointers->count; i++) {
		const struct icd_index_pointer *one = &pointers->at[i];
		if (i == 0 || one->kind != one[-1].kind)
			before = 0;
		icd_put_byte(out, (unsigned)one->kind << 4 | one->part);
		icd_put_number(out, one->block - before);
		icd_put_number(out, one->term);
		before = one->block;
		icd_put_number(out, one->reference_count);
		if (!one->reference_count) {
			icd_put_number(out, one->codes.first);
			icd_put_number(out, one->codes.last - one->codes.first);
		}
		for (uint32_t j = 0; j < one->reference_count; j++)
			icd_put_reference(out, &one->references[j]);
	}
}

static void get_references(struct icd_reader *in, struct icd_pool *pool, struct icd_index_pointer *pointer)
{
	pointer->reference_count = icd_get_count(in);
	if (!pointer->reference_count) {
		pointer->codes.first = icd_get_number_to(in, UINT32_MAX);
		pointer->codes.last = icd_get_step(in, pointer->codes.first, UINT32_MAX);
		return;
	}
	pointer->references = icd_reader_take(in, pool, pointer->reference_count, sizeof *pointer->references);
	for (uint32_t i = 0; i < pointer->reference_count && !in->failed; i++)
		icd_get_reference(in, &pointer->references[i]);
	in->failed |= pointer->reference_count == 1 && !in->failed && !pointer->references[0].from[0];
}

bool icd_get_index_pointers(struct icd_reader *in, struct icd_pool *pool, struct icd_index_pointers *pointers)
{
	uint32_t before = 0;
	pointers->at = icd_get_items(in, pool, &pointers->count, sizeof *pointers->at);
	for (uint32_t i = 0; i < pointers->count && !in->failed; i++) {
		struct icd_index_pointer *one = &pointers->at[i];
		unsigned byte = icd_get_byte(in);
		one->kind = byte >> 4;
		one->part = byte & 15;
		if (one->kind >= ICD_INDEXES || one->part >= ICD_INDEX_PARTS)
			in->failed = true;
		if (i == 0 || one->kind != one[-1].kind)
			before = 0;
		one->block = icd_get_step(in, before, UINT32_MAX);
		before = one->block;
		one->term = icd_get_number_to(in, UINT32_MAX);
		get_references(in, pool, one);
	}
	return !in->failed;
}
