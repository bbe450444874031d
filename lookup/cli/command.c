/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command *command_find(const char *name)
{
	for (const struct command *command = commands; command->name; command++) {
		if (strcmp(command->name, name) == 0)
			return command;
	}
	return NULL;
}

int command_fail(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("icd10-lookup: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return STATUS_FAILED;
}

int command_usage(const char *name, const char *format, ...)
{
	const struct command *command = command_find(name);
	va_list args;
	va_start(args, format);
	fprintf(stderr, "icd10-lookup: %s: ", name);
	vfprintf(stderr, format, args);
	fprintf(stderr, "\nusage: icd10-lookup %s %s\n", name, command ? command->arguments : "");
	va_end(args);
	return STATUS_FAILED;
}

char *command_join(char **arguments, int count)
{
	size_t size = 1;
	for (int i = 0; i < count; i++)
		size += strlen(arguments[i]) + 1;
	char *text = calloc(1, size);
	for (int i = 0; text && i < count; i++)
		strcat(strcat(text, i ? " " : ""), arguments[i]);
	return text;
}

struct printer *session_printer(struct session *session, const struct columns *columns)
{
	const struct output *out = &session->out;
	bool rows = out->format == FORMAT_TSV;
	if (!rows && out->format != FORMAT_JSON)
		return NULL;
	printer_start(&session->printer, out->file, rows ? columns : NULL);
	if (rows && out->header)
		printer_names(&session->printer);
	return &session->printer;
}

void session_warn_date(struct session *session)
{
	char warning[ICD_WARNING_SIZE];
	if (session->warned || session->out.format == FORMAT_JSON)
		return;
	session->warned = true;
	if (*icd_view_warning(&session->view, warning)) {
		fflush(session->out.file);
		fprintf(stderr, "icd10-lookup: %s\n", warning);
	}
}

const struct icd_desk_notes *session_notes(struct session *session)
{
	struct icd_error err;
	if (!session->notes && !session->notes_failed && !icd_desk_notes_read(ICD_DESK_NOTES, &session->notes, &err)) {
		session->notes_failed = true;
		command_fail("%s", err.text);
	}
	return session->notes;
}

void session_forget_notes(struct session *session)
{
	icd_desk_notes_free(session->notes);
	session->notes = NULL;
	session->notes_failed = false;
}

/* ---- options ---- */

void options_start(struct option_reader *reader, int argc, char **argv, const struct command_option *options)
{
	*reader = (struct option_reader){.argc = argc, .argv = argv, .options = options, .next = 1};
}

static int complain(const struct option_reader *reader, const char *what, const char *option, int length)
{
	command_usage(reader->argv[0], "%s: %.*s", what, length, option);
	return '?';
}

static int option_value(struct option_reader *reader, const struct command_option *option, const char *inlined,
			const char *shown, int length)
{
	reader->value = inlined;
	if (option->has_value && !inlined) {
		if (reader->next == reader->argc)
			return complain(reader, "a value was expected", shown, length);
		reader->value = reader->argv[reader->next++];
	} else if (!option->has_value && inlined) {
		return complain(reader, "takes no value", shown, length);
	}
	return option->letter ? option->letter : (int)(option - reader->options) + 1000;
}

static int long_option(struct option_reader *reader, const char *argument)
{
	const char *name = argument + 2, *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	for (const struct command_option *option = reader->options; option->name; option++) {
		if (strlen(option->name) == length && strncmp(option->name, name, length) == 0)
			return option_value(reader, option, equals ? equals + 1 : NULL, argument, (int)length + 2);
	}
	return complain(reader, "unknown option", argument, (int)length + 2);
}

static int short_option(struct option_reader *reader)
{
	const char *letter = reader->rest;
	reader->rest = letter[1] ? letter + 1 : NULL;
	for (const struct command_option *option = reader->options; option->name; option++) {
		if (option->letter != *letter)
			continue;
		const char *inlined = option->has_value ? reader->rest : NULL;
		if (inlined)
			reader->rest = NULL;
		return option_value(reader, option, inlined, letter, 1);
	}
	reader->rest = NULL;
	return complain(reader, "unknown option", letter, 1);
}

int options_next(struct option_reader *reader)
{
	if (reader->rest)
		return short_option(reader);
	while (reader->next < reader->argc) {
		char *argument = reader->argv[reader->next++];
		if (!reader->ended && strcmp(argument, "--") == 0)
			reader->ended = true;
		else if (reader->ended || argument[0] != '-' || argument[1] == '\0')
			reader->argv[++reader->count] = argument;
		else if (argument[1] == '-')
			return long_option(reader, argument);
		else {
			reader->rest = argument + 1;
			return short_option(reader);
		}
	}
	return -1;
}
