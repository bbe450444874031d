/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole way from paths to a published index. Builder only.
 */
#ifndef ICD_BUILD_BUILD_H
#define ICD_BUILD_BUILD_H

#include "base/base.h"
#include "common/common.h"
#include "common/report.h"
#include "files/inventory.h"

#include <stdbool.h>
#include <stddef.h>

struct build_options {
	const char *output;                /* the index file */
	const char *option;                /* "-i INDEX " when look-ups do not find it by themselves, else "" */
	icd_date effective;                /* 0: from folders, checksums and names */
	bool progress;                     /* a line on stderr that says what is being read */
	bool keep_going;                   /* broken files are left out instead of refused */
	bool no_cache;                     /* nothing kept by builds before is used, nothing is kept */
	bool verbose;                      /* the summary counts nothing that it could tell */
	const struct inventory *inventory; /* the files there are, with their checksums; may be NULL */
};

struct build_told {
	struct report summary, details;
	struct left_out left_out; /* files, also when the build failed in the end */
	bool passing;             /* another time, more may be made of the same files: some could not be read */
};

void build_told_free(struct build_told *told);

/* Builds and publishes; what there is to say is in `told`, which is to be freed in either case, the failure in err. */
bool build_index(const struct build_options *options, char *const *paths, size_t count, struct build_told *told,
		 struct icd_error *err);

#endif
