/* SPDX-License-Identifier: LGPL-2.1-or-later */
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

/* What kind of failure it is, for callers that act on it. */
enum icd_fault {
	ICD_FAULT_FILE,    /* a file cannot be read or written, or is not what was expected */
	ICD_FAULT_FORMAT,  /* an index that this program does not read: it is to be built again */
	ICD_FAULT_DAMAGED, /* the index is not as it was written */
	ICD_FAULT_MEMORY,
};

struct icd_error {
	char text[1024]; /* one sentence, no line feed: "file:line: what, what was expected" */
	enum icd_fault fault;
};

/* Writes the sentence and returns false, so that a caller can say `return icd_fail(...)`. */
bool icd_fail(struct icd_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for faults of another kind than ICD_FAULT_FILE. */
bool icd_fail_as(struct icd_error *err, enum icd_fault fault, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool icd_out_of_memory(struct icd_error *err); /* ICD_FAULT_MEMORY */

#endif
