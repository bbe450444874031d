/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands around a code in a cell, on a line or on the clipboard and is no part of it. */
#ifndef ICD_BASE_CODE_CELL_H
#define ICD_BASE_CODE_CELL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The letters and digits, in upper case, of what may be meant as a code though it is not spelled like one: whatever
 * stands before and behind it ("(M54.50),"), dots and blanks in it, a dash where the dot should be. It has a digit or, of
 * all digits typed as letters, its dot. Returns how many there are, three at least; 0 for all else: dates, lists, words.
 */
#define ICD_LOOSE_SIZE 12
size_t icd_code_read_loosely(const char *text, char out[ICD_LOOSE_SIZE]);

/*
 * What stands in a cell beside a code and cannot be seen: no-break spaces and zero-width characters, the quotes and
 * ="..." of spreadsheets, letters that only look like those of a code.
 */
#define ICD_CELL_SIZE 64
#define ICD_ODD_SIZE  160

struct icd_cell {
	char text[ICD_CELL_SIZE]; /* what is left: ASCII */
	size_t length;
	bool foreign;           /* a letter or dot of another script was */
	bool lookalike;         /* a letter or digit was no ASCII one: who reads bytes takes it for another code */
	char odd[ICD_ODD_SIZE]; /* what was there besides: "U+00A0 (no-break space) behind the code" */
};

/* Takes out of a text what does not belong to a code. False when nothing of it is there, or something that no code
 * has beside it. */
bool icd_cell_clean(const char *text, size_t length, struct icd_cell *out);

#endif
