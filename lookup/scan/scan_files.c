/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include <fnmatch.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

bool scan_is_wanted_name(const char *name)
{
	static const char *const passed_over[] = {".", "..", ".git", ".hg", ".svn", "CVS", NULL};
	for (const char *const *other = passed_over; *other; other++) {
		if (strcmp(name, *other) == 0)
			return false;
	}
	return true;
}

bool scan_is_excluded(const struct scan_options *options, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	for (size_t i = 0; i < options->exclude_count; i++) {
		const char *pattern = options->excludes[i];
		if (fnmatch(pattern, name, 0) == 0 || fnmatch(pattern, path, 0) == 0)
			return true;
	}
	return false;
}

uint64_t scan_size(const struct scan_options *options, const char *path, const volatile bool *stop)
{
	char *const paths[] = {(char *)path, NULL};
	FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	uint64_t total = 0;
	for (FTSENT *entry; walk && !*stop && (entry = fts_read(walk)) != NULL;) {
		bool named = entry->fts_level == FTS_ROOTLEVEL;
		if (!named && (!scan_is_wanted_name(entry->fts_name) || scan_is_excluded(options, entry->fts_path)))
			fts_set(walk, entry, FTS_SKIP);
		else if (entry->fts_info == FTS_F && S_ISREG(entry->fts_statp->st_mode))
			total += (uint64_t)entry->fts_statp->st_size;
	}
	if (walk)
		fts_close(walk);
	return total;
}
