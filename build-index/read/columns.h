/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of fixed columns: those of order files, codes files and their addenda differ only
 * in where the columns stand. For their readers.
 */
#ifndef ICD_BUILD_READ_COLUMNS_H
#define ICD_BUILD_READ_COLUMNS_H

#include "formats/lines.h"
#include "release.h"

/* Where the columns start, from 0. Codes files have neither flag nor short title. */
struct layout {
	size_t code;
	size_t flag; /* 0: none, all rows are billable */
	size_t titles;
};

/*
 * Reads a row into the pool; row->line is the caller's. All columns stand `shift` further right: an order number of
 * six digits moves them. Between the columns stand blanks.
 */
bool read_columns(const struct input *in, const struct line *line, const struct layout *layout, size_t shift,
		  struct icd_pool *pool, struct code_row *row, struct icd_error *err);

/* Does the line start with the verb of an addenda row, in columns 1-13? */
bool take_addenda_verb(const struct line *line, enum addenda_verb *verb);

/* A last title without its line end may be half a title. */
bool check_line_end(const struct input *in, const struct line *line, struct icd_error *err);

#endif
