/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells what a release file is by its content; names change yearly and come
 * back. Builder only.
 */
#ifndef ICD_BUILD_READ_RECOGNISE_H
#define ICD_BUILD_READ_RECOGNISE_H

#include "common/common.h"
#include "store/write.h"

/*
 * The kind of file; ICD_FILE_UNKNOWN for everything the builder has no reader for:
 * documents, schemas, POA lists of added, deleted or revised codes, addenda in XML, files of other code sets. Only the start of a file is
 * looked at, so a file that is broken further down is recognised and left to its
 * reader to report; so is a spreadsheet that cannot be read.
 */
enum icd_file_kind recognise(const struct input *in);

/* The kind of document whose first page says this, in whatever form it was read (pdf.h); a PDF itself tells nothing. */
enum icd_file_kind recognise_document(const char *text, size_t length);

/* Is it what this program exports of a list that it has rebuilt? That is no source, it would count as published:
 * recognise() does not know it. */
bool is_rebuilt_export(const struct input *in);

#endif
