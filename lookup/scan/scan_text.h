/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of any encoding as UTF-8 or ASCII-compatible text, window by window, in constant
 * memory. For scan.c and scan_fix.c.
 */
#ifndef ICD_SCAN_SCAN_TEXT_H
#define ICD_SCAN_SCAN_TEXT_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_encoding {
	TEXT_BYTES, /* UTF-8, Latin-1, ASCII: taken as it is */
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_BINARY, /* not text: nothing is read of it */
};

#define TEXT_PADDING 64 /* zero bytes that may be read before and after a window */

struct text_window {
	const char *text; /* whole lines, but where a line is longer than a window */
	size_t size;
	uint64_t offset; /* in the file, of the first byte the window was made from */
	bool first, last;
};

struct text_reader;
struct text_reader *text_reader_new(void);
void text_reader_free(struct text_reader *reader);

/* Starts with a file that is open for reading; `name` is for messages and must stay. */
void text_reader_start(struct text_reader *reader, int fd, const char *name);

/* The next window. False at the end, for a binary file and on failure (*failed is set). Valid until the next call. */
bool text_reader_next(struct text_reader *reader, struct text_window *window, bool *failed, struct icd_error *err);
enum text_encoding text_reader_encoding(const struct text_reader *reader);

/* The place in the file of a place in the last window. */
uint64_t text_reader_place(const struct text_reader *reader, const struct text_window *window, size_t at);

#endif
