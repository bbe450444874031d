/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The book of the releases that an earlier build read too, so that a build goes on from there: what a release more costs
 * is that release. Builder only.
 *
 * Kept in the user's cache (cache/) is what the first releases made: the book, the lines of the report and what is known
 * about the releases. It is found again when the same builder is given the same files for them, called the same, whatever
 * comes after them. Their indexes and tables are kept beside it. What is in neither is read by the builder as ever: edits,
 * mappings and guidelines, which other rooms keep (resume_reads).
 */
#ifndef ICD_BUILD_RESUME_RESUME_H
#define ICD_BUILD_RESUME_RESUME_H

#include "cache/cache.h"
#include "find/find.h"
#include "merge/book.h"
#include "reindex/reindex.h"

/* One release, as far as its book is made of it. */
struct resume_release {
	const struct source *sources; /* all of one date */
	size_t count;
	bool published; /* it has a tabular list: what the releases up to it say does not depend on what comes after it */
};

struct resume {
	const struct cache *books; /* NULL: nothing is kept */
	const char *looked_by;     /* SHA-256 of the builder and what reads PDFs for it */
	const struct resume_release *releases;
	uint16_t count;
	char *held[2];  /* what was taken, as bytes that the book is of; freed with resume_free */
	uint16_t taken; /* releases of the book that was taken; 0: none */
	uint16_t kept;  /* of that whose indexes are to be kept; 0: none */
};

/*
 * Fills a book that was started with what the cache has of the first releases, as many as it can, and adds the lines
 * that they gave to the report. Returns how many releases that are, up to a published one; 0: none, and nothing was done.
 */
uint16_t resume_take(struct resume *resume, struct book *book, struct report *report);

/*
 * Keeps the book once it has so many releases, and the lines of the report from `first` on. A build that needs to add no
 * more than one release to what is kept already keeps nothing: reading one again is not dearer.
 */
void resume_keep(struct resume *resume, uint16_t releases, struct book *book, const struct report *report,
		 size_t first);

/* The last release after which the book can be kept, as a number of releases; 0 when there is none. */
uint16_t resume_end(const struct resume *resume);

/* Frees what the book was taken from, once that is freed. */
void resume_free(struct resume *resume);

/* Is a source of the kind to be read also where the book is there already? */
bool resume_reads(enum icd_file_kind kind);

/*
 * The indexes and tables of the releases that the book has, but for the last of them, whose own may change with what the
 * release after it tells; with their digests, into the book. `issues` were started and have nothing yet, and hold how many
 * releases are settled so.
 */
void resume_take_indexes(struct resume *resume, struct book *book, struct index_issues *issues);
/* Keeps them, once all records are made, where the book was kept or those beside it could not be taken. */
void resume_keep_indexes(const struct resume *resume, const struct book *book, const struct index_issues *issues);

#endif
