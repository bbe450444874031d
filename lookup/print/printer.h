/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telling an answer once, for JSON and for rows.
 *
 * An answer is a walk over objects, lists and named fields. Each kind of answer has one function that makes this
 * walk, tell_card(printer, ...) and the like; which form comes out is decided by whoever starts the printer:
 *
 *   JSON  the walk as it is, in its order, one line for each answer;
 *   rows  a table of columns picks fields out of the walk: tab-separated values.
 *
 * Text for people is no form of this walk: layout is the point of it. It stands in the print_ functions.
 *
 * What was told is kept in memory until the answer is whole, then it is written. So an answer is there or it is
 * not: when memory runs out nothing of it is written, that is said, and printer_close tells the caller. Whether
 * the file took everything shows in the state of the file, which main looks at once.
 *
 * A name is NULL for the items of a list and for the answer itself. Names must outlive the answer.
 */
#ifndef ICD_PRINT_PRINTER_H
#define ICD_PRINT_PRINTER_H

#include "base/base.h"
#include "memory/buffer.h"

#include <stdio.h>

/* ---- rows ---- */

/* A column shows a field of an object. Items of a list go by the name of the list, the answer itself is "". A list
 * of texts counts as one field. */
struct column {
	const char *name;    /* for the line of names */
	const char *in;      /* the object; NULL: that of the row */
	const char *field;   /* NULL: named as the column is */
	const char *between; /* all values, with this between them; NULL: the first value alone */
};

#define COLUMN_NUMBER "#" /* as field: the number of the row, from 1 */
#define COLUMNS_MAX   8

struct columns {
	const char *rows;                  /* each object in this list is a row; NULL: the answer is one */
	bool even_empty;                   /* an answer without any row gives one all the same */
	struct column at[COLUMNS_MAX + 1]; /* ends with one that has no name */
};

/* How a character stands in a row: what to write for tab, line feed, backslash and NUL; NULL for others. */
const char *cell_escape(char c);

/* ---- the printer ---- */

#define PRINTER_DEPTH 12

struct printer_level {
	const char *name;
	char end;    /* what closes it in JSON */
	bool begun;  /* it holds something */
	size_t mark; /* rows: how much was in `cells` when it began */
};

struct printer_cell {
	size_t start, length; /* in `cells` */
	bool set;
};

struct printer { /* all 0: a printer that was not started */
	FILE *file;
	const struct columns *columns;
	const char *after;         /* follows each answer in a file */
	size_t hold;               /* writes when so many bytes were told; 0: after each answer */
	struct icd_buffer text;    /* told and not written yet */
	bool failed;               /* an answer is missing */
	unsigned depth, row_depth; /* of what is being told; of the row, 0 outside one */
	struct printer_level levels[PRINTER_DEPTH];
	struct icd_buffer cells;
	struct printer_cell row[COLUMNS_MAX];
	uint32_t row_count; /* of the answer */
};

/*
 * Answers told from now on go to the file, as JSON or, with columns, as rows. Without a file they stay in memory
 * (printer_text). A printer may be started again; it keeps its memory.
 */
void printer_start(struct printer *printer, FILE *file, const struct columns *columns);
/* Rows: a line with the names of the columns. */
void printer_names(struct printer *printer);
/* Writes what is held back. */
void printer_write(struct printer *printer);
/* Forgets the answer that is being told: it came to nothing. */
void printer_drop(struct printer *printer);
/* What was told to a printer without a file, with a NUL behind it; NULL when memory ran out. The printer's own. */
const char *printer_text(struct printer *printer);
/* Writes the rest and gives the memory back. False when an answer is missing because memory ran out. */
bool printer_close(struct printer *printer);

/* ---- telling ---- */

/* The object of an answer, with "v":1, the version of the JSON forms. */
void tell_answer(struct printer *printer);
void tell_object(struct printer *printer, const char *name);
void tell_list(struct printer *printer, const char *name);
/* Ends the object or list that was begun last. */
void tell_end(struct printer *printer);

/* UTF-8; a byte that is none comes out as U+FFFD in JSON. NULL is null. */
void tell_text(struct printer *printer, const char *name, const char *text);
/* A text that ends with its length; a NUL in it comes out as "?". */
void tell_bytes(struct printer *printer, const char *name, const char *text, size_t length);
void tell_number(struct printer *printer, const char *name, int64_t number);
/* Six significant digits. */
void tell_real(struct printer *printer, const char *name, double number);
/* Rows have 1 and 0. */
void tell_bool(struct printer *printer, const char *name, bool value);
void tell_null(struct printer *printer, const char *name);
/* "2021-10-01", null for 0. */
void tell_date(struct printer *printer, const char *name, icd_date date);
/* A stored code with its dot; null for NULL and "". */
void tell_code(struct printer *printer, const char *name, const char *code);
void tell_texts(struct printer *printer, const char *name, const char *const *at, size_t count);
/* A field that rows have and JSON has not. */
void tell_column(struct printer *printer, const char *name, const char *text);

#endif
