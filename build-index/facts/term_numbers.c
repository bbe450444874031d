/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term_numbers.h"

#include "common/common.h"

#include <string.h>

#define LOOK_AHEAD 64 /* main terms of the list before among which the next one is looked for */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
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
		if (!same_text(a->heads[i], b->heads[i]))
			return false;
	}
	return a->head_count == b->head_count;
}

/* The numbers of the terms of a list, after one that has those of `before`; both NULL for the first list. */
static const uint32_t *number_list(struct icd_pool *pool, const struct index_list *list,
				   const struct index_list *list_before, const uint32_t *before, uint32_t *count)
{
	uint32_t *numbers = need(pool, list->count, sizeof *numbers);
	size_t next = 0; /* main term of the list before */
	bool comparable = list_before && same_heads(list, list_before);
	for (size_t term = 0, end; term < list->count; term = end) {
		end = end_of_main(list, term);
		size_t found = comparable ? find_main(list_before, next, list->terms[term].plain) : 0;
		bool known = comparable && found < list_before->count;
		next = known ? end_of_main(list_before, found) : next;
		known = known && next - found == end - term && same_below(list, term, list_before, found, end - term);
		for (size_t i = term; i < end; i++)
			numbers[i] = known ? before[found + (i - term)] : (*count)++;
	}
	return numbers;
}

void term_numbers_make(const struct book *book, struct term_numbers *numbers)
{
	*numbers = (struct term_numbers){.pool = {0}};
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++) {
		struct kind_numbers *of_kind = &numbers->kinds[kind];
		uint16_t members = book->about.index[kind].count;
		of_kind->of = need(&numbers->pool, members, sizeof *of_kind->of);
		for (uint16_t m = 0; m < members; m++)
			of_kind->of[m] = number_list(&numbers->pool, book->indexes[kind][m],
						     m ? book->indexes[kind][m - 1] : NULL,
						     m ? of_kind->of[m - 1] : NULL, &of_kind->count);
	}
}

void term_numbers_free(struct term_numbers *numbers)
{
	icd_pool_free(&numbers->pool);
}
