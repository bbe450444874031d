/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparing texts of the code book: accents and white space. Both programs use it:
 * what counts as equal is part of the index format.
 */
#ifndef ICD_STORE_TEXT_H
#define ICD_STORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Copies UTF-8 text without its accents ("Sjögren" -> "Sjogren") into out, cut at `size` - 1
 * bytes, and returns out. Text that is no UTF-8 is copied as it is. */
const char *icd_text_without_accents(const char *text, char *out, size_t size);

/* Are the two equal but for accents? */
bool icd_text_same_but_accents(const char *a, const char *b);

/* Equal once white space at the ends is taken off and each stretch within counts as one blank? */
bool icd_text_same_but_space(const char *a, const char *b);
/* The order that belongs to it, as strcmp. */
int icd_text_compare_but_space(const char *a, const char *b);

/* Copies the text with its white space so folded; cut at `size` - 1 bytes, returns out. */
const char *icd_text_fold_space(const char *text, char *out, size_t size);

#endif
