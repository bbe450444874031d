/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/lists.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

struct list_options {
	const char *column;
	bool codes; /* nothing but codes */
};

static int failed(const struct icd_error *err)
{
	return command_fail("%s", err->text);
}

static bool open_list(struct session *session, const char *name, const struct list_options *options,
		      struct icd_code_list **list)
{
	struct icd_error err;
	bool ok = icd_code_list_open(session->store, name, options->column, list, NULL, &err);
	return ok || (failed(&err), false);
}

/* A list that cannot be read keeps none of the others from being shown; the status tells. */
static bool was_wrong;
static void say_wrong(const char *text)
{
	was_wrong = true;
	command_fail("%s", text);
}

static bool open_all(struct session *session, struct icd_code_lists *lists)
{
	was_wrong = false;
	return icd_code_lists_open(session->store, say_wrong, lists) || (command_fail("out of memory"), false);
}

/* ---- list ---- */

static bool count_codes(struct session *session, const struct icd_code_lists *lists, struct code_list_row *rows,
			struct icd_error *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < lists->count; i++) {
		struct icd_pool pool = {0};
		struct icd_listed *codes;
		rows[i].list = lists->at[i];
		ok = icd_code_list_expand(lists->at[i], &session->view, &pool, &codes, &rows[i].codes, err);
		icd_pool_free(&pool);
	}
	return ok;
}

static int show_names(struct session *session)
{
	struct icd_code_lists lists;
	struct icd_error err;
	char folder[ICD_LOCATION_SIZE];
	int status = STATUS_FAILED;
	if (open_all(session, &lists)) {
		struct code_list_row *rows = icd_pool_take(&lists.pool, lists.count + 1, sizeof *rows);
		struct printer *printer = session_printer(session, &code_lists_columns);
		icd_code_list_folder(folder);
		bool ok = rows ? count_codes(session, &lists, rows, &err) : icd_out_of_memory(&err);
		if (ok && printer)
			tell_code_lists(printer, &session->view, folder, rows, lists.count);
		else if (ok)
			code_lists_print_text(&session->out, folder, rows, lists.count);
		status = !ok ? failed(&err) : was_wrong ? STATUS_FAILED : lists.count ? STATUS_OK : STATUS_NO;
	}
	icd_code_lists_close(&lists);
	return status;
}

/* ---- list expand ---- */

static bool read_titles(const struct icd_view *view, struct icd_pool *pool, const struct icd_listed *listed,
			size_t count, struct code_list_code *out, struct icd_error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct icd_code_record record;
		if (!icd_view_code_at(view, pool, listed[i].ordinal, &record, err))
			return false;
		out[i] = (struct code_list_code){&listed[i], icd_view_title(view, &record)};
	}
	return true;
}

static void show_codes(struct session *session, const struct icd_code_list *list, const struct list_options *options,
		       const struct code_list_code *codes, size_t count)
{
	struct printer *printer = session_printer(session, &code_list_columns);
	char shown[ICD_DOTTED_SIZE];
	if (printer)
		tell_code_list(printer, &session->view, list, codes, count);
	else if (!options->codes)
		code_list_print_text(&session->out, list, &session->view, codes, count);
	for (size_t i = 0; !printer && options->codes && i < count; i++)
		fprintf(session->out.file, "%s\n", icd_code_format(codes[i].listed->code, shown));
}

static int expand(struct session *session, const char *name, bool first, const void *chosen)
{
	const struct list_options *options = chosen;
	struct icd_code_list *list;
	struct icd_pool pool = {0};
	struct icd_listed *listed;
	struct icd_error err;
	size_t count;
	(void)first;
	if (!open_list(session, name, options, &list))
		return STATUS_FAILED;
	bool ok = icd_code_list_expand(list, &session->view, &pool, &listed, &count, &err);
	struct code_list_code *codes = ok ? icd_pool_take(&pool, count + 1, sizeof *codes) : NULL;
	ok = ok && (codes || icd_out_of_memory(&err)) && read_titles(&session->view, &pool, listed, count, codes, &err);
	if (ok)
		show_codes(session, list, options, codes, count);
	icd_pool_free(&pool);
	icd_code_list_close(list);
	return !ok ? failed(&err) : count ? STATUS_OK : STATUS_NO;
}

