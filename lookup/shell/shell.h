/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interactive shell: what becomes of a line, where in the book one is, what may be
 * typed next. It runs the commands of the program and a few words of its own. Where lines
 * come from is not its business: cmd_shell.c, shell_input.h.
 */
#ifndef ICD_SHELL_SHELL_H
#define ICD_SHELL_SHELL_H

#include "help/completion.h"
#include "place.h"

struct shell;

/* The command that runs a shell: at a terminal with a prompt, else over the lines of its input. */
int cmd_shell(struct session *session, int argc, char **argv);

/* A shell in a session; `interactive` when a person sits at a terminal: then long output is paged.
 * NULL when memory ran out. */
struct shell *shell_open(struct session *session, bool interactive);
void shell_close(struct shell *shell);

/* Runs a line; messages about errors were given. False when the line leaves the shell. */
bool shell_line(struct shell *shell, const char *line);
/* The status of a script: STATUS_FAILED when a line of it failed. An answer that is "no" is no failure. */
int shell_status(const struct shell *shell);

/* A line about the book and one about help. */
void shell_greet(struct shell *shell);

/* What to show in front of the next line, valid until the next call: the date where it is not
 * today, the place that is open, how many codes the encounter has: "icd10 2021-09-30 M54.5 +2> ". */
#define SHELL_PROMPT_SIZE 96
const char *shell_prompt(const struct shell *shell, char out[SHELL_PROMPT_SIZE]);

/* Adds what may stand where `word` was begun, `start` bytes into the line. Valid as long as the index is open. */
void shell_complete(struct shell *shell, const char *line, size_t start, const char *word, struct candidates *out);

#endif
