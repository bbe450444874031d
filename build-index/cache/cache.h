/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was made of files at some cost, kept from one build to the next in folders of the user's cache
 * ($XDG_CACHE_HOME/icd10/), so that files that are there again need not be read again. Builder only.
 *
 * An entry is a file of its own, named by its key: the SHA-256 of all that the entry depends on. It is written under
 * another name and renamed, so it is whole or not there, also when two builders run at once. It is believed only when
 * its checksum holds and it was made for this key; in any doubt it is taken away and the document is read. Where nothing
 * can be written nothing is kept. The checksum guards against accidents: whoever can write in the user's cache can write
 * in the user's index.
 *
 * NULL is a cache that has nothing and keeps nothing.
 */
#ifndef ICD_BUILD_CACHE_CACHE_H
#define ICD_BUILD_CACHE_CACHE_H

#include "official/official.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The folders, and the bytes of all their entries together, after a build. */
#define CACHE_READ       "read" /* what single files say */
#define CACHE_READ_MOST  ((uint64_t)384 << 20)
#define CACHE_BOOKS      "books" /* what releases said together: each change of an early one makes another */
#define CACHE_BOOKS_MOST ((uint64_t)128 << 20)

struct cache;

/* Opens a folder of the user's cache; NULL where there is no place for it. */
struct cache *cache_open(const char *name);
/* Forgets the entries that were used longest ago until no more than `most` bytes are left, and what killed builders left
 * half written. */
void cache_close(struct cache *cache, uint64_t most);

/* The key of what is made by the rule `rule` (all that it depends on, as a text) of these bytes. */
void cache_key(const char *rule, const void *data, size_t size, char key[ICD_DIGEST_SIZE]);

/* The entry, malloc'd, with a NUL behind its `size` bytes. NULL when it is not there or cannot be believed. */
char *cache_get(const struct cache *cache, const char *key, size_t *size);
/* Keeps an entry; without a word where it cannot. */
void cache_put(const struct cache *cache, const char *key, const void *data, size_t size);

#endif
