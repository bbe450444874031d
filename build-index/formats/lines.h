/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a text file and the columns of its rows: what the readers of the
 * order, codes, addenda and POA files and their recognition share. Builder only.
 *
 * Spans point into the input and are not NUL-terminated.
 */
#ifndef ICD_BUILD_FORMATS_LINES_H
#define ICD_BUILD_FORMATS_LINES_H

#include "base/base.h"
#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
	const char *text;
	size_t length;
};

enum line_end { LINE_END_NONE, LINE_END_LF, LINE_END_CRLF };

struct line {
	const char *text; /* without its line end */
	size_t length;
	enum line_end end;
	uint32_t number; /* from 1 */
};

struct line_cursor {
	const char *at, *end;
	uint32_t number; /* of the line read last */
};

/* The start of a file, after a byte order mark if there is one. */
struct line_cursor lines_of(const struct input *in);
bool next_line(struct line_cursor *cursor, struct line *line);
bool line_is_blank(const struct line *line);

/* Fails on bytes that are not UTF-8 and on control characters other than the tab. */
bool check_line(const struct input *in, const struct line *line, struct icd_error *err);

/* Takes white space off the ends, the no-break space included. */
struct span trim(struct span span);
struct span trim_end(struct span span);
bool span_is(struct span span, const char *text);
bool span_starts(struct span span, const char *text);
/* What comes after the first `mark` in the span; empty when there is none. */
struct span span_after(struct span span, const char *mark);
/* Is the word somewhere in the span, in either case? */
bool span_holds(struct span span, const char *word);
bool is_utf8(const char *text, size_t length);

/* Takes the number that the span starts with off it; how many digits it has, `most` (9 or fewer) at most. */
size_t take_digits(struct span *span, size_t most, unsigned long *number);

#endif
