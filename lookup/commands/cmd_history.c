/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "print/print.h"
#include "commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

static void print_start(const struct output *out, const struct icd_history *history)
{
	char date[ICD_DATE_SIZE];
	if (history->held_since)
		fprintf(out->file, "  %s  %sin the first release held: %s%s\n",
			icd_date_format(history->held_since, date), ink(out, INK_DIM),
			history->first_state == ICD_HEADER ? "header" : "billable", ink_end(out));
}

static void print_text(const struct session *session, const struct icd_history *history)
{
	const struct output *out = &session->out;
	char first[64];
	snprintf(first, sizeof first, "%s%s%s  ", ink(out, INK_CODE), history->label, ink_end(out));
	output_wrap(out, first, (unsigned)strlen(history->label) + 2, (unsigned)strlen(history->label) + 2, INK_PLAIN,
		    history->title);
	print_start(out, history);
	for (uint32_t i = 0; i < history->events.count; i++)
		event_print_text(out, &history->events.at[i], session->on_given ? session->view.on : 0);
	if (history->events.count == 0)
		fprintf(out->file, "  %sno change in the releases held%s\n", ink(out, INK_DIM), ink_end(out));
}

/* ---- JSON ---- */

static void print_json(const struct session *session, const char *query, const struct icd_history *history)
{
	json_t *events = json_array();
	for (uint32_t i = 0; history && i < history->events.count; i++)
		json_array_append_new(events, event_json(&history->events.at[i]));
	output_json(&session->out, json_pack("{si so so sb so so so}", "v", 1, "query", json_text(query), "code",
					     json_text(history ? history->label : NULL), "found", history != NULL,
					     "title", json_text(history ? history->title : NULL), "held_since",
					     json_date(history ? history->held_since : 0), "events", events));
}

static void print_rows(const struct session *session, const struct icd_history *history)
{
	for (uint32_t i = 0; i < history->events.count; i++)
		event_print_row(&session->out, &history->events.at[i], true);
}

/* ---- */

static void print_unknown(const struct session *session, const char *query)
{
	if (session->out.format == FORMAT_JSON)
		print_json(session, query, NULL);
	else
		fprintf(stderr, "icd10-lookup: %s: no release held has such a code\n", query);
}

static int show_history(struct session *session, const char *query, bool first)
{
	struct icd_pool pool = {0};
	struct icd_history history;
	struct icd_typed_code typed;
	struct icd_error err;
	enum icd_found found = ICD_NOT_FOUND;
	if (!first && session->out.format == FORMAT_TEXT)
		fputc('\n', session->out.file);
	if (icd_code_parse(query, strlen(query), &typed))
		found = icd_history_make(session->store, &pool, typed.code, &history, &err);
	if (found == ICD_NOT_FOUND && icd_code_parse(query, strlen(query), &typed) &&
	    icd_code_without_placeholder(typed.code))
		found = icd_history_make(session->store, &pool, typed.code, &history, &err);
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	else if (found == ICD_NOT_FOUND)
		print_unknown(session, query);
	else if (session->out.format == FORMAT_JSON)
		print_json(session, query, &history);
	else if (session->out.format == FORMAT_TSV)
		print_rows(session, &history);
	else
		print_text(session, &history);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

/* One code a line. */
static int show_lines(struct session *session, bool first)
{
	char *line = NULL;
	size_t size = 0;
	int worst = STATUS_OK;
	while (worst < STATUS_FAILED && getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[strspn(line, " \t")] == '\0')
			continue;
		int status = show_history(session, line, first);
		worst = status > worst ? status : worst;
		first = false;
	}
	/* In a shell Ctrl-C ends the input. */
	if (ferror(stdin) && errno != EINTR)
		worst = command_fail("standard input: %s", strerror(errno));
	free(line);
	return worst;
}

int cmd_history(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{0}};
	struct option_reader reader;
	int worst = STATUS_OK;
	options_start(&reader, argc, argv, options);
	if (options_next(&reader) != -1)
		return STATUS_FAILED;
	if (reader.count == 0)
		return command_usage("history", "a code was expected");
	if (session->out.format == FORMAT_TSV && session->out.header)
		event_print_names(&session->out, true);
	for (int i = 1; i <= reader.count && worst < STATUS_FAILED; i++) {
		int status = strcmp(argv[i], "-") == 0 ? show_lines(session, i == 1)
						       : show_history(session, argv[i], i == 1);
		worst = status > worst ? status : worst;
	}
	return worst;
}
