/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a build goes on without: those that are broken, where the user asked for that. Builder only. */
#ifndef ICD_BUILD_COMMON_LEFT_OUT_H
#define ICD_BUILD_COMMON_LEFT_OUT_H

#include "need.h"

#include <stdbool.h>
#include <stddef.h>

struct left_out {
	struct icd_pool pool;
	const char **files; /* as messages name them */
	const char **why;   /* a sentence for each */
	size_t count, capacity, why_capacity;
};

bool is_left_out(const struct left_out *left_out, const char *file);
/* False when it was there already. */
bool leave_out(struct left_out *left_out, const char *file, const char *why);
/* Was the sentence that stands at `index` told of a file before it? Two files that contradict each other have one. */
bool left_out_repeats(const struct left_out *left_out, size_t index);
void left_out_free(struct left_out *left_out);

#endif
