/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the files of one effective date to one release. Builder only.
 */
#ifndef ICD_BUILD_LOAD_LOAD_H
#define ICD_BUILD_LOAD_LOAD_H

#include "common/report.h"
#include "find/find.h"
#include "read/release.h"

/* Where what is read is put. */
struct load_pools {
	struct icd_pool *release; /* until the release was added to the book: all but */
	struct icd_pool
		*lists; /* until the book has kept it: order and codes files, tabular lists, indexes and tables */
	struct icd_pool *addenda; /* until all releases are there and rebuilt: addenda to lists and indexes */
	struct icd_pool *book;    /* as long as the book: guidelines, edits and mappings */
};

/*
 * Reads the sources (all of one date) into the pools. The same kind twice: equal content, or equal
 * rows, count once; conversion tables that do not contradict each other are joined; anything else is an error naming
 * both. So is a date inferred from names that the content contradicts. On failure out->blamed names the files. `progress` (may be NULL) is told each file before it is read.
 * Sources that are done are passed over. `earlier` is the edition of the guidelines before (NULL: none).
 */
bool load_release(struct source *sources, size_t count, const struct guidelines *earlier,
		  const struct load_pools *pools, struct report *report, void (*progress)(const char *name),
		  struct release *out, struct icd_error *err);

/*
 * Reads each source that was not read yet by itself and leaves out those that are broken, so that the next attempt does
 * not find them one after the other. PDFs, which are read by another program, are left alone.
 */
void leave_out_broken(struct sources *sources, struct left_out *left_out);

/* The file of the release of this kind, the first one read; NULL when there is none. */
const struct release_file *release_file(const struct release *release, enum icd_file_kind kind);

#endif
