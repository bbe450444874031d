/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a list that was rebuilt differs from the published one of the same date: place by place, note by note, white
 * space aside, as often as each stands there. Builder only.
 */
#ifndef ICD_BUILD_REBUILD_DIFFERENCES_H
#define ICD_BUILD_REBUILD_DIFFERENCES_H

#include "draft.h"

enum difference_kind {
	DIFFERENT_PLACE, /* a chapter, section or code that only one of them has */
	DIFFERENT_TITLE,
	DIFFERENT_NOTE, /* that only one of them has, at a place that both have */
};

struct difference {
	enum difference_kind kind;
	const struct draft_place *told, *held; /* the place in the rebuilt and in the published list; NULL: none */
	bool held_only;                        /* which one has it: the published, else the rebuilt one */
	struct entry entry;                    /* the note */
};

struct differences { /* all 0: none; freed with differences_free */
	struct difference *at;
	size_t count, capacity;
	size_t equal; /* notes that both have */
};

void differences_find(const struct draft *told, const struct draft *held, struct differences *out);
void differences_free(struct differences *differences);

#endif
