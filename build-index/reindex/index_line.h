/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A term of an index as one line of text, the way addenda and printed indexes write it: "- hip (s) (see also
 * Arthritis) M16.9 [M14.8-]". Builder only.
 */
#ifndef ICD_BUILD_REINDEX_INDEX_LINE_H
#define ICD_BUILD_REINDEX_INDEX_LINE_H

#include "index/records.h"

/* Passes the "- " of the levels at the start of a line; returns how many there were. */
unsigned index_line_level(const char **line);

/*
 * Reads the line after its levels: title, see and see also, code, manifestation. The title is given as the index
 * stores it, as XML with its modifiers. `codes`: those that it may end with are none of the title; in a table they
 * are ("Vitamin B12"), its codes stand in cells. Texts live in the pool.
 */
void index_line_read(const char *line, bool codes, struct icd_pool *pool, struct icd_index_term *says);

/* Adds what the term says, written so, to the buffer; cells of a table come last, parted by blanks. */
void index_line_write(struct icd_buffer *out, const struct icd_index_term *says);

#endif
