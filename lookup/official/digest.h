/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SHA-256 of bytes, and of what a tabular list says: the builder digests a list as
 * read, `verify` digests it as the index gives it back. White space between elements
 * does not count; everything else does.
 */
#ifndef ICD_OFFICIAL_DIGEST_H
#define ICD_OFFICIAL_DIGEST_H

#include "store/store.h"
#include "sink.h"

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>

#define ICD_DIGEST_SIZE 65 /* 64 hexadecimal digits and a NUL */

struct icd_digest { /* owns nothing */
	struct sha256_ctx context;
};

struct icd_digest icd_digest_start(void);
void icd_digest_bytes(struct icd_digest *digest, const void *bytes, size_t size);
/* The same, for a sink whose context is the digest. */
void icd_digest_put(void *digest, const void *bytes, size_t size);
/* The digest of these bytes alone. */
void icd_digest_of(const void *bytes, size_t size, char out[ICD_DIGEST_SIZE]);
/* The XML before the first chapter. */
void icd_digest_front(struct icd_digest *digest, const char *front);
/* A place in document order; `depth` is 0 for chapters, 1 for sections, 2 and more for diags. */
void icd_digest_place(struct icd_digest *digest, enum icd_place_kind kind, unsigned depth, const char *name,
		      const char *title, bool placeholder);
/* The entries of the place digested last, in document order, before those of its first child. */
void icd_digest_entry(struct icd_digest *digest, enum icd_entry_kind kind, unsigned flags, const char *character,
		      const char *text);
/* What the two above take, to any sink. */
void icd_said_place(const struct icd_sink *sink, enum icd_place_kind kind, unsigned depth, const char *name,
		    const char *title, bool placeholder);
void icd_said_entry(const struct icd_sink *sink, enum icd_entry_kind kind, unsigned flags, const char *character,
		    const char *text);
/* Where the depth stands in what is said of a place: one byte. */
#define ICD_SAID_DEPTH 2
/* A section of the official guidelines, in the order of the document. */
void icd_digest_guideline(struct icd_digest *digest, const char *number, const char *title, const char *text);
/* Writes the digest; nothing more may be added. */
void icd_digest_end(struct icd_digest *digest, char out[ICD_DIGEST_SIZE]);

#endif
