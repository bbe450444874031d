/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file, or a text in memory, read piece by piece as text: its byte order mark taken off, UTF-16 as UTF-8.
 */
#ifndef ICD_INPUT_SOURCE_H
#define ICD_INPUT_SOURCE_H

#include "base/base.h"
#include "encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/*
 * A file that becomes shorter while it is read was not read whole. How long it was is asked for before its first byte
 * is read, 0 for what has no length; at its end, it fails where less of it came.
 */
off_t icd_file_begun(int fd);
bool icd_file_ended(int fd, off_t begun, const char *name, struct icd_error *err);

#define SOURCE_PIECE ((size_t)256 * 1024)

struct text_source {
	int fd;
	const char *memory;           /* NULL: the file; else what is read in its place, */
	size_t memory_size;           /* and how much of that is left */
	const char *name;             /* for messages */
	void (*pause)(void *context); /* called before it waits for more, so that what was answered goes out; or NULL */
	void *context;
	/* Filled in. */
	enum text_encoding encoding;
	off_t begun;                     /* icd_file_begun */
	bool started, marked;            /* marked: it begins with a byte order mark */
	size_t have;                     /* in raw and not given yet */
	unsigned char raw[SOURCE_PIECE]; /* the first bytes, then those of UTF-16; need not be anything at first */
};

/*
 * Reads up to `size` bytes of text, which is 8 at least; waits for some, not for all of them. 0 at the end of the
 * file, -1 on failure.
 */
ssize_t text_source_read(struct text_source *source, char *to, size_t size, struct icd_error *err);

/* How many bytes of the file stand before all text: its byte order mark. */
unsigned text_source_mark(const struct text_source *source);

/*
 * The text of the descriptor as a stream, for readers that take byte after byte; NULL when out of memory. The
 * descriptor stays the caller's, who closes the stream before it, and `name` is kept.
 */
FILE *text_source_stream(int fd, const char *name);
/* What errno says of such a stream when it has failed. */
const char *text_source_failure(int number);

#endif
