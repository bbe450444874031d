/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shell at a terminal: the program itself, $ICD10_BUILD/icd10-lookup (build/ when that is
 * not set), in a pseudo-terminal, on an index of data/sample.
 */
#include "support/sample_index.h"

#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

#include <cmocka.h>

#define PATIENCE 60 /* seconds to wait for a text: for slow machines, never waited for in full when all is well */

static struct sample_index sample;
static char program[4096], history[160];

/* ---- the terminal ---- */

struct terminal {
	pid_t child;
	int fd;
	size_t size, mark; /* what was seen so far; what was waited for lies before the mark */
	char seen[1 << 20];
};
static struct terminal terminal;

static void start(const char *pager, unsigned short rows, unsigned short columns)
{
	struct winsize screen = {.ws_row = rows, .ws_col = columns};
	terminal.size = terminal.mark = 0;
	terminal.child = forkpty(&terminal.fd, NULL, NULL, &screen);
	assert_true(terminal.child >= 0);
	if (terminal.child == 0) {
		setenv("PAGER", pager, 1);
		execl(program, program, (char *)NULL);
		_exit(127);
	}
}

/* Reads what is there within the time; false when the other side is gone or silent. */
static bool take(int milliseconds)
{
	struct pollfd ready = {.fd = terminal.fd, .events = POLLIN};
	if (poll(&ready, 1, milliseconds) <= 0)
		return false;
	size_t room = sizeof terminal.seen - 1 - terminal.size;
	assert_true(room > 0);
	ssize_t got = read(terminal.fd, terminal.seen + terminal.size, room);
	if (got <= 0)
		return false;
	terminal.size += (size_t)got;
	terminal.seen[terminal.size] = '\0';
	return true;
}

/* Waits until the bytes come, behind all that was waited for before; where they begin. */
static size_t expect(const char *text)
{
	time_t end = time(NULL) + PATIENCE;
	size_t length = strlen(text);
	for (;;) {
		char *found =
			terminal.size - terminal.mark < length
				? NULL
				: memmem(terminal.seen + terminal.mark, terminal.size - terminal.mark, text, length);
		if (found) {
			size_t at = (size_t)(found - terminal.seen);
			terminal.mark = at + length;
			return at;
		}
		if (time(NULL) > end || (!take(1000) && waitpid(terminal.child, NULL, WNOHANG) != 0))
			fail_msg("\"%s\" did not come; behind what was expected came:\n%.*s", text,
				 (int)(terminal.size - terminal.mark), terminal.seen + terminal.mark);
	}
}

static bool at_prompt(void)
{
	while (take(1000))
		;
	return terminal.size >= 2 && memcmp(terminal.seen + terminal.size - 2, "> ", 2) == 0;
}

static void type(const char *text)
{
	size_t length = strlen(text);
	assert_int_equal(write(terminal.fd, text, length), length);
}

/* Types a line and waits for the terminal's echo of it. */
static void enter(const char *line)
{
	type(line);
	expect(line);
	type("\r");
}

/* Waits until a command has the terminal, not the editing of a line. */
static void wait_for_command(void)
{
	struct termios mode;
	time_t end = time(NULL) + PATIENCE;
	do {
		take(20);
		assert_int_equal(tcgetattr(terminal.fd, &mode), 0);
	} while (!(mode.c_lflag & ICANON) && time(NULL) <= end);
}

