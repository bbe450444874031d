/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How often each code was there in each stretch of a split, both by their numbers: for the tally.
 *
 * Pairs are kept as they come, eight bytes each, and put in order from time to time: then each different one takes twelve
 * bytes, however often it was there. A stretch that has many has a byte for each of the caller's codes in their place, so
 * that a count is one more in memory that a processor's cache holds; there are a few megabytes of such bytes at most.
 */
#ifndef ICD_CHECK_COUNTS_H
#define ICD_CHECK_COUNTS_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Packed, for there may be as many of them as there are rows. */
struct icd_counted {
	uint32_t code;
	uint64_t count;
} __attribute__((packed, aligned(4)));

/* A pair is the stretch times this, and the code, with the flag where it was there 256 times. */
#define ICD_PAIR_STRETCH (UINT64_C(1) << 32)
#define ICD_PAIR_MANY    (UINT32_C(1) << 31)

#define ICD_SPREAD_STRETCHES 4096 /* only the first ones may have bytes */
#define ICD_COMING           16

struct icd_counts {      /* all 0 before icd_counts_start */
	uint32_t own;    /* codes below are the caller's */
	uint64_t *fresh; /* pairs as they came */
	size_t fresh_count, fresh_room;
	size_t came;                 /* pairs to be counted in bytes: */
	uint64_t coming[ICD_COMING]; /* the last ones, whose bytes come from memory meanwhile */
	uint64_t *other;             /* as much memory as `fresh`, for sorting them; NULL: not needed yet */
	struct icd_counted *at;      /* those in order: by stretch, in each by code, each pair once */
	size_t count;
	size_t *ends; /* by stretch, of so many: where its counts end */
	size_t stretches, ends_room;
	size_t spread_size;                          /* bytes of all stretches that have them */
	unsigned char *spread[ICD_SPREAD_STRETCHES]; /* those of each, by code; NULL: it has none */
};

/* Sets `own`, and gives the first stretch its bytes, for most summaries are not split. False when memory runs out. */
bool icd_counts_start(struct icd_counts *counts, uint32_t own);
void icd_counts_free(struct icd_counts *counts);

/* Makes room for one more by putting all in order. False when memory runs out. */
bool icd_counts_make_room(struct icd_counts *counts);

static inline bool icd_counts_keep(struct icd_counts *counts, uint64_t pair)
{
	if (counts->fresh_count == counts->fresh_room && !icd_counts_make_room(counts))
		return false;
	counts->fresh[counts->fresh_count++] = pair;
	return true;
}

/* One more in the bytes of its stretch; where a byte is full, 256 of them go to the pairs. */
static inline bool icd_counts_spread(struct icd_counts *counts, uint64_t pair)
{
	return ++counts->spread[pair / ICD_PAIR_STRETCH][(uint32_t)pair] ||
	       icd_counts_keep(counts, pair | ICD_PAIR_MANY);
}

/* One more of a pair; the code is below ICD_PAIR_MANY. False when memory runs out. */
static inline bool icd_counts_add(struct icd_counts *counts, uint32_t stretch, uint32_t code)
{
	uint64_t pair = ICD_PAIR_STRETCH * stretch + code;
	const unsigned char *spread =
		stretch < ICD_SPREAD_STRETCHES && code < counts->own ? counts->spread[stretch] : NULL;
	if (!spread)
		return icd_counts_keep(counts, pair);
	__builtin_prefetch(spread + code, 1);
	uint64_t *place = &counts->coming[counts->came++ % ICD_COMING], before = *place;
	*place = pair;
	return counts->came <= ICD_COMING || icd_counts_spread(counts, before);
}

/* Puts all in order; there are so many stretches. False when memory runs out. */
bool icd_counts_settle(struct icd_counts *counts, size_t stretches);
/* Then: gives the codes from `own` on other numbers, and sorts by them. */
void icd_counts_renumber(struct icd_counts *counts, const uint32_t *numbers);
/* Marks those of the caller's codes that are there. */
void icd_counts_used(const struct icd_counts *counts, unsigned char *used);
/* Does the stretch have a byte for each code? */
bool icd_counts_many(const struct icd_counts *counts, uint32_t stretch);

/* A walk through the counts of a stretch, by code. */
struct icd_counts_walk {
	const struct icd_counted *at, *end; /* of those in order, what is left */
	const unsigned char *bytes;         /* that were not looked at yet, of so many: */
	uint32_t left;
	uint32_t code;  /* of the first of the eight bytes before them */
	uint64_t eight; /* those of these that were not met yet */
};
void icd_counts_walk(const struct icd_counts *counts, uint32_t stretch, struct icd_counts_walk *walk);

/* Goes on to the next eight bytes that are not all 0. */
static inline bool icd_counts_eight(struct icd_counts_walk *walk, uint32_t own)
{
	while (!walk->eight && walk->left > 0) {
		size_t size = walk->left < sizeof walk->eight ? walk->left : sizeof walk->eight;
		memcpy(&walk->eight, walk->bytes, size);
		walk->eight = le64toh(walk->eight);
		walk->code = own - walk->left;
		walk->bytes += size;
		walk->left -= (uint32_t)size;
	}
	return walk->eight;
}

/* The next count of the walk; false when there is none. */
static inline bool icd_counts_next(const struct icd_counts *counts, struct icd_counts_walk *walk,
				   struct icd_counted *next)
{
	bool left = walk->at < walk->end;
	if (!icd_counts_eight(walk, counts->own)) {
		if (left)
			*next = *walk->at++;
		return left;
	}
	unsigned shift = (unsigned)__builtin_ctzll(walk->eight) & ~7u;
	uint32_t code = walk->code + shift / 8;
	if (left && walk->at->code < code) {
		*next = *walk->at++;
		return true;
	}
	*next = (struct icd_counted){code, walk->eight >> shift & 0xff};
	if (left && walk->at->code == code)
		next->count += walk->at++->count;
	walk->eight &= ~(UINT64_C(0xff) << shift);
	return true;
}

#endif
