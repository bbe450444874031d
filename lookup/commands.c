/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: dispatch, help and completion are made from it. */
#include "commands.h"

#include "commands/commands.h"
#include "shell/shell.h"

#include <stddef.h>

const struct command commands[] = {
	{"code", cmd_code, COMMAND_CURRENT | COMMAND_SHOWS, "[-1] [-a] CODE... | -", "the code's card"},
	{"search", cmd_search, COMMAND_SHOWS, "[--limit N] [--within START] [--all-dates] [--synonyms FILE] WORD...",
	 "ranked codes for words as people say them"},
	{"tree", cmd_tree, COMMAND_CURRENT | COMMAND_SHOWS,
	 "[--depth N] [-a] [--html FILE] [CODE|RANGE|CHAPTER|all...]", "what is below a place"},
	{"compare", cmd_compare, COMMAND_SHOWS, "CODE...", "codes side by side"},
	{"pair", cmd_pair, COMMAND_SHOWS, "CODE CODE", "may the two be reported together, and which notes say so"},
	{"check", cmd_check, 0,
	 "[--column NAME|N]... [--date-column NAME|N] [--delimiter C] [--invalid] [--summary] [--by NAME|N] [FILE...]",
	 "is each code valid and billable on its date"},
	{"scan", cmd_scan, 0,
	 "[--against DATE] [--fix] [--exclude PATTERN]... [--rule RULE,...] [--min LEVEL] [--fail-on LEVEL|none] "
	 "[--baseline FILE] [--write-baseline FILE] [--columns characters|bytes] [--summary] [-q] FILE|FOLDER...",
	 "codes inside templates and superbills, reported like a compiler"},
	{"claim", cmd_claim, 0,
	 "[--fail-on LEVEL|none] [--min LEVEL] [--setting inpatient|outpatient] [--age YEARS] [--sex F|M] [-v] [--matrix | "
	 "--summary [--by day|month|year|id:N]] CODE... | - | FILE",
	 "codes reported together, the first is first-listed"},
	{"index", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the alphabetic index at a term"},
	{"drug", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the table of drugs and chemicals"},
	{"neoplasm", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the table of neoplasms"},
	{"cause", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the external cause index"},
	{"refs", cmd_refs, COMMAND_CURRENT | COMMAND_SHOWS, "[--below] CODE...",
	 "every index entry and note that points at a code"},
	{"guide", cmd_guide, COMMAND_CURRENT | COMMAND_SHOWS, "[SECTION | CODE... | WORD...]",
	 "the official guidelines: a section, those that name a code, a search in them"},
	{"releases", cmd_releases, 0, "[--files]", "what the index holds, from which files"},
	{"history", cmd_history, COMMAND_CURRENT | COMMAND_SHOWS, "CODE...",
	 "every dated change of a code, and what replaced it"},
	{"changes", cmd_changes, COMMAND_SHOWS,
	 "[-a] [--only codes|titles|notes|poa|guidelines] [--list FILE]... [--bookmarks] [--html FILE] [[FROM] TO] "
	 "[CODE|RANGE|CHAPTER]...",
	 "what changed between two releases"},
	{"note", cmd_note, 0, "[CODE [TEXT...]] | --edit N TEXT... | --delete N|CODE",
	 "your own desk notes, by code or by their start (M54.5-)"},
	{"bookmark", cmd_bookmark, COMMAND_CURRENT, "[--delete] CODE...", "keep a code at hand"},
	{"bookmarks", cmd_bookmarks, 0, "", "the codes kept at hand"},
	{"shell", cmd_shell, 0, "", "the interactive shell; the default on a terminal"},
	{"export", cmd_export, 0, "[-o FILE] order|codes|tabular|index|cause|drug|neoplasm|crosswalk",
	 "a release again in its official form"},
	{"verify", cmd_verify, 0, "", "is the index whole, and does it still give back its sources"},
	{NULL, NULL, 0, NULL, NULL},
};
