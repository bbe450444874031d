/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a shell, and completion at the end of each. */
#include "fuzz.h"

#include "cli/arguments.h"
#include "commands.h"
#include "shell/shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MOST 24

/* Lines that name files elsewhere or folders above are left out: a shell writes where it is told to. */
static bool is_harmless(const char *line)
{
	return !strpbrk(line, "/~");
}

static bool run_line(struct shell *shell, const char *line)
{
	struct candidates found = {0};
	const char *word = strrchr(line, ' ');
	char prompt[SHELL_PROMPT_SIZE];
	if (!is_harmless(line))
		return true;
	word = word ? word + 1 : line;
	shell_complete(shell, line, (size_t)(word - line), word, &found);
	candidates_free(&found);
	shell_prompt(shell, prompt);
	fuzz_expect(memchr(prompt, '\0', sizeof prompt) != NULL, "a prompt ends");
	return shell_line(shell, line);
}

static void run_lines(struct shell *shell, struct span_of_bytes rest)
{
	bool goes_on = true;
	for (unsigned i = 0; goes_on && rest.size && i < LINES_MOST; i++) {
		struct span_of_bytes part = fuzz_part(&rest, '\n');
		struct input line = fuzz_input(part.data, part.size);
		goes_on = run_line(shell, line.data);
		free((char *)line.data);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct arguments given = {.on = NULL};
	struct session session = {.commands = commands, .given = &given, .store = fuzz_store()};
	FILE *kept[2] = {stdout, stderr};
	stdout = fopen("/dev/null", "w");
	stderr = fopen("/dev/null", "w");
	struct shell *shell = arguments_apply(&given, &session) ? shell_open(&session, false) : NULL;
	fuzz_expect(shell != NULL, "a shell opens");
	run_lines(shell, (struct span_of_bytes){data, size});
	shell_close(shell);
	session_forget_notes(&session);
	session_forget_searcher(&session);
	session_forget_terms(&session);
	printer_close(&session.printer);
	fclose(stdout);
	fclose(stderr);
	stdout = kept[0];
	stderr = kept[1];
	fuzz_clean();
	return 0;
}
