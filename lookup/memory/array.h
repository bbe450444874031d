/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Arrays that grow by one item at a time, and binary search in arrays that are sorted.
 *
 * An array is what its owner declares: a pointer to malloc'd items, how many there are, how many there is
 * room for. The owner frees it.
 */
#ifndef ICD_MEMORY_ARRAY_H
#define ICD_MEMORY_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes room for one more item of `size` bytes after `count` of them. `items` is the address of the pointer to
 * the items, which may be NULL at first. False when memory runs out: then the array stays as it was.
 */
bool icd_array_room(void *items, size_t count, size_t *capacity, size_t size);

/* How two numbers or addresses stand to each other, for qsort: below 0, 0 or above 0. What the first of several
 * things does not decide the next one does: ICD_ORDER(a->date, b->date) ?: ICD_ORDER(a->kind, b->kind). */
#define ICD_ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/*
 * The first of `count` sorted items that does not stand before what is looked for; `count` when all do.
 * `before` says whether item number `item` stands before it. Inline, so that `before` is too.
 */
static inline size_t icd_lower_bound(size_t count, bool (*before)(const void *context, size_t item),
				     const void *context)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (before(context, middle))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif
