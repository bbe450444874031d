/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files in a folder and the folders in it. Builder only. */
#ifndef ICD_BUILD_FILES_FOLDER_H
#define ICD_BUILD_FILES_FOLDER_H

#include "memory/memory.h"

#include <stdbool.h>

struct folder_visitor {
	/* Called for each file, in the order of names; false ends the walk. Paths are in the pool. */
	bool (*file)(void *context, const char *path);
	/* Called for what cannot be read, with a few words that say why; false ends the walk. */
	bool (*trouble)(void *context, const char *path, const char *why);
	void *context;
};

/*
 * Links are followed, but not into a folder that the walk is in already; names that begin with a dot are passed over.
 * False when a call returned false. A folder that could be listed only in part is a trouble: no file is left out in
 * silence.
 */
bool folder_walk(struct icd_pool *pool, const char *path, const struct folder_visitor *visitor);

#endif
