/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counting codes: how many were not billable and why, and what share of the codes of a
 * category were unspecified ones (M54.50 within M54.5-), the figure that managers track.
 * For the summaries of claim and check. Unspecified codes are acceptable when nothing more is known
 * (guideline I.B.18): they are counted, not flagged.
 *
 * Memory grows with the number of different codes in each stretch of the split, by 24 bytes each at most (12 when all
 * are in order), not with how many there are.
 */
#ifndef ICD_CHECK_TALLY_H
#define ICD_CHECK_TALLY_H

#include "book/book.h"
#include "counts.h"

struct icd_tally;

/*
 * A tally of codes that have numbers. Those below `own` are the caller's, for codes that are billable: what they stand for
 * is told at the end, of those that were counted. `listed`: the codes are held against a code list. NULL when memory runs
 * out.
 */
struct icd_tally *icd_tally_new(uint32_t own, bool listed);
void icd_tally_free(struct icd_tally *tally);

/* A code as it stood in the data. */
struct icd_tally_item {
	const char *code; /* with its dot, or as typed */
	const char
		*category; /* stored spelling; "" for codes that no release has, or where nothing is billable of it */
	const char *group; /* the header right above, stored spelling; a category or a code below it */
	bool unspecified;
	enum icd_detail detail;
	bool off_list; /* it was held against a code list and is not on it */
};

/*
 * Names and codes are told once and have numbers from then on; texts are copied. `by` is what the summary is split by
 * ("2025-03"), "" when it is not; see ICD_TALLY_AND. ICD_TALLY_FULL when memory runs out; NULL when there is
 * no such name yet.
 */
#define ICD_TALLY_FULL UINT32_MAX
struct icd_tally_name {
	uint32_t number;
	int32_t noted; /* by the caller, of the name; 0 again when it was not sought for a while */
};
struct icd_tally_name *icd_tally_find(struct icd_tally *tally, const char *by, size_t length);
uint32_t icd_tally_by(struct icd_tally *tally, const char *by, size_t length);
uint32_t icd_tally_code(struct icd_tally *tally, const struct icd_tally_item *item);
/* One code more. False when memory runs out. */
bool icd_tally_count(struct icd_tally *tally, uint32_t by, uint32_t code);
/* All three in one, for one code. */
bool icd_tally_add(struct icd_tally *tally, const char *by, const struct icd_tally_item *item);

/* Puts the counts in order: nothing can be added after that. What is below does so itself. False when memory runs out. */
bool icd_tally_settle(struct icd_tally *tally);
/* Which of the caller's own numbers were counted, a byte for each; NULL when memory runs out. */
const unsigned char *icd_tally_used(struct icd_tally *tally);
/* What one of them stands for, before counts are asked for: the code, and the header right above it, 0 for none. */
void icd_tally_tell(struct icd_tally *tally, uint32_t own, icd_packed code, icd_packed group, bool unspecified,
		    bool off_list);

/* Of a summary that is split by two things, between the two in `by`. */
#define ICD_TALLY_AND '\x1f'

/* What was counted, each different code once for each `by`, of which they come in order; after icd_tally_settle. */
struct icd_tally_counted {
	const char *by;
	const struct icd_tally_item *item; /* until the next one is asked for */
	uint64_t count;
};
struct icd_tally_walk { /* all 0: before the first one */
	size_t name;
	struct icd_counts_walk counts;
	struct icd_tally_item item;
	char code[ICD_DOTTED_SIZE], category[ICD_CODE_SIZE], group[ICD_CODE_SIZE];
};
/* The next one; false when there is none. */
bool icd_tally_each(const struct icd_tally *tally, struct icd_tally_walk *walk, struct icd_tally_counted *counted);

/* The counts of one stretch of the split. */
struct icd_tally_row {
	char name[ICD_DOTTED_SIZE + 1]; /* category or header as shown: "M54", "M54.5-" */
	uint64_t count;                 /* codes */
	uint64_t unspecified;           /* of these */
};

struct icd_tally_bad {
	const char *code;
	uint64_t count;
	enum icd_detail detail;
	uint32_t place; /* in the order of their spelling */
};

struct icd_tally_part {
	const char *by;   /* of two things "2025-03, Smith" */
	const char *also; /* the second of them, NULL when there is one only */
	uint64_t codes;
	uint64_t details[ICD_DETAIL_MALFORMED + 1]; /* by enum icd_detail */
	uint32_t bad_count;                         /* codes that are not billable, most frequent first */
	struct icd_tally_bad *bad;
	bool listed;             /* its codes were held against a code list */
	uint64_t off_list;       /* those that are not on it */
	uint32_t off_list_count; /* which, most frequent first */
	struct icd_tally_bad *off_list_codes;
	uint32_t category_count; /* categories with an unspecified code, by name */
	struct icd_tally_row *categories;
	uint32_t group_count; /* the same for the headers right above the codes, below their category */
	struct icd_tally_row *groups;
};

/* The counts of the next stretch, by `by` ascending; they are valid until the one after it is asked for. False when there is
 * none, or when memory ran out, which icd_tally_failed tells. */
bool icd_tally_next(struct icd_tally *tally, struct icd_tally_part *part);
bool icd_tally_failed(const struct icd_tally *tally);

#endif
