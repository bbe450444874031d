/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers of guideline sections: "I.C.13.d.1", the labels of a section and of those above it, joined by dots. For both
 * programs.
 *
 *	section, capital letter, number, small letter, number, small letter in brackets, small Roman in brackets
 */
#ifndef ICD_GUIDELINE_NUMBER_H
#define ICD_GUIDELINE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#define ICD_GUIDELINE_SIZE     40 /* bytes of a number with its NUL */
#define ICD_GUIDELINE_FRONT    "Introduction"
#define ICD_GUIDELINE_APPENDIX "Appendix "

/* What stands before the sections comes first, appendixes come last. Like strcmp. */
int icd_guideline_compare(const char *a, const char *b);

/* How many sections are above it. */
unsigned icd_guideline_depth(const char *number);
/* Is the second a section below the first, at any depth? */
bool icd_guideline_above(const char *number, const char *other);
/* The number of the section it stands in, "" for one that stands in none. */
const char *icd_guideline_parent(const char *number, char out[ICD_GUIDELINE_SIZE]);

/*
 * Reads a number as people write it: "section i.c.9.a", "I.C.1.a.2)(a)", "I.C.9.a.". False when the text is none; a
 * number is not more than that: there need not be such a section.
 */
bool icd_guideline_read(const char *text, char out[ICD_GUIDELINE_SIZE]);

#endif
