/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents.h"

#include "addenda/addendum.h"
#include "pdf/pdf.h"
#include "read/recognise.h"

#include <stdlib.h>

static enum icd_file_kind kind_of_document(struct sources *sources, const struct input *in, struct report *report)
{
	struct icd_error err;
	struct input words;
	enum icd_file_kind kind = ICD_FILE_UNKNOWN;
	if (sources->documents_left) {
		sources->documents_left++;
		return kind;
	}
	switch (pdf_take(sources->desk, pdf_start(sources->desk, in, PDF_FIRST_WORDS), &words, &err)) {
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

enum icd_file_kind document_or_file_kind(struct sources *sources, const struct input *in, struct report *report)
{
	return pdf_is(in) ? kind_of_document(sources, in, report) : recognise(in);
}

void document_start(struct sources *sources, struct source *source, const struct input *in)
{
	if (!pdf_is(in))
		return;
	source->desk = sources->desk;
	source->job = pdf_start(sources->desk, &(struct input){source->display, in->data, in->size},
				source->kind == ICD_FILE_GUIDELINES ? PDF_LINES : PDF_WORDS);
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
