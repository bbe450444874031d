/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of its sections that a chapter begins with ("This chapter contains the following blocks"). It is kept as XML,
 * <sectionIndex> with a <sectionRef> for each; nothing but export shows it. For tabular_apply.c.
 */
#ifndef ICD_BUILD_REBUILD_BLOCKS_H
#define ICD_BUILD_REBUILD_BLOCKS_H

#include "draft.h"

/*
 * Changes it: `from` goes, `to` comes, each as an addendum has it, "I10-I16 Hypertensive diseases"; NULL for none. False
 * when `from` is not in it, or a line is not of that form.
 */
bool blocks_change(struct draft *draft, struct draft_place *chapter, const char *from, const char *to);

#endif
