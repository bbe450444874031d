/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that write the sheet of a summary share: how numbers and names are put, and its parts. For pages/
 * only. */
#ifndef ICD_PAGES_SHEET_H
#define ICD_PAGES_SHEET_H

#include "figures.h"

struct sheet {
	FILE *file;
	const struct summary_page *page;
	const struct figures *figures;
	struct icd_pool *pool;
};

#define SHEET_FEW 10u /* codes or claims: a share of fewer tells little */

/* ---- sheet_words.c ---- */

/* A number with commas: "12,345". */
#define NUMBER_SIZE 32
const char *sheet_number(uint64_t value, char out[NUMBER_SIZE]);
/* "March 2025", or the name as it is. */
const char *sheet_time_name(const struct figures *figures, const struct figure_slot *slot, char out[64]);
/* For an axis: "Mar 2025". */
const char *sheet_short_time(struct sheet *sheet, const struct figure_slot *slot);
/* What the groups are: "provider". */
const char *sheet_group_word(const struct sheet *sheet);
/* So much of a text as fits in `most` bytes, whole words where that leaves half of it. */
size_t sheet_cut(const char *text, size_t most);
/* The one unspecified code of a family that was counted, or "Unspecified codes". */
const char *sheet_unspecified(const struct figure_family *family);

/* A section is begun, with its heading. */
void sheet_section(const struct sheet *sheet, const char *heading);
void sheet_cell_number(const struct sheet *sheet, uint64_t value);
/* A share; grey where it is one of few. */
void sheet_cell_share(const struct sheet *sheet, uint64_t part, uint64_t all);
/* A bar and its share, in two cells. */
void sheet_cells_share(const struct sheet *sheet, uint64_t part, uint64_t all, unsigned width, const char *kind);

/* ---- sheet_lead.c, sheet_families.c, sheet_groups.c ---- */

/* The sentences on top, and the figures under them. */
void sheet_put_lead(const struct sheet *sheet);
void sheet_put_times(struct sheet *sheet);
/* Every other family, from the first or the second on. */
void sheet_put_families(struct sheet *sheet, uint32_t first);
void sheet_put_groups(struct sheet *sheet);

#endif
