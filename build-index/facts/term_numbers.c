/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term_numbers.h"

#include "common/common.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_AHEAD 64 /* main terms of the list before among which the next one is looked for */

/* One past the last term below the main term. */
static size_t end_of_main(const struct index_list *list, size_t term)
{
	do
		term++;
	while (term < list->count && list->terms[term].says->level > 0);
	return term;
}

/* The main term of the list before that has the title of this one, at `from` or soon after; the list's end when there
 * is none. */
static size_t find_main(const struct index_list *before, size_t from, const char *title)
{
	for (unsigned i = 0; from < before->count && i < LOOK_AHEAD; i++) {
		if (icd_text_same(before->terms[from].plain, title))
			return from;
		from = end_of_main(before, from);
	}
	return before->count;
}

/* What terms say is kept once for all lists. */
static bool same_below(const struct index_list *list, size_t term, const struct index_list *before, size_t other,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list->terms[term + i].says != before->terms[other + i].says)
			return false;
	}
	return true;
}

/* Have the two the same columns? */
static bool same_heads(const struct index_list *a, const struct index_list *b)
{
	for (unsigned i = 0; i < a->head_count && a->head_count == b->head_count; i++) {
		if (!icd_text_same(a->heads[i], b->heads[i]))
			return false;
	}
	return a->head_count == b->head_count;
}

/* ---- numbers ---- */

/* A term under another one. Where one stands there more than once each time has a number, in a chain. */
struct numbered {
	uint32_t parent; /* NO_PARENT: a main term */
	const struct icd_index_term *says;
	uint32_t again;  /* the next one of the chain, 0 at its end */
	uint16_t member; /* of the list that it was seen in last */
	/* Of the first of a chain: a list in which this one and those before it are taken. */
	uint16_t taken_in;
	uint32_t taken;
};

#define NO_PARENT UINT32_MAX
#define NO_NUMBER UINT32_MAX

struct numbering {
	const struct index_list *const *lists;
	uint32_t **of;
	uint16_t member; /* of the list in hand, from 1 on */
	struct numbered *at;
	size_t count, capacity;
	struct icd_hash by_term; /* of the first ones */
};

static bool same_numbered(const void *context, uint32_t item, const void *key)
{
	const struct numbered *a = &((const struct numbering *)context)->at[item], *b = key;
	return a->parent == b->parent && a->says == b->says;
}

static uint64_t numbered_hash(const struct numbered *term)
{
	uint64_t values[2] = {term->parent, (uintptr_t)term->says};
	return icd_hash_bytes(values, sizeof values);
}

/* Of the chain that begins with `first`, one that the list in hand does not have yet; a new one where it has all. */
static uint32_t take_next(struct numbering *n, uint32_t first, struct numbered term)
{
	uint32_t last = n->at[first].taken_in == n->member ? n->at[first].taken : first;
	while (n->at[last].member == n->member && n->at[last].again)
		last = n->at[last].again;
	if (n->at[last].member == n->member) {
		n->at[last].again = (uint32_t)n->count;
		last = (uint32_t)n->count;
		*one_more(n->at, n->count, n->capacity) = term;
	}
	n->at[first].taken_in = n->member;
	n->at[first].taken = last;
	n->at[last].member = n->member;
	return last;
}

static uint32_t number_of(struct numbering *n, uint32_t parent, const struct icd_index_term *says)
{
	struct numbered term = {.parent = parent, .says = says, .member = n->member};
	uint32_t first = icd_hash_find(&n->by_term, numbered_hash(&term), same_numbered, n, &term);
	if (first != ICD_HASH_NONE)
		return take_next(n, first, term);
	need_hashed(&n->by_term, numbered_hash(&term), (uint32_t)n->count);
	*one_more(n->at, n->count, n->capacity) = term;
	return (uint32_t)n->count - 1;
}

/* Numbers the main terms that have no number yet, and all below them. */
static void number_rest(struct numbering *n)
{
	const struct index_list *list = n->lists[n->member - 1];
	uint32_t *numbers = n->of[n->member - 1];
	for (size_t i = 0; i < list->count; i++) {
		const struct icd_index_term *says = list->terms[i].says;
		if (numbers[i] == NO_NUMBER)
			numbers[i] = number_of(n, says->level ? numbers[list->terms[i].parent] : NO_PARENT, says);
	}
}

/* Where a main term and all below it are as they were in the list before they keep their numbers. */
static void keep_numbers(struct numbering *n)
{
	const struct index_list *list = n->lists[n->member - 1], *before = n->lists[n->member - 2];
	uint32_t *numbers = n->of[n->member - 1];
	size_t next = 0; /* main term of the list before */
	for (size_t term = 0, end; term < list->count; term = end) {
		end = end_of_main(list, term);
		size_t found = find_main(before, next, list->terms[term].plain);
		if (found == before->count)
			continue;
		next = end_of_main(before, found);
		if (next - found != end - term || !same_below(list, term, before, found, end - term))
			continue;
		memcpy(&numbers[term], &n->of[n->member - 2][found], (end - term) * sizeof *numbers);
		n->at[numbers[term]].member = n->member; /* those below it stand below no other one */
	}
}

static void number_kind(struct icd_pool *pool, const struct index_list *const *lists, uint16_t members,
			struct kind_numbers *out)
{
	struct numbering n = {.lists = lists, .of = need(pool, members, sizeof *n.of)};
	for (n.member = 1; n.member <= members; n.member++) {
		const struct index_list *list = lists[n.member - 1];
		n.of[n.member - 1] = need(pool, list->count, sizeof **n.of);
		memset(n.of[n.member - 1], 0xff, list->count * sizeof **n.of);
		if (n.member > 1 && same_heads(list, lists[n.member - 2]))
			keep_numbers(&n);
		else
			icd_hash_clear(&n.by_term);
		number_rest(&n);
	}
	*out = (struct kind_numbers){(const uint32_t *const *)n.of, (uint32_t)n.count};
	icd_hash_free(&n.by_term);
	free(n.at);
}

void term_numbers_make(const struct book *book, struct term_numbers *numbers)
{
	*numbers = (struct term_numbers){.pool = {0}};
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
		number_kind(&numbers->pool, book->indexes[kind], book->about.index[kind].count, &numbers->kinds[kind]);
}

void term_numbers_free(struct term_numbers *numbers)
{
	icd_pool_free(&numbers->pool);
}
