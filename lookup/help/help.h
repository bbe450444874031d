/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers --help and --version. For main.c and the shell. */
#ifndef ICD_HELP_HELP_H
#define ICD_HELP_HELP_H

#include "cli/arguments.h"

/* What arguments_ask_help() found: the version, a command's arguments and options, or all commands. Returns STATUS_OK. */
int help_show(struct session *session, const struct arguments *arguments);

/* The options of a command, each in a line; nothing when it has none. */
void help_options(struct session *session, const struct command *command);

#endif