/* Waits for the end of the program; its exit status. */
static int leave(void)
{
	time_t end = time(NULL) + PATIENCE;
	int status = 0;
	pid_t got = 0;
	while (got == 0 && time(NULL) <= end) {
		while (take(20))
			;
		got = waitpid(terminal.child, &status, WNOHANG);
	}
	close(terminal.fd);
	if (got != terminal.child) {
		kill(terminal.child, SIGKILL);
		waitpid(terminal.child, &status, 0);
		fail_msg("the program did not end");
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void quit(void)
{
	type("\004");
	assert_int_equal(leave(), 0);
}

/* ---- before and behind all tests ---- */

static int set_up(void **state)
{
	const char *const paths[] = {"data/sample"};
	const char *build = getenv("ICD10_BUILD");
	(void)state;
	snprintf(program, sizeof program, "%s/icd10-lookup", build && *build ? build : "build");
	if (!sample_index_make(&sample, paths, 1))
		return -1;
	setenv("HOME", sample.folder, 1);
	setenv("XDG_DATA_HOME", sample.folder, 1);
	setenv("XDG_STATE_HOME", sample.folder, 1);
	setenv("ICD10_INDEX", sample.path, 1);
	setenv("ICD10_TODAY", "2026-02-01", 1);
	setenv("ICD10_NOTES", "", 1);
	setenv("TERM", "xterm", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("INPUTRC", "/dev/null", 1);
	setenv("NO_COLOR", "1", 1);
	unsetenv("ICD10_ON");
	unsetenv("COLUMNS");
	unsetenv("LINES");
	snprintf(history, sizeof history, "%s/icd10/history", sample.folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(history);
	*strrchr(history, '/') = '\0';
	rmdir(history);
	sample_index_remove(&sample);
	return 0;
}

/* ---- tests ---- */

static void test_codes_and_places(void **state)
{
	(void)state;
	start("cat", 24, 80);
	expect("release 2025-10-01");
	expect("help");
	expect("icd10> ");
	enter("m5450");
	expect("Low back pain, unspecified");
	expect("BILLABLE since 2021-10-01");
	expect("icd10 M54.50> ");
	enter("..");
	expect("NOT BILLABLE");
	expect("  2  M54.51");
	expect("icd10 M54.5> ");
	enter("2");
	expect("Vertebrogenic low back pain");
	expect("icd10 M54.51> ");
	enter("next");
	expect("icd10 M54.59> ");
	enter("back");
	expect("icd10 M54.51> ");
	enter("m54 low");
	expect("  2  M54.51");
	enter("2");
	expect("Low back vertebral endplate pain");
	expect("icd10 M54.51> ");
	enter("back");
	expect("  2  M54.51");
	expect("icd10 M54.51> ");
	enter("on 2021-09-30");
	expect("answered from release 2021-01-01");
	expect("icd10 2021-09-30 M54.51> ");
	enter("no such --option -f");
	expect("a value was expected");
	expect("icd10 2021-09-30 M54.51> ");
	quit();
}

static void test_completion(void **state)
{
	(void)state;
	start("cat", 24, 80);
	expect("icd10> ");
	type("m545\t");
	expect("M54.50    Low back pain, unspecified");
	expect("M54.51    Vertebrogenic low back pain");
	expect("icd10> M54.5");
	type("1\r");
	expect("Low back vertebral endplate pain");
	expect("icd10 M54.51> ");
	type("chil\t");
	expect("children ");
	type("\r");
	expect("There is nothing below it.");
	expect("icd10 M54.51> ");
	/* Nothing fits: no file names either. */
	type("data/sam\t\t");
	expect("data/sam");
	type("\003");
	expect("icd10 M54.51> ");
	quit();
	assert_null(strstr(terminal.seen, "data/sample"));
}

/* What Tab offers of the index, of words, of dates, of commands; more than fits on the screen. */
static void test_offers(void **state)
{
	(void)state;
	start("cat", 12, 60);
	expect("icd10> ");
	type("index pai\t");
	expect("index pain");
	type("\025");
	type("cause fal\t");
	expect("cause fall");
	type("\025");
	type("zebraqu\t");
	type("\025");
	type("sciat\t");
	expect("sciatic");
	type("\025");
	type("index p\t\t");
	expect("pain");
	type("\025");
	type("on 20\t\t");
	expect("2021-10-01");
	type("\025");
	type("help hi\t");
	expect("help history");
	type("\025");
	type("m35.\t\t");
	expect("M35.0");
	type("\025");
	type("lo\t\t");
	expect("low");
	type("q\025");
	type("\025");
	quit();
}

/* Places to their ends: the first and the last code, section and chapter. */
static void test_ends(void **state)
{
	static const char *const steps[] = {"prev", "next", "chapter 1", "prev",     "next", "prev",   "chapter 21",
					    "next", "prev", "M50-M54",   "next",     "next", "next",   "prev",
					    "prev", "prev", "Z99.9",     "next",     "prev", "m54.50", "on 2020-10-01",
					    "next", "prev", "..",        "children", "99",   "1",      "y 99"};
	(void)state;
	start("cat", 60, 80);
	expect("icd10> ");
	enter("next");
	expect("> ");
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		enter(steps[i]);
		expect("\n");
		expect("> ");
	}
	quit();
}

/* A date that is given, colours, a history that cannot be kept. */
static void test_settings(void **state)
{
	(void)state;
	unsetenv("NO_COLOR");
	setenv("ICD10_ON", "2019-01-01", 1);
	setenv("XDG_STATE_HOME", "/dev/null", 1);
	start("cat", 6, 80);
	expect("is before the first release held");
	expect("icd10 2019-01-01> ");
	enter("help tree");
	expect("what is below a place");
	expect("> ");
	enter("m54.5");
	expect("Low back pain");
	expect("M54.5> ");
	quit();
	setenv("NO_COLOR", "1", 1);
	unsetenv("ICD10_ON");
	setenv("XDG_STATE_HOME", sample.folder, 1);
}

static void test_interrupt(void **state)
{
	(void)state;
	start("cat", 24, 80);
	expect("icd10> ");
	for (int i = 0; i < 3; i++) {
		type("M54.5 and more");
		expect("M54.5 and more");
		type("\003");
		expect("icd10> ");
	}
	enter("M54.2");
	expect("Cervicalgia");
	expect("icd10 M54.2> ");
	quit();
}

static void test_history(void **state)
{
	struct stat st;
	char text[4096] = "";
	(void)state;
	unlink(history);
	start("cat", 24, 80);
	expect("icd10> ");
	enter("M54.2");
	expect("icd10 M54.2> ");
	enter("M54.51");
	expect("icd10 M54.51> ");
	quit();
	assert_int_equal(stat(history, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	FILE *file = fopen(history, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, "M54.2\nM54.51\n");

	start("cat", 24, 80);
	expect("icd10> ");
	type("\022"
	     "54.2");
	expect("54.2");
	type("\r");
	expect("Cervicalgia");
	expect("icd10 M54.2> ");
	quit();
}

static void test_clipboard(void **state)
{
	(void)state;
	start("cat", 24, 80);
	expect("icd10> ");
	enter("y");
	expect("No code is open yet");
	expect("icd10> ");
	enter("m54.50");
	expect("icd10 M54.50> ");
	enter("y");
	expect("\033]52;c;TTU0LjUw\a");
	expect("Copied M54.50.");
	expect("icd10 M54.50> ");
	enter("y nodot");
	expect("\033]52;c;TTU0NTA=\a");
	expect("icd10 M54.50> ");
	quit();
}

static void test_resize(void **state)
{
	static const char wide[] = "lumbar region with discogenic back pain only (M51.360)";
	struct winsize narrow = {.ws_row = 24, .ws_col = 44};
	(void)state;
	start("cat", 24, 120);
	expect("icd10> ");
	enter("m54.50");
	expect(wide);
	expect("icd10 M54.50> ");
	assert_int_equal(ioctl(terminal.fd, TIOCSWINSZ, &narrow), 0);
	size_t from = terminal.mark;
	enter("m54.51");
	expect("(M51.360)");
	expect("icd10 M54.51> ");
	assert_null(strstr(terminal.seen + from, wide));
	quit();
}

static void test_pager(void **state)
{
	(void)state;
	start("sed 's/^/PAGED /'", 10, 80);
	expect("icd10> ");
	enter("m54.50");
	expect("PAGED M54.50");
	expect("PAGED Release 2025-10-01");
	expect("icd10 M54.50> ");
	size_t from = terminal.mark;
	enter("tree m54.50");
	expect("billable");
	expect("icd10 M54.50> ");
	assert_null(strstr(terminal.seen + from, "PAGED"));
	quit();

	start("/nowhere/no-such-pager", 10, 80);
	expect("icd10> ");
	enter("m54.50");
	expect("Release 2025-10-01");
	expect("icd10 M54.50> ");
	quit();
}

static void test_interrupted_command(void **state)
{
	(void)state;
	start("cat", 24, 80);
	expect("icd10> ");
	enter("code -");
	wait_for_command();
	type("M54.2\r");
	expect("M54.2");
	/* The first may come before the command waits for input. */
	for (int i = 0; i < 2 && !at_prompt(); i++)
		type("\003");
	expect("icd10");
	expect("> ");
	enter("m54.51");
	expect("Vertebrogenic");
	expect("icd10 M54.51> ");
	quit();
}

static void test_replaced_index(void **state)
{
	const char *const paths[] = {"data/sample/2021-10-01"};
	struct build_told told = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	start("cat", 24, 80);
	expect("icd10> ");
	enter("m54.50");
	expect("Release 2025-10-01");
	expect("icd10 M54.50> ");
	if (!build_index(&(struct build_options){.output = sample.path}, (char *const *)paths, 1, &told, &err))
		fail_msg("%s", err.text);
	build_told_free(&told);
	enter("m54.50");
	expect("The index was refreshed");
	expect("release 2021-10-01");
	expect("Release 2021-10-01");
	expect("icd10 M54.50> ");
	quit();
}

/* Another file that is no index in its place: it is said once, and the old one answers. */
static void test_bad_replacement(void **state)
{
	char aside[200];
	(void)state;
	snprintf(aside, sizeof aside, "%s.aside", sample.path);
	start("cat", 24, 80);
	expect("icd10> ");
	assert_int_equal(rename(sample.path, aside), 0);
	FILE *file = fopen(sample.path, "w");
	assert_non_null(file);
	fputs("no index\n", file);
	fclose(file);
	enter("m54.50");
	expect("cannot be used; the old one\r\n  still answers");
	expect("icd10 M54.50> ");
	size_t from = terminal.mark;
	enter("m54.51");
	expect("icd10 M54.51> ");
	assert_null(strstr(terminal.seen + from, "cannot be used"));
	quit();
	assert_int_equal(rename(aside, sample.path), 0);
}

static void test_hang_up(void **state)
{
	(void)state;
	start("cat", 24, 80);
	expect("icd10> ");
	enter("quit");
	assert_int_equal(leave(), 0);
	/* The terminal goes away: so does the program. */
	start("cat", 24, 80);
	expect("icd10> ");
	close(terminal.fd);
	int status;
	assert_int_equal(waitpid(terminal.child, &status, 0), terminal.child);
}

/* Standard input is no terminal: no prompt, no echo. */
static void test_script(void **state)
{
	char command[4200], text[8192] = "";
	(void)state;
	snprintf(command, sizeof command, "printf 'm54.2\\n\\n..\\nnonsense --on\\n' | '%s' shell 2>&1", program);
	FILE *out = popen(command, "r");
	assert_non_null(out);
	text[fread(text, 1, sizeof text - 1, out)] = '\0';
	assert_int_equal(WEXITSTATUS(pclose(out)), 2); /* of the last line */
	assert_int_equal(strncmp(text, "M54.2  Cervicalgia\n", 19), 0);
	assert_non_null(strstr(text, "M54  Dorsalgia"));
	assert_non_null(strstr(text, "a value was expected"));
	assert_null(strstr(text, "icd10>"));
	/* What is not found is an answer. */
	snprintf(command, sizeof command, "printf 'm54.2\\nm54.99\\n' | '%s' shell >/dev/null 2>&1", program);
	assert_int_equal(WEXITSTATUS(system(command)), 0);
	assert_null(strstr(text, "nonsense"));
	assert_null(strchr(text, '\033'));
}

/* Places in texts have numbers, and numbers stand for places in commands. */
static void test_numbers(void **state)
{
	(void)state;
	start("cat", 40, 80);
	expect("icd10> ");
	enter("m54.50");
	expect("Low back pain [1]");
	expect("(M54.4-) [");
	expect("icd10 M54.50> ");
	enter("1");
	expect("  1  M54.50");
	expect("  3  M54.59");
	expect("icd10 M54.5> ");
	enter("pair 1 3");
	expect("M54.50    Low back pain, unspecified [1]");
	expect("M54.59    Other low back pain [2]");
	expect("icd10 M54.5> ");
	enter("1 + 2");
	expect("M54.50    Low back pain, unspecified [1]");
	expect("icd10 M54.5> ");
	enter("pair 1 99");
	expect("99: the list has 1 to ");
	expect("icd10 M54.5> ");
	enter("M54.51");
	expect("icd10 M54.51> ");
	enter("compare . 1");
	expect("M54.5 ");
	expect("icd10 M54.51> ");
	/* Numbers mean what they meant then. */
	enter("back");
	expect("M54.51  Vertebrogenic");
	expect("icd10 M54.51> ");
	enter("back");
	expect("M54.59    Other low back pain");
	expect("icd10 M54.51> ");
	enter("forward");
	expect("M54.51  Vertebrogenic");
	expect("icd10 M54.51> ");
	quit();
	/* No marks where nobody can type a number. */
	char command[4200], text[8192] = "";
	snprintf(command, sizeof command, "printf 'm54.50\\n' | '%s' shell 2>&1", program);
	FILE *out = popen(command, "r");
	assert_non_null(out);
	text[fread(text, 1, sizeof text - 1, out)] = '\0';
	assert_int_equal(pclose(out), 0);
	assert_non_null(strstr(text, "(M54.4-)"));
	assert_null(strstr(text, " ["));
}

/* The numbers of choices answer; "back" takes an answer back. */
static void test_narrowing(void **state)
{
	(void)state;
	start("cat", 40, 80);
	expect("icd10> ");
	enter("narrow m25.56");
	expect("Which side?");
	expect("  1  right");
	expect("icd10> ");
	enter("2");
	expect("M25.562  Pain in left knee");
	expect("icd10 M25.562> ");
	enter("back");
	expect("  1  right");
	expect("icd10 M25.562> ");
	enter("1");
	expect("M25.561  Pain in right knee");
	expect("icd10 M25.561> ");
	enter("+ .");
	expect("1: M25.561");
	expect("icd10 M25.561 +1> ");
	enter("- 1");
	expect("icd10 M25.561> ");
	quit();
}

static void read_file(const char *path, char text[4096])
{
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, 4095, file)] = '\0';
	fclose(file);
}

/* The encounter in hand: kept over a crash, for the user alone; the findings that are new. */
static void test_worklist(void **state)
{
	char path[200], text[4096] = "";
	struct stat st;
	(void)state;
	snprintf(path, sizeof path, "%s/icd10/worklist", sample.folder);
	start("cat", 40, 80);
	expect("icd10> ");
	enter("+");
	expect("There is no code on the encounter");
	expect("icd10> ");
	enter("+ M54.50");
	expect("1: M54.50    Low back pain, unspecified");
	expect("icd10 +1> ");
	enter("+ M54.41 Lumbago with sciatica");
	expect("2: M54.41");
	expect("[excludes1, I.A.12.a]");
	expect("icd10 +2> ");
	enter("m54.5");
	expect("icd10 M54.5 +2> ");
	enter("+ 3");
	expect("3: M54.59");
	expect("icd10 M54.5 +3> ");
	enter("+ .");
	expect("4: M54.5 ");
	expect("header");
	expect("icd10 M54.5 +4> ");
	enter("- 4");
	expect("M54.5 is off the encounter.");
	expect("no longer");
	expect("icd10 M54.5 +3> ");
	enter("+ M99.99");
	expect("no release held has such a code");
	expect("icd10 M54.5 +3> ");
	enter("+ M54.50");
	expect("is on the encounter already");
	expect("icd10 M54.5 +3> ");
	enter("- 9");
	expect("There is no 9 on the encounter");
	expect("icd10 M54.5 +3> ");
	enter("move 3 1");
	expect("  1  M54.59");
	expect("  2  M54.50");
	expect("icd10 M54.5 +3> ");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	kill(terminal.child, SIGKILL);
	waitpid(terminal.child, NULL, 0);
	close(terminal.fd);
	read_file(path, text);
	assert_string_equal(text, "M5459\nM5450\nM5441\n");

	start("cat", 40, 80);
	expect("The encounter in hand has 3 codes");
	expect("icd10 +3> ");
	/* A bullet is no command: the code is not on the list. */
	enter("- M54.2");
	expect("Cervicalgia");
	expect("icd10 M54.2 +3> ");
	enter("-");
	expect("takes it off");
	expect("icd10 M54.2 +3> ");
	enter("- M54.41 2");
	expect("M54.41 is off the encounter.");
	expect("M54.50 is off the encounter.");
	expect("icd10 M54.2 +1> ");
	enter("+ M54.2");
	expect("icd10 M54.2 +2> ");
	enter("done nodot");
	expect("M5459, M542");
	expect("icd10 M54.2> ");
	assert_int_equal(stat(path, &st), -1);
	enter("+ M54.2");
	expect("icd10 M54.2 +1> ");
	enter("done table");
	expect("M54.2");
	expect("Cervicalgia");
	expect("icd10 M54.2> ");
	enter("done deal");
	expect("icd10 M54.2> ");
	type("q\r");
	assert_int_equal(leave(), 0);
}

/* An encounter is bounded, and says so; what is taken off at once is not. */
static void test_full_worklist(void **state)
{
	char path[200], line[400] = "-";
	(void)state;
	snprintf(path, sizeof path, "%s/icd10/worklist", sample.folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	for (int i = 0; i < 1000; i++)
		fprintf(file, "X%02d%d\n", i / 10, i % 10);
	fclose(file);
	start("cat", 40, 80);
	expect("icd10 +1000> ");
	enter("+ M54.2");
	expect("M54.2 was not put on the encounter: it has room for 1000 codes.");
	expect("icd10 +1000> ");
	for (int i = 1; i <= 70; i++)
		snprintf(line + strlen(line), sizeof line - strlen(line), " %d", i);
	enter(line);
	expect("X06.9 is off the encounter.");
	expect("icd10 +930> ");
	unlink(path);
	type("q\r");
	assert_int_equal(leave(), 0);
}

/* Several lines pasted at once are one question, and one line of the history. */
static void test_paste(void **state)
{
	char text[4096];
	(void)state;
	unlink(history);
	start("cat", 40, 80);
	expect("icd10> ");
	type("\033[200~M54.50\tLow back pain\nM54.41\tLumbago with sciatica\n\033[201~");
	type("\r");
	expect("Not together");
	expect("icd10> ");
	type("\033[200~M54.50\nM54.41\nM54.2\n\033[201~\r");
	expect("  3  M54.2");
	expect("[excludes1");
	expect("icd10> ");
	type("\033[200~\xe2\x80\xa2 M54.50\xc2\xa0\xe2\x80\x93 Low back pain\n\033[201~\r");
	expect("BILLABLE");
	expect("icd10 M54.50> ");
	quit();
	read_file(history, text);
	assert_string_equal(text, "M54.50\tLow back pain | M54.41\tLumbago with sciatica\nM54.50 | M54.41 | M54.2\n"
				  "\xe2\x80\xa2 M54.50\xc2\xa0\xe2\x80\x93 Low back pain\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes_and_places),
		cmocka_unit_test(test_completion),
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_clipboard),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_pager),
		cmocka_unit_test(test_interrupted_command),
		cmocka_unit_test(test_script),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_narrowing),
		cmocka_unit_test(test_worklist),
		cmocka_unit_test(test_full_worklist),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_hang_up),
		cmocka_unit_test(test_bad_replacement),
		cmocka_unit_test(test_replaced_index),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
