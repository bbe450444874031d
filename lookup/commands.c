/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: dispatch, help and completion are made from it. */
#include "command.h"
#include "commands.h"

#include <stddef.h>

const struct command commands[] = {
	{"code", cmd_code, 0, "[-1] [-a] CODE... | -", "the code's card"},
	{"tree", cmd_tree, 0, "[--depth N] [--html FILE] CODE|RANGE|CHAPTER...", "what is below a place"},
	{"compare", cmd_compare, 0, "CODE...", "codes side by side"},
	{"pair", cmd_pair, 0, "CODE CODE", "may the two be reported together, and which notes say so"},
	{"claim", cmd_claim, 0,
	 "[--fail-on LEVEL] [--min LEVEL] [--matrix | --summary [--by day|month|year|id:N]] CODE... | - | FILE",
	 "codes reported together, the first is first-listed"},
	{"releases", cmd_releases, 0, "[--files]", "what the index holds, from which files"},
	{"history", cmd_history, 0, "CODE...", "every dated change of a code, and what replaced it"},
	{"changes", cmd_changes, 0, "[--only codes|titles|notes|poa] [--html FILE] [[FROM] TO] [CODE]",
	 "what changed between two releases"},
	{"note", cmd_note, 0, "[CODE [TEXT...]] | --edit N TEXT... | --delete N|CODE", "your own desk notes, by code or prefix (M54.5-)"},
	{"bookmark", cmd_bookmark, COMMAND_CURRENT, "[--delete] CODE...", "keep a code at hand"},
	{"bookmarks", cmd_bookmarks, 0, "", "the codes kept at hand"},
	{"shell", cmd_shell, 0, "", "the interactive shell; the default on a terminal"},
	{"export", cmd_export, 0, "order|codes|tabular [-o FILE]", "a release again in its official form"},
	{"verify", cmd_verify, 0, "", "is the index whole, and does it still give back its sources"},
	{NULL, NULL, 0, NULL, NULL},
};
