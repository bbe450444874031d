/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bytes of a record: a growing buffer to encode into, and a reader that decodes
 * with every access checked against the end. Used by the record codecs of the
 * store and by the builder.
 *
 * Numbers are unsigned LEB128 (7 bits a byte, low first). A text is its length in
 * bytes, then the bytes, then a NUL, so that a decoded text can be used in place.
 */
#ifndef ICD_MEMORY_BUFFER_H
#define ICD_MEMORY_BUFFER_H

#include "pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct icd_buffer {
	unsigned char *data; /* owned */
	size_t size;
	size_t capacity;
	bool failed; /* out of memory: everything put after that is lost; check once at the end */
	/* Who knows texts in phrases (store/phrases.h); NULL: they are written as they are. */
	const struct icd_phraser *phraser;
};

void icd_buffer_free(struct icd_buffer *buffer);
void icd_buffer_clear(struct icd_buffer *buffer);
/* Makes the room that icd_buffer_room gives. */
unsigned char *icd_buffer_grow(struct icd_buffer *buffer, size_t more);
/* Where `more` bytes may be written; whoever writes them adds them to `size`. NULL when memory runs out. */
static inline unsigned char *icd_buffer_room(struct icd_buffer *buffer, size_t more)
{
	return !buffer->failed && buffer->capacity - buffer->size >= more ? buffer->data + buffer->size
									  : icd_buffer_grow(buffer, more);
}
void icd_put_bytes(struct icd_buffer *buffer, const void *bytes, size_t size);
void icd_put_byte(struct icd_buffer *buffer, unsigned byte);
void icd_put_number(struct icd_buffer *buffer, uint64_t number);
void icd_put_text(struct icd_buffer *buffer, const char *text);
/* A text by how much of another one it begins with, and the rest. */
void icd_put_rest(struct icd_buffer *buffer, const char *text, const char *other);

struct icd_reader {
	const unsigned char *at;
	const unsigned char *end;
	bool failed;                 /* something did not fit: all later reads give 0 or ""; check once at the end */
	bool out_of_memory;          /* and that was for lack of memory: the record itself may be good */
	struct icd_phrases *phrases; /* of the index the bytes are from (store/phrases.h); NULL: there are none */
	bool passing;                /* texts in phrases go into the pool: whoever reads all records needs them once */
};

struct icd_reader icd_reader_of(const void *data, size_t size);
unsigned icd_get_byte(struct icd_reader *reader);
/* A number of more than one byte. */
uint64_t icd_get_long_number(struct icd_reader *reader);
/* Most are of one byte. */
static inline uint64_t icd_get_number(struct icd_reader *reader)
{
	return !reader->failed && reader->at < reader->end && *reader->at < 0x80 ? *reader->at++
										 : icd_get_long_number(reader);
}
/* A number that must not exceed `most`; fails the reader otherwise. */
static inline uint32_t icd_get_number_to(struct icd_reader *reader, uint32_t most)
{
	uint64_t number = icd_get_number(reader);
	reader->failed |= number > most;
	return number > most ? 0 : (uint32_t)number;
}
/* `from` and the number that follows, which is a step; fails the reader, and is `from`, when it exceeds `most`. */
uint32_t icd_get_step(struct icd_reader *reader, uint32_t from, uint32_t most);
/* The text in place: valid as long as the bytes are. Never NULL. */
const char *icd_get_text(struct icd_reader *reader);
/* Passes over the text. */
static inline void icd_skip_text(struct icd_reader *reader)
{
	uint64_t length = icd_get_number(reader);
	reader->failed |= length >= (uint64_t)(reader->end - reader->at) || reader->at[length] != 0;
	reader->at += reader->failed ? 0 : length + 1;
}
/* By the other text that icd_put_rest was given: in place when it begins with nothing of it, else in the pool. */
const char *icd_get_rest(struct icd_reader *reader, struct icd_pool *pool, const char *other);
/* Copies a text of fewer than `size` bytes; a longer one fails the reader and leaves `out` as it was. */
void icd_get_short_text(struct icd_reader *reader, char *out, size_t size);
/* The next `size` bytes in place, NULL (and failed) when there are fewer. */
const unsigned char *icd_get_bytes(struct icd_reader *reader, size_t size);
/* How many items of at least one byte each can still follow: a bound for counts read from a record. */
uint32_t icd_get_count(struct icd_reader *reader);

