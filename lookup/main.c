/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * icd10-lookup: answers from the index file.
 *
 * The files of this folder, from the store up:
 *
 *   store/       the index file: format, keys, records, seal, reader; dates, codes, texts, references
 *   view         the book as of a date: which release answers, what a code was then
 *   path         a code with every place above it; tree: what is below a place
 *   card         everything the book says of a code (suggest: what an unknown one was meant to be;
 *                narrow: a code and words)
 *   search       codes for words, best first (search_query: what is meant by the words; search_synonyms:
 *                other words for it; search_words: the vocabulary; search_match: the texts that have
 *                them; search_rank: the order; search_codes: queries that are codes)
 *   index        the alphabetic index and the tables, and from a code to its entries (index_find: terms by
 *                words, see and see also)
 *   history      dated events of a code; changes: those between two releases (word_diff: what was reworded)
 *   status_table what every code was and is, in memory, for those who ask of many
 *   check        is a code valid and billable on its date (check_summary, tally: what many come to)
 *   claim        codes reported together: claim_code reads one, claim_valid, claim_excludes, claim_order,
 *                claim_side, claim_causes, claim_injuries and claim_combination hold the rules; pair: two
 *                codes; claim_lines, x12: claims out of text and out of 837 files
 *   scan         codes in templates: scan_text, scan_token, scan_context and scan_label find them, scan_fix
 *                puts others in their place
 *   export       official files given back (index_export: indexes and tables); verify: are they as they were
 *   notes        the user's desk notes and bookmarks, and the notes that come with the book (user_file:
 *                where the user's files are)
 *   rows         lines and tables, streamed; line_words: a line cut up; write_file: files whole or not at all
 *
 *   output       text, JSON, TSV; card_text, card_json, index_print, event_print, claim_print, tally_print:
 *                answers in these; scan_sarif: findings as SARIF; html: printable pages
 *   command      what commands share; commands: their table; cmd_*: one each
 *   arguments    what was typed: options that every command has, which command is meant
 *   shell        the interactive shell: its lines and own words (shell_places: moving in the book);
 *                shell_input: readline, history, Tab; complete: what may be typed next; place: above,
 *                beside; terminal: pager, clipboard, Ctrl-C
 *
 * What stands above `output` here is a library that answers and never prints.
 */
#include "cli/arguments.h"
#include "commands.h"
#include "user/user.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool open_given(const char *path, struct icd_store **store)
{
	struct icd_error err;
	if (icd_store_open(path, store, &err))
		return true;
	command_fail("%s", err.text);
	return false;
}

static bool open_index(const struct arguments *arguments, struct icd_store **store)
{
	static char places[ICD_LOCATIONS][ICD_LOCATION_SIZE];
	if (arguments->index)
		return open_given(arguments->index, store);
	size_t count = icd_locations(places);
	for (size_t i = 0; i < count; i++) {
		if (access(places[i], F_OK) == 0)
			return open_given(places[i], store);
	}
	command_fail("no index, looked for %s%s%s; make one with: icd10-build-index FOLDER", places[0],
		     count > 1 ? " and " : "", count > 1 ? places[1] : "");
	return false;
}

static int answer(struct session *session, const struct arguments *arguments)
{
	int status = STATUS_FAILED;
	if (arguments_apply(arguments, session) && open_index(arguments, &session->store)) {
		icd_view_make(&session->view, session->store, session->view.on);
		status = arguments_run(session, arguments);
	}
	session_forget_notes(session);
	icd_store_close(session->store);
	return printer_close(&session->printer) ? status : STATUS_FAILED;
}

/* What could not be written is a failure, whatever the answer was. */
static int finish(int status)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return command_fail("standard output: %s", strerror(errno));
	return status;
}

int main(int argc, char **argv)
{
	struct arguments arguments = {.values = calloc((size_t)argc + 1, sizeof(char *))};
	struct session session = {.commands = commands, .given = &arguments};
	int status = STATUS_FAILED;
	if (!arguments.values)
		return command_fail("out of memory");
	if (arguments_read(argc, argv, &arguments)) {
		if (arguments.help || arguments.version)
			status = arguments_help(&session, &arguments);
		else if (arguments.count == 0 && !isatty(STDIN_FILENO))
			fputs(program_usage, stderr);
		else
			status = answer(&session, &arguments);
	}
	free(arguments.values);
	return finish(status);
}
