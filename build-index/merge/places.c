/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "places.h"

#include "store/write.h"

#include <string.h>

/* ---- blocks over sections ---- */

/* A section and its categories, numbered in the order of the list; one without any has end == start. */
struct extent {
	size_t place;   /* index in the list */
	size_t chapter; /* likewise */
	size_t start, end;
	bool block;
	size_t inside; /* the block it lies directly in, as index of extents; SIZE_MAX for none */
	unsigned depth;
};

struct blocks_work {
	const struct tabular_list *list;
	struct extent *extents;
	size_t count;
	const char **categories; /* by number */
	size_t category_count;
};

static void collect(struct blocks_work *w)
{
	for (size_t i = 0; i < w->list->count; i++) {
		const struct place *place = &w->list->places[i];
		size_t at = w->category_count;
		if (place->kind == ICD_PLACE_SECTION)
			w->extents[w->count++] = (struct extent){i, place->parent, at, at, false, SIZE_MAX, 0};
		else if (place->kind == ICD_PLACE_CODE && w->list->places[place->parent].kind == ICD_PLACE_SECTION) {
			w->categories[w->category_count++] = place->name;
			w->extents[w->count - 1].end = w->category_count;
		}
	}
}

/* The end of the chapter that the section stands in, as a number of categories. */
static size_t chapter_end(const struct blocks_work *w, size_t section)
{
	size_t last = section;
	while (last + 1 < w->count && w->extents[last + 1].chapter == w->extents[section].chapter)
		last++;
	return w->extents[last].end;
}

/*
 * Gives a section without categories the extent of its range. An end of the range that the list does not have is
 * stood in for by the nearest category within the range.
 */
static void stretch(struct blocks_work *w, size_t section)
{
	struct extent *extent = &w->extents[section];
	struct icd_category_range range;
	size_t end = chapter_end(w, section), first = SIZE_MAX, last = 0;
	bool first_found = false, last_found = false;
	if (!icd_category_range_read(w->list->places[extent->place].name, &range))
		return;
	for (size_t i = extent->start; i < end; i++) {
		const char *category = w->categories[i];
		if (!first_found &&
		    (first == SIZE_MAX ? strcmp(category, range.from) >= 0 : strcmp(category, range.from) == 0))
			first = i;
		first_found |= strcmp(category, range.from) == 0;
		if (!last_found && strcmp(category, range.to) <= 0)
			last = i + 1;
		last_found |= strcmp(category, range.to) == 0;
	}
	if (first < last) {
		extent->start = first;
		extent->end = last;
	}
}

static bool lies_in(const struct extent *inner, const struct extent *outer)
{
	return inner->chapter == outer->chapter && inner->start < inner->end && outer->start <= inner->start &&
	       inner->end <= outer->end;
}

static void find_block(struct blocks_work *w, size_t section)
{
	struct extent *own = &w->extents[section];
	for (size_t i = 0; i < section; i++) {
		const struct extent *outer = &w->extents[i];
		const struct extent *best = own->inside == SIZE_MAX ? NULL : &w->extents[own->inside];
		if (outer->block && lies_in(own, outer) &&
		    (!best || outer->end - outer->start <= best->end - best->start))
			own->inside = i;
	}
	while (own->inside != SIZE_MAX && w->extents[own->inside].depth >= ICD_BLOCKS_MAX)
		own->inside = w->extents[own->inside].inside;
	own->depth = own->inside == SIZE_MAX ? 1 : w->extents[own->inside].depth + 1;
}

size_t *blocks_of(const struct tabular_list *list, struct icd_pool *pool)
{
	struct blocks_work w = {.list = list};
	size_t *blocks = need(pool, list->count, sizeof *blocks);
	w.extents = need(pool, list->section_count, sizeof *w.extents);
	w.categories = need(pool, list->diag_count, sizeof *w.categories);
	memset(blocks, 0xff, list->count * sizeof *blocks);
	collect(&w);
	for (size_t i = 0; i < w.count; i++) {
		bool empty = w.extents[i].start == w.extents[i].end;
		if (empty)
			stretch(&w, i);
		w.extents[i].block = empty && w.extents[i].start < w.extents[i].end;
	}
	for (size_t i = 0; i < w.count; i++) {
		find_block(&w, i);
		if (w.extents[i].inside != SIZE_MAX)
			blocks[w.extents[i].place] = w.extents[w.extents[i].inside].place;
	}
	return blocks;
}

/* ---- sections for categories that no list has ---- */

/* The newest list that says in which section a category stands; -1 for one that no list has. */
static int newest_list(const struct book *book, const struct book_code *code)
{
	for (int i = book->about.lists.count; code->lists && i-- > 0;) {
		if (code->lists[i] && code->lists[i]->section)
			return i;
	}
	return -1;
}

/* A category beside the one sought, with its section as the newest list has it. */
struct neighbour {
	const struct book_code *code; /* NULL: there is none */
	const char *key, *id;
};

static struct neighbour neighbour_of(const struct book *book, const struct book_code *code)
{
	int list = newest_list(book, code);
	if (list < 0)
		return (struct neighbour){0};
	const char *key = code->lists[list]->section;
	return (struct neighbour){code, key, book_section(book, key)->lists[list]->name};
}

static bool range_has(const struct neighbour *neighbour, const char *category)
{
	struct icd_category_range range;
	return neighbour->code && icd_category_range_read(neighbour->id, &range) &&
	       icd_category_range_has(&range, category);
}

static bool same_letter(const struct neighbour *neighbour, const char *category)
{
	return neighbour->code && neighbour->code->code[0] == category[0];
}

static const char *choose(const struct neighbour *before, const struct neighbour *after, const char *category)
{
	bool after_fits =
		range_has(after, category) || (same_letter(after, category) && !same_letter(before, category));
	if (before->code && (!after->code || range_has(before, category) || !after_fits))
		return before->key;
	return after->key;
}

/* The first category behind one that a list has, and how far it was looked for. */
struct ahead {
	struct neighbour first;
	uint32_t looked;
};

static void look_ahead(const struct book *book, struct ahead *ahead, uint32_t from)
{
	if (ahead->looked > from) /* it lies behind, still */
		return;
	*ahead = (struct ahead){.looked = from};
	while (!ahead->first.code && ahead->looked < book->code_count) {
		const struct book_code *code = &book->codes[book->order[ahead->looked]];
		ahead->first = neighbour_of(book, code);
		ahead->looked = code->last + 1;
	}
}

void derive_sections(struct book *book)
{
	struct neighbour before = {0};
	struct ahead ahead = {.looked = 0};
	for (uint32_t at = 0; at < book->code_count;) {
		struct book_code *code = &book->codes[book->order[at]];
		struct neighbour own = neighbour_of(book, code);
		at = code->last + 1;
		if (own.code) {
			before = own;
			continue;
		}
		look_ahead(book, &ahead, at);
		code->derived = choose(&before, &ahead.first, code->code);
	}
}
