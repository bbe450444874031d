/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is worked out once for each code of the settled book, for the records of the book and for searching
 * alike. Builder only.
 */
#ifndef ICD_BUILD_FACTS_CODE_FACTS_H
#define ICD_BUILD_FACTS_CODE_FACTS_H

#include "merge/book.h"
#include "store/write.h"
#include "twins.h"

struct code_facts {
	uint32_t class; /* of history: codes that were headers and billable over the same time are one class */
	struct icd_texts long_titles;    /* over the code sets */
	struct icd_texts short_titles;   /* "" where it is the long title */
	struct icd_texts display_titles; /* with the tabular list's accents; the same array where it adds none */
	struct icd_entries entries;      /* over the tabular lists, without references */
};

struct book_facts {
	const struct book *book;
	struct code_facts *codes; /* by index of the code */
	struct icd_runs *classes; /* in the order of the first code of each */
	size_t class_count, class_capacity;
	struct icd_hash by_runs; /* of the classes */
	struct twins twins;
	struct icd_pool pool; /* holds all of this but the last two arrays */
};

/* Works all of it out. The book must stay; book_facts_free frees the facts. */
void book_facts_make(const struct book *book, struct book_facts *facts);
void book_facts_free(struct book_facts *facts);

/* When the code, given by its index, was a header or billable, with the dates a conversion table knows better
 * than the code sets do. */
struct icd_runs code_runs(const struct book_facts *facts, uint32_t code);

/* The code at a place of the tabular order. */
static inline const struct book_code *code_at(const struct book *book, uint32_t ordinal)
{
	return &book->codes[book->order[ordinal]];
}

#endif
