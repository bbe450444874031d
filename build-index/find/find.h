/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding release files: loose, in folders, in zips as published; what each is (by its
 * content) and which release it belongs to. Builder only.
 */
#ifndef ICD_BUILD_FIND_FIND_H
#define ICD_BUILD_FIND_FIND_H

#include "cache/cache.h"
#include "base/base.h"
#include "common/common.h"
#include "common/report.h"
#include "files/inventory.h"
#include "store/write.h"
#include "looks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct container; /* the loose file or the zip */

struct source {
	struct container *container;
	const char *path;    /* of the loose file or the zip */
	int64_t member;      /* its place in the zip, ARCHIVE_ITSELF for a loose file */
	const char *display; /* for messages: "a.zip: folder/b.txt" */
	const char *name;    /* base name */
	enum icd_file_kind kind;
	icd_date date;
	bool inferred;      /* date taken from names */
	bool year_only;     /* and these say no more than a year */
	bool done;          /* nothing more is asked of it */
	bool unclear;       /* names do not agree, or can be read in two ways; then there is no date */
	icd_date published; /* the known date of the zip or workbook by its checksum; 0 when none or not asked */
	struct pdf_desk *desk;
	struct pdf_job *job;       /* of a PDF: the reading of its words, which goes on beside the rest; or NULL */
	struct look *look;         /* what it was found to be: its size and checksum, when they are known */
	const struct cache *cache; /* where what is made of it may be, and is kept; may be NULL */
	const char *program;       /* SHA-256 of the builder, by which it was made */
	const char *looked_by;     /* the same of the builder and what reads PDFs for it */
};

struct sources {
	struct source *at; /* by date, kind and name */
	size_t count, capacity;
	struct pdf_desk *desk; /* where PDFs are read */
	const struct cache *cache;
	char program[ICD_DIGEST_SIZE];   /* the builder */
	char looked_by[ICD_DIGEST_SIZE]; /* the builder and what reads PDFs for it */
	size_t documents_left;           /* PDFs that were not looked at for want of poppler-utils */
	bool documents_failed;           /* there are PDFs that could not be read this time */
};

struct find_options {
	icd_date effective;        /* that the user gave; 0: none */
	struct left_out *left_out; /* where broken files are put, and what is passed over as one; NULL: a broken file
				      fails */
	const struct cache *cache; /* what was found and said before; may be NULL */
	const struct inventory *inventory; /* checksums of the files, without which nothing that was found is known
					      again; may be NULL */
};

/*
 * Looks through the paths. `effective` is refused when the paths hold more than one release. On failure one sentence;
 * *out is to be freed with sources_free in either case. All texts are the pool's.
 */
bool find_sources(char *const *paths, size_t count, const struct find_options *options, struct icd_pool *pool,
		  struct report *report, struct sources *out, struct icd_error *err);

/* Reads a source whole; in->data is malloc'd. Its look knows its size and checksum then. */
bool source_read(struct source *source, struct input *in, struct icd_error *err);

/* The words of a PDF, for which is waited, once; words->data is malloc'd. */
bool source_words(struct source *source, struct input *words, struct icd_error *err);

/* Nothing more is asked of the source. To be told once of each. */
void source_done(struct source *source);

/* Closes what was not read. */
void sources_free(struct sources *sources);

#endif
