/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the settled book to the records of the index: what is equal from release to
 * release becomes one fact with its span of time, and the codes that notes name become
 * intervals of the tabular order. Builder only.
 */
#ifndef ICD_BUILD_WRITE_FACTS_H
#define ICD_BUILD_WRITE_FACTS_H

#include "common/report.h"
#include "facts/records.h"
#include "merge/book.h"

/* Adds all records: of codes, sections, chapters, incoming notes, tabular order, searching, exports,
 * indexes and the releases themselves. What notes name is counted in the report. False when there is
 * more than the index can number. */
bool facts_make(struct book *book, struct records *records, struct report *report, struct icd_error *err);

#endif
