/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * icd10-lookup: answers from the index file.
 *
 * The rooms of this folder, from the ground up. Each uses those above it in this list and none below; what
 * a room offers stands in one or two headers, its doors (.ci/doors names them, make lint holds the tree to it).
 *
 *   memory/      pools, growing arrays, hash tables, the bytes of records
 *   base/        errors, dates, how codes are spelled, texts, words and their stems
 *   store/       the index file: its format, keys, records, seal, references of notes to codes
 *   shown/       standard output and error as a terminal may have them
 *   user/        where the user's files lie: the index, desk notes, bookmarks
 *   view/        the book as of a date: what a code is, and what replaced it
 *   book/        the places above and below a code, its notes, its card
 *   guideline/   the official guidelines: sections as of a date, those that name a code, searches
 *   history/     dated events of a code, and those between two releases
 *   index/       the alphabetic index and the tables, and from a code to its entries
 *   search/      codes for words, best first
 *   official/    official files given back, and held against what they were
 *   check/       is a code valid and billable on its date; what many codes come to
 *   coding/      what a code is to the rules of coding
 *   rules/       the rules for claims
 *   claim/       codes reported together, and pairs
 *   scan/        codes inside templates
 *   tell/        answers told field by field to a printer, which makes JSON or rows of them; the fields of a card
 *   library/     libicd10 (icd10.h): the same answers for other programs
 *   input/       what is read: lines and tables, claims as lines and as X12 837
 *   lists/       code lists in small text files, what is on them
 *
 *   Up to here a room answers and prints nothing.
 *
 *   print/       one file for each kind of answer: told to the printer, and as text for people
 *   pages/       printable pages
 *   cli/         what was typed: options, which command is meant; what every command gets
 *   help/        help and completion: what may be typed, told by the tables
 *   commands/    one file for each command
 *   shell/       the interactive shell; it runs the commands through its session
 *
 * commands.c composes the table of commands, which the session carries.
 */
#include "cli/arguments.h"
#include "cli/confine.h"
#include "commands.h"
#include "help/completion.h"
#include "help/help.h"
#include "shown/shown.h"
#include "user/user.h"

#include <errno.h>
#include <fcntl.h>
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

/* The sample that `make demo` leaves beside the program in its build folder. "" where the place is not known. */
static const char *sample_place(char out[ICD_LOCATION_SIZE])
{
	ssize_t length = readlink("/proc/self/exe", out, ICD_LOCATION_SIZE - 1);
	out[length > 0 ? length : 0] = '\0';
	char *name = strrchr(out, '/');
	size_t room = name ? (size_t)(out + ICD_LOCATION_SIZE - name) : 0;
	if (room < sizeof "/sample.mdb")
		out[0] = '\0';
	else
		memcpy(name, "/sample.mdb", sizeof "/sample.mdb");
	return out;
}

/* Every answer from the sample says so, on standard error, where it disturbs no script. */
static bool open_sample(const char *path, struct icd_store **store)
{
	bool ok = open_given(path, store);
	if (ok)
		command_say("answered from the sample, which is for trying the program and never for coding");
	return ok;
}

static bool open_index(const struct arguments *arguments, struct icd_store **store)
{
	char places[ICD_LOCATIONS][ICD_LOCATION_SIZE], sample[ICD_LOCATION_SIZE];
	const char *given = getenv("ICD10_INDEX");
	if (arguments->index)
		return open_given(arguments->index, store);
	size_t count = icd_locations(places);
	for (size_t i = 0; i < count; i++) {
		if (access(places[i], F_OK) == 0)
			return open_given(places[i], store);
	}
	if (!(given && *given) && access(sample_place(sample), F_OK) == 0)
		return open_sample(sample, store);
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
	return printer_close(&session->printer) ? status : STATUS_FAILED;
}

/* ---- for the completion of other shells ---- */

#define COMPLETE "__complete"

/* What may stand for the last of the words; the others are whole. What is wrong with these is for the command to say that
 * they make: nothing is said here, and less is offered. */
static int complete(struct session *session, struct arguments *arguments, int count, char **words)
{
	static const struct command reading = {.name = COMPLETE};
	struct candidates list = {0};
	int whole = count ? count - 1 : 0;
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (nowhere < 0 || dup2(nowhere, STDERR_FILENO) < 0)
		return STATUS_OK;
	arguments_read(whole + 1, words - 1, arguments);
	arguments->format = arguments->color = NULL;
	if (!arguments_apply(arguments, session))
		session->view.on = arguments_today();
	if (open_index(arguments, &session->store))
		icd_view_make(&session->view, session->store, session->view.on);
	confine(&reading, 0, NULL);
	complete_line(session, NULL, words, whole, count ? words[whole] : "", &list);
	shown_exact(true);
	complete_print(&list);
	candidates_free(&list);
	return STATUS_OK;
}

/* What could not be written is a failure, whatever the answer was. */
static int finish(int status)
{
	if (!shown_end())
		return command_fail("standard output: %s", strerror(errno));
	return status;
}

int main(int argc, char **argv)
{
	/* What they hold is not given back: it goes with the process. */
	static struct arguments arguments;
	static struct session session = {.commands = commands, .given = &arguments};
	int status = STATUS_FAILED;
	if (!shown_start() || !(arguments.values = calloc((size_t)argc + 1, sizeof(char *))))
		return command_fail("out of memory");
	if (argc > 1 && strcmp(argv[1], COMPLETE) == 0) {
		status = complete(&session, &arguments, argc - 2, argv + 2);
	} else if (arguments_read(argc, argv, &arguments)) {
		if (arguments_ask_help(&session, &arguments))
			status = help_show(&session, &arguments);
		else if (arguments.count == 0 && !isatty(STDIN_FILENO))
			fputs(program_usage, stderr);
		else
			status = answer(&session, &arguments);
	}
	return finish(status);
}
