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

struct icd_buffer {
	unsigned char *data; /* owned */
	size_t size;
	size_t capacity;
	bool failed; /* out of memory: everything put after that is lost; check once at the end */
};

void icd_buffer_free(struct icd_buffer *buffer);
void icd_buffer_clear(struct icd_buffer *buffer);
/* Where `more` bytes may be written; whoever writes them adds them to `size`. NULL when memory runs out. */
unsigned char *icd_buffer_room(struct icd_buffer *buffer, size_t more);
void icd_put_bytes(struct icd_buffer *buffer, const void *bytes, size_t size);
void icd_put_byte(struct icd_buffer *buffer, unsigned byte);
void icd_put_number(struct icd_buffer *buffer, uint64_t number);
void icd_put_text(struct icd_buffer *buffer, const char *text);

struct icd_reader {
	const unsigned char *at;
	const unsigned char *end;
	bool failed; /* something did not fit: all later reads give 0 or ""; check once at the end */
};

struct icd_reader icd_reader_of(const void *data, size_t size);
unsigned icd_get_byte(struct icd_reader *reader);
uint64_t icd_get_number(struct icd_reader *reader);
/* A number that must not exceed `most`; fails the reader otherwise. */
uint32_t icd_get_number_to(struct icd_reader *reader, uint32_t most);
/* The text in place: valid as long as the bytes are. Never NULL. */
const char *icd_get_text(struct icd_reader *reader);
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

#endif
