/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The build report: what was read, and every disagreement between sources, release by
 * release. Builder only. Lines are collected while the releases are merged and printed
 * once the index is in its place.
 */
#ifndef ICD_BUILD_COMMON_REPORT_H
#define ICD_BUILD_COMMON_REPORT_H

#include "base/base.h"
#include "need.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum report_weight {
	REPORT_FACT,   /* what a release holds: always shown */
	REPORT_DIFFER, /* sources disagree: always shown */
	REPORT_DETAIL, /* one code or note of many: shown with -v, the first few otherwise */
	REPORT_ASIDE,  /* shown with -v only */
};

struct report_line {
	icd_date release; /* 0: of the index as a whole */
	enum report_weight weight;
	const char *text;
};

struct report {
	struct icd_pool pool;
	struct report_line *lines;
	size_t count, capacity;
};

void report_add(struct report *report, icd_date release, enum report_weight weight, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds the lines of another report. */
void report_append(struct report *report, const struct report *more);

/* Puts the lines of one release together, in the order they came. */
void report_sort(struct report *report);

/* Prints the report; without `all`, runs of details are cut to their first few and counted. */
void report_print(const struct report *report, bool all, FILE *out);
void report_free(struct report *report);

#endif
