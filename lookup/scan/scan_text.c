/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#define WINDOW  ((size_t)256 * 1024)
#define SNIFFED ((size_t)8192)

struct text_reader {
	int fd;
	const char *name;
	enum text_encoding encoding;
	unsigned char *raw; /* padding, then up to WINDOW bytes of the file, then padding */
	size_t have;        /* bytes in it */
	size_t given;       /* of these, given with the window before */
	uint64_t offset;    /* in the file, of raw[0] */
	char *decoded;      /* the same for UTF-16, as UTF-8; made when needed */
	bool started, ended;
};

/* ---- what kind of text ---- */

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

/* Told from the first bytes: a byte order mark, NUL bytes in every other place, or NUL bytes anywhere. */
static enum text_encoding encoding_of(const unsigned char *bytes, size_t size)
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

/* ---- UTF-16 ---- */

static unsigned unit_at(const struct text_reader *reader, const unsigned char *at)
{
	return reader->encoding == TEXT_UTF16LE ? at[0] | (unsigned)at[1] << 8 : at[1] | (unsigned)at[0] << 8;
}

/* Reads a character and writes it as UTF-8; *size is what it took. A lone surrogate is U+FFFD. */
static size_t decode(const struct text_reader *reader, const unsigned char *at, const unsigned char *end, char out[4],
		     size_t *size)
{
	unsigned c = unit_at(reader, at);
	*size = 2;
	if (c >= 0xd800 && c < 0xe000) {
		unsigned low = c < 0xdc00 && end - at >= 4 ? unit_at(reader, at + 2) : 0;
		bool pair = low >= 0xdc00 && low < 0xe000;
		c = pair ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
		*size = pair ? 4 : 2;
	}
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

static size_t decode_all(struct text_reader *reader, size_t size)
{
	const unsigned char *at = reader->raw + TEXT_PADDING, *end = at + size;
	char *to = reader->decoded + TEXT_PADDING;
	while (end - at >= 2) {
		size_t taken;
		to += decode(reader, at, end, to, &taken);
		at += taken;
	}
	memset(to, 0, TEXT_PADDING);
	return (size_t)(to - (reader->decoded + TEXT_PADDING));
}

uint64_t text_reader_place(const struct text_reader *reader, const struct text_window *window, size_t at)
{
	const unsigned char *raw = reader->raw + TEXT_PADDING, *end = raw + reader->given;
	size_t passed = 0;
	if (reader->encoding == TEXT_BYTES)
		return window->offset + at;
	while (passed < at && end - raw >= 2) {
		size_t taken;
		char out[4];
		passed += decode(reader, raw, end, out, &taken);
		raw += taken;
	}
	return window->offset + (uint64_t)(raw - (reader->raw + TEXT_PADDING));
}

/* ---- windows ---- */

struct text_reader *text_reader_new(void)
{
	struct text_reader *reader = calloc(1, sizeof *reader);
	if (reader)
		reader->raw = calloc(1, WINDOW + 2 * TEXT_PADDING);
	if (reader && !reader->raw) {
		free(reader);
		return NULL;
	}
	return reader;
}

void text_reader_free(struct text_reader *reader)
{
	if (!reader)
		return;
	free(reader->raw);
	free(reader->decoded);
	free(reader);
}

void text_reader_start(struct text_reader *reader, int fd, const char *name)
{
	reader->fd = fd;
	reader->name = name;
	reader->have = reader->given = 0;
	reader->offset = 0;
	reader->started = reader->ended = false;
	reader->encoding = TEXT_BYTES;
}

enum text_encoding text_reader_encoding(const struct text_reader *reader)
{
	return reader->encoding;
}

/* Reads until the window is full; a first piece that is binary ends it. */
static bool fill(struct text_reader *reader, struct icd_error *err)
{
	unsigned char *raw = reader->raw + TEXT_PADDING;
	while (!reader->ended && reader->have < WINDOW) {
		size_t room = reader->started ? WINDOW - reader->have : (size_t)64 * 1024 - reader->have;
		ssize_t got = read(reader->fd, raw + reader->have, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return icd_fail(err, "%s: %s", reader->name, strerror(errno));
		reader->have += (size_t)got;
		reader->ended = got == 0;
		if (!reader->started && (reader->ended || reader->have >= SNIFFED)) {
			reader->started = true;
			reader->encoding = encoding_of(raw, reader->have);
			if (reader->encoding == TEXT_BINARY)
				return true;
		}
	}
	memset(raw + reader->have, 0, TEXT_PADDING);
	return true;
}

/* A window that is not cut at a line feed is cut between words. */
static size_t whole_words(const unsigned char *raw, size_t size)
{
	for (size_t at = size; at + TEXT_PADDING > size && at > 1; at--) {
		if (raw[at - 1] == ' ' || raw[at - 1] == ',' || raw[at - 1] == '\t' || raw[at - 1] == '>')
			return at;
	}
	return size;
}

/* How much of the raw bytes goes out: whole lines, unless the file ends or no line does. */
static size_t whole_lines(const struct text_reader *reader)
{
	const unsigned char *raw = reader->raw + TEXT_PADDING;
	size_t wide = reader->encoding != TEXT_BYTES, size = reader->have & ~(size_t)wide;
	if (reader->ended)
		return reader->have;
	if (!wide) {
		const unsigned char *feed = memrchr(raw, '\n', size);
		return feed ? (size_t)(feed - raw) + 1 : whole_words(raw, size);
	}
	for (size_t at = size; at >= 2; at -= 2) {
		if (unit_at(reader, raw + at - 2) == '\n')
			return at;
	}
	/* A surrogate pair stays together. */
	unsigned last = unit_at(reader, raw + size - 2);
	return last >= 0xd800 && last < 0xdc00 ? size - 2 : size;
}

bool text_reader_next(struct text_reader *reader, struct text_window *window, bool *failed, struct icd_error *err)
{
	unsigned char *raw = reader->raw + TEXT_PADDING;
	*failed = false;
	window->first = !reader->started;
	memmove(raw, raw + reader->given, reader->have - reader->given);
	reader->have -= reader->given;
	reader->offset += reader->given;
	reader->given = 0;
	if (!fill(reader, err)) {
		*failed = true;
		return false;
	}
	if (reader->encoding == TEXT_BINARY || reader->have == 0)
		return false;
	reader->given = whole_lines(reader);
	window->last = reader->ended;
	window->offset = reader->offset;
	window->text = (const char *)raw;
	window->size = reader->given;
	if (reader->encoding != TEXT_BYTES) {
		/* Two bytes become three at most. */
		if (!reader->decoded && !(reader->decoded = calloc(1, WINDOW / 2 * 3 + 2 * TEXT_PADDING))) {
			*failed = true;
			return icd_out_of_memory(err);
		}
		window->text = reader->decoded + TEXT_PADDING;
		window->size = decode_all(reader, reader->given);
	}
	return true;
}
