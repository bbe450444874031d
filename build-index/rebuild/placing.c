/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placing.h"

#include <stdlib.h>

void placing_free(struct placing *placing)
{
	free(placing->unplaced);
	*placing = (struct placing){0};
}

void placing_miss(struct placing *placing, const struct addendum_line *line, bool already, const char *why)
{
	*one_more(placing->unplaced, placing->unplaced_count, placing->unplaced_capacity) =
		(struct unplaced){line, why};
	placing->already += already;
}
