/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "places.h"

#include <string.h>

/* The newest list's state of a category that says in which section it stands; NULL for one that no list has. */
static const struct place_state *newest_state(const struct book *book, const struct book_code *code)
{
	for (int i = book->about.lists.count; code->lists && i-- > 0;) {
		if (code->lists[i].present && code->lists[i].section)
			return &code->lists[i];
	}
	return NULL;
}

/* A category beside the one sought, with its section as the newest list has it. */
struct neighbour {
	const struct book_code *code; /* NULL: there is none */
	const char *key, *id;
};

static struct neighbour neighbour_of(const struct book *book, const struct book_code *code)
{
	const struct place_state *state = newest_state(book, code);
	if (!state)
		return (struct neighbour){0};
	const struct book_section *section = book_section(book, state->section);
	return (struct neighbour){code, state->section, section->lists[state - code->lists].name};
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
