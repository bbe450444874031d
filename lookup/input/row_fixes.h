/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes replaced in a row of a list or table, and nothing else of it. For check --fix. */
#ifndef ICD_INPUT_ROW_FIXES_H
#define ICD_INPUT_ROW_FIXES_H

#include "replace.h"
#include "rows.h"

struct row_fixes {
	size_t count;
	struct row_fix {
		size_t at, length; /* in the row as it came */
		char put[16];
	} fixes[ROWS_COLUMNS_MAX]; /* ascending */
};

/*
 * Has `put` replace the code `written` (a piece of the field) where it stands in the row, at `place`. A code that stands
 * in no one piece there is left alone, and one whose replacement the table's delimiter would part.
 */
void row_fixes_add(struct row_fixes *fixes, const struct row *row, struct row_field place, struct row_field written,
		   const char *put);
/* Puts the row with its codes replaced, its line end, and the byte order mark before it. */
void row_fixes_put(const struct row_fixes *fixes, const struct row *row, struct icd_buffer *out);
/* Notes what is to be replaced in the file that the row is of. False when memory runs out. */
bool row_fixes_note(const struct row_fixes *fixes, const struct row *row, enum text_encoding encoding,
		    struct text_fixes *file);

#endif
