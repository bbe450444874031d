/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a spreadsheet (XLSX, ECMA-376) held in memory, as text. Builder only.
 *
 * Numbers are given as they are stored, dates therefore as serial numbers. Formulas
 * give their stored result. The file is not trusted: what it unpacks to is limited,
 * a DOCTYPE is refused, nothing is fetched.
 */
#ifndef ICD_BUILD_FORMATS_READ_XLSX_H
#define ICD_BUILD_FORMATS_READ_XLSX_H

#include "base/base.h"
#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sheet_row {
	uint32_t number;    /* as the spreadsheet counts, from 1 */
	const char **cells; /* `count` texts, "" where a cell is empty; never NULL */
	size_t count;       /* up to the last cell that holds text */
};

struct sheet {
	struct sheet_row *rows; /* those that hold any text */
	size_t count;
};

struct workbook;

/* Opens a spreadsheet; `in` must outlive it. NULL with one sentence when it is none: no zip with a workbook in it. */
struct workbook *workbook_open(const struct input *in, struct icd_error *err);
void workbook_close(struct workbook *book);

/*
 * Reads the first worksheet that holds any text, its first `most` rows that do.
 * Everything is kept in the pool. On failure: one sentence, false, *out untouched.
 */
bool workbook_rows(struct workbook *book, size_t most, struct icd_pool *pool, struct sheet **out,
		   struct icd_error *err);

#endif
