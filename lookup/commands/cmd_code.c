/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "print/print.h"
#include "commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct code_options {
	bool line, all;
	struct printer *printer; /* NULL: text */
};

static const struct columns columns = {.at = {{.name = "input", .field = "query"},
					      {.name = "code"},
					      {.name = "status"},
					      {.name = "valid_from"},
					      {.name = "valid_to"},
					      {.name = "detail"},
					      {.name = "suggestion", .in = "suggestions", .field = "code"},
					      {.name = "title"}}};

static void print_text(const struct output *out, const struct icd_card *card, const struct code_options *options,
		       bool first)
{
	if (options->line) {
		card_print_line(out, card);
		return;
	}
	if (!first)
		fputc('\n', out->file);
	card_print_text(out, card, options->all);
}

/* One code; the status it means: unknown and malformed codes are not found. */
static int show_code(struct session *session, const char *query, const struct code_options *options, bool first)
{
	struct icd_pool pool = {0};
	struct icd_card card;
	struct icd_error err;
	int status = STATUS_FAILED;
	if (icd_card_make(&session->view, &pool, query, &card, &err)) {
		if (card.found)
			snprintf(session->place, sizeof session->place, "%s", card.code);
		if (session->out.format == FORMAT_JSON || (session->out.format == FORMAT_TEXT && !options->line))
			card.desk = session_notes(session);
		if (options->printer)
			tell_card(options->printer, &session->view, &card);
		else
			print_text(&session->out, &card, options, first);
		status = card.validity.status != ICD_STATUS_UNKNOWN ? STATUS_OK : STATUS_NO;
	} else {
		command_fail("%s", err.text);
	}
	icd_pool_free(&pool);
	return status;
}

static int show_lines(struct session *session, const struct code_options *options)
{
	char *line = NULL;
	size_t size = 0;
	int worst = STATUS_OK;
	bool first = true;
	while (worst < STATUS_FAILED && getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[strspn(line, " \t")] == '\0')
			continue;
		int status = show_code(session, line, options, first);
		worst = status > worst ? status : worst;
		first = false;
	}
	/* In a shell Ctrl-C ends the input. */
	if (ferror(stdin) && errno != EINTR)
		worst = command_fail("standard input: %s", strerror(errno));
	free(line);
	return worst;
}

static void print_narrowed(struct session *session, const char *code, const struct icd_code_lines *codes)
{
	const struct output *out = &session->out;
	char shown[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE];
	for (uint32_t i = 0; i < codes->count; i++)
		fprintf(out->file, "%s%s%-8s%s  %s\n", output_number(out, codes->at[i].code, number),
			ink(out, INK_CODE), icd_code_format(codes->at[i].code, shown), ink_end(out),
			codes->at[i].title);
	if (codes->count == 0)
		fprintf(out->file, "No billable code below %s has all of these words.\n", icd_code_format(code, shown));
}

/* Nothing fits: in JSON the answer is a card that is not found, for the code and the words. */
static int print_none(struct session *session, const char *query, char **words, int count, struct printer *printer)
{
	struct icd_card card = {.detail = ICD_DETAIL_UNKNOWN, .validity = {.status = ICD_STATUS_UNKNOWN}};
	char *joined = command_join(words, count);
	struct icd_pool pool = {0};
	card.query = joined ? icd_pool_print(&pool, "%s %s", query, joined) : NULL;
	int status = card.query ? STATUS_NO : command_fail("out of memory");
	if (card.query && session->out.format == FORMAT_JSON)
		tell_card(printer, &session->view, &card);
	else if (card.query)
		fprintf(stderr, "icd10-lookup: %s: no billable code below it has all of these words\n", query);
	icd_pool_free(&pool);
	free(joined);
	return status;
}

/* A code and words: the one code that fits gets its card, several are listed. */
static int narrow(struct session *session, const char *query, char **words, int count,
		  const struct code_options *options)
{
	struct icd_pool pool = {0};
	struct icd_code_lines codes;
	struct icd_error err;
	struct icd_typed_code typed;
	int status = STATUS_FAILED;
	icd_code_parse(query, strlen(query), &typed);
	enum icd_found found = icd_narrow(&session->view, &pool, typed.code, words, count, &codes, &err);
	if (found == ICD_FAILED) {
		command_fail("%s", err.text);
	} else if (found == ICD_NOT_FOUND) {
		status = show_code(session, query, options, true);
	} else if (codes.count == 0 && session->out.format != FORMAT_TEXT) {
		status = print_none(session, query, words, count, options->printer);
	} else if (codes.count == 1 || session->out.format != FORMAT_TEXT) {
		status = STATUS_OK;
		for (uint32_t i = 0; i < codes.count && status != STATUS_FAILED; i++) {
			char shown[ICD_DOTTED_SIZE];
			status = show_code(session, icd_code_format(codes.at[i].code, shown), options, i == 0);
		}
	} else {
		print_narrowed(session, typed.code, &codes);
		status = codes.count ? STATUS_OK : STATUS_NO;
	}
	icd_pool_free(&pool);
	return status;
}

static bool is_code(const char *word)
{
	struct icd_typed_code typed;
	return strcmp(word, "-") == 0 || icd_code_parse(word, strlen(word), &typed);
}

int cmd_code(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"line", '1', false}, {"all", 'a', false}, {0}};
	struct option_reader reader;
	struct code_options chosen = {0};
	int option, worst = STATUS_OK;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		chosen.line |= option == '1';
		chosen.all |= option == 'a';
		if (option == '?')
			return STATUS_FAILED;
	}
	if (reader.count == 0)
		return command_usage("code", "a code was expected");
	session_warn_date(session);
	chosen.printer = session_printer(session, &columns);
	if (reader.count > 1 && is_code(argv[1]) && !is_code(argv[2]))
		return narrow(session, argv[1], argv + 2, reader.count - 1, &chosen);
	for (int i = 1; i <= reader.count && worst < STATUS_FAILED; i++) {
		int status = strcmp(argv[i], "-") == 0 ? show_lines(session, &chosen)
						       : show_code(session, argv[i], &chosen, i == 1);
		worst = status > worst ? status : worst;
	}
	return worst;
}
