/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "days.h"

#include <stdlib.h>
#include <string.h>

static int by_date(const void *a, const void *b)
{
	return ICD_ORDER(((const struct icd_view *)a)->on, ((const struct icd_view *)b)->on);
}

static void add_sequence(struct dated_days *days, struct icd_store *store, const struct icd_sequence *sequence)
{
	for (uint16_t i = 0; i < sequence->count; i++)
		icd_view_make(&days->at[days->count++], store, sequence->at[i].date);
}

bool dated_days_make(struct icd_store *store, struct icd_pool *pool, struct dated_days *days, struct icd_error *err)
{
	const struct icd_about *about = icd_store_about(store);
	size_t room = (size_t)about->sets.count + about->lists.count + about->poa.count;
	uint32_t kept = 0;
	*days = (struct dated_days){.at = icd_pool_take(pool, room, sizeof *days->at)};
	if (!days->at)
		return icd_out_of_memory(err);
	add_sequence(days, store, &about->sets);
	add_sequence(days, store, &about->lists);
	add_sequence(days, store, &about->poa);
	qsort(days->at, days->count, sizeof *days->at, by_date);
	for (uint32_t i = 0; i < days->count; i++) {
		if (kept == 0 || days->at[kept - 1].on != days->at[i].on)
			days->at[kept++] = days->at[i];
	}
	days->count = kept;
	return true;
}

bool dated_cursor_next(struct dated_cursor *cursor, struct icd_store *store, icd_date from, icd_date to)
{
	const struct dated_days *days = cursor->days;
	if (!cursor->begun) {
		cursor->begun = true;
		while (cursor->next < days->count && days->at[cursor->next].on < from)
			cursor->next++;
		if (cursor->next == days->count || days->at[cursor->next].on > from) {
			icd_view_make(&cursor->view, store, from);
			return true;
		}
	}
	if (cursor->next == days->count || (to && days->at[cursor->next].on > to))
		return false;
	cursor->view = days->at[cursor->next++];
	return true;
}

bool dated_bad_record(const struct icd_store *store, struct icd_bytes key, const struct icd_reader *in,
		      struct icd_error *err)
{
	struct icd_key bad = {.size = key.size < ICD_KEY_MAX ? key.size : ICD_KEY_MAX};
	memcpy(bad.bytes, key.data, bad.size);
	return icd_store_bad_record(store, &bad, in, err);
}
