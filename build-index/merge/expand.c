/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The complete codes a tabular list stands for (code_set_expand). */
#include "book.h"
#include "code_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct prohibitions {
	struct icd_prohibition *at;
	size_t count, capacity;
};

/* ---- the note that forbids seventh characters ---- */

static void collect_prohibitions(const struct tabular_list *list, struct prohibitions *out)
{
	struct icd_prohibition one;
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &list->places[i];
		for (size_t j = 0; j < place->entry_count; j++) {
			if (place->entries[j].kind != ICD_NOTE_NOTE ||
			    !icd_prohibition_read(place->entries[j].text, &one))
				continue;
			*one_more(out->at, out->count, out->capacity) = one;
		}
	}
}

static bool is_forbidden(const struct prohibitions *prohibitions, const char code[ICD_CODE_SIZE])
{
	for (size_t i = 0; i < prohibitions->count; i++) {
		if (icd_prohibition_covers(&prohibitions->at[i], code))
			return true;
	}
	return false;
}

/* ---- expansion ---- */

/* The place whose sevenChrDef governs this one: itself or the nearest above; SIZE_MAX when none. */
static size_t governing(const struct tabular_list *list, size_t index)
{
	for (; index != SIZE_MAX; index = list->places[index].parent) {
		const struct place *place = &list->places[index];
		for (size_t j = 0; j < place->entry_count; j++) {
			if (place->entries[j].kind == ICD_ENTRY_SEVENTH)
				return index;
		}
	}
	return SIZE_MAX;
}

struct expand_work {
	const struct tabular_list *list;
	struct prohibitions prohibitions;
	struct book *book;
	struct expansion out; /* its arrays malloc'd */
	size_t row_capacity, phantom_capacity;
};

static void add_row(struct expand_work *w, const struct place *place, uint32_t number, const char *title, bool billable)
{
	*one_more(w->out.rows, w->out.count, w->row_capacity) =
		(struct code_row){.code = book_code_name(w->book, number),
				  .number = number,
				  .long_title = title,
				  .line = place->line,
				  .billable = billable,
				  .listed = true};
}

static void expand_leaf(struct expand_work *w, const struct place *place, size_t governor)
{
	const struct place *above = &w->list->places[governor];
	char code[ICD_CODE_SIZE] = "XXXXXX";
	memcpy(code, place->name, strlen(place->name));
	for (size_t j = 0; j < above->entry_count; j++) {
		const struct entry *entry = &above->entries[j];
		if (entry->kind != ICD_ENTRY_SEVENTH)
			continue;
		code[6] = entry->character[0];
		uint32_t number = book_code_number(w->book, code);
		if (is_forbidden(&w->prohibitions, code))
			*one_more(w->out.phantoms, w->out.phantom_count, w->phantom_capacity) = number;
		else
			add_row(w, place, number, book_joined_title(w->book, number, place->title, entry->text), true);
	}
}

static void expand_place(struct expand_work *w, size_t index)
{
	const struct tabular_list *list = w->list;
	const struct place *place = &list->places[index];
	bool leaf = index + 1 == list->count || list->places[index + 1].parent != index;
	size_t governor = leaf && strlen(place->name) < ICD_CODE_LENGTH ? governing(list, index) : SIZE_MAX;
	add_row(w, place, place->number, place->title, leaf && governor == SIZE_MAX);
	if (governor != SIZE_MAX)
		expand_leaf(w, place, governor);
}

void code_set_expand(const struct tabular_list *list, struct book *book, struct icd_pool *pool, struct expansion *out)
{
	struct expand_work w = {.list = list, .book = book};
	collect_prohibitions(list, &w.prohibitions);
	for (size_t i = 0; i < list->count; i++) {
		if (list->places[i].kind == ICD_PLACE_CODE)
			expand_place(&w, i);
	}
	*out = w.out;
	out->rows = need_copy(pool, w.out.rows, w.out.count, sizeof *out->rows);
	out->phantoms = need_copy(pool, w.out.phantoms, w.out.phantom_count, sizeof *out->phantoms);
	free(w.prohibitions.at);
	free(w.out.rows);
	free(w.out.phantoms);
}
