/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell_input.h"

#include "shown/shown.h"
#include "user/user.h"
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#define HISTORY_LINES 2000

/* readline calls back without a context. */
static struct {
	struct shell *shell;
	struct candidates offered; /* at the last Tab */
	size_t next;
	char *line;
	bool ended, finished;
	char history[ICD_LOCATION_SIZE]; /* "" when it cannot be kept */
} input;

/* ---- Tab ---- */

static char *next_candidate(const char *word, int again)
{
	(void)word;
	if (!again)
		input.next = 0;
	return input.next < input.offered.count ? strdup(input.offered.at[input.next++].text) : NULL;
}

static char **offer(const char *word, int start, int end)
{
	(void)end;
	candidates_clear(&input.offered);
	shell_complete(input.shell, rl_line_buffer, (size_t)start, word, &input.offered);
	/* Else readline looks for names of files. */
	rl_attempted_completion_over = !input.offered.files || input.offered.count;
	if (input.offered.count == 1 && input.offered.at[0].goes_on)
		rl_completion_append_character = '\0';
	return rl_completion_matches(word, next_candidate);
}

static const char *title_of(const char *text)
{
	for (size_t i = 0; i < input.offered.count; i++) {
		if (strcmp(input.offered.at[i].text, text) == 0)
			return input.offered.at[i].title;
	}
	return "";
}

static bool any_title(void)
{
	for (size_t i = 0; i < input.offered.count; i++) {
		if (input.offered.at[i].title[0])
			return true;
	}
	return false;
}

/* As many bytes of the text as fit the columns, whole characters. */
static int fitting(const char *text, int columns)
{
	const char *at = text;
	for (; *at && columns > 0; columns--) {
		at++;
		while ((*at & 0xc0) == 0x80)
			at++;
	}
	return (int)(at - text);
}

/* readline's matches[0] is what they begin with, the others begin at 1. */
static void show_offered(char **matches, int count, int longest)
{
	int rows, columns, width = longest < 8 ? 8 : longest;
	if (!any_title()) {
		rl_display_match_list(matches, count, longest);
		rl_forced_update_display();
		return;
	}
	rl_get_screen_size(&rows, &columns);
	int shown = count > rows - 3 && rows > 6 ? rows - 4 : count;
	rl_crlf();
	fflush(rl_outstream);
	for (int i = 1; i <= shown; i++) {
		const char *title = title_of(matches[i]);
		int room = columns - width - 5;
		printf("  %-*s  %.*s\n", width, matches[i], room > 0 ? fitting(title, room) : 0, title);
	}
	fflush(stdout);
	if (shown < count)
		fprintf(rl_outstream, "  ... and %d more\n", count - shown);
	rl_forced_update_display();
}

/* ---- history ---- */

/* readline draws lines as they are: those that hold what a terminal would obey do not come back. */
static void forget_steering(void)
{
	for (int i = 0; i < history_length;) {
		if (icd_text_steers(history_get(history_base + i)->line))
			free_history_entry(remove_history(i));
		else
			i++;
	}
}

/* Makes the file, for the user alone, when it is not there. */
static void open_history(void)
{
	struct icd_error err;
	user_file(USER_STATE, "history", input.history);
	int fd = -1;
	if (user_file_make_folder(input.history, &err))
		fd = user_file_open(input.history, O_CREAT | O_APPEND | O_RDWR);
	if (fd < 0) {
		input.history[0] = '\0';
		return;
	}
	fchmod(fd, 0600);
	close(fd);
	stifle_history(HISTORY_LINES);
	read_history(input.history);
	forget_steering();
}

/* Lines that were pasted at once are one line of the history. */
static char *in_one_line(const char *line)
{
	static const char between[] = " | ";
	size_t length = strlen(line), used = 0;
	char *out = malloc(length * (sizeof between - 1) + 1);
	while (length && strchr("\r\n", line[length - 1]))
		length--;
	for (size_t i = 0; out && i < length; i++) {
		if (line[i] == '\n')
			used = (size_t)(stpcpy(out + used, between) - out);
		else if (line[i] != '\r')
			out[used++] = line[i];
	}
	if (out)
		out[used] = '\0';
	return out;
}

static void keep_line(const char *typed)
{
	HIST_ENTRY *last = history_get(history_base + history_length - 1);
	char *line = in_one_line(typed);
	if (line && line[strspn(line, " \t")] && (!last || strcmp(last->line, line) != 0)) {
		add_history(line);
		if (input.history[0])
			append_history(1, input.history);
	}
	free(line);
}

/* ---- lines ---- */

static void take_line(char *line)
{
	input.line = line;
	input.ended = !line;
	input.finished = true;
	rl_callback_handler_remove();
}

void shell_input_start(struct shell *shell)
{
	input.shell = shell;
	setlocale(LC_CTYPE, "");
	rl_readline_name = "icd10";
	rl_outstream = shown_terminal();
	rl_persistent_signal_handlers = 1;
	rl_attempted_completion_function = offer;
	rl_completion_display_matches_hook = show_offered;
	rl_sort_completion_matches = 0;
	/* Before the user's own inputrc, which may say otherwise. */
	rl_variable_bind("show-all-if-ambiguous", "on");
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("enable-bracketed-paste", "on");
	using_history();
	open_history();
	terminal_catch_interrupts();
}

/* Drops what was typed. */
static void drop_line(void)
{
	rl_free_undo_list();
	rl_callback_handler_remove();
	fputc('\n', rl_outstream);
	fflush(rl_outstream);
	input.line = strdup("");
	input.finished = true;
}

char *shell_input_line(const char *prompt)
{
	struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
	input.line = NULL;
	input.ended = input.finished = false;
	terminal_interrupted();
	rl_callback_handler_install(prompt, take_line);
	while (!input.finished) {
		/* A signal that comes just before the wait is seen after it. */
		int ready = poll(&terminal, 1, 1000);
		if (ready < 0 && errno != EINTR)
			take_line(NULL);
		else if (ready > 0)
			rl_callback_read_char();
		else
			rl_check_signals();
		if (!input.finished && terminal_interrupted())
			drop_line();
	}
	if (input.ended) {
		fputc('\n', rl_outstream);
		return NULL;
	}
	keep_line(input.line);
	return input.line;
}

void shell_input_end(void)
{
	if (input.history[0] && history_truncate_file(input.history, HISTORY_LINES) == 0)
		chmod(input.history, 0600);
	clear_history();
	candidates_free(&input.offered);
	input.shell = NULL;
}
