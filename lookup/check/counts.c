/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counts.h"

#include "marks.h"
#include "memory/memory.h"

#include <stdlib.h>
#include <string.h>

#define FRESH_LEAST 65536                     /* pairs that are kept as they come before they are put in order */
#define SPREAD_MOST ((size_t)8 * 1024 * 1024) /* bytes of stretches that have a byte for each code */
#define SPREAD_PART 128                       /* part of the codes: a stretch of which more came at once gets them */

bool icd_counts_start(struct icd_counts *counts, uint32_t own)
{
	counts->own = counts->spread_size = own;
	counts->spread[0] = own ? calloc(own, 1) : NULL;
	return !own || counts->spread[0];
}

void icd_counts_free(struct icd_counts *counts)
{
	free(counts->at);
	free(counts->ends);
	free(counts->fresh);
	free(counts->other);
	for (size_t i = 0; i < ICD_SPREAD_STRETCHES && counts->spread_size; i++)
		free(counts->spread[i]);
}

/* ---- pairs ---- */

static uint32_t stretch_of(uint64_t pair)
{
	return (uint32_t)(pair >> 32);
}

static uint32_t code_of(uint64_t pair)
{
	return (uint32_t)pair & ~ICD_PAIR_MANY;
}

static uint64_t times_of(uint64_t pair)
{
	return pair & ICD_PAIR_MANY ? 256 : 1;
}

/* ---- by stretch ---- */

/* Bits of a stretch's number that are sorted by at once. */
#define DIGIT_BITS 10

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

/* Sorts the fresh ones by stretch. False when memory runs out. */
static bool sort_fresh(struct icd_counts *counts)
{
	uint64_t differ = 0;
	for (size_t i = 0; i < counts->fresh_count; i++)
		differ |= counts->fresh[i] ^ counts->fresh[0];
	if (!stretch_of(differ))
		return true;
	if (!counts->other)
		counts->other = malloc(counts->fresh_room * sizeof *counts->other);
	if (!counts->other)
		return false;
	for (unsigned shift = 32; shift < 64 && differ >> shift; shift += DIGIT_BITS) {
		uint64_t *from = counts->fresh;
		sort_digit(from, counts->other, counts->fresh_count, shift);
		counts->fresh = counts->other;
		counts->other = from;
	}
	return true;
}

/* ---- stretches with a byte for each code ---- */

/* The bytes of a stretch of which so many pairs came at once; NULL when it is to have none. */
static unsigned char *spread_of(struct icd_counts *counts, uint32_t stretch, size_t came)
{
	if (stretch >= ICD_SPREAD_STRETCHES)
		return NULL;
	unsigned char **bytes = &counts->spread[stretch];
	if (!*bytes && counts->own && came > counts->own / SPREAD_PART &&
	    counts->spread_size + counts->own <= SPREAD_MOST) {
		*bytes = calloc(counts->own + 1u, 1);
		counts->spread_size += *bytes ? counts->own : 0;
	}
	return *bytes;
}

/* Sorts the fresh ones by stretch, and counts what it can of them in such bytes. False when memory runs out. */
static bool spread_fresh(struct icd_counts *counts)
{
	size_t kept = 0, end;
	if (!sort_fresh(counts))
		return false;
	uint64_t *fresh = counts->fresh;
	for (size_t i = 0; i < counts->fresh_count; i = end) {
		uint32_t stretch = stretch_of(fresh[i]);
		for (end = i + 1; end < counts->fresh_count && stretch_of(fresh[end]) == stretch;)
			end++;
		unsigned char *bytes = spread_of(counts, stretch, end - i);
		for (; i < end; i++) {
			uint32_t code = (uint32_t)fresh[i];
			if (!bytes || code >= counts->own)
				fresh[kept++] = fresh[i];
			else if (++bytes[code] == 0)
				fresh[kept++] = fresh[i] | ICD_PAIR_MANY;
		}
	}
	counts->fresh_count = kept;
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
			left--;
			at[--to] = (struct icd_counted){code_of(fresh[left]), times_of(fresh[left])};
			continue;
		}
		for (; old > start; old--)
			add_to(sums, at[old - 1].code, at[old - 1].count);
		for (; left > 0 && stretch_of(fresh[left - 1]) == stretch; left--)
			add_to(sums, code_of(fresh[left - 1]), times_of(fresh[left - 1]));
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
	struct icd_counted *grown = realloc(counts->at, count * sizeof *grown);
	if (grown)
		counts->at = grown;
	return grown;
}

