/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where an answer goes and in which form, and text that fits the terminal. For the commands; rooms that answer
 * know nothing of it.
 */
#ifndef ICD_PRINT_OUTPUT_H
#define ICD_PRINT_OUTPUT_H

#include "tell/printer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* SARIF is for findings in files: the scan command only. */
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV, FORMAT_SARIF, FORMAT_CSV };

/*
 * The places that an answer shows, for a shell in which a number opens one: those that lists begin their lines with
 * (output_number), and those named in wrapped texts, which get a dim "[7]" behind them where `names_place` is there
 * to tell them from other words.
 */
#define OUTPUT_NAME_SIZE 32
#define OUTPUT_LINE_SIZE 160
struct output_place {
	char name[OUTPUT_NAME_SIZE];   /* "" for a choice that is no place */
	char answer[OUTPUT_LINE_SIZE]; /* the line that the number stands for, of a choice; "" for a place */
	size_t line;                   /* in which its number was shown last */
};
struct output_numbers {
	bool goes_on; /* the next one belongs to the same list; else it begins a new one */
	bool failed;  /* out of memory: lines have no number; said by whoever owns the list, who sets it back */
	size_t count, capacity;
	struct output_place *at;
	/* Is the word a place of the book, or a section of the guidelines? Then its name; NULL: no text is marked. */
	bool (*names_place)(void *context, const char *word, size_t length, char name[OUTPUT_NAME_SIZE]);
	void *context;
	const char *open; /* what the answer is about: it gets no number; NULL or "" for nothing */
	size_t begun;     /* the number that the line begins with; 0 for none */
	size_t line;      /* how many lines were wrapped: a number is not said again in the next few */
};

/* Roles of text; each has a colour of the terminal's own palette. */
enum ink { INK_PLAIN, INK_CODE, INK_GOOD, INK_BAD, INK_WARN, INK_HEAD, INK_DIM, INK_MATCH };

struct output {
	FILE *file;
	enum format format;
	bool color;
	bool header;                    /* TSV: a line of column names first */
	unsigned width;                 /* columns of the terminal; 0: no limit (a pipe) */
	struct output_numbers *numbers; /* of a shell, else NULL */
};

/* Fills in width and colour for the file; `when` is "auto", "always" or "never" (NO_COLOR and
 * TERM=dumb count for auto). False when it is none of these. */
bool output_start(struct output *out, FILE *file, enum format format, const char *when);

/* ---- text ---- */

/* The escape sequence for an ink, and the one that ends it; "" without colour. */
const char *ink(const struct output *out, enum ink wanted);
const char *ink_end(const struct output *out);

/*
 * Writes UTF-8 text wrapped at words to the width: `first` starts the first line, `rest` blanks
 * start the others. White space is folded; a word that is too long stands on its own line.
 * `first` may hold ink; it counts as `first_columns` columns.
 */
void output_wrap(const struct output *out, const char *first, unsigned first_columns, unsigned rest, enum ink wanted,
		 const char *text);

/*
 * The same with formatted starts: `format` makes the start of the first line, whose columns are counted. The
 * other lines start with `rest` blanks; OUTPUT_UNDER is as many as the start has columns, OUTPUT_UNDER + 2 two more.
 */
#define OUTPUT_UNDER 1000u
void output_item(const struct output *out, unsigned rest, enum ink wanted, const char *text, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The same with a start that is made already. */
void output_under(const struct output *out, const char *first, unsigned rest, enum ink wanted, const char *text);

/* Writes a formatted text, wrapped; `rest` blanks start all lines but the first. */
void output_line(const struct output *out, unsigned rest, enum ink wanted, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * In a shell, puts the name (a code in either spelling, a section "M50-M54", a chapter's number)
 * on the numbered list and gives the text to start its line with: as many columns as bytes.
 * Elsewhere "". Returns text. The rest of the line is written by output_wrap or a function like it.
 */
#define OUTPUT_NUMBER_SIZE 32
const char *output_number(const struct output *out, const char *name, char text[OUTPUT_NUMBER_SIZE]);

/* The same for a choice whose number runs a line: "narrow S52.5 --answers 1,2". `name` is the place it comes to, "" for
 * none. */
const char *output_choice(const struct output *out, const char *name, const char *answer,
			  char text[OUTPUT_NUMBER_SIZE]);

/* How many columns the text takes on a terminal; ink takes none. */
unsigned text_columns(const char *text);

/* ---- rows ---- */

/* Writes the bytes as a field of a row: tab, line feed and backslash as \t \n \\, a NUL as "?". */
void output_bytes(const struct output *out, const char *text, size_t length);
/* Writes fields that no printer tells as a row. */
void output_row(const struct output *out, const char *const *fields, size_t count);

#endif
