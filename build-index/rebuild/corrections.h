/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that were rebuilt, set right by the published list that follows them. Builder only. */
#ifndef ICD_BUILD_REBUILD_CORRECTIONS_H
#define ICD_BUILD_REBUILD_CORRECTIONS_H

#include "differences.h"

/*
 * `drafts` are the lists that were rebuilt after the list `before` and before the published one `after`, `count` of
 * them; `found` is in what `after` differs from what the addenda tell. Notes of the drafts and of `after` get their
 * doubts:
 *
 *	told to come, not in `after` nor `before`     never came: taken away, or, where `after` has a note there that is
 *	                                              nearly the same, worded as that one, which came in the window
 *	not told to go, but not in `after`            went in the window
 *	told to go, but in `before` and in `after`    stayed
 *	not told, but in `after`                      came in the window
 */
void correct_drafts(const struct differences *found, const struct draft *before, struct draft *const *drafts,
		    size_t count, struct tabular_list *after);

#endif
