/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that are told by the headings of their rows: what their recognition needs to know. Their readers are declared
 * in release.h. For recognise.c.
 */
#ifndef ICD_BUILD_READ_HEADINGS_H
#define ICD_BUILD_READ_HEADINGS_H

#include "common/common.h"
#include "formats/read_xlsx.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- conversion tables (read_conversion.c) ---- */

/* How many rows of prose may stand before the header. */
#define CONVERSION_PROSE_ROWS 40

/* Is this the header, "Current code assignment, Effective, Previous Code(s) Assignment"? */
bool conversion_is_header(const char *const *cells, size_t count);

/* Is there such a header near the start of this CSV text? */
bool conversion_csv_has_header(const struct input *in);

/* ---- the table of drugs as CSV (read_drug_csv.c) ---- */

/* Is there its header, "Substance, Poisoning Accidental, ... Underdosing", near the start? */
bool drug_csv_has_header(const struct input *in);

/* ---- POA-exempt lists (read_poa.c) ---- */

/*
 * Is this the full list of POA-exempt codes, as text? The list of codes added since
 * the last year has the same heading and the same columns; it differs in naming
 * only few of the rows that its order numbers say there are, and in a name that says so.
 */
bool poa_is_full_list(const struct input *in);
/* Likewise of all rows of a workbook with this name; of its first rows alone, when they have the heading. */
bool poa_is_full_sheet(const struct sheet *sheet, const char *name);
bool poa_has_heading(const struct sheet *sheet);

#endif
