/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One program that reads one document, from its start to its exit. Used by pdf.c alone. */
#ifndef ICD_BUILD_PDF_PDF_PROCESS_H
#define ICD_BUILD_PDF_PDF_PROCESS_H

#include "pdf.h"

#include <sys/types.h>
#include <time.h>

struct pdf_process {
	struct pdf_limits limits;
	int document, output, messages; /* anonymous files: its standard input, output and error; -1: there is none */
	int alive;                      /* the reading end of a pipe that nobody writes to and that closes with it */
	pid_t id;                       /* 0: it does not run */
	struct timespec deadline;
	bool overdue; /* it was ended because it took too long */
	int status;   /* of wait(), once it has ended */
	int fault;    /* errno, when there was no starting it */
};

/* No process yet: nothing to give back. */
#define PDF_PROCESS_NONE ((struct pdf_process){.document = -1, .output = -1, .messages = -1, .alive = -1})

/* Takes a copy of the document. */
void pdf_process_prepare(struct pdf_process *process, const void *document, size_t size);
/* False when it cannot be started: pdf_process_result says why. */
bool pdf_process_begin(struct pdf_process *process, const char *const *arguments, const struct pdf_limits *limits);
/* Has it ended? It is ended when its time is over. */
bool pdf_process_ended(struct pdf_process *process);
/* Waits until it ends, its time is over, or as many milliseconds have gone by. */
void pdf_process_wait(const struct pdf_process *process, int milliseconds);
/* What it has written by now, malloc'd, with a NUL behind it; NULL when it cannot be had. */
char *pdf_process_written(const struct pdf_process *process, size_t *size);
/* What came of it: see pdf_take. */
enum pdf_outcome pdf_process_result(const struct pdf_process *process, const char *program, const char *name,
				    struct input *out, struct icd_error *err);
/* Ends it if it runs, and gives its files back. */
void pdf_process_free(struct pdf_process *process);

#endif
