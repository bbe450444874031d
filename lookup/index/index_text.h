/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Titles of index terms: the plain text of what the official files have as XML. For the
 * builder's reader and for those who answer from an index.
 */
#ifndef ICD_INDEX_INDEX_TEXT_H
#define ICD_INDEX_INDEX_TEXT_H

#include "memory/buffer.h"

/*
 * Adds the plain text of a title's XML to `out`, with its nonessential modifiers in place:
 * "Abasia<nemod>(-astasia) (hysterical)</nemod>" is "Abasia (-astasia) (hysterical)".
 *
 * In the XML a modifier always sticks to what stands before it. It is a part of that word
 * behind a hyphen ("post-(para)thyroidectomy") and when it is a single letter
 * ("engine(s)", "Cancer(o)phobia"); otherwise a blank belongs between. White space is folded.
 */
void icd_index_title(struct icd_buffer *out, const char *xml);

/* Adds the plain title without what stands in parentheses, its nonessential modifiers; all of it
 * where nothing else would be left. */
void icd_index_plain(struct icd_buffer *out, const char *title);

#endif
