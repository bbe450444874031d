/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell.h"

#include "arguments.h"
#include "line_words.h"
#include "terminal.h"
#include "tree.h"

#include <stdlib.h>
#include <string.h>

#define TRAIL_MAX 200

struct shell {
	struct session *session;
	struct arguments base;        /* the global options that hold for every line */
	char on[ICD_DATE_TEXT];       /* the date set by "on" */
	bool interactive, left;
	bool replacement_bad;         /* the index was replaced by one that cannot be read, and that was said */
	bool placed;
	struct icd_place place;
	struct output_numbers numbers;
	char *trail[TRAIL_MAX];       /* lines that showed something, for "back"; the last is what is shown */
	size_t trail_count;
	struct icd_searcher *searcher; /* for Tab; NULL before it is needed */
	icd_date warned_for;          /* the date for which the warning was given */
};

/* A line taken apart. */
struct line {
	char **words;
	struct arguments arguments;
};

static bool run_line(struct shell *shell, const char *text, bool remembered);

/* ---- the way back ---- */

static void remember(struct shell *shell, const char *line)
{
	if (shell->trail_count && strcmp(shell->trail[shell->trail_count - 1], line) == 0)
		return;
	char *copy = strdup(line);
	if (!copy)
		return;
	if (shell->trail_count == TRAIL_MAX) {
		free(shell->trail[0]);
		memmove(shell->trail, shell->trail + 1, (TRAIL_MAX - 1) * sizeof *shell->trail);
		shell->trail_count--;
	}
	shell->trail[shell->trail_count++] = copy;
}

static int word_back(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	(void)argc;
	(void)argv;
	if (shell->trail_count < 2) {
		puts("There is nothing to go back to.");
		return STATUS_NO;
	}
	free(shell->trail[--shell->trail_count]);
	run_line(shell, shell->trail[shell->trail_count - 1], false);
	return STATUS_OK;
}

/* ---- output ---- */

/* Runs a command, its output through the pager where it is long. */
static int run_paged(struct shell *shell, int (*run)(struct session *session, int argc, char **argv), int argc,
		     char **argv)
{
	struct terminal_aside aside;
	if (!shell->interactive || !terminal_keep_aside(&aside))
		return run(shell->session, argc, argv);
	terminal_interrupted();
	int status = run(shell->session, argc, argv);
	terminal_show(&aside, !terminal_interrupted());
	return status;
}

/* ---- places ---- */

static void print_child(const struct output *out, const struct icd_node *node)
{
	char number[OUTPUT_NUMBER_SIZE], first[128];
	bool code = node->kind == ICD_PLACE_CODE, billable = code && node->status == ICD_STATUS_BILLABLE;
	unsigned columns = text_columns(node->label), width = columns < 8 ? 8 : columns;
	output_number(out, node->label, number);
	snprintf(first, sizeof first, "%s%s%s%s%s%s%*s  ", number, ink(out, INK_GOOD), billable ? "* " : "  ",
		 ink(out, INK_CODE), node->label, ink_end(out), (int)(width - columns), "");
	width += (unsigned)strlen(number) + 4;
	output_wrap(out, first, width, width, INK_PLAIN, node->title);
}

static void print_children(const struct output *out, const struct icd_tree *tree)
{
	const struct icd_node *root = &tree->at[0];
	bool billable = false;
	fprintf(out->file, "%s%s%s%s  ", ink(out, INK_CODE), root->kind == ICD_PLACE_CHAPTER ? "Chapter " : "",
		root->label, ink_end(out));
	output_wrap(out, "", text_columns(root->label) + 2, text_columns(root->label) + 2, INK_HEAD, root->title);
	for (size_t i = 1; i < tree->count; i++) {
		print_child(out, &tree->at[i]);
		billable |= tree->at[i].kind == ICD_PLACE_CODE && tree->at[i].status == ICD_STATUS_BILLABLE;
	}
	if (billable)
		fprintf(out->file, "%s     * billable%s\n", ink(out, INK_DIM), ink_end(out));
	else if (tree->count == 1)
		fputs("     There is nothing below it.\n", out->file);
}

