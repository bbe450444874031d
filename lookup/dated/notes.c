/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dated.h"

#include "days.h"
#include "history/history.h"

#include <stdlib.h>
#include <string.h>

/* Days on which one list tells what stands at a place. */
struct stretch {
	icd_date from, to;
	uint16_t list;
	const char *label; /* of the place then */
};

struct walk {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool kept;
	struct dated_days days;
	enum icd_table table; /* of the records that are read */
	struct icd_pool pool; /* of the place in hand: */
	struct stretch *stretches;
	uint32_t stretch_count;
	size_t stretch_room;
	const char **texts; /* of its entries, folded */
	struct row *rows;
	uint32_t row_count;
	size_t row_room;
	void (*visit)(void *context, const struct icd_dated_note *note);
	void *context;
	struct icd_error *err;
	bool failed;
};

/* ---- when which list tells ---- */

static void add_stretch(struct walk *walk, const struct stretch *stretch)
{
	struct stretch *last = walk->stretch_count ? &walk->stretches[walk->stretch_count - 1] : NULL;
	if (last && last->list == stretch->list && icd_date_add_days(last->to, 1) == stretch->from)
		last->to = stretch->to;
	else if (icd_pool_room(&walk->pool, &walk->stretches, walk->stretch_count, &walk->stretch_room,
			       sizeof *walk->stretches))
		walk->stretches[walk->stretch_count++] = *stretch;
}

/* Of a chapter, section or block, which has no days of its own: the lists it stands in. The first list speaks for the
 * days before it, too. */
static void add_lists(struct walk *walk, const struct icd_texts *labels, const char *label)
{
	const struct icd_sequence *lists = &walk->about->lists;
	icd_date first = walk->about->sets.at[0].date;
	for (uint16_t i = 0; i < lists->count; i++) {
		struct stretch stretch = {lists->at[i].date, ICD_DATE_OPEN, i, label};
		if (i == 0 && first < stretch.from)
			stretch.from = first;
		if (i + 1 < lists->count)
			stretch.to = icd_date_add_days(lists->at[i + 1].date, -1);
		if (labels)
			stretch.label = icd_text_at(labels, i);
		if (stretch.label)
			add_stretch(walk, &stretch);
	}
}

/* Of a code: while it is in the set, the lists that its notes are from. */
static void add_run(struct walk *walk, const struct icd_code_record *record, const struct icd_run *run,
		    const char *label)
{
	struct dated_cursor cursor = {.days = &walk->days};
	icd_date from, to;
	if (!icd_run_days(&walk->days.at[0], run, &from, &to))
		return;
	while (dated_cursor_next(&cursor, walk->store, from, to)) {
		bool later;
		int list = icd_view_list_for(&cursor.view, record, &later);
		if (walk->stretch_count && walk->stretches[walk->stretch_count - 1].to >= cursor.view.on)
			walk->stretches[walk->stretch_count - 1].to = icd_date_add_days(cursor.view.on, -1);
		if (list >= 0)
			add_stretch(walk,
				    &(struct stretch){cursor.view.on, to ? to : ICD_DATE_OPEN, (uint16_t)list, label});
	}
}

/* ---- the notes of a place ---- */

static bool is_told(const struct icd_entry *entry)
{
	return entry->kind != ICD_ENTRY_XML && !(entry->flags & ICD_ENTRY_EMPTY);
}

static bool stands_in(const struct icd_entry *entry, uint16_t list)
{
	return icd_spans_have(entry->spans, entry->span_count, list);
}

static bool heads(const struct walk *walk, const struct icd_entry *entry, uint32_t at)
{
	return is_told(entry) && icd_note_heads(walk->texts[at]);
}

/* The note that heads this one in the list. */
static const char *heading_in(const struct walk *walk, const struct icd_entries *entries, uint32_t at, uint16_t list)
{
	const struct icd_entry *entry = &entries->at[at];
	if (heads(walk, entry, at))
		return NULL;
	for (uint32_t i = at;
	     !(entries->at[i].flags & ICD_ENTRY_OPENS && stands_in(&entries->at[i], list)) && i-- > 0;) {
		if (!stands_in(&entries->at[i], list))
			continue;
		if (entries->at[i].kind != entry->kind)
			return NULL;
		if (heads(walk, &entries->at[i], i))
			return walk->texts[i];
	}
	return NULL;
}

