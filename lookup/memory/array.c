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
