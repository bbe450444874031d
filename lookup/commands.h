/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, composed of what commands/ and shell/ have. For main.c, which gives it to the session. */
#ifndef ICD_LOOKUP_COMMANDS_H
#define ICD_LOOKUP_COMMANDS_H

#include "cli/command.h"

extern const struct command commands[]; /* ends with a row without name */

#endif