/* The day after which a note came that first stands in a list, where that is not the day before; else 0. */
static icd_date came_after(const struct walk *walk, const struct icd_entry *entry, const struct stretch *stretch)
{
	const struct icd_member *list = &walk->about->lists.at[stretch->list];
	icd_date date = list->date, after = list->gap && stretch->list ? list[-1].date : 0;
	if (stretch->from != date)
		return 0;
	if (entry->flags & ICD_ENTRY_CAME_IN_WINDOW && entry->spans[0].first == stretch->list)
		icd_note_window(walk->about, stretch->list, &date, &after);
	return after;
}

/* A row in the making. */
struct row {
	struct icd_dated_note note;
	const char *label; /* of its place */
	bool open;         /* its days go on to the stretch before the one in hand */
	bool met;          /* it stands in the stretch in hand, too */
};

static bool same_references(const struct icd_entry *a, const struct icd_entry *b)
{
	bool same = a->reference_count == b->reference_count;
	for (uint32_t i = 0; same && i < a->reference_count; i++)
		same = a->references[i].first == b->references[i].first &&
		       a->references[i].last == b->references[i].last && a->references[i].role == b->references[i].role;
	return same;
}

/* An entry that moved within its place is the same note. */
static bool goes_on(const struct row *row, const struct row *now)
{
	return row->open && !row->met && row->note.entry->kind == now->note.entry->kind &&
	       icd_date_add_days(row->note.to, 1) == now->note.from && strcmp(row->label, now->label) == 0 &&
	       strcmp(row->note.text, now->note.text) == 0 && icd_text_same(row->note.heading, now->note.heading) &&
	       same_references(row->note.entry, now->note.entry);
}

static void add_row(struct walk *walk, const struct row *now)
{
	for (uint32_t i = 0; i < walk->row_count; i++) {
		struct row *row = &walk->rows[i];
		if (!goes_on(row, now))
			continue;
		row->note.to = now->note.to;
		row->met = true;
		return;
	}
	if (icd_pool_room(&walk->pool, &walk->rows, walk->row_count, &walk->row_room, sizeof *walk->rows))
		walk->rows[walk->row_count++] = *now;
}

static void add_rows(struct walk *walk, const struct icd_entries *entries, const struct stretch *stretch)
{
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		if (!is_told(entry) || !stands_in(entry, stretch->list))
			continue;
		struct row now = {.label = stretch->label, .open = true, .met = true};
		now.note = (struct icd_dated_note){.entry = entry,
						   .text = walk->texts[i],
						   .heading = heading_in(walk, entries, i, stretch->list),
						   .from = stretch->from,
						   .to = stretch->to,
						   .from_after = came_after(walk, entry, stretch)};
		add_row(walk, &now);
	}
	for (uint32_t i = 0; i < walk->row_count; i++) {
		walk->rows[i].open = walk->rows[i].met;
		walk->rows[i].met = false;
	}
}

static void tell_entries(struct walk *walk, struct icd_dated_place *place, const struct icd_entries *entries)
{
	walk->texts = icd_pool_take(&walk->pool, entries->count, sizeof *walk->texts);
	for (uint32_t i = 0; walk->texts && i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		const char *text = icd_text_folded(&walk->pool, entry->text);
		walk->texts[i] =
			*entry->character ? icd_pool_print(&walk->pool, "%s: %s", entry->character, text) : text;
	}
	for (uint32_t i = 0; !walk->pool.failed && i < walk->stretch_count; i++)
		add_rows(walk, entries, &walk->stretches[i]);
	for (uint32_t i = 0; !walk->pool.failed && i < walk->row_count; i++) {
		place->label = walk->rows[i].label;
		walk->rows[i].note.place = place;
		walk->visit(walk->context, &walk->rows[i].note);
	}
}

/* ---- places ---- */

