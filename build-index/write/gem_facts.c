/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The general equivalence mappings as dated facts, by their sources and by their targets. */
#include "facts.h"
#include "icd9/records.h"

#include <stdlib.h>
#include <string.h>

/* A row as seen from one of its codes. */
struct seen_row {
	uint64_t start; /* icd_text_start of its code */
	const char *code;
	struct icd_gem_row says;
};

struct gem_work {
	const struct book *book;
	struct records *records;
	struct icd_pool pool;
	struct icd_buffer buffer;
	struct seen_row *at;
	size_t count, capacity;
};

static int by_what_it_says(const struct seen_row *a, const struct seen_row *b)
{
	return ICD_ORDER(a->start, b->start) ?: strcmp(a->code, b->code) ?: icd_gem_row_compare(&a->says, &b->says);
}

static int by_row_and_edition(const void *a, const void *b)
{
	const struct seen_row *left = a, *right = b;
	return by_what_it_says(left, right) ?: ICD_ORDER(left->says.span.first, right->says.span.first);
}

/* The rows of one edition; seen from its target, a row without any is nothing. */
static void add_edition(struct gem_work *w, const struct gem_table *table, uint16_t edition, bool by_target)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct gem_row *row = &table->rows[i];
		struct seen_row seen = {.code = row->source, .says = row->says};
		if (by_target && !*row->says.code)
			continue;
		if (by_target) {
			seen.code = row->says.code;
			seen.says.code = row->source;
		}
		seen.start = icd_text_start(seen.code);
		seen.says.span = (struct icd_span){edition, edition};
		*one_more(w->at, w->count, w->capacity) = seen;
	}
}

/* Equal rows of editions that follow each other become one. */
static void join_editions(struct gem_work *w)
{
	size_t kept = 0;
	for (size_t i = 0; i < w->count; i++) {
		struct seen_row *last = kept ? &w->at[kept - 1] : NULL;
		if (last && by_what_it_says(last, &w->at[i]) == 0 &&
		    last->says.span.last + 1 == w->at[i].says.span.first)
			last->says.span.last = w->at[i].says.span.last;
		else
			w->at[kept++] = w->at[i];
	}
	w->count = kept;
}

/* The record of the codes that begin as the row's does; where they end. */
static size_t make_block(struct gem_work *w, size_t first, enum icd_gem gem, bool by_target)
{
	struct icd_gem_block block = {0};
	struct icd_key key = icd_gem_key(gem, by_target, w->at[first].code);
	size_t end = first;
	while (end < w->count && strncmp(w->at[end].code, w->at[first].code, 3) == 0)
		end++;
	struct icd_gem_row *rows = need(&w->pool, end - first, sizeof *rows);
	block.at = need(&w->pool, end - first, sizeof *block.at);
	for (size_t i = first; i < end; i++, rows++) {
		if (i == first || strcmp(w->at[i].code, w->at[i - 1].code) != 0)
			block.at[block.count++] = (struct icd_gem_entry){w->at[i].code, 0, rows};
		*rows = w->at[i].says;
		block.at[block.count - 1].count++;
	}
	icd_put_gem_block(&w->buffer, &block);
	records_add(w->records, &key, &w->buffer);
	icd_pool_reset(&w->pool);
	return end;
}

static void make_side(struct gem_work *w, enum icd_gem gem, bool by_target)
{
	w->count = 0;
	for (uint16_t e = 0; e < w->book->about.gems[gem].count; e++) {
		if (w->book->gems[gem][e])
			add_edition(w, w->book->gems[gem][e], e, by_target);
	}
	if (w->count)
		qsort(w->at, w->count, sizeof *w->at, by_row_and_edition);
	join_editions(w);
	for (size_t i = 0; i < w->count;)
		i = make_block(w, i, gem, by_target);
}

void gem_facts_make(const struct book *book, struct records *records)
{
	struct gem_work w = {.book = book, .records = records};
	for (int gem = 0; gem < ICD_GEMS; gem++) {
		make_side(&w, (enum icd_gem)gem, false);
		make_side(&w, (enum icd_gem)gem, true);
	}
	free(w.at);
	icd_buffer_free(&w.buffer);
	icd_pool_free(&w.pool);
}
