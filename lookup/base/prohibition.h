/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The note that rules out seventh characters, read and applied: "7th characters D and S do not apply to codes in
 * category S06 with 6th character 7 - ..., or 8 - ...". The builder makes no codes that it forbids, the reader
 * tells of such a code why it is none.
 */
#ifndef ICD_BASE_PROHIBITION_H
#define ICD_BASE_PROHIBITION_H

#include "code.h"

struct icd_prohibition {
	char under[ICD_CODE_SIZE]; /* the codes that begin so ... */
	int position;              /* ... and have at this place, 4 to 6, */
	char there[37];            /* one of these characters */
	char sevenths[37];         /* take none of these as their seventh */
};

/* Reads a note; false when it is no such note. */
bool icd_prohibition_read(const char *note, struct icd_prohibition *out);

/* Does it rule out the code, which has seven characters? */
bool icd_prohibition_covers(const struct icd_prohibition *prohibition, const char *code);

#endif
