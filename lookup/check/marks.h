/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A set of numbers below a bound, for who adds up by number: marked in any order, taken from the highest to the lowest,
 * and empty again after that. A bit for each number, and one for each word of those that has any, so that few numbers
 * are found soon.
 */
#ifndef ICD_CHECK_MARKS_H
#define ICD_CHECK_MARKS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct icd_marks {
	uint64_t *bits;  /* by number */
	uint64_t *words; /* by words of these */
	size_t size, at; /* of `words`; where the highest that was not taken may be */
};

/* Room for numbers below the bound. False when memory runs out; icd_marks_free all the same. */
static inline bool icd_marks_make(struct icd_marks *marks, size_t bound)
{
	marks->size = marks->at = bound / 4096 + 1;
	marks->bits = calloc(64 * marks->size, sizeof *marks->bits);
	marks->words = calloc(marks->size, sizeof *marks->words);
	return marks->bits && marks->words;
}

static inline void icd_marks_free(struct icd_marks *marks)
{
	free(marks->bits);
	free(marks->words);
}

static inline void icd_mark(struct icd_marks *marks, size_t number)
{
	marks->bits[number / 64] |= UINT64_C(1) << number % 64;
	marks->words[number / 4096] |= UINT64_C(1) << number / 64 % 64;
}

/* All numbers below the bound. */
static inline void icd_mark_all(struct icd_marks *marks, size_t bound)
{
	for (size_t word = 0; 64 * word < bound; word++) {
		size_t left = bound - 64 * word;
		marks->bits[word] = left < 64 ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
		marks->words[word / 64] |= UINT64_C(1) << word % 64;
	}
}

/* Takes the highest one of the bits: its place. */
static inline unsigned icd_take_bit(uint64_t *bits)
{
	unsigned bit = 63 - (unsigned)__builtin_clzll(*bits);
	*bits ^= UINT64_C(1) << bit;
	return bit;
}

/*
 * Takes the highest word of bits that is left, and tells the number that its lowest bit stands for; 0 when there is none. What
 * they are is taken from a copy, one after the other: so none waits for the one before. Nothing is marked until all are taken.
 */
static inline uint64_t icd_marks_take(struct icd_marks *marks, size_t *first)
{
	while (marks->at > 0 && !marks->words[marks->at - 1])
		marks->at--;
	if (marks->at == 0) {
		marks->at = marks->size;
		return 0;
	}
	size_t word = (marks->at - 1) * 64 + icd_take_bit(&marks->words[marks->at - 1]);
	uint64_t bits = marks->bits[word];
	marks->bits[word] = 0;
	*first = word * 64;
	return bits;
}

#endif
