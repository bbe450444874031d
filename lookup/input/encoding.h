/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In which encoding a file's text is, told by its first bytes, and UTF-16 read as UTF-8. */
#ifndef ICD_INPUT_ENCODING_H
#define ICD_INPUT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_encoding {
	TEXT_BYTES, /* UTF-8, Latin-1, ASCII: taken as it is */
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_BINARY, /* not text */
};

/* Told by a byte order mark, NUL bytes in every other place, or NUL bytes anywhere. */
enum text_encoding icd_encoding_told(const unsigned char *bytes, size_t size);

/*
 * Writes UTF-16 as UTF-8, while there is room for a character. Half of a pair at the end stays, unless the text ends with
 * it: a lone surrogate is U+FFFD. Returns how many bytes were written; *taken is how many of the text they stand for.
 */
size_t icd_utf16_decode(enum text_encoding encoding, const unsigned char *text, size_t size, bool ended, char *to,
			size_t room, size_t *taken);

/* How many bytes such text is in the encoding. */
uint64_t icd_encoded_size(enum text_encoding encoding, const char *text, size_t length);

#endif
