/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shuts a command of the command line in with the files it needs. For arguments.c; lines of a shell are not confined,
 * since a shell opens and starts whatever its user asks for. */
#ifndef ICD_CLI_CONFINE_H
#define ICD_CLI_CONFINE_H

#include "command.h"

/* The index is open by now. A command may read the user's own folder, the notes that came with the book, and files and
 * folders that its arguments name; it may write what an option that writes (--html, --fix, ...) names and, where its row
 * says so, the user's own folder. argv[0] is its name. */
void confine(const struct command *command, int argc, char **argv);

#endif
