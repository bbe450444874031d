/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dated.h"

#include <stdlib.h>
#include <string.h>

/* Codes that stand side by side by their spelling. */
struct range {
	uint32_t first, last; /* ranks */
};

struct ranges {
	struct range *at; /* owned */
	uint32_t count;
	size_t room;
};

/*
 * Tabular order is not that of spelling (C4A stands before C44), and a qualifier takes codes out of a span. So what a
 * side of a note means is marked, code by code, by the code's rank in the order of spelling, and read off as ranges.
 */
struct work {
	struct icd_store *store;
	uint32_t count;
	char (*codes)[ICD_CODE_SIZE]; /* by ordinal */
	uint32_t *by_rank, *rank_of;  /* ordinals by rank, and the other way round */
	bool *marked;                 /* by rank; all false between notes */
	struct range touched;         /* the ranks that may be marked; first > last: none */
	struct ranges here, there;
	void (*visit)(void *context, const struct icd_dated_excludes *excludes);
	void *context;
	bool failed; /* out of memory */
};

static int by_spelling(const void *a, const void *b, void *context)
{
	const struct work *work = context;
	return strcmp(work->codes[*(const uint32_t *)a], work->codes[*(const uint32_t *)b]);
}

static bool read_codes(struct work *work, struct icd_error *err)
{
	for (uint32_t i = 0; i < work->count; i++) {
		uint32_t class;
		enum icd_found found = icd_store_ordinal(work->store, i, work->codes[i], &class, err);
		if (found == ICD_NOT_FOUND)
			return icd_fail_as(err, ICD_FAULT_DAMAGED,
					   "%s: the index is damaged: no code stands at place %u",
					   icd_store_path(work->store), (unsigned)i);
		if (found == ICD_FAILED)
			return false;
		work->by_rank[i] = i;
	}
	qsort_r(work->by_rank, work->count, sizeof *work->by_rank, by_spelling, work);
	for (uint32_t rank = 0; rank < work->count; rank++)
		work->rank_of[work->by_rank[rank]] = rank;
	return true;
}

/* ---- sets of codes ---- */

static void mark(struct work *work, uint32_t ordinal)
{
	uint32_t rank = work->rank_of[ordinal];
	work->marked[rank] = true;
	if (rank < work->touched.first)
		work->touched.first = rank;
	if (rank > work->touched.last)
		work->touched.last = rank;
}

/* Reads off what is marked and unmarks it. */
static void read_ranges(struct work *work, struct ranges *ranges)
{
	bool open = false;
	ranges->count = 0;
	for (uint32_t rank = work->touched.first; rank <= work->touched.last && rank < work->count; rank++) {
		if (work->marked[rank] && !open &&
		    !icd_array_room(&ranges->at, ranges->count, &ranges->room, sizeof *ranges->at)) {
			work->failed = true;
			break;
		}
		if (work->marked[rank] && !open)
			ranges->at[ranges->count++].first = rank;
		if (work->marked[rank])
			ranges->at[ranges->count - 1].last = rank;
		open = work->marked[rank];
		work->marked[rank] = false;
	}
	work->touched = (struct range){UINT32_MAX, 0};
}

static void mark_place(struct work *work, const struct icd_dated_place *place)
{
	for (uint32_t i = place->first; i <= place->last && i < work->count; i++)
		mark(work, i);
}

static void mark_meant(struct work *work, const struct icd_entry *entry)
{
	for (uint32_t i = 0; i < entry->reference_count; i++) {
		const struct icd_reference *one = &entry->references[i];
		for (uint32_t at = one->first; one->role == ICD_ROLE_MEANT && at <= one->last && at < work->count;
		     at++) {
			if (icd_references_mean(entry->references, entry->reference_count, work->codes[at], at))
				mark(work, at);
		}
	}
}

/* ---- notes ---- */

static const char *code_at(const struct work *work, uint32_t rank)
{
	return work->codes[work->by_rank[rank]];
}

static void tell_pairs(const struct work *work, const struct icd_dated_note *note)
{
	for (uint32_t i = 0; i < work->here.count; i++) {
		for (uint32_t j = 0; j < work->there.count; j++) {
			const struct range *here = &work->here.at[i], *there = &work->there.at[j];
			work->visit(work->context, &(struct icd_dated_excludes){
							   note, code_at(work, here->first), code_at(work, here->last),
							   code_at(work, there->first), code_at(work, there->last)});
		}
	}
}

static void take_note(void *context, const struct icd_dated_note *note)
{
	struct work *work = context;
	if (!(ICD_KINDS_EXCLUDES & ICD_KIND_BIT(note->entry->kind)) || !note->entry->reference_count || work->failed)
		return;
	mark_meant(work, note->entry);
	read_ranges(work, &work->there);
	if (work->there.count == 0)
		return;
	mark_place(work, note->place);
	read_ranges(work, &work->here);
	if (!work->failed)
		tell_pairs(work, note);
}

bool icd_dated_excludes(struct icd_store *store,
			void (*visit)(void *context, const struct icd_dated_excludes *excludes), void *context,
			struct icd_error *err)
{
	uint32_t count = icd_store_about(store)->code_count;
	struct work work = {.store = store,
			    .count = count,
			    .touched = {UINT32_MAX, 0},
			    .codes = calloc(count + 1u, sizeof *work.codes),
			    .by_rank = calloc(count + 1u, sizeof *work.by_rank),
			    .rank_of = calloc(count + 1u, sizeof *work.rank_of),
			    .marked = calloc(count + 1u, sizeof *work.marked),
			    .visit = visit,
			    .context = context};
	bool ok = work.codes && work.by_rank && work.rank_of && work.marked;
	ok = ok ? read_codes(&work, err) && icd_dated_notes(store, take_note, &work, err) : icd_out_of_memory(err);
	if (ok && work.failed)
		ok = icd_out_of_memory(err);
	free(work.codes);
	free(work.by_rank);
	free(work.rank_of);
	free(work.marked);
	free(work.here.at);
	free(work.there.at);
	return ok;
}
