/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell.h"

#include "cli/fits.h"
#include "help/help.h"
#include "line_words.h"
#include "shell_work.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>

/* A line taken apart. */
struct line {
	char **words;
	struct arguments arguments;
};

/* ---- the date ---- */

static void say_date(const struct session *session)
{
	char on[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	icd_date_format(session->view.on, on);
	icd_date_format(icd_view_release(&session->view), release);
	printf("Date of service %s%s, answered from release %s.\n", on,
	       session->view.on == arguments_today() ? " (today)" : "", release);
}

static int word_on(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	icd_date date = arguments_today();
	struct icd_pool pool = {0};
	const char *typed = command_join(&pool, argv + 1, argc - 1);
	bool today = strcmp(typed, "today") == 0, read = argc == 1 || today || icd_date_read(typed, &date);
	if (!read)
		command_fail("on: %s: one date was expected: " ICD_DATE_FORMS ", or today", typed);
	icd_pool_free(&pool);
	if (!read)
		return STATUS_FAILED;
	if (argc > 1) {
		/* "today" stays today when the day changes, unless the environment has a date of its own. */
		const char *given = getenv("ICD10_ON");
		bool follows = today && !(given && *given);
		icd_date_format(date, shell->on);
		shell->base.on = follows ? NULL : shell->on;
		icd_view_make(&session->view, session->store, date);
		session->warned = false;
	}
	say_date(session);
	session_warn_date(session);
	return STATUS_OK;
}

/* ---- the clipboard ---- */

/* "y", "y nodot", "y 3", "y M54.50 nodot" */
static int word_copy(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	struct icd_typed_code typed;
	const char *name = NULL;
	char text[ICD_DOTTED_SIZE];
	bool nodot = false;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "nodot") == 0)
			nodot = true;
		else if (!(name = shell_is_number(argv[i]) ? shell_numbered(shell, argv[i]) : argv[i]))
			return STATUS_NO;
	}
	if (!name && !shell_has_place(shell))
		return STATUS_NO;
	if (!name)
		name = shell->place.name;
	if (!icd_code_parse(name, strlen(name), &typed))
		return command_fail("y: %s: a code was expected", name);
	snprintf(text, sizeof text, "%s", typed.code);
	if (!nodot)
		icd_code_format(typed.code, text);
	if (!terminal_copy(text))
		return command_fail("y: there is no terminal whose clipboard could take it");
	printf("Copied %s.\n", text);
	return STATUS_OK;
}

/* ---- help, leaving ---- */

static int word_help(struct session *session, int argc, char **argv);

static int word_quit(struct session *session, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	session->shell->left = true;
	return STATUS_OK;
}

/* Words of the shell alone. They count only with arguments that fit: "back pain" is a search. */
static const struct command words[] = {
	{"..", shell_word_above, 0, "", "the code, section or chapter above", TAKES_NOTHING},
	{"children", shell_word_children, 0, "", "what is right below", TAKES_NOTHING},
	{"next", shell_word_next, 0, "", "the next one in the book", TAKES_NOTHING},
	{"prev", shell_word_prev, 0, "", "the one before", TAKES_NOTHING},
	{"back", shell_word_back, 0, "", "what was shown before", TAKES_NOTHING},
	{"forward", shell_word_forward, 0, "", "what was shown after that", TAKES_NOTHING},
	{"+", shell_word_add, 0, "[CODE|NUMBER]...", "put codes on the encounter in hand, or show it", TAKES_ANY},
	{"-", shell_word_take, 0, "CODE|NUMBER...", "take them off, by their place on it", TAKES_ANY},
	{"move", shell_word_move, 0, "NUMBER NUMBER", "move one to another place on it", TAKES_CODES},
	{"done", shell_word_done, 0, "[nodot] [table]", "print it for pasting, and begin the next one", TAKES_NAMED},
	{"on", word_on, 0, "[DATE|today]", "the date of service", TAKES_DATE},
	{"y", word_copy, 0, "[nodot] [NUMBER|CODE]", "copy the code to the clipboard", TAKES_CODES},
	{"help", word_help, 0, "[COMMAND]", "this help, or a command's arguments", TAKES_COMMAND},
	{"quit", word_quit, 0, "", "leave; so do q and Ctrl-D", TAKES_NOTHING},
	{0},
};

static const struct command *find_word(const char *name)
{
	if (strcmp(name, "exit") == 0 || strcmp(name, "q") == 0)
		name = "quit";
	if (strcmp(name, "?") == 0)
		name = "help";
	if (strcmp(name, "0") == 0)
		name = "back";
	for (const struct command *word = words; word->name; word++) {
		if (strcmp(word->name, name) == 0)
			return word;
	}
	return NULL;
}

