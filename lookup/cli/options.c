/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command_option no_options[] = {{0}};

struct reading {
	struct session *session; /* NULL: what is not known is kept */
	const struct command_option *options;
	void *chosen;
	int argc, next; /* the argument to look at next */
	char **argv;
	char **kept; /* arguments */
	int count;
};

static bool keep(struct reading *r, char *argument)
{
	r->kept[r->count++] = argument;
	return true;
}

static bool complain(const struct reading *r, const char *what, const char *shown, size_t length)
{
	if (r->session) {
		command_usage(r->session, "%s: %.*s", what, (int)length, shown);
		return false;
	}
	command_fail("%s: %s", shown, what);
	fputs(program_usage, stderr);
	return false;
}

static const struct command_option *find(const struct reading *r, char letter, const char *name, size_t length)
{
	for (const struct command_option *option = r->options; option->name; option++) {
		if (letter ? option->letter == letter
			   : strlen(option->name) == length && strncmp(option->name, name, length) == 0)
			return option;
	}
	return NULL;
}

/* Hands over what was chosen; the value is NULL for a flag. */
static bool choose(const struct reading *r, const struct command_option *option, const char *value)
{
	void *field = (char *)r->chosen + option->field;
	const char *wrong = NULL;
	if (option->kind == OPTION_FLAG)
		*(bool *)field = true;
	else if (option->kind == OPTION_TEXT)
		*(const char **)field = value;
	else
		wrong = option->take(r->chosen, value);
	if (wrong)
		command_usage(r->session, wrong, value);
	return !wrong;
}

/* The value stands in the same argument, or is the next one. */
static bool choose_with(struct reading *r, const struct command_option *option, const char *inlined, const char *shown,
			size_t length)
{
	if (!inlined && r->next == r->argc)
		return complain(r, "a value was expected", shown, length);
	return choose(r, option, inlined ? inlined : r->argv[r->next++]);
}

static bool read_long(struct reading *r, char *argument)
{
	size_t length = strcspn(argument, "=");
	const char *value = argument[length] ? argument + length + 1 : NULL;
	const struct command_option *option = find(r, 0, argument + 2, length - 2);
	bool wrong = option && option->kind == OPTION_FLAG && value;
	if (!option || wrong)
		return r->session ? complain(r, wrong ? "takes no value" : "unknown option", argument, length)
				  : keep(r, argument);
	return option->kind == OPTION_FLAG ? choose(r, option, NULL) : choose_with(r, option, value, argument, length);
}

static bool read_short(struct reading *r, char *argument)
{
	for (const char *letter = argument + 1; *letter; letter++) {
		const struct command_option *option = find(r, *letter, NULL, 0);
		bool flag = option && option->kind == OPTION_FLAG;
		if (!r->session && (!option || (flag && argument[2])))
			return keep(r, argument);
		if (!option)
			return complain(r, "unknown option", letter, 1);
		if (!flag)
			return choose_with(r, option, letter[1] ? letter + 1 : NULL, r->session ? letter : argument, 1);
		choose(r, option, NULL);
	}
	return true;
}

static int read_all(struct reading *r)
{
	bool ended = false, ok = true;
	while (ok && r->next < r->argc) {
		char *argument = r->argv[r->next++];
		bool ends = !ended && strcmp(argument, "--") == 0;
		if (ends && r->session)
			ended = true;
		else if (ended || ends || argument[0] != '-' || argument[1] == '\0')
			ok = keep(r, argument);
		else
			ok = argument[1] == '-' ? read_long(r, argument) : read_short(r, argument);
		ended |= ends;
	}
	return ok ? r->count : -1;
}

/* ---- what stands for a place in a shell ---- */

/* What a number of the list stands for; NULL, having said so, when there is none. */
static char *numbered(const struct session *session, const char *word)
{
	const struct output_numbers *shown = session->shown;
	unsigned long number = strtoul(word, NULL, 10);
	if (number >= 1 && number <= shown->count)
		return shown->at[number - 1].name;
	if (shown->count == 0)
		command_fail("%s: nothing is listed that a number could stand for", word);
	else
		command_fail("%s: the list has 1 to %zu", word, shown->count);
	return NULL;
}

static bool is_number(const char *word)
{
	return *word && word[strspn(word, "0123456789")] == '\0';
}

static char *placed(struct session *session, const char *typed, const char *name)
{
	if (name && session->placed_count < PLACED_MAX)
		session->placed[session->placed_count++] = (struct placed){typed, name};
	return (char *)name;
}

/* Puts places where "." and numbers stand for them, and the place that is open where a command means it. Returns how many
 * arguments there are then, -1 when a number stands for nothing. */
static int put_places(struct session *session, char **arguments, int count)
{
	const struct command *command = session->command;
	bool first = command->takes == TAKES_CODE_FIRST || command->takes == TAKES_FAMILY;
	bool places = first || command->takes == TAKES_CODES || command->takes == TAKES_PLACES ||
		      command->takes == TAKES_CLAIM || command->takes == TAKES_GUIDE || command->takes == TAKES_EITHER;
	/* Other numbers may be one of a chapter, of ICD-9-CM, or the text of a note. */
	bool strict = !first && command->takes != TAKES_PLACES && command->takes != TAKES_EITHER;
	if (count == 0 && session->here && command->flags & COMMAND_CURRENT)
		arguments[count++] = placed(session, NULL, session->here);
	for (int i = 0; places && i < (first && count ? 1 : count); i++) {
		bool number = session->shown && is_number(arguments[i]);
		if (session->here && strcmp(arguments[i], ".") == 0)
			arguments[i] = placed(session, arguments[i], session->here);
		else if (number && (strict || strtoul(arguments[i], NULL, 10) - 1 < session->shown->count) &&
			 !(arguments[i] = placed(session, arguments[i], numbered(session, arguments[i]))))
			return -1;
	}
	return count;
}

int options_read(struct session *session, int argc, char **argv, const struct command_option *options, void *chosen,
		 const char *expected)
{
	struct reading reading = {session, options, chosen, argc, 1, argv, argv + 1, 0};
	if (session->asked) {
		*session->asked = options;
		return -1;
	}
	int count = read_all(&reading);
	count = count < 0 ? count : put_places(session, argv + 1, count);
	if (count == 0 && expected) {
		command_usage(session, "%s expected", expected);
		return -1;
	}
	return count;
}

int options_take_out(int argc, char **argv, const struct command_option *options, void *chosen, char **rest)
{
	struct reading reading = {NULL, options, chosen, argc, 1, argv, rest, 0};
	return read_all(&reading);
}
