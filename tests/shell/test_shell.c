/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell without a terminal: words of a line, moving in the book, completion, lines. On an index of data/sample. */
#include "cli/arguments.h"
#include "commands.h"
#include "shell/line_words.h"
#include "shell/shell.h"
#include "shell/terminal.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct session session;
static struct shell *shell;
static const struct arguments given = {.on = NULL};

static int open_shell(void **state)
{
	const char *const paths[] = {"data/sample"};
	struct icd_error err = {.text = ""};
	(void)state;
	setenv("ICD10_TODAY", "2026-02-01", 1);
	unsetenv("ICD10_ON");
	setenv("ICD10_NOTES", "", 1);
	if (!sample_index_make(&sample, paths, 1))
		return -1;
	setenv("XDG_DATA_HOME", sample.folder, 1);
	session = (struct session){.commands = commands, .given = &given};
	if (!icd_store_open(sample.path, &session.store, &err) || !arguments_apply(&given, &session) ||
	    !(shell = shell_open(&session, false))) {
		fprintf(stderr, "%s\n", err.text);
		return -1;
	}
	return 0;
}

static int close_shell(void **state)
{
	(void)state;
	shell_close(shell);
	session_forget_notes(&session);
	session_forget_searcher(&session);
	session_forget_terms(&session);
	printer_close(&session.printer);
	icd_store_close(session.store);
	sample_index_remove(&sample);
	return 0;
}

/* ---- words ---- */

static void assert_words(const char *line, const char *expected)
{
	char **words, joined[256] = "";
	int count;
	assert_true(line_words(line, &words, &count));
	for (int i = 0; i < count; i++)
		strcat(strcat(joined, i ? "|" : ""), words[i]);
	assert_null(words[count]);
	assert_string_equal(joined, expected);
	free(words);
}

static void test_words(void **state)
{
	(void)state;
	assert_words("", "");
	assert_words("  \t ", "");
	assert_words("a b  c\n", "a|b|c");
	assert_words("note M54.5 \"Payer X wants\"", "note|M54.5|Payer X wants");
	assert_words("note M54.5 'it\\s' x", "note|M54.5|it\\s|x");
	assert_words("crohn's disease", "crohn's|disease");
	assert_words("5\" nail", "5\"|nail");
	assert_words("\"not ended", "not ended");
	assert_words("a\\ b \"say \\\"ah\\\"\"", "a b|say \"ah\"");
	assert_words("''", "");
	assert_words("a '' b", "a||b");
	assert_words("\"\"\"\"", "|");
	assert_words("\\", "\\");
	assert_words("a'b\"c'", "a'b\"c'");
}

/* ---- moving ---- */

static struct icd_place found(const char *query)
{
	struct icd_place place = {.label = ""};
	struct icd_error err = {.text = ""};
	if (icd_place_find(&session.view, query, &place, &err) == ICD_FAILED)
		fail_msg("%s", err.text);
	return place;
}

static const char *above(const char *query)
{
	static struct icd_place up;
	struct icd_place place = found(query);
	struct icd_error err = {.text = ""};
	enum icd_found got = icd_place_above(&session.view, &place, &up, &err);
	assert_int_not_equal(got, ICD_FAILED);
	return got == ICD_FOUND ? up.label : "none";
}

static const char *beside(const char *query, int step)
{
	static struct icd_place next;
	struct icd_place place = found(query);
	struct icd_error err = {.text = ""};
	enum icd_found got = icd_place_beside(&session.view, &place, step, &next, &err);
	assert_int_not_equal(got, ICD_FAILED);
	return got == ICD_FOUND ? next.label : "none";
}

static void test_places(void **state)
{
	(void)state;
	assert_string_equal(found("m5450").label, "M54.50");
	assert_string_equal(found("m50-m54").label, "M50-M54");
	assert_string_equal(found("13").label, "chapter 13");
	assert_string_equal(found("M00-M99").label, "chapter 13");
	assert_string_equal(found("X99").label, "");
	assert_string_equal(above("M54.50"), "M54.5");
	assert_string_equal(above("M54"), "M50-M54");
	assert_string_equal(above("M50-M54"), "chapter 13");
	assert_string_equal(above("chapter 13"), "none");
	assert_string_equal(beside("M54.5", 1), "M54.50");
	assert_string_equal(beside("M54.59", -1), "M54.51");
	assert_string_equal(beside("M50-M54", -1), "M45-M49");
	assert_string_not_equal(beside("chapter 13", 1), "none");
}

