/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files at the paths a build is given, each with its SHA-256, so that each is digested once. Builder only. */
#ifndef ICD_BUILD_FILES_INVENTORY_H
#define ICD_BUILD_FILES_INVENTORY_H

#include "memory/memory.h"
#include "official/official.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

/* Tells whether a file is still the one it was: the system gives each change of its bytes another time, as fine as the
 * clock of its file system is. */
struct file_stamp {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

struct file_stamp file_stamp_of(const struct stat *st);
bool file_stamp_same(const struct file_stamp *one, const struct file_stamp *other);

struct inventory_file {
	const char *path; /* as find_sources comes to it */
	struct file_stamp stamp;
	char sha256[ICD_DIGEST_SIZE];
};

struct inventory {
	struct icd_pool pool;
	struct inventory_file *files; /* malloc'd */
	size_t count, capacity;
	struct icd_hash by_path;
	time_t taken; /* when the first was digested */
};

/*
 * Adds to the digest the paths, the names of all files in them, and what each holds: what find_sources would read.
 * False where something cannot be read; find_sources says what. To be given back with inventory_free in either case.
 */
bool inventory_take(char *const *paths, size_t count, struct icd_digest *digest, struct inventory *out);

/* The checksum of the file, when its stamp is that of the file that was digested; else NULL. NULL is no inventory. */
const char *inventory_sha256(const struct inventory *inventory, const char *path, const struct file_stamp *now);

/*
 * Does the stamp vouch for the bytes? Not where the file was written to within the last seconds before the inventory was
 * taken: clocks of file systems may be so coarse that it was written to again since without another time.
 */
bool inventory_settled(const struct inventory *inventory, const struct file_stamp *stamp);

void inventory_free(struct inventory *inventory);

/* Adds the bytes of one file to the digest; false where it cannot be read whole. */
bool inventory_digest_file(const char *path, struct icd_digest *digest);

#endif
