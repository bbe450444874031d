/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "search_record.h"

#include "memory/memory.h"

#include <stdio.h>
#include <string.h>

const char *const icd_intent_words[ICD_INTENTS][ICD_INTENT_WORDS_MAX] = {
	{"poisoning", "toxic", "effect"},
	{"accidental", "unintentional"},
	{"intentional", "self", "harm"},
	{"assault"},
	{"undetermined"},
	{"adverse"},
	{"underdosing"},
};

const char *const icd_purpose_words[ICD_PURPOSE_WORDS] = {
	"harm", "assault", "undetermined", "legal", "war", "military", "terrorism", "homicide", "neglect", "suicide"};

/* ---- rows: little-endian, as icd_row_number reads them ---- */

static void put_le(struct icd_buffer *out, uint32_t number, int size)
{
	unsigned char bytes[4];
	for (int i = 0; i < size; i++, number >>= 8)
		bytes[i] = (unsigned char)number;
	icd_put_bytes(out, bytes, (size_t)size);
}

void icd_put_text_row(struct icd_buffer *out, const struct icd_text_row *row)
{
	put_le(out, row->family, 3);
	icd_put_byte(out, row->kind | row->flags | (row->sides & 0x1cu) << 2);
	put_le(out, row->target, 2);
	put_le(out, row->weight, 2);
	put_le(out, row->span, 2);
	put_le(out, row->words, 3);
	put_le(out, row->class, 2);
}

void icd_put_code_row(struct icd_buffer *out, const struct icd_code_row *row)
{
	put_le(out, row->class, 2);
	put_le(out, row->below, 2);
	put_le(out, row->family, 2);
	put_le(out, row->standard, 2);
	icd_put_byte(out, row->side | row->intent << 4);
	icd_put_byte(out, row->sides);
	icd_put_byte(out, row->extensions);
	icd_put_byte(out, row->extension);
	icd_put_byte(out, row->prior);
	put_le(out, row->above, 2);
}

/* ---- whole titles ---- */

void icd_put_title_row(struct icd_buffer *out, const struct icd_title_row *row)
{
	put_le(out, row->hash, 4);
	put_le(out, row->ordinal, 3);
}

struct icd_title_row icd_title_row_at(const unsigned char *at)
{
	return (struct icd_title_row){icd_row_number(at, 4), icd_row_number(at + 4, 3)};
}

void icd_title_hash_add(struct icd_title_hash *hash, const char *stem)
{
	hash->count++;
	hash->sum += icd_hash_text(stem);
}

/* ---- what there is ---- */

static void walk_about(const struct icd_codec *c, struct icd_search_about *about)
{
	ICD_CODEC_NUMBER(c, about->codes, 0xffffff);
	ICD_CODEC_NUMBER(c, about->texts, 0xffffff);
	ICD_CODEC_NUMBER(c, about->stems, 0xffffff);
	ICD_CODEC_NUMBER(c, about->first_name, about->texts);
	icd_codec_texts(c, &about->columns, &about->column_count);
	icd_codec_items(c, &about->spans, &about->span_count, sizeof *about->spans);
	for (uint32_t i = 0; i < about->span_count && icd_codec_well(c); i++) {
		ICD_CODEC_NUMBER(c, about->spans[i].sequence, 1 + ICD_INDEXES);
		ICD_CODEC_NUMBER(c, about->spans[i].span.first, UINT16_MAX);
		ICD_CODEC_NUMBER(c, about->spans[i].span.last, UINT16_MAX);
	}
	icd_codec_items(c, &about->sets, &about->set_count, sizeof *about->sets);
	for (uint32_t i = 0; i < about->set_count && icd_codec_well(c); i++)
		icd_codec_texts(c, &about->sets[i].texts, &about->sets[i].count);
}

ICD_CODEC_BOTH_WAYS(search_about, walk_about, struct icd_search_about)

/* ---- words of a text ---- */

void icd_put_text_words(struct icd_buffer *out, uint32_t entry, const struct icd_text_word *words, size_t count)
{
	icd_put_number(out, entry);
	icd_put_number(out, count);
	for (size_t i = 0; i < count; i++)
		icd_put_number(out, (uint64_t)words[i].rank << ICD_WORD_FLAG_BITS |
					    (words[i].flags >> 1 & ((1u << ICD_WORD_FLAG_BITS) - 1)));
}

