/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Letters and digits of ASCII, whatever the locale of the program is: codes, dates and the words of titles
 * are read alike everywhere (in a Turkish locale toupper of "i" is no "I").
 */
#ifndef ICD_BASE_ASCII_H
#define ICD_BASE_ASCII_H

#include <stdbool.h>
#include <stdint.h>

static inline bool icd_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A blank, or a tab, line feed, vertical tab, form feed or carriage return. */
static inline bool icd_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char icd_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline char icd_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

static inline bool icd_is_letter(char c)
{
	return icd_lower(c) >= 'a' && icd_lower(c) <= 'z';
}

static inline bool icd_is_letter_or_digit(char c)
{
	return icd_is_letter(c) || icd_is_digit(c);
}

/* ---- eight bytes at a time: the highest bit of each byte that is meant, and no other ---- */

#define ICD_OF_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t icd_bytes_equal(uint64_t bytes, unsigned char byte)
{
	uint64_t apart = bytes ^ ICD_OF_EACH(byte);
	return ~(((apart & ICD_OF_EACH(0x7f)) + ICD_OF_EACH(0x7f)) | apart | ICD_OF_EACH(0x7f));
}

/* `byte` is 0x80 at most. */
static inline uint64_t icd_bytes_below(uint64_t bytes, unsigned char byte)
{
	return ~(((bytes & ICD_OF_EACH(0x7f)) + ICD_OF_EACH(0x80 - byte)) | bytes) & ICD_OF_EACH(0x80);
}

/* Control characters: none of their three highest bits is set. */
static inline uint64_t icd_bytes_control(uint64_t bytes)
{
	return ~(bytes | bytes << 1 | bytes << 2) & ICD_OF_EACH(0x80);
}

/* Are the two texts equal but for case? */
static inline bool icd_same_but_case(const char *a, const char *b)
{
	while (*a && icd_lower(*a) == icd_lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

#endif
