/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The hash of many bytes by the 32 that an AVX2 processor takes at once; the same number as that of any other
 * processor, in half the instructions.
 */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && __has_include(<sys/platform/x86.h>)
#define HAS_WIDE
#pragma GCC target("avx2")
#endif

#include "hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#ifdef HAS_WIDE
#include <sys/platform/x86.h>
#endif

bool icd_hash_is_wide(void)
{
#ifdef HAS_WIDE
	return CPU_FEATURE_ACTIVE(AVX2);
#else
	return false;
#endif
}

uint64_t icd_hash_wide(const void *bytes, size_t size)
{
	return XXH3_64bits(bytes, size);
}
