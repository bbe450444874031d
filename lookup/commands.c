/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: dispatch, help and completion are made from it. */
#include "command.h"
#include "commands.h"

#include <stddef.h>

const struct command commands[] = {
	{"code", cmd_code, 0, "[-1] [-a] CODE... | -", "the code's card"},
	{"tree", cmd_tree, 0, "[--depth N] [--html FILE] CODE|RANGE|CHAPTER...", "what is below a place"},
	{"compare", cmd_compare, 0, "CODE...", "codes side by side"},
	{"releases", cmd_releases, 0, "[--files]", "what the index holds, from which files"},
	{NULL, NULL, 0, NULL, NULL},
};
