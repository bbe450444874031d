/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <stdlib.h>

/* Which is the first pattern that begins before a place and ends behind another? */
struct question {
	size_t begins_before, ends_behind;
	uint32_t *answer; /* the answer is put here where it is less */
};

struct overlapping {
	const struct icd_code_list *list;
	const struct coverage *coverage;
	uint32_t *sorted; /* patterns without "!" that have codes, by the places that they begin and end at */
	size_t sorted_count;
	struct question *questions;
	size_t question_count;
	uint32_t *tree; /* a Fenwick tree by the place that a pattern ends at, counted from the last one down */
};

/* ---- the tree ---- */

static void put(struct overlapping *o, size_t end, uint32_t number)
{
	for (size_t at = o->coverage->count - end + 1; at <= o->coverage->count + 1; at += at & -at) {
		if (number < o->tree[at])
			o->tree[at] = number;
	}
}

/* The first of the patterns put so far that end behind the place. */
static uint32_t first_behind(const struct overlapping *o, size_t place)
{
	uint32_t first = LIST_NO_PATTERN;
	for (size_t at = o->coverage->count - place; at > 0; at -= at & -at)
		first = o->tree[at] < first ? o->tree[at] : first;
	return first;
}

/* ---- questions ---- */

static int by_places(const void *a, const void *b, void *context)
{
	const struct places *of = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return ICD_ORDER(of[x].begin, of[y].begin) ?: ICD_ORDER(of[x].end, of[y].end) ?: ICD_ORDER(x, y);
}

static int by_beginning(const void *a, const void *b)
{
	const struct question *x = a, *y = b;
	return ICD_ORDER(x->begins_before, y->begins_before);
}

static void ask(struct overlapping *o, size_t begins_before, size_t ends_behind, uint32_t *answer)
{
	o->questions[o->question_count++] = (struct question){begins_before, ends_behind, answer};
}

static void ask_of(struct overlapping *o, const struct places *of, struct list_overlap *answer)
{
	/* What has all its codes and more begins before it or ends behind it. */
	ask(o, of->begin, of->end - 1, &answer->all);
	ask(o, of->begin + 1, of->end, &answer->all);
	/* Where there is nothing of the kind: what begins before it ends in it, what ends behind it begins in it. */
	ask(o, of->begin, of->begin, &answer->some);
	ask(o, of->end, of->end, &answer->some);
}

static void answer_all(struct overlapping *o)
{
	size_t put_count = 0;
	if (o->question_count)
		qsort(o->questions, o->question_count, sizeof *o->questions, by_beginning);
	for (size_t i = 0; i < o->question_count; i++) {
		const struct question *question = &o->questions[i];
		for (; put_count < o->sorted_count; put_count++) {
			const struct places *of = &o->coverage->of[o->sorted[put_count]];
			if (of->begin >= question->begins_before)
				break;
			put(o, of->end, o->sorted[put_count]);
		}
		uint32_t first = first_behind(o, question->ends_behind);
		*question->answer = first < *question->answer ? first : *question->answer;
	}
}

/* ---- the list ---- */

static bool take_room(struct overlapping *o, struct icd_pool *pool)
{
	size_t tree = o->coverage->count + 2;
	o->sorted = icd_pool_take(pool, o->list->count + 1, sizeof *o->sorted);
	o->questions = icd_pool_take(pool, 4 * o->list->count + 1, sizeof *o->questions);
	o->tree = icd_pool_take(pool, tree, sizeof *o->tree);
	for (size_t i = 0; o->tree && i < tree; i++)
		o->tree[i] = LIST_NO_PATTERN;
	return !pool->failed;
}

/* Of several that have the same codes the first one is an answer for the others. */
static void compare_same(struct overlapping *o, struct list_overlap *answers)
{
	const struct places *of = o->coverage->of;
	for (size_t i = 0, first = 0; i < o->sorted_count; i++) {
		uint32_t head = o->sorted[first], number = o->sorted[i];
		if (of[head].begin != of[number].begin || of[head].end != of[number].end)
			first = i;
		else if (first < i)
			answers[number].all = head;
	}
}

bool list_overlaps(const struct icd_code_list *list, const struct coverage *coverage, struct icd_pool *pool,
		   struct list_overlap **out)
{
	struct overlapping o = {.list = list, .coverage = coverage};
	struct icd_pool scratch = {0};
	*out = icd_pool_take(pool, list->count + 1, sizeof **out);
	bool ok = *out && take_room(&o, &scratch);
	for (size_t i = 0; ok && i < list->count; i++) {
		(*out)[i] = (struct list_overlap){LIST_NO_PATTERN, LIST_NO_PATTERN};
		if (!list->at[i].except && coverage->of[i].begin < coverage->of[i].end)
			o.sorted[o.sorted_count++] = (uint32_t)i;
	}
	if (ok && o.sorted_count) {
		qsort_r(o.sorted, o.sorted_count, sizeof *o.sorted, by_places, coverage->of);
		compare_same(&o, *out);
		for (size_t i = 0; i < o.sorted_count; i++)
			ask_of(&o, &coverage->of[o.sorted[i]], &(*out)[o.sorted[i]]);
		answer_all(&o);
	}
	icd_pool_free(&scratch);
	return ok;
}