/* ---- list check ---- */

static int check(struct session *session, const struct icd_code_list *list)
{
	struct icd_pool pool = {0};
	struct icd_list_finding *findings;
	struct icd_error err;
	size_t count = 0;
	bool ok = icd_code_list_check(list, &session->view, &pool, &findings, &count, &err);
	struct printer *printer = session_printer(session, &code_list_check_columns);
	if (ok && printer)
		tell_code_list_check(printer, &session->view, list, findings, count);
	else if (ok)
		code_list_check_print_text(&session->out, list, findings, count);
	icd_pool_free(&pool);
	return !ok ? failed(&err) : count ? STATUS_NO : STATUS_OK;
}

static int check_all(struct session *session)
{
	struct icd_code_lists lists;
	int worst = STATUS_OK;
	if (!open_all(session, &lists))
		worst = STATUS_FAILED;
	for (size_t i = 0; i < lists.count && worst < STATUS_FAILED; i++) {
		int status = check(session, lists.at[i]);
		worst = status > worst ? status : worst;
	}
	icd_code_lists_close(&lists);
	return was_wrong ? STATUS_FAILED : worst;
}

static int check_one(struct session *session, const char *name, bool first, const void *options)
{
	struct icd_code_list *list;
	(void)first;
	if (strcmp(name, "all") == 0 && !icd_code_list_exists(name))
		return check_all(session);
	if (!open_list(session, name, options, &list))
		return STATUS_FAILED;
	int status = check(session, list);
	icd_code_list_close(list);
	return status;
}

/* ---- list find ---- */

static bool find_hits(struct session *session, const struct icd_code_lists *lists, const char *code,
		      struct code_list_hit *hits, size_t *count, struct icd_error *err)
{
	*count = 0;
	for (size_t i = 0; i < lists->count; i++) {
		struct icd_listing listing;
		if (!icd_code_list_find(lists->at[i], code, -1, session->view.on, &listing, err))
			return false;
		if (listing.by)
			hits[(*count)++] =
				(struct code_list_hit){lists->at[i], listing.excepted ? listing.excepted : listing.by,
						       listing.excepted != NULL};
	}
	return true;
}

static int find_one(struct session *session, const char *query, bool first, const void *context)
{
	const struct icd_code_lists *lists = context;
	struct icd_typed_code typed;
	struct icd_pool pool = {0};
	struct icd_error err;
	size_t count = 0, on = 0;
	(void)first;
	if (!icd_code_parse(query, strlen(query), &typed))
		return command_fail("%s: a code was expected", query);
	struct code_list_hit *hits = icd_pool_take(&pool, lists->count + 1, sizeof *hits);
	bool ok = hits ? find_hits(session, lists, typed.code, hits, &count, &err) : icd_out_of_memory(&err);
	struct printer *printer = session_printer(session, &code_list_find_columns);
	if (ok && printer)
		tell_code_list_find(printer, &session->view, query, typed.code, hits, count);
	else if (ok)
		code_list_find_print_text(&session->out, typed.code, hits, count);
	for (size_t i = 0; ok && i < count; i++)
		on += !hits[i].excepted;
	icd_pool_free(&pool);
	return !ok ? failed(&err) : on ? STATUS_OK : STATUS_NO;
}

static int find(struct session *session, char **queries, int count)
{
	struct icd_code_lists lists;
	int status = STATUS_FAILED;
	if (open_all(session, &lists))
		status = command_each_or_lines(session, queries, count, find_one, &lists);
	icd_code_lists_close(&lists);
	return was_wrong ? STATUS_FAILED : status;
}

/* ---- list diff ---- */

struct diff_request {
	const char *names[2];
	int name_count;
	icd_date dates[2];
	int date_count;
};

/* As many words as make a date; 0 when none do. */
static int read_date(char **words, int count, icd_date *date)
{
	struct icd_pool pool = {0};
	int taken = count < 3 ? count : 3;
	while (taken && !icd_date_read(command_join(&pool, words, taken), date))
		taken--;
	icd_pool_free(&pool);
	return taken;
}

