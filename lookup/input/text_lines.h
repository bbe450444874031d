/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines of a stream, one after the other, in memory that is bounded. A line ends with a line feed, a carriage return or
 * both. For the readers of typed lines and of small text files.
 */
#ifndef ICD_INPUT_TEXT_LINES_H
#define ICD_INPUT_TEXT_LINES_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define TEXT_LINE_MAX ((size_t)1 << 20) /* bytes of a line */

struct text_lines {
	FILE *file;
	const char *name;   /* of the file, for messages */
	const char *wanted; /* what a line should hold: "a code" */
	const char *begun;  /* what was read before, so many bytes; they come first */
	size_t begun_length;
	/* Filled in. */
	unsigned long number; /* of the line that was read last, from 1; may be set before the first */
	char *line;           /* without its end; valid until the next is read */
	size_t capacity;
	bool after_return; /* a line feed that comes next belongs to the line before */
};

enum text_line {
	TEXT_LINE_FAILED, /* the file cannot be read, or memory ran out */
	TEXT_LINE_END,
	TEXT_LINE_BAD, /* longer than TEXT_LINE_MAX, or with a NUL byte in it: it is passed over, the next can be read */
	TEXT_LINE_READ,
};

/* The next line. Where there is a reason to tell, it is in err. */
enum text_line text_lines_next(struct text_lines *lines, struct icd_error *err);

void text_lines_free(struct text_lines *lines);

#endif
