/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pdf_process.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* Exit statuses of the child when it cannot become the program; poppler's own are 0 to 4 and 99. */
#define EXIT_NOT_FOUND   127
#define EXIT_NOT_STARTED 126

#define MESSAGE_SIZE ((size_t)16 << 10) /* as much as is looked at of what a program says is wrong */

/* ---- anonymous files ---- */

/* The same file under a number that is none of the standard ones, should those be closed. */
static int above_standard(int fd)
{
	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(fd);
	return moved;
}

static int anonymous_file(const char *name)
{
	return above_standard(memfd_create(name, MFD_CLOEXEC));
}

static bool write_all(int fd, const char *data, size_t size)
{
	size_t done = 0;
	while (done < size) {
		ssize_t put = write(fd, data + done, size - done);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		done += (size_t)put;
	}
	return lseek(fd, 0, SEEK_SET) == 0;
}

/* The first bytes of a file, `most` at most, with a NUL behind them; NULL when they cannot be had. */
static char *read_start(int fd, size_t most, size_t *size)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || st.st_size < 0)
		return NULL;
	*size = (size_t)st.st_size < most ? (size_t)st.st_size : most;
	char *data = malloc(*size + 1);
	size_t done = 0;
	while (data && done < *size) {
		ssize_t got = pread(fd, data + done, *size - done, (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			free(data);
			return NULL;
		}
		done += (size_t)got;
	}
	if (data)
		data[*size] = '\0';
	return data;
}

void pdf_process_prepare(struct pdf_process *process, const void *document, size_t size)
{
	*process = (struct pdf_process){.alive = -1};
	process->document = anonymous_file("document");
	process->output = anonymous_file("output");
	process->messages = anonymous_file("messages");
	bool ok = process->document >= 0 && process->output >= 0 && process->messages >= 0 &&
		  write_all(process->document, document, size);
	process->fault = ok ? 0 : errno;
}

/* ---- the program ---- */

static void limit(int what, rlim_t most)
{
	struct rlimit before, wanted = {most, most};
	if (getrlimit(what, &before) == 0 && before.rlim_max != RLIM_INFINITY && before.rlim_max < most)
		wanted.rlim_cur = wanted.rlim_max = before.rlim_max;
	if (setrlimit(what, &wanted) != 0)
		_exit(EXIT_NOT_STARTED);
}

/* In the child: only what is safe after fork. `alive` is inherited and closes with the program. */
static _Noreturn void become(const struct pdf_process *process, int alive, const char *const *arguments)
{
	limit(RLIMIT_AS, process->limits.memory);
	limit(RLIMIT_CPU, process->limits.seconds);
	limit(RLIMIT_FSIZE, process->limits.output);
	limit(RLIMIT_CORE, 0);
	/* What the builder's caller ignores would else be ignored: an output cut off, and the exit status 0. */
	signal(SIGXFSZ, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	if (dup2(process->document, STDIN_FILENO) < 0 || dup2(process->output, STDOUT_FILENO) < 0 ||
	    dup2(process->messages, STDERR_FILENO) < 0 || fcntl(alive, F_SETFD, 0) < 0)
		_exit(EXIT_NOT_STARTED);
	/* The document is open already: nothing of the user's is read, and nothing at all is written. */
	struct sandbox box;
	sandbox_prepare(&box);
	sandbox_allow_programs(&box);
	sandbox_enter(&box, SANDBOX_PROGRAMS);
	execvp(arguments[0], (char *const *)arguments);
	_exit(errno == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_STARTED);
}

bool pdf_process_begin(struct pdf_process *process, const char *const *arguments, const struct pdf_limits *limits)
{
	int ends[2];
	if (process->fault)
		return false;
	process->limits = *limits;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		process->fault = errno;
		return false;
	}
	process->alive = above_standard(ends[0]);
	int inherited = above_standard(ends[1]);
	clock_gettime(CLOCK_MONOTONIC, &process->deadline);
	process->deadline.tv_sec += limits->seconds;
	pid_t id = fork();
	if (id == 0)
		become(process, inherited, arguments);
	process->fault = id < 0 ? errno : 0;
	process->id = id < 0 ? 0 : id;
	close(inherited);
	return id > 0;
}

