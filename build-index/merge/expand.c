/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The complete codes a tabular list stands for (code_set_expand). */
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
			out->at = grow_array(out->at, out->count, &out->capacity, sizeof *out->at);
			out->at[out->count++] = one;
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

struct growing {
	struct icd_pool *arena;
	struct code_row *rows;
	size_t count, capacity;
	const char **phantoms;
	size_t phantom_count, phantom_capacity;
};

static void add_row(struct growing *out, const struct place *place, const char *code, const char *title, bool billable)
{
	out->rows = grow_array(out->rows, out->count, &out->capacity, sizeof *out->rows);
	out->rows[out->count++] =
		(struct code_row){.code = code, .long_title = title, .line = place->line, .billable = billable};
}

static const char *title_with(struct icd_pool *arena, const char *title, const char *meaning)
{
	char text[4096];
	int length = snprintf(text, sizeof text, "%s, %s", title, meaning);
	return need_text(arena, text, length < (int)sizeof text ? (size_t)length : sizeof text - 1);
}

static void expand_leaf(const struct tabular_list *list, size_t index, size_t governor,
			const struct prohibitions *prohibitions, struct growing *out)
{
	const struct place *place = &list->places[index], *above = &list->places[governor];
	char code[ICD_CODE_SIZE] = "XXXXXX";
	memcpy(code, place->name, strlen(place->name));
	for (size_t j = 0; j < above->entry_count; j++) {
		const struct entry *entry = &above->entries[j];
		if (entry->kind != ICD_ENTRY_SEVENTH)
			continue;
		code[6] = entry->character[0];
		const char *kept = need_text(out->arena, code, ICD_CODE_LENGTH);
		if (!is_forbidden(prohibitions, code)) {
			add_row(out, place, kept, title_with(out->arena, place->title, entry->text), true);
			continue;
		}
		out->phantoms =
			grow_array(out->phantoms, out->phantom_count, &out->phantom_capacity, sizeof *out->phantoms);
		out->phantoms[out->phantom_count++] = kept;
	}
}

static void expand_place(const struct tabular_list *list, size_t index, const struct prohibitions *prohibitions,
			 struct growing *out)
{
	const struct place *place = &list->places[index];
	bool leaf = index + 1 == list->count || list->places[index + 1].parent != index;
	size_t governor = leaf && strlen(place->name) < ICD_CODE_LENGTH ? governing(list, index) : SIZE_MAX;
	if (leaf && governor == SIZE_MAX) {
		add_row(out, place, place->name, place->title, true);
		return;
	}
	add_row(out, place, place->name, place->title, false);
	if (leaf)
		expand_leaf(list, index, governor, prohibitions, out);
}

void code_set_expand(const struct tabular_list *list, struct icd_pool *arena, struct expansion *out)
{
	struct prohibitions prohibitions = {0};
	struct growing grown = {.arena = arena};
	collect_prohibitions(list, &prohibitions);
	for (size_t i = 0; i < list->count; i++) {
		if (list->places[i].kind == ICD_PLACE_CODE)
			expand_place(list, i, &prohibitions, &grown);
	}
	out->count = grown.count;
	out->rows = need(arena, grown.count, sizeof *out->rows);
	if (grown.count)
		memcpy(out->rows, grown.rows, grown.count * sizeof *out->rows);
	out->phantom_count = grown.phantom_count;
	out->phantoms = need(arena, grown.phantom_count, sizeof *out->phantoms);
	if (grown.phantom_count)
		memcpy(out->phantoms, grown.phantoms, grown.phantom_count * sizeof *out->phantoms);
	free(prohibitions.at);
	free(grown.rows);
	free(grown.phantoms);
}
