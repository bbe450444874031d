/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of the report that releases gave, kept so that they hold wherever the files lie: where a line names a file of
 * its release, it is told which one, and says its path of today when it is read. For resume.c.
 */
#ifndef ICD_BUILD_RESUME_TOLD_H
#define ICD_BUILD_RESUME_TOLD_H

#include "memory/buffer.h"
#include "resume.h"

/* What a source is called but for where it lies: its inner path of one in a zip, its name of a loose one; all of it when
 * the report may not show it as it is. */
const char *told_name(const struct source *source);

/* Puts the lines from `first` on. */
void told_put(struct icd_buffer *out, const struct resume *resume, const struct report *report, size_t first);

/* Adds the lines to the report; in->failed when they are none. */
void told_get(struct icd_reader *in, const struct resume *resume, struct report *report);

#endif