/* What is right below a place; argv[1] names it. */
static int show_children(struct session *session, int argc, char **argv)
{
	struct icd_pool pool = {0};
	struct icd_tree tree;
	struct icd_error err;
	(void)argc;
	enum icd_found found = icd_tree_make_to(&session->view, &pool, argv[1], 1, &tree, &err);
	session_warn_date(session);
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	else if (found == ICD_NOT_FOUND)
		fprintf(session->out.file, "%s is not in the code set on this date.\n", argv[1]);
	else
		print_children(&session->out, &tree);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

static int run_children(struct shell *shell, const char *label)
{
	char *argv[] = {(char *)"tree", (char *)label, (char *)"--depth=1", NULL};
	if (shell->session->out.format == FORMAT_TEXT)
		return run_paged(shell, show_children, 2, argv);
	return run_paged(shell, command_find("tree")->run, 3, argv);
}

/* Opens a place: a code's card, or what is right below a section or chapter. */
static int open_place(struct shell *shell, const struct icd_place *place)
{
	char *argv[] = {(char *)"code", (char *)place->label, NULL};
	shell->place = *place;
	shell->placed = true;
	remember(shell, place->label);
	if (place->kind != ICD_PLACE_CODE)
		return run_children(shell, place->label);
	return run_paged(shell, command_find("code")->run, 2, argv);
}

static int open_found(struct shell *shell, enum icd_found found, const struct icd_place *place,
		      const struct icd_error *err, const char *otherwise)
{
	if (found == ICD_FAILED)
		return command_fail("%s", err->text);
	if (found == ICD_FOUND)
		return open_place(shell, place);
	puts(otherwise);
	return STATUS_NO;
}

static bool has_place(const struct shell *shell)
{
	if (!shell->placed)
		puts("No code is open yet: type one, M54.50 for example.");
	return shell->placed;
}

static int word_above(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	struct icd_place above;
	struct icd_error err;
	(void)argc;
	(void)argv;
	if (!has_place(shell))
		return STATUS_NO;
	enum icd_found found = icd_place_above(&session->view, &shell->place, &above, &err);
	return open_found(shell, found, &above, &err, "There is nothing above it.");
}

static int go_beside(struct shell *shell, int step, const char *otherwise)
{
	struct icd_place beside;
	struct icd_error err;
	if (!has_place(shell))
		return STATUS_NO;
	enum icd_found found = icd_place_beside(&shell->session->view, &shell->place, step, &beside, &err);
	return open_found(shell, found, &beside, &err, otherwise);
}

static int word_next(struct session *session, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return go_beside(session->shell, 1, "It is the last one.");
}

static int word_prev(struct session *session, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return go_beside(session->shell, -1, "It is the first one.");
}

static int word_children(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	(void)argc;
	(void)argv;
	return has_place(shell) ? run_children(shell, shell->place.label) : STATUS_NO;
}

/* ---- numbers ---- */

/* The name behind a number of the list; NULL, having said so, when there is none. */
static const char *numbered(const struct shell *shell, const char *word)
{
	unsigned long number = strtoul(word, NULL, 10);
	if (number >= 1 && number <= shell->numbers.count)
		return shell->numbers.names[number - 1];
	if (shell->numbers.count == 0)
		puts("Nothing is listed that a number could open.");
	else
		printf("There is no %s in the list: 1 to %zu.\n", word, shell->numbers.count);
	return NULL;
}

static bool is_number(const char *word)
{
	return *word && word[strspn(word, "0123456789")] == '\0';
}

static int open_number(struct shell *shell, const char *word)
{
	struct icd_place place;
	struct icd_error err;
	const char *name = numbered(shell, word);
	if (!name)
		return STATUS_NO;
	enum icd_found found = icd_place_find(&shell->session->view, name, &place, &err);
	return open_found(shell, found, &place, &err, "It is not in the book on this date.");
}

/* ---- the date ---- */

static void say_date(const struct session *session)
{
	char on[ICD_DATE_TEXT], release[ICD_DATE_TEXT];
	icd_date_format(session->view.on, on);
	icd_date_format(icd_view_release(&session->view), release);
	printf("Date of service %s%s, answered from release %s.\n", on,
	       session->view.on == icd_date_today() ? " (today)" : "", release);
}

static int word_on(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	icd_date date = icd_date_today();
	if (argc > 2)
		return command_fail("on: one date was expected");
	if (argc == 2 && strcmp(argv[1], "today") != 0 && !icd_date_parse(argv[1], &date))
		return command_fail("on: %s: a date was expected: YYYY-MM-DD, YYYYMMDD, M/D/YYYY, FY2025 or today", argv[1]);
	if (argc == 2) {
		/* "today" stays today when the day changes, unless the environment has a date of its own. */
		const char *given = getenv("ICD10_ON");
		bool follows = strcmp(argv[1], "today") == 0 && !(given && *given);
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
	char text[ICD_CODE_TEXT];
	bool nodot = false;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "nodot") == 0)
			nodot = true;
		else if (!(name = is_number(argv[i]) ? numbered(shell, argv[i]) : argv[i]))
			return STATUS_NO;
	}
	if (!name && !has_place(shell))
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

