/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Titles of index terms: the plain text of what the official files have as XML; and what a "see" begins with.
 * For the builder and for those who answer from an index.
 */
#ifndef ICD_INDEX_INDEX_TEXT_H
#define ICD_INDEX_INDEX_TEXT_H

#include "memory/buffer.h"
#include "store/store.h"

/*
 * Adds the plain text of a title's XML to `out`, with its nonessential modifiers in place:
 * "Abasia<nemod>(-astasia) (hysterical)</nemod>" is "Abasia (-astasia) (hysterical)".
 *
 * In the XML a modifier always sticks to what stands before it. It is a part of that word
 * after a hyphen ("post-(para)thyroidectomy") and when it is a single letter
 * ("engine(s)", "Cancer(o)phobia"); otherwise a blank belongs between. White space is folded.
 */
void icd_index_title(struct icd_buffer *out, const char *xml);

/* Adds the plain title without what stands in parentheses, its nonessential modifiers; all of it
 * where nothing else would be left. */
void icd_index_plain(struct icd_buffer *out, const char *title);

/*
 * The same as texts that live in the pool, or are the argument itself where that is what is asked for, as most titles
 * are. The buffer is for the work between and may be used again; where memory runs out it or the pool says so, and the
 * text is NULL or "".
 */
const char *icd_index_title_text(struct icd_pool *pool, struct icd_buffer *work, const char *xml);
const char *icd_index_plain_text(struct icd_pool *pool, struct icd_buffer *work, const char *title);

/*
 * Where a see or see also sends: to a term of the same index, of the book that it names ("Table of Drugs and
 * Chemicals, by drug"; "Neoplasm, bone" is the table of neoplasms), or nowhere.
 */
struct icd_see {
	bool condition;  /* "see condition": look up the condition, the noun, not the site or adjective */
	bool names_book; /* then `book` is its kind */
	enum icd_index_kind book;
	const char *rest; /* within the text: what to look up, after the name of the book and its comma */
};
/* The text without blanks before it, in any case. */
struct icd_see icd_see_read(const char *text);

#endif
