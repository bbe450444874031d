/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "phrases.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { AS_IT_IS = 1, PHRASE = 0x80 };

/* ---- reading ---- */

struct piece {
	const unsigned char *at;
	size_t length;
};

static const struct icd_phrase_block *block_of(struct icd_phrases *phrases, uint32_t phrase)
{
	struct icd_phrase_block *block = &phrases->blocks[phrase / ICD_BLOCK_PHRASES];
	if (!block->data)
		block->data = phrases->fetch(phrases->context, phrase / ICD_BLOCK_PHRASES, &block->size);
	return block->data ? block : NULL;
}

/* False when the record has no such phrase. */
static bool find_in(const struct icd_phrase_block *block, unsigned at, struct piece *piece)
{
	if (block->size < 1 || at >= block->data[0])
		return false;
	size_t first = 1 + 2 * (size_t)block->data[0];
	if (block->size < first)
		return false;
	const unsigned char *ends = block->data + 1;
	size_t end = ends[2 * at] | (size_t)ends[2 * at + 1] << 8;
	size_t start = at ? ends[2 * at - 2] | (size_t)ends[2 * at - 1] << 8 : 0;
	*piece = (struct piece){block->data + first + start, end - start};
	return start < end && end <= block->size - first && piece->length <= ICD_PHRASE_LENGTH;
}

static bool find_phrase(struct icd_phrases *phrases, uint32_t phrase, struct piece *piece)
{
	const struct icd_phrase_block *block = phrases ? block_of(phrases, phrase) : NULL;
	return block && find_in(block, phrase % ICD_BLOCK_PHRASES, piece);
}

bool icd_phrases_sound(struct icd_reader *reader)
{
	struct icd_phrase_block block = {reader->at, (size_t)(reader->end - reader->at)};
	struct piece piece = {block.data, 0};
	unsigned count = block.size ? block.data[0] : 0;
	bool sound = count > 0 && count <= ICD_BLOCK_PHRASES;
	for (unsigned i = 0; sound && i < count; i++)
		sound = find_in(&block, i, &piece) && !memchr(piece.at, '\0', piece.length);
	reader->at = sound ? piece.at + piece.length : reader->at;
	return sound;
}

/* The next piece of a text that is not at its end: a phrase, a byte, or bytes that are as they are. */
static bool next_piece(struct icd_phrases *phrases, struct piece *coded, struct piece *piece)
{
	unsigned first = *coded->at;
	size_t used = 0;
	if (first >= PHRASE || first == AS_IT_IS) {
		if (coded->length < 2)
			return false;
		*piece = (struct piece){coded->at + 1, 1};
		if (first >= PHRASE && !find_phrase(phrases, (first & 0x7fu) << 8 | coded->at[1], piece))
			return false;
		used = 2;
	} else {
		while (used < coded->length && coded->at[used] < PHRASE && coded->at[used] != AS_IT_IS)
			used++;
		*piece = (struct piece){coded->at, used};
	}
	coded->at += used;
	coded->length -= used;
	return true;
}

/* The bytes of the text that is told, without its length. Fails the reader when a piece is none. */
static size_t measure(struct icd_reader *reader, struct piece coded)
{
	size_t length = 0;
	struct piece piece;
	while (coded.length && !reader->failed) {
		reader->failed = !next_piece(reader->phrases, &coded, &piece);
		length += reader->failed ? 0 : piece.length;
	}
	reader->out_of_memory |= reader->failed && reader->phrases && reader->phrases->out_of_memory;
	return length;
}

static struct piece get_coded(struct icd_reader *reader)
{
	size_t length = icd_get_number(reader);
	const unsigned char *at = icd_get_bytes(reader, length);
	return (struct piece){at, at ? length : 0};
}

/* Puts the text together; NULL, and the reader has failed, when that cannot be. */
static const char *put_together(struct icd_reader *reader, struct icd_pool *pool, struct piece coded)
{
	struct piece piece;
	size_t length = measure(reader, coded);
	char *text = reader->failed ? NULL : icd_reader_take(reader, pool, length + 1, 1);
	if (!text)
		return NULL;
	char *end = text;
	while (coded.length && next_piece(reader->phrases, &coded, &piece))
		end = mempcpy(end, piece.at, piece.length);
	reader->failed |= memchr(text, '\0', length) != NULL;
	return reader->failed ? NULL : text;
}

