/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file on disk, or a zip on disk or in another zip, whose bytes are read when they are asked for. Builder only; the
 * one place that unpacks the zips of releases.
 *
 * It is opened by the first reading and may be closed and read again: what it holds is not kept in memory meanwhile. A
 * file that has changed since it was opened first is refused.
 */
#ifndef ICD_BUILD_FILES_ARCHIVE_H
#define ICD_BUILD_FILES_ARCHIVE_H

#include "base/base.h"
#include "common/common.h"
#include "inventory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARCHIVE_ITSELF (-1) /* in place of a member: the file on disk */

struct archive {
	const char *path;      /* for messages, of a zip in a zip: "a.zip: folder/b.zip" */
	struct archive *outer; /* the zip that it lies in, which must outlive it; NULL: it lies on disk */
	int64_t member;        /* its place there */

	/* The rest is archive.c's. */
	bool stamped;
	struct file_stamp stamp; /* as it was when it was opened first */
	int fd;                  /* -1: it is not open */
	zip_t *zip;              /* NULL: it is not open as a zip */
	struct input bytes;      /* of a zip in a zip, or that were given, as long as it is open */
	uint64_t unpacked;       /* bytes in all, out of it and the zips in it */
};

struct archive archive_of(const char *path);
struct archive archive_within(struct archive *outer, int64_t member, const char *display);

/* Holds a file on disk to what it was when it had this stamp. */
void archive_hold_to(struct archive *archive, const struct file_stamp *stamp);
/* Gives it all its bytes, which were read already: malloc'd, and its own until it is closed. */
void archive_give(struct archive *archive, struct input *bytes);

/* The zip, which archive_close gives back. NULL with one sentence. */
zip_t *archive_zip(struct archive *archive, struct icd_error *err);

/*
 * The first `limit` bytes of a member of the zip, or of the file itself; in->data is malloc'd, in->name is `display`. On
 * failure one sentence. What would unpack to more than any release has is refused.
 */
bool archive_read(struct archive *archive, int64_t member, const char *display, size_t limit, struct input *in,
		  struct icd_error *err);

/* Gives back what it holds open. */
void archive_close(struct archive *archive);

#endif
