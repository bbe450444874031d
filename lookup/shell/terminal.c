/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "terminal.h"

#include "memory/buffer.h"
#include "shown/shown.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- keeping output aside ---- */

bool terminal_keep_aside(struct terminal_aside *aside)
{
	fflush(stdout);
	*aside = (struct terminal_aside){fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), memfd_create("icd10", MFD_CLOEXEC)};
	if (aside->terminal >= 0 && aside->kept >= 0 && dup2(aside->kept, STDOUT_FILENO) >= 0)
		return true;
	if (aside->terminal >= 0)
		close(aside->terminal);
	if (aside->kept >= 0)
		close(aside->kept);
	return false;
}

/* The bytes of an escape sequence that begins here: "ESC [ ... letter". */
static size_t sequence_length(const char *text, const char *end)
{
	const char *at = text + 2;
	if (end - text < 2 || text[1] != '[')
		return 1;
	while (at < end && (*at < '@' || *at > '~'))
		at++;
	return (size_t)(at - text) + (at < end);
}

size_t terminal_lines(const char *text, size_t size, unsigned columns)
{
	const char *end = text + size;
	size_t lines = 0, column = 0;
	while (text < end) {
		if (*text == '\033') {
			text += sequence_length(text, end);
			continue;
		}
		if (*text == '\n') {
			lines++;
			column = 0;
		} else if ((*text & 0xc0) != 0x80 && ++column > columns && columns) {
			lines++;
			column = 1;
		}
		text++;
	}
	return lines + (column > 0);
}

/* ---- the pager ---- */

/* Runs the pager on the file; false when there is none that works. */
static bool page(int file)
{
	const char *pager = getenv("PAGER");
	char *const command[] = {(char *)"sh", (char *)"-c", (char *)(pager && *pager ? pager : "less -R"), NULL};
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	pid_t child;
	int status = 0;
	/* A pager named by the user alone does not know of the colours. */
	setenv("LESS", "R", 0);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGINT);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, file, STDIN_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	lseek(file, 0, SEEK_SET);
	/* Ctrl-C is the pager's while it runs. */
	sigaction(SIGINT, &ignore, &before);
	int failed = posix_spawnp(&child, "/bin/sh", &actions, &attributes, command, environ);
	while (!failed && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &before, NULL);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	/* 126 and 127: the shell could not run it. */
	return !failed && !(WIFEXITED(status) && (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127));
}

void terminal_show(struct terminal_aside *aside, bool wanted)
{
	struct winsize screen = {0};
	struct stat st;
	fflush(stdout);
	dup2(aside->terminal, STDOUT_FILENO);
	close(aside->terminal);
	if (wanted && fstat(aside->kept, &st) == 0 && st.st_size > 0) {
		size_t size = (size_t)st.st_size;
		char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, aside->kept, 0);
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &screen);
		bool fits = text != MAP_FAILED &&
			    (!screen.ws_row || terminal_lines(text, size, screen.ws_col) < screen.ws_row);
		if ((fits || !page(aside->kept)) && text != MAP_FAILED)
			shown_control(stdout, text, size);
		if (text != MAP_FAILED)
			munmap(text, size);
	}
	close(aside->kept);
}

/* ---- the clipboard ---- */

static void put_base64(struct icd_buffer *to, const char *text)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *bytes = (const unsigned char *)text;
	for (size_t left = strlen(text); left > 0;) {
		size_t count = left < 3 ? left : 3;
		uint32_t group = (uint32_t)bytes[0] << 16 | (count > 1 ? (uint32_t)bytes[1] << 8 : 0) |
				 (count > 2 ? bytes[2] : 0);
		for (size_t i = 0; i < 4; i++)
			icd_put_byte(to, (unsigned char)(i <= count ? digits[group >> (18 - 6 * i) & 63] : '='));
		bytes += count;
		left -= count;
	}
}

bool terminal_copy(const char *text)
{
	static const char start[] = "\033]52;c;";
	struct icd_buffer sequence = {0};
	if (!isatty(STDOUT_FILENO))
		return false;
	icd_put_bytes(&sequence, start, sizeof start - 1);
	put_base64(&sequence, text);
	icd_put_byte(&sequence, '\a');
	bool ok = !sequence.failed;
	if (ok)
		shown_control(stdout, (const char *)sequence.data, sequence.size);
	icd_buffer_free(&sequence);
	return ok;
}

/* ---- Ctrl-C ---- */

#define INTERRUPTS_MAX 3

static volatile sig_atomic_t interrupts;

static void note_interrupt(int signal_number)
{
	if (interrupts + 1 >= INTERRUPTS_MAX) {
		signal(signal_number, SIG_DFL);
		raise(signal_number);
	}
	interrupts = interrupts + 1;
}

void terminal_catch_interrupts(void)
{
	/* Not restarted: a command that waits for input gives up. */
	struct sigaction action = {.sa_handler = note_interrupt};
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

bool terminal_interrupted(void)
{
	bool was = interrupts > 0;
	interrupts = 0;
	return was;
}
