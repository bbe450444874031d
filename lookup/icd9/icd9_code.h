/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a diagnosis code of ICD-9-CM is spelled: three digits (category 001 to 999), V and two digits, or E and three, and
 * one or two digits more (E codes: one) after a dot: 724.2, 250.00, V72.0, E880.9. As with ICD-10-CM (base/code.h) the
 * stored spelling has no dot and is upper case. Which spellings are codes is decided by looking them up.
 */
#ifndef ICD_ICD9_ICD9_CODE_H
#define ICD_ICD9_ICD9_CODE_H

#include <stdbool.h>
#include <stddef.h>

#define ICD9_CODE_SIZE   6 /* a stored code and its NUL */
#define ICD9_DOTTED_SIZE 7

/* Reads a code as people type it: any case, blanks around, with its dot or without. False when it is spelled otherwise. */
bool icd9_code_parse(const char *text, size_t length, char code[ICD9_CODE_SIZE]);

/* Writes a stored code with its dot, returns out. */
const char *icd9_code_format(const char *code, char out[ICD9_DOTTED_SIZE]);

#endif
