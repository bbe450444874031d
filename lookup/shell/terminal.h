/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shell's dealings with the terminal: the pager, the clipboard, Ctrl-C. For the shell.
 */
#ifndef ICD_SHELL_TERMINAL_H
#define ICD_SHELL_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Between the two, standard output is kept aside; then it goes to the terminal, or through
 * $PAGER (else less -R) when it is longer than the screen, or nowhere when it is not wanted.
 * False: it cannot be kept aside and goes to the terminal as it is.
 */
struct terminal_aside {
	int terminal, kept; /* file descriptors */
};
bool terminal_keep_aside(struct terminal_aside *aside);
void terminal_show(struct terminal_aside *aside, bool wanted);

/* How many lines the text takes on a screen of so many columns. Escape sequences take none. */
size_t terminal_lines(const char *text, size_t size, unsigned columns);

/* Puts a text on the clipboard by the terminal's own sequence (OSC 52); false when standard output is no terminal. */
bool terminal_copy(const char *text);

/* From now on Ctrl-C ends no program but is remembered; the third one before anybody asked ends it after all. */
void terminal_catch_interrupts(void);
/* Was Ctrl-C pressed since this was last asked? */
bool terminal_interrupted(void);

#endif
