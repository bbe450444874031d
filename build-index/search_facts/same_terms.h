/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which main terms of an index stand in the index before, with all below them just the same. For search_paths.c. */
#ifndef ICD_BUILD_SEARCH_FACTS_SAME_TERMS_H
#define ICD_BUILD_SEARCH_FACTS_SAME_TERMS_H

#include "read/release.h"

#define NO_SAME_TERM UINT32_MAX

/* For each term of the list the number of the same term of the one before; NO_SAME_TERM where something under its main term
 * differs,
 * and in all of a table with other columns. malloc'd. `before` may be NULL. */
uint32_t *same_terms(const struct index_list *list, const struct index_list *before);

#endif
