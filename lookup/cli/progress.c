/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST_SHOWN 500000000ll /* nanoseconds until the line is shown */
#define SHOWN_EVERY 100000000ll
#define LINE_SIZE   160

struct progress {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	const char *what;
	progress_measure *measure;
	const void *context;
	int64_t start; /* nanoseconds of the monotonic clock */
	volatile bool stop;
	bool shared; /* standard output is a terminal too */
	bool aside;  /* the line is away, and the lock held */
	/* under the lock */
	int fd;         /* of the file being read, -1: none */
	uint64_t files; /* read to their end */
	uint64_t bytes; /* of these */
	uint64_t total; /* 0: not known */
	uint64_t own;   /* bytes of bytes_read */
	uint64_t piped; /* bytes the program had read when the file began, where that is a pipe */
	int shown;      /* columns of the line that stands there */
	bool typed;     /* the file is a terminal: who types there sees what was typed */
};

/* By which threads can be told how long to wait. */
#ifndef ICD_WAIT_CLOCK
#define ICD_WAIT_CLOCK CLOCK_MONOTONIC
#endif

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(ICD_WAIT_CLOCK, &time);
	return time.tv_sec * 1000000000ll + time.tv_nsec;
}

/* ---- how far ---- */

/* Bytes that the program has read in all, of pipes too, without those that it reads here. */
static uint64_t bytes_read(struct progress *progress)
{
	char text[512];
	int fd = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	text[got > 0 ? got : 0] = '\0';
	uint64_t all = strncmp(text, "rchar: ", 7) == 0 ? strtoull(text + 7, NULL, 10) : progress->own;
	uint64_t others = all - progress->own;
	progress->own += got > 0 ? (uint64_t)got : 0;
	return others;
}

/* Of the file being read. */
static uint64_t bytes_of_file(struct progress *progress)
{
	off_t at = progress->fd < 0 ? 0 : lseek(progress->fd, 0, SEEK_CUR);
	if (at >= 0)
		return (uint64_t)at;
	uint64_t read = bytes_read(progress);
	return read > progress->piped ? read - progress->piped : 0;
}

uint64_t progress_measure_files(const void *context, const volatile bool *stop)
{
	const struct progress_files *files = context;
	uint64_t total = 0;
	for (int i = 0; i < files->count && !*stop; i++) {
		struct stat status;
		bool is_stdin = strcmp(files->paths[i], "-") == 0;
		int failed = is_stdin ? fstat(STDIN_FILENO, &status) : stat(files->paths[i], &status);
		if (failed != 0 || !S_ISREG(status.st_mode))
			return 0;
		total += (uint64_t)status.st_size;
	}
	return total;
}

/* ---- the line ---- */

/* "12.3 MB" */
static const char *size_text(double bytes, char out[32])
{
	static const char *const units[] = {"kB", "MB", "GB", "TB"};
	size_t unit = 0;
	bytes /= 1000;
	for (; bytes >= 1000 && unit + 1 < sizeof units / sizeof *units; unit++)
		bytes /= 1000;
	snprintf(out, 32, bytes < 10 ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
	return out;
}

/* "1 h 20 min", "3 min 20 s", "20 s" */
static const char *time_text(uint64_t seconds, char out[64])
{
	unsigned long long hours = seconds / 3600, minutes = seconds / 60 % 60;
	if (hours)
		snprintf(out, 64, "%llu h %llu min", hours, minutes);
	else if (minutes)
		snprintf(out, 64, "%llu min %llu s", minutes, (unsigned long long)seconds % 60);
	else
		snprintf(out, 64, "%llu s", (unsigned long long)seconds);
	return out;
}

static void make_line(struct progress *progress, char out[LINE_SIZE])
{
	char done[32], all[32], rate_shown[32], left[64];
	double seconds = (double)(now() - progress->start) / 1e9;
	uint64_t bytes = progress->bytes + bytes_of_file(progress);
	double rate = (double)bytes / seconds;
	unsigned long long file = progress->files + (progress->fd >= 0);
	int used = snprintf(out, LINE_SIZE, "%s: file %llu, %s", progress->what, file, size_text((double)bytes, done));
	if (progress->total && progress->total >= bytes)
		used += snprintf(out + used, LINE_SIZE - (size_t)used, " of %s",
				 size_text((double)progress->total, all));
	used += snprintf(out + used, LINE_SIZE - (size_t)used, ", %s/s", size_text(rate, rate_shown));
	if (progress->total && progress->total >= bytes && rate > 0)
		snprintf(out + used, LINE_SIZE - (size_t)used, ", %s left",
			 time_text((uint64_t)((double)(progress->total - bytes) / rate + 0.5), left));
}

static void put(const char *text, size_t length)
{
	while (length > 0) {
		ssize_t put = write(STDERR_FILENO, text, length);
		if (put < 0 && errno != EINTR)
			return;
		if (put > 0) {
			text += put;
			length -= (size_t)put;
		}
	}
}

static void erase(struct progress *progress)
{
	char blank[2 * LINE_SIZE];
	int length = snprintf(blank, sizeof blank, "\r%*s\r", progress->shown, "");
	if (progress->shown)
		put(blank, (size_t)length);
	progress->shown = 0;
}

static void show(struct progress *progress)
{
	struct winsize window;
	char line[LINE_SIZE], padded[2 * LINE_SIZE];
	int columns = LINE_SIZE - 1;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1 && window.ws_col <= columns)
		columns = window.ws_col - 1;
	make_line(progress, line);
	int length = (int)strlen(line) < columns ? (int)strlen(line) : columns;
	int rest = progress->shown > length ? progress->shown - length : 0;
	int size = snprintf(padded, sizeof padded, "\r%.*s%*s", length, line, rest, "");
	put(padded, (size_t)size);
	progress->shown = length;
}

