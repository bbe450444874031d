/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Error reports, for every module of both programs.
 *
 * A function that can fail returns false and fills the report its caller
 * passed; it never prints and never exits. "Not found" is an answer, not an
 * error, and has its own return value where it can happen.
 */
#ifndef ICD_BASE_ERROR_H
#define ICD_BASE_ERROR_H

#include <stdbool.h>

struct icd_error {
	char text[1024]; /* one sentence, no line feed: "file:line: what, what was expected" */
};

/* Writes the sentence and returns false, so that a caller can say `return icd_fail(...)`. */
bool icd_fail(struct icd_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool icd_out_of_memory(struct icd_error *err); /* the same for what every module says alike */

#endif
