/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making dated facts: stretches of equal values over the members of a sequence.
 * Part of facts.c, apart for its size; builder only. All memory is the pool's.
 */
#ifndef ICD_BUILD_FACTS_SPANS_H
#define ICD_BUILD_FACTS_SPANS_H

#include "merge/book.h"
#include "store/write.h"

/* Interned texts by member (NULL: absent) to texts with spans. */
struct icd_texts texts_of(struct icd_pool *pool, const char *const *by_member, uint16_t count);

/* Members for which `holds` is not 0 to spans. */
struct icd_span *spans_of(struct icd_pool *pool, const uint8_t *holds, uint16_t count, uint32_t *out);

/* The states of a code, with the dates a conversion table knows better than the code sets. */
struct icd_runs runs_of(struct icd_pool *pool, const struct book *book, uint32_t code);

/*
 * The entries of a place over all lists, as one sequence in which those of each list
 * stand in their order. An entry that did not change is there once.
 */
struct icd_entries entries_of(struct icd_pool *pool, const struct place_state *lists, uint16_t count);

/* Marks a longest increasing subsequence: those items stay in their order, the others moved. */
void mark_staying(struct icd_pool *pool, const uint32_t *ordinals, size_t count, bool *stays);

/* Which rows of a sequence (ordinals in file order) do not stand where the ordinals have them. */
struct icd_moves moves_of(struct icd_pool *pool, const uint32_t *ordinals, size_t count);

#endif
