/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help and completion say what the tables of commands and options have: all of it, with and without an index. */
#include "commands.h"
#include "help/completion.h"
#include "help/option_help.h"
#include "help/usage.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct session session;
static const struct arguments given = {.on = NULL};

static int open_session(void **state)
{
	const char *const paths[] = {"data/sample"};
	struct icd_error err = {.text = ""};
	(void)state;
	setenv("ICD10_TODAY", "2026-02-01", 1);
	unsetenv("ICD10_ON");
	if (!sample_index_make(&sample, paths, 1))
		return -1;
	setenv("XDG_DATA_HOME", sample.folder, 1);
	session = (struct session){.commands = commands, .given = &given};
	return icd_store_open(sample.path, &session.store, &err) && arguments_apply(&given, &session) ? 0 : -1;
}

static int close_session(void **state)
{
	(void)state;
	session_forget_notes(&session);
	session_forget_searcher(&session);
	session_forget_terms(&session);
	icd_store_close(session.store);
	sample_index_remove(&sample);
	return 0;
}

/* ---- what is offered ---- */

#define WORDS_MAX 8
static struct candidates list;

/* Completes the last of the words, which blanks part. */
static void complete(const char *line)
{
	static char text[256];
	char *words[WORDS_MAX];
	int count = 0;
	candidates_clear(&list);
	snprintf(text, sizeof text, "%s", line);
	for (char *at = text; at; count++) {
		words[count] = at;
		at = strchr(at, ' ');
		if (at)
			*at++ = '\0';
	}
	complete_line(&session, NULL, words, count - 1, words[count - 1], &list);
}

static const struct candidate *offered(const char *text)
{
	for (size_t i = 0; i < list.count; i++) {
		if (strcmp(list.at[i].text, text) == 0)
			return &list.at[i];
	}
	return NULL;
}

static void assert_offers(const char *line, const char *text)
{
	complete(line);
	if (!offered(text))
		fail_msg("\"%s\" does not offer %s", line, text);
}

static void assert_all(const char *line, const char *expected)
{
	char all[512] = "";
	complete(line);
	for (size_t i = 0; i < list.count; i++)
		strcat(strcat(all, i ? " " : ""), list.at[i].text);
	assert_string_equal(all, expected);
}

/* ---- the tables ---- */

static void assert_option(const char *command, const struct command_option *option)
{
	char line[64], text[64];
	snprintf(line, sizeof line, "%s --", command);
	snprintf(text, sizeof text, "--%s", option->name);
	assert_offers(line, text);
	assert_true(*offered(text)->title);
	snprintf(line, sizeof line, "%s -", command);
	snprintf(text, sizeof text, "-%c", option->letter);
	if (option->letter)
		assert_offers(line, text);
}

static void test_options(void **state)
{
	size_t counted = 0;
	(void)state;
	for (const struct command *command = commands; command->name; command++) {
		const struct command_option *options = command_options(&session, command);
		for (const struct command_option *option = options; option->name; option++, counted++) {
			assert_option(command->name, option);
			if (!option_says(command, option->name))
				fail_msg("%s --%s: nothing says what it does", command->name, option->name);
		}
		for (const struct command_option *option = arguments_options; option->name; option++)
			assert_option(command->name, option);
	}
	assert_true(counted > 50);
}

/* What a command expects stands in its usage line, whose words in capitals completion knows. */
static void test_usage(void **state)
{
	(void)state;
	for (const struct command *command = commands; command->name; command++) {
		if (!complete_knows(command->arguments))
			fail_msg("%s: a word of its usage is not known: %s", command->name, command->arguments);
		const struct command_option *options = command_options(&session, command);
		for (const struct command_option *option = options; option->name; option++) {
			struct usage_word value = usage_value(command->arguments, option->name, option->letter);
			if ((option->kind != OPTION_FLAG) != (value.length > 0))
				fail_msg("%s --%s: its value in \"%s\"", command->name, option->name,
					 command->arguments);
		}
	}
	assert_false(complete_knows("[--size INCHES] CODE"));
}

static void test_commands(void **state)
{
	(void)state;
	complete("");
	for (const struct command *command = commands; command->name; command++) {
		assert_non_null(offered(command->name));
		assert_string_equal(offered(command->name)->title, command->summary);
	}
	assert_non_null(offered("help"));
	assert_offers("help ch", "changes");
	assert_all("-f json che", "check");
}

