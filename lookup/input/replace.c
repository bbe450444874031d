/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK       ((size_t)64 * 1024)
#define BACKUPS_MAX 1000

static bool failed(const char *path, struct icd_error *err)
{
	return icd_fail(err, "%s: %s", path,
			errno == ESTALE ? "was changed while it was read; nothing in it is replaced" : strerror(errno));
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(fd, bytes, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		size -= (size_t)written;
	}
	return true;
}

/* ASCII in the file's encoding; its length in bytes. */
static size_t encode(enum text_encoding encoding, const char *text, char out[64])
{
	size_t size = 0;
	for (; *text; text++) {
		if (encoding == TEXT_UTF16BE)
			out[size++] = '\0';
		out[size++] = *text;
		if (encoding == TEXT_UTF16LE)
			out[size++] = '\0';
	}
	return size;
}

/* Copies the bytes from the reading place up to `to`, or to the end. */
static bool copy_to(int from, int into, uint64_t *at, uint64_t to)
{
	char chunk[CHUNK];
	while (*at < to) {
		size_t wanted = to - *at < CHUNK ? (size_t)(to - *at) : CHUNK;
		ssize_t got = read(from, chunk, wanted);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || (got == 0 && to != UINT64_MAX)) {
			errno = got == 0 ? ESTALE : errno;
			return false;
		}
		if (got == 0)
			return true;
		if (!write_all(into, chunk, (size_t)got))
			return false;
		*at += (uint64_t)got;
	}
	return true;
}

/* Passes over what is written there, if it still is. */
static bool skip_written(int from, uint64_t *at, const char *written, size_t size)
{
	char found[64];
	size_t have = 0;
	while (have < size) {
		ssize_t got = read(from, found + have, size - have);
		if (got <= 0)
			return false;
		have += (size_t)got;
	}
	*at += size;
	errno = ESTALE;
	return memcmp(found, written, size) == 0;
}

static bool write_fixed(int from, int into, enum text_encoding encoding, const struct text_fixes *fixes)
{
	uint64_t at = 0;
	for (size_t i = 0; i < fixes->count; i++) {
		char written[64], put[64];
		size_t written_size = encode(encoding, fixes->at[i].written, written);
		size_t put_size = encode(encoding, fixes->at[i].put, put);
		if (!copy_to(from, into, &at, fixes->at[i].place) || !skip_written(from, &at, written, written_size) ||
		    !write_all(into, put, put_size))
			return false;
	}
	return copy_to(from, into, &at, UINT64_MAX);
}

/* Gives the open file, whatever the path means by now, a second name that no file has yet. */
static bool keep_backup(int from, const char *path, struct icd_error *err)
{
	char backup[PATH_MAX + 16], opened[32];
	snprintf(opened, sizeof opened, "/proc/self/fd/%d", from);
	for (int i = 1; i < BACKUPS_MAX; i++) {
		snprintf(backup, sizeof backup, i == 1 ? "%s.bak" : "%s.bak%d", path, i);
		if (linkat(AT_FDCWD, opened, AT_FDCWD, backup, AT_SYMLINK_FOLLOW) == 0 ||
		    (errno == ENOENT && link(path, backup) == 0))
			return true;
		if (errno != EEXIST)
			return failed(backup, err);
	}
	return icd_fail(err, "%s: has too many backups (.bak)", path);
}

/* Only root can give a file away, and not everyone its group: another group gets no more than all others have. */
static bool same_owner_and_mode(int into, const struct stat *status)
{
	mode_t mode = status->st_mode & 07777;
	if (fchown(into, status->st_uid, status->st_gid) != 0) {
		mode &= 01777;
		if (fchown(into, (uid_t)-1, status->st_gid) != 0)
			mode &= ~(mode_t)070 | (mode & 07) << 3;
	}
	return fchmod(into, mode) == 0;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Is the file what it was when it was read? Its second name changes the time of its state alone. */
static bool is_unchanged(const struct stat *now, const struct stat *read)
{
	errno = ESTALE;
	return now->st_dev == read->st_dev && now->st_ino == read->st_ino && now->st_size == read->st_size &&
	       same_time(&now->st_mtim, &read->st_mtim);
}

static bool fix_into(int from, int into, const char *path, const char *aside, const struct stat *read,
		     enum text_encoding encoding, const struct text_fixes *fixes, struct icd_error *err)
{
	struct stat status, named;
	if (fstat(from, &status) != 0 || !is_unchanged(&status, read) || !write_fixed(from, into, encoding, fixes) ||
	    !same_owner_and_mode(into, &status) || fsync(into) != 0)
		return failed(path, err);
	/* Once more, now that all of it was copied. */
	if (fstat(from, &status) != 0 || !is_unchanged(&status, read) || lstat(path, &named) != 0 ||
	    !is_unchanged(&named, read))
		return failed(path, err);
	return keep_backup(from, path, err) && (rename(aside, path) == 0 || failed(path, err));
}

bool text_fix_file(const char *name, const struct stat *read, enum text_encoding encoding,
		   const struct text_fixes *fixes, struct icd_error *err)
{
	char path[PATH_MAX], aside[PATH_MAX + 16];
	/* A link stays one: the file it leads to is changed. */
	if (!realpath(name, path))
		return failed(name, err);
	snprintf(aside, sizeof aside, "%s.XXXXXX", path);
	int from = open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return failed(name, err);
	int into = mkostemp(aside, O_CLOEXEC);
	bool ok = into >= 0 ? fix_into(from, into, path, aside, read, encoding, fixes, err) : failed(aside, err);
	if (into >= 0) {
		close(into);
		if (!ok)
			unlink(aside);
	}
	close(from);
	return ok;
}
