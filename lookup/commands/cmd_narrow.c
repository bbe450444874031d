/* SPDX-License-Identifier: GPL-3.0-or-later */
/* narrow: what still has to be chosen between a header, or words, and a complete code. */
#include "cli/arguments.h"
#include "narrowing/narrowing.h"
#include "print/print.h"
#include "search/search.h"
#include "commands.h"

#include <string.h>

#define ANSWERS_MAX  20
#define ANSWERS_SIZE 64
#define HITS         9  /* families of hits that are asked for: one key answers */
#define HITS_READ    50 /* hits that their families are taken from */

struct narrow_options {
	const char *answers; /* "1,2,A" */
	bool all;
};

struct narrowing {
	struct session *session;
	const struct narrow_options *options;
	const char *query;
	char **words;
	int word_count;
	char code[ICD_CODE_SIZE]; /* what was narrowed, stored spelling; "" for words */
	const char *title;
	struct icd_pool pool;
	struct icd_question question; /* the one that is open */
	struct icd_candidates left;   /* the codes it is about, in tabular order for each of its choices */
	struct narrowed_answer answers[ANSWERS_MAX];
	uint32_t answer_count;
	struct icd_error err;
};

/* ---- the first question ---- */

static bool ask_next(struct narrowing *n)
{
	return icd_question_next(&n->session->view, &n->pool, &n->left, &n->question, &n->err);
}

/* Below a code. */
static enum icd_found start_at_code(struct narrowing *n, const struct icd_typed_code *typed)
{
	const struct icd_view *view = &n->session->view;
	struct icd_code_record record;
	char code[ICD_CODE_SIZE];
	memcpy(code, typed->code, sizeof code);
	enum icd_found found = icd_store_code(view->store, &n->pool, code, &record, &n->err);
	if (found == ICD_NOT_FOUND && icd_code_without_placeholder(code))
		found = icd_store_code(view->store, &n->pool, code, &record, &n->err);
	if (found == ICD_FOUND)
		found = icd_candidates_below(view, &n->pool, code, n->words, n->word_count, &n->left, &n->err);
	if (found != ICD_FOUND)
		return found;
	memcpy(n->code, code, sizeof n->code);
	n->title = icd_view_title(view, &record);
	return ask_next(n) ? ICD_FOUND : ICD_FAILED;
}

static bool lies_in(const char *code, const char *family)
{
	return strncmp(code, family, strlen(family)) == 0;
}

/* The families of the hits, the best first, without those that lie in another one. */
static uint32_t families_of(const struct icd_search_result *result, const char *families[HITS])
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < result->count; i++) {
		const char *family = result->hits[i].family;
		uint32_t kept = 0;
		bool known = false;
		for (uint32_t j = 0; j < count; j++)
			known |= lies_in(family, families[j]);
		for (uint32_t j = 0; j < count && !known; j++) {
			if (!lies_in(families[j], family))
				families[kept++] = families[j];
		}
		count = known ? count : kept;
		if (!known && count < HITS)
			families[count++] = family;
	}
	return count;
}

