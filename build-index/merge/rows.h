/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of one source (an order file, a codes file, a tabular list, a code set), found by the numbers of their codes
 * (book.h). For merge/.
 */
#ifndef ICD_BUILD_MERGE_ROWS_H
#define ICD_BUILD_MERGE_ROWS_H

#include "read/release.h"

struct rows {
	const struct code_row *at; /* the caller's */
	size_t count;
	uint32_t *row_of; /* by number: the row + 1; 0: it has none */
	size_t numbers;   /* those below it are in row_of */
};

/* To be freed with rows_free; `at` must outlive it. */
struct rows rows_of(const struct code_row *at, size_t count);
void rows_free(struct rows *rows);

/* The first row of the code with this number; NULL when there is none. */
const struct code_row *rows_find(const struct rows *rows, uint32_t number);

#endif
