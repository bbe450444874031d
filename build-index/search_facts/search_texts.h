/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The texts that can be searched, collected from the settled book. Part of
 * search_facts.c, apart for its size; builder only.
 */
#ifndef ICD_BUILD_SEARCH_FACTS_SEARCH_TEXTS_H
#define ICD_BUILD_SEARCH_FACTS_SEARCH_TEXTS_H

#include "facts/dated.h"
#include "search_families.h"
#include "search_lexicon.h"

struct search_text {
	uint32_t target;  /* ordinal of the code */
	uint8_t kind;     /* enum icd_text_kind, with ICD_ROW_MAIN_TERM */
	uint16_t span;    /* index of spans */
	uint32_t entry;   /* which title or entry of its code */
	const char *name; /* of an index: the path, one of names; else NULL */
	uint32_t column;  /* of a table: index of columns + 1, else 0 */
	struct lexicon_token *words;
	uint8_t word_count;
};

struct search_texts {
	struct icd_pool arena;
	struct search_text *at;
	size_t count, capacity;
	size_t first_name;
	struct icd_search_span *spans;
	size_t span_count, span_capacity;
	const char **columns;
	size_t column_count, column_capacity;
	struct interner names;
};

/* Titles, inclusion and includes terms, in tabular order. */
void texts_of_codes(const struct book_facts *facts, const struct families *families, struct lexicon *lexicon,
		    struct search_texts *texts);
/* Paths of the indexes and tables, each kind sorted. */
void texts_of_indexes(const struct book *book, const struct term_numbers *numbers, const struct families *families,
		      struct lexicon *lexicon, struct search_texts *texts);
void texts_free(struct search_texts *texts);

/* Appends a text with the words given (copied). */
struct search_text *texts_add(struct search_texts *texts, uint32_t target, uint8_t kind,
			      const struct lexicon_token *words, size_t count);
/* The index of a span; `first` 0 and `last` UINT16_MAX: always. */
uint16_t texts_span(struct search_texts *texts, uint8_t sequence, uint16_t first, uint16_t last);

#endif
