/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which encoding a file's text is, told by its first bytes, and UTF-16 read as UTF-8. */
#ifndef ICD_INPUT_ENCODING_H
#define ICD_INPUT_ENCODING_H

#include <stddef.h>

enum text_encoding {
	TEXT_BYTES, /* UTF-8, Latin-1, ASCII: taken as it is */
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_BINARY, /* not text */
};

/* Told by a byte order mark, NUL bytes in every other place, or NUL bytes anywhere. */
enum text_encoding icd_encoding_told(const unsigned char *bytes, size_t size);

/*
 * Reads a character of UTF-16, of which two bytes at least are there, and writes it as UTF-8. Returns how many bytes
 * that are; *size is how many it took, 2 or 4. A lone surrogate is U+FFFD.
 */
size_t icd_utf16_decode(enum text_encoding encoding, const unsigned char *at, const unsigned char *end, char out[4],
			size_t *size);

#endif
