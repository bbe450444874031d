/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/lists.h"
#include "print/print.h"
#include "search/search.h"
#include "user/user.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_DEFAULT 20

struct search_options {
	struct icd_search_options search;
	char within[ICD_CODE_SIZE];
	const char *synonyms, *list, *list_column;
};

/* Only codes of the list that are billable on the day, as a flag for each code of the book, in the pool. */
static bool choose_listed(struct session *session, const char *name, const char *column, struct icd_pool *pool,
			  struct icd_search_options *options, struct icd_error *err)
{
	struct icd_code_list *list;
	struct icd_listed *listed;
	size_t count;
	if (!icd_code_list_open(session->store, name, column, &list, NULL, err))
		return false;
	bool *only = icd_pool_take(pool, session->view.about->code_count + 1, sizeof *only);
	bool ok = icd_code_list_expand(list, &session->view, pool, &listed, &count, err);
	for (size_t i = 0; ok && only && i < count; i++)
		only[listed[i].ordinal] = true;
	icd_code_list_close(list);
	options->only = only;
	return ok && (only || icd_out_of_memory(err));
}

/* The user's own synonyms, where there are any: $XDG_DATA_HOME/icd10/synonyms.tsv. */
static const char *own_synonyms(char path[ICD_LOCATION_SIZE])
{
	char folder[ICD_LOCATION_SIZE];
	if (!icd_user_folder("XDG_DATA_HOME", ".local/share", folder)[0])
		return NULL;
	snprintf(path, ICD_LOCATION_SIZE, "%.4000s/synonyms.tsv", folder);
	return access(path, R_OK) == 0 ? path : NULL;
}

static bool adds_something(const struct icd_search_hit *hit)
{
	return hit->field != ICD_FIELD_TITLE && hit->field != ICD_FIELD_CODE && strcmp(hit->matched, hit->title) != 0;
}

/* The text of an index without its nonessential modifiers, which say nothing to who looks for a code. */
static const char *plain_text(const struct icd_search_hit *hit, char *plain, size_t size)
{
	size_t length = 0;
	unsigned depth = 0;
	if (hit->field != ICD_FIELD_INDEX)
		return hit->matched;
	for (const char *c = hit->matched; *c && length + 1 < size; c++) {
		depth += *c == '(';
		bool joins = !depth && *c == ' ' && (c[1] == '(' || c[1] == ',' || c[1] == ' ' || !c[1]);
		if (!depth && !joins && !(*c == ',' && length && plain[length - 1] == ','))
			plain[length++] = *c;
		depth -= *c == ')' && depth;
	}
	plain[length] = '\0';
	return plain;
}

static void print_hit(const struct output *out, const struct icd_search_hit *hit)
{
	char plain[1024], date[ICD_DATE_SIZE];
	char code[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE];
	output_item(out, OUTPUT_UNDER, INK_PLAIN, hit->title, "%s%s%-8s%s %s%s%s ",
		    output_number(out, hit->code, number), ink(out, INK_CODE), icd_code_format(hit->code, code),
		    ink_end(out), ink(out, hit->billable ? INK_GOOD : INK_DIM), hit->billable ? "*" : " ",
		    ink_end(out));
	if (adds_something(hit))
		output_item(out, OUTPUT_UNDER, INK_DIM, plain_text(hit, plain, sizeof plain), "%*s",
			    (int)strlen(number) + 11, "");
	if (hit->index_date)
		output_item(out, OUTPUT_UNDER, INK_DIM, icd_date_format(hit->index_date, date), "%*sby the index of ",
			    (int)strlen(number) + 11, "");
	if (*hit->lacks)
		output_item(out, OUTPUT_UNDER, INK_DIM, hit->lacks, "%*slacks: ", (int)strlen(number) + 11, "");
}

/* How unknown words were understood. */
static void print_readings(const struct output *out, const struct icd_search_result *result)
{
	for (uint32_t i = 0; i < result->reading_count; i++) {
		const struct icd_search_reading *reading = &result->readings[i];
		fprintf(out->file, "%s\"%s\" is ", ink(out, INK_DIM), reading->typed);
		if (reading->read)
			fprintf(out->file, "read as \"%s\"", reading->read);
		else
			fputs("not known", out->file);
		fprintf(out->file, "%s\n", ink_end(out));
	}
}

static void print_denied(const struct output *out, const struct icd_search_result *result)
{
	for (uint32_t i = 0; i < result->denied_count; i++)
		fprintf(out->file, "%s%s\"%s\"%s", ink(out, INK_DIM), i ? ", " : "denied: ", result->denied[i],
			ink_end(out));
	if (result->denied_count)
		fputc('\n', out->file);
}

/* Several conditions, for which there is no one code. */
static void print_groups(const struct output *out, const struct icd_search_result *result)
{
	if (result->group_count)
		fprintf(out->file, "%sno one code has all of this; codes for", ink(out, INK_DIM));
	for (uint32_t i = 0; i < result->group_count; i++)
		fprintf(out->file, "%s \"%s\"", i ? "," : "", result->groups[i]);
	if (result->group_count)
		fprintf(out->file, "%s\n", ink_end(out));
}

static void print_text(const struct output *out, const struct icd_search_result *result)
{
	print_readings(out, result);
	print_denied(out, result);
	print_groups(out, result);
	for (uint32_t i = 0; i < result->count; i++)
		print_hit(out, &result->hits[i]);
	if (result->count < result->total)
		fprintf(out->file, "%s%u of %u, --limit N shows more%s\n", ink(out, INK_DIM), (unsigned)result->count,
			(unsigned)result->total, ink_end(out));
}

