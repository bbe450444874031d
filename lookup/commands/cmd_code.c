/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "index/index.h"
#include "pages/pages.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

struct code_options {
	bool line, all;
	const char *html;        /* NULL: no page */
	struct printer *printer; /* NULL: text */
	struct icd_index_terms *terms;
	struct icd_card_kept *kept; /* NULL: there is one code */
};

static const struct columns columns = {
	NULL, "input=query code status valid_from valid_to detail suggestion=suggestions.code title", false};

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

#define INDEX_TERMS 6 /* that a card shows; the others fold */

/* The card as far as it is shown: lines and rows have neither notes nor terms of the index. */
static bool make_card(const struct session *session, struct icd_pool *pool, const char *query,
		      const struct code_options *options, struct icd_card *card, struct icd_error *err)
{
	bool text = session->out.format == FORMAT_TEXT, rows = session->out.format == FORMAT_TSV;
	if (text && options->line)
		return icd_card_line(&session->view, pool, query, card, err);
	if (rows)
		return icd_card_judge(&session->view, pool, query, card, err);
	return icd_card_make_kept(&session->view, pool, query, options->kept, card, err) &&
	       (!card->found || icd_index_terms_put_kept(&session->view, options->terms,
							 text && !options->all ? INDEX_TERMS : UINT32_MAX, card, err));
}

/* ---- a printed card ---- */

static bool write_card(void *context, FILE *file, struct icd_error *err)
{
	return html_card(file, context, err);
}

static int make_page(struct session *session, const char *query, const char *path)
{
	struct icd_pool pool = {0};
	struct icd_card card;
	struct icd_error err;
	int status = STATUS_OK;
	if (!icd_card_make(&session->view, &pool, query, &card, &err) ||
	    (card.found &&
	     (!icd_index_terms_put(&session->view, &pool, INDEX_TERMS, &card, &err) ||
	      !session_put_lists(session, &pool, &card, &err) || !write_file(path, write_card, &card, &err))))
		status = command_fail("%s", err.text);
	else if (!card.found) {
		command_no_code(query);
		status = STATUS_NO;
	}
	icd_pool_free(&pool);
	return status;
}

/* One code; the status it means: unknown and malformed codes are not found. */
static int show_code(struct session *session, const char *query, bool first, const void *chosen)
{
	const struct code_options *options = chosen;
	struct icd_pool pool = {0};
	struct icd_card card;
	struct icd_error err;
	int status = STATUS_FAILED;
	bool whole = session->out.format == FORMAT_JSON || (session->out.format == FORMAT_TEXT && !options->line);
	if (make_card(session, &pool, query, options, &card, &err) &&
	    (!whole || session_put_lists(session, &pool, &card, &err))) {
		if (card.found)
			icd_code_format(card.code, session->place);
		if (whole)
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

static void print_narrowed(struct session *session, const struct icd_code_lines *codes)
{
	const struct output *out = &session->out;
	char shown[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE];
	for (uint32_t i = 0; i < codes->count; i++)
		output_item(out, OUTPUT_UNDER, INK_PLAIN, codes->at[i].title, "%s%s%-8s%s  ",
			    output_number(out, codes->at[i].code, number), ink(out, INK_CODE),
			    icd_code_format(codes->at[i].code, shown), ink_end(out));
}

/* Nothing fits: the card of the code itself, having said so. In JSON the answer is a card that is not found, for the code
 * and the words. */
static int print_none(struct session *session, const char *query, char **words, int count,
		      const struct code_options *options)
{
	struct icd_card card = {.detail = ICD_DETAIL_UNKNOWN, .odd = "", .validity = {.status = ICD_STATUS_UNKNOWN}};
	struct icd_pool pool = {0};
	card.query = icd_pool_print(&pool, "%s %s", query, command_join(&pool, words, count));
	int status = pool.failed ? command_fail("out of memory") : STATUS_NO;
	if (!pool.failed && session->out.format == FORMAT_JSON)
		tell_card(options->printer, &session->view, &card);
	else if (!pool.failed)
		command_say("%s: no billable code below it has all of these words", query);
	if (!pool.failed && session->out.format == FORMAT_TEXT &&
	    show_code(session, query, true, options) == STATUS_FAILED)
		status = STATUS_FAILED;
	icd_pool_free(&pool);
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
		status = show_code(session, query, true, options);
	} else if (codes.count == 0) {
		status = print_none(session, query, words, count, options);
	} else if (codes.count == 1 || options->printer) {
		status = STATUS_OK;
		for (uint32_t i = 0; i < codes.count && status != STATUS_FAILED; i++) {
			char shown[ICD_DOTTED_SIZE];
			status = show_code(session, icd_code_format(codes.at[i].code, shown), i == 0, options);
		}
	} else {
		print_narrowed(session, &codes);
		status = STATUS_OK;
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
	static const struct command_option options[] = {
		{"line", '1', OPTION_FLAG, offsetof(struct code_options, line), NULL},
		{"all", 'a', OPTION_FLAG, offsetof(struct code_options, all), NULL},
		{"html", 0, OPTION_TEXT, offsetof(struct code_options, html), NULL},
		{0}};
	struct icd_index_terms terms = {0};
	struct icd_card_kept kept = {0};
	struct code_options chosen = {.terms = &terms};
	int count = options_read(session, argc, argv, options, &chosen, "a code was");
	if (count < 0)
		return STATUS_FAILED;
	session_warn_date(session);
	if (chosen.html)
		return count == 1 ? make_page(session, argv[1], chosen.html)
				  : command_usage(session, "--html: one code was expected%s", "");
	if (count > 1 || strcmp(argv[1], "-") == 0)
		chosen.kept = &kept;
	chosen.printer = session_printer(session, &columns);
	int status = count > 1 && is_code(argv[1]) && !is_code(argv[2])
			     ? narrow(session, argv[1], argv + 2, count - 1, &chosen)
			     : command_each_or_lines(session, argv + 1, count, show_code, &chosen);
	icd_index_terms_free(&terms);
	icd_card_kept_free(&kept);
	return status;
}
