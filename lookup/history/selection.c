/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "selection.h"

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CHAPTERS_MAX 99

struct selecting {
	struct icd_selection *selection;
	struct icd_pool *pool;
	struct icd_pool scratch;
	const struct icd_view *view, *other;
	const char *query;
	struct icd_error *err;
};

static enum icd_found out_of_memory(struct selecting *s)
{
	icd_out_of_memory(s->err);
	return ICD_FAILED;
}

/* ---- items and units ---- */

/* An item of that name; NULL when memory runs out. */
static const struct icd_item *add_item(struct selecting *s, const char *name)
{
	struct icd_selection *selection = s->selection;
	struct icd_item *item = icd_pool_take(s->pool, 1, sizeof *item);
	if (!item ||
	    !icd_pool_room(s->pool, &selection->items, selection->item_count, &selection->item_room, sizeof item->name))
		return NULL;
	*item = (struct icd_item){icd_pool_text(s->pool, name, strlen(name)), (uint32_t)selection->item_count};
	selection->items[selection->item_count++] = item->name;
	return item;
}

static bool add_unit(struct selecting *s, const char *code, uint32_t ordinal, uint32_t last,
		     const struct icd_item *mine)
{
	struct icd_selection *selection = s->selection;
	if (!icd_pool_room(s->pool, &selection->units, selection->unit_count, &selection->unit_room,
			   sizeof *selection->units))
		return false;
	struct icd_unit *unit = &selection->units[selection->unit_count++];
	*unit = (struct icd_unit){.ordinal = ordinal, .last = last, .mine = mine};
	snprintf(unit->code, sizeof unit->code, "%s", code);
	return true;
}

/* ---- codes and beginnings of codes ---- */

/* "M54.5", "m54-", "S": letters and digits in upper case, without dots and what stands for more to come. */
static bool read_start(const char *text, char start[ICD_CODE_SIZE])
{
	size_t length = 0, size = strlen(text);
	while (size > 0 && strchr("-._", text[size - 1]))
		size--;
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '.' && i == 3)
			continue;
		if (!icd_is_letter_or_digit(text[i]) || length == ICD_CODE_LENGTH)
			return false;
		start[length++] = icd_upper(text[i]);
	}
	start[length] = '\0';
	return length > 0 && icd_is_letter(start[0]);
}

/* Those of the codes that begin so that lie in no other: their spellings, one behind the other. */
struct starts {
	char (*at)[ICD_CODE_SIZE];
	size_t count, room;
	struct icd_pool *pool;
};

static bool take_start(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct starts *starts = context;
	const char *code = (const char *)key.data + 1;
	size_t length = key.size - 1;
	(void)value;
	if (starts->count) {
		const char *before = starts->at[starts->count - 1];
		size_t size = strlen(before);
		if (size >= 3 && size <= length && memcmp(before, code, size) == 0)
			return true;
	}
	if (length > ICD_CODE_LENGTH ||
	    !icd_pool_room(starts->pool, &starts->at, starts->count, &starts->room, sizeof *starts->at))
		return false;
	snprintf(starts->at[starts->count++], ICD_CODE_SIZE, "%.*s", (int)length, code);
	return true;
}

static enum icd_found add_record(struct selecting *s, const char *code, const struct icd_item *mine)
{
	struct icd_code_record record;
	enum icd_found found = icd_store_code(s->view->store, &s->scratch, code, &record, s->err);
	if (found == ICD_FOUND && !add_unit(s, record.code, record.ordinal, record.last, mine))
		return out_of_memory(s);
	return found;
}

static enum icd_found add_starts(struct selecting *s, const char *start)
{
	char end[ICD_CODE_SIZE + 2];
	snprintf(end, sizeof end, "%s\xff", start);
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, start), high = icd_key_of(ICD_TABLE_CODE, end);
	struct starts starts = {.pool = &s->scratch};
	if (!icd_store_scan(s->view->store, &low, &high, take_start, &starts, s->err))
		return ICD_FAILED;
	if (starts.count == 0)
		return ICD_NOT_FOUND;
	char label[ICD_DOTTED_SIZE];
	const struct icd_item *mine = add_item(s, icd_code_format(start, label));
	enum icd_found found = mine ? ICD_FOUND : out_of_memory(s);
	for (size_t i = 0; found == ICD_FOUND && i < starts.count; i++)
		found = add_record(s, starts.at[i], mine);
	return found;
}

