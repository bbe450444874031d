/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <stdlib.h>

struct rows rows_of(const struct code_row *at, size_t count)
{
	struct rows rows = {.at = at, .count = count};
	for (size_t i = 0; i < count; i++)
		rows.numbers = at[i].number < rows.numbers ? rows.numbers : (size_t)at[i].number + 1;
	rows.row_of = calloc(rows.numbers + 1, sizeof *rows.row_of);
	if (!rows.row_of)
		out_of_memory();
	for (size_t i = count; i-- > 0;)
		rows.row_of[at[i].number] = (uint32_t)i + 1;
	return rows;
}

void rows_free(struct rows *rows)
{
	free(rows->row_of);
}

const struct code_row *rows_find(const struct rows *rows, uint32_t number)
{
	uint32_t row = number < rows->numbers ? rows->row_of[number] : 0;
	return row ? &rows->at[row - 1] : NULL;
}
