/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arguments.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char arguments_usage[] =
	"usage: icd10-lookup [-i INDEX] [--on DATE] [-f text|json|tsv] [--color auto|always|never]\n"
	"                    [COMMAND] [ARG...]\n";

/* ---- options that every command has ---- */

struct global_option {
	const char *name;
	char letter;
	size_t value; /* offset in struct arguments of a text, or of a flag */
	bool flag;
};

static const struct global_option global_options[] = {
	{"index", 'i', offsetof(struct arguments, index), false},
	{"on", 0, offsetof(struct arguments, on), false},
	{"format", 'f', offsetof(struct arguments, format), false},
	{"color", 0, offsetof(struct arguments, color), false},
	{"header", 0, offsetof(struct arguments, header), true},
	{"help", 'h', offsetof(struct arguments, help), true},
	{"version", 0, offsetof(struct arguments, version), true},
};

/* Which global option an argument is; *value what stands in the same argument ("--on=...", "-fjson"). */
static const struct global_option *match(const char *argument, const char **value)
{
	for (size_t i = 0; i < sizeof global_options / sizeof *global_options; i++) {
		const struct global_option *option = &global_options[i];
		size_t length = strlen(option->name);
		*value = NULL;
		if (strncmp(argument, "--", 2) == 0 && strncmp(argument + 2, option->name, length) == 0 &&
		    (argument[2 + length] == '\0' || (argument[2 + length] == '=' && !option->flag))) {
			*value = argument[2 + length] ? argument + 3 + length : NULL;
			return option;
		}
		if (option->letter && argument[0] == '-' && argument[1] == option->letter &&
		    (!option->flag || argument[2] == '\0')) {
			*value = argument[2] ? argument + 2 : NULL;
			return option;
		}
	}
	return NULL;
}

bool arguments_read(int argc, char **argv, struct arguments *arguments)
{
	bool ended = false;
	for (int i = 1; i < argc; i++) {
		const char *value;
		const struct global_option *option = ended ? NULL : match(argv[i], &value);
		ended |= strcmp(argv[i], "--") == 0;
		if (!option) {
			arguments->values[arguments->count++] = argv[i];
			continue;
		}
		char *field = (char *)arguments + option->value;
		if (option->flag) {
			*(bool *)field = true;
			continue;
		}
		if (!value && ++i == argc) {
			command_fail("%s: a value was expected", argv[i - 1]);
			fputs(arguments_usage, stderr);
			return false;
		}
		*(const char **)field = value ? value : argv[i];
	}
	return true;
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
	return fixed && icd_date_parse(fixed, &date) ? date : icd_date_today();
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
	if (icd_date_parse(text, date))
		return true;
	command_fail("%s: %s: a date was expected: YYYY-MM-DD, YYYYMMDD, M/D/YYYY or FY2025",
		     arguments->on ? "--on" : "ICD10_ON", text);
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

/* The command that is named, behind options of its own or before them, unless its name is a word of a
 * search: "history of stroke". */
static const struct command *named_command(const struct arguments *arguments)
{
	int word = first_word(arguments);
	if (word == arguments->count ||
	    (word + 2 < arguments->count && strcmp(arguments->values[word], "history") == 0 &&
	     strcasecmp(arguments->values[word + 1], "of") == 0))
		return NULL;
	return command_find(arguments->values[word]);
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
	int status = command->run(session, count, values);
	free(values);
	return status;
}

int arguments_run(struct session *session, const struct arguments *arguments)
{
	const struct command *command = named_command(arguments);
	struct icd_error err;
	if (command)
		return run_with(session, command, arguments, command->name);
	const char *name = implied_command(session->store, arguments, &err);
	if (!name)
		return command_fail("%s", err.text);
	command = command_find(name);
	return command ? run_with(session, command, arguments, "+") : command_fail("no command %s", name);
}

/* ---- help ---- */

static void print_help(void)
{
	printf("%s\nThe ICD-10-CM code book. Without a command: codes show their cards, words are searched for.\n\n",
	       arguments_usage);
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

int arguments_help(const struct arguments *arguments)
{
	const struct command *command = arguments->count ? command_find(arguments->values[0]) : NULL;
	if (arguments->version)
		printf("icd10-lookup %s\n", ICD_VERSION);
	else if (command)
		printf("usage: icd10-lookup %s %s\n\n%s\n", command->name, command->arguments, command->summary);
	else
		print_help();
	return STATUS_OK;
}
