/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What PDF documents say, as poppler's programs (poppler-utils) read them. Builder only.
 *
 * A PDF is read by a program of its own, never inside ours: what a broken or hostile document does, it does there. The
 * program is run without a shell, gets the document as its standard input, and may take so much time, memory and
 * output (struct pdf_limits). Documents, output and messages lie in anonymous files, so nothing is left behind
 * in a folder, however the builder ends.
 *
 * How it is used:
 *
 *	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, cache);
 *	struct pdf_job *job = pdf_start(desk, &document, sha256, PDF_WORDS); // begins at once or when its turn comes
 *	if (pdf_look(desk, job, &text, &err) == PDF_READ)		// perhaps: the first page, which tells what it is
 *		...							// pdf_drop(desk, job), if that is enough
 *	...								// other work; pdf_turn(desk) now and then
 *	if (pdf_take(desk, job, &text, &err) == PDF_READ)		// waits; text.data is malloc'd
 *		...
 *	pdf_desk_close(desk);						// ends what still runs
 *
 * Jobs run beside each other, as many as the machine has processors.
 */
#ifndef ICD_BUILD_PDF_PDF_H
#define ICD_BUILD_PDF_PDF_H

#include "base/base.h"
#include "cache/cache.h"
#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>

enum pdf_form {
	/* pdftotext -tsv: rows of words with their places in points, from the top left of the page. */
	PDF_WORDS,
	/* pdftohtml -xml -i: XML of text lines with places and fonts, and of the bookmarks. It names a DTD, which is
	 * never to be loaded. */
	PDF_LINES,
	PDF_FORMS
};

struct pdf_limits { /* of one job */
	unsigned seconds;
	size_t memory, output; /* bytes */
};

/* The largest official document takes a third of a second, 60 MB and gives 5 MB. */
extern const struct pdf_limits pdf_limits;

enum pdf_outcome {
	PDF_READ,
	PDF_NO_PROGRAM, /* poppler-utils is not installed */
	PDF_FAILED,     /* the document is broken, encrypted or takes too much */
};

struct pdf_desk;
struct pdf_job;

#define PDF_PROGRAMS_SIZE 8192

/* Which programs would read documents now: where they lie, their sizes and times. "" when there are none. */
void pdf_programs(char out[PDF_PROGRAMS_SIZE]);

/* Does the text start as a PDF does? */
bool pdf_is(const struct input *in);

/* What was read before by the same programs is taken from the cache, which may be NULL; what is read is kept in it. */
struct pdf_desk *pdf_desk_open(const struct pdf_limits *limits, const struct cache *cache);

/* Has a document read, whose SHA-256 is given when it is known, else NULL. Its bytes are copied; its name, for messages,
 * must outlive the job. */
struct pdf_job *pdf_start(struct pdf_desk *desk, const struct input *document, const char *sha256, enum pdf_form form);

/* All that the document with this SHA-256 says, if the cache has it; as pdf_take gives it. */
bool pdf_recall(const struct pdf_desk *desk, const char *sha256, enum pdf_form form, const char *name,
		struct input *out);

/* Looks after the jobs without waiting: takes what has ended, begins what may begin, ends what takes too long. */
void pdf_turn(struct pdf_desk *desk);

/* Waits for the job, which is forgotten then. PDF_READ: out->data is malloc'd, out->name the document's. Otherwise
 * one sentence in err. */
enum pdf_outcome pdf_take(struct pdf_desk *desk, struct pdf_job *job, struct input *out, struct icd_error *err);

/* Waits until the words of the first page are known, no longer: the same for them as pdf_take, but that the job goes on.
 * Of PDF_WORDS alone. When it has failed, there is nothing to be taken. */
enum pdf_outcome pdf_look(struct pdf_desk *desk, struct pdf_job *job, struct input *out, struct icd_error *err);

/* Ends the job, which is forgotten then. */
void pdf_drop(struct pdf_desk *desk, struct pdf_job *job);

/* Ends jobs that were not taken. NULL is no desk. */
void pdf_desk_close(struct pdf_desk *desk);

#endif
