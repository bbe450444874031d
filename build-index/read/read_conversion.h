/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the recognition of files needs to know of conversion tables; the readers
 * themselves are declared in release.h. Builder only.
 */
#ifndef ICD_BUILD_READ_READ_CONVERSION_H
#define ICD_BUILD_READ_READ_CONVERSION_H

#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>

/* How many rows of prose may stand before the header. */
#define CONVERSION_PROSE_ROWS 40

/* Is this the header, "Current code assignment, Effective, Previous Code(s) Assignment"? */
bool conversion_is_header(const char *const *cells, size_t count);

/* Is there such a header near the start of this CSV text? */
bool conversion_csv_has_header(const struct input *in);

#endif