static void print_rows(const struct output *out, const struct command *table)
{
	char first[64];
	for (const struct command *row = table; row->name; row++) {
		if (strcmp(row->name, "shell") == 0)
			continue;
		snprintf(first, sizeof first, "  %s%-11s%s  ", ink(out, INK_CODE), row->name, ink_end(out));
		output_wrap(out, first, 15, 15, INK_PLAIN, row->summary);
	}
}

static int print_help(struct session *session, int argc, char **argv)
{
	static const struct command typed[] = {
		{"m5450", NULL, 0, "", "a code, with or without its dot: its card", TAKES_ANY},
		{"low back", NULL, 0, "", "words: the codes they lead to, with numbers", TAKES_ANY},
		{"3", NULL, 0, "", "opens the third one of the list; a number stands for its place in every command",
		 TAKES_ANY},
		{"m25.56 left", NULL, 0, "", "a code and words: the codes below it that fit", TAKES_ANY},
		{"a + b", NULL, 0, "", "may two codes be reported together?", TAKES_ANY},
		{".", NULL, 0, "", "in a command, the code that is open: note . \"text\"", TAKES_ANY},
		{0},
	};
	const struct output *out = &session->out;
	(void)argc;
	(void)argv;
	print_rows(out, typed);
	fputc('\n', out->file);
	print_rows(out, words);
	fputc('\n', out->file);
	print_rows(out, session->commands);
	fputs("\nTab completes commands, codes and words; Ctrl-R looks in earlier lines. help COMMAND tells its\n"
	      "arguments. --on DATE and -f text|json|tsv may stand in any line.\n",
	      out->file);
	return STATUS_OK;
}

static int word_help(struct session *session, int argc, char **argv)
{
	if (argc == 1)
		return shell_run_paged(session->shell, print_help, argc, argv);
	const struct command *command = find_word(argv[1]);
	if (!command)
		command = command_find(session, argv[1]);
	if (!command) {
		printf("There is no command %s.\n", argv[1]);
		return STATUS_NO;
	}
	printf("%s %s\n  %s\n", command->name, command->arguments, command->summary);
	if (command_find(session, command->name) == command)
		help_options(session, command);
	return STATUS_OK;
}

/* ---- lines ---- */

/* A command, or what is meant without one; the arguments are the session's own. */
static int run_command(struct session *session, int argc, char **argv)
{
	const struct arguments arguments = {.count = argc, .values = argv, .line = session->shell->text};
	return arguments_run(session, &arguments);
}

/* Does "back" come to it again? What is meant without a command is a look at something. */
static bool shows(const struct session *session, const struct arguments *arguments)
{
	const struct command *command = command_find(session, arguments->values[0]);
	return !command || command->flags & COMMAND_SHOWS;
}

/* Are the words numbers with nothing but signs between them: "1 + 7", "1 vs 2"? */
static bool are_numbers(const struct arguments *arguments)
{
	static const char signs[] = " + & and vs with or , / ";
	bool all = arguments->count > 1 && shell_is_number(arguments->values[arguments->count - 1]);
	for (int i = 0; all && i < arguments->count; i++) {
		char spaced[16];
		snprintf(spaced, sizeof spaced, " %.12s ", arguments->values[i]);
		all = shell_is_number(arguments->values[i]) || (i > 0 && strstr(signs, spaced));
	}
	return all;
}

/* Puts what numbers stand for where there is nothing else; false, having said so, when one stands for nothing. */
static bool put_numbers(struct shell *shell, struct arguments *arguments)
{
	struct session *session = shell->session;
	if (!shell->shown.count || !are_numbers(arguments))
		return true;
	for (int i = 0; i < arguments->count; i++) {
		const char *typed = arguments->values[i];
		if (!shell_is_number(typed))
			continue;
		if (!(arguments->values[i] = (char *)shell_numbered(shell, typed)))
			return false;
		if (session->placed_count < PLACED_MAX)
			session->placed[session->placed_count++] = (struct placed){typed, arguments->values[i]};
	}
	shell->text = NULL;
	return true;
}

static const char *placed_name(const struct session *session, const char *word)
{
	for (size_t i = 0; i < session->placed_count; i++) {
		if (session->placed[i].typed == word)
			return session->placed[i].name;
	}
	return word;
}

