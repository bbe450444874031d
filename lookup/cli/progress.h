/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line on a terminal's standard error that tells how far a long command has got: files, bytes, rate, time left. For
 * the commands that read files.
 *
 * A thread of its own looks, ten times a second, at how far the file that is open has been read; whoever reads does
 * nothing for it. The line comes after half a second and goes at the end. Where standard error is no terminal, there is
 * no thread and no line.
 */
#ifndef ICD_CLI_PROGRESS_H
#define ICD_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress;

/* How many bytes there are to read in all, 0 where that is not known. Runs once, in the thread, beside the reading; it
 * returns early when *stop comes true. */
typedef uint64_t progress_measure(const void *context, const volatile bool *stop);

/* `what` starts the line. NULL, which all functions take, when nothing is to be shown. `context` must stay until the
 * end. */
struct progress *progress_start(const char *what, bool quiet, progress_measure *measure, const void *context);
/* Takes the line away. */
void progress_end(struct progress *progress);

/* A file that is read from now on; -1 when it has been. */
void progress_file(struct progress *progress, int fd);

/* Between the two the line is away, for what is printed to the file, where that is a terminal. */
void progress_aside(struct progress *progress, FILE *file);
void progress_back(struct progress *progress);

/* The sizes of files that are named, "-" being standard input: a measure for commands that take such; the context is
 * this. */
struct progress_files {
	char *const *paths;
	int count;
};
uint64_t progress_measure_files(const void *context, const volatile bool *stop);

#endif
