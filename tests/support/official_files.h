/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The official files of a release, for the tests of the readers: every file of the
 * folder ICD10_RELEASES/YYYY-MM-DD, those inside zips too. Tests only.
 */
#ifndef ICD_SUPPORT_OFFICIAL_FILES_H
#define ICD_SUPPORT_OFFICIAL_FILES_H

#include "common/common.h"
#include "formats/read_xlsx.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void official_visitor(void *context, const struct input *in);

static inline void official_visit_zip(const struct input *zip_file, official_visitor *visit, void *context)
{
	struct icd_error ignored;
	zip_t *zip = zip_of(zip_file, &ignored);
	for (zip_int64_t i = 0; zip && i < zip_get_num_entries(zip, 0); i++) {
		zip_stat_t stat;
		zip_file_t *file;
		if (zip_stat_index(zip, (zip_uint64_t)i, 0, &stat) != 0 || stat.size == 0 ||
		    !(file = zip_fopen_index(zip, (zip_uint64_t)i, 0)))
			continue;
		char *data = calloc(1, stat.size + 1);
		if (data && zip_fread(file, data, stat.size) == (zip_int64_t)stat.size)
			visit(context, &(struct input){stat.name, data, stat.size});
		free(data);
		zip_fclose(file);
	}
	if (zip)
		zip_discard(zip);
}

static inline bool official_is_workbook(const struct input *in)
{
	struct icd_error ignored;
	struct workbook *book = workbook_open(in, &ignored);
	if (book)
		workbook_close(book);
	return book != NULL;
}

static inline void official_visit_file(const char *path, official_visitor *visit, void *context)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return;
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *data = size > 0 ? calloc(1, (size_t)size + 1) : NULL;
	if (data && fread(data, 1, (size_t)size, file) == (size_t)size) {
		struct input in = {path, data, (size_t)size};
		if (memcmp(data, "PK\3\4", 4) == 0 && !official_is_workbook(&in))
			official_visit_zip(&in, visit, context);
		else
			visit(context, &in);
	}
	free(data);
	fclose(file);
}

/* Calls `visit` with every file of the release; false when the release is not there. */
static inline bool official_visit(const char *date, official_visitor *visit, void *context)
{
	const char *releases = getenv("ICD10_RELEASES");
	char folder[1024], path[2048];
	snprintf(folder, sizeof folder, "%s/%s", releases ? releases : "../shared/releases", date);
	DIR *dir = opendir(folder);
	if (!dir)
		return false;
	for (struct dirent *entry; (entry = readdir(dir));) {
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.')
			official_visit_file(path, visit, context);
	}
	closedir(dir);
	return true;
}

#endif
