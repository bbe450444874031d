/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How codes are spelled: typed, stored and shown. Part of the index format (codes
 * are keys); both programs use it.
 *
 * Stored codes have no dot and are upper case, three to seven letters and digits
 * ("M5450"). Whether such a spelling is a code at all is decided by looking it up,
 * never by its pattern: second and third characters may be letters (QA0, C4A).
 */
#ifndef ICD_BASE_CODE_H
#define ICD_BASE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#define ICD_CODE_LENGTH 7
#define ICD_CODE_SIZE   (ICD_CODE_LENGTH + 1) /* a stored code and its NUL */
#define ICD_DOTTED_SIZE (ICD_CODE_LENGTH + 2) /* the same with its dot */

struct icd_typed_code {
	char code[ICD_CODE_SIZE]; /* stored spelling */
	bool open;                /* typed with a trailing "-", "_" or placeholder "x": more characters follow */
};

/*
 * Reads a code as people type it: any case, with or without the dot, with spaces
 * around or within, a trailing dot, a trailing dash. False when what is left is not
 * three to seven letters and digits that start with a letter and hold a digit, or
 * the dot stands anywhere but behind the third character.
 * A trailing "x" is kept in `code` (it may be a real placeholder: T74.A1X); the
 * caller that finds no such code may take it away (icd_code_without_placeholder).
 */
bool icd_code_parse(const char *text, size_t length, struct icd_typed_code *out);

/* Takes trailing X off in place, never below three characters; true when any was there. */
bool icd_code_without_placeholder(char code[ICD_CODE_SIZE]);

/* Writes the code with its dot ("M54.50"), returns out. */
const char *icd_code_format(const char *code, char out[ICD_DOTTED_SIZE]);

#endif
