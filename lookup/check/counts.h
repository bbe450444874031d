/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How often each code was there in each stretch of a split, both by their numbers: for the tally.
 *
 * Pairs are kept as they come, eight bytes each, and put in order from time to time: then each different one takes twelve
 * bytes, however often it was there.
 */
#ifndef ICD_CHECK_COUNTS_H
#define ICD_CHECK_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Packed, for there may be as many of them as there are rows. */
struct icd_counted {
	uint32_t code;
	uint64_t count;
} __attribute__((packed, aligned(4)));

#define ICD_PAIR_STRETCH (UINT64_C(1) << 32)

struct icd_counts {             /* all 0: nothing was counted */
	struct icd_counted *at; /* by stretch, in each by code, each pair once */
	size_t count;
	size_t *ends; /* by stretch, of so many: where its counts end */
	size_t stretches, ends_room;
	uint64_t *fresh; /* those that came since then: the stretch times ICD_PAIR_STRETCH, and the code */
	size_t fresh_count, fresh_room;
};

void icd_counts_free(struct icd_counts *counts);

/* Makes room for one more by putting all in order. False when memory runs out. */
bool icd_counts_make_room(struct icd_counts *counts);
/* One more of a pair. False when memory runs out. */
static inline bool icd_counts_add(struct icd_counts *counts, uint32_t stretch, uint32_t code)
{
	if (counts->fresh_count == counts->fresh_room && !icd_counts_make_room(counts))
		return false;
	counts->fresh[counts->fresh_count++] = ICD_PAIR_STRETCH * stretch + code;
	return true;
}

/* Puts all in order; there are so many stretches. False when memory runs out. */
bool icd_counts_settle(struct icd_counts *counts, size_t stretches);
/* Then: where the counts of a stretch begin, and where they end. */
struct icd_counted *icd_counts_start(const struct icd_counts *counts, uint32_t stretch);
struct icd_counted *icd_counts_end(const struct icd_counts *counts, uint32_t stretch);
/* Makes room for so many more, all of the first stretch, before all others; the caller fills them in. False when memory runs
 * out. */
bool icd_counts_before(struct icd_counts *counts, size_t more);

#endif
