/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDFs among the files that are looked through: which are documents of a release. For find.c. */
#ifndef ICD_BUILD_FIND_DOCUMENTS_H
#define ICD_BUILD_FIND_DOCUMENTS_H

#include "find.h"

/* Has the words of a PDF read beside the rest; its name must last as long. NULL: it is none. */
struct pdf_job *document_start(const struct sources *sources, const struct input *in, const char *sha256);
/* NULL is no job. */
void document_drop(const struct sources *sources, struct pdf_job *job);

/*
 * What a file is: a PDF, whose checksum is given, by its first page, any other by recognise(). *job may be what
 * document_start gave, or NULL; it is then the reading of what the document says, when it is one of a release, else NULL.
 * A PDF that cannot be read is none of a release's, as far as is known, and is reported; one that nobody can read for want
 * of poppler-utils is counted.
 */
enum icd_file_kind document_or_file_kind(struct sources *sources, const struct input *in, const char *sha256,
					 struct pdf_job **job, struct report *report);

void documents_report(const struct sources *sources, struct report *report);

#endif
