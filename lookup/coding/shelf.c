/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shelf.h"

#include "spans.h"

#include <stdlib.h>

/* Enough for a month of claims; beyond it everything is read again. */
#define SHELF_CODES   131072u
#define SHELF_PLACES  262144u
#define SHELF_MEMBERS 262144u

/* ---- days ---- */

static int compare_dates(const void *a, const void *b)
{
	return ICD_ORDER(*(const icd_date *)a, *(const icd_date *)b);
}

/* Days on which a sequence has another member, or one that is not held may have come. */
static size_t put_turns(const struct icd_sequence *sequence, icd_date *out)
{
	size_t count = 0;
	for (uint16_t i = 0; i < sequence->count; i++) {
		out[count++] = sequence->at[i].date;
		out[count++] = sequence->at[i].gap;
	}
	return count;
}

static bool find_turns(struct icd_shelf *shelf, struct icd_error *err)
{
	const struct icd_about *about = icd_store_about(shelf->store);
	const struct icd_sequence *all[] = {&about->sets, &about->lists, &about->poa, &about->edits,
					    &about->index[ICD_INDEX_ALPHABETIC]};
	const size_t sequences = sizeof all / sizeof *all;
	size_t most = claim_span_days(NULL), count;
	for (size_t i = 0; i < sequences; i++)
		most += 2u * all[i]->count;
	icd_date *turns = icd_pool_take(&shelf->fixed, most, sizeof *turns);
	if (!turns)
		return icd_out_of_memory(err);
	count = claim_span_days(turns);
	for (size_t i = 0; i < sequences; i++)
		count += put_turns(all[i], turns + count);
	qsort(turns, count, sizeof *turns, compare_dates);
	shelf->turns = turns;
	shelf->turn_count = count;
	return true;
}

struct turns_sought {
	const icd_date *turns;
	icd_date on;
};

static bool is_past(const void *context, size_t item)
{
	const struct turns_sought *sought = context;
	return sought->turns[item] <= sought->on;
}

struct shelf_days shelf_days_of(const struct icd_shelf *shelf, const struct icd_view *view)
{
	struct turns_sought sought = {shelf->turns, view->on};
	if (view->before_first)
		return (struct shelf_days){view->on, view->on, view->on};
	return (struct shelf_days){(int)icd_lower_bound(shelf->turn_count, is_past, &sought), 0, INT32_MAX};
}

/* From the turn on things are others. */
static void narrow_by(struct shelf_days *days, icd_date on, icd_date turn)
{
	if (turn <= on && turn > days->from)
		days->from = turn;
	else if (turn > on && turn - 1 < days->to)
		days->to = turn - 1;
}

void shelf_days_narrow(struct shelf_days *days, const struct icd_view *view, const struct icd_runs *runs)
{
	for (uint32_t i = 0; i < runs->count; i++) {
		icd_date from, to;
		icd_run_days(view, &runs->at[i], &from, &to);
		narrow_by(days, view->on, from);
		if (to)
			narrow_by(days, view->on, to + 1); /* need be no date, it is only compared */
	}
}

/* ---- the shelf ---- */

static bool read_manifestations(struct icd_shelf *shelf, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, ICD_MANIFESTATIONS_KEY);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(shelf->store, &key, &in, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return icd_get_manifestations(&in, &shelf->fixed, &shelf->manifestations) ||
	       icd_store_bad_record(shelf->store, &key, &in, err);
}

bool icd_shelf_open(struct icd_store *store, struct icd_shelf **out, struct icd_error *err)
{
	struct icd_shelf *shelf = calloc(1, sizeof *shelf);
	if (!shelf)
		return icd_out_of_memory(err);
	shelf->store = store;
	if (!read_manifestations(shelf, err) || !find_turns(shelf, err)) {
		icd_shelf_close(shelf);
		return false;
	}
	*out = shelf;
	return true;
}

static void forget(struct kept_things *things)
{
	icd_hash_clear(&things->hash);
	things->count = 0;
}

static void free_things(struct kept_things *things)
{
	icd_hash_free(&things->hash);
	free(things->at);
}

void icd_shelf_close(struct icd_shelf *shelf)
{
	if (!shelf)
		return;
	icd_pool_free(&shelf->pool);
	icd_pool_free(&shelf->scratch);
	icd_pool_free(&shelf->fixed);
	free_things(&shelf->codes);
	free_things(&shelf->wrong);
	free_things(&shelf->above);
	free_things(&shelf->places);
	free_things(&shelf->families);
	free(shelf);
}

struct icd_store *icd_shelf_store(const struct icd_shelf *shelf)
{
	return shelf->store;
}

void icd_shelf_trim(struct icd_shelf *shelf)
{
	if (shelf->codes.count + shelf->wrong.count < SHELF_CODES && shelf->places.count < SHELF_PLACES &&
	    shelf->members < SHELF_MEMBERS && !shelf->pool.failed)
		return;
	icd_pool_reset(&shelf->pool);
	forget(&shelf->codes);
	forget(&shelf->wrong);
	forget(&shelf->above);
	forget(&shelf->places);
	forget(&shelf->families);
	shelf->members = 0;
}

void shelf_keep(struct icd_shelf *shelf, struct kept_things *things, uint64_t hash, void *thing)
{
	if (!icd_array_room(&things->at, things->count, &things->capacity, sizeof *things->at) ||
	    !icd_hash_add(&things->hash, hash, (uint32_t)things->count))
		shelf->pool.failed = true;
	else
		things->at[things->count++] = thing;
}
