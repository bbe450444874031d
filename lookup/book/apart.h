/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What sets the titles of codes beside each other apart. For cards, and for what is to be chosen between codes. */
#ifndef ICD_BOOK_APART_H
#define ICD_BOOK_APART_H

#include "memory/memory.h"

#include <stdint.h>

/*
 * Each title without the words that all of them begin with and all end with: "right", "left" of "Pain in right knee",
 * "Pain in left knee". As many are left out as leave something that reads alone, of every title; else whole titles. The
 * texts are in the pool; where memory runs out `out` has the titles.
 */
void icd_titles_apart(struct icd_pool *pool, const char *const *titles, uint32_t count, const char **out);

#endif
