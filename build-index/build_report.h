/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a build says without -v, on a screen: whether all is well, or what is not; the releases, a line each; what came
 * since the index before; the commands that follow. Builder only.
 */
#ifndef ICD_BUILD_BUILD_REPORT_H
#define ICD_BUILD_BUILD_REPORT_H

#include "common/report.h"
#include "store/store.h"

/* Lines that a summary has at most. */
#define SUMMARY_LINES 40

struct build_facts {
	const struct icd_about *about;
	const struct report *details; /* of all releases */
	const struct report *refresh; /* what came since the index before; empty when there was none */
	const char *index;            /* a sentence of the index file */
	const char *option;           /* "-i INDEX " when the look-up does not find it by itself, else "" */
	icd_date newest;              /* the release that the commands speak of */
	bool all;                     /* no line is counted instead of told */
};

/* Adds the summary to `out`, as lines of no release. */
void build_report(const struct build_facts *facts, struct report *out);

#endif
