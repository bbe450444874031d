/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an index was made of, kept in the user's cache ($XDG_CACHE_HOME/icd10/) so that the same files are not built
 * again by the same program. A receipt is only ever believed when it has the checksums of the files, the program and
 * the index as they are now; without one, or in doubt, the index is built.
 */
#ifndef ICD_BUILD_RECEIPT_H
#define ICD_BUILD_RECEIPT_H

#include "build.h"
#include "official/official.h"

struct receipt {
	char of[ICD_DIGEST_SIZE]; /* the program, its options and the files; "" when that cannot be told */
	size_t files;
};

/* What a build with these options and paths would be made of. The inventory of the files is to be given back. */
void receipt_take(const struct build_options *options, char *const *paths, size_t count, struct inventory *inventory,
		  struct receipt *receipt);

/* Was the index, as it is, made of just that? */
bool receipt_holds(const struct receipt *receipt, const char *index);

/* Keeps it for the index that was just made. Where it cannot be kept, the next build is made in full. */
void receipt_keep(const struct receipt *receipt, const char *index);

#endif
