/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inventory.h"

#include "folder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)1 << 16)

struct inventory {
	struct icd_digest *digest;
	size_t files;
};

static bool add_bytes(struct icd_digest *digest, int fd)
{
	static unsigned char chunk[CHUNK];
	ssize_t got;
	while ((got = read(fd, chunk, sizeof chunk)) > 0)
		icd_digest_bytes(digest, chunk, (size_t)got);
	return got == 0;
}

bool inventory_digest_file(const char *path, struct icd_digest *digest)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && add_bytes(digest, fd);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* The size parts the bytes of one file from the name of the next. */
static bool add_file(void *context, const char *path)
{
	struct inventory *inventory = context;
	struct stat st;
	inventory->files++;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	icd_digest_bytes(inventory->digest, path, strlen(path) + 1);
	icd_digest_bytes(inventory->digest, &st.st_size, sizeof st.st_size);
	return inventory_digest_file(path, inventory->digest);
}

static bool is_unreadable(void *context, const char *path, const char *why)
{
	(void)context, (void)path, (void)why;
	return false;
}

/* The folders above a path count, too: one of them may be named by a date. */
static bool add_path(struct inventory *inventory, struct icd_pool *pool, const char *path)
{
	const struct folder_visitor visitor = {add_file, is_unreadable, inventory};
	struct stat st;
	char *whole = realpath(path, NULL);
	bool ok = whole && stat(path, &st) == 0;
	if (ok)
		icd_digest_bytes(inventory->digest, whole, strlen(whole) + 1);
	free(whole);
	return ok && (S_ISDIR(st.st_mode) ? folder_walk(pool, path, &visitor) : add_file(inventory, path));
}

bool inventory_digest(char *const *paths, size_t count, struct icd_pool *pool, struct icd_digest *digest, size_t *files)
{
	struct inventory inventory = {.digest = digest};
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++)
		ok = add_path(&inventory, pool, paths[i]);
	*files = inventory.files;
	return ok;
}
