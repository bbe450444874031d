/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Telling an answer once, for JSON and for rows.
 *
 * An answer is a walk over objects, lists and named fields. Each kind of answer has one function that makes this
 * walk, tell_card(printer, ...) and the like; which form comes out is decided by whoever starts the printer:
 *
 *   JSON  the walk as it is, in its order, one line for each answer;
 *   rows  a table of columns picks fields out of the walk: tab-separated values or, where that is set, CSV.
 *
 * Text for people is no form of this walk: layout is the point of it. It stands in the print_ functions.
 *
 * What was told is kept in memory until the answer is whole, then it is written. So an answer is there or it is
 * not: when memory runs out nothing of it is written, `lost` is called, and printer_close tells the caller. Whether
 * the file took everything shows in the state of the file, which main looks at once.
 *
 * A name is NULL for the items of a list and for the answer itself. Names are
 * constants without a colon: a column knows a name again by where it stands.
 */
#ifndef ICD_TELL_PRINTER_H
#define ICD_TELL_PRINTER_H

#include "base/base.h"
#include "memory/buffer.h"

#include <stdio.h>

/* ---- rows ---- */

/*
 * Which fields are columns, each field of one column at most. `columns` names them, parted by blanks:
 *
 *   code               the column "code": the field "code" of the row
 *   input=query        the column "input": the field "query"
 *   id=.name           the field "name" of the answer itself
 *   first=parts.code   the field "code" of an object "parts", or of the items of a list of that name: the first one
 *   codes+             all items of the list "codes", with a blank between them
 *   rank=#             the number of the row, from 1
 */
struct columns {
	const char *rows; /* each object in this list is a row; NULL: the answer is one */
	const char *columns;
	bool even_empty; /* an answer without any row gives one all the same */
};

/* How a character stands in a row of tab-separated values: what to write for tab, line feed, backslash and NUL; NULL for others. */
const char *cell_escape(char c);
/* Puts a text as it stands in a row. */
void cell_put(struct icd_buffer *cells, const char *text, size_t length);

/* ---- the printer ---- */

#define PRINTER_DEPTH   12
#define PRINTER_COLUMNS 12
#define PRINTER_NAME    24 /* bytes of a name of a column or field, with its NUL */

struct printer_level {
	const char *name;
	char end;         /* what closes it in JSON */
	bool begun;       /* it holds something */
	size_t mark;      /* rows: how much was in `cells` when it began */
	uint32_t columns; /* rows: those whose fields stand in it, a bit for each */
};

struct printer_column {
	char name[PRINTER_NAME], in[PRINTER_NAME], field[PRINTER_NAME];
	const char *known; /* where the name of such a field stood last */
	bool all;          /* values, not the first one alone */
	bool set;          /* the row has a value, in `cells` */
	size_t start, length;
};

struct printer { /* all 0: a printer that was not started */
	FILE *file;
	const struct columns *columns;
	const char *after;         /* follows each answer in a file */
	bool csv;                  /* rows as RFC 4180 has them, but for the line feed alone at their ends */
	size_t hold;               /* writes when so many bytes were told; 0: after each answer */
	struct icd_buffer text;    /* told and not written yet */
	bool failed;               /* an answer is missing */
	void (*lost)(void);        /* called when one is; NULL: only printer_close says so */
	unsigned depth, row_depth; /* of what is being told; of the row, 0 outside one */
	struct printer_level levels[PRINTER_DEPTH];
	struct printer_column row[PRINTER_COLUMNS];
	size_t column_count, next_column; /* to look at first */
	uint32_t initials;                /* of the columns' fields, a bit for each letter */
	struct icd_buffer cells;
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
/* Forgets what was told and not written: the answer came to nothing. */
void printer_drop(struct printer *printer);
/* What was told to a printer without a file, with a NUL after it; NULL when memory ran out. The printer owns it. */
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

/*
 * Fields, each as NAME:CONVERSION, parted by blanks. The compiler checks the conversions as those of printf:
 *
 *   %s    a text, null for NULL; UTF-8, a byte that is none comes out as U+FFFD in JSON
 *   %7s   a stored code, shown with its dot; null for NULL and ""
 *   %d    a number, also %u, %ld, %lld and so on
 *   %g    a number with six significant digits
 *   %hhd  true or false; rows have 1 and 0
 *   %x    a date, "2021-10-01"; null for 0
 */
void tell_fields(struct printer *printer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An object that has these fields and no others. */
void tell_item(struct printer *printer, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* One field, or an item of a list, for what depends. */
void tell_text(struct printer *printer, const char *name, const char *text);
void tell_number(struct printer *printer, const char *name, int64_t number);
void tell_bool(struct printer *printer, const char *name, bool value);
void tell_null(struct printer *printer, const char *name);
void tell_date(struct printer *printer, const char *name, icd_date date);
void tell_code(struct printer *printer, const char *name, const char *code);
/* A text that ends with its length; a NUL in it comes out as "?". */
void tell_bytes(struct printer *printer, const char *name, const char *text, size_t length);
void tell_texts(struct printer *printer, const char *name, const char *const *at, size_t count);
/* A field that rows have and JSON has not. */
void tell_column(struct printer *printer, const char *name, const char *text);

#endif
