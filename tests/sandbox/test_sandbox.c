/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that has entered the sandbox can do what it said, and nothing else. Each case is a process of its own. */
#include "sandbox/sandbox.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/test_sandbox.XXXXXX";
static char told[SANDBOX_TOLD_SIZE];

static bool has_files(void)
{
	return strstr(told, "(files)") != NULL;
}

static bool has_calls(void)
{
	return strstr(told, "(system calls)") != NULL;
}

/* Runs `inside` in a process that may read given/ and write out.txt; gives what it returned. */
static int confined(enum sandbox_calls calls, int (*inside)(void))
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		struct sandbox box;
		if (chdir(folder) != 0)
			_exit(99);
		sandbox_prepare(&box);
		sandbox_allow(&box, "given", SANDBOX_READ);
		sandbox_allow_output(&box, "made/out.txt");
		sandbox_enter(&box, calls);
		_exit(inside());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* 0, or errno. */
static int open_error(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int read_given(void)
{
	return open_error("given/file", O_RDONLY);
}

static int read_other(void)
{
	return open_error("other", O_RDONLY);
}

static int write_given(void)
{
	return open_error("given/file", O_WRONLY);
}

static int make_other(void)
{
	return open_error("new", O_WRONLY | O_CREAT);
}

static int replace_output(void)
{
	int failed = open_error("made/out.txt.aside", O_WRONLY | O_CREAT);
	return failed ? failed : rename("made/out.txt.aside", "made/out.txt") == 0 ? 0 : errno;
}

static int open_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 && socket(AF_UNIX, SOCK_DGRAM, 0) < 0 ? errno : 0;
}

static int start_process(void)
{
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return child < 0 ? errno : 0;
}

static int start_program(void)
{
	char *const arguments[] = {"true", NULL};
	execv("/bin/true", arguments);
	return errno;
}

static void *nothing(void *context)
{
	return context;
}

static int start_thread(void)
{
	pthread_t thread;
	int failed = pthread_create(&thread, NULL, nothing, NULL);
	return failed ? failed : pthread_join(thread, NULL);
}

static void test_files(void **state)
{
	(void)state;
	if (!has_files()) {
		print_message("skipped: %s\n", told);
		skip();
	}
	for (enum sandbox_calls calls = SANDBOX_FILES_ALONE; calls <= SANDBOX_PROGRAMS; calls++) {
		assert_int_equal(confined(calls, read_given), 0);
		assert_int_equal(confined(calls, read_other), EACCES);
		assert_int_equal(confined(calls, write_given), EACCES);
		assert_int_equal(confined(calls, make_other), EACCES);
		assert_int_equal(confined(calls, replace_output), 0);
		assert_int_not_equal(confined(calls, start_program), 0);
	}
}

static void test_calls(void **state)
{
	(void)state;
	if (!has_calls()) {
		print_message("skipped: %s\n", told);
		skip();
	}
	assert_int_equal(confined(SANDBOX_FEW_CALLS, open_socket), EPERM);
	assert_int_equal(confined(SANDBOX_FEW_CALLS, start_process), EPERM);
	assert_int_equal(confined(SANDBOX_FEW_CALLS, start_program), EPERM);
	assert_int_equal(confined(SANDBOX_FEW_CALLS, start_thread), 0);
	assert_int_equal(confined(SANDBOX_PROGRAMS, open_socket), EPERM);
	assert_int_equal(confined(SANDBOX_PROGRAMS, start_process), 0);
	assert_int_equal(confined(SANDBOX_PROGRAMS, start_thread), 0);
}

static void make(const char *name)
{
	char path[100];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (strchr(name, '/') || strcmp(name, "other") == 0)
		assert_int_equal(open_error(path, O_WRONLY | O_CREAT), 0);
	else
		assert_int_equal(mkdir(path, 0700), 0);
}

static int start(void **state)
{
	(void)state;
	sandbox_describe(told);
	if (!mkdtemp(folder))
		return -1;
	make("given");
	make("made");
	make("given/file");
	make("other");
	return 0;
}

static int end(void **state)
{
	static const char *const names[] = {"given/file", "made/out.txt", "other", "given", "made", "."};
	char path[100];
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		remove(path);
	}
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_files), cmocka_unit_test(test_calls)};
	return cmocka_run_group_tests(tests, start, end) != 0;
}