/* A family as a choice; one without a code to report is left out. */
static bool add_family(struct narrowing *n, const char *family)
{
	const struct icd_view *view = &n->session->view;
	struct icd_choice *choice = &n->question.choices[n->question.count];
	struct icd_code_record record;
	enum icd_found found = icd_store_code(view->store, &n->pool, family, &record, &n->err);
	if (found == ICD_FOUND)
		found = icd_candidates_below(view, &n->pool, family, NULL, 0, &choice->left, &n->err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	icd_candidates_keep(&choice->left, n->words, n->word_count);
	choice->at = icd_pool_text(&n->pool, family, strlen(family));
	choice->label = choice->apart = icd_view_title(view, &record);
	n->question.count += choice->left.count > 0;
	return true;
}

static bool ask_for_family(struct narrowing *n, const struct icd_search_result *result)
{
	const char *families[HITS];
	uint32_t count = families_of(result, families);
	n->question = (struct icd_question){.axis = ICD_AXIS_ONE, .at = ""};
	n->question.choices = icd_pool_take(&n->pool, HITS, sizeof *n->question.choices);
	bool ok = n->question.choices || icd_out_of_memory(&n->err);
	for (uint32_t i = 0; ok && i < count; i++)
		ok = add_family(n, families[i]);
	return ok;
}

static enum icd_found start_at_words(struct narrowing *n)
{
	const struct icd_search_options options = {.limit = HITS_READ, .finished = true};
	struct icd_search_result result;
	struct icd_searcher *searcher = session_searcher(n->session, &n->err);
	if (!searcher || !icd_search(searcher, &n->session->view, n->query, &options, &n->pool, &result, &n->err) ||
	    !ask_for_family(n, &result))
		return ICD_FAILED;
	if (n->question.count == 0)
		return ICD_NOT_FOUND;
	if (n->question.count > 1)
		return ICD_FOUND;
	n->left = n->question.choices[0].left;
	return ask_next(n) ? ICD_FOUND : ICD_FAILED;
}

/* ---- answers ---- */

/* Takes one answer; what is none is said. */
static int take_answer(struct narrowing *n, const char *answer)
{
	uint32_t which = icd_question_choice(&n->question, answer);
	if (n->question.count == 0)
		return command_fail("--answers: %s: there is nothing left to ask", answer);
	if (which == ICD_NO_CHOICE || n->answer_count == ANSWERS_MAX)
		return command_fail("--answers: %s: a number from 1 to %u was expected for \"%s\"", answer,
				    n->question.count, icd_axis_questions[n->question.axis]);
	n->answers[n->answer_count++] = (struct narrowed_answer){n->question.axis, n->question.choices[which].apart};
	n->left = n->question.choices[which].left;
	return ask_next(n) ? STATUS_OK : command_fail("%s", n->err.text);
}

static int take_answers(struct narrowing *n)
{
	char answers[ANSWERS_SIZE], *rest = NULL;
	int status = STATUS_OK;
	if (!n->options->answers)
		return STATUS_OK;
	snprintf(answers, sizeof answers, "%s", n->options->answers);
	for (char *answer = strtok_r(answers, ", ", &rest); answer && status == STATUS_OK;
	     answer = strtok_r(NULL, ", ", &rest))
		status = take_answer(n, answer);
	return status;
}

/* ---- the answer ---- */

/* In a shell the last answer opens the code. */
static int open_card(struct session *session, const char *code)
{
	char shown[ICD_DOTTED_SIZE];
	char *argv[] = {(char *)"code", shown, NULL, NULL};
	icd_code_format(code, shown);
	return command_run(session, command_find(session, argv[0]), 2, argv);
}

static int show(struct narrowing *n)
{
	struct session *session = n->session;
	struct narrowed narrowed = {.query = n->query,
				    .code = *n->code ? n->code : NULL,
				    .title = n->title,
				    .answers = n->answers,
				    .answer_count = n->answer_count,
				    .given = n->options->answers,
				    .on = session->view.on == arguments_today() ? 0 : session->view.on,
				    .question = &n->question,
				    .found = n->question.count == 0 && n->left.count ? &n->left.at[0] : NULL};
	if (!icd_axes_make(&session->view, &n->pool, &n->question, &narrowed.axes, &n->err))
		return command_fail("%s", n->err.text);
	if (n->pool.failed)
		return command_fail("out of memory");
	if (narrowed.found)
		icd_code_format(narrowed.found->code, session->place);
	if (session->out.format == FORMAT_JSON)
		tell_narrowed(session_printer(session, NULL), &session->view, &narrowed);
	else if (session->out.format == FORMAT_TSV)
		tell_narrowed_rows(session_printer(session, &narrowed_columns), &narrowed);
	else if (narrowed.found && session->shell)
		return open_card(session, narrowed.found->code);
	else
		narrowed_print_text(&session->out, &narrowed, session->shell != NULL, n->options->all);
	return n->question.count || narrowed.found ? STATUS_OK : STATUS_NO;
}

static int narrow(struct narrowing *n, const struct icd_typed_code *typed)
{
	enum icd_found found = *typed->code ? start_at_code(n, typed) : start_at_words(n);
	if (found == ICD_FAILED)
		return command_fail("%s", n->err.text);
	if (found == ICD_NOT_FOUND && n->session->out.format != FORMAT_JSON && *typed->code) {
		command_no_code(n->query);
		return STATUS_NO;
	}
	int status = take_answers(n);
	return status == STATUS_OK ? show(n) : status;
}

int cmd_narrow(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"answers", 0, OPTION_TEXT, offsetof(struct narrow_options, answers), NULL},
		{"all", 'a', OPTION_FLAG, offsetof(struct narrow_options, all), NULL},
		{0}};
	struct narrow_options chosen = {0};
	struct narrowing n = {.session = session, .options = &chosen};
	struct icd_typed_code typed = {0};
	int count = options_read(session, argc, argv, options, &chosen, "a code or words were");
	if (count < 0)
		return STATUS_FAILED;
	if (chosen.answers && strlen(chosen.answers) >= ANSWERS_SIZE)
		return command_usage(session, "--answers: %s: answers parted by commas were expected", chosen.answers);
	struct icd_typed_code low, high;
	if (icd_code_range_parse(argv[1], &low, &high))
		return command_fail("narrow: a code or words were expected: %s is a range; its codes: tree %s", argv[1],
				    argv[1]);
	session_warn_date(session);
	bool code = icd_code_parse(argv[1], strlen(argv[1]), &typed);
	typed.code[0] = code ? typed.code[0] : '\0';
	n.query = command_join(&n.pool, argv + 1, count);
	n.words = argv + 1 + code;
	n.word_count = count - code;
	int status = narrow(&n, &typed);
	icd_pool_free(&n.pool);
	return status;
}