/* ---- the thread ---- */

/* Waits so long, or until the end; the lock is held. */
static void wait_for(struct progress *progress, int64_t nanoseconds)
{
	int64_t until = now() + nanoseconds;
	struct timespec time = {until / 1000000000, until % 1000000000};
	while (!progress->stop && pthread_cond_timedwait(&progress->ended, &progress->lock, &time) == 0)
		;
}

static void *run(void *context)
{
	struct progress *progress = context;
	pthread_mutex_lock(&progress->lock);
	wait_for(progress, FIRST_SHOWN);
	if (!progress->stop) {
		pthread_mutex_unlock(&progress->lock);
		uint64_t total = progress->measure ? progress->measure(progress->context, &progress->stop) : 0;
		pthread_mutex_lock(&progress->lock);
		progress->total = total;
	}
	while (!progress->stop) {
		if (!progress->typed)
			show(progress);
		wait_for(progress, SHOWN_EVERY);
	}
	erase(progress);
	pthread_mutex_unlock(&progress->lock);
	return NULL;
}

struct progress *progress_start(const char *what, bool quiet, progress_measure *measure, const void *context)
{
	pthread_condattr_t clock;
	if (quiet || !isatty(STDERR_FILENO))
		return NULL;
	struct progress *progress = calloc(1, sizeof *progress);
	if (!progress)
		return NULL;
	progress->what = what;
	progress->measure = measure;
	progress->context = context;
	progress->start = now();
	progress->fd = -1;
	progress->shared = isatty(STDOUT_FILENO);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, ICD_WAIT_CLOCK);
	pthread_mutex_init(&progress->lock, NULL);
	pthread_cond_init(&progress->ended, &clock);
	pthread_condattr_destroy(&clock);
	if (pthread_create(&progress->thread, NULL, run, progress) != 0) {
		free(progress);
		return NULL;
	}
	return progress;
}

void progress_end(struct progress *progress)
{
	if (!progress)
		return;
	pthread_mutex_lock(&progress->lock);
	progress->stop = true;
	pthread_cond_signal(&progress->ended);
	pthread_mutex_unlock(&progress->lock);
	pthread_join(progress->thread, NULL);
	pthread_cond_destroy(&progress->ended);
	pthread_mutex_destroy(&progress->lock);
	free(progress);
}

/* ---- for those who read and print ---- */

void progress_file(struct progress *progress, int fd)
{
	if (!progress)
		return;
	pthread_mutex_lock(&progress->lock);
	if (progress->fd >= 0) {
		struct stat status;
		/* A file that is no text is passed over as a whole. */
		bool regular = fstat(progress->fd, &status) == 0 && S_ISREG(status.st_mode);
		progress->bytes += regular ? (uint64_t)status.st_size : bytes_of_file(progress);
		progress->files++;
	}
	progress->fd = fd;
	progress->typed = fd >= 0 && isatty(fd);
	progress->piped = fd >= 0 && lseek(fd, 0, SEEK_CUR) < 0 ? bytes_read(progress) : 0;
	pthread_mutex_unlock(&progress->lock);
}

void progress_aside(struct progress *progress, FILE *file)
{
	if (!progress || (file != stderr && !progress->shared))
		return;
	pthread_mutex_lock(&progress->lock);
	progress->aside = true;
	erase(progress);
}

void progress_back(struct progress *progress)
{
	if (!progress || !progress->aside)
		return;
	progress->aside = false;
	pthread_mutex_unlock(&progress->lock);
}