static bool same_place(const void *context, uint32_t item, const void *key)
{
	return ((const struct icd_phrases *)context)->texts[item].at == key;
}

/* Where memory runs out the text is put together again the next time. */
static void keep_text(struct icd_phrases *phrases, uint64_t hash, const unsigned char *at, const char *text)
{
	if (icd_array_room(&phrases->texts, phrases->text_count, &phrases->text_capacity, sizeof *phrases->texts) &&
	    icd_hash_add(&phrases->by_place, hash, (uint32_t)phrases->text_count))
		phrases->texts[phrases->text_count++] = (struct icd_phrased_text){at, text};
}

static const char *kept_text(struct icd_reader *reader, struct piece coded)
{
	struct icd_phrases *phrases = reader->phrases;
	uint64_t hash = icd_hash_number((uintptr_t)coded.at) >> 24;
	uint32_t item = icd_hash_find(&phrases->by_place, hash, same_place, phrases, coded.at);
	if (item != ICD_HASH_NONE)
		return phrases->texts[item].text;
	const char *text = put_together(reader, &phrases->pool, coded);
	phrases->pool.failed = false; /* the next text may find memory again */
	if (text)
		keep_text(phrases, hash, coded.at, text);
	return text;
}

const char *icd_get_phrased(struct icd_reader *reader, struct icd_pool *pool)
{
	struct piece coded = get_coded(reader);
	if (coded.length == 0)
		return "";
	bool kept = reader->phrases && !reader->passing;
	const char *text = kept ? kept_text(reader, coded) : put_together(reader, pool, coded);
	pool->failed |= reader->out_of_memory;
	return text ? text : "";
}

void icd_phrases_free(struct icd_phrases *phrases)
{
	icd_pool_free(&phrases->pool);
	icd_hash_free(&phrases->by_place);
	free(phrases->texts);
}

void icd_skip_phrased(struct icd_reader *reader)
{
	get_coded(reader);
}

bool icd_is_phrased(struct icd_reader *reader, const char *text, size_t length)
{
	struct piece coded = get_coded(reader), piece;
	while (coded.length && !reader->failed) {
		reader->failed = !next_piece(reader->phrases, &coded, &piece);
		if (reader->failed || piece.length > length ||
		    strncasecmp((const char *)piece.at, text, piece.length) != 0)
			return false;
		text += piece.length;
		length -= piece.length;
	}
	return length == 0 && !reader->failed;
}

/* ---- writing ---- */

void icd_put_unphrased(struct icd_buffer *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte >= PHRASE || byte == AS_IT_IS)
			icd_put_byte(out, AS_IT_IS);
		icd_put_byte(out, byte);
	}
}

void icd_put_phrase(struct icd_buffer *out, uint32_t number)
{
	icd_put_byte(out, PHRASE | number >> 8);
	icd_put_byte(out, number & 0xff);
}

void icd_put_phrased(struct icd_buffer *out, const char *text)
{
	size_t size = 0, length = strlen(text);
	const unsigned char *told = out->phraser ? out->phraser->told(out->phraser, text, &size) : NULL;
	if (told) {
		icd_put_number(out, size);
		icd_put_bytes(out, told, size);
		return;
	}
	size = length;
	for (size_t i = 0; i < length; i++)
		size += (unsigned char)text[i] >= PHRASE || text[i] == AS_IT_IS;
	icd_put_number(out, size);
	icd_put_unphrased(out, text, length);
}

void icd_put_phrase_block(struct icd_buffer *out, const uint16_t *ends, unsigned count, const char *text)
{
	icd_put_byte(out, count);
	for (unsigned i = 0; i < count; i++) {
		icd_put_byte(out, ends[i] & 0xff);
		icd_put_byte(out, ends[i] >> 8);
	}
	icd_put_bytes(out, text, count ? ends[count - 1] : 0);
}
