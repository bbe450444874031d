/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader made of one file, as bytes for the cache and back: the structure of a release that its kind fills in. */
#ifndef ICD_BUILD_LOAD_PARSED_H
#define ICD_BUILD_LOAD_PARSED_H

#include "memory/buffer.h"
#include "read/release.h"

#include <stdbool.h>

/* Is what such files say kept? It is of those that take long to read; of addenda, what the programs that read PDFs say
 * is (pdf/). */
bool parsed_keeps(enum icd_file_kind kind);

/* False when it cannot be kept: sentences in it name the file, or memory ran out. */
bool parsed_put(struct icd_buffer *out, enum icd_file_kind kind, const struct release *release);

/* Reads it back into the release; its texts are those of the bytes or in the pool. False when the bytes do not say just
 * that; then the release is as it was. */
bool parsed_get(struct icd_reader *in, struct icd_pool *pool, enum icd_file_kind kind, struct release *release);

#endif
