/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts told in phrases. Titles repeat each other: ", initial encounter for closed fracture" stands in thousands. So
 * the index has a table of phrases, numbered, the commonest first, and a text is the length of what follows, then
 *
 *	0x80 and above, and the byte after it    a phrase: 15 bits of its number, the high ones first
 *	0x01, and the byte after it              that byte
 *	any other byte                           itself
 *
 * A record of the table has ICD_BLOCK_PHRASES of them: how many there are in a byte, where each ends (16 bits, low
 * byte first), then their bytes.
 */
#ifndef ICD_STORE_PHRASES_H
#define ICD_STORE_PHRASES_H

#include "memory/buffer.h"
#include "memory/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ICD_BLOCK_PHRASES 64
#define ICD_PHRASES_MAX   0x8000
#define ICD_PHRASE_LENGTH 255 /* bytes of one, at most */

/*
 * The table for readers, and the texts that were read by it: each is put together once, and stays as long as the table
 * does. All titles of a book are 12 MB. Records of the table are fetched when the first of their phrases is asked for.
 */
struct icd_phrases {
	/* The bytes of a record, NULL when there is none. They stay as long as the table does. */
	const unsigned char *(*fetch)(void *context, uint32_t block, size_t *size);
	void *context;
	bool out_of_memory; /* set by fetch: that is why there is none */
	struct icd_phrase_block {
		const unsigned char *data;
		size_t size;
	} blocks[ICD_PHRASES_MAX / ICD_BLOCK_PHRASES];
	struct icd_pool pool; /* of the texts */
	struct icd_phrased_text {
		const unsigned char *at; /* where it is told */
		const char *text;
	} * texts;
	size_t text_count, text_capacity;
	struct icd_hash by_place;
};
void icd_phrases_free(struct icd_phrases *phrases);

/* Are the bytes one record of the table, and nothing else? */
bool icd_phrases_sound(struct icd_reader *reader);

/* The next text, by the reader's table (icd_reader.phrases) and as long as that is there. Without one, texts that need
 * none are read, into the pool, which has failed too when memory runs out; into the pool, too, where the reader is
 * passing. Never NULL. */
const char *icd_get_phrased(struct icd_reader *reader, struct icd_pool *pool);
/* Passes over the next text. */
void icd_skip_phrased(struct icd_reader *reader);
/* Passes over the next text: is it the given one of that length, but for capitals of ASCII? It is not put together. */
bool icd_is_phrased(struct icd_reader *reader, const char *text, size_t length);

/* Who knows texts in phrases, for writers. */
struct icd_phraser {
	/* The text without its length; NULL when it is not known: then it is written as it is. */
	const unsigned char *(*told)(const struct icd_phraser *phraser, const char *text, size_t *size);
};
/* By the buffer's phraser (icd_buffer.phraser), where it has one. */
void icd_put_phrased(struct icd_buffer *out, const char *text);
/* A text as it is, and a phrase, by the bytes above. */
void icd_put_unphrased(struct icd_buffer *out, const char *text, size_t length);
void icd_put_phrase(struct icd_buffer *out, uint32_t number);
/* A record of the table: `count` phrases, ICD_BLOCK_PHRASES at most, one after the other in `text`. */
void icd_put_phrase_block(struct icd_buffer *out, const uint16_t *ends, unsigned count, const char *text);

#endif
