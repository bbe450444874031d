/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was typed: the options that every command has, and which command is meant. One
 * reading for the command line (main.c) and for the lines of a shell (shell.c).
 */
#ifndef ICD_CLI_ARGUMENTS_H
#define ICD_CLI_ARGUMENTS_H

#include "command.h"

#include <stdbool.h>

struct arguments {
	const char *index; /* NULL where an option was not given */
	const char *on;
	const char *color;
	const char *format;
	bool header, help, version;
	int count;        /* what is left for the command */
	char **values;    /* room for all arguments and one more; the caller's */
	const char *line; /* as typed, with its tabs and line feeds, where no option was taken out; else NULL */
};

/* Those options. */
extern const struct command_option arguments_options[];
/* The options of a command of the table, which end with a row without name. */
const struct command_option *command_options(struct session *session, const struct command *command);

/* The names of the formats that a command has, one after the other; *at is 0 for the first. NULL at the end. */
const char *arguments_format(const char *command, size_t *at);

/*
 * Takes the global options out of argv[1] ..., wherever they stand before "--", and leaves
 * what is not given as it was. False, with the message given: one has no value.
 */
bool arguments_read(int argc, char **argv, struct arguments *arguments);

/*
 * Sets the session's output and date, and its view where the store is open: format, colour
 * and --on, else $ICD10_ON, else today. False, with the message given, for a value that is none.
 */
bool arguments_apply(const struct arguments *arguments, struct session *session);

/* Today in local time, or $ICD10_TODAY when that is set and a date: tests and examples use it. */
icd_date arguments_today(void);

/*
 * Runs what is asked (question.h), having said how it was read where that is not plain; without arguments the shell.
 * Returns a STATUS_.
 */
int arguments_run(struct session *session, const struct arguments *arguments);

/* Is help or the version asked for: --help, --version, or "help" alone or before the name of a command? */
bool arguments_ask_help(const struct session *session, const struct arguments *arguments);

#endif
