/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard output and standard error as a terminal may have them: for both programs and whatever they print with.
 *
 * Texts come from files that others wrote: titles, notes, lists, names of files. A terminal obeys what stands in them:
 * escape sequences, other control characters, marks that turn the direction of text. From shown_start on all that is
 * printed goes through here and has these escaped ("\x1b", "\u202e"); lines still end with line feeds. The program's own
 * colours begin with shown_mark, which no file can know. Rows, JSON and files that are given back are exact.
 */
#ifndef ICD_SHOWN_H
#define ICD_SHOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Puts streams that escape in the place of stdout and stderr. False when there is no memory. For main. */
bool shown_start(void);

/* Is standard output, from now on, what is printed byte for byte? Returns whether it was until now. */
bool shown_exact(bool exact);
/* From now on what is printed belongs to a file: exact, but on a terminal. Returns the same. */
bool shown_file(void);

/* What an escape sequence of the program's own begins with instead of ESC; it goes on "[1m", "[32m". ESC itself where
 * nothing is escaped. */
#define SHOWN_MARK_SIZE 24
const char *shown_mark(void);
/* How many bytes at the start of the text are such a sequence; 0: none begins there. */
size_t shown_sequence(const char *text, const char *end);

/* Writes bytes that are to steer the terminal, or were shown once already, as they are. */
void shown_control(FILE *file, const char *bytes, size_t size);

/* The descriptor behind a stream, also of the two. */
int shown_descriptor(FILE *file);
/* Standard output as it was before, for who draws on a terminal (readline). */
FILE *shown_terminal(void);

/* Writes out all that was printed to standard output; false, and errno, when any of it could not be written. */
bool shown_end(void);

#endif
