/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arguments.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- options that every command has ---- */

#define TEXT(name, letter)                                                                                             \
	{                                                                                                              \
#name, letter, OPTION_TEXT, offsetof(struct arguments, name), NULL                                     \
	}
#define FLAG(name, letter)                                                                                             \
	{                                                                                                              \
#name, letter, OPTION_FLAG, offsetof(struct arguments, name), NULL                                     \
	}

bool arguments_read(int argc, char **argv, struct arguments *arguments)
{
	static const struct command_option options[] = {
		TEXT(index, 'i'), TEXT(on, 0),     TEXT(format, 'f'), TEXT(color, 0),
		FLAG(header, 0),  FLAG(help, 'h'), FLAG(version, 0),  {0},
	};
	arguments->count = options_take_out(argc, argv, options, arguments, arguments->values);
	return arguments->count >= 0;
}

static bool read_format(const struct arguments *arguments, enum format *format)
{
	static const char *const names[] = {
		[FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_TSV] = "tsv", [FORMAT_SARIF] = "sarif"};
	bool scan = arguments->count && strcmp(arguments->values[0], "scan") == 0;
	*format = FORMAT_TEXT;
	for (size_t i = 0; i < sizeof names / sizeof *names - !scan; i++) {
		if (arguments->format && strcmp(arguments->format, names[i]) == 0) {
			*format = (enum format)i;
			return true;
		}
	}
	return !arguments->format;
}

icd_date arguments_today(void)
{
	const char *fixed = getenv("ICD10_TODAY");
	icd_date date;
	return fixed && icd_date_read(fixed, &date) ? date : icd_date_today();
}

/* The date of service: --on, else $ICD10_ON, else today. */
static bool read_date(const struct arguments *arguments, icd_date *date, bool *given)
{
	const char *text = arguments->on ? arguments->on : getenv("ICD10_ON");
	*given = text && *text;
	if (!*given) {
		*date = arguments_today();
		return true;
	}
	if (icd_date_read(text, date))
		return true;
	command_fail("%s: %s: a date was expected: " ICD_DATE_FORMS, arguments->on ? "--on" : "ICD10_ON", text);
	return false;
}

bool arguments_apply(const struct arguments *arguments, struct session *session)
{
	enum format format;
	icd_date date;
	struct output out;
	bool given;
	if (!read_format(arguments, &format)) {
		command_fail("-f: %s: text, json or tsv was expected (scan also has sarif)", arguments->format);
		return false;
	}
	if (!output_start(&out, stdout, format, arguments->color ? arguments->color : "auto")) {
		command_fail("--color: %s: auto, always or never was expected", arguments->color);
		return false;
	}
	if (!read_date(arguments, &date, &given))
		return false;
	out.header = arguments->header;
	out.numbers = session->out.numbers;
	session->out = out;
	session->on_given = given;
	session->view.on = date;
	if (session->store)
		icd_view_make(&session->view, session->store, date);
	return true;
}

/* ---- which command ---- */

/* Does the word begin with a category of any release, or does its dot say that it is meant as a code? */
static enum icd_found is_code(struct icd_store *store, const char *word, struct icd_error *err)
{
	struct icd_typed_code typed;
	struct icd_pool pool = {0};
	struct icd_code_record record;
	char category[4];
	if (!icd_code_parse(word, strlen(word), &typed))
		return ICD_NOT_FOUND;
	snprintf(category, sizeof category, "%.3s", typed.code);
	enum icd_found found = icd_store_code(store, &pool, category, &record, err);
	icd_pool_free(&pool);
	return found == ICD_NOT_FOUND && strchr(word, '.') ? ICD_FOUND : found;
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0';
}

/* The first argument that is no option; the count when there is none. */
static int first_word(const struct arguments *arguments)
{
	int i = 0;
	while (i < arguments->count && is_option(arguments->values[i]))
		i++;
	return i;
}

/* What is meant by arguments without a command; NULL when the index cannot say. */
static const char *implied_command(struct icd_store *store, const struct arguments *arguments, struct icd_error *err)
{
	int word = first_word(arguments);
	if (arguments->count == 0)
		return "shell";
	if (arguments->count == 3 && strcmp(arguments->values[1], "+") == 0)
		return "pair";
	if (word == arguments->count)
		return "code";
	enum icd_found found = is_code(store, arguments->values[word], err);
	return found == ICD_FAILED ? NULL : found == ICD_FOUND ? "code" : "search";
}

/* The command that is named, after options of its own or before them, unless its name is a word of a
 * search: "history of stroke". */
static const struct command *named_command(const struct session *session, const struct arguments *arguments)
{
	int word = first_word(arguments);
	if (word == arguments->count ||
	    (word + 2 < arguments->count && strcmp(arguments->values[word], "history") == 0 &&
	     strcasecmp(arguments->values[word + 1], "of") == 0))
		return NULL;
	return command_find(session, arguments->values[word]);
}

/* Runs the command with its name first, then everything else but what is left out. */
static int run_with(struct session *session, const struct command *command, const struct arguments *arguments,
		    const char *left_out)
{
	char **values = calloc((size_t)arguments->count + 2, sizeof *values);
	int count = 1;
	if (!values)
		return command_fail("out of memory");
	values[0] = (char *)command->name;
	for (int i = 0; i < arguments->count; i++) {
		bool drop = left_out && strcmp(arguments->values[i], left_out) == 0;
		if (!drop)
			values[count++] = arguments->values[i];
		else if (strcmp(left_out, "+") != 0)
			left_out = NULL; /* the name stands there once; the same word may be an argument */
	}
	int status = command_run(session, command, count, values);
	free(values);
	return status;
}

int arguments_run(struct session *session, const struct arguments *arguments)
{
	const struct command *command = named_command(session, arguments);
	struct icd_error err;
	if (command)
		return run_with(session, command, arguments, command->name);
	const char *name = implied_command(session->store, arguments, &err);
	if (!name)
		return command_fail("%s", err.text);
	command = command_find(session, name);
	return command ? run_with(session, command, arguments, "+") : command_fail("no command %s", name);
}

/* ---- help ---- */

static void print_help(const struct command *commands)
{
	printf("%s\nThe ICD-10-CM code book. Without a command: codes show their cards, words are searched for.\n\n",
	       program_usage);
	for (const struct command *command = commands; command->name; command++)
		printf("  %-10s %s\n", command->name, command->summary);
	printf("\n  -i, --index INDEX   the index (default: $ICD10_INDEX, else ~/.local/share/icd10/icd10cm.mdb)\n"
	       "      --on DATE       the date of service (default: $ICD10_ON, else today); also FY2025\n"
	       "  -f, --format FORM   text, json or tsv; scan also has sarif\n"
	       "      --color WHEN    auto, always or never\n"
	       "      --header        column names first, for tsv\n"
	       "  -h, --help          this help; with a command, its arguments\n"
	       "      --version       the version\n");
}

int arguments_help(const struct session *session, const struct arguments *arguments)
{
	const struct command *command = arguments->count ? command_find(session, arguments->values[0]) : NULL;
	if (arguments->version)
		printf("icd10-lookup %s\n", ICD_VERSION);
	else if (command)
		printf("usage: icd10-lookup %s %s\n\n%s\n", command->name, command->arguments, command->summary);
	else
		print_help(session->commands);
	return STATUS_OK;
}
