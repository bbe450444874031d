/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <string.h>

static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct rows *rows = context;
	return strcmp(rows->at[item].code, key) == 0;
}

static size_t find_hashed(const struct rows *rows, const char *code)
{
	uint32_t item = icd_hash_find(&rows->by_code, icd_hash_text(code), same_code, rows, code);
	return item == ICD_HASH_NONE ? rows->count : item;
}

struct rows rows_of(const struct code_row *at, size_t count)
{
	struct rows rows = {.at = at, .count = count};
	if (!icd_hash_reserve(&rows.by_code, count))
		out_of_memory();
	/* Of several rows of one code the first is found. */
	for (size_t i = 0; i < count; i++) {
		if (find_hashed(&rows, at[i].code) == count)
			need_hashed(&rows.by_code, icd_hash_text(at[i].code), (uint32_t)i);
		else
			rows.repeats = true;
	}
	return rows;
}

void rows_free(struct rows *rows)
{
	icd_hash_free(&rows->by_code);
}

const struct code_row *rows_find(struct rows *rows, const char *code)
{
	size_t found = rows->next;
	if (rows->repeats || found >= rows->count || strcmp(rows->at[found].code, code) != 0)
		found = find_hashed(rows, code);
	if (found >= rows->count)
		return NULL;
	rows->next = found + 1;
	return &rows->at[found];
}