/* Keeps the line for "back", with places for numbers: these mean something else then. */
static void remember(struct shell *shell, const struct arguments *arguments, const char *text)
{
	const struct session *session = shell->session;
	struct icd_pool pool = {0};
	size_t count = 0;
	const char **parts = icd_pool_take(&pool, (size_t)arguments->count + session->placed_count, sizeof *parts);
	for (int i = 0; parts && i < arguments->count; i++)
		parts[count++] = placed_name(session, arguments->values[i]);
	for (size_t i = 0; parts && i < session->placed_count; i++) {
		if (!session->placed[i].typed)
			parts[count++] = session->placed[i].name;
	}
	const char *line = icd_pool_joined(&pool, " ", parts, count);
	shell_remember(shell, session->placed_count ? line : text);
	icd_pool_free(&pool);
}

static bool range_or_chapter(struct shell *shell, const struct arguments *arguments, struct icd_place *place)
{
	struct icd_error err;
	char name[OUTPUT_NAME_SIZE] = "";
	if (arguments->count > 2 || (arguments->count == 2 && strcmp(arguments->values[0], "chapter") != 0))
		return false;
	for (int i = 0; i < arguments->count; i++)
		snprintf(name + strlen(name), sizeof name - strlen(name), "%s%s", i ? " " : "", arguments->values[i]);
	return strpbrk(name, "0123456789") && icd_place_find(&shell->session->view, name, place, &err) == ICD_FOUND &&
	       place->kind != ICD_PLACE_CODE;
}

static void note_status(struct shell *shell, int status)
{
	if (status > shell->status)
		shell->status = status;
}

static void run_program_command(struct shell *shell, struct arguments *arguments, const char *text, bool remembered)
{
	struct session *session = shell->session;
	struct icd_place place;
	struct icd_error err;
	if (!command_find(session, arguments->values[0]) && range_or_chapter(shell, arguments, &place)) {
		note_status(shell, shell_open_place(shell, &place));
		return;
	}
	session->place[0] = '\0';
	if (!put_numbers(shell, arguments)) {
		note_status(shell, STATUS_NO);
		return;
	}
	int status = shell_run_paged(shell, run_command, arguments->count, arguments->values);
	if (shell->numbers.failed)
		status = STATUS_FAILED;
	enum icd_found found =
		session->place[0] ? icd_place_find(&session->view, session->place, &place, &err) : ICD_NOT_FOUND;
	if (found == ICD_FOUND)
		shell_go_to(shell, &place);
	if (found == ICD_FAILED)
		status = command_fail("%s", err.text);
	note_status(shell, status);
	if (status == STATUS_OK && remembered && shows(session, arguments))
		remember(shell, arguments, text);
}

/* Is the word meant as such? Where it takes arguments and has others, it is said how to force it. */
static enum fit fit_word(struct shell *shell, const struct command *word, const struct arguments *arguments)
{
	struct icd_error err;
	bool adds = word->run == shell_word_add;
	if (!*word->arguments)
		return arguments->count == 1 ? FIT_COMMAND : FIT_WORDS;
	if (adds || word->run == shell_word_take)
		return (adds ? shell_adds : shell_takes_off)(shell, arguments->count, arguments->values) ? FIT_COMMAND
													 : FIT_WORDS;
	enum fit fit = command_fit(shell->session, word, arguments->values + 1, arguments->count - 1, &err);
	if (fit == FIT_FAILED)
		command_fail("%s", err.text);
	else if (fit == FIT_WORDS)
		command_say("searched for \"%s\" as a word; the command: %s %s", arguments->values[0], word->name,
			    word->arguments);
	return fit;
}

static void run_arguments(struct shell *shell, struct arguments *arguments, const char *text, bool remembered)
{
	const char *first = arguments->values[0];
	const struct command *word = find_word(first);
	bool alone = arguments->count == 1;
	enum fit fit;
	const char *answer = shell_is_number(first) && alone && !word ? shell_answer(shell, first) : NULL;
	if (answer)
		snprintf(shell->answer, sizeof shell->answer, "%s", answer);
	else if (shell_is_number(first) && alone && !word)
		note_status(shell, shell_open_number(shell, first));
	else if (word && (fit = fit_word(shell, word, arguments)) != FIT_WORDS)
		note_status(shell, fit == FIT_COMMAND ? word->run(shell->session, arguments->count, arguments->values)
						      : STATUS_FAILED);
	else
		run_program_command(shell, arguments, text, remembered);
}