/* One above the highest code of all. */
static size_t code_bound(const struct icd_counts *counts)
{
	uint32_t highest = 0;
	for (size_t i = 0; i < counts->fresh_count; i++)
		highest = code_of(counts->fresh[i]) > highest ? code_of(counts->fresh[i]) : highest;
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

static bool grow_fresh(struct icd_counts *counts)
{
	free(counts->other);
	counts->other = NULL;
	return icd_array_room(&counts->fresh, counts->fresh_count, &counts->fresh_room, sizeof *counts->fresh);
}

bool icd_counts_make_room(struct icd_counts *counts)
{
	size_t most = counts->count / 2 > FRESH_LEAST ? counts->count / 2 : FRESH_LEAST;
	if (counts->fresh_room < most)
		return grow_fresh(counts);
	return spread_fresh(counts) && (counts->fresh_count <= counts->fresh_room / 2 || merge_fresh(counts));
}

/* Where the counts of a stretch begin; those of the next one begin where they end. */
static size_t start_of(const struct icd_counts *counts, size_t stretch)
{
	return stretch ? counts->ends[stretch - 1] : 0;
}

static bool count_coming(struct icd_counts *counts)
{
	bool ok = true;
	for (size_t i = 0; ok && i < ICD_COMING && i < counts->came; i++)
		ok = icd_counts_spread(counts, counts->coming[i]);
	counts->came = 0;
	return ok;
}

bool icd_counts_settle(struct icd_counts *counts, size_t stretches)
{
	bool ok = count_coming(counts) && spread_fresh(counts) && merge_fresh(counts) &&
		  note_stretches(counts, stretches);
	free(counts->fresh);
	free(counts->other);
	counts->fresh = counts->other = NULL;
	counts->fresh_count = counts->fresh_room = 0;
	return ok;
}

/* ---- in order ---- */

static int compare_counted(const void *a, const void *b)
{
	return ICD_ORDER(((const struct icd_counted *)a)->code, ((const struct icd_counted *)b)->code);
}

void icd_counts_renumber(struct icd_counts *counts, const uint32_t *numbers)
{
	for (size_t stretch = 0; stretch < counts->stretches; stretch++) {
		size_t end = counts->ends[stretch], at = end;
		for (; at > start_of(counts, stretch) && counts->at[at - 1].code >= counts->own; at--)
			counts->at[at - 1].code = counts->own + numbers[counts->at[at - 1].code - counts->own];
		if (end - at > 1)
			qsort(&counts->at[at], end - at, sizeof *counts->at, compare_counted);
	}
}

/* Marks what is marked there, eight bytes at once. */
static void mark_bytes(unsigned char *to, const unsigned char *from, uint32_t size)
{
	uint64_t have, more;
	for (; size >= sizeof have; size -= (uint32_t)sizeof have, to += sizeof have, from += sizeof have) {
		memcpy(&have, to, sizeof have);
		memcpy(&more, from, sizeof more);
		have |= more;
		memcpy(to, &have, sizeof have);
	}
	while (size-- > 0)
		*to++ |= *from++;
}

void icd_counts_used(const struct icd_counts *counts, unsigned char *used)
{
	for (size_t i = 0; i < counts->count; i++) {
		if (counts->at[i].code < counts->own)
			used[counts->at[i].code] = 1;
	}
	for (size_t i = 0; i < ICD_SPREAD_STRETCHES && counts->spread_size; i++) {
		if (counts->spread[i])
			mark_bytes(used, counts->spread[i], counts->own);
	}
}

void icd_counts_walk(const struct icd_counts *counts, uint32_t stretch, struct icd_counts_walk *walk)
{
	const unsigned char *bytes = stretch < ICD_SPREAD_STRETCHES ? counts->spread[stretch] : NULL;
	*walk = (struct icd_counts_walk){.at = counts->at + start_of(counts, stretch),
					 .end = counts->at + counts->ends[stretch],
					 .bytes = bytes,
					 .left = bytes ? counts->own : 0};
}

bool icd_counts_many(const struct icd_counts *counts, uint32_t stretch)
{
	return stretch < ICD_SPREAD_STRETCHES && counts->spread[stretch];
}
