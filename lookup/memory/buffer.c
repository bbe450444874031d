/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

void icd_buffer_free(struct icd_buffer *buffer)
{
	free(buffer->data);
	memset(buffer, 0, sizeof *buffer);
}

void icd_buffer_clear(struct icd_buffer *buffer)
{
	buffer->size = 0;
}

unsigned char *icd_buffer_grow(struct icd_buffer *buffer, size_t more)
{
	if (buffer->failed)
		return NULL;
	size_t capacity = buffer->capacity ? buffer->capacity : 256;
	while (capacity - buffer->size < more)
		capacity *= 2;
	unsigned char *data = realloc(buffer->data, capacity);
	if (!data) {
		buffer->failed = true;
		return NULL;
	}
	buffer->data = data;
	buffer->capacity = capacity;
	return data + buffer->size;
}

void icd_put_bytes(struct icd_buffer *buffer, const void *bytes, size_t size)
{
	unsigned char *to = size ? icd_buffer_room(buffer, size) : NULL;
	if (!to)
		return;
	memcpy(to, bytes, size);
	buffer->size += size;
}

void icd_put_byte(struct icd_buffer *buffer, unsigned byte)
{
	unsigned char *to = icd_buffer_room(buffer, 1);
	if (!to)
		return;
	*to = (unsigned char)byte;
	buffer->size++;
}

void icd_put_number(struct icd_buffer *buffer, uint64_t number)
{
	while (number >= 0x80) {
		icd_put_byte(buffer, (unsigned)(number & 0x7f) | 0x80);
		number >>= 7;
	}
	icd_put_byte(buffer, (unsigned)number);
}

void icd_put_text(struct icd_buffer *buffer, const char *text)
{
	size_t length = strlen(text);
	icd_put_number(buffer, length);
	icd_put_bytes(buffer, text, length + 1);
}

void icd_put_rest(struct icd_buffer *buffer, const char *text, const char *other)
{
	size_t shared = 0;
	while (text[shared] && text[shared] == other[shared])
		shared++;
	icd_put_number(buffer, shared);
	icd_put_text(buffer, text + shared);
}

struct icd_reader icd_reader_of(const void *data, size_t size)
{
	return (struct icd_reader){.at = data, .end = (const unsigned char *)data + size};
}

unsigned icd_get_byte(struct icd_reader *reader)
{
	if (reader->failed || reader->at == reader->end) {
		reader->failed = true;
		return 0;
	}
	return *reader->at++;
}

uint64_t icd_get_long_number(struct icd_reader *reader)
{
	const unsigned char *at = reader->at;
	uint64_t number = 0;
	for (unsigned shift = 0; shift < 64 && at < reader->end && !reader->failed; shift += 7) {
		unsigned byte = *at++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			reader->at = at;
			return number;
		}
	}
	reader->failed = true;
	return 0;
}

uint32_t icd_get_step(struct icd_reader *reader, uint32_t from, uint32_t most)
{
	reader->failed |= from > most;
	return from + icd_get_number_to(reader, from > most ? 0 : most - from);
}

const char *icd_get_text(struct icd_reader *reader)
{
	uint64_t length = icd_get_number(reader);
	if (reader->failed || length >= (uint64_t)(reader->end - reader->at) || reader->at[length] != 0) {
		reader->failed = true;
		return "";
	}
	const char *text = (const char *)reader->at;
	reader->at += length + 1;
	return text;
}

const char *icd_get_rest(struct icd_reader *reader, struct icd_pool *pool, const char *other)
{
	size_t shared = icd_get_number_to(reader, (uint32_t)strlen(other));
	const char *rest = icd_get_text(reader);
	if (shared == 0)
		return rest;
	size_t size = strlen(rest) + 1; /* with its NUL */
	char *text = icd_reader_take(reader, pool, shared + size, 1);
	if (!text)
		return "";
	memcpy(mempcpy(text, other, shared), rest, size);
	return text;
}

void icd_get_short_text(struct icd_reader *reader, char *out, size_t size)
{
	const char *text = icd_get_text(reader);
	size_t length = strlen(text);
	if (length < size)
		memcpy(out, text, length + 1);
	else
		reader->failed = true;
}

const unsigned char *icd_get_bytes(struct icd_reader *reader, size_t size)
{
	if (reader->failed || size > (size_t)(reader->end - reader->at)) {
		reader->failed = true;
		return NULL;
	}
	const unsigned char *bytes = reader->at;
	reader->at += size;
	return bytes;
}

uint32_t icd_get_count(struct icd_reader *reader)
{
	uint64_t count = icd_get_number(reader);
	if (reader->failed || count > (uint64_t)(reader->end - reader->at)) {
		reader->failed = true;
		return 0;
	}
	return (uint32_t)count;
}

void *icd_reader_take(struct icd_reader *reader, struct icd_pool *pool, size_t count, size_t size)
{
	void *items = icd_pool_take(pool, count, size);
	reader->failed |= !items;
	reader->out_of_memory |= !items;
	return items;
}

void *icd_get_items(struct icd_reader *reader, struct icd_pool *pool, uint32_t *count, size_t size)
{
	*count = icd_get_count(reader);
	return icd_reader_take(reader, pool, *count, size);
}