/* Commands are called for their options, and do nothing then. */
static void test_nothing_runs(void **state)
{
	struct session bare = {.commands = commands, .given = &given};
	FILE *out = stdout, *err = stderr, *said = tmpfile();
	(void)state;
	assert_non_null(said);
	stdout = stderr = said;
	for (const struct command *command = commands; command->name; command++)
		command_options(&bare, command);
	stdout = out;
	stderr = err;
	assert_int_equal(ftell(said), 0);
	fclose(said);
	assert_null(bare.searcher);
	assert_null(bare.notes);
}

/* ---- values and arguments ---- */

static void test_values(void **state)
{
	(void)state;
	assert_all("check --fail-on ", "error warning none");
	assert_all("scan --min ", "error warning info");
	assert_all("scan --min=w", "--min=warning");
	assert_all("scan --rule header,mal", "header,malformed");
	assert_all("scan --rule=header,mal", "--rule=header,malformed");
	assert_all("claim --by ", "day month year id:");
	assert_all("claim --by i", "id:");
	assert_true(offered("id:")->goes_on);
	assert_all("claim --sex ", "F M");
	assert_all("claim -x e", "error");
	assert_all("claim -qx e", "error");
	assert_all("changes --only t", "titles");
	assert_all("-f s", "");
	assert_all("scan -f s", "sarif");
	assert_all("export -f c", "csv");
	assert_all("scan --color a", "auto always");
	assert_all("search --within M54.5", "M54.50 M54.51 M54.59");
	assert_all("check --delimiter ", "");
	assert_all("check --nothing=", "");
	assert_all("check --quiet=", "");
	complete("check --html ");
	assert_true(list.files && !list.count);
	complete("check --column ");
	assert_false(list.files || list.count);
	complete("-i ");
	assert_true(list.files);
	complete("scan --min");
	assert_false(list.files);
}

static void test_arguments(void **state)
{
	(void)state;
	assert_all("export --sql sqlite da", "dated dated-notes dated-excludes");
	assert_all("list ", "expand diff check find");
	assert_true(list.files);
	assert_offers("changes M54.5", "M54.50");
	assert_offers("changes 2021-1", "2021-10-01");
	assert_all("changes 2021-10-01 M54.5", "M54.50 M54.51 M54.59");
	assert_all("list find M54.5", "M54.50 M54.51 M54.59");
	assert_false(list.files);
	assert_all("list check a", "all");
	assert_true(list.files);
	assert_all("list diff x 2021-1", "2021-10-01");
	assert_all("list expand 2021-1", "");
	assert_all("tree M50-", "M50-M54");
	assert_all("tree a", "all");
	assert_offers("tree ", "13");
	assert_all("note M54.5", "M54.50 M54.51 M54.59");
	assert_all("note M54.5 M54.5", "");
	assert_all("verify ", "");
	assert_all("check -- -", "");
	assert_all("lumbago m54.5", "M54.50 M54.51 M54.59");
	assert_offers("index lumba", "lumbago");
	assert_offers("index pain ", "joint");
	assert_offers("index pain l", "low back");
	assert_string_equal(offered("low back")->title, "M54.50");
	assert_null(offered("joint"));
}

/* Codes of the day; what has nothing below it then is the end. */
static void test_days(void **state)
{
	(void)state;
	icd_view_make(&session.view, session.store, 20210930);
	assert_all("code M54.5", "M54.5");
	assert_false(offered("M54.5")->goes_on);
	icd_view_make(&session.view, session.store, 20260201);
	complete("code M5");
	assert_true(offered("M54")->goes_on);
}

static void test_no_index(void **state)
{
	struct icd_store *store = session.store;
	(void)state;
	session.store = NULL;
	assert_all("code M54.5", "");
	assert_all("lumb", "");
	assert_all("changes 20", "");
	assert_all("tree ", "all");
	assert_all("che", "check");
	assert_all("scan --min e", "error");
	session.store = store;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),      cmocka_unit_test(test_usage),    cmocka_unit_test(test_commands),
		cmocka_unit_test(test_nothing_runs), cmocka_unit_test(test_values),   cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_days),         cmocka_unit_test(test_no_index),
	};
	int failed = cmocka_run_group_tests(tests, open_session, close_session);
	candidates_free(&list);
	return failed != 0;
}
