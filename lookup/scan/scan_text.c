/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- bytes ---- */

#define D SCAN_DIGIT
#define L SCAN_LETTER
#define S SCAN_SEPARATOR
const unsigned char scan_classes[256] = {
	['0'] = D,  ['1'] = D,  ['2'] = D,  ['3'] = D, ['4'] = D, ['5'] = D, ['6'] = D, ['7'] = D, ['8'] = D,
	['9'] = D,  ['A'] = L,  ['B'] = L,  ['C'] = L, ['D'] = L, ['E'] = L, ['F'] = L, ['G'] = L, ['H'] = L,
	['I'] = L,  ['J'] = L,  ['K'] = L,  ['L'] = L, ['M'] = L, ['N'] = L, ['O'] = L, ['P'] = L, ['Q'] = L,
	['R'] = L,  ['S'] = L,  ['T'] = L,  ['U'] = L, ['V'] = L, ['W'] = L, ['X'] = L, ['Y'] = L, ['Z'] = L,
	['a'] = L,  ['b'] = L,  ['c'] = L,  ['d'] = L, ['e'] = L, ['f'] = L, ['g'] = L, ['h'] = L, ['i'] = L,
	['j'] = L,  ['k'] = L,  ['l'] = L,  ['m'] = L, ['n'] = L, ['o'] = L, ['p'] = L, ['q'] = L, ['r'] = L,
	['s'] = L,  ['t'] = L,  ['u'] = L,  ['v'] = L, ['w'] = L, ['x'] = L, ['y'] = L, ['z'] = L, ['\0'] = S,
	['\t'] = S, ['\n'] = S, ['\r'] = S, ['"'] = S, [','] = S, [';'] = S, ['<'] = S, ['='] = S, ['>'] = S,
	['{'] = S,  ['|'] = S,  ['}'] = S,
};
#undef D
#undef L
#undef S

uint64_t scan_count_feeds(const char *at, const char *end)
{
	uint64_t count = 0;
	while (end - at >= 16) {
		/* A byte of the sum holds 255 at most. */
		bytes16 sum = {0};
		for (int i = 0; i < 255 && end - at >= 16; i++, at += 16)
			sum -= (bytes16)(load_bytes16(at) == BYTES16('\n'));
		for (size_t i = 0; i < sizeof sum; i++)
			count += sum[i];
	}
	for (; at < end; at++)
		count += *at == '\n';
	return count;
}

/* ---- files ---- */

#define STEP    ((size_t)256 * 1024)
#define SNIFFED ((size_t)8192)

struct text_reader {
	int fd;
	const char *name;
	off_t begun; /* icd_file_begun */
	enum text_encoding encoding;
	size_t step;
	char *text;         /* after the padding: what is seen as UTF-8, or as the file has it; then padding */
	size_t have;        /* bytes in it */
	size_t to;          /* of these, given with this window or before */
	unsigned char *raw; /* UTF-16 that is not decoded yet; made when needed */
	size_t raw_have;
	size_t counted; /* the place in the text whose place in the file is known, */
	uint64_t place; /* which is this */
	bool started, ended;
};

/* ---- UTF-16 ---- */

/* Two bytes of UTF-16 become three at most. */
static size_t room(const struct text_reader *reader)
{
	return 2 * TEXT_AROUND + SNIFFED * 2 + reader->step * 3;
}

/* Decodes all whole characters of the raw bytes to the end of the text; at the end of the file, the rest too. */
static void decode_all(struct text_reader *reader)
{
	size_t taken;
	reader->have +=
		icd_utf16_decode(reader->encoding, reader->raw, reader->raw_have, reader->ended,
				 reader->text + TEXT_PADDING + reader->have, room(reader) - reader->have, &taken);
	reader->raw_have -= taken;
	memmove(reader->raw, reader->raw + taken, reader->raw_have);
}

static void count_place(struct text_reader *reader, size_t to)
{
	const char *text = reader->text + TEXT_PADDING;
	reader->place += icd_encoded_size(reader->encoding, text + reader->counted, to - reader->counted);
	reader->counted = to;
}

uint64_t text_reader_place(struct text_reader *reader, const char *at)
{
	count_place(reader, (size_t)(at - (reader->text + TEXT_PADDING)));
	return reader->place;
}

