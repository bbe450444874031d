/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dates.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

icd_date folder_date(const char *path)
{
	size_t end = strlen(path);
	while (end > 0) {
		size_t start = end;
		while (start > 0 && path[start - 1] != '/')
			start--;
		char name[ICD_DATE_SIZE];
		icd_date date;
		bool is_name = path[end] != '\0';
		if (is_name && end - start == 10) {
			memcpy(name, path + start, 10);
			name[10] = '\0';
			if (name[4] == '-' && icd_date_parse(name, &date))
				return date;
		}
		end = start > 0 ? start - 1 : 0;
	}
	return 0;
}

icd_date path_date(const char *path)
{
	char *whole = realpath(path, NULL), *folder = getcwd(NULL, 0);
	char named[2 * PATH_MAX];
	snprintf(named, sizeof named, "%s/%s", path[0] == '/' || !folder ? "" : folder, path);
	icd_date date = strstr(named, "..") ? 0 : folder_date(named);
	if (!date)
		date = folder_date(whole ? whole : path);
	free(whole);
	free(folder);
	return date;
}

/* Joins what the folders of the path say, the nearest first; of `only_days`, those that name a day. */
static void join_folders(struct name_date *says, const char *path, bool only_days)
{
	char rest[PATH_MAX];
	snprintf(rest, sizeof rest, "%s", path);
	for (char *slash; (slash = strrchr(rest, '/')) != NULL;) {
		*slash = '\0';
		struct name_date more = name_date_of(base_name(rest));
		if (!only_days || more.impossible || (more.date && !more.unclear))
			name_date_join(says, &more);
	}
}

struct name_date path_names(const char *path)
{
	struct name_date says = name_date_of(base_name(path));
	join_folders(&says, path, true);
	return says;
}

struct name_date inner_names(const char *path)
{
	struct name_date says = name_date_of(base_name(path));
	join_folders(&says, path, false);
	return says;
}

bool name_contradicts(const char *path, const char *inner, icd_date date)
{
	struct name_date says = name_date_of(base_name(path));
	if (inner) {
		struct name_date more = name_date_of(base_name(inner));
		name_date_join(&says, &more);
	}
	if (says.unclear)
		return false;
	return says.date ? says.date != date : says.fiscal_year && says.fiscal_year != icd_date_fiscal_year(date);
}