/* Keeps the numbers as they are before the line runs. */
static bool keep_shown(struct shell *shell)
{
	struct output_numbers *shown = &shell->shown;
	for (shown->count = 0; shown->count < shell->numbers.count; shown->count++) {
		if (!icd_array_room(&shown->at, shown->count, &shown->capacity, sizeof *shown->at))
			return false;
		shown->at[shown->count] = shell->numbers.at[shown->count];
	}
	return true;
}

/* Sets output and date for the line; false when its options are wrong. */
static bool prepare(struct shell *shell, const struct arguments *arguments)
{
	struct session *session = shell->session;
	if (arguments->index != shell->base.index) {
		command_fail("-i: a shell keeps its index; leave it to open another");
		return false;
	}
	if (!arguments_apply(arguments, session))
		return false;
	session->warned = shell->warned_for == session->view.on;
	shell->numbers.goes_on = shell->numbers.failed = false;
	shell->numbers.begun = shell->numbers.line = 0;
	for (size_t i = 0; i < shell->numbers.count; i++)
		shell->numbers.at[i].line = 0;
	session->placed_count = 0;
	if (!keep_shown(shell)) {
		command_fail("out of memory");
		return false;
	}
	session_forget_notes(session);
	return true;
}

static bool read_line(struct shell *shell, const char *text, struct line *line)
{
	int count;
	*line = (struct line){.arguments = shell->base};
	line->arguments.count = 0;
	line->arguments.values = NULL;
	if (!line_words(text, &line->words, &count)) {
		command_fail("out of memory");
		return false;
	}
	/* The words stand after a name, as those of a program do; one more may be put after them. */
	char **argv = calloc((size_t)count + 2, sizeof *argv);
	line->arguments.values = calloc((size_t)count + 2, sizeof *line->arguments.values);
	bool ok = argv && line->arguments.values;
	if (ok) {
		memcpy(argv + 1, line->words, (size_t)count * sizeof *argv);
		ok = arguments_read(count + 1, argv, &line->arguments);
	} else {
		command_fail("out of memory");
	}
	free(argv);
	shell->text = ok && line->arguments.count == count ? text : NULL;
	return ok;
}

/* "tree --help" */
static void help_for(struct session *session, const struct arguments *arguments)
{
	char *argv[] = {(char *)"help", arguments->count ? arguments->values[0] : NULL, NULL};
	word_help(session, arguments->count ? 2 : 1, argv);
}

/* Runs a line; with `remembered` "back" comes to it again if it showed something. */
static void run_line(struct shell *shell, const char *text, bool remembered)
{
	struct session *session = shell->session;
	struct line line;
	if (read_line(shell, text, &line) && prepare(shell, &line.arguments)) {
		if (line.arguments.help)
			help_for(session, &line.arguments);
		else if (line.arguments.version)
			help_show(session, &line.arguments);
		else if (line.arguments.count)
			run_arguments(shell, &line.arguments, text, remembered);
		if (session->warned)
			shell->warned_for = session->view.on;
		if (shell->numbers.failed)
			note_status(shell, command_fail("out of memory"));
	} else {
		note_status(shell, STATUS_FAILED);
	}
	free(line.arguments.values);
	free(line.words);
}

/* ---- the index ---- */

/* Opens the index anew where another file has taken its place. */
static void follow_index(struct shell *shell)
{
	struct session *session = shell->session;
	struct icd_store *fresh;
	struct icd_error err;
	char release[ICD_DATE_SIZE];
	if (!icd_store_replaced(session->store))
		return;
	if (!icd_store_open(icd_store_path(session->store), &fresh, &err)) {
		if (!shell->replacement_bad)
			command_fail("the index was replaced by one that cannot be used; the old one still answers: %s",
				     err.text);
		shell->replacement_bad = true;
		return;
	}
	session_forget_searcher(session);
	session_forget_terms(session);
	shell_forget_claims(shell);
	icd_store_close(session->store);
	session->store = fresh;
	session->warned = shell->replacement_bad = false;
	shell->warned_for = 0;
	icd_view_make(&session->view, fresh, session->view.on);
	icd_date_format(icd_view_release(&session->view), release);
	printf("The index was refreshed and is open anew: release %s.\n", release);
}

