/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts kept once: equal texts have equal addresses, so that releases can be compared
 * by pointer and their files be forgotten. Builder only.
 */
#ifndef ICD_BUILD_COMMON_INTERN_H
#define ICD_BUILD_COMMON_INTERN_H

#include "need.h"

#include <stdint.h>

struct interner {
	struct icd_pool arena;
	const char **slots; /* open addressing, a power of two */
	size_t capacity, count;
};

/* The one copy of the text, until the interner is freed. NULL gives NULL. */
const char *intern(struct interner *interner, const char *text);
/* The copy there is, NULL when there is none. */
const char *intern_find(const struct interner *interner, const char *text);
void interner_free(struct interner *interner);

#endif
