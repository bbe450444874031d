/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records that searching reads (lookup/search/search_record.h), made from the settled
 * book. Builder only; one call from facts_make.
 *
 *   search_lexicon    words and stems
 *   search_families   codes that differ only by side or seventh character, standard codes
 *   search_texts      titles and inclusion terms as texts; search_paths: index paths
 *   search_titles     whole titles, long and short
 *   search_synonyms   data/synonyms.tsv
 */
#ifndef ICD_BUILD_SEARCH_FACTS_SEARCH_FACTS_H
#define ICD_BUILD_SEARCH_FACTS_SEARCH_FACTS_H

#include "facts/dated.h"
#include "facts/records.h"
#include "search_families.h"
#include "search_lexicon.h"

/* Adds the records. */
void search_facts_make(const struct book_facts *facts, const struct term_numbers *numbers, struct records *records);

/* Adds the records of whole titles. */
void search_titles_make(const struct book *book, const struct families *families, struct lexicon *lexicon,
			struct records *records, struct icd_buffer *buffer);

/* Adds the records of the synonyms; their words go into the lexicon. */
void search_synonyms_make(struct lexicon *lexicon, struct records *records, struct icd_buffer *buffer);

#endif
