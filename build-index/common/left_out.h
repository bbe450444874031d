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
void left_out_free(struct left_out *left_out);

#endif
