/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of a list and rows of a table, streamed from a file in constant memory. For the
 * commands that read many codes.
 */
#ifndef ICD_INPUT_ROWS_H
#define ICD_INPUT_ROWS_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROWS_LINE_MAX  65536     /* longer lines are cut */
#define ROWS_FIELD_MAX (1 << 20) /* a longer field is an error: a quote that is never closed */

struct row_field {
	const char *text; /* not terminated, no NUL is promised */
	size_t length;
};

/* Return false to stop. `line` counts from 1. */
typedef bool line_visitor(void *context, uint64_t line, struct row_field text);
/* A row of a table, with the columns that were asked for, in their order; empty where the row is too short. */
typedef bool row_visitor(void *context, uint64_t row, const struct row_field *fields, size_t count);

/*
 * Calls `visit` for each line, without its end (LF or CRLF) and without a byte order mark; empty
 * lines too. `fd` is read to its end. False on failure only, `name` is for the message.
 */
bool rows_read_lines(int fd, const char *name, line_visitor *visit, void *context, struct icd_error *err);

#define ROWS_COLUMNS_MAX 32

struct row_columns {
	const char *names[ROWS_COLUMNS_MAX]; /* a column's name, any case, or its number from 1 */
	size_t count;
	char delimiter; /* 0: comma, semicolon or tab, as the first line has it */
	bool by_number; /* filled in: no column goes by its name */
};

/*
 * Reads a table: quotes as in RFC 4180. Where a column goes by its name the first row has the
 * names; else the first row is visited too, as row 1.
 */
bool rows_read_table(int fd, const char *name, struct row_columns *columns, row_visitor *visit, void *context,
		     struct icd_error *err);

#endif