/* ---- windows ---- */

struct text_reader *text_reader_new(size_t step)
{
	struct text_reader *reader = calloc(1, sizeof *reader);
	if (!reader)
		return NULL;
	reader->step = step ? step : STEP;
	reader->text = calloc(1, room(reader) + 2 * TEXT_PADDING);
	if (!reader->text) {
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
	free(reader->text);
	free(reader);
}

void text_reader_start(struct text_reader *reader, int fd, const char *name)
{
	reader->fd = fd;
	reader->name = name;
	reader->begun = icd_file_begun(fd);
	reader->have = reader->to = reader->raw_have = reader->counted = 0;
	reader->place = 0;
	reader->started = reader->ended = false;
	reader->encoding = TEXT_BYTES;
}

enum text_encoding text_reader_encoding(const struct text_reader *reader)
{
	return reader->encoding;
}

/* Reads some bytes behind the *have there are. */
static bool read_some(struct text_reader *reader, void *into, size_t *have, size_t most, struct icd_error *err)
{
	ssize_t got;
	do
		got = read(reader->fd, (char *)into + *have, most);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return icd_fail(err, "%s: %s", reader->name, strerror(errno));
	*have += (size_t)got;
	reader->ended = got == 0;
	return !reader->ended || icd_file_ended(reader->fd, reader->begun, reader->name, err);
}

/* The first bytes, which tell the encoding. */
static bool start(struct text_reader *reader, struct icd_error *err)
{
	char *text = reader->text + TEXT_PADDING;
	while (!reader->ended && reader->have < SNIFFED) {
		if (!read_some(reader, text, &reader->have, SNIFFED - reader->have, err))
			return false;
	}
	reader->started = true;
	reader->encoding = icd_encoding_told((const unsigned char *)text, reader->have);
	if (reader->encoding == TEXT_BYTES || reader->encoding == TEXT_BINARY)
		return true;
	if (!reader->raw && !(reader->raw = malloc(SNIFFED + reader->step)))
		return icd_out_of_memory(err);
	memcpy(reader->raw, text, reader->have);
	reader->raw_have = reader->have;
	reader->have = 0;
	decode_all(reader);
	return true;
}

/* Reads until there is enough to look at, or the file ends. */
static bool fill(struct text_reader *reader, struct icd_error *err)
{
	char *text = reader->text + TEXT_PADDING;
	if (!reader->started && !start(reader, err))
		return false;
	while (!reader->ended && reader->encoding != TEXT_BINARY &&
	       reader->have < reader->to + TEXT_AROUND + reader->step) {
		bool bytes = reader->encoding == TEXT_BYTES;
		if (bytes ? !read_some(reader, text, &reader->have,
				       reader->to + TEXT_AROUND + reader->step - reader->have, err)
			  : !read_some(reader, reader->raw, &reader->raw_have, reader->step, err))
			return false;
		if (!bytes)
			decode_all(reader);
	}
	memset(text + reader->have, 0, TEXT_PADDING);
	return true;
}

/* Drops what is no longer seen; how much. */
static size_t drop(struct text_reader *reader)
{
	char *text = reader->text + TEXT_PADDING;
	size_t gone = reader->to > TEXT_AROUND ? reader->to - TEXT_AROUND : 0;
	if (reader->counted < gone)
		count_place(reader, gone);
	memmove(text, text + gone, reader->have - gone);
	reader->have -= gone;
	reader->to -= gone;
	reader->counted -= gone;
	return gone;
}

bool text_reader_next(struct text_reader *reader, struct text_window *window, bool *failed, struct icd_error *err)
{
	*failed = false;
	window->first = !reader->started;
	window->moved = drop(reader);
	if (!fill(reader, err)) {
		*failed = true;
		return false;
	}
	if (reader->encoding == TEXT_BINARY || reader->to == reader->have)
		return false;
	reader->to = reader->ended ? reader->have : reader->have - TEXT_AROUND;
	window->last = reader->ended;
	window->text = reader->text + TEXT_PADDING;
	window->end = window->text + reader->have;
	window->to = window->text + reader->to;
	return true;
}
