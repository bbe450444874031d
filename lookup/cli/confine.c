/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confine.h"

#include "sandbox/sandbox.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Options whose value is a file to be written. */
static const char *const writing[] = {"--html", "--write-baseline", "--output"};

/* The value of an argument, if it may be a file: all of it, or what stands behind "=" or the letter of an option. */
static const char *value_of(const char *argument)
{
	const char *equals = strchr(argument, '=');
	if (argument[0] != '-' || !argument[1])
		return argument;
	if (argument[1] == '-')
		return equals ? equals + 1 : "";
	return argument + 2;
}

/* Of an option that writes: the file, here or in the next argument; else NULL. */
static const char *output_of(const char *argument, const char *next)
{
	const char *short_one = argument[0] == '-' && argument[1] != '-' ? strchr(argument, 'o') : NULL;
	if (short_one)
		return short_one[1] ? short_one + 1 : next;
	for (size_t i = 0; i < sizeof writing / sizeof *writing; i++) {
		size_t length = strlen(writing[i]);
		if (strncmp(argument, writing[i], length) != 0)
			continue;
		if (argument[length] == '=')
			return argument + length + 1;
		if (!argument[length])
			return next;
	}
	return NULL;
}

static bool is_among(const char *option, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], option, strlen(option)) == 0)
			return true;
	}
	return false;
}

/* Files that are mended are replaced: written beside, and renamed. */
static void allow_argument(struct sandbox *box, const char *argument, const char *next, bool fix)
{
	const char *value = value_of(argument), *output = output_of(argument, next);
	if (output)
		sandbox_allow_output(box, output);
	if (fix && argument[0] != '-' && access(argument, F_OK) == 0)
		sandbox_allow_output(box, argument);
	else if (*value)
		sandbox_allow(box, value, SANDBOX_READ);
}

/* Lists may be links to elsewhere, one by one. */
static void allow_linked_lists(struct sandbox *box)
{
	char folder[ICD_LOCATION_SIZE], path[ICD_LOCATION_SIZE];
	DIR *lists = *user_file(USER_DATA, "lists", folder) ? opendir(folder) : NULL;
	for (const struct dirent *entry; lists && (entry = readdir(lists)) != NULL;) {
		snprintf(path, sizeof path, "%.3800s/%.255s", folder, entry->d_name);
		if (entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN)
			sandbox_allow(box, path, SANDBOX_READ);
	}
	if (lists)
		closedir(lists);
}

/* What of the user's own is there. Each by its name too: it may be a link to elsewhere. */
static void allow_own_files(struct sandbox *box, bool keeps)
{
	static const char *const names[] = {"notes.txt", "bookmarks.txt", "synonyms.tsv", "lists"};
	char path[ICD_LOCATION_SIZE];
	bool there = access(icd_user_folder("XDG_DATA_HOME", ".local/share", path), F_OK) == 0;
	if (there)
		sandbox_allow(box, path, SANDBOX_READ);
	for (size_t i = 0; (there || keeps) && i < sizeof names / sizeof *names; i++) {
		user_file(USER_DATA, names[i], path);
		if (keeps && i < 2)
			sandbox_allow_output(box, path);
		else
			sandbox_allow(box, path, SANDBOX_READ);
	}
	if (there)
		allow_linked_lists(box);
	for (unsigned i = 0; *icd_desk_shipped_folder(i, path); i++)
		sandbox_allow(box, path, SANDBOX_READ);
}

/* Does it read, or write, files besides the index? */
static bool reads_files(const struct command *command, int argc, char **argv)
{
	bool reads = command->takes == TAKES_FILES || command->takes == TAKES_CLAIM || command->flags & COMMAND_KEEPS;
	for (int i = 1; i < argc && !reads; i++)
		reads = strcmp(argv[i], "-") == 0 || output_of(argv[i], argv[i + 1]) ||
			access(value_of(argv[i]), F_OK) == 0;
	return reads;
}

void confine(const struct command *command, int argc, char **argv)
{
	struct sandbox box;
	if (command->flags & COMMAND_ROAMS)
		return;
	sandbox_prepare(&box);
	allow_own_files(&box, command->flags & COMMAND_KEEPS);
	bool fix = is_among("--fix", argc, argv);
	for (int i = 1; i < argc; i++)
		allow_argument(&box, argv[i], argv[i + 1], fix);
	/* How far a long reading is, is shown on a terminal. */
	if (isatty(STDERR_FILENO))
		sandbox_allow(&box, "/proc/self/io", SANDBOX_READ);
	sandbox_enter(&box, reads_files(command, argc, argv) ? SANDBOX_FEW_CALLS : SANDBOX_FILES_ALONE);
}
