/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading options: one reader for those that every command has (arguments.c) and for those of one command
 * (cmd_*.c).
 *
 * Options stand before or after the arguments and "--" ends them. Long ones have their whole name, with a value after
 * "=" or in the next argument; short ones may stand together ("-1a"), with a value right after the letter or
 * in the next argument. "-" is an argument.
 *
 * getopt_long is not used: it takes any beginning of a name for the name, so that a new option changes what scripts
 * mean; and it cannot leave to a command the options that it does not know itself.
 */
#ifndef ICD_CLI_OPTIONS_H
#define ICD_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* What an option does: puts true in a bool, puts its value in a text, or has a function take the value. */
enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_TAKEN };

struct command_option {
	const char *name; /* long name, NULL ends the list */
	char letter;      /* short name, 0 when there is none */
	enum option_kind kind;
	size_t field; /* of OPTION_FLAG and OPTION_TEXT: offset of the bool or const char * in what is chosen */
	/* Of OPTION_TAKEN. NULL, or what is wrong with the value: a sentence for the usage message, in which "%s"
	 * may stand for the value. */
	const char *(*take)(void *chosen, const char *value);
};

extern const struct command_option no_options[]; /* of a command that has none */

struct session;

/* Reads the options of the session's command, as `chosen` has them, and moves the arguments to argv[1] and so on.
 * `expected` says what one argument at least is for ("a code was"), NULL that none is needed. Returns how many arguments
 * there are, -1 when an option is wrong or no argument is there, and the message was given. In a shell the numbers of
 * what was shown and "." become the places they stand for; argv has room for one argument more. A command does nothing else
 * before it calls this (command_options). */
int options_read(struct session *session, int argc, char **argv, const struct command_option *options, void *chosen,
		 const char *expected);

/* Takes the options that are known out of argv[1] and so on, wherever they stand before "--", and puts all else,
 * unchanged, in `rest`, which has room for it. Returns how many that are; -1 when a value is missing and
 * the message was given. */
int options_take_out(int argc, char **argv, const struct command_option *options, void *chosen, char **rest);

#endif
