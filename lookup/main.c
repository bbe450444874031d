/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * icd10-lookup: answers from the index file.
 *
 * The files of this folder, from the store up:
 *
 *   store/       the index file: format, keys, records, seal, reader; dates, codes, texts, references
 *   view         the book as of a date: which release answers, what a code was then
 *   path         a code with every place above it
 *   card         everything the book says of a code (suggest: what an unknown one was meant to be;
 *                narrow: a code and words); tree: what is below a place
 *   output       text, JSON, TSV; card_text, card_json: a card in two of them
 *   command      what commands share; commands: their table; cmd_*: one each
 *
 * Everything but main.c and the cmd_*.c files is a library that answers and never prints.
 */
#include "command.h"
#include "commands.h"
#include "store/location.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct arguments {
	const char *index;
	const char *on;
	const char *color;
	const char *format;
	bool header, help, version;
	int count;     /* what is left for the command */
	char **values;
};

static const char usage[] =
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

/* Takes the global options out, wherever they stand before "--". False: one has no value. */
static bool read_arguments(int argc, char **argv, struct arguments *arguments)
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
			command_fail("%s: a value was expected\n%s", argv[i - 1], usage);
			return false;
		}
		*(const char **)field = value ? value : argv[i];
	}
	return true;
}

static bool set_format(const struct arguments *arguments, enum format *format)
{
	static const char *const names[] = {[FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_TSV] = "tsv"};
	*format = FORMAT_TEXT;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (arguments->format && strcmp(arguments->format, names[i]) == 0) {
			*format = (enum format)i;
			return true;
		}
	}
	return !arguments->format;
}

/* The date of service: --on, else $ICD10_ON, else today. */
static bool set_date(const struct arguments *arguments, icd_date *date, bool *given)
{
	const char *text = arguments->on ? arguments->on : getenv("ICD10_ON");
	*given = text && *text;
	if (!*given) {
		*date = icd_date_today();
		return true;
	}
	if (icd_date_parse(text, date))
		return true;
	command_fail("%s: %s: a date was expected: YYYY-MM-DD, YYYYMMDD, M/D/YYYY or FY2025",
		     arguments->on ? "--on" : "ICD10_ON", text);
	return false;
}

/* ---- the index ---- */

static bool open_given(const char *path, struct icd_store **store)
{
	struct icd_error err;
	if (icd_store_open(path, store, &err))
		return true;
	command_fail("%s", err.text);
	return false;
}

static bool open_index(const struct arguments *arguments, struct icd_store **store)
{
	static char places[ICD_LOCATIONS][ICD_LOCATION_SIZE];
	if (arguments->index)
		return open_given(arguments->index, store);
	size_t count = icd_locations(places);
	for (size_t i = 0; i < count; i++) {
		if (access(places[i], F_OK) == 0)
			return open_given(places[i], store);
	}
	fprintf(stderr, "icd10-lookup: no index, looked for %s%s%s; make one with: icd10-build-index FOLDER\n", places[0],
		count > 1 ? " and " : "", count > 1 ? places[1] : "");
	return false;
}

/* ---- which command ---- */

/* Does it begin with a category of any release? */
static bool is_code(struct icd_store *store, const char *word)
{
	struct icd_typed_code typed;
	struct icd_pool pool = {0};
	struct icd_code_record record;
	struct icd_error err;
	char category[4];
	if (!icd_code_parse(word, strlen(word), &typed))
		return false;
	snprintf(category, sizeof category, "%.3s", typed.code);
	bool found = icd_store_code(store, &pool, category, &record, &err) == ICD_FOUND;
	icd_pool_free(&pool);
	return found;
}

/* What is meant by arguments without a command. */
static const char *implied_command(struct icd_store *store, const struct arguments *arguments)
{
	int codes = 0;
	if (arguments->count == 3 && strcmp(arguments->values[1], "+") == 0)
		return "pair";
	for (int i = 0; i < arguments->count; i++) {
		const char *value = arguments->values[i];
		codes += (value[0] == '-' && (value[1] == '1' || value[1] == 'a' || value[1] == '-')) || is_code(store, value);
	}
	return codes == arguments->count || (codes > 0 && is_code(store, arguments->values[0])) ? "code" : "search";
}

static int run(struct session *session, struct arguments *arguments)
{
	const struct command *command = arguments->count ? command_find(arguments->values[0]) : NULL;
	if (command)
		return command->run(session, arguments->count, arguments->values);
	const char *name = implied_command(session->store, arguments);
	char **values = calloc((size_t)arguments->count + 2, sizeof *values);
	int count = 1, status = STATUS_FAILED;
	if (!values)
		return command_fail("out of memory");
	values[0] = (char *)name;
	for (int i = 0; i < arguments->count; i++) {
		if (strcmp(arguments->values[i], "+") != 0)
			values[count++] = arguments->values[i];
	}
	command = command_find(name);
	if (command)
		status = command->run(session, count, values);
	free(values);
	return status;
}

/* ---- help ---- */

static int print_help(void)
{
	printf("%s\nThe ICD-10-CM code book. Without a command: codes show their cards, words are searched for.\n\n",
	       usage);
	for (const struct command *command = commands; command->name; command++)
		printf("  %-10s %s\n", command->name, command->summary);
	printf("\n  -i, --index INDEX   the index (default: $ICD10_INDEX, else ~/.local/share/icd10/icd10cm.mdb)\n"
	       "      --on DATE       the date of service (default: $ICD10_ON, else today); also FY2025\n"
	       "  -f, --format FORM   text, json or tsv\n"
	       "      --color WHEN    auto, always or never\n"
	       "      --header        column names first, for tsv\n"
	       "  -h, --help          this help; with a command, its arguments\n"
	       "      --version       the version\n");
	return STATUS_OK;
}

static int help_or_version(const struct arguments *arguments)
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

/* ---- */

static bool start_session(const struct arguments *arguments, struct session *session)
{
	enum format format;
	icd_date date;
	if (!set_format(arguments, &format)) {
		command_fail("-f: %s: text, json or tsv was expected", arguments->format);
		return false;
	}
	if (!output_start(&session->out, stdout, format, arguments->color ? arguments->color : "auto")) {
		command_fail("--color: %s: auto, always or never was expected", arguments->color);
		return false;
	}
	session->out.header = arguments->header;
	if (!set_date(arguments, &date, &session->on_given) || !open_index(arguments, &session->store))
		return false;
	icd_view_make(&session->view, session->store, date);
	return true;
}

/* What could not be written is a failure, whatever the answer was. */
static int finish(int status)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return command_fail("standard output: %s", strerror(errno));
	return status;
}

int main(int argc, char **argv)
{
	struct arguments arguments = {.values = calloc((size_t)argc + 1, sizeof(char *))};
	struct session session = {0};
	int status = STATUS_FAILED;
	setlocale(LC_CTYPE, "");
	if (!arguments.values)
		return command_fail("out of memory");
	if (read_arguments(argc, argv, &arguments)) {
		if (arguments.help || arguments.version)
			status = help_or_version(&arguments);
		else if (arguments.count == 0 && (!isatty(STDIN_FILENO) || !command_find("shell")))
			fputs(usage, stderr);
		else if (start_session(&arguments, &session))
			status = run(&session, &arguments);
	}
	icd_store_close(session.store);
	free(arguments.values);
	return finish(status);
}
