/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents.h"

#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MOST 512 /* bytes of a file's name; longer ones are not looked up in the cache */

/* The kind by the first page. */
static enum icd_file_kind kind_of_document(struct sources *sources, struct pdf_job *job, struct report *report)
{
	struct icd_error err;
	struct input words;
	enum icd_file_kind kind = ICD_FILE_UNKNOWN;
	switch (pdf_look(sources->desk, job, &words, &err)) {
	case PDF_READ:
		kind = addendum_kind(&words);
		if (kind == ICD_FILE_UNKNOWN)
			kind = recognise_document(words.data, words.size);
		free((char *)words.data);
		break;
	case PDF_NO_PROGRAM:
		sources->documents_left = 1;
		break;
	case PDF_FAILED:
		sources->documents_failed = true;
		report_add(report, 0, REPORT_TROUBLE, "left out: %s", err.text);
		break;
	}
	return kind;
}

/* Of an addendum the words of all pages go on being read, of guidelines the lines are; nothing of another document. */
static enum icd_file_kind take_document(struct sources *sources, const struct input *in, struct pdf_job **job,
					struct report *report)
{
	if (sources->documents_left) {
		sources->documents_left++;
		return ICD_FILE_UNKNOWN;
	}
	if (!*job)
		*job = document_start(sources, in);
	enum icd_file_kind kind = kind_of_document(sources, *job, report);
	if (kind == ICD_FILE_UNKNOWN || kind == ICD_FILE_GUIDELINES) {
		pdf_drop(sources->desk, *job);
		*job = kind == ICD_FILE_GUIDELINES ? pdf_start(sources->desk, in, PDF_LINES) : NULL;
	}
	return kind;
}

/* How many rows a workbook has may tell what it is: by its bytes and its name that is in the cache. */
static void workbook_key(const struct sources *sources, const struct input *in, const char *name,
			 char key[ICD_DIGEST_SIZE])
{
	char rule[ICD_DIGEST_SIZE + NAME_MOST + 16];
	snprintf(rule, sizeof rule, "workbook %s %s", sources->program, name);
	cache_key(rule, in->data, in->size, key);
}

static enum icd_file_kind kind_of_workbook(const struct sources *sources, const struct input *in)
{
	char key[ICD_DIGEST_SIZE];
	size_t size;
	const char *slash = strrchr(in->name, '/'), *name = slash ? slash + 1 : in->name;
	if (!sources->cache || strlen(name) > NAME_MOST)
		return recognise(in);
	workbook_key(sources, in, name, key);
	char *kept = cache_get(sources->cache, key, &size);
	bool known = kept && size == 1 && (unsigned char)*kept < ICD_FILE_KINDS;
	enum icd_file_kind kind = known ? (enum icd_file_kind) * kept : recognise(in);
	const unsigned char byte = (unsigned char)kind;
	if (!known)
		cache_put(sources->cache, key, &byte, 1);
	free(kept);
	return kind;
}

struct pdf_job *document_start(const struct sources *sources, const struct input *in)
{
	return pdf_is(in) && !sources->documents_left ? pdf_start(sources->desk, in, PDF_WORDS) : NULL;
}

void document_drop(const struct sources *sources, struct pdf_job *job)
{
	if (job)
		pdf_drop(sources->desk, job);
}

enum icd_file_kind document_or_file_kind(struct sources *sources, const struct input *in, struct pdf_job **job,
					 struct report *report)
{
	if (pdf_is(in))
		return take_document(sources, in, job, report);
	bool zipped = in->size > 4 && memcmp(in->data, "PK\3\4", 4) == 0;
	return zipped ? kind_of_workbook(sources, in) : recognise(in);
}

bool source_words(struct source *source, struct input *words, struct icd_error *err)
{
	struct pdf_job *job = source->job;
	source->job = NULL;
	return pdf_take(source->desk, job, words, err) == PDF_READ;
}

void documents_report(const struct sources *sources, struct report *report)
{
	if (sources->documents_left)
		report_add(
			report, 0, REPORT_TROUBLE,
			"pdftotext is not installed (Debian has it in poppler-utils): %zu PDFs not looked at, addenda "
			"and guidelines among them are left out",
			sources->documents_left);
}
