/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The code book as of a date of service: which release answers, what a code was then,
 * and where the answer is less than certain. For everything in lookup/ that answers.
 */
#ifndef ICD_VIEW_VIEW_H
#define ICD_VIEW_VIEW_H

#include "store/store.h"

struct icd_view {
	struct icd_store *store;
	const struct icd_about *about;
	icd_date on;
	uint16_t set;      /* the code set in force; the first one for dates before it */
	int list;          /* the tabular list in force; the first one for dates before it; -1: none is held */
	int poa;           /* the POA-exempt list in force, -1 when none is that old */
	bool before_first; /* the date lies before the first release */
	bool after_last;   /* it lies after the fiscal year of the newest */
	/*
	 * Whoever has the runs of all codes in memory can tell those of one, NULL for what is none, so that the file needs
	 * not be asked. Codes that are suggested in place of another one have no titles then. NULL: not known.
	 */
	const struct icd_runs *(*runs)(const void *codes, const char *code);
	const void *codes;
};

/* May there be a record of such a code, in stored spelling? */
static inline bool icd_view_may_have(const struct icd_view *view, const char *code)
{
	return !view->runs || view->runs(view->codes, code);
}

/* Cheap; makes no look-up. The store must stay open as long as the view is used. */
void icd_view_make(struct icd_view *view, struct icd_store *store, icd_date on);

/* Releases are missing after the newest member not after the date, and the date lies where the first of them may
 * have changed things: the date of that one; else 0. */
icd_date icd_gap_on(const struct icd_sequence *sequence, icd_date date);

/* The effective date of the release whose code set answers. */
icd_date icd_view_release(const struct icd_view *view);

/* A sentence where the date lies outside the releases held; "" where it does not. */
#define ICD_WARNING_SIZE 256
const char *icd_view_warning(const struct icd_view *view, char out[ICD_WARNING_SIZE]);

/* ---- what a code is ---- */

enum icd_status {
	ICD_STATUS_BILLABLE,
	ICD_STATUS_HEADER,
	ICD_STATUS_RETIRED, /* was in the set before */
	ICD_STATUS_FUTURE,  /* comes later */
	ICD_STATUS_UNKNOWN,
	ICD_STATUS_UNCERTAIN, /* changed between two releases held, with others missing, and the date lies there */
};
extern const char *const icd_status_names[]; /* as the contract spells them */

/* Is such a code in the set, as a header or billable? As far as is known; or, may it be? */
static inline bool icd_status_holds(enum icd_status status)
{
	return status == ICD_STATUS_BILLABLE || status == ICD_STATUS_HEADER;
}
static inline bool icd_status_may_hold(enum icd_status status)
{
	return icd_status_holds(status) || status == ICD_STATUS_UNCERTAIN;
}

/*
 * From when to when a code is what it is: the stretch of its present state; for a retired
 * code the last one it had, for a future one the first. Days are included.
 */
struct icd_validity {
	enum icd_status status;
	enum icd_state state; /* of the stretch: for uncertain dates the one before, else the one after */
	icd_date from;        /* first day it is known to hold; 0 when never */
	icd_date from_after;  /* not 0: it began some day after this one, and on `from` at the latest */
	icd_date to;          /* last day; 0 while it still holds in the newest release */
	icd_date to_before;   /* not 0: it ended some day after `to` and before this one */
	bool or_earlier;      /* `from` is the first release held, the stretch may have begun before */
	icd_date billable_from, billable_to; /* of a code that is not billable now: when it last was; else 0 */
	bool billable_longer; /* releases are missing after billable_to: it may have been billable longer */
};
void icd_view_validity(const struct icd_view *view, const struct icd_runs *runs, struct icd_validity *out);

/* The days on which a run holds for certain, both included: *to is 0 while it still does. False when there is no such
 * day. */
bool icd_run_days(const struct icd_view *view, const struct icd_run *run, icd_date *from, icd_date *to);

/* The status alone, and whether the code is in the set for certain. */
enum icd_status icd_view_status(const struct icd_view *view, const struct icd_runs *runs);
bool icd_view_holds(const struct icd_view *view, const struct icd_runs *runs);

/* A code in a list of codes: one above, one below, one to report instead. */
struct icd_code_line {
	const char *code; /* stored spelling */
	const char *title;
	enum icd_status status;
};

struct icd_code_lines {
	uint32_t count;
	struct icd_code_line *at; /* in a pool; who fills it knows how many there can be */
};

/* The code at an ordinal of the tabular order; false, for the index is damaged, when there is none. */
bool icd_view_code_at(const struct icd_view *view, struct icd_pool *pool, uint32_t ordinal,
		      struct icd_code_record *record, struct icd_error *err);
/* Its runs and titles alone (icd_store_code_start). */
bool icd_view_code_start_at(const struct icd_view *view, struct icd_pool *pool, uint32_t ordinal,
			    struct icd_code_record *record, struct icd_error *err);

/* The text of the view's code set (icd_text_reaches). NULL when there is none. */
const char *icd_view_text(const struct icd_view *view, const struct icd_texts *texts);
/* A code's title for display: the tabular list's spelling where it only adds accents. Never NULL. */
const char *icd_view_title(const struct icd_view *view, const struct icd_code_record *record);
/* Its short title; where that is wanting the long one of the code set. NULL when there is neither. */
const char *icd_view_short_title(const struct icd_view *view, const struct icd_code_record *record);

/*
 * The list a code's notes are from: the newest one not after the date or, where that does not
 * have the code, the nearest later one that has it (*later is set). -1: no list has it.
 */
int icd_view_list_for(const struct icd_view *view, const struct icd_code_record *record, bool *later);

/* What may not be known. */
enum icd_known { ICD_NOT_KNOWN, ICD_KNOWN_FALSE, ICD_KNOWN_TRUE };

/*
 * Is the code exempt from POA reporting on the date? Not known without a list by that date, and of a code that the
 * list does not cover because it was not billable yet when the list came. Only billable codes are reported at all.
 */
enum icd_known icd_view_poa_exempt(const struct icd_view *view, const struct icd_code_record *record);

#endif
