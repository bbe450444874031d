/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes out of one zip, each reading counted; 15 releases in one have 700 MB. */
#define UNPACKED_MOST ((uint64_t)1 << 30)

struct archive archive_of(const char *path)
{
	return (struct archive){.path = path, .member = ARCHIVE_ITSELF, .fd = -1};
}

struct archive archive_within(struct archive *outer, int64_t member, const char *display)
{
	return (struct archive){.path = display, .outer = outer, .member = member, .fd = -1};
}

/* ---- the file on disk ---- */

static bool fail_file(const char *path, struct icd_error *err)
{
	return icd_fail(err, "%s: %s", path, strerror(errno));
}

void archive_hold_to(struct archive *archive, const struct file_stamp *stamp)
{
	archive->stamp = *stamp;
	archive->stamped = true;
}

/* It must be the file that it was. */
static bool check_stamp(struct archive *archive, struct icd_error *err)
{
	struct stat st;
	if (fstat(archive->fd, &st) != 0)
		return fail_file(archive->path, err);
	struct file_stamp now = file_stamp_of(&st);
	if (archive->stamped && !file_stamp_same(&archive->stamp, &now))
		return icd_fail(err, "%s: it was changed while the index was made: make it again", archive->path);
	archive_hold_to(archive, &now);
	return true;
}

static bool fail_large(const struct archive *archive, struct icd_error *err)
{
	return icd_fail(err, "%s: %llu bytes, more than any release file has", archive->path,
			(unsigned long long)archive->stamp.size);
}

static bool open_file(struct archive *archive, struct icd_error *err)
{
	if (archive->fd >= 0)
		return true;
	archive->fd = open(archive->path, O_RDONLY | O_CLOEXEC);
	if (archive->fd < 0)
		return fail_file(archive->path, err);
	bool ok = check_stamp(archive, err);
	if (!ok)
		archive_close(archive);
	return ok;
}

/* Reads the open file from its start, as far as the limit. */
static bool read_file(const struct archive *archive, const char *display, size_t limit, struct input *in,
		      struct icd_error *err)
{
	uint64_t all = (uint64_t)archive->stamp.size;
	if (all > FILE_SIZE_MAX)
		return fail_large(archive, err);
	size_t size = all < limit ? (size_t)all : limit, done = 0;
	char *data = malloc(size + 1);
	if (!data)
		return icd_out_of_memory(err);
	while (done < size) {
		ssize_t got = pread(archive->fd, data + done, size - done, (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			icd_fail(err, "%s: cannot be read: %s", display, got < 0 ? strerror(errno) : "it grew shorter");
			free(data);
			return false;
		}
		done += (size_t)got;
	}
	data[size] = '\0';
	*in = (struct input){display, data, size};
	return true;
}

/* ---- zips ---- */

void archive_give(struct archive *archive, struct input *bytes)
{
	archive->bytes = *bytes;
	*bytes = (struct input){0};
}

/* The zip around it is left as open as it was. */
static bool unpack_itself(struct archive *archive, struct icd_error *err)
{
	bool was_open = archive->outer->zip != NULL;
	bool ok = archive_read(archive->outer, archive->member, archive->path, SIZE_MAX, &archive->bytes, err);
	if (!was_open)
		archive_close(archive->outer);
	return ok;
}

static zip_t *open_on_disk(struct archive *archive, struct icd_error *err)
{
	if ((uint64_t)archive->stamp.size <= FILE_SIZE_MAX)
		return zip_of_file(archive->fd, archive->path, err);
	fail_large(archive, err);
	return NULL;
}

zip_t *archive_zip(struct archive *archive, struct icd_error *err)
{
	if (archive->zip)
		return archive->zip;
	if (archive->bytes.data || (archive->outer && unpack_itself(archive, err)))
		archive->zip = zip_of(&archive->bytes, err);
	else if (!archive->outer && open_file(archive, err))
		archive->zip = open_on_disk(archive, err);
	return archive->zip;
}

static struct archive *outermost(struct archive *archive)
{
	while (archive->outer)
		archive = archive->outer;
	return archive;
}

static bool unpack(struct archive *archive, int64_t member, const char *display, size_t limit, struct input *in,
		   struct icd_error *err)
{
	uint64_t *unpacked = &outermost(archive)->unpacked;
	if (*unpacked > UNPACKED_MOST)
		return icd_fail(err, "%s: the zip unpacks to more than %llu MB, more than any release has", display,
				(unsigned long long)(UNPACKED_MOST >> 20));
	if (!archive_zip(archive, err) || !zip_read(archive->zip, (uint64_t)member, display, limit, in, err))
		return false;
	*unpacked += in->size;
	return true;
}

bool archive_read(struct archive *archive, int64_t member, const char *display, size_t limit, struct input *in,
		  struct icd_error *err)
{
	*in = (struct input){.name = display};
	if (member == ARCHIVE_ITSELF)
		return open_file(archive, err) && read_file(archive, display, limit, in, err);
	return unpack(archive, member, display, limit, in, err);
}

void archive_close(struct archive *archive)
{
	if (archive->zip)
		zip_discard(archive->zip);
	if (archive->fd >= 0)
		close(archive->fd);
	free((char *)archive->bytes.data);
	archive->zip = NULL;
	archive->fd = -1;
	archive->bytes = (struct input){0};
}
