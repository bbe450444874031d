/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell.h"
#include "shell_input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void at_terminal(struct shell *shell)
{
	char prompt[SHELL_PROMPT_SIZE];
	bool goes_on = true;
	shell_input_start(shell);
	shell_greet(shell);
	while (goes_on) {
		char *line = shell_input_line(shell_prompt(shell, prompt));
		goes_on = line && shell_line(shell, line);
		free(line);
	}
	shell_input_end();
}

/* No prompt, no echo: the lines are a script. */
static int from_file(struct shell *shell)
{
	char *line = NULL;
	size_t size = 0;
	bool goes_on = true;
	while (goes_on && getline(&line, &size, stdin) >= 0)
		goes_on = shell_line(shell, line);
	int status =
		goes_on && !feof(stdin) ? command_fail("standard input: %s", strerror(errno)) : shell_status(shell);
	free(line);
	return status;
}

int cmd_shell(struct session *session, int argc, char **argv)
{
	bool interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	int status = STATUS_OK, count = options_read(session, argc, argv, no_options, NULL, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (count)
		return command_usage(session, "no argument was expected");
	if (session->shell)
		return command_fail("this is the shell already");
	struct shell *shell = shell_open(session, interactive);
	if (!shell)
		return command_fail("out of memory");
	if (interactive)
		at_terminal(shell);
	else
		status = from_file(shell);
	shell_close(shell);
	return status;
}
