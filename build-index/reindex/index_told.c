/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_told.h"

#include "base/base.h"
#include "common/common.h"
#include "index_line.h"

static struct index_told read_line(const struct addendum_line *line, struct icd_pool *pool)
{
	struct index_told told = {.line = *line};
	const char *text = line->text;
	told.heading = text[0] && !text[1] && line->label == ADDENDUM_NO_CHANGE;
	told.level = index_line_level(&text);
	index_line_read(text, true, pool, &told.says);
	return told;
}

struct index_told *index_told_read(const struct addendum *addendum, enum icd_index_kind kind, struct icd_pool *pool,
				   size_t *count)
{
	if (kind == ICD_INDEX_DRUG || kind == ICD_INDEX_NEOPLASM)
		return table_told_read(addendum, pool, count);
	struct index_told *told = need(pool, addendum->line_count + 1, sizeof *told);
	for (*count = 0; *count < addendum->line_count; ++*count)
		told[*count] = read_line(&addendum->lines[*count], pool);
	return told;
}
