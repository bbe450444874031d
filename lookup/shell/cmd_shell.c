/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/input.h"
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
static int from_file(struct session *session, struct shell *shell)
{
	static const char name[] = "standard input";
	struct text_lines lines = {.file = session->lines, .name = name, .wanted = "a line of the shell"};
	struct icd_error err;
	enum text_line read = TEXT_LINE_READ;
	bool goes_on = true, bad = false;
	while (goes_on && (read = text_lines_next(&lines, &err)) > TEXT_LINE_END) {
		if (read == TEXT_LINE_READ)
			goes_on = shell_line(shell, lines.line);
		else
			bad = command_fail("%s", err.text) == STATUS_FAILED;
	}
	if (read == TEXT_LINE_FAILED)
		bad = command_fail("%s", err.text) == STATUS_FAILED;
	text_lines_free(&lines);
	return bad ? STATUS_FAILED : shell_status(shell);
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
	else if ((session->lines = text_source_stream(STDIN_FILENO, "standard input")) != NULL)
		status = from_file(session, shell);
	else
		status = command_fail("out of memory");
	if (session->lines)
		fclose(session->lines);
	session->lines = NULL;
	shell_close(shell);
	return status;
}
