/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDFs among the files that are looked through: which are documents of a release. For find.c. */
#ifndef ICD_BUILD_FIND_DOCUMENTS_H
#define ICD_BUILD_FIND_DOCUMENTS_H

#include "find.h"

/*
 * What a file is: a PDF by its first page, any other by recognise(). A PDF that cannot be read is none of a release's, as
 * far as is known, and is reported; one that nobody can read for want of poppler-utils is counted.
 */
enum icd_file_kind document_or_file_kind(struct sources *sources, const struct input *in, struct report *report);

/* Has the words of a PDF read, of guidelines the lines, beside the rest; other files are left as they are. */
void document_start(struct sources *sources, struct source *source, const struct input *in);

void documents_report(const struct sources *sources, struct report *report);

#endif
