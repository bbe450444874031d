/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: dispatch, help and completion are made from it. */
#include "commands.h"

#include "commands/commands.h"
#include "shell/shell.h"

#include <stddef.h>

const struct command commands[] = {
	{"code", cmd_code, COMMAND_CURRENT | COMMAND_SHOWS, "[-1] [-a] [--html FILE] CODE... | -", "the code's card",
	 TAKES_CODES},
	{"search", cmd_search, COMMAND_SHOWS,
	 "[--limit N] [--within START] [--list FILE|NAME] [--list-column NAME|N] [--all-dates] [--synonyms FILE] WORD...",
	 "ranked codes for words as people say them", TAKES_ANY},
	{"tree", cmd_tree, COMMAND_CURRENT | COMMAND_SHOWS,
	 "[--depth N] [-a] [--html FILE] [CODE|RANGE|CHAPTER|all...]", "what is below a place", TAKES_PLACES},
	{"narrow", cmd_narrow, COMMAND_CURRENT | COMMAND_SHOWS, "[--answers N,...] [-a] CODE [WORD...] | WORD...",
	 "what still has to be chosen: side, encounter, type", TAKES_FAMILY},
	{"compare", cmd_compare, COMMAND_SHOWS, "CODE...", "codes side by side", TAKES_CODES},
	{"pair", cmd_pair, COMMAND_SHOWS, "CODE CODE", "may the two be reported together, and which notes say so",
	 TAKES_CODES},
	{"check", cmd_check, 0,
	 "[--column NAME|N]... [--date-column NAME|N] [--delimiter C] [--keep] [--row] [--fix] [--list FILE|NAME] [--list-column NAME|N] [--invalid] [-q] "
	 "[--fail-on error|warning|none] [--summary] [--by NAME|N]... [--html FILE [--family CODE]...] [FILE...]",
	 "is each code valid and billable on its date", TAKES_FILES},
	{"scan", cmd_scan, 0,
	 "[--against DATE] [--fix] [--list FILE|NAME] [--list-column NAME|N] [--exclude PATTERN]... [--rule RULE,...] [--min LEVEL] [--fail-on LEVEL|none] "
	 "[--baseline FILE] [--write-baseline FILE] [--columns characters|bytes] [--summary] [-q] FILE|FOLDER...",
	 "codes inside templates and superbills, reported like a compiler", TAKES_FILES},
	{"claim", cmd_claim, 0,
	 "[--fail-on LEVEL|none] [--min LEVEL] [--setting inpatient|outpatient] [--age YEARS] [--sex F|M] [--list FILE|NAME] [--list-column NAME|N] [--file FILE] [-qv] [--matrix | "
	 "--summary [--by day|month|year|id:N]... [--html FILE [--family CODE]...]] CODE... | - | FILE",
	 "codes reported together, the first is first-listed", TAKES_CLAIM},
	{"index", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the alphabetic index at a term",
	 TAKES_TERMS},
	{"drug", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the table of drugs and chemicals",
	 TAKES_TERMS},
	{"neoplasm", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the table of neoplasms",
	 TAKES_TERMS},
	{"cause", cmd_index, COMMAND_SHOWS, "[-a] [--below] [--follow] TERM...", "the external cause index",
	 TAKES_TERMS},
	{"refs", cmd_refs, COMMAND_CURRENT | COMMAND_SHOWS, "[--below] CODE...",
	 "every index entry and note that points at a code", TAKES_CODES},
	{"guide", cmd_guide, COMMAND_CURRENT | COMMAND_SHOWS, "[SECTION | CODE... | WORD...]",
	 "the official guidelines: a section, those that name a code, a search in them", TAKES_GUIDE},
	{"icd9", cmd_icd9, COMMAND_CURRENT | COMMAND_SHOWS, "[-a] CODE... | -",
	 "between ICD-9-CM and today's codes, both ways", TAKES_EITHER},
	{"releases", cmd_releases, 0, "[--files | --newer]", "what the index holds, from which files", TAKES_NOTHING},
	{"history", cmd_history, COMMAND_CURRENT | COMMAND_SHOWS, "CODE...",
	 "every dated change of a code, and what replaced it", TAKES_CODES},
	{"changes", cmd_changes, COMMAND_SHOWS,
	 "[-a] [--only codes|titles|notes|poa|guidelines] [--list FILE|NAME]... [--list-column NAME|N] [--bookmarks] [--html FILE] [[FROM] TO] "
	 "[CODE|RANGE|CHAPTER]...",
	 "what changed between two releases", TAKES_DATES},
	{"list", cmd_list, COMMAND_SHOWS,
	 "[--column NAME|N] [-1] [LIST... | expand LIST... | diff LIST LIST | diff LIST [FROM] TO | check LIST...|all | find CODE...]",
	 "code lists: those there are, their codes, what a release does to them", TAKES_LISTS},
	{"note", cmd_note, COMMAND_KEEPS, "[CODE [TEXT...]] | --edit N TEXT... | --delete N|CODE",
	 "your own desk notes, by code or by their start (M54.5-)", TAKES_CODE_FIRST},
	{"bookmark", cmd_bookmark, COMMAND_CURRENT | COMMAND_KEEPS, "[--delete] CODE...", "keep a code at hand",
	 TAKES_CODES},
	{"bookmarks", cmd_bookmarks, 0, "", "the codes kept at hand", TAKES_NOTHING},
	{"shell", cmd_shell, COMMAND_ROAMS, "", "the interactive shell; the default on a terminal", TAKES_NOTHING},
	{"export", cmd_export, 0,
	 "[-o FILE] order|codes|tabular|index|cause|drug|neoplasm | [-o FILE] [--sql postgresql|sqlite|duckdb] "
	 "crosswalk|dated|dated-notes|dated-excludes",
	 "a release again in its official form, and tables for databases", TAKES_ANY},
	{"verify", cmd_verify, 0, "", "is the index whole, and does it still give back its sources", TAKES_NOTHING},
	{0},
};