bool shell_line(struct shell *shell, const char *line)
{
	/* A comment of a script; at a terminal it may be a heading that was pasted. */
	if (line[strspn(line, " \t\r\n")] == '\0' || (line[strspn(line, " \t")] == '#' && !shell->interactive))
		return true;
	char *text = strdup(line), answer[OUTPUT_LINE_SIZE];
	if (!text) {
		note_status(shell, command_fail("out of memory"));
		return true;
	}
	for (size_t length = strlen(text); length && strchr("\r\n", text[length - 1]);)
		text[--length] = '\0';
	follow_index(shell);
	run_line(shell, text, true);
	if (shell->answer[0]) {
		snprintf(answer, sizeof answer, "%s", shell->answer);
		shell->answer[0] = '\0';
		run_line(shell, answer, true);
	}
	while (shell->moves) {
		shell->moves = false;
		run_line(shell, shell->trail[shell->trail_at - 1], false);
	}
	fflush(stdout);
	/* A command that read the terminal to its end leaves it to the next one. */
	if (shell->interactive)
		clearerr(stdin);
	free(text);
	return !shell->left;
}

int shell_status(const struct shell *shell)
{
	return shell->status == STATUS_FAILED ? STATUS_FAILED : STATUS_OK;
}

/* ---- what surrounds the lines ---- */

struct shell *shell_open(struct session *session, bool interactive)
{
	static const struct arguments none;
	struct icd_error err;
	struct shell *shell = calloc(1, sizeof *shell);
	if (!shell)
		return NULL;
	shell->session = session;
	shell->base = session->given ? *session->given : none;
	shell->interactive = interactive;
	session->shell = shell;
	session->out.numbers = &shell->numbers;
	session->shown = session->out.format == FORMAT_TEXT ? &shell->shown : NULL; /* rows have no numbers */
	if (interactive) {
		shell->numbers.names_place = shell_names_place;
		shell->numbers.context = shell;
		shell->numbers.open = session->place;
		if (!icd_worklist_open(&shell->worklist, &err))
			command_fail("%s", err.text);
	}
	return shell;
}

void shell_close(struct shell *shell)
{
	shell->session->shell = NULL;
	shell->session->out.numbers = NULL;
	shell->session->shown = NULL;
	shell->session->here = NULL;
	for (size_t i = 0; i < shell->trail_count; i++)
		free(shell->trail[i]);
	free(shell->numbers.at);
	free(shell->shown.at);
	session_forget_bookmarks(shell->session);
	shell_forget_claims(shell);
	icd_worklist_close(&shell->worklist);
	free(shell);
}

void shell_greet(struct shell *shell)
{
	struct session *session = shell->session;
	const struct output *out = &session->out;
	char release[ICD_DATE_SIZE], on[ICD_DATE_SIZE];
	icd_date_format(icd_view_release(&session->view), release);
	icd_date_format(session->view.on, on);
	printf("%sICD-10-CM%s, release %s, for services on %s%s.\n", ink(out, INK_CODE), ink_end(out), release, on,
	       session->view.on == arguments_today() ? " (today)" : "");
	printf("Type a code or words; %shelp%s tells what else there is.\n", ink(out, INK_CODE), ink_end(out));
	if (shell->worklist.count)
		printf("The encounter in hand has %zu code%s; %s+%s shows them.\n", shell->worklist.count,
		       shell->worklist.count == 1 ? "" : "s", ink(out, INK_CODE), ink_end(out));
	session_warn_date(session);
	if (session->warned)
		shell->warned_for = session->view.on;
}

const char *shell_prompt(const struct shell *shell, char out[SHELL_PROMPT_SIZE])
{
	icd_date today = arguments_today(), date = shell->session->view.on;
	char on[ICD_DATE_SIZE];
	/* A date of one line alone does not last. */
	if (!shell->base.on || !icd_date_read(shell->base.on, &date)) {
		const char *given = getenv("ICD10_ON");
		if (!given || !icd_date_read(given, &date))
			date = today;
	}
	icd_date_format(date, on);
	char size[32] = "";
	if (shell->worklist.count)
		snprintf(size, sizeof size, " +%zu", shell->worklist.count);
	/* readline draws it as it is. */
	const char *label = shell->placed && !icd_text_steers(shell->place.label) ? shell->place.label : "";
	snprintf(out, SHELL_PROMPT_SIZE, "icd10%s%s%s%s%s> ", date != today ? " " : "", date != today ? on : "",
		 *label ? " " : "", label, size);
	return out;
}

void shell_complete(struct shell *shell, const char *line, size_t start, const char *word, struct candidates *out)
{
	/* readline begins a word behind "=", too: "--min=" is then a whole word before it. */
	const char *equals = start && line[start - 1] == '=' ? "" : NULL;
	const char *before = icd_pool_print(&out->pool, "%.*s", (int)start - (equals != NULL), line);
	char **typed;
	int count;
	if (out->pool.failed || !line_words(before, &typed, &count))
		return;
	complete_line(shell->session, words, typed, count, word, out);
	free(typed);
}
