/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one source (an order file, a codes file, a tabular list, a code set), found by their codes. For merge/. */
#ifndef ICD_BUILD_MERGE_ROWS_H
#define ICD_BUILD_MERGE_ROWS_H

#include "read/release.h"

struct rows {
	const struct code_row *at; /* the caller's */
	size_t count;
	size_t next;  /* the row after the last one found: sources have their codes in much the same order */
	bool repeats; /* a code has several rows */
	struct icd_hash by_code;
};

/* To be freed with rows_free; `at` must outlive it. */
struct rows rows_of(const struct code_row *at, size_t count);
void rows_free(struct rows *rows);

/* The first row with the code; NULL when there is none. */
const struct code_row *rows_find(struct rows *rows, const char *code);

#endif
