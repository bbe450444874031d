/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the walks of lookup/dated/ share: the days on which a release may have changed something, each with the book as
 * of it. For lookup/dated/ only. */
#ifndef ICD_DATED_DAYS_H
#define ICD_DATED_DAYS_H

#include "view/view.h"

struct dated_days {
	uint32_t count;
	struct icd_view *at; /* in a pool; by date */
};

/* Of the code sets, tabular lists and lists of exemptions from POA reporting. False when memory runs out. */
bool dated_days_make(struct icd_store *store, struct icd_pool *pool, struct dated_days *days, struct icd_error *err);

/*
 * Goes through a stretch of days, `to` 0 for one that has no end: the views of its first day and of each day in it on
 * which something may have changed. Start with a cursor that is all 0 but for `days`; false at the end.
 */
struct dated_cursor {
	const struct dated_days *days;
	struct icd_view view; /* as of the day it stands at */
	uint32_t next;
	bool begun;
};
bool dated_cursor_next(struct dated_cursor *cursor, struct icd_store *store, icd_date from, icd_date to);

/* icd_store_bad_record for a record that a scan came to. Returns false. */
bool dated_bad_record(const struct icd_store *store, struct icd_bytes key, const struct icd_reader *in,
		      struct icd_error *err);

#endif
