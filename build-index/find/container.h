/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loose file or a zip, and what was found in it. For find.c and source.c. */
#ifndef ICD_BUILD_FIND_CONTAINER_H
#define ICD_BUILD_FIND_CONTAINER_H

#include "files/archive.h"
#include "find.h"
#include "looks.h"
#include "name_date.h"

/* A file that is being looked at, of which as much was read as tells what it is. */
struct member {
	int64_t number; /* in the zip; ARCHIVE_ITSELF: a file on disk */
	const char *inner, *display;
	struct input in; /* without data when what it is was known before */
	bool whole, zipped;
	char sha256[ICD_DIGEST_SIZE]; /* "" when it was not needed yet */
	struct pdf_job *job;          /* of a document that is being read */
};

/* A loose file or a zip. */
struct container {
	struct archive archive;
	char sha256[ICD_DIGEST_SIZE]; /* "" when it was not asked for yet */
	struct looks looks;           /* what is in it */
	char key[ICD_DIGEST_SIZE];    /* of the looks in the cache; "" when they are not to be kept */
	bool recalled;                /* they were in the cache */
	bool inventoried;             /* the checksum is the inventory's, and the stamp vouches for the bytes */
	bool news;                    /* they say what the cache has not got */
	size_t unread;                /* release files in it that were not read yet */
	icd_date folder, published;
	bool asked;            /* published was looked up */
	struct name_date says; /* its name, and those around it */
	icd_date beside;       /* the day that names of files in it speak of */
	bool beside_many;      /* they speak of more than one */
	unsigned depth;        /* of zips around it */
	struct member next;    /* of a zip: the next document in it, which is read beside the one that is looked at */
};

/* Gives back what it holds open, and keeps what was found out about it. When the last file in it was read, or there is
 * none. */
void container_let_go(const struct cache *cache, struct container *container);

#endif
