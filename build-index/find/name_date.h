/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the name of a file, a zip or a folder says of the release it belongs to. Builder only.
 *
 * CMS and CDC name their files by the day a release takes effect ("april-1-2026-code-descriptions", "Jan-2021",
 * "Apr22", "Effective-04-01-2023", "effective1012018"), by its fiscal year ("FY19") or by a year alone, which is the
 * fiscal year as well: 2027 is the release of 2026-10-01. The day counts before the year. A day of which the name
 * says that the file was changed then ("updated 9-21-2023"), and any day but the first of a month, says nothing.
 */
#ifndef ICD_BUILD_FIND_NAME_DATE_H
#define ICD_BUILD_FIND_NAME_DATE_H

#include "base/base.h"

#include <stdbool.h>

/* All of it 0: a name that says nothing. */
struct name_date {
	icd_date date;   /* the day of which the name speaks; 0: none, or one without a year */
	int month;       /* of such a day without a year; 0: none */
	int fiscal_year; /* 0: none */
	bool unclear;    /* it speaks of two days or years, or of one that can be read in two ways */
	bool impossible; /* it is unclear because there is no such day: "2026-04-31" */
};

struct name_date name_date_of(const char *name);

/* Adds what another name says of the same file. */
void name_date_join(struct name_date *all, const struct name_date *more);

#endif
