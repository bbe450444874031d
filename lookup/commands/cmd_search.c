/* SPDX-License-Identifier: GPL-3.0-or-later */
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
	const char *synonyms;
};

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

static void print_hit(const struct output *out, const struct icd_search_hit *hit)
{
	char code[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE], first[256];
	output_number(out, hit->code, number);
	int length = snprintf(first, sizeof first, "%s%s%-8s%s %s%s%s ", number, ink(out, INK_CODE),
			      icd_code_format(hit->code, code), ink_end(out),
			      ink(out, hit->billable ? INK_GOOD : INK_DIM), hit->billable ? "*" : " ", ink_end(out));
	unsigned columns = text_columns(number) + 11;
	(void)length;
	output_wrap(out, first, columns, columns, INK_PLAIN, hit->title);
	if (!adds_something(hit))
		return;
	snprintf(first, sizeof first, "%*s", (int)columns, "");
	output_wrap(out, first, columns, columns, INK_DIM, hit->matched);
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

static void print_text(const struct output *out, const struct icd_search_result *result)
{
	print_readings(out, result);
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

static json_t *hit_object(const struct icd_search_hit *hit)
{
	char code[ICD_DOTTED_SIZE];
	char family[ICD_DOTTED_SIZE];
	return json_pack("{ss so sb ss so ss sf ss si}", "code", icd_code_format(hit->code, code), "title",
			 json_text(hit->title), "billable", hit->billable, "status", icd_status_names[hit->status],
			 "matched", json_text(hit->matched), "field", icd_search_field_names[hit->field], "score",
			 hit->score, "family", icd_code_format(hit->family, family), "family_codes",
			 (int)hit->family_codes);
}

static void print_json(const struct session *session, const char *query, const struct icd_search_result *result)
{
	json_t *hits = json_array(), *suggestions = json_array(), *readings = json_array();
	for (uint32_t i = 0; i < result->count; i++)
		json_array_append_new(hits, hit_object(&result->hits[i]));
	for (uint32_t i = 0; i < result->suggestion_count; i++)
		json_array_append_new(suggestions, json_text(result->suggestions[i]));
	for (uint32_t i = 0; i < result->reading_count; i++)
		json_array_append_new(readings, json_pack("{so so}", "typed", json_text(result->readings[i].typed),
							  "read", json_text(result->readings[i].read)));
	json_t *object =
		json_pack("{si so si so so so so so}", "v", 1, "query", json_text(query), "total", (int)result->total,
			  "hits", hits, "on", json_date(session->view.on), "release",
			  json_date(icd_view_release(&session->view)), "read_as", readings, "suggestions", suggestions);
	char warning[ICD_WARNING_SIZE];
	if (object && *icd_view_warning(&session->view, warning))
		json_object_set_new(object, "warning", json_text(warning));
	output_json(&session->out, object);
}

static void print_rows(const struct output *out, const struct icd_search_result *result)
{
	static const char *const names[] = {"rank", "code", "billable", "title", "matched"};
	if (out->header)
		output_row(out, names, 5);
	for (uint32_t i = 0; i < result->count; i++) {
		const struct icd_search_hit *hit = &result->hits[i];
		char rank[16], code[ICD_DOTTED_SIZE];
		snprintf(rank, sizeof rank, "%u", (unsigned)i + 1);
		const char *fields[] = {rank, icd_code_format(hit->code, code), hit->billable ? "1" : "0", hit->title,
					hit->matched};
		output_row(out, fields, 5);
	}
}

static void print_result(struct session *session, const char *query, const struct icd_search_result *result)
{
	if (session->out.format == FORMAT_JSON)
		print_json(session, query, result);
	else if (session->out.format == FORMAT_TSV)
		print_rows(&session->out, result);
	else if (result->total == 0)
		print_none(&session->out, query, result);
	else
		print_text(&session->out, result);
}

static int search(struct session *session, const char *query, const struct search_options *options)
{
	char path[ICD_LOCATION_SIZE];
	struct icd_searcher *searcher = NULL;
	struct icd_pool pool = {0};
	struct icd_search_result result;
	struct icd_error err;
	const char *synonyms = options->synonyms ? options->synonyms : own_synonyms(path);
	int status = STATUS_FAILED;
	if (icd_searcher_open(session->store, synonyms, &searcher, &err) &&
	    icd_search(searcher, &session->view, query, &options->search, &pool, &result, &err)) {
		print_result(session, query, &result);
		status = result.total ? STATUS_OK : STATUS_NO;
	} else {
		command_fail("%s", err.text);
	}
	icd_searcher_close(searcher);
	icd_pool_free(&pool);
	return status;
}

/* The words joined by blanks, as they were typed; malloc'd. */
static char *join(char **words, int count)
{
	size_t size = 1;
	for (int i = 0; i < count; i++)
		size += strlen(words[i]) + 1;
	char *query = malloc(size);
	if (!query)
		return NULL;
	*query = '\0';
	for (int i = 0; i < count; i++) {
		if (i)
			strcat(query, " ");
		strcat(query, words[i]);
	}
	return query;
}

static bool read_limit(const char *text, uint32_t *limit)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	*limit = (uint32_t)number;
	return end != text && !*end && number <= UINT32_MAX && text[0] != '-';
}

int cmd_search(struct session *session, int argc, char **argv)
{
	enum { OPTION_ALL_DATES = 1001, OPTION_WITHIN, OPTION_SYNONYMS };
	static const struct command_option options[] = {
		{"limit", 'n', true}, {"all-dates", 0, false}, {"within", 0, true}, {"synonyms", 0, true}, {0}};
	struct search_options chosen = {.search = {.limit = LIMIT_DEFAULT}};
	struct option_reader reader;
	struct icd_typed_code typed;
	int option;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		if (option == '?')
			return STATUS_FAILED;
		if (option == 'n' && !read_limit(reader.value, &chosen.search.limit))
			return command_usage("search", "--limit: a number was expected: %s", reader.value);
		chosen.search.all_dates |= option == OPTION_ALL_DATES;
		if (option == OPTION_WITHIN) {
			/* "M" and "M5" narrow too; codes proper lose dot and dash. */
			if (icd_code_parse(reader.value, strlen(reader.value), &typed))
				snprintf(chosen.within, sizeof chosen.within, "%s", typed.code);
			else
				snprintf(chosen.within, sizeof chosen.within, "%.7s", reader.value);
			chosen.search.within = chosen.within;
		}
		if (option == OPTION_SYNONYMS)
			chosen.synonyms = reader.value;
	}
	if (reader.count == 0)
		return command_usage("search", "words were expected");
	session_warn_date(session);
	char *query = join(argv + 1, reader.count);
	int status = query ? search(session, query, &chosen) : command_fail("out of memory");
	free(query);
	return status;
}
