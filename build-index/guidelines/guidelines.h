/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The official guidelines for coding and reporting: from the document to its sections. Builder only.
 *
 * The document comes as XML, as pdftohtml -xml -i writes it: lines of text with their places and fonts, and the
 * bookmarks. A section begins with a line that bears a label, the next one of its kind ("b." after "a."), and that is
 * a bookmark too, stands in bold or is a heading of the edition before. The labels make its number:
 *
 *	Section I.	A.	1.	a.	1)	(a)	(i)	->	I.A.1.a.1.a.i
 *	Appendix I						->	Appendix I
 *
 * How bookmarks are nested is not looked at: in some editions it is wrong, and a few bookmarks are missing or no
 * headings at all.
 *
 * A section has all lines from its heading to the next one. What stands before the first is the section
 * ICD_GUIDELINE_FRONT. Page headers and footers are left out, and so is the list of contents.
 */
#ifndef ICD_BUILD_GUIDELINES_GUIDELINES_H
#define ICD_BUILD_GUIDELINES_GUIDELINES_H

#include "base/base.h"
#include "common/common.h"
#include "guideline/records.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guideline {
	const char *number; /* "I.C.13.d.1" */
	const char *title;  /* without its label */
	const char *text; /* its own, without the sections below it: paragraphs, a line feed between them; may be "" */
};

struct guidelines {           /* of one edition */
	struct guideline *at; /* in the order of the document */
	size_t count;
};

/*
 * Reads the XML of one document. `earlier` is the edition before, NULL when there is none: where bookmarks are missing
 * its headings are known again. On failure: one sentence "name:line: what, what was expected", false, and *out
 * untouched.
 */
bool read_guidelines(const struct input *in, const struct guidelines *earlier, struct icd_pool *pool,
		     struct guidelines **out, struct icd_error *err);

/* The number of the first section in which two readings of an edition differ, NULL when they say the same. */
const char *guidelines_difference(const struct guidelines *one, const struct guidelines *other);

/*
 * Which sections of several editions are the same: sections[e][i] is a number that section i of edition e shares with
 * those it was before and became after, from 0. From one edition to the next a section stays the same when
 * its number and titles do, else when its titles do and it has moved, else when its number does or it has moved and most
 * of its words are still there. Returns how many there are.
 */
uint32_t guidelines_match(const struct guidelines *const *editions, size_t count, uint32_t *const *sections);

/* Do two texts say the same, white space and kinds of quotes and dashes aside? */
bool guideline_says_same(const char *a, const char *b);

/* A code, header or range that a text names. */
struct guideline_code {
	char from[ICD_CODE_SIZE], to[ICD_CODE_SIZE]; /* stored spelling; the same for a single code */
};

/* Is this (stored spelling) a code or header of any release, or the beginning of one? */
typedef bool guideline_code_known(void *context, const char *prefix);

/*
 * The codes that a text names, in its order: "O00-O9A", "Z3A", "codes from category I12", "R65.2-". What looks like
 * one and begins no code of any release (B12, H1N1) is none. In the pool.
 */
struct guideline_code *guideline_codes(const char *text, guideline_code_known *known, void *context,
				       struct icd_pool *pool, size_t *count);

#endif
