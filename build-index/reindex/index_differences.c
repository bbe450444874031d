/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_differences.h"

#include <stdlib.h>

/* A term with the titles above it, by the hash of all that, and in how many places it stands in either list. */
struct told_term {
	uint64_t key;
	uint32_t told, held;
};

struct comparison {
	struct index_folds *folds;
	struct icd_pool pool;
	struct told_term *at;
	size_t count, capacity;
	struct icd_hash by_key;
};

static uint64_t joined(uint64_t above, uint64_t own)
{
	uint64_t both[2] = {above, own};
	return icd_hash_bytes(both, sizeof both);
}

static bool has_key(const void *context, uint32_t item, const void *key)
{
	const struct comparison *c = context;
	return c->at[item].key == *(const uint64_t *)key;
}

static uint32_t find_or_add(struct comparison *c, uint64_t key)
{
	uint32_t found = icd_hash_find(&c->by_key, key, has_key, c, &key);
	if (found != ICD_HASH_NONE)
		return found;
	need_hashed(&c->by_key, key, (uint32_t)c->count);
	*one_more(c->at, c->count, c->capacity) = (struct told_term){.key = key};
	return (uint32_t)(c->count - 1);
}

/* Which of the told terms each term of the list is. */
static const uint32_t *terms_of(struct comparison *c, const struct index_list *list)
{
	uint32_t *terms = need(&c->pool, list->count, sizeof *terms);
	uint64_t *paths = need(&c->pool, list->count, sizeof *paths);
	for (size_t i = 0; i < list->count; i++) {
		const struct index_fold *fold = index_folds_of(c->folds, list->terms[i].says);
		uint64_t above = list->terms[i].parent == SIZE_MAX ? 0 : paths[list->terms[i].parent];
		paths[i] = joined(above, fold->titled);
		terms[i] = find_or_add(c, joined(above, fold->said));
	}
	return terms;
}

struct keyed {
	uint64_t key;
	size_t term;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *left = a, *right = b;
	return ICD_ORDER(left->key, right->key) ?: ICD_ORDER(left->term, right->term);
}

/* The terms of one list that the other has not: of terms told alike, those that come last. */
static size_t *only_in(struct comparison *c, const struct index_list *list, const uint32_t *terms, bool told,
		       size_t *count)
{
	struct keyed *only = need(&c->pool, list->count, sizeof *only);
	*count = 0;
	for (size_t i = 0; i < list->count; i++) {
		struct told_term *term = &c->at[terms[i]];
		uint32_t *both = told ? &term->held : &term->told;
		if (*both)
			(*both)--;
		else
			only[(*count)++] = (struct keyed){term->key, i};
	}
	if (*count)
		qsort(only, *count, sizeof *only, by_key);
	size_t *out = calloc(*count + 1, sizeof *out);
	if (!out)
		out_of_memory();
	for (size_t i = 0; i < *count; i++)
		out[i] = only[i].term;
	return out;
}

void index_differences_find(const struct index_list *told, const struct index_list *held, struct index_folds *folds,
			    struct index_differences *out)
{
	struct comparison c = {.folds = folds};
	const uint32_t *ours = terms_of(&c, told), *theirs = terms_of(&c, held);
	for (size_t i = 0; i < told->count; i++)
		c.at[ours[i]].told++;
	for (size_t i = 0; i < held->count; i++)
		c.at[theirs[i]].held++;
	out->told = only_in(&c, told, ours, true, &out->told_count);
	out->held = only_in(&c, held, theirs, false, &out->held_count);
	out->equal = told->count - out->told_count;
	free(c.at);
	icd_hash_free(&c.by_key);
	icd_pool_free(&c.pool);
}

void index_differences_free(struct index_differences *differences)
{
	free(differences->told);
	free(differences->held);
	*differences = (struct index_differences){0};
}
