/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml_encoding.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

static bool is_one_of(struct span name, const char *const *names)
{
	for (; *names; names++) {
		if (strlen(*names) == name.length && strncasecmp(*names, name.text, name.length) == 0)
			return true;
	}
	return false;
}

bool xml_is_utf8(struct span encoding)
{
	static const char *const names[] = {"UTF-8", "UTF8", "US-ASCII", "ASCII", NULL};
	return is_one_of(encoding, names);
}

bool xml_is_latin1(struct span encoding)
{
	static const char *const names[] = {"ISO-8859-1", "ISO-LATIN-1", "ISO LATIN 1", "ISO_8859-1", NULL};
	return is_one_of(encoding, names);
}

struct span xml_from_latin1(struct span text, struct icd_pool *pool)
{
	utf8proc_uint8_t *out = need(pool, 2 * text.length + 1, 1);
	size_t size = 0;
	for (size_t i = 0; i < text.length; i++)
		size += (size_t)utf8proc_encode_char((unsigned char)text.text[i], out + size);
	return (struct span){(const char *)out, size};
}

/* ---- UTF-16 ---- */

static bool is_big_endian(struct span text)
{
	return text.text[0] == '\xFE' || text.text[0] == '\0';
}

bool xml_is_utf16(struct span text)
{
	return text.length >= 4 && (memcmp(text.text, "\xFE\xFF", 2) == 0 || memcmp(text.text, "\xFF\xFE", 2) == 0 ||
				    memcmp(text.text, "\0<\0?", 4) == 0 || memcmp(text.text, "<\0?\0", 4) == 0);
}

static utf8proc_int32_t unit_at(struct span text, size_t at, bool big)
{
	unsigned char first = (unsigned char)text.text[at], second = (unsigned char)text.text[at + 1];
	return big ? first << 8 | second : second << 8 | first;
}

static bool is_half(utf8proc_int32_t unit, utf8proc_int32_t from)
{
	return unit >= from && unit < from + 0x400;
}

struct span xml_from_utf16(struct span text, struct icd_pool *pool)
{
	utf8proc_uint8_t *out = need(pool, text.length / 2 * 3 + 2, 1);
	bool big = is_big_endian(text);
	size_t size = 0, at = 0;
	while (at + 1 < text.length) {
		utf8proc_int32_t character = unit_at(text, at, big);
		at += 2;
		if (is_half(character, 0xD800) && at + 1 < text.length && is_half(unit_at(text, at, big), 0xDC00)) {
			character = 0x10000 + ((character - 0xD800) << 10) + (unit_at(text, at, big) - 0xDC00);
			at += 2;
		}
		size += (size_t)utf8proc_encode_char(character, out + size);
	}
	if (at < text.length)
		out[size++] = 0xFF;
	return (struct span){(const char *)out, size};
}
