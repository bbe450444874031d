/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counts.h"

#include "marks.h"
#include "memory/memory.h"

#include <stdlib.h>
#include <string.h>

#define FRESH_LEAST 524288 /* pairs that are kept as they come before they are put in order */

void icd_counts_free(struct icd_counts *counts)
{
	free(counts->at);
	free(counts->ends);
	free(counts->fresh);
}

/* ---- by stretch ---- */

/* Bits of a stretch's number that are sorted by at once. */
#define DIGIT_BITS 10

static uint32_t stretch_of(uint64_t pair)
{
	return (uint32_t)(pair >> 32);
}

/* Sorts by so many bits above the lowest `shift`, and leaves the order of those that have the same. */
static void sort_digit(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
	uint32_t starts[(1u << DIGIT_BITS) + 1] = {0};
	uint64_t mask = (1u << DIGIT_BITS) - 1;
	for (size_t i = 0; i < count; i++)
		starts[(from[i] >> shift & mask) + 1]++;
	for (size_t i = 1; i <= mask; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < count; i++)
		to[starts[from[i] >> shift & mask]++] = from[i];
}

/* Sorts the fresh ones by stretch. They may stand in other memory after that. False when memory runs out. */
static bool sort_fresh(struct icd_counts *counts)
{
	uint64_t *from = counts->fresh, *to, differ = 0;
	for (size_t i = 0; i < counts->fresh_count; i++)
		differ |= from[i] ^ from[0];
	if (!stretch_of(differ))
		return true;
	to = malloc(counts->fresh_count * sizeof *to);
	if (!to)
		return false;
	for (unsigned shift = 32; shift < 64 && differ >> shift; shift += DIGIT_BITS) {
		sort_digit(from, to, counts->fresh_count, shift);
		uint64_t *swapped = from;
		from = to;
		to = swapped;
	}
	free(to);
	counts->fresh = from;
	counts->fresh_room = counts->fresh_count;
	return true;
}

/* ---- merging ---- */

/* The counts of one stretch while they are added up. */
struct sums {
	uint64_t *by_code;
	struct icd_marks codes; /* that have one */
};

static inline void add_to(struct sums *sums, uint32_t code, uint64_t count)
{
	sums->by_code[code] += count;
	icd_mark(&sums->codes, code);
}

/* Puts them before `to`, and leaves none; returns where they begin. */
static size_t put_sums(struct sums *sums, struct icd_counted *at, size_t to)
{
	size_t first;
	for (uint64_t bits; (bits = icd_marks_take(&sums->codes, &first)) != 0;) {
		while (bits) {
			size_t code = first + icd_take_bit(&bits);
			at[--to] = (struct icd_counted){(uint32_t)code, sums->by_code[code]};
			sums->by_code[code] = 0;
		}
	}
	return to;
}

/*
 * Goes through the stretches from the last one, adds up the counts and the fresh ones of each and puts them where they
 * come to stand when no two are of the same pair: so what is moved is not written over. Then it closes the gap.
 */
static void merge_down(struct icd_counts *counts, struct sums *sums)
{
	const uint64_t *fresh = counts->fresh;
	struct icd_counted *at = counts->at;
	size_t left = counts->fresh_count, old = counts->count, end = old + left, to = end, stretch = counts->stretches;
	while (left > 0) {
		size_t start = --stretch ? counts->ends[stretch - 1] : 0;
		counts->ends[stretch] = to;
		if (stretch_of(fresh[left - 1]) != stretch) {
			to -= old - start;
			memmove(at + to, at + start, (old - start) * sizeof *at);
			old = start;
			continue;
		}
		if (old == start && (left == 1 || stretch_of(fresh[left - 2]) != stretch)) {
			at[--to] = (struct icd_counted){(uint32_t)fresh[--left], 1};
			continue;
		}
		for (; old > start; old--)
			add_to(sums, at[old - 1].code, at[old - 1].count);
		for (; left > 0 && stretch_of(fresh[left - 1]) == stretch; left--)
			add_to(sums, (uint32_t)fresh[left - 1], 1);
		to = put_sums(sums, at, to);
	}
	memmove(at + old, at + to, (end - to) * sizeof *at);
	for (; stretch < counts->stretches; stretch++)
		counts->ends[stretch] -= to - old;
	counts->count = end - (to - old);
	counts->fresh_count = 0;
}

/* The stretches that came since then have no counts yet. */
static bool note_stretches(struct icd_counts *counts, size_t stretches)
{
	for (; counts->stretches < stretches; counts->stretches++) {
		if (!icd_array_room(&counts->ends, counts->stretches, &counts->ends_room, sizeof *counts->ends))
			return false;
		counts->ends[counts->stretches] = counts->count;
	}
	return true;
}

static bool room_for(struct icd_counts *counts, size_t count)
{
	struct icd_counted *grown = realloc(counts->at, (count ? count : 1) * sizeof *grown);
	if (grown)
		counts->at = grown;
	return grown;
}

/* One above the highest code of all. */
static size_t code_bound(const struct icd_counts *counts)
{
	uint32_t highest = 0;
	for (size_t i = 0; i < counts->fresh_count; i++)
		highest = (uint32_t)counts->fresh[i] > highest ? (uint32_t)counts->fresh[i] : highest;
	for (size_t i = 0; i < counts->count; i++)
		highest = counts->at[i].code > highest ? counts->at[i].code : highest;
	return (size_t)highest + 1;
}

/* Puts the fresh ones, which are sorted by stretch, in order among the others. */
static bool merge_fresh(struct icd_counts *counts)
{
	if (counts->fresh_count == 0)
		return true;
	size_t bound = code_bound(counts);
	struct sums sums = {.by_code = calloc(bound, sizeof *sums.by_code)};
	bool ok = icd_marks_make(&sums.codes, bound) && sums.by_code &&
		  note_stretches(counts, (size_t)stretch_of(counts->fresh[counts->fresh_count - 1]) + 1) &&
		  room_for(counts, counts->count + counts->fresh_count);
	if (ok)
		merge_down(counts, &sums);
	icd_marks_free(&sums.codes);
	free(sums.by_code);
	return ok;
}

bool icd_counts_make_room(struct icd_counts *counts)
{
	size_t most = counts->count / 2 > FRESH_LEAST ? counts->count / 2 : FRESH_LEAST;
	if (counts->fresh_room < most)
		return icd_array_room(&counts->fresh, counts->fresh_count, &counts->fresh_room, sizeof *counts->fresh);
	return sort_fresh(counts) && merge_fresh(counts);
}

bool icd_counts_settle(struct icd_counts *counts, size_t stretches)
{
	bool ok = sort_fresh(counts) && merge_fresh(counts) && note_stretches(counts, stretches);
	free(counts->fresh);
	counts->fresh = NULL;
	counts->fresh_count = counts->fresh_room = 0;
	return ok;
}

/* ---- in order ---- */

struct icd_counted *icd_counts_start(const struct icd_counts *counts, uint32_t stretch)
{
	return counts->at + (stretch ? counts->ends[stretch - 1] : 0);
}

struct icd_counted *icd_counts_end(const struct icd_counts *counts, uint32_t stretch)
{
	return counts->at + counts->ends[stretch];
}

bool icd_counts_before(struct icd_counts *counts, size_t more)
{
	if (!room_for(counts, counts->count + more))
		return false;
	memmove(counts->at + more, counts->at, counts->count * sizeof *counts->at);
	counts->count += more;
	for (size_t i = 0; i < counts->stretches; i++)
		counts->ends[i] += more;
	return true;
}
