/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 16

bool icd_array_room(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return true;
	if (*capacity > SIZE_MAX / 2 / size)
		return false;
	size_t wanted = *capacity ? *capacity * 2 : FIRST_ROOM;
	void *old;
	memcpy(&old, items, sizeof old);
	void *grown = realloc(old, wanted * size);
	if (!grown)
		return false;
	memcpy(items, &grown, sizeof grown);
	*capacity = wanted;
	return true;
}

size_t icd_lower_bound(size_t count, bool (*before)(const void *context, size_t item), const void *context)
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
