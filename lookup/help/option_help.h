/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the options do, in a line each. For help and completion. */
#ifndef ICD_HELP_OPTION_HELP_H
#define ICD_HELP_OPTION_HELP_H

#include "cli/command.h"

/* NULL: it is not told. `command` is the command whose option it is, NULL of those that every command has. */
const char *option_says(const struct command *command, const char *name);

/* A row for each option, as --help shows them: letter, name, value and what it does. `usage` has their values. */
void option_print(const struct command *command, const struct command_option *options, const char *usage);

#endif