size_t icd_get_text_words(struct icd_reader *in, uint32_t *entry, struct icd_text_word *words)
{
	*entry = icd_get_number_to(in, UINT32_MAX);
	uint32_t count = icd_get_number_to(in, ICD_WORDS_MAX);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = icd_get_number_to(in, UINT32_MAX);
		words[i].rank = number >> ICD_WORD_FLAG_BITS;
		words[i].flags = (uint8_t)((number & ((1u << ICD_WORD_FLAG_BITS) - 1)) << 1);
	}
	return in->failed ? 0 : count;
}

/* ---- postings ---- */

void icd_put_postings(struct icd_buffer *out, uint32_t rank, enum icd_stem_role role, const uint32_t *texts,
		      uint32_t count)
{
	uint32_t before = 0;
	icd_put_number(out, rank);
	icd_put_byte(out, role);
	icd_put_number(out, count);
	for (uint32_t i = 0; i < count; i++) {
		icd_put_number(out, texts[i] - before);
		before = texts[i];
	}
}

bool icd_get_postings(struct icd_reader *in, struct icd_postings *postings)
{
	postings->rank = icd_get_number_to(in, 0xffffff);
	postings->role = (enum icd_stem_role)icd_get_number_to(in, ICD_STEM_ROLES - 1);
	postings->count = icd_get_count(in);
	postings->in = *in;
	return !in->failed;
}

/* ---- front-coded lists ---- */

void icd_put_front(struct icd_buffer *out, const char *before, const char *text, uint32_t number)
{
	size_t shared = 0, length = strlen(text);
	while (before[shared] && before[shared] == text[shared])
		shared++;
	icd_put_number(out, shared);
	icd_put_number(out, length - shared);
	icd_put_bytes(out, text + shared, length - shared);
	icd_put_number(out, number);
}

void icd_front_list_start(struct icd_front_list *list, const void *data, size_t size)
{
	list->in = icd_reader_of(data, size);
	list->text[0] = '\0';
	list->shared = list->length = 0;
	list->number = 0;
}

/* Most numbers are one byte. */
static inline uint32_t get_short(struct icd_reader *in, uint32_t most)
{
	if (in->at != in->end && *in->at < 0x80 && *in->at <= most && !in->failed)
		return *in->at++;
	return icd_get_number_to(in, most);
}

bool icd_front_list_next(struct icd_front_list *list)
{
	struct icd_reader *in = &list->in;
	if (in->failed || in->at == in->end)
		return false;
	uint32_t shared = get_short(in, (uint32_t)list->length);
	uint32_t rest = get_short(in, ICD_SEARCH_NAME_SIZE - 1 - shared);
	const unsigned char *bytes = icd_get_bytes(in, rest);
	list->number = get_short(in, UINT32_MAX);
	if (in->failed)
		return false;
	/* Mostly a few bytes: as many as a register has are copied without a call. */
	if (rest <= 16 && in->end - bytes >= 16 && shared + 16 <= sizeof list->text)
		memcpy(list->text + shared, bytes, 16);
	else
		memcpy(list->text + shared, bytes, rest);
	list->shared = shared;
	list->length = shared + rest;
	list->text[list->length] = '\0';
	return true;
}

/* ---- ranges of figures ---- */

/* A figure in tenths; where it ends, or the text itself when there is none. */
static const char *read_figure(const char *text, uint32_t *tenths)
{
	uint64_t number = 0;
	const char *at = text;
	while (*at >= '0' && *at <= '9' && number < 100000)
		number = number * 10 + (uint64_t)(*at++ - '0');
	if (at == text || (*at >= '0' && *at <= '9'))
		return text;
	number *= 10;
	if (at[0] == '.' && at[1] >= '0' && at[1] <= '9')
		number += (uint64_t)(at[1] - '0');
	at += at[0] == '.' && at[1] >= '0' && at[1] <= '9' ? 2 : 0;
	*tenths = (uint32_t)number;
	return at;
}

