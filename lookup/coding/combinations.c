/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "combinations.h"

#include "spans.h"

static const struct combination combinations[] = {
#include "claim_combinations.inc"
};
#define COUNT (sizeof combinations / sizeof *combinations)
_Static_assert(COUNT <= COMBINATIONS_MAX, "a bit for each row");

const struct combination *combination_at(unsigned row)
{
	return &combinations[row];
}

void combinations_of(const char *code, uint64_t *part, uint64_t *with)
{
	*part = *with = 0;
	for (unsigned i = 0; i < COUNT; i++) {
		const struct combination *row = &combinations[i];
		*part |= (uint64_t)claim_span_has(row->part, row->part_last, code) << i;
		*with |= (uint64_t)claim_span_has(row->with, row->with_last, code) << i;
	}
}
