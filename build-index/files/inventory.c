/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inventory.h"

#include "common/common.h"
#include "folder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHUNK   ((size_t)1 << 16)
#define SETTLED 3 /* seconds; the coarsest file systems have times of two */

/* ---- one file ---- */

struct file_stamp file_stamp_of(const struct stat *st)
{
	return (struct file_stamp){st->st_dev, st->st_ino, st->st_size, st->st_mtim, st->st_ctim};
}

static bool same_time(const struct timespec *one, const struct timespec *other)
{
	return one->tv_sec == other->tv_sec && one->tv_nsec == other->tv_nsec;
}

bool file_stamp_same(const struct file_stamp *one, const struct file_stamp *other)
{
	return one->device == other->device && one->inode == other->inode && one->size == other->size &&
	       same_time(&one->modified, &other->modified) && same_time(&one->changed, &other->changed);
}

static bool add_bytes(struct icd_digest *digest, int fd)
{
	static unsigned char chunk[CHUNK];
	ssize_t got;
	while ((got = read(fd, chunk, sizeof chunk)) > 0)
		icd_digest_bytes(digest, chunk, (size_t)got);
	return got == 0;
}

/* `st` says what the file was before it was read. */
static bool digest_file(const char *path, struct icd_digest *digest, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fstat(fd, st) == 0 && add_bytes(digest, fd);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool inventory_digest_file(const char *path, struct icd_digest *digest)
{
	struct stat st;
	return digest_file(path, digest, &st);
}

/* ---- all files ---- */

struct taking {
	struct inventory *inventory;
	struct icd_digest *digest;
};

/* Each with its size and the checksum of its bytes: no two lists of files give the same bytes. */
static bool add_file(void *context, const char *path)
{
	const struct taking *taking = context;
	struct inventory *out = taking->inventory;
	struct icd_digest bytes = icd_digest_start();
	struct stat st;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || !digest_file(path, &bytes, &st))
		return false;
	struct inventory_file *file = one_more(out->files, out->count, out->capacity);
	file->path = path;
	file->stamp = file_stamp_of(&st);
	icd_digest_end(&bytes, file->sha256);
	need_hashed(&out->by_path, icd_hash_text(path), (uint32_t)(out->count - 1));
	icd_digest_bytes(taking->digest, path, strlen(path) + 1);
	icd_digest_bytes(taking->digest, &st.st_size, sizeof st.st_size);
	icd_digest_bytes(taking->digest, file->sha256, sizeof file->sha256);
	return true;
}

static bool is_unreadable(void *context, const char *path, const char *why)
{
	(void)context, (void)path, (void)why;
	return false;
}

/* The folders above a path count, too: one of them may be named by a date. */
static bool add_path(struct taking *taking, const char *path)
{
	const struct folder_visitor visitor = {add_file, is_unreadable, taking};
	struct icd_pool *pool = &taking->inventory->pool;
	struct stat st;
	char *whole = realpath(path, NULL);
	bool ok = whole && stat(path, &st) == 0;
	if (ok)
		icd_digest_bytes(taking->digest, whole, strlen(whole) + 1);
	free(whole);
	return ok && (S_ISDIR(st.st_mode) ? folder_walk(pool, path, &visitor)
					  : add_file(taking, need_text(pool, path, strlen(path))));
}

bool inventory_take(char *const *paths, size_t count, struct icd_digest *digest, struct inventory *out)
{
	struct taking taking = {out, digest};
	bool ok = true;
	*out = (struct inventory){.taken = time(NULL)};
	for (size_t i = 0; ok && i < count; i++)
		ok = add_path(&taking, paths[i]);
	return ok;
}

static bool same_path(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct inventory *)context)->files[item].path, key) == 0;
}

bool inventory_settled(const struct inventory *inventory, const struct file_stamp *stamp)
{
	time_t last = inventory->taken - SETTLED;
	return stamp->modified.tv_sec < last && stamp->changed.tv_sec < last;
}

const char *inventory_sha256(const struct inventory *inventory, const char *path, const struct file_stamp *now)
{
	uint32_t item = inventory ? icd_hash_find(&inventory->by_path, icd_hash_text(path), same_path, inventory, path)
				  : ICD_HASH_NONE;
	if (item == ICD_HASH_NONE || !file_stamp_same(&inventory->files[item].stamp, now))
		return NULL;
	return inventory->files[item].sha256;
}

void inventory_free(struct inventory *inventory)
{
	free(inventory->files);
	icd_hash_free(&inventory->by_path);
	icd_pool_free(&inventory->pool);
	*inventory = (struct inventory){.count = 0};
}
