/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What replaced a code, and what a code replaced: the one place that decides it, for cards, checks, scans, histories,
 * changes and exports.
 *
 * A successor is never guessed. It comes from a conversion table, else from the codes below a code that became a
 * header, else from a code in force that has the very same title. What else is left under the code above a deleted one
 * is no successor.
 */
#ifndef ICD_VIEW_SUCCESSOR_H
#define ICD_VIEW_SUCCESSOR_H

#include "view.h"

/* How it is known which codes stand on the other side of a change. The surer ones come first. */
enum icd_source {
	ICD_SOURCE_NONE,
	ICD_SOURCE_TABLE,    /* a conversion table says so */
	ICD_SOURCE_CHILDREN, /* the codes below a code that became a header */
	ICD_SOURCE_PARENT,   /* of a new code: the code above it, which was billable before */
	ICD_SOURCE_TITLE,    /* a code with the same title, in force when this one was not */
};
extern const char *const icd_source_names[];

/* When a code came, went, or became something else. */
struct icd_turn {
	icd_date date, after; /* it was on this date or, where `after` is not 0, some day after that one up to it */
	uint16_t set;         /* the first code set that shows it */
};

/* When a run ended, as code sets and conversion tables date it. False while it still holds. */
bool icd_run_end(const struct icd_view *view, const struct icd_run *run, struct icd_turn *turn);

/* The codes on the other side of a change, in the pool. */
struct icd_counterparts {
	enum icd_source source;
	uint32_t count;
	const char **codes; /* stored spelling; of a conversion table also ranges "from-to" */
	const char *words;  /* the conversion table's own where they are not just codes, else "" */
};

/* What replaced a code that was deleted or became a header; what a code that was added or became billable replaced.
 * False when a record cannot be read. */
bool icd_turned_into(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		     const struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err);
bool icd_came_from(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		   const struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err);

struct icd_successor {
	struct icd_code_line line;
	enum icd_source source; /* the least sure of all steps that led to it */
};

struct icd_successors {
	struct icd_turn turn; /* when the code stopped being billable or, when it never was, being in the set */
	uint32_t count;
	struct icd_successor *at; /* in the pool */
};

/*
 * What stands for a code on the date of the view: for a retired code, and for a header that once was billable; nothing
 * for others. Successors that are gone themselves are followed to theirs, over the years. A header among them that never
 * was billable stands as it is. False when a record cannot be read.
 */
bool icd_successors(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
		    struct icd_successors *out, struct icd_error *err);

/* The same with billable codes alone: those below such a header stand for it. */
bool icd_billable_successors(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
			     struct icd_successors *out, struct icd_error *err);

#endif