static enum icd_found add_codes(struct selecting *s)
{
	char start[ICD_CODE_SIZE];
	if (!read_start(s->query, start))
		return ICD_NOT_FOUND;
	enum icd_found found = add_starts(s, start);
	if (found == ICD_NOT_FOUND && icd_code_without_placeholder(start))
		found = add_starts(s, start);
	return found;
}

/* ---- stretches of the book ---- */

/* A code whose codes below all lie in the stretch is a unit with them; else it is one alone. */
static enum icd_found add_stretch(struct selecting *s, const struct icd_stretch *stretch)
{
	struct icd_selection *selection = s->selection;
	if (!icd_pool_room(s->pool, &selection->stretches, selection->stretch_count, &selection->stretch_room,
			   sizeof *selection->stretches))
		return out_of_memory(s);
	selection->stretches[selection->stretch_count++] = *stretch;
	for (uint32_t at = stretch->first; at <= stretch->last;) {
		struct icd_code_record record;
		s->pool->failed |= s->scratch.failed;
		icd_pool_reset(&s->scratch);
		if (!icd_view_code_at(s->view, &s->scratch, at, &record, s->err))
			return ICD_FAILED;
		uint32_t last = record.last <= stretch->last ? record.last : at;
		if (!add_unit(s, record.code, at, last, stretch->mine))
			return out_of_memory(s);
		at = last + 1;
	}
	return ICD_FOUND;
}

bool icd_section_stretch(const struct icd_section_record *section, struct icd_stretch *out)
{
	*out = (struct icd_stretch){.first = section->first, .last = section->last};
	return out->first <= out->last;
}

/* Widens the stretch by a section's; false when the section cannot be read. */
static bool widen(struct selecting *s, const char *key, struct icd_stretch *stretch)
{
	struct icd_section_record section;
	struct icd_stretch one;
	enum icd_found found = icd_store_section(s->view->store, key, &section, s->err);
	if (found != ICD_FOUND || !icd_section_stretch(&section, &one))
		return found != ICD_FAILED;
	stretch->first = one.first < stretch->first ? one.first : stretch->first;
	stretch->last = one.last > stretch->last ? one.last : stretch->last;
	return true;
}

static enum icd_found add_widened(struct selecting *s, struct icd_stretch *stretch, const char *name)
{
	if (stretch->first > stretch->last)
		return ICD_NOT_FOUND;
	stretch->mine = add_item(s, name);
	return stretch->mine ? add_stretch(s, stretch) : out_of_memory(s);
}

static enum icd_found add_chapter(struct selecting *s, const struct icd_chapter_record *chapter)
{
	struct icd_stretch stretch = {.first = UINT32_MAX};
	char name[32];
	snprintf(name, sizeof name, "chapter %u", (unsigned)chapter->number);
	for (uint32_t i = 0; i < chapter->sections.count; i++) {
		if (!widen(s, chapter->sections.at[i].code, &stretch))
			return ICD_FAILED;
	}
	return add_widened(s, &stretch, name);
}

static enum icd_found add_section(struct selecting *s, const char *key, const char *id)
{
	struct icd_stretch stretch = {.first = UINT32_MAX};
	return widen(s, key, &stretch) ? add_widened(s, &stretch, id) : ICD_FAILED;
}

/* A range of a chapter's title, or the id of a section that has one, in a list. */
static enum icd_found match_chapter(struct selecting *s, const struct icd_chapter_record *chapter, uint16_t list)
{
	const char *text = icd_text_at(&chapter->titles, list);
	char title[1024], range[64];
	icd_split_range(text ? text : "", title, sizeof title, range, sizeof range);
	if (icd_same_but_case(range, s->query))
		return add_chapter(s, chapter);
	for (uint32_t i = 0; i < chapter->sections.count; i++) {
		const char *id = icd_text_at(&chapter->sections.at[i].titles, list);
		if (id && icd_same_but_case(id, s->query))
			return add_section(s, chapter->sections.at[i].code, id);
	}
	return ICD_NOT_FOUND;
}