/* Words of the shell alone. Those without arguments count only when they stand alone: "back pain" is a search. */
static const struct command words[] = {
	{"..", word_above, 0, "", "the code, section or chapter above"},
	{"children", word_children, 0, "", "what is right below"},
	{"next", word_next, 0, "", "the next one in the book"},
	{"prev", word_prev, 0, "", "the one before"},
	{"back", word_back, 0, "", "what was shown before"},
	{"on", word_on, 0, "[DATE|today]", "the date of service"},
	{"y", word_copy, 0, "[nodot] [NUMBER|CODE]", "copy the code to the clipboard"},
	{"help", word_help, 0, "[COMMAND]", "this help, or a command's arguments"},
	{"quit", word_quit, 0, "", "leave; so does Ctrl-D"},
	{NULL, NULL, 0, NULL, NULL},
};

static const struct command *find_word(const char *name)
{
	if (strcmp(name, "exit") == 0)
		name = "quit";
	if (strcmp(name, "?") == 0)
		name = "help";
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
		if (row->run == command_find("shell")->run)
			continue;
		snprintf(first, sizeof first, "  %s%-11s%s  ", ink(out, INK_CODE), row->name, ink_end(out));
		output_wrap(out, first, 15, 15, INK_PLAIN, row->summary);
	}
}

static int print_help(struct session *session, int argc, char **argv)
{
	static const struct command typed[] = {
		{"m5450", NULL, 0, "", "a code, with or without its dot: its card"},
		{"low back", NULL, 0, "", "words: the codes they lead to, with numbers"},
		{"3", NULL, 0, "", "opens the third one of the list"},
		{"m25.56 left", NULL, 0, "", "a code and words: the codes below it that fit"},
		{"a + b", NULL, 0, "", "may two codes be reported together?"},
		{".", NULL, 0, "", "in a command, the code that is open: note . \"text\""},
		{NULL, NULL, 0, NULL, NULL},
	};
	const struct output *out = &session->out;
	(void)argc;
	(void)argv;
	print_rows(out, typed);
	fputc('\n', out->file);
	print_rows(out, words);
	fputc('\n', out->file);
	print_rows(out, commands);
	fputs("\nTab completes commands, codes and words; Ctrl-R looks in earlier lines. help COMMAND tells its\n"
	      "arguments. --on DATE and -f text|json|tsv may stand in any line.\n", out->file);
	return STATUS_OK;
}

static int word_help(struct session *session, int argc, char **argv)
{
	if (argc == 1)
		return run_paged(session->shell, print_help, argc, argv);
	const struct command *command = find_word(argv[1]);
	if (!command)
		command = command_find(argv[1]);
	if (!command) {
		printf("There is no command %s.\n", argv[1]);
		return STATUS_NO;
	}
	printf("%s %s\n  %s\n", command->name, command->arguments, command->summary);
	return STATUS_OK;
}

/* ---- lines ---- */

/* A command, or what is meant without one; the arguments are the session's own. */
static int run_command(struct session *session, int argc, char **argv)
{
	const struct arguments arguments = {.count = argc, .values = argv};
	return arguments_run(session, &arguments);
}

/* Does "back" come to it again? What is meant without a command is a look at something. */
static bool shows(const struct arguments *arguments)
{
	const struct command *command = command_find(arguments->values[0]);
	return !command || command->flags & COMMAND_SHOWS;
}

