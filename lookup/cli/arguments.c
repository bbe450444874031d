/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arguments.h"

#include "confine.h"
#include "question.h"
#include "shown/shown.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- options that every command has ---- */

#define TEXT(name, letter)                                                                                             \
	{                                                                                                              \
#name, letter, OPTION_TEXT, offsetof(struct arguments, name), NULL                                     \
	}
#define FLAG(name, letter)                                                                                             \
	{                                                                                                              \
#name, letter, OPTION_FLAG, offsetof(struct arguments, name), NULL                                     \
	}

const struct command_option arguments_options[] = {
	TEXT(index, 'i'), TEXT(on, 0),     TEXT(format, 'f'), TEXT(color, 0),
	FLAG(header, 0),  FLAG(help, 'h'), FLAG(version, 0),  {0},
};

bool arguments_read(int argc, char **argv, struct arguments *arguments)
{
	arguments->count = options_take_out(argc, argv, arguments_options, arguments, arguments->values);
	return arguments->count >= 0;
}

/* Names of formats, and the one command that has it. */
static const struct {
	const char *name, *command;
} formats[] = {
	[FORMAT_TEXT] = {"text", NULL},     [FORMAT_JSON] = {"json", NULL},   [FORMAT_TSV] = {"tsv", NULL},
	[FORMAT_SARIF] = {"sarif", "scan"}, [FORMAT_CSV] = {"csv", "export"},
};

const char *arguments_format(const char *command, size_t *at)
{
	while (*at < sizeof formats / sizeof *formats) {
		size_t i = (*at)++;
		if (!formats[i].command || strcmp(formats[i].command, command) == 0)
			return formats[i].name;
	}
	return NULL;
}

static bool read_format(const struct arguments *arguments, enum format *format)
{
	const char *command = arguments->count ? arguments->values[0] : "";
	*format = FORMAT_TEXT;
	for (size_t i = 0; arguments->format && i < sizeof formats / sizeof *formats; i++) {
		if (strcmp(arguments->format, formats[i].name) == 0) {
			*format = (enum format)i;
			return !formats[i].command || strcmp(formats[i].command, command) == 0;
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
		command_fail("-f: %s: text, json or tsv was expected (scan also has sarif, export csv)",
			     arguments->format);
		return false;
	}
	if (!output_start(&out, stdout, format, arguments->color ? arguments->color : "auto")) {
		command_fail("--color: %s: auto, always or never was expected", arguments->color);
		return false;
	}
	if (!read_date(arguments, &date, &given))
		return false;
	/* Rows and JSON have rules of their own for what a terminal would obey. */
	shown_exact(format != FORMAT_TEXT);
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

int arguments_run(struct session *session, const struct arguments *arguments)
{
	const struct typed_line line = {arguments->count, arguments->values, arguments->line};
	struct question question;
	struct icd_pool pool = {0};
	struct icd_error err;
	int status = STATUS_FAILED;
	if (question_read(session, &pool, &line, &question, &err)) {
		bool dated = question.on && !arguments->on;
		if (question.remark && (dated || !question.on))
			command_say("%s", question.remark);
		if (dated) {
			session->on_given = true;
			icd_view_make(&session->view, session->store, question.on);
		}
		if (!session->shell)
			confine(question.command, question.count, question.values);
		status = command_run(session, question.command, question.count, question.values);
	} else {
		command_fail("%s", err.text);
	}
	icd_pool_free(&pool);
	return status;
}

/* ---- help ---- */

/* Each command has its options where it reads them: it is called, and ends as soon as it would read them. */
const struct command_option *command_options(struct session *session, const struct command *command)
{
	const struct command_option *options = no_options;
	const struct command *running = session->command;
	char *argv[] = {(char *)command->name, NULL, NULL};
	session->asked = &options;
	command_run(session, command, 1, argv);
	session->asked = NULL;
	session->command = running;
	return options;
}

static bool is_help(const char *word)
{
	return strcmp(word, "help") == 0;
}

bool arguments_ask_help(const struct session *session, const struct arguments *arguments)
{
	char **values = arguments->values;
	return arguments->help || arguments->version ||
	       (arguments->count > 0 && is_help(values[0]) &&
		(arguments->count == 1 || (arguments->count == 2 && command_find(session, values[1]))));
}
