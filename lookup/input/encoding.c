/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "encoding.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#define SNIFFED 8192 /* bytes looked at */

/* UTF-16 without a mark: nearly every other byte of ASCII text is NUL. */
static enum text_encoding unmarked(const unsigned char *bytes, size_t size)
{
	size_t even = 0, odd = 0;
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == 0)
			*(i & 1 ? &odd : &even) += 1;
	}
	if (even + odd == 0)
		return TEXT_BYTES;
	if (size >= 8 && odd * 10 >= size / 2 * 8 && even * 50 <= size)
		return TEXT_UTF16LE;
	if (size >= 8 && even * 10 >= size / 2 * 8 && odd * 50 <= size)
		return TEXT_UTF16BE;
	return TEXT_BINARY;
}

enum text_encoding icd_encoding_told(const unsigned char *bytes, size_t size)
{
	if (size > SNIFFED)
		size = SNIFFED;
	if (size >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return TEXT_UTF16LE;
	if (size >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return TEXT_UTF16BE;
	if (!memchr(bytes, 0, size))
		return size >= 5 && memcmp(bytes, "%PDF-", 5) == 0 ? TEXT_BINARY : TEXT_BYTES;
	return unmarked(bytes, size);
}

static unsigned unit_at(enum text_encoding encoding, const unsigned char *at)
{
	return encoding == TEXT_UTF16LE ? at[0] | (unsigned)at[1] << 8 : at[1] | (unsigned)at[0] << 8;
}

/* Reads a character and writes it as UTF-8; *size is what it took. */
static size_t decode(enum text_encoding encoding, const unsigned char *at, const unsigned char *end, char *out,
		     size_t *size)
{
	unsigned c = unit_at(encoding, at);
	*size = 2;
	if (c >= 0xd800 && c < 0xe000) {
		unsigned low = c < 0xdc00 && end - at >= 4 ? unit_at(encoding, at + 2) : 0;
		bool pair = low >= 0xdc00 && low < 0xe000;
		c = pair ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
		*size = pair ? 4 : 2;
	}
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

/* Is a character there as a whole? */
static bool is_whole(enum text_encoding encoding, const unsigned char *at, const unsigned char *end, bool ended)
{
	return end - at >= 4 || (end - at >= 2 && (ended || (unit_at(encoding, at) & 0xfc00) != 0xd800));
}

size_t icd_utf16_decode(enum text_encoding encoding, const unsigned char *text, size_t size, bool ended, char *to,
			size_t room, size_t *taken)
{
	const unsigned char *at = text, *end = text + size;
	size_t made = 0, one;
	while (room - made >= 4 && is_whole(encoding, at, end, ended)) {
		made += decode(encoding, at, end, to + made, &one);
		at += one;
	}
	*taken = (size_t)(at - text);
	return made;
}

uint64_t icd_encoded_size(enum text_encoding encoding, const char *text, size_t length)
{
	uint64_t units = 0;
	if (encoding == TEXT_BYTES)
		return length;
	/* A character beyond the first 65,536, four bytes of UTF-8, is two units. */
	for (size_t i = 0; i < length; i++)
		units += ((unsigned char)text[i] & 0xc0) != 0x80 ? 1 + ((unsigned char)text[i] >= 0xf0) : 0;
	return 2 * units;
}
