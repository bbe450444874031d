/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are nothing to the builder: counted in one line. Those that look like files of a release and are not
 * understood are to be named. For find.c. */
#ifndef ICD_BUILD_FIND_PASSED_OVER_H
#define ICD_BUILD_FIND_PASSED_OVER_H

#include "common/common.h"
#include "common/report.h"

#include <stdbool.h>
#include <stddef.h>

/* Counts by what the end of the name says they are. */
struct passed_over {
	size_t pdf, changes, other;
};

void passed_over_add(struct passed_over *over, const char *name);
void passed_over_report(const struct passed_over *over, struct report *report);

/*
 * Does a file that was not recognised look like one of a release all the same? By its name and the start of its
 * bytes. Documents, schemas, and lists that only say what changed in another one do not.
 */
bool looks_like_ours(const char *name, const struct input *in);

#endif
