/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines of a list and rows of a table, streamed from a file in constant memory, each with the bytes it came as. For
 * the commands that read many codes.
 *
 * Tables are quoted as in RFC 4180. What stands there otherwise is taken as it is: a quote within a field that does
 * not begin with one, text behind a closing quote. Blanks around a field do not count, but for those in quotes.
 */
#ifndef ICD_INPUT_ROWS_H
#define ICD_INPUT_ROWS_H

#include "base/base.h"
#include "encoding.h"
#include "memory/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROWS_LINE_MAX    65536     /* longer lines are cut */
#define ROWS_FIELD_MAX   (2 << 20) /* a longer field is an error: a quote that is never closed? */
#define ROWS_COLUMNS_MAX 32

struct row_field {
	const char *text; /* not terminated, no NUL is promised; never NULL */
	size_t length;
};

struct row {
	uint64_t number;                /* from 1; empty rows and the row of names count too */
	struct row_field whole, end;    /* as it came, and the line end behind it; "" at the end of the file */
	const struct row_field *fields; /* the columns asked for, without quotes; "" where the row is too short */
	const struct row_field *places; /* the same with their quotes, as they stand in `whole` */
	size_t count;
	size_t missing;  /* so many columns fewer than the first row it has */
	uint64_t offset; /* of the row, in the file */
	bool names;      /* of the columns; nothing else is in it */
	char delimiter;  /* between fields; 0: a line, which is one */
	bool marked;     /* a byte order mark stands before it */
};

/* Returns false to stop. The row is valid during the call; its bytes, `whole`, stay until `leave` is called. */
typedef bool row_visitor(void *context, const struct row *row);

struct row_input {
	int fd;             /* is read to its end */
	const char *memory; /* NULL; or what is read in place of the file, so many bytes */
	size_t memory_size;
	const char *name; /* for messages */
	row_visitor *visit;
	void (*pause)(void *context); /* called before it waits for more of the file; may be NULL */
	void (*leave)(void *context); /* called before the bytes of rows that were visited go; may be NULL */
	void *context;
	bool uncut; /* lines that are too long are an error */
	/* Filled in. */
	enum text_encoding encoding;
};

/* Calls `visit` for each line, which is its only field. False on failure only. */
bool rows_read_lines(struct row_input *input, struct icd_error *err);

struct row_columns {
	const char *names[ROWS_COLUMNS_MAX]; /* a column's name, any case, or its number from 1 */
	size_t count;
	char delimiter; /* 0: filled in: comma, semicolon, tab or bar, as the first row has it */
	bool by_number; /* filled in: no column goes by its name */
};

/* Reads a table. Where a column goes by its name the first row has the names. */
bool rows_read_table(struct row_input *input, struct row_columns *columns, struct icd_error *err);

/*
 * All fields of a row, one after the other, as they stand there. *at is where the first begins (row.whole.text) and then
 * where the next one does, NULL after the last. False when there is none.
 */
bool rows_next_field(const struct row *row, const char **at, struct row_field *place);
/* A field without its quotes and the blanks around it. Made in the buffer where that is not a piece of the field. */
struct row_field rows_unquoted(struct row_field place, struct icd_buffer *buffer);

#endif
