/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "option_help.h"
#include "sandbox/sandbox.h"

#include <stdio.h>
#include <string.h>

void help_options(struct session *session, const struct command *command)
{
	const struct command_option *options = command_options(session, command);
	if (options->name)
		putchar('\n');
	option_print(command, options, command->arguments);
}

static void print_commands(const struct command *commands)
{
	printf("%s\nThe ICD-10-CM code book. Without a command: codes show their cards, words are searched for.\n\n",
	       program_usage);
	for (const struct command *command = commands; command->name; command++)
		printf("  %-10s %s\n", command->name, command->summary);
	putchar('\n');
	option_print(NULL, arguments_options, program_usage);
}

static void print_version(bool verbose)
{
	char told[SANDBOX_TOLD_SIZE];
	printf("icd10-lookup %s\n", ICD_VERSION);
	if (verbose)
		printf("sandbox: %s\n", sandbox_describe(told));
}

int help_show(struct session *session, const struct arguments *arguments)
{
	bool help = arguments->count == 2 && strcmp(arguments->values[0], "help") == 0;
	const char *word = arguments->count ? arguments->values[help] : "";
	const struct command *command = command_find(session, word);
	if (arguments->version) {
		print_version(strcmp(word, "-v") == 0);
	} else if (command) {
		command_usage_line(command, stdout);
		printf("\n%s\n", command->summary);
		help_options(session, command);
	} else {
		print_commands(session->commands);
	}
	return STATUS_OK;
}
