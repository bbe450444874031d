/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tally as text, TSV rows and JSON. For the commands that have a --summary. */
#ifndef ICD_PRINT_TALLY_PRINT_H
#define ICD_PRINT_TALLY_PRINT_H

#include "check/tally.h"
#include "output.h"

void tally_print_text(const struct output *out, const struct icd_tally_part *parts, uint32_t count);
/* Rows: by, what (codes, a detail, category, group), name, count, unspecified, share in percent. */
void tally_print_rows(const struct output *out, const struct icd_tally_part *parts, uint32_t count);
/* An array of one object for each part; NULL when memory ran out. */
json_t *tally_json(const struct icd_tally_part *parts, uint32_t count);

#endif
