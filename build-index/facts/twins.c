/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "twins.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

/* A title that more codes share says of none of them what it became. */
#define MOST_TWINS 16

struct titled {
	uint32_t title; /* its number among all titles, folded */
	uint32_t code;
};

struct pair {
	uint32_t code, twin, ordinal; /* of the twin */
};

struct twins_work {
	const struct book *book;
	struct interner titles;
	struct titled *titled;
	size_t titled_count, titled_capacity;
	struct pair *pairs;
	size_t pair_count, pair_capacity;
};

static bool was_deleted(const struct book *book, const struct book_code *code)
{
	for (uint16_t i = 1; i < book->about.sets.count; i++) {
		if (code->state[i - 1] && !code->state[i])
			return true;
	}
	return false;
}

static void add_titles(struct twins_work *w, uint32_t index)
{
	const struct book_code *code = &w->book->codes[index];
	char folded[2048];
	for (uint16_t i = 0; i < w->book->about.sets.count; i++) {
		const char *title = code->long_title[i];
		if (!title || !*title || (i > 0 && title == code->long_title[i - 1]))
			continue;
		*one_more(w->titled, w->titled_count, w->titled_capacity) = (struct titled){
			intern_number(&w->titles, icd_text_fold_title(title, folded, sizeof folded)), index};
	}
}

static int compare_titled(const void *a, const void *b)
{
	const struct titled *left = a, *right = b;
	return ICD_ORDER(left->title, right->title) ?: ICD_ORDER(left->code, right->code);
}

static bool one_above_other(const char *a, const char *b)
{
	size_t length = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
	return strncmp(a, b, length) == 0;
}

/* Pairs the codes of one title. */
static void add_pairs(struct twins_work *w, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct book_code *code = &w->book->codes[w->titled[i].code];
		for (size_t j = first; j < end; j++) {
			const struct book_code *other = &w->book->codes[w->titled[j].code];
			if (!one_above_other(code->code, other->code) &&
			    (was_deleted(w->book, code) || was_deleted(w->book, other)))
				*one_more(w->pairs, w->pair_count, w->pair_capacity) =
					(struct pair){w->titled[i].code, w->titled[j].code, other->ordinal};
		}
	}
}

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;
	return ICD_ORDER(left->code, right->code) ?: ICD_ORDER(left->ordinal, right->ordinal);
}

/* The pairs by their first code, each once. */
static void index_pairs(struct twins_work *w, struct icd_pool *pool, struct twins *out)
{
	size_t kept = 0;
	if (w->pair_count)
		qsort(w->pairs, w->pair_count, sizeof *w->pairs, compare_pairs);
	out->at = need(pool, w->pair_count, sizeof *out->at);
	out->first = need(pool, w->book->code_count + 1, sizeof *out->first);
	for (size_t code = 0, i = 0; code <= w->book->code_count; code++) {
		out->first[code] = (uint32_t)kept;
		for (; i < w->pair_count && w->pairs[i].code == code; i++) {
			if (i == 0 || compare_pairs(&w->pairs[i - 1], &w->pairs[i]) != 0)
				out->at[kept++] = w->pairs[i].twin;
		}
	}
}

void twins_find(const struct book *book, struct icd_pool *pool, struct twins *out)
{
	struct twins_work w = {.book = book};
	for (uint32_t i = 0; i < book->code_count; i++)
		add_titles(&w, i);
	if (w.titled_count)
		qsort(w.titled, w.titled_count, sizeof *w.titled, compare_titled);
	for (size_t first = 0, end; first < w.titled_count; first = end) {
		end = first + 1;
		while (end < w.titled_count && w.titled[end].title == w.titled[first].title)
			end++;
		if (end - first > 1 && end - first <= MOST_TWINS)
			add_pairs(&w, first, end);
	}
	index_pairs(&w, pool, out);
	interner_free(&w.titles);
	free(w.titled);
	free(w.pairs);
}
