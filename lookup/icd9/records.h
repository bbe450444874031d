/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records of the general equivalence mappings (GEM) between ICD-9-CM and ICD-10-CM: CMS and NCHS, Diagnosis Code Set
 * General Equivalence Mappings. Written by the builder, read by icd9.c and verify.
 *
 * Each mapping stands twice, by its sources and by its targets: table GEM, key icd_gem_key(). Spans are of the sequence
 * `gems` of icd_about for that mapping.
 */
#ifndef ICD_ICD9_RECORDS_H
#define ICD_ICD9_RECORDS_H

#include "icd9_code.h"
#include "store/store.h"

/* The row of a mapping, as seen from one of its two codes. */
struct icd_gem_row {
	const char *code; /* the other one, stored spelling; "": the mapping says that there is none (NoDx) */
	bool approximate, combination;
	bool small;               /* in the file, the target has small letters */
	uint8_t scenario, choice; /* of a combination: which of several, and in it the choice list; else 0 */
	struct icd_span span;
};

struct icd_gem_entry {
	const char *code; /* stored spelling */
	uint32_t count;
	struct icd_gem_row *at; /* by code, then flags, then span */
};

/* All codes that begin with the same three characters. */
struct icd_gem_block {
	uint32_t count;
	struct icd_gem_entry *at; /* by code */
};

/* By code, then flags; 0 for rows that are written the same. */
int icd_gem_row_compare(const struct icd_gem_row *a, const struct icd_gem_row *b);

/* A row as the files have it, without line end: "7242  M545    00000". Returns its length. */
#define ICD_GEM_ROW  24
#define ICD_GEM_NONE "NoDx"
int icd_gem_row_write(enum icd_gem gem, const char *source, const struct icd_gem_row *row, char out[ICD_GEM_ROW]);

/* Where the rows of a mapping stand by its sources, or by its targets, that begin as the code does. */
struct icd_key icd_gem_key(enum icd_gem gem, bool by_target, const char *code);

void icd_put_gem_block(struct icd_buffer *out, const struct icd_gem_block *record);
/* False when the bytes are no such record or memory ran out. */
bool icd_get_gem_block(struct icd_reader *in, struct icd_pool *pool, struct icd_gem_block *record);

#endif
