/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What exports are written from; for the files of this room that write or verify them only.
 *
 * A code says the same in many releases. While its record is at hand, what it says in a form is made for each run of
 * members of the sequence in which it is the same; then all releases are written without a look at its record.
 */
#ifndef ICD_OFFICIAL_EXPORT_WORK_H
#define ICD_OFFICIAL_EXPORT_WORK_H

#include "export.h"

/* A code in a run of code sets: its row of an order file without number and line end. */
struct row {
	uint16_t end; /* the first code set after these */
	uint32_t length;
	const char *text; /* NULL: it is in none of them */
};

/* Where the columns of a row begin behind its number: the code, whether it is billable, the titles; and how long its
 * end is. */
enum { ROW_BILLABLE = 8, ROW_SHORT = 10, ROW_SHORT_WIDTH = 60, ROW_LONG = 71, ROW_END = 2 };

/* A code in a run of tabular lists. */
struct diag {
	uint16_t end; /* the first list after these */
	bool stands;
	uint32_t size;
	unsigned char *said; /* what a digest takes of it and its entries, at depth 0 (digest.h); NULL: not asked for */
	const char *section; /* the key of the section that it stands in as a category, NULL: none */
};

/* What is made of records of codes. */
enum form {
	FORM_ROWS = 1,
	FORM_DIAGS = 2,
	FORM_SAID = 4, /* and what is said of diags */
	FORM_RECORDS = 8,
};

struct icd_export {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool pool;
	unsigned forms; /* that are made: enum form */
	/* By ordinal: */
	char (*codes)[ICD_CODE_SIZE]; /* "": not read */
	uint32_t *last;               /* the last ordinal below it */
	struct row **rows;            /* by code set, ascending */
	struct diag **diags;          /* by list, ascending; NULL: it is in none */
	struct icd_code_record *records;
	/* Each kind in memory of its own: a walk over all codes reads it in order. */
	struct icd_pool row_pool, row_texts, diag_pool, diag_texts;
	uint32_t code_count;     /* of those that were read */
	uint16_t *set_of_list;   /* the code set whose titles a list goes by where it has none of its own */
	struct icd_pool reading; /* of the record in hand */
	struct icd_buffer work;
	struct ordered { /* the rows of one code set in the order of its files */
		struct icd_pool pool;
		uint16_t set;
		const struct row **rows; /* NULL: of none yet */
		uint32_t count;
	} ordered;
};

static inline const struct row *row_in(const struct row *rows, uint16_t set)
{
	while (rows->end <= set)
		rows++;
	return rows;
}

static inline const struct diag *diag_in(const struct diag *diags, uint16_t list)
{
	while (diags->end <= list)
		diags++;
	return diags;
}

/* Ends what begins with member `from`, and has ended before `end` so far, where the span begins or has ended. */
static inline void cut_at(uint16_t from, uint16_t *end, struct icd_span span)
{
	if (span.first > from && span.first < *end)
		*end = span.first;
	if (span.last >= from && span.last + 1 < *end)
		*end = (uint16_t)(span.last + 1);
}

static inline void cut_at_texts(uint16_t from, uint16_t *end, const struct icd_texts *texts)
{
	for (uint32_t i = 0; i < texts->count; i++)
		cut_at(from, end, texts->at[i].span);
}

/* Makes ready to read all codes for these forms. False when memory runs out. */
bool icd_export_begin(struct icd_export *export, unsigned forms);
/* Reads the record of a code; NULL when it is no record of one, or of one that was read. It stays until the next. */
const struct icd_code_record *icd_export_read(struct icd_export *export, struct icd_bytes key, struct icd_reader *in);
/* Makes the forms of a record that was read and fits the sequences. False when memory runs out. */
bool icd_export_add(struct icd_export *export, const struct icd_code_record *record);
/* Has memory run out? */
bool icd_export_failed(const struct icd_export *export);
/* Reads all codes, where that was not done for these forms. */
bool icd_export_need(struct icd_export *export, unsigned forms, struct icd_error *err);
/* The title of a diag that the code has in the list. */
const char *icd_export_title(const struct icd_export *export, const struct icd_code_record *record, uint16_t list);

/* What an official file of that date holds beside the facts. */
bool icd_export_record(struct icd_export *export, struct icd_pool *pool, const char *what, icd_date date,
		       struct icd_export_record *record, struct icd_error *err);
/* The ordinals that hold, in tabular order but for the moves, and how many they are; NULL on failure. */
uint32_t *icd_export_order(const struct icd_export *export, struct icd_pool *pool, const bool *holds,
			   const struct icd_moves *moves, uint32_t *count, struct icd_error *err);

#endif