static enum icd_found add_place(struct selecting *s, const struct icd_view *view)
{
	long number = icd_chapter_number(s->query);
	enum icd_found found = ICD_NOT_FOUND;
	if (!view || view->list < 0 || (number > CHAPTERS_MAX) || (!number && !strchr(s->query, '-')))
		return ICD_NOT_FOUND;
	for (int i = number ? (int)number : 1; found == ICD_NOT_FOUND && i <= (number ? number : CHAPTERS_MAX); i++) {
		struct icd_chapter_record chapter;
		found = icd_store_chapter(view->store, i, &chapter, s->err);
		if (found == ICD_FOUND)
			found = number ? add_chapter(s, &chapter) : match_chapter(s, &chapter, (uint16_t)view->list);
	}
	return found;
}

/* Any two codes with a dash between: the codes from the one to the other, in tabular order. */
static enum icd_found add_range(struct selecting *s)
{
	struct icd_typed_code low, high;
	struct icd_code_record first, last;
	char from[ICD_DOTTED_SIZE], to[ICD_DOTTED_SIZE], name[2 * ICD_DOTTED_SIZE + 1];
	if (!icd_code_range_parse(s->query, &low, &high))
		return ICD_NOT_FOUND;
	enum icd_found found = icd_store_code(s->view->store, &s->scratch, low.code, &first, s->err);
	if (found == ICD_FOUND)
		found = icd_store_code(s->view->store, &s->scratch, high.code, &last, s->err);
	if (found != ICD_FOUND)
		return found;
	snprintf(name, sizeof name, "%s-%s", icd_code_format(low.code, from), icd_code_format(high.code, to));
	return add_widened(s, &(struct icd_stretch){.first = first.ordinal, .last = last.last}, name);
}

enum icd_found icd_selection_add(struct icd_selection *selection, struct icd_pool *pool, const struct icd_view *view,
				 const struct icd_view *other, const char *query, struct icd_error *err)
{
	struct selecting s = {
		.selection = selection, .pool = pool, .view = view, .other = other, .query = query, .err = err};
	enum icd_found found = add_codes(&s);
	if (found == ICD_NOT_FOUND)
		found = add_place(&s, view);
	if (found == ICD_NOT_FOUND)
		found = add_place(&s, other);
	if (found == ICD_NOT_FOUND)
		found = add_range(&s);
	if (s.scratch.failed || pool->failed)
		found = out_of_memory(&s);
	icd_pool_free(&s.scratch);
	return found;
}

bool icd_selection_add_codes(struct icd_selection *selection, struct icd_pool *pool, const struct icd_view *view,
			     const char *name, const struct icd_selected *codes, struct icd_error *err)
{
	struct selecting s = {.selection = selection, .pool = pool, .view = view, .err = err};
	const struct icd_item *mine = add_item(&s, name);
	bool ok = mine || icd_out_of_memory(err);
	for (size_t i = 0; ok && i < codes->count; i++) {
		struct icd_code_record record;
		icd_pool_reset(&s.scratch);
		ok = icd_view_code_at(view, &s.scratch, codes->ordinals[i], &record, err) &&
		     (add_unit(&s, record.code, record.ordinal, codes->alone ? record.ordinal : record.last, mine) ||
		      icd_out_of_memory(err));
	}
	icd_pool_free(&s.scratch);
	return ok;
}

/* ---- all of it ---- */

static int by_place(const void *a, const void *b)
{
	const struct icd_unit *left = a, *right = b;
	/* What lies in another stands behind it. */
	return ICD_ORDER(left->ordinal, right->ordinal) ?: ICD_ORDER(right->last, left->last);
}

void icd_selection_settle(struct icd_selection *selection)
{
	if (selection->unit_count)
		qsort(selection->units, selection->unit_count, sizeof *selection->units, by_place);
}
