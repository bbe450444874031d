/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_differences.h"

#include "index_draft.h"

#include <stdlib.h>

struct keyed { /* a term by the hash of all that tells it */
	uint64_t key;
	size_t term;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *left = a, *right = b;
	return ICD_ORDER(left->key, right->key) ?: ICD_ORDER(left->term, right->term);
}

static uint64_t joined(uint64_t above, uint64_t own)
{
	uint64_t both[2] = {above, own};
	return icd_hash_bytes(both, sizeof both);
}

static struct keyed *keys_of(const struct index_list *list, struct icd_pool *pool)
{
	struct keyed *keys = need(pool, list->count + 1, sizeof *keys);
	uint64_t *paths = need(pool, list->count + 1, sizeof *paths);
	for (size_t i = 0; i < list->count; i++) {
		const struct index_term *term = &list->terms[i];
		struct icd_pool fold_pool = {0};
		struct index_fold fold = index_fold(term->says, &fold_pool);
		uint64_t above = term->parent == SIZE_MAX ? 0 : paths[term->parent];
		icd_pool_free(&fold_pool);
		paths[i] = joined(above, fold.titled);
		keys[i] = (struct keyed){joined(above, fold.said), i};
	}
	if (list->count)
		qsort(keys, list->count, sizeof *keys, by_key);
	return keys;
}

void index_differences_find(const struct index_list *told, const struct index_list *held, struct index_differences *out)
{
	struct icd_pool pool = {0};
	const struct keyed *ours = keys_of(told, &pool), *theirs = keys_of(held, &pool);
	for (size_t i = 0, j = 0; i < told->count || j < held->count;) {
		bool only_told = j == held->count || (i < told->count && ours[i].key < theirs[j].key);
		bool only_held = i == told->count || (j < held->count && theirs[j].key < ours[i].key);
		if (only_told)
			*one_more(out->told, out->told_count, out->told_capacity) = ours[i].term;
		if (only_held)
			*one_more(out->held, out->held_count, out->held_capacity) = theirs[j].term;
		out->equal += !only_told && !only_held;
		i += !only_held;
		j += !only_told;
	}
	icd_pool_free(&pool);
}

void index_differences_free(struct index_differences *differences)
{
	free(differences->told);
	free(differences->held);
	*differences = (struct index_differences){0};
}