/* `count` zeroed items from the pool, for what is read next; fails the reader, and is NULL, when memory runs out. */
void *icd_reader_take(struct icd_reader *reader, struct icd_pool *pool, size_t count, size_t size);
/* Reads how many items a list has and takes them. They are to be read while the reader has not failed. */
void *icd_get_items(struct icd_reader *reader, struct icd_pool *pool, uint32_t *count, size_t size);

/*
 * One walk over the fields of a record, for both directions, so that what is read is what was written. With `out` a
 * walk writes the fields and leaves them as they are; else it reads them from `in`, lists into the pool. A walk over
 * a list goes on while icd_codec_well.
 */
struct icd_codec {
	struct icd_buffer *out;
	struct icd_reader *in;
	struct icd_pool *pool;
};

static inline bool icd_codec_well(const struct icd_codec *codec)
{
	return codec->out || !codec->in->failed;
}

/* What is read must be no such record when this does not hold. */
static inline void icd_codec_expect(const struct icd_codec *codec, bool holds)
{
	if (codec->in)
		codec->in->failed |= !holds;
}

static inline void icd_codec_text(const struct icd_codec *codec, const char **text)
{
	if (codec->out)
		icd_put_text(codec->out, *text);
	else
		*text = icd_get_text(codec->in);
}

static inline void icd_codec_rest(const struct icd_codec *codec, const char **text, const char *other)
{
	if (codec->out)
		icd_put_rest(codec->out, *text, other);
	else
		*text = icd_get_rest(codec->in, codec->pool, other);
}

/* A text in an array of `size` bytes. */
static inline void icd_codec_short_text(const struct icd_codec *codec, char *text, size_t size)
{
	if (codec->out)
		icd_put_text(codec->out, text);
	else
		icd_get_short_text(codec->in, text, size);
}

/* How many items a list has; those to be read are taken and are all 0. `items` is the address of the pointer to them. */
static inline void icd_codec_items(const struct icd_codec *codec, void *items, uint32_t *count, size_t size)
{
	if (codec->out) {
		icd_put_number(codec->out, *count);
		return;
	}
	void *taken = icd_get_items(codec->in, codec->pool, count, size);
	memcpy(items, &taken, sizeof taken);
}

/* A list of texts. */
static inline void icd_codec_texts(const struct icd_codec *codec, const char ***texts, uint32_t *count)
{
	icd_codec_items(codec, texts, count, sizeof **texts);
	for (uint32_t i = 0; i < *count && icd_codec_well(codec); i++)
		icd_codec_text(codec, &(*texts)[i]);
}

/* A field of an integer type as a number (one above `most` fails the reader), as any number, as one byte. */
#define ICD_CODEC_NUMBER(codec, field, most)                                                                           \
	((codec)->out ? icd_put_number((codec)->out, (uint64_t)(field))                                                \
		      : (void)((field) = (__typeof__(field))icd_get_number_to((codec)->in, (most))))
#define ICD_CODEC_NUMBER64(codec, field)                                                                               \
	((codec)->out ? icd_put_number((codec)->out, (field)) : (void)((field) = icd_get_number((codec)->in)))
#define ICD_CODEC_BYTE(codec, field)                                                                                   \
	((codec)->out ? icd_put_byte((codec)->out, (unsigned)(field))                                                  \
		      : (void)((field) = (__typeof__(field))icd_get_byte((codec)->in)))

/* A text that may be NULL. */
static inline void icd_codec_optional(const struct icd_codec *codec, const char **text)
{
	unsigned there = codec->out && *text;
	ICD_CODEC_BYTE(codec, there);
	if (there)
		icd_codec_text(codec, text);
	else if (codec->in)
		*text = NULL;
}

/*
 * Defines icd_put_NAME and icd_get_NAME of a record by the walk over it. Reading has the walk inline, so that it does
 * not ask at each field which way it goes.
 */
#define ICD_CODEC_BOTH_WAYS(name, walk, record_type)                                                                   \
	void icd_put_##name(struct icd_buffer *out, const record_type *record)                                         \
	{                                                                                                              \
		walk(&(struct icd_codec){.out = out}, (record_type *)record);                                          \
	}                                                                                                              \
	__attribute__((flatten)) bool icd_get_##name(struct icd_reader *in, struct icd_pool *pool,                     \
						     record_type *record)                                              \
	{                                                                                                              \
		walk(&(struct icd_codec){.in = in, .pool = pool}, record);                                             \
		return !in->failed;                                                                                    \
	}

#endif
