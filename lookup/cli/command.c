/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "input/input.h"
#include "search/search.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define USAGE_WIDTH  80 /* columns of a terminal */
#define USAGE_INDENT 6  /* of the lines behind the first */

const char program_usage[] =
	"usage: icd10-lookup [-i INDEX] [--on DATE] [-f text|json|tsv] [--color auto|always|never]\n"
	"                    [COMMAND] [ARG...]\n";

const struct command *command_find(const struct session *session, const char *name)
{
	for (const struct command *command = session->commands; command->name; command++) {
		if (strcmp(command->name, name) == 0)
			return command;
	}
	return NULL;
}

static void say_lost(void)
{
	command_fail("out of memory");
}

int command_run(struct session *session, const struct command *command, int argc, char **argv)
{
	session->command = command;
	session->printer.lost = say_lost;
	return command->run(session, argc, argv);
}

/* What comes of files and of what was typed is shown, never obeyed by the terminal; NULL when out of memory. */
static char *escaped(const char *format, va_list args)
{
	char *text = NULL, *shown = NULL;
	size_t size;
	FILE *file = vasprintf(&text, format, args) < 0 ? NULL : open_memstream(&shown, &size);
	if (!file) {
		free(text);
		return NULL;
	}
	icd_text_show(file, text);
	free(text);
	if (fclose(file) != 0) {
		free(shown);
		return NULL;
	}
	return shown;
}

/* A line on standard error; on a terminal it is wrapped at words, as answers are. */
static void say(const char *start, const char *format, va_list args)
{
	struct output out;
	char *text = escaped(format, args);
	output_start(&out, stderr, FORMAT_TEXT, "never");
	if (out.width)
		output_wrap(&out, start, (unsigned)strlen(start), 2, INK_PLAIN, text ? text : "out of memory");
	else
		fprintf(stderr, "%s%s\n", start, text ? text : "out of memory");
	free(text);
}

void command_say(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say("icd10-lookup: ", format, args);
	va_end(args);
}

int command_fail(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say("icd10-lookup: ", format, args);
	va_end(args);
	return STATUS_FAILED;
}

/* As much of a usage line as is not broken: an argument, or what stands in brackets up to a "|". */
static size_t usage_piece(const char *at, int *depth)
{
	size_t length = 0;
	for (; at[length]; length++) {
		*depth += (at[length] == '[') - (at[length] == ']');
		if (at[length] == ' ' && (*depth == 0 || at[length + 1] == '|'))
			break;
	}
	return length;
}

void command_usage_line(const struct command *command, FILE *file)
{
	int column = fprintf(file, "usage: icd10-lookup %s", command->name), depth = 0;
	for (const char *at = command->arguments; *at; at += *at == ' ') {
		size_t length = usage_piece(at, &depth);
		if (column + 1 + (int)length >= USAGE_WIDTH)
			column = fprintf(file, "\n%*s", USAGE_INDENT, "") - 1;
		column += fprintf(file, " %.*s", (int)length, at);
		at += length;
	}
	fputc('\n', file);
}

int command_usage(const struct session *session, const char *format, ...)
{
	const struct command *command = session->command;
	char start[64];
	va_list args;
	va_start(args, format);
	snprintf(start, sizeof start, "icd10-lookup: %s: ", command->name);
	say(start, format, args);
	command_usage_line(command, stderr);
	va_end(args);
	return STATUS_FAILED;
}

void command_no_code(const char *query)
{
	command_fail("%s: no release held has such a code", query);
}

enum icd_found command_names_file(const struct session *session, const char *word, struct icd_error *err)
{
	struct icd_typed_code typed;
	uint32_t ordinal, last;
	struct stat st;
	if (stat(word, &st) != 0)
		return ICD_NOT_FOUND;
	if (strchr(word, '/') || !icd_code_parse(word, strlen(word), &typed))
		return ICD_FOUND;
	enum icd_found code = icd_store_code_place(session->store, typed.code, &ordinal, &last, err);
	return code == ICD_FOUND ? ICD_NOT_FOUND : code == ICD_NOT_FOUND ? ICD_FOUND : code;
}

/* ---- one argument after the other ---- */

static int worse(int a, int b)
{
	return a > b ? a : b;
}

/* A line that cannot be one is said, and those behind it are answered all the same. */
static int each_line_of(struct session *session, struct text_lines *lines, bool first, answer_one *answer,
			const void *options)
{
	struct icd_error err;
	enum text_line read;
	int worst = STATUS_OK;
	bool bad = false;
	while (worst < STATUS_FAILED && (read = text_lines_next(lines, &err)) > TEXT_LINE_END) {
		const char *line = lines->line;
		if (read == TEXT_LINE_BAD) {
			fflush(session->out.file);
			command_fail("%s", err.text);
			bad = true;
		} else if (line[strspn(line, " \t")] != '\0') {
			worst = worse(worst, answer(session, line, first, options));
			first = false;
		}
	}
	/* In a shell Ctrl-C ends the input. */
	if (worst < STATUS_FAILED && read == TEXT_LINE_FAILED && !(session->shell && errno == EINTR))
		worst = command_fail("%s", err.text);
	return bad ? STATUS_FAILED : worst;
}

