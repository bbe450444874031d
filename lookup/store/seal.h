/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The seal of an index file, and its pages read under it. The seal stands after LMDB's last page: a checksum for each
 * page, then a footer with the format's version and what the pages depend on.
 *
 * LMDB has no checksums: one flipped bit in a page can crash a reader or hide keys. Pages are read into a copy of our
 * own, checked once, and not read again. So a file that is overwritten or cut off under a reader makes it say so, which
 * a mapped file could not (it would change under our eyes, or kill the program with SIGBUS).
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

/*
 * Reader: is the file an index of our version, made on a machine of this kind, of the length its seal says? Says which
 * of these fails. `fd` belongs to the seal from here on, also when it fails.
 */
bool icd_seal_open(int fd, const char *path, struct icd_seal **out, struct icd_error *err);
void icd_seal_close(struct icd_seal *seal);

uint64_t icd_seal_page_count(const struct icd_seal *seal);
size_t icd_seal_page_size(const struct icd_seal *seal); /* bytes */

/* Has another file taken the place of the one that is open? */
bool icd_seal_replaced(const struct icd_seal *seal);

/*
 * `count` pages in a row, read and checked where that was not done before; valid until the seal is closed. NULL, with
 * the sentence, when the file has no such pages, or one is damaged or no longer as it was when the file was opened.
 */
const unsigned char *icd_seal_pages(struct icd_seal *seal, uint64_t first, uint64_t count, struct icd_error *err);
/* Reads and checks in one go those of them that stand before the first one that is there already. */
bool icd_seal_read_ahead(struct icd_seal *seal, uint64_t first, uint64_t count, struct icd_error *err);

/* Reads and checks every page of the file as it is now; false names the first damaged one. */
bool icd_seal_check_all(struct icd_seal *seal, struct icd_error *err);

/* The sentence that a page is damaged. Returns false. */
bool icd_seal_damaged(const struct icd_seal *seal, uint64_t page, struct icd_error *err);

#endif
