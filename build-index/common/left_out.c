/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "left_out.h"

#include <stdlib.h>
#include <string.h>

bool is_left_out(const struct left_out *left_out, const char *file)
{
	for (size_t i = 0; i < left_out->count; i++) {
		if (strcmp(left_out->files[i], file) == 0)
			return true;
	}
	return false;
}

bool leave_out(struct left_out *left_out, const char *file, const char *why)
{
	if (is_left_out(left_out, file))
		return false;
	left_out->files = grow_array(left_out->files, left_out->count, &left_out->capacity, sizeof *left_out->files);
	left_out->why = grow_array(left_out->why, left_out->count, &left_out->why_capacity, sizeof *left_out->why);
	left_out->files[left_out->count] = need_text(&left_out->pool, file, strlen(file));
	left_out->why[left_out->count++] = need_text(&left_out->pool, why, strlen(why));
	return true;
}

bool left_out_repeats(const struct left_out *left_out, size_t index)
{
	return index > 0 && strcmp(left_out->why[index - 1], left_out->why[index]) == 0;
}

void left_out_free(struct left_out *left_out)
{
	icd_pool_free(&left_out->pool);
	free(left_out->files);
	free(left_out->why);
	*left_out = (struct left_out){0};
}
