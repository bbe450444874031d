/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of any encoding as UTF-8 or ASCII-compatible text, window by window, in constant
 * memory. For scan.c.
 */
#ifndef ICD_SCAN_SCAN_TEXT_H
#define ICD_SCAN_SCAN_TEXT_H

#include "base/base.h"
#include "input/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- bytes ---- */

extern const unsigned char scan_classes[256];
enum {
	SCAN_DIGIT = 1,
	SCAN_LETTER = 2,
	SCAN_ALNUM = SCAN_DIGIT | SCAN_LETTER,
	SCAN_SEPARATOR = 4, /* parts the cells, tags and values of a line */
};
static inline bool scan_is(char c, unsigned class)
{
	return scan_classes[(unsigned char)c] & class;
}

/* The next line feed, else `end`. */
static inline const char *scan_line_end(const char *at, const char *end)
{
	const char *feed = (const char *)memchr(at, '\n', (size_t)(end - at));
	return feed ? feed : end;
}

/* How many line feeds there are. */
uint64_t scan_count_feeds(const char *at, const char *end);

/* 16 bytes at a time, as the compiler makes them of any processor. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));
#define BYTES16(c) ((bytes16){c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c})

static inline bytes16 load_bytes16(const char *at)
{
	bytes16 bytes;
	memcpy(&bytes, at, sizeof bytes);
	return bytes;
}

/* Is any of them not 0? */
static inline bool any_of_bytes16(bytes16 bytes)
{
	uint64_t halves[2];
	memcpy(halves, &bytes, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

/* ---- files ---- */

#define TEXT_PADDING 64 /* zero bytes that may be read before the first byte of a file and after its last */

/*
 * What can be seen of a file at a time: the bytes to be looked at, and TEXT_AROUND bytes before and behind them as far
 * as the file has them. Whoever looks no farther around a place finds the same wherever windows are cut.
 */
#define TEXT_AROUND ((size_t)8192)

struct text_window {
	const char *text, *end; /* all that can be seen */
	const char *to; /* what stands before it is to be looked at now, what stands behind it with a later window */
	size_t moved;   /* what was seen before lies so many bytes nearer to the start now */
	bool first, last;
};

struct text_reader;
/* `step`: how many bytes are read at a time, 0 for the usual number. NULL when memory runs out. */
struct text_reader *text_reader_new(size_t step);
void text_reader_free(struct text_reader *reader);

/* Starts with a file that is open for reading; `name` is for messages and must stay. */
void text_reader_start(struct text_reader *reader, int fd, const char *name);

/* The next window. False at the end, for a binary file and on failure (*failed is set). Valid until the next call. */
bool text_reader_next(struct text_reader *reader, struct text_window *window, bool *failed, struct icd_error *err);
enum text_encoding text_reader_encoding(const struct text_reader *reader);

/* The place in the file of a place in the last window; not before one that was asked for earlier. */
uint64_t text_reader_place(struct text_reader *reader, const char *at);

#endif
