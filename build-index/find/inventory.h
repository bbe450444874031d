/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies at the paths a build is given, as one digest. A door of find/. */
#ifndef ICD_FIND_INVENTORY_H
#define ICD_FIND_INVENTORY_H

#include "memory/memory.h"
#include "official/official.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Adds to the digest the paths, the names of all files in them, and the bytes of each: what find_sources would read.
 * `files` is how many there are. False where something cannot be read; find_sources says what.
 */
bool inventory_digest(char *const *paths, size_t count, struct icd_pool *pool, struct icd_digest *digest,
		      size_t *files);

/* Adds the bytes of one file to the digest; false where it cannot be read whole. */
bool inventory_digest_file(const char *path, struct icd_digest *digest);

#endif
