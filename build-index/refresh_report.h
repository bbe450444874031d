/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a refresh brought, in about ten lines: which releases the index has gained or lost since the
 * index before, or has from other files, and what the newest gained one changed. Builder only;
 * `icd10-lookup changes` tells all of it.
 */
#ifndef ICD_BUILD_REFRESH_REPORT_H
#define ICD_BUILD_REFRESH_REPORT_H

#include "common/report.h"
#include "merge/book.h"

/* The release of the date; NULL when the index has none. */
const struct icd_release *refresh_release(const struct icd_about *about, icd_date date);

/*
 * Compares a settled book with what the index before held. The newest release gained is compared in
 * detail with the one before it, other gained ones in a line each. Lines beyond the first few are asides.
 */
void refresh_report(const struct book *book, const struct icd_about *before, struct report *report);

#endif
