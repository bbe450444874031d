/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines and the bookmarks of a document that pdftohtml wrote as XML. Used by read_guidelines.c alone. */
#ifndef ICD_BUILD_GUIDELINES_GUIDE_LINES_H
#define ICD_BUILD_GUIDELINES_GUIDE_LINES_H

#include "base/base.h"
#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guide_line {
	const char *text; /* white space folded; never "" */
	size_t bold;      /* so many of its first bytes stand in bold */
	size_t plain;     /* after so many of them all stand in bold */
	uint32_t page;    /* from 1 */
	int top, left, right, height;
};

struct guide_mark {       /* a bookmark */
	const char *text; /* white space folded; never "" */
	uint32_t page;    /* 0 where it leads to none */
};

struct guide_document {
	struct guide_line *lines; /* in the order of the document */
	size_t line_count;
	struct guide_mark *marks;
	size_t mark_count;
};

/*
 * Reads them all. Page headers and footers, which are lines that most pages have but for the numbers in them, are
 * left out, and so is the list of contents, whose lines lead to a page number by dots.
 */
bool guide_document_read(const struct input *in, struct icd_pool *pool, struct guide_document *out,
			 struct icd_error *err);

#endif
