/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What files were found to be when they were looked at, kept from one build to the next, so that a zip whose files were
 * all read before is not unpacked again. For find.c.
 *
 * What a file is follows from its bytes, its name, the builder and the programs that read PDFs: the key is made of
 * these, and what is kept is believed as all else in the cache is. Nothing is kept of a file or zip that was not
 * looked at to its end.
 */
#ifndef ICD_BUILD_FIND_LOOKS_H
#define ICD_BUILD_FIND_LOOKS_H

#include "base/base.h"
#include "cache/cache.h"
#include "memory/memory.h"
#include "official/official.h"
#include "store/write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum look_says {
	LOOK_NOTHING,   /* nothing to the builder */
	LOOK_LIKE_OURS, /* not understood, and looks like a file of a release */
	LOOK_EXPORT,    /* an export of a list that was rebuilt */
	LOOK_ZIP,
	LOOK_RELEASE, /* a file of a release */
	LOOK_ENDS
};

struct look {
	const char *inner; /* its path in the zip; "" of a file on disk */
	enum look_says says;
	enum icd_file_kind kind;
	bool is_pdf;
	icd_date said;                /* the day that its content names; 0: none */
	uint64_t size;                /* bytes, where the checksum is known */
	char sha256[ICD_DIGEST_SIZE]; /* of what was read whole or is known to the inventory; else "" */
};

struct looks {
	struct look *at; /* of a zip: of each file in it, folders too, in its order; else of the file itself */
	size_t count;
	bool zipped; /* the file is a zip or a workbook */
	bool of_zip; /* it is a zip whose files these are */
};

/* The key of what is kept of a file on disk or a zip. `by` is what has looked at it, `name` stands at the end of its
 * path. */
void looks_key(const char *by, const char *name, const char *sha256, char key[ICD_DIGEST_SIZE]);

/* False when nothing is kept, or nothing that can be believed. All is the pool's. */
bool looks_recall(const struct cache *cache, const char *key, struct icd_pool *pool, struct looks *out);

void looks_keep(const struct cache *cache, const char *key, const struct looks *looks);

#endif
