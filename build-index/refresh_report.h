/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the newest release changed, in about ten lines: for the person who has just refreshed an
 * index. Builder only; `icd10-lookup changes` tells all of it.
 */
#ifndef ICD_BUILD_REFRESH_REPORT_H
#define ICD_BUILD_REFRESH_REPORT_H

#include "book.h"
#include "report.h"

/* Compares the two newest releases of a settled book. Adds nothing when there is only one. */
void refresh_report(const struct book *book, struct report *report);

#endif
