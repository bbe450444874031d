/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files a command writes on request (-o FILE, --html FILE): whole or not at all. For the commands.
 */
#ifndef ICD_USER_WRITE_FILE_H
#define ICD_USER_WRITE_FILE_H

#include "base/base.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Calls `write` with a file beside `path` and puts it in its place once all of it is written.
 * What is no regular file (a device, a pipe) is written to as it is, "-" is standard output.
 */
bool write_file(const char *path, bool (*write)(void *context, FILE *file, struct icd_error *err), void *context,
		struct icd_error *err);

#endif
