/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What stands in a cell beside a code and cannot be seen: no-break spaces and zero-width characters, the quotes and
 * ="..." of spreadsheets, letters that only look like those of a code. For check.c.
 */
#ifndef ICD_CHECK_CELL_H
#define ICD_CHECK_CELL_H

#include <stdbool.h>
#include <stddef.h>

#define ICD_CELL_SIZE 64
#define ICD_ODD_SIZE  160

struct icd_cell {
	char text[ICD_CELL_SIZE]; /* what is left: ASCII */
	size_t length;
	bool lookalike;         /* a letter or digit was no ASCII one: who reads bytes takes it for another code */
	char odd[ICD_ODD_SIZE]; /* what was there besides: "U+00A0 (no-break space) behind the code" */
};

/* Takes out of a text what does not belong to a code. False when nothing of it is there, or something that no code
 * has beside it. */
bool icd_cell_clean(const char *text, size_t length, struct icd_cell *out);

#endif