static void print_none(const struct output *out, const char *query, const struct icd_search_result *result)
{
	const char *separator = "";
	fprintf(out->file, "Nothing found for: %s\n", query);
	if (!result->suggestion_count)
		return;
	fputs("Words the code book has: ", out->file);
	for (uint32_t i = 0; i < result->suggestion_count; i++) {
		fprintf(out->file, "%s%s", separator, result->suggestions[i]);
		separator = ", ";
	}
	fputc('\n', out->file);
}

static const struct columns columns = {"hits", "rank=# code billable title matched", false};

static void tell_hit(struct printer *printer, const struct icd_search_hit *hit)
{
	tell_item(printer, NULL,
		  "code:%7s title:%s billable:%hhd status:%s matched:%s field:%s score:%g "
		  "family:%7s family_codes:%u lacks:%s group:%u index_date:%x",
		  hit->code, hit->title, hit->billable, icd_status_names[hit->status], hit->matched,
		  icd_search_field_names[hit->field], hit->score, hit->family, hit->family_codes, hit->lacks,
		  hit->group, hit->index_date);
}

static void tell_readings(struct printer *printer, const struct icd_search_result *result)
{
	tell_list(printer, "read_as");
	for (uint32_t i = 0; i < result->reading_count; i++) {
		tell_item(printer, NULL, "typed:%s read:%s", result->readings[i].typed, result->readings[i].read);
	}
	tell_end(printer);
}

static void tell_result(struct printer *printer, const struct icd_view *view, const char *query,
			const struct icd_search_result *result)
{
	tell_answer(printer);
	tell_fields(printer, "query:%s total:%u", query, result->total);
	tell_list(printer, "hits");
	for (uint32_t i = 0; i < result->count; i++)
		tell_hit(printer, &result->hits[i]);
	tell_end(printer);
	tell_fields(printer, "on:%x release:%x", view->on, icd_view_release(view));
	tell_readings(printer, result);
	tell_texts(printer, "suggestions", result->suggestions, result->suggestion_count);
	tell_texts(printer, "denied", result->denied, result->denied_count);
	tell_texts(printer, "groups", result->groups, result->group_count);
	tell_warning(printer, view);
	tell_end(printer);
}

/* Words of the user's own come with a searcher for this search alone; others share the session's. */
static int search(struct session *session, const char *query, const struct search_options *options)
{
	char path[ICD_LOCATION_SIZE];
	struct icd_searcher *own = NULL;
	struct icd_pool pool = {0};
	struct icd_search_result result;
	struct icd_error err;
	const char *synonyms = options->synonyms ? options->synonyms : own_synonyms(path);
	int status = STATUS_FAILED;
	if (synonyms)
		icd_searcher_open(session->store, synonyms, &own, &err);
	struct icd_searcher *searcher = synonyms ? own : session_searcher(session, &err);
	if (searcher && icd_search(searcher, &session->view, query, &options->search, &pool, &result, &err)) {
		struct printer *printer = session_printer(session, &columns);
		if (printer)
			tell_result(printer, &session->view, query, &result);
		else if (result.total == 0)
			print_none(&session->out, query, &result);
		else
			print_text(&session->out, &result);
		status = result.total ? STATUS_OK : STATUS_NO;
	} else {
		command_fail("%s", err.text);
	}
	icd_searcher_close(own);
	icd_pool_free(&pool);
	return status;
}

static const char *take_limit(void *chosen, const char *value)
{
	struct search_options *options = chosen;
	char *end;
	unsigned long number = strtoul(value, &end, 10);
	options->search.limit = (uint32_t)number;
	return end == value || *end || number > UINT32_MAX || value[0] == '-' ? "--limit: a number was expected: %s"
									      : NULL;
}

/* "M" and "M5" narrow too, and so do "M50-M54" and "chapter 13"; codes proper lose dot and dash. */
static const char *take_within(void *chosen, const char *value)
{
	struct search_options *options = chosen;
	struct icd_typed_code typed;
	options->search.within = value;
	if (icd_code_parse(value, strlen(value), &typed)) {
		snprintf(options->within, sizeof options->within, "%.7s", typed.code);
		options->search.within = options->within;
	}
	return NULL;
}

int cmd_search(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"limit", 'n', OPTION_TAKEN, 0, take_limit},
		{"all-dates", 0, OPTION_FLAG, offsetof(struct search_options, search.all_dates), NULL},
		{"within", 0, OPTION_TAKEN, 0, take_within},
		{"list", 0, OPTION_TEXT, offsetof(struct search_options, list), NULL},
		{"list-column", 0, OPTION_TEXT, offsetof(struct search_options, list_column), NULL},
		{"synonyms", 0, OPTION_TEXT, offsetof(struct search_options, synonyms), NULL},
		{0}};
	struct search_options chosen = {.search = {.limit = LIMIT_DEFAULT}};
	struct icd_pool pool = {0};
	int count = options_read(session, argc, argv, options, &chosen, "words were");
	if (count < 0)
		return STATUS_FAILED;
	session_warn_date(session);
	const char *query = command_join(&pool, argv + 1, count);
	struct icd_error err;
	int status = STATUS_FAILED;
	if (chosen.list && !choose_listed(session, chosen.list, chosen.list_column, &pool, &chosen.search, &err))
		command_fail("%s", err.text);
	else
		status = pool.failed ? command_fail("out of memory") : search(session, query, &chosen);
	icd_pool_free(&pool);
	return status;
}