/* Milliseconds until its time is over. */
static int time_left(const struct pdf_process *process)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	long long left = (long long)(process->deadline.tv_sec - now.tv_sec) * 1000 +
			 (process->deadline.tv_nsec - now.tv_nsec) / 1000000;
	return left < 0 ? 0 : left > 1000000 ? 1000000 : (int)left;
}

static bool poll_alive(const struct pdf_process *process, int milliseconds)
{
	struct pollfd alive = {.fd = process->alive, .events = POLLIN};
	return poll(&alive, 1, milliseconds) > 0;
}

void pdf_process_wait(const struct pdf_process *process, int milliseconds)
{
	int left = time_left(process);
	poll_alive(process, left < milliseconds ? left : milliseconds);
}

char *pdf_process_written(const struct pdf_process *process, size_t *size)
{
	return process->fault ? NULL : read_start(process->output, SIZE_MAX, size);
}

static void reap(struct pdf_process *process)
{
	while (waitpid(process->id, &process->status, 0) < 0 && errno == EINTR)
		;
	process->id = 0;
}

bool pdf_process_ended(struct pdf_process *process)
{
	if (!poll_alive(process, 0)) {
		if (time_left(process) > 0)
			return false;
		process->overdue = true;
		kill(process->id, SIGKILL);
	}
	reap(process);
	return true;
}

/* ---- what came of it ---- */

/* The first line a program wrote that says something, for a sentence; "" when it wrote none. */
static void first_message(const struct pdf_process *process, char *out, size_t size)
{
	size_t length;
	char *messages = read_start(process->messages, MESSAGE_SIZE, &length);
	const char *line = messages ? messages + strspn(messages, " \r\n\t") : "";
	snprintf(out, size, "%s%.*s", *line ? ": " : "", (int)strcspn(line, "\r\n"), line);
	for (char *c = out; *c; c++) {
		if ((unsigned char)*c < ' ')
			*c = '?';
	}
	free(messages);
}

static enum pdf_outcome failed(const struct pdf_process *process, const char *program, const char *name,
			       struct icd_error *err)
{
	char message[160];
	int by = WIFSIGNALED(process->status) ? WTERMSIG(process->status) : 0;
	first_message(process, message, sizeof message);
	if (process->overdue || by == SIGXCPU || by == SIGKILL)
		icd_fail(err, "%s: %s takes longer than %u seconds, a document of a release was expected", name,
			 program, process->limits.seconds);
	else if (by == SIGXFSZ)
		icd_fail(err, "%s: %s writes more than %zu MB, a document of a release was expected", name, program,
			 process->limits.output >> 20);
	else if (by)
		icd_fail(err, "%s: %s ended by signal %d%s, a whole PDF was expected", name, program, by, message);
	else
		icd_fail(err, "%s: %s cannot read it (exit status %d)%s, a whole PDF without a password was expected",
			 name, program, WEXITSTATUS(process->status), message);
	return PDF_FAILED;
}

static enum pdf_outcome not_started(const char *program, const char *name, const char *why, struct icd_error *err)
{
	icd_fail(err, "%s: %s cannot be started: %s", name, program, why);
	return PDF_FAILED;
}

enum pdf_outcome pdf_process_result(const struct pdf_process *process, const char *program, const char *name,
				    struct input *out, struct icd_error *err)
{
	size_t size;
	if (process->fault)
		return not_started(program, name, strerror(process->fault), err);
	if (WIFEXITED(process->status) && WEXITSTATUS(process->status) == EXIT_NOT_FOUND) {
		icd_fail(err, "%s: %s is not installed (Debian has it in poppler-utils)", name, program);
		return PDF_NO_PROGRAM;
	}
	if (WIFEXITED(process->status) && WEXITSTATUS(process->status) == EXIT_NOT_STARTED)
		return not_started(program, name, "no permission, or its limits cannot be set", err);
	if (!WIFEXITED(process->status) || WEXITSTATUS(process->status) != 0)
		return failed(process, program, name, err);
	char *data = read_start(process->output, SIZE_MAX, &size);
	if (!data)
		return not_started(program, name, "its output cannot be read", err);
	*out = (struct input){name, data, size};
	return PDF_READ;
}

static void close_file(int fd)
{
	if (fd >= 0)
		close(fd);
}

void pdf_process_free(struct pdf_process *process)
{
	if (process->id) {
		kill(process->id, SIGKILL);
		reap(process);
	}
	close_file(process->document);
	close_file(process->output);
	close_file(process->messages);
	close_file(process->alive);
}
