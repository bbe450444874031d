/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder.h"

#include "common/common.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A folder that the walk is in, and the one above it. */
struct entered {
	dev_t device;
	ino_t inode;
	const struct entered *above;
};

struct walk {
	struct icd_pool *pool;
	const struct folder_visitor *visitor;
};

static bool walk_folder(const struct walk *w, const char *path, const struct stat *st, const struct entered *above);

static bool is_in(const struct stat *st, const struct entered *above)
{
	for (; above; above = above->above) {
		if (above->device == st->st_dev && above->inode == st->st_ino)
			return true;
	}
	return false;
}

static bool visit_entry(const struct walk *w, const char *path, const struct entered *above)
{
	const struct folder_visitor *visitor = w->visitor;
	struct stat st;
	if (stat(path, &st) != 0)
		return visitor->trouble(visitor->context, path,
					errno == ENOENT ? "a link to what is not there" : strerror(errno));
	if (S_ISDIR(st.st_mode))
		return is_in(&st, above) || walk_folder(w, path, &st, above);
	return !S_ISREG(st.st_mode) || visitor->file(visitor->context, path);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool walk_folder(const struct walk *w, const char *path, const struct stat *st, const struct entered *above)
{
	const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
	struct entered here = {st->st_dev, st->st_ino, above};
	struct dirent **entries;
	int count = scandir(path, &entries, is_visible, by_name);
	bool ok = true;
	if (count < 0)
		return w->visitor->trouble(w->visitor->context, path, strerror(errno));
	for (int i = 0; i < count; i++) {
		ok = ok && visit_entry(w, need_print(w->pool, "%s%s%s", path, slash, entries[i]->d_name), &here);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

bool folder_walk(struct icd_pool *pool, const char *path, const struct folder_visitor *visitor)
{
	const struct walk w = {pool, visitor};
	struct stat st;
	if (stat(path, &st) != 0)
		return visitor->trouble(visitor->context, path, strerror(errno));
	return walk_folder(&w, path, &st, NULL);
}
