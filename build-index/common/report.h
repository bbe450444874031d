/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The build report: what was read, and every disagreement between sources, release by
 * release. Builder only. Lines are collected while the releases are merged and printed
 * once the index is in its place: all of them with -v, else a summary (build_report.h).
 */
#ifndef ICD_BUILD_COMMON_REPORT_H
#define ICD_BUILD_COMMON_REPORT_H

#include "base/base.h"
#include "need.h"

#include <stddef.h>
#include <stdio.h>

enum report_weight {
	REPORT_FACT,    /* what a release holds */
	REPORT_DIFFER,  /* official sources disagree: counted, and shown with -v */
	REPORT_DETAIL,  /* one code or note of many */
	REPORT_ASIDE,   /* what was not looked at */
	REPORT_SAID,    /* what was taken for granted: always shown */
	REPORT_TROUBLE, /* what somebody should look at: always shown, first */
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

/* Prints all lines. */
void report_print(const struct report *report, FILE *out);
void report_free(struct report *report);

#endif
