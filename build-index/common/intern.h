/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts kept once: equal texts have equal addresses, so that releases can be compared
 * by pointer and their files be forgotten. Builder only.
 */
#ifndef ICD_BUILD_COMMON_INTERN_H
#define ICD_BUILD_COMMON_INTERN_H

#include "need.h"

#include <stdbool.h>
#include <stdint.h>

struct interner { /* all 0: an empty one */
	struct icd_pool pool;
	struct icd_hash hash;
	const char **texts; /* in the order they came */
	size_t count, capacity;
	uint32_t
		next; /* number of the text that came after the last one when it came first: releases follow each other closely */
};

/* The one copy of the text, until the interner is freed. NULL gives NULL. */
const char *intern(struct interner *interner, const char *text);
/* The number of the text, from 0 in the order they came. It is new when that was the count before. */
uint32_t intern_number(struct interner *interner, const char *text);
/* Room for so many texts more, all at once. */
void intern_room(struct interner *interner, size_t count);
/* Takes a text without copying it: it must outlive the interner. False, and nothing is done, when it is there already. */
bool intern_lent(struct interner *interner, const char *text);
void interner_free(struct interner *interner);

#endif
