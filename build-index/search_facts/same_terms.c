/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "same_terms.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_AHEAD 64 /* main terms of the list before among which the next one is looked for */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_term(const struct index_term *a, const struct index_term *b)
{
	if (a->says->level != b->says->level || !same_text(a->plain, b->plain))
		return false;
	for (size_t i = 0; i < sizeof a->says->parts / sizeof *a->says->parts; i++) {
		if (!same_text(a->says->parts[i], b->says->parts[i]))
			return false;
	}
	return true;
}

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
		if (same_text(before->terms[from].plain, title))
			return from;
		from = end_of_main(before, from);
	}
	return before->count;
}

static bool same_below(const struct index_list *list, size_t term, const struct index_list *before, size_t other,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!same_term(&list->terms[term + i], &before->terms[other + i]))
			return false;
	}
	return true;
}

/* Have the two the same columns? */
static bool same_heads(const struct index_list *a, const struct index_list *b)
{
	for (unsigned i = 0; i < a->head_count && a->head_count == b->head_count; i++) {
		if (!same_text(a->heads[i], b->heads[i]))
			return false;
	}
	return a->head_count == b->head_count;
}

uint32_t *same_terms(const struct index_list *list, const struct index_list *before)
{
	uint32_t *same = malloc((list->count + 1) * sizeof *same);
	size_t next = 0; /* main term of the list before */
	if (!same)
		out_of_memory();
	memset(same, 0xff, (list->count + 1) * sizeof *same);
	bool comparable = before && same_heads(list, before);
	for (size_t term = 0, end; comparable && term < list->count; term = end) {
		end = end_of_main(list, term);
		size_t found = find_main(before, next, list->terms[term].plain);
		if (found == before->count)
			continue;
		next = end_of_main(before, found);
		if (next - found != end - term || !same_below(list, term, before, found, end - term))
			continue;
		for (size_t i = term; i < end; i++)
			same[i] = (uint32_t)(found + (i - term));
	}
	return same;
}
