/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The digests of the indexes or tables of one kind, of all releases side by side: most main terms are in a list what
 * they were in the one before, and what such a main term is in XML is made once. Builder only.
 */
#ifndef ICD_BUILD_WRITE_INDEX_DIGESTS_H
#define ICD_BUILD_WRITE_INDEX_DIGESTS_H

#include "merge/book.h"
#include "official/official.h"

struct index_digests;

/* Of the lists of `count` members with their heads; all of that must stay. index_digests_free frees it. Of lists that are
 * `known` there is nothing to be made. */
struct index_digests *index_digests_start(const struct index_list *const *lists, const struct icd_index_head *heads,
					  const bool *known, uint16_t count);
/* Adds a main term with all below it, `count` terms from `first` on. The main terms of a list come in their order; those
 * of several lists that may be the same one after the other. */
void index_digests_add(struct index_digests *digests, uint16_t member, uint32_t first, uint32_t count);
/* All main terms of the list, which is not known, were added: what it comes to. */
void index_digests_end(struct index_digests *digests, uint16_t member, char out[ICD_DIGEST_SIZE]);
void index_digests_free(struct index_digests *digests);

#endif
