/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "print/print.h"
#include "commands.h"

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
	output_item(out, OUTPUT_UNDER, INK_PLAIN, history->title, "%s%s%s  ", ink(out, INK_CODE), history->label,
		    ink_end(out));
	print_start(out, history);
	for (uint32_t i = 0; i < history->events.count; i++)
		event_print_text(out, &history->events.at[i], session->on_given ? session->view.on : 0);
	if (history->events.count == 0)
		fprintf(out->file, "  %sno change in the releases held%s\n", ink(out, INK_DIM), ink_end(out));
}

/* ---- JSON and rows ---- */

/* A history without label: no release has such a code. */
static void tell_history(struct printer *printer, const char *query, const struct icd_history *history)
{
	tell_answer(printer);
	tell_fields(printer, "query:%s code:%s found:%hhd title:%s held_since:%x", query, history->label,
		    (bool)history->label, history->title, history->held_since);
	tell_list(printer, "events");
	for (uint32_t i = 0; i < history->events.count; i++)
		tell_event(printer, &history->events.at[i], true);
	tell_end(printer);
	tell_end(printer);
}

/* ---- */

/* The code as typed, else without the placeholders that templates put at its end. */
static enum icd_found find_history(struct icd_histories *histories, struct icd_pool *pool, const char *query,
				   struct icd_history *history, struct icd_error *err)
{
	struct icd_typed_code typed;
	if (!icd_code_parse(query, strlen(query), &typed))
		return ICD_NOT_FOUND;
	enum icd_found found = icd_history_next(histories, pool, typed.code, history, err);
	if (found == ICD_NOT_FOUND && icd_code_without_placeholder(typed.code))
		found = icd_history_next(histories, pool, typed.code, history, err);
	return found;
}

struct history_options {
	struct printer *printer; /* NULL: text */
	struct icd_histories *histories;
};

static int show_history(struct session *session, const char *query, bool first, const void *chosen)
{
	const struct history_options *options = chosen;
	struct icd_pool pool = {0};
	struct icd_history history = {0};
	struct icd_error err;
	if (!first && !options->printer)
		fputc('\n', session->out.file);
	enum icd_found found = find_history(options->histories, &pool, query, &history, &err);
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	else if (found == ICD_NOT_FOUND && session->out.format != FORMAT_JSON)
		command_no_code(query);
	else if (options->printer)
		tell_history(options->printer, query, found == ICD_FOUND ? &history : &(struct icd_history){0});
	else
		print_text(session, &history);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

int cmd_history(struct session *session, int argc, char **argv)
{
	int count = options_read(session, argc, argv, no_options, NULL, "a code was");
	if (count < 0)
		return STATUS_FAILED;
	struct history_options options = {.histories = icd_histories_start(session->store)};
	if (!options.histories)
		return command_fail("out of memory");
	options.printer = session_printer(session, &dated_event_columns);
	int status = command_each_or_lines(session, argv + 1, count, show_history, &options);
	icd_histories_free(options.histories);
	return status;
}