/* Names, then dates; what --on says is the first of them. */
static bool read_request(struct session *session, char **words, int count, struct diff_request *request)
{
	for (int i = 0; i < count;) {
		icd_date date;
		int taken = request->name_count ? read_date(words + i, count - i, &date) : 0;
		if (taken && request->date_count < 2)
			request->dates[request->date_count++] = date;
		else if (!taken && request->name_count < 2)
			request->names[request->name_count++] = words[i];
		else
			return command_usage(session, "%s: two lists, or a list and two dates were expected", words[i]),
			       false;
		i += taken ? taken : 1;
	}
	if (session->on_given && request->date_count < 2) {
		request->dates[1] = request->dates[0];
		request->dates[0] = session->view.on;
		request->date_count++;
	}
	return true;
}

/* A list alone: from the day before the release in force to that release. */
static bool choose_days(struct session *session, struct diff_request *request)
{
	bool one = request->name_count == 1;
	if (one && request->date_count < 2) {
		const struct icd_about *about = session->view.about;
		icd_date to = request->date_count ? request->dates[0] : about->releases[about->release_count - 1].date;
		struct icd_view view;
		icd_view_make(&view, session->store, to);
		request->dates[0] = icd_date_add_days(icd_view_release(&view), -1);
		request->dates[1] = to;
	} else if (request->date_count < 2) {
		request->dates[0] = request->dates[1] = request->date_count ? request->dates[0] : session->view.on;
	}
	if (request->name_count == 0)
		command_usage(session, "two lists, or a list and two dates were expected");
	return request->name_count > 0;
}

static int compare(struct session *session, const struct icd_list_side side[2])
{
	struct icd_pool pool = {0};
	struct icd_list_diff difference;
	struct icd_error err;
	bool ok = icd_code_list_diff(&side[0], &side[1], &pool, &difference, &err);
	struct printer *printer = session_printer(session, &code_list_diff_columns);
	if (ok && printer)
		tell_code_list_diff(printer, &side[0], &side[1], &difference);
	else if (ok)
		code_list_diff_print_text(&session->out, &side[0], &side[1], &difference);
	icd_pool_free(&pool);
	return !ok ? failed(&err) : difference.count ? STATUS_OK : STATUS_NO;
}

static int diff(struct session *session, char **words, int count, const struct list_options *options)
{
	struct diff_request request = {.name_count = 0};
	struct icd_code_list *lists[2] = {NULL, NULL};
	struct icd_view views[2];
	int status = STATUS_FAILED;
	if (!read_request(session, words, count, &request) || !choose_days(session, &request))
		return STATUS_FAILED;
	for (int i = 0; i < 2; i++)
		icd_view_make(&views[i], session->store, request.dates[i]);
	if (open_list(session, request.names[0], options, &lists[0]) &&
	    (request.name_count == 1 || open_list(session, request.names[1], options, &lists[1]))) {
		const struct icd_list_side sides[2] = {{lists[0], &views[0]},
						       {lists[1] ? lists[1] : lists[0], &views[1]}};
		status = compare(session, sides);
	}
	icd_code_list_close(lists[0]);
	icd_code_list_close(lists[1]);
	return status;
}

/* ---- the command ---- */

int cmd_list(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"column", 0, OPTION_TEXT, offsetof(struct list_options, column), NULL},
		{"line", '1', OPTION_FLAG, offsetof(struct list_options, codes), NULL},
		{0}};
	struct list_options chosen = {0};
	int count = options_read(session, argc, argv, options, &chosen, NULL);
	if (count < 0)
		return STATUS_FAILED;
	const char *what = count ? argv[1] : "";
	if (strcmp(what, "diff") != 0)
		session_warn_date(session);
	if (count == 0)
		return show_names(session);
	if (strcmp(what, "diff") == 0)
		return diff(session, argv + 2, count - 1, &chosen);
	if (count > 1 && strcmp(what, "expand") == 0)
		return command_each(session, argv + 2, count - 1, expand, &chosen);
	if (count > 1 && strcmp(what, "check") == 0)
		return command_each(session, argv + 2, count - 1, check_one, &chosen);
	if (count > 1 && strcmp(what, "find") == 0)
		return find(session, argv + 2, count - 1);
	if (icd_code_list_exists(what))
		return command_each(session, argv + 1, count, expand, &chosen);
	return command_usage(session,
			     count == 1 && strcmp(what, "find") == 0
				     ? "codes were expected"
				     : "%s: expand, diff, check or find, and a list, was expected",
			     what);
}