/* All codes below the sections of a chapter. */
static bool chapter_codes(struct walk *walk, const struct icd_chapter_record *chapter, struct icd_dated_place *place)
{
	place->first = UINT32_MAX;
	place->last = 0;
	for (uint32_t i = 0; i < chapter->sections.count; i++) {
		struct icd_section_record section;
		enum icd_found found =
			icd_store_section(walk->store, chapter->sections.at[i].code, &section, walk->err);
		if (found == ICD_FAILED)
			return false;
		if (found == ICD_NOT_FOUND || section.first > section.last)
			continue;
		place->first = section.first < place->first ? section.first : place->first;
		place->last = section.last > place->last ? section.last : place->last;
	}
	return true;
}

/* Each reads one record; false when it is no sound one. */
static bool read_chapter(struct walk *walk, struct icd_reader *in)
{
	struct icd_chapter_record record;
	struct icd_dated_place place = {.kind = ICD_PLACE_CHAPTER};
	if (!icd_get_chapter(in, &walk->pool, &record) || !icd_chapter_fits(&record, walk->about))
		return false;
	walk->failed = !chapter_codes(walk, &record, &place);
	if (walk->failed)
		return true;
	add_lists(walk, NULL, icd_pool_print(&walk->pool, "chapter %u", (unsigned)record.number));
	tell_entries(walk, &place, &record.entries);
	return true;
}

static bool read_section(struct walk *walk, struct icd_reader *in)
{
	struct icd_section_record record;
	if (!icd_get_section(in, &walk->pool, &record) || !icd_section_fits(&record, walk->about))
		return false;
	struct icd_dated_place place = {.kind = ICD_PLACE_SECTION, .first = record.first, .last = record.last};
	add_lists(walk, &record.ids, NULL);
	tell_entries(walk, &place, &record.entries);
	return true;
}

static bool read_code(struct walk *walk, const char *code, struct icd_reader *in)
{
	struct icd_code_record record;
	char label[ICD_DOTTED_SIZE];
	if (!icd_get_code(in, &walk->pool, code, &record) || !icd_code_fits(&record, walk->about))
		return false;
	if (record.entries.count == 0)
		return true;
	struct icd_dated_place place = {.kind = ICD_PLACE_CODE, .first = record.ordinal, .last = record.last};
	icd_code_format(record.code, label);
	for (uint32_t i = 0; i < record.runs.count; i++)
		add_run(walk, &record, &record.runs.at[i], label);
	tell_entries(walk, &place, &record.entries);
	return true;
}

/* ---- all of them ---- */

static bool visit_record(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct walk *walk = context;
	struct icd_reader in = icd_store_reader(walk->store, value);
	char code[ICD_CODE_SIZE];
	icd_pool_reset(&walk->pool);
	walk->stretches = NULL;
	walk->rows = NULL;
	walk->stretch_count = walk->row_count = 0;
	walk->stretch_room = walk->row_room = 0;
	bool read = walk->table == ICD_TABLE_CHAPTER   ? read_chapter(walk, &in)
		    : walk->table == ICD_TABLE_SECTION ? read_section(walk, &in)
						       : read_code(walk, icd_store_code_of(key, code), &in);
	if (!read)
		walk->failed = !dated_bad_record(walk->store, key, &in, walk->err);
	else if (!walk->failed && walk->pool.failed)
		walk->failed = !icd_out_of_memory(walk->err);
	return !walk->failed;
}

static bool walk_table(struct walk *walk, enum icd_table table)
{
	struct icd_key low = icd_key_of(table, ""), high = icd_key_of(table, "\xff");
	walk->table = table;
	return icd_store_scan(walk->store, &low, &high, visit_record, walk, walk->err) && !walk->failed;
}

bool icd_dated_notes(struct icd_store *store, void (*visit)(void *context, const struct icd_dated_note *note),
		     void *context, struct icd_error *err)
{
	struct walk walk = {
		.store = store, .about = icd_store_about(store), .visit = visit, .context = context, .err = err};
	bool ok = dated_days_make(store, &walk.kept, &walk.days, err) && walk_table(&walk, ICD_TABLE_CHAPTER) &&
		  walk_table(&walk, ICD_TABLE_SECTION) && walk_table(&walk, ICD_TABLE_CODE);
	icd_pool_free(&walk.pool);
	icd_pool_free(&walk.kept);
	return ok;
}
