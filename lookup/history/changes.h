/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What differs between two releases: codes, titles, flags, notes, exemptions from POA reporting, as
 * events (history.h). For `changes` and its page.
 */
#ifndef ICD_HISTORY_CHANGES_H
#define ICD_HISTORY_CHANGES_H

#include "history.h"
#include "selection.h"
#include "word_diff.h"

/* What to tell of. */
enum {
	ICD_CHANGES_CODES = 1,
	ICD_CHANGES_TITLES = 2,
	ICD_CHANGES_NOTES = 4,
	ICD_CHANGES_POA = 8,
	ICD_CHANGES_ALL = 15,
};

/* The members of a sequence that two releases go by: their own or, where they have none, the newest before. */
struct icd_compared {
	int from, to; /* indexes into the sequence, -1: none is that old */
	bool from_own, to_own;
};

struct icd_changes {
	const struct icd_about *about;
	const struct icd_release *from, *to;
	unsigned what; /* what was asked for, a sum of ICD_CHANGES_* */
	struct icd_compared sets, lists, poa;
	icd_date gap;             /* releases between the two code sets are missing from the index: the
	                                    date of the first, else 0 */
	struct icd_events events; /* by kind, then in tabular order */
	uint32_t counts[ICD_EVENTS];
	uint32_t billable_added, billable_removed;
	uint32_t header_added, header_removed;
	const struct icd_selection *selection; /* NULL: the whole book */
};

/*
 * Compares the releases with these indexes in about->releases. `selection`, settled: only what it names, with the notes
 * that touch it from above and from elsewhere (touching.h); NULL for the whole book. It must stay as long as the
 * answer. `what` is a sum of ICD_CHANGES_*.
 *
 * Notes are compared as (place, kind, text with white space folded), as often as they stand, at places that
 * stand in both lists; a section is the same when chapter and first category are.
 */
bool icd_changes_make(struct icd_store *store, struct icd_pool *pool, uint16_t from, uint16_t to,
		      const struct icd_selection *selection, unsigned what, struct icd_changes *changes,
		      struct icd_error *err);

/*
 * What is to be said of the comparison itself, one sentence each: releases missing between the two, tabular lists
 * or POA lists that stand in for missing ones. "" where there is nothing to say.
 */
#define ICD_REMARKS     3u
#define ICD_REMARK_SIZE 256
const char *icd_changes_remark(const struct icd_changes *changes, unsigned which, char out[ICD_REMARK_SIZE]);

/* The release in force on a date (index in about->releases), -1 when none is that old. */
int icd_release_on(const struct icd_about *about, icd_date date);

/* Were two members of the sequence there to compare? */
bool icd_compared_differ(struct icd_compared compared);

/* Revised notes: a deleted note and an added one at the same place and of the same kind that share most words. */
struct icd_revision {
	const struct icd_event *old, *new; /* either may be NULL, not both */
};
/* All note events, those of one revision together, in order. Returns how many; NULL in *out when memory runs out. */
uint32_t icd_changes_revisions(const struct icd_changes *changes, struct icd_pool *pool, struct icd_revision **out);

#endif
