/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The seal of an index file: a checksum for each page, after LMDB's last page.
 *
 * LMDB has no checksums: one flipped bit in a page can crash a reader or hide keys.
 * The builder seals a finished file; a reader checks the two meta pages before LMDB
 * opens the file, and each page that leads to a key before LMDB walks it. A page that
 * was checked once is not checked again.
 *
 * The walk reads LMDB's page layout (data version 1, 64-bit little-endian). On other
 * machines the whole file is checked when it is opened.
 */
#ifndef ICD_STORE_SEAL_H
#define ICD_STORE_SEAL_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Builder: appends the seal to a synced LMDB file of `pages` pages of `page_size` bytes,
 * cutting off or zero-filling what differs. The caller syncs the file. */
bool icd_seal_write(int fd, uint64_t pages, uint32_t page_size, const char *path, struct icd_error *err);

struct icd_seal;

/* Reader: is the file an index of our version, of the length its seal says, with sound meta
 * pages? Says which of these fails: no index at all, another version, cut off, damaged. */
bool icd_seal_open(int fd, const char *path, struct icd_seal **out, struct icd_error *err);
void icd_seal_close(struct icd_seal *seal);

/*
 * Checks the pages that lead to the keys from `low` to `high` (both included), and to the key
 * after them, where a cursor ends; to one key only when both are the same pointer.
 * False, naming the file, when one is damaged.
 */
bool icd_seal_check(struct icd_seal *seal, const void *low, size_t low_size, const void *high, size_t high_size,
		    struct icd_error *err);

/* Checks every page, also those that were checked before; false names the first damaged one. */
bool icd_seal_check_all(struct icd_seal *seal, struct icd_error *err);

#endif
