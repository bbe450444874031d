/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents.h"

#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"

#include <stdlib.h>
#include <string.h>

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
static enum icd_file_kind take_document(struct sources *sources, const struct input *in, const char *sha256,
					struct pdf_job **job, struct report *report)
{
	if (sources->documents_left) {
		sources->documents_left++;
		return ICD_FILE_UNKNOWN;
	}
	if (!*job)
		*job = document_start(sources, in, sha256);
	enum icd_file_kind kind = kind_of_document(sources, *job, report);
	if (kind == ICD_FILE_UNKNOWN || kind == ICD_FILE_GUIDELINES) {
		pdf_drop(sources->desk, *job);
		*job = kind == ICD_FILE_GUIDELINES ? pdf_start(sources->desk, in, sha256, PDF_LINES) : NULL;
	}
	return kind;
}

struct pdf_job *document_start(const struct sources *sources, const struct input *in, const char *sha256)
{
	return pdf_is(in) && !sources->documents_left ? pdf_start(sources->desk, in, sha256, PDF_WORDS) : NULL;
}

void document_drop(const struct sources *sources, struct pdf_job *job)
{
	if (job)
		pdf_drop(sources->desk, job);
}

enum icd_file_kind document_or_file_kind(struct sources *sources, const struct input *in, const char *sha256,
					 struct pdf_job **job, struct report *report)
{
	return pdf_is(in) ? take_document(sources, in, sha256, job, report) : recognise(in);
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