static void test_next_on_a_date(void **state)
{
	icd_date today = session.view.on;
	(void)state;
	icd_view_make(&session.view, session.store, 20210930);
	const char *next = beside("M54.5", 1);
	assert_string_not_equal(next, "M54.50");
	assert_string_equal(beside(next, -1), "M54.5");
	icd_view_make(&session.view, session.store, today);
}

/* ---- completion ---- */

static size_t count_candidates(const char *line, const char *word, const char *expected)
{
	struct candidates candidates = {0};
	bool seen = !expected;
	shell_complete(shell, line, strlen(line) - strlen(word), word, &candidates);
	size_t count = candidates.count;
	for (size_t i = 0; i < count; i++)
		seen |= expected && strcmp(candidates.at[i].text, expected) == 0;
	candidates_free(&candidates);
	if (!seen)
		fail_msg("%s is not among what completes \"%s\"", expected, line);
	return count;
}

static void test_complete(void **state)
{
	(void)state;
	assert_int_equal(count_candidates("m545", "m545", "M54.51"), 3);
	assert_int_equal(count_candidates("M54.50", "M54.50", "M54.50"), 1);
	assert_int_equal(count_candidates("history m545", "m545", "M54.50"), 3);
	assert_int_equal(count_candidates("on 2021", "2021", "2021-10-01"), 2);
	count_candidates("m5", "m5", "M54");
	count_candidates("bookm", "bookm", "bookmarks");
	count_candidates("chil", "chil", "children");
	count_candidates("help chil", "chil", "children");
	assert_int_equal(count_candidates("zzq9", "zzq9", NULL), 0);
}

static void test_complete_titles(void **state)
{
	struct candidates candidates = {0};
	(void)state;
	complete_codes(&session.view, "M545", &candidates);
	assert_int_equal(candidates.count, 3);
	assert_string_equal(candidates.at[0].title, "Low back pain, unspecified");
	assert_false(candidates.at[0].goes_on);
	candidates_clear(&candidates);
	complete_codes(&session.view, "m54", &candidates);
	assert_true(candidates.count > 2);
	for (size_t i = 0; i < candidates.count; i++) {
		const struct candidate *candidate = &candidates.at[i];
		assert_true(strcmp(candidate->text, "M54.5") != 0 || candidate->goes_on);
		assert_true(strcmp(candidate->text, "M54.2") != 0 || !candidate->goes_on);
	}
	candidates_free(&candidates);
}

/* ---- lines ---- */

static void assert_after(const char *line, const char *prompt)
{
	char shown[SHELL_PROMPT_SIZE];
	assert_true(shell_line(shell, line));
	assert_string_equal(shell_prompt(shell, shown), prompt);
}

static void test_lines(void **state)
{
	(void)state;
	assert_after("next", "icd10> ");
	assert_after("3", "icd10> ");
	assert_after("back", "icd10> ");
	assert_after("M54.50\n", "icd10 M54.50> ");
	assert_after("..", "icd10 M54.5> ");
	assert_after("children", "icd10 M54.5> ");
	assert_after("2", "icd10 M54.51> ");
	assert_after("99", "icd10 M54.51> ");
	assert_after("next", "icd10 M54.59> ");
	assert_after("prev", "icd10 M54.51> ");
	assert_after("back", "icd10 M54.59> ");
	assert_after("back", "icd10 M54.51> ");
	assert_after("..", "icd10 M54.5> ");
	assert_after("..", "icd10 M54> ");
	assert_after("..", "icd10 M50-M54> ");
	assert_after("1", "icd10 M50> ");
	assert_after("..", "icd10 M50-M54> ");
	assert_after("..", "icd10 chapter 13> ");
	assert_after("..", "icd10 chapter 13> ");
	assert_after("m50-m54", "icd10 M50-M54> ");
	assert_after("X99.9", "icd10 M50-M54> ");
	assert_after("-f json m54.2", "icd10 M54.2> ");
	assert_after("nonsense --on", "icd10 M54.2> ");
	assert_after("tree --depth", "icd10 M54.2> ");
	assert_after("y M54.2", "icd10 M54.2> ");
}

