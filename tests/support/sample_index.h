/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index made from files of data/sample, in a folder of its own, for the tests of the
 * reader. Tests only; they run from the project's root.
 */
#ifndef ICD_SUPPORT_SAMPLE_INDEX_H
#define ICD_SUPPORT_SAMPLE_INDEX_H

#include "build.h"

#include <stdio.h>
#include <stdlib.h>
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

static inline void sample_index_remove(const struct sample_index *index)
{
	unlink(index->path);
	rmdir(index->folder);
}

#endif
