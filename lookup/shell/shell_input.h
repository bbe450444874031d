/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines typed at a terminal: editing, history, Tab, by readline. One at a time in a
 * program, for readline has one state. For cmd_shell.c.
 */
#ifndef ICD_SHELL_SHELL_INPUT_H
#define ICD_SHELL_SHELL_INPUT_H

#include "shell.h"

/* Reads the history of earlier shells; Tab asks this shell. */
void shell_input_start(struct shell *shell);
/* The next line, the caller frees it; "" after Ctrl-C; NULL when the user leaves. It is kept in the history
 * at once, in a file for the user alone. */
char *shell_input_line(const char *prompt);
void shell_input_end(void);

#endif