static bool is_word_character(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

const char *icd_figure_range_in(const char *text, struct icd_figure_range *range)
{
	for (const char *at = text; *at; at++) {
		if (*at < '0' || *at > '9' || (at > text && is_word_character(at[-1])))
			continue;
		const char *end = read_figure(at, &range->low);
		end += *end == '%';
		const char *second = strncmp(end, " to ", 4) == 0 ? end + 4 : *end == '-' ? end + 1 : NULL;
		const char *after = second ? read_figure(second, &range->high) : NULL;
		if (end != at && after && after != second && range->low < range->high && !is_word_character(*after))
			return after;
	}
	return NULL;
}

void icd_figure_range_name(const struct icd_figure_range *range, char out[ICD_WORD_SIZE])
{
	snprintf(out, ICD_WORD_SIZE, "#%u-%u", (unsigned)range->low, (unsigned)range->high);
}

/* ---- sounds ---- */

/* A first letter that is not heard: "psoriasis", "pneumonia", "knee", "wrist". */
static bool starts_silent(const char *word)
{
	static const char *const silent[] = {"ps", "pn", "pt", "kn", "wr", "gn", "mn"};
	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
		if (strncmp(word, silent[i], 2) == 0)
			return true;
	}
	return false;
}

void icd_sound_of(const char *word, char out[ICD_WORD_SIZE])
{
	static const char classes[] = "-pst-fg--gslmn-psrst-fws-s"; /* of a to z */
	size_t length = 0;
	for (const char *c = word + starts_silent(word); *c; c++) {
		char class = *c >= 'a' && *c <= 'z' ? classes[*c - 'a'] : *c;
		if (c[0] == 'p' && c[1] == 'h')
			class = 'f';
		if (class == '-' && length)
			continue;
		if (!length || out[length - 1] != class)
			out[length++] = class;
	}
	out[length] = '\0';
}

/* ---- synonyms ---- */

void icd_put_synonym(struct icd_buffer *out, const struct icd_synonym *synonym, const char *const *expansions)
{
	icd_put_number(out, synonym->stem_count);
	for (uint32_t i = 1; i < synonym->stem_count; i++)
		icd_put_text(out, synonym->stems[i]);
	icd_put_text(out, synonym->term);
	icd_put_number(out, synonym->expansion_count);
	for (uint32_t i = 0; i < synonym->expansion_count; i++)
		icd_put_text(out, expansions[i]);
}

bool icd_get_synonym(struct icd_reader *in, struct icd_synonym *synonym)
{
	if (in->at == in->end)
		return false;
	synonym->stem_count = icd_get_number_to(in, ICD_WORDS_MAX);
	synonym->stems[0] = NULL;
	for (uint32_t i = 1; i < synonym->stem_count; i++)
		synonym->stems[i] = icd_get_text(in);
	synonym->term = icd_get_text(in);
	synonym->expansion_count = icd_get_count(in);
	synonym->expansions = *in;
	for (uint32_t i = 0; i < synonym->expansion_count; i++)
		icd_get_text(in);
	return !in->failed;
}

/* ---- keys ---- */

struct icd_key icd_search_key(enum icd_search_record record, const char *name)
{
	struct icd_key key;
	size_t length = strnlen(name, ICD_KEY_MAX - 2);
	key.size = 2 + length;
	key.bytes[0] = ICD_TABLE_TERM;
	key.bytes[1] = (unsigned char)record;
	memcpy(key.bytes + 2, name, length);
	return key;
}

struct icd_key icd_search_number_key(enum icd_search_record record, uint32_t number)
{
	struct icd_key key = icd_search_key(record, "");
	for (int shift = 24; shift >= 0; shift -= 8)
		key.bytes[key.size++] = (unsigned char)(number >> shift);
	return key;
}

struct icd_key icd_search_vocabulary_key(const char *word)
{
	char start[3] = "";
	memcpy(start, word, strnlen(word, sizeof start - 1));
	return icd_search_key(ICD_SEARCH_VOCABULARY, start);
}

struct icd_key icd_search_sound_key(const char *sound)
{
	char start[4] = "";
	memcpy(start, sound, strnlen(sound, sizeof start - 1));
	return icd_search_key(ICD_SEARCH_SOUNDS, start);
}
