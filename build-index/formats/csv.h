/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of comma-separated values, or those with another character between the columns (RFC 4180). Builder only. */
#ifndef ICD_BUILD_FORMATS_CSV_H
#define ICD_BUILD_FORMATS_CSV_H

#include "base/base.h"
#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes a row; its texts live until it returns. `line` is where the row starts, from 1. */
typedef void csv_taker(void *context, const char *const *cells, size_t count, uint32_t line);

/* Reads the first `most_lines` lines. On failure, of quotes that do not match, one sentence. */
bool csv_read(const struct input *in, char delimiter, uint32_t most_lines, csv_taker *take, void *context,
	      struct icd_error *err);

#endif
