/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two texts compared word by word. For pages that show what was changed in a title or note. */
#ifndef ICD_HISTORY_WORD_DIFF_H
#define ICD_HISTORY_WORD_DIFF_H

#include "memory/memory.h"

#include <stdbool.h>
#include <stdint.h>

enum word_side { WORD_BOTH, WORD_OLD, WORD_NEW };

struct word {
	enum word_side side;
	const char *text; /* within one of the texts */
	uint32_t length;
	bool space; /* white space stands before it: brackets and commas are words of their own */
};

struct word_diff {
	struct word *words; /* in reading order: what went before what came */
	uint32_t count, common;
	uint32_t old_count, new_count; /* words of the two texts */
};

/* False when memory runs out. */
bool word_diff_make(struct icd_pool *pool, const char *old_text, const char *new_text, struct word_diff *out);

/* How much of the longer text the two share, 0 to 100. */
unsigned word_diff_likeness(const struct word_diff *diff);

#endif
