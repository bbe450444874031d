/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What exports are written from; for the files of this room that write or verify them only.
 *
 * A code says the same in many releases. What it says in a form is made once and kept with the members of the
 * sequence for which it is that, so that all releases after each other are written without a look at its record.
 */
#ifndef ICD_OFFICIAL_EXPORT_WORK_H
#define ICD_OFFICIAL_EXPORT_WORK_H

#include "export.h"

/* Members of a sequence, from one to the one before `end`, in which something is the same; all 0: none. */
struct stretch {
	uint16_t from, end;
};

static inline bool stretch_has(struct stretch stretch, uint16_t member)
{
	return stretch.from <= member && member < stretch.end;
}

/* Ends the stretch where the span begins or has ended. */
static inline void stretch_cut(struct stretch *stretch, struct icd_span span)
{
	if (span.first > stretch->from && span.first < stretch->end)
		stretch->end = span.first;
	if (span.last >= stretch->from && span.last + 1 < stretch->end)
		stretch->end = (uint16_t)(span.last + 1);
}

static inline void stretch_cut_texts(struct stretch *stretch, const struct icd_texts *texts)
{
	for (uint32_t i = 0; i < texts->count; i++)
		stretch_cut(stretch, texts->at[i].span);
}

/* A code as a row of an order file, without number and line end. */
struct row {
	struct stretch sets;
	uint32_t length;
	const char *text; /* NULL: it is in none of these code sets */
};

/* A code in a tabular list. */
struct diag {
	struct stretch lists; /* in which it does or does not stand there */
	bool stands;
	uint32_t last; /* the last ordinal below it */
};

/* What the digest of a tabular list takes of a code with its entries, with depth 0. */
struct said {
	struct stretch lists, sets; /* titles come from the code sets */
	uint32_t size;
	unsigned char *bytes;
};

struct icd_export {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool pool;
	/* By ordinal: */
	struct icd_code_record *codes;
	struct row *rows;   /* NULL until a table is asked for */
	struct diag *diags; /* NULL until a tabular list is asked for */
	struct said *said;  /* NULL until a digest is asked for */
	uint32_t code_count;
	struct icd_buffer work;
	struct ordered { /* the rows of one code set in the order of its files */
		struct icd_pool pool;
		uint16_t set;
		uint32_t *order, count; /* NULL: of none yet */
	} ordered;
};

/* Without its codes, which the caller adds. */
bool icd_export_start(struct icd_store *store, struct icd_export **out, struct icd_error *err);
/* Reads the record of a code and adds it; NULL when it is no record of one, or of one that is there. */
struct icd_code_record *icd_export_read(struct icd_export *export, struct icd_bytes key, struct icd_reader *in);

/* What an official file of that date holds beside the facts. */
bool icd_export_record(struct icd_export *export, struct icd_pool *pool, const char *what, icd_date date,
		       struct icd_export_record *record, struct icd_error *err);
/* The ordinals that hold, in tabular order but for the moves, and how many they are; NULL on failure. */
uint32_t *icd_export_order(const struct icd_export *export, struct icd_pool *pool, const bool *holds,
			   const struct icd_moves *moves, uint32_t *count, struct icd_error *err);

#endif
