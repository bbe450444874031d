/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "combinations.h"

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
	uint64_t spelled = claim_spelled(code);
	*part = *with = 0;
	for (unsigned i = 0; i < COUNT; i++) {
		const struct combination *row = &combinations[i];
		*part |= (uint64_t)claim_codes_have(&row->part_codes, spelled) << i;
		*with |= (uint64_t)claim_codes_have(&row->with_codes, spelled) << i;
	}
}
