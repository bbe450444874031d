/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a document and the rows they stand in, from either kind of text. For addendum.c. */
#ifndef ICD_BUILD_ADDENDA_WORDS_H
#define ICD_BUILD_ADDENDA_WORDS_H

#include "addendum.h"

struct document_rows {
	struct addendum_row *at;
	size_t count;
};

/* Is the text one of words with places (pdftotext -tsv)? */
bool words_have_places(const struct input *text);

/*
 * The rows of the text, from top to bottom. `most` ends the reading after so many rows. False with one sentence when a
 * line is not as it should be.
 */
bool words_read(const struct input *text, size_t most, struct icd_pool *pool, struct document_rows *out,
		struct icd_error *err);

#endif