/* Puts the current code where a command means it. */
static void put_current(const struct shell *shell, struct arguments *arguments)
{
	const struct command *command = command_find(arguments->values[0]);
	bool named = false;
	if (!shell->placed)
		return;
	for (int i = 1; i < arguments->count; i++) {
		if (strcmp(arguments->values[i], ".") == 0)
			arguments->values[i] = (char *)shell->place.label;
		named |= arguments->values[i][0] != '-';
	}
	if (command && command->flags & COMMAND_CURRENT && !named)
		arguments->values[arguments->count++] = (char *)shell->place.label;
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

static void run_program_command(struct shell *shell, struct arguments *arguments, const char *text, bool remembered)
{
	struct session *session = shell->session;
	struct icd_place place;
	struct icd_error err;
	if (!command_find(arguments->values[0]) && range_or_chapter(shell, arguments, &place)) {
		open_place(shell, &place);
		return;
	}
	put_current(shell, arguments);
	session->place[0] = '\0';
	int status = run_paged(shell, run_command, arguments->count, arguments->values);
	if (session->place[0] && icd_place_find(&session->view, session->place, &place, &err) == ICD_FOUND) {
		shell->place = place;
		shell->placed = true;
	}
	if (status == STATUS_OK && remembered && shows(arguments))
		remember(shell, text);
}

static void run_arguments(struct shell *shell, struct arguments *arguments, const char *text, bool remembered)
{
	const char *first = arguments->values[0];
	const struct command *word = find_word(first);
	bool alone = arguments->count == 1;
	if (is_number(first) && alone)
		open_number(shell, first);
	else if (word && (alone || *word->arguments))
		word->run(shell->session, arguments->count, arguments->values);
	else
		run_program_command(shell, arguments, text, remembered);
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
	shell->numbers.goes_on = false;
	session_forget_notes(session);
	return true;
}

static bool read_line(const struct shell *shell, const char *text, struct line *line)
{
	int count;
	*line = (struct line){.arguments = shell->base};
	line->arguments.count = 0;
	if (!line_words(text, &line->words, &count)) {
		command_fail("out of memory");
		return false;
	}
	/* The words stand behind a name, as those of a program do; one more may be put behind them. */
	char **argv = calloc((size_t)count + 2, sizeof *argv);
	line->arguments.values = calloc((size_t)count + 2, sizeof *line->arguments.values);
	bool ok = argv && line->arguments.values;
	if (ok) {
		memcpy(argv + 1, line->words, (size_t)count * sizeof *argv);
		ok = arguments_read(count + 1, argv, &line->arguments);
	}
	free(argv);
	return ok;
}

/* "tree --help" */
static void help_for(struct session *session, const struct arguments *arguments)
{
	char *argv[] = {(char *)"help", arguments->count ? arguments->values[0] : NULL, NULL};
	word_help(session, arguments->count ? 2 : 1, argv);
}

static bool run_line(struct shell *shell, const char *text, bool remembered)
{
	struct session *session = shell->session;
	struct line line;
	if (read_line(shell, text, &line) && prepare(shell, &line.arguments)) {
		if (line.arguments.help)
			help_for(session, &line.arguments);
		else if (line.arguments.version)
			arguments_help(&line.arguments);
		else if (line.arguments.count)
			run_arguments(shell, &line.arguments, text, remembered);
		if (session->warned)
			shell->warned_for = session->view.on;
	}
	free(line.arguments.values);
	free(line.words);
	return !shell->left;
}

/* ---- the index ---- */

/* Opens the index anew where another file has taken its place. */
static void follow_index(struct shell *shell)
{
	struct session *session = shell->session;
	struct icd_store *fresh;
	struct icd_error err;
	char release[ICD_DATE_TEXT];
	if (!icd_store_replaced(session->store))
		return;
	if (!icd_store_open(icd_store_path(session->store), &fresh, &err)) {
		if (!shell->replacement_bad)
			command_fail("the index was replaced, but the new one cannot be used; the old one still answers: %s",
				     err.text);
		shell->replacement_bad = true;
		return;
	}
	icd_searcher_close(shell->searcher);
	shell->searcher = NULL;
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
	if (line[strspn(line, " \t\r\n")] == '\0' || line[strspn(line, " \t")] == '#')
		return true;
	char *text = strdup(line);
	if (!text) {
		command_fail("out of memory");
		return true;
	}
	text[strcspn(text, "\r\n")] = '\0';
	follow_index(shell);
	bool goes_on = run_line(shell, text, true);
	fflush(stdout);
	/* A command that read the terminal to its end leaves it to the next one. */
	if (shell->interactive)
		clearerr(stdin);
	free(text);
	return goes_on;
}

/* ---- what surrounds the lines ---- */

struct shell *shell_open(struct session *session, bool interactive)
{
	static const struct arguments none;
	struct shell *shell = calloc(1, sizeof *shell);
	if (!shell)
		return NULL;
	shell->session = session;
	shell->base = session->given ? *session->given : none;
	shell->interactive = interactive;
	session->shell = shell;
	session->out.numbers = &shell->numbers;
	return shell;
}

void shell_close(struct shell *shell)
{
	shell->session->shell = NULL;
	shell->session->out.numbers = NULL;
	for (size_t i = 0; i < shell->trail_count; i++)
		free(shell->trail[i]);
	free(shell->numbers.names);
	icd_searcher_close(shell->searcher);
	free(shell);
}

void shell_greet(struct shell *shell)
{
	struct session *session = shell->session;
	const struct output *out = &session->out;
	char release[ICD_DATE_TEXT], on[ICD_DATE_TEXT];
	icd_date_format(icd_view_release(&session->view), release);
	icd_date_format(session->view.on, on);
	printf("%sICD-10-CM%s, release %s, for services on %s%s.\n", ink(out, INK_CODE), ink_end(out), release, on,
	       session->view.on == icd_date_today() ? " (today)" : "");
	printf("Type a code or words; %shelp%s tells what else there is.\n", ink(out, INK_CODE), ink_end(out));
	session_warn_date(session);
	if (session->warned)
		shell->warned_for = session->view.on;
}

const char *shell_prompt(const struct shell *shell, char out[SHELL_PROMPT_SIZE])
{
	icd_date today = icd_date_today(), date = shell->session->view.on;
	char on[ICD_DATE_TEXT];
	/* A date of one line alone does not last. */
	if (!shell->base.on || !icd_date_parse(shell->base.on, &date)) {
		const char *given = getenv("ICD10_ON");
		if (!given || !icd_date_parse(given, &date))
			date = today;
	}
	icd_date_format(date, on);
	snprintf(out, SHELL_PROMPT_SIZE, "icd10%s%s%s%s> ", date != today ? " " : "", date != today ? on : "",
		 shell->placed ? " " : "", shell->placed ? shell->place.label : "");
	return out;
}

const struct icd_place *shell_place(const struct shell *shell)
{
	return shell->placed ? &shell->place : NULL;
}

/* The first word of the line. */
static void first_word(const char *line, char *out, size_t size)
{
	line += strspn(line, " \t");
	snprintf(out, size, "%.*s", (int)strcspn(line, " \t"), line);
}

/* The index that a command looks terms up in. */
static bool index_of(const char *command, enum icd_index *kind)
{
	static const struct {
		const char *command;
		enum icd_index kind;
	} kinds[] = {{"index", ICD_INDEX_ALPHABETIC}, {"cause", ICD_INDEX_CAUSE}, {"drug", ICD_INDEX_DRUG},
		     {"neoplasm", ICD_INDEX_NEOPLASM}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		*kind = kinds[i].kind;
		if (strcmp(command, kinds[i].command) == 0)
			return true;
	}
	return false;
}

/* Kept for the next Tab; NULL when the index has no search. */
static struct icd_searcher *searcher_of(struct shell *shell)
{
	struct icd_error err;
	if (!shell->searcher && !icd_searcher_open(shell->session->store, NULL, &shell->searcher, &err))
		shell->searcher = NULL;
	return shell->searcher;
}

void shell_complete(struct shell *shell, struct icd_pool *pool, const char *line, size_t start, const char *word,
		    struct candidates *out)
{
	const struct icd_view *view = &shell->session->view;
	struct icd_error err;
	enum icd_index kind;
	char first[32];
	bool at_start = strspn(line, " \t") >= start;
	first_word(line, first, sizeof first);
	if (!at_start && strcmp(first, "on") == 0) {
		complete_dates(view, pool, word, out);
		return;
	}
	if (at_start || strcmp(first, "help") == 0) {
		complete_commands(words, pool, word, out);
		complete_commands(commands, pool, word, out);
	}
	complete_codes(view, pool, word, out, &err);
	if (!at_start && index_of(first, &kind))
		complete_terms(view, kind, pool, word, out, &err);
	if (out->count == 0 && searcher_of(shell))
		complete_words(shell->searcher, pool, word, out, &err);
}