static void test_dates(void **state)
{
	(void)state;
	assert_after("on 2021-09-30", "icd10 2021-09-30 M54.2> ");
	assert_int_equal(session.view.on, 20210930);
	assert_after("--on 2022-01-01 m54.50", "icd10 2021-09-30 M54.50> ");
	assert_after("on never", "icd10 2021-09-30 M54.50> ");
	assert_after("on FY2022", "icd10 2021-10-01 M54.50> ");
	assert_after("on today", "icd10 M54.50> ");
	assert_after("on 2/1/2026", "icd10 M54.50> ");
	/* The day changes while the shell is open. */
	assert_after("on today", "icd10 M54.50> ");
	setenv("ICD10_TODAY", "2026-02-02", 1);
	assert_after("releases", "icd10 M54.50> ");
	assert_int_equal(session.view.on, 20260202);
	setenv("ICD10_TODAY", "2026-02-01", 1);
}

static void test_notes_in_the_shell(void **state)
{
	char path[ICD_LOCATION_SIZE];
	(void)state;
	assert_after("m54.51", "icd10 M54.51> ");
	assert_after("note . \"Payer X\"", "icd10 M54.51> ");
	assert_after("bookmark", "icd10 M54.51> ");
	assert_after("m54.2", "icd10 M54.2> ");
	assert_after("bookmarks", "icd10 M54.2> ");
	assert_after("1", "icd10 M54.51> ");
	const struct icd_desk_notes *notes = session_notes(&session);
	assert_int_equal(icd_desk_notes_count(notes), 1);
	assert_string_equal(icd_desk_notes_at(notes, 0)->text, "Payer X");
	assert_after("note --delete 1", "icd10 M54.51> ");
	assert_int_equal(icd_desk_notes_count(session_notes(&session)), 0);
	remove(icd_desk_path(ICD_DESK_NOTES, path));
	remove(icd_desk_path(ICD_DESK_BOOKMARKS, path));
	*strrchr(path, '/') = '\0';
	remove(path);
}

static void test_leave(void **state)
{
	(void)state;
	assert_true(shell_line(shell, "\n"));
	assert_true(shell_line(shell, "# nothing"));
	assert_true(shell_line(shell, "shell"));
	assert_true(shell_line(shell, "-i elsewhere M54.5"));
	assert_false(shell_line(shell, "quit"));
}

/* ---- the screen ---- */

static void test_screen_lines(void **state)
{
	static const char coloured[] = "\033[1mab\033[0m\ncd\n", accents[] = "M\xc3\xa9ni\xc3\xa8re\n";
	(void)state;
	assert_int_equal(terminal_lines("", 0, 80), 0);
	assert_int_equal(terminal_lines("a\nb", 3, 80), 2);
	assert_int_equal(terminal_lines("a\nb\n", 4, 80), 2);
	assert_int_equal(terminal_lines("abcdef\n", 7, 3), 2);
	assert_int_equal(terminal_lines("abcdefg\n", 8, 3), 3);
	assert_int_equal(terminal_lines(coloured, sizeof coloured - 1, 2), 2);
	assert_int_equal(terminal_lines(accents, sizeof accents - 1, 7), 1);
	assert_int_equal(terminal_lines("\033", 1, 80), 0);
	assert_int_equal(terminal_lines("\033[", 2, 80), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),           cmocka_unit_test(test_places),
		cmocka_unit_test(test_next_on_a_date),  cmocka_unit_test(test_complete),
		cmocka_unit_test(test_complete_titles), cmocka_unit_test(test_lines),
		cmocka_unit_test(test_dates),           cmocka_unit_test(test_notes_in_the_shell),
		cmocka_unit_test(test_leave),           cmocka_unit_test(test_screen_lines),
	};
	return cmocka_run_group_tests(tests, open_shell, close_shell) != 0;
}
