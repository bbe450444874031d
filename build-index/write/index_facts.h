/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of the alphabetic index, the index of external causes and the two tables:
 * equal terms of all their releases once, what they point at, and whether the code sets
 * have it. Part of facts.c, apart for its size; builder only.
 */
#ifndef ICD_BUILD_WRITE_INDEX_FACTS_H
#define ICD_BUILD_WRITE_INDEX_FACTS_H

#include "facts.h"

/* Adds the records, and the digests of the indexes to the releases. Entries whose codes the
 * code set of their day does not have are reported, each with the reason. */
void index_facts_make(struct book *book, struct records *records, struct report *report);

#endif