/* In a shell the input is that of the shell, which has read ahead. */
static int each_line(struct session *session, bool first, answer_one *answer, const void *options)
{
	static const char name[] = "standard input";
	FILE *own = session->shell ? NULL : text_source_stream(STDIN_FILENO, name);
	FILE *shared = session->lines ? session->lines : stdin;
	struct text_lines lines = {.file = own ? own : shared, .name = name, .wanted = "a code"};
	if (!session->shell && !own)
		return command_fail("out of memory");
	int worst = each_line_of(session, &lines, first, answer, options);
	text_lines_free(&lines);
	if (own)
		fclose(own);
	return worst;
}

static int each(struct session *session, char **queries, int count, bool lines, answer_one *answer, const void *options)
{
	int worst = STATUS_OK;
	for (int i = 0; i < count && worst < STATUS_FAILED; i++) {
		bool read = lines && strcmp(queries[i], "-") == 0;
		worst = worse(worst, read ? each_line(session, i == 0, answer, options)
					  : answer(session, queries[i], i == 0, options));
	}
	return worst;
}

int command_each(struct session *session, char **queries, int count, answer_one *answer, const void *options)
{
	return each(session, queries, count, false, answer, options);
}

int command_each_or_lines(struct session *session, char **queries, int count, answer_one *answer, const void *options)
{
	return each(session, queries, count, true, answer, options);
}

const char *command_join(struct icd_pool *pool, char **arguments, int count)
{
	return icd_pool_joined(pool, " ", (const char *const *)arguments, (size_t)count);
}

struct printer *session_printer(struct session *session, const struct columns *columns)
{
	const struct output *out = &session->out;
	bool rows = out->format == FORMAT_TSV;
	if (!rows && out->format != FORMAT_JSON)
		return NULL;
	printer_start(&session->printer, out->file, rows ? columns : NULL);
	if (rows && out->header && session->named != columns)
		printer_names(&session->printer);
	session->named = rows ? columns : session->named;
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
		command_say("%s", warning);
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
	if (session->lists)
		icd_code_lists_close(session->lists);
	free(session->lists);
	session->lists = NULL;
}

void session_forget_bookmarks(struct session *session)
{
	icd_desk_notes_free(session->bookmarks);
	session->bookmarks = NULL;
}

static void say_list_wrong(const char *text)
{
	command_fail("%s", text);
}

/* The user's code lists, read on first use and kept until session_forget_notes; what cannot be read of them is said
 * and left out. Never NULL, but when memory runs out, which is said too. */
static const struct icd_code_lists *code_lists(struct session *session)
{
	if (!session->lists) {
		session->lists = calloc(1, sizeof *session->lists);
		if (!session->lists || !icd_code_lists_open(session->store, say_list_wrong, session->lists))
			command_fail("out of memory");
	}
	return session->lists;
}

bool session_put_lists(struct session *session, struct icd_pool *pool, struct icd_card *card, struct icd_error *err)
{
	const struct icd_code_lists *lists = card->found ? code_lists(session) : NULL;
	const char **names = lists && lists->count ? icd_pool_take(pool, lists->count, sizeof *names) : NULL;
	for (size_t i = 0; names && i < lists->count; i++) {
		const struct icd_pattern *by;
		if (!icd_code_list_has(lists->at[i], card->code, -1, session->view.on, &by, err))
			return false;
		if (by)
			names[card->list_count++] = icd_code_list_name(lists->at[i]);
	}
	card->lists = names;
	return !pool->failed || icd_out_of_memory(err);
}

struct icd_searcher *session_searcher(struct session *session, struct icd_error *err)
{
	if (!session->searcher)
		icd_searcher_open(session->store, NULL, &session->searcher, err);
	return session->searcher;
}

void session_forget_searcher(struct session *session)
{
	icd_searcher_close(session->searcher);
	session->searcher = NULL;
}

enum icd_found session_terms(struct session *session, enum icd_index_kind kind, const char *query,
			     const struct terms **out, struct icd_error *err)
{
	struct terms *terms = &session->terms;
	*out = terms;
	if (terms->query && terms->kind == kind && terms->on == session->view.on && strcmp(terms->query, query) == 0)
		return ICD_FOUND;
	session_forget_terms(session);
	enum icd_found found = icd_index_book_read(&session->view, kind, &terms->pool, &terms->book, err);
	const char *copy = icd_pool_print(&terms->pool, "%s", query);
	if (found != ICD_FOUND)
		return found;
	if (!icd_index_find(&terms->book, &terms->pool, copy, &terms->hits, err))
		return ICD_FAILED;
	if (terms->pool.failed) {
		icd_out_of_memory(err);
		return ICD_FAILED;
	}
	terms->kind = kind;
	terms->on = session->view.on;
	terms->query = copy;
	return ICD_FOUND;
}

void session_forget_terms(struct session *session)
{
	icd_pool_free(&session->terms.pool);
	session->terms = (struct terms){.query = NULL};
}
