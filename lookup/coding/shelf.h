/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The shelf from within, for the files of this folder: what it keeps, and by what that is found again. */
#ifndef ICD_CODING_SHELF_H
#define ICD_CODING_SHELF_H

#include "claim_code.h"

#include "edits/edits.h"
#include "index/records.h"

/* Things read, by what they are read for. The things themselves are in the pool of the shelf. */
struct kept_things {
	struct icd_hash hash;
	void **at;
	size_t count, capacity;
};

struct icd_shelf {
	struct icd_store *store;
	struct icd_pool pool;    /* what is kept */
	struct icd_pool scratch; /* of one reading */
	struct icd_pool fixed;   /* of the manifestations, and the turns */
	struct icd_manifestations manifestations;
	const icd_date *turns; /* ascending: days on which what the book or a rule says of codes may change */
	size_t turn_count;
	struct kept_things codes, wrong, above, places,
		families; /* `wrong`: what is no code that is right on its day */
	size_t members;   /* of the families together */
};

static inline uint64_t shelf_hash(const char *text, int number)
{
	return icd_hash_text(text) ^ icd_hash_number((uint64_t)number);
}

static inline uint64_t shelf_hash_packed(icd_packed packed, int number)
{
	uint64_t mixed = icd_hash_number(packed + (uint64_t)number);
	return mixed ^ mixed >> 32;
}

/* NULL when it is not there. */
static inline void *shelf_find(const struct kept_things *things, uint64_t hash, icd_hash_same *same, const void *key)
{
	uint32_t item = icd_hash_find(&things->hash, hash, same, things, key);
	return item == ICD_HASH_NONE ? NULL : things->at[item];
}

/* Out of memory it is not found again, and the pool says so. */
void shelf_keep(struct icd_shelf *shelf, struct kept_things *things, uint64_t hash, void *thing);

/* Days of one stretch on which what was read on one of them holds. */
struct shelf_days {
	int stretch; /* or a day, of what holds on that day alone */
	icd_date from, to;
};

/* All of the view's stretch; the day alone where that is before the first release. */
struct shelf_days shelf_days_of(const struct icd_shelf *shelf, const struct icd_view *view);
/* Leaves those between the beginnings and ends of runs that are nearest to the day. */
void shelf_days_narrow(struct shelf_days *days, const struct icd_view *view, const struct icd_runs *runs);

static inline bool shelf_days_have(const struct shelf_days *kept, const struct shelf_days *sought, icd_date on)
{
	return kept->stretch == sought->stretch && kept->from <= on && on <= kept->to;
}

#endif
