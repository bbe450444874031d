/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index made from files of data/sample, in a folder of its own, for the tests of the
 * reader. Tests only; they run from the project's root.
 */
#ifndef ICD_SUPPORT_SAMPLE_INDEX_H
#define ICD_SUPPORT_SAMPLE_INDEX_H

#include "build.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct sample_index {
	char folder[64];
	char path[96];
};

/* False, having said why, when it cannot be made. */
static inline bool sample_index_make(struct sample_index *index, const char *const *paths, size_t count)
{
	const char *base = getenv("TMPDIR");
	struct build_told told = {0};
	struct icd_error err = {.text = ""};
	snprintf(index->folder, sizeof index->folder, "%.40s/icd10-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(index->folder)) {
		perror(index->folder);
		return false;
	}
	snprintf(index->path, sizeof index->path, "%s/index.mdb", index->folder);
	bool ok = build_index(&(struct build_options){.output = index->path}, (char *const *)paths, count, &told, &err);
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	build_told_free(&told);
	return ok;
}

/* The same, opened. */
static inline bool index_open(struct sample_index *index, const char *const *paths, size_t count,
			      struct icd_store **store)
{
	struct icd_error err;
	return sample_index_make(index, paths, count) && icd_store_open(index->path, store, &err);
}

/* The whole sample, opened. */
static inline bool sample_index_open(struct sample_index *index, struct icd_store **store)
{
	static const char *const paths[] = {"data/sample"};
	return index_open(index, paths, 1, store);
}

/* All official releases, opened; *store stays as it is where there are none. */
static inline bool official_index_open(struct sample_index *index, struct icd_store **store)
{
	const char *releases = getenv("ICD10_RELEASES");
	struct stat st;
	if (!releases)
		releases = "../shared/releases";
	return stat(releases, &st) != 0 || index_open(index, &releases, 1, store);
}

static inline void sample_index_remove(const struct sample_index *index)
{
	unlink(index->path);
	rmdir(index->folder);
}

#endif
