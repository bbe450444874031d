/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "touching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A place whose notes were compared: which events came of it. */
struct told_place {
	const char *key;
	uint32_t first, count;
};

/* A code asked for, for the second round. */
struct touched_code {
	char code[ICD_CODE_SIZE];
	uint32_t ordinal, last;
	bool header, below;
	const struct icd_item *mine;
};

/* The Excludes notes about codes of a category that stand in one of the lists alone. */
struct elsewhere {
	char category[4];
	struct icd_pool pool;
	struct icd_incoming **at;
	bool *came; /* of each: it stands in the newer list */
	uint32_t count;
};

struct icd_touching {
	struct icd_touching_days days;
	struct icd_pool *pool;
	struct icd_events *events;
	uint32_t first_event;
	struct icd_pool scratch; /* of the code in hand */
	struct icd_pool kept;    /* of what follows */
	struct icd_hash place_table;
	struct told_place *places;
	size_t place_count, place_room;
	struct touched_code *codes;
	size_t code_count, code_room;
	struct elsewhere elsewhere;
};

/* For the next code. Whoever made the answer looks at its pool at the end. */
static void fresh_scratch(struct icd_touching *t)
{
	t->pool->failed |= t->scratch.failed;
	icd_pool_reset(&t->scratch);
}

struct icd_touching *icd_touching_start(const struct icd_touching_days *days)
{
	struct icd_touching *t = calloc(1, sizeof *t);
	if (t)
		t->days = *days;
	return t;
}

void icd_touching_begin(struct icd_touching *t, struct icd_pool *pool, struct icd_events *events)
{
	t->pool = pool;
	t->events = events;
	t->first_event = events->count;
	icd_pool_reset(&t->scratch);
	icd_pool_reset(&t->kept);
	if (t->place_count)
		icd_hash_clear(&t->place_table);
	t->places = NULL;
	t->codes = NULL;
	t->place_count = t->place_room = t->code_count = t->code_room = 0;
}

void icd_touching_free(struct icd_touching *t)
{
	if (!t)
		return;
	icd_pool_free(&t->scratch);
	icd_pool_free(&t->kept);
	icd_pool_free(&t->elsewhere.pool);
	icd_hash_free(&t->place_table);
	free(t);
}

#define FEW_TOUCHED 32 /* of which each is looked at to see whether one is among them */

static bool is_touched(const struct icd_event *event, const struct icd_item *mine)
{
	if (event->touched_size)
		return mine->number / 64 < event->touched_size &&
		       event->touched[mine->number / 64] >> mine->number % 64 & 1;
	for (uint32_t i = 0; i < event->mine_count; i++) {
		if (event->mine[i] == mine)
			return true;
	}
	return false;
}

/* Sets the bit of one; false when memory runs out. */
static bool mark_touched(struct icd_event *event, struct icd_pool *pool, const struct icd_item *mine)
{
	uint32_t word = mine->number / 64;
	if (word >= event->touched_size) {
		uint64_t *grown = icd_pool_take(pool, 2 * ((size_t)word + 1), sizeof *grown);
		if (!grown)
			return false;
		if (event->touched_size)
			memcpy(grown, event->touched, event->touched_size * sizeof *grown);
		event->touched = grown;
		event->touched_size = 2 * (word + 1);
	}
	event->touched[word] |= UINT64_C(1) << mine->number % 64;
	return true;
}

void icd_event_touches(struct icd_event *event, struct icd_pool *pool, const struct icd_item *mine)
{
	if (is_touched(event, mine))
		return;
	const struct icd_item **all = icd_pool_grown(pool, event->mine, event->mine_count, sizeof *all);
	if (!all)
		return;
	all[event->mine_count++] = mine;
	event->mine = all;
	bool ok = event->mine_count < FEW_TOUCHED || mark_touched(event, pool, mine);
	for (uint32_t i = 0; ok && event->mine_count == FEW_TOUCHED && i < FEW_TOUCHED; i++)
		ok = mark_touched(event, pool, event->mine[i]);
}

/* Ordinals have 24 bits. */
static uint64_t rank_of_codes(uint32_t first, uint32_t last)
{
	return first <= last ? (uint64_t)first << 32 | (0x1000000 - last) : 0;
}

uint64_t icd_code_rank(uint32_t ordinal)
{
	return (uint64_t)ordinal << 32 | UINT32_MAX;
}

uint32_t icd_rank_ordinal(uint64_t rank)
{
	return (uint32_t)(rank >> 32);
}

uint64_t icd_section_rank(const struct icd_section_record *section)
{
	return rank_of_codes(section->first, section->last);
}

bool icd_chapter_rank(struct icd_store *store, const struct icd_chapter_record *chapter, uint64_t *rank,
		      struct icd_error *err)
{
	*rank = 0;
	for (uint32_t i = 0; i < chapter->sections.count; i++) {
		struct icd_section_record section;
		enum icd_found found = icd_store_section(store, chapter->sections.at[i].code, &section, err);
		if (found == ICD_FAILED)
			return false;
		if (found == ICD_FOUND && section.first <= section.last) {
			*rank = (uint64_t)section.first << 32;
			return true;
		}
	}
	return true;
}

/* ---- places that were told ---- */

static bool same_key(const void *context, uint32_t item, const void *key)
{
	const struct icd_touching *t = context;
	return strcmp(t->places[item].key, key) == 0;
}

static struct told_place *find_place(const struct icd_touching *t, const char *key)
{
	uint32_t item = icd_hash_find(&t->place_table, icd_hash_text(key), same_key, t, key);
	return item == ICD_HASH_NONE ? NULL : &t->places[item];
}

/* NULL when memory runs out, which the pool of the events says. */
static struct told_place *add_place(struct icd_touching *t, const char *key, uint32_t first)
{
	if (!icd_pool_room(&t->kept, &t->places, t->place_count, &t->place_room, sizeof *t->places) ||
	    !icd_hash_add(&t->place_table, icd_hash_text(key), (uint32_t)t->place_count)) {
		t->pool->failed = true;
		return NULL;
	}
	struct told_place *place = &t->places[t->place_count++];
	*place = (struct told_place){icd_pool_print(&t->kept, "%s", key), first, t->events->count - first};
	return place;
}

/* Of a place that stands above a code on one of the days alone, `side` says on which. */
static const char *place_key(struct icd_pool *pool, enum icd_place_kind kind, const char *name, char side)
{
	return icd_pool_print(pool, "%d%c %s", (int)kind, side, name);
}

void icd_touching_own(struct icd_touching *t, enum icd_place_kind kind, const char *name, uint32_t first)
{
	add_place(t, place_key(&t->scratch, kind, name, '='), first);
}

/* ---- notes above a code ---- */

static bool rank_of_step(struct icd_touching *t, const struct icd_path *path, const struct icd_step *step,
			 uint64_t *rank, struct icd_error *err)
{
	for (unsigned i = 0; i < path->code_count; i++) {
		if (step->entries == &path->codes[i]->entries) {
			*rank = icd_code_rank(path->codes[i]->ordinal);
			return true;
		}
	}
	if (step->kind == ICD_PLACE_CHAPTER)
		return icd_chapter_rank(t->days.to.store, path->chapter, rank, err);
	const struct icd_section_record *section = path->section;
	for (unsigned i = 0; i < path->block_count; i++) {
		if (step->entries == &path->blocks[i].record->entries)
			section = path->blocks[i].record;
	}
	*rank = icd_section_rank(section);
	return true;
}

static struct told_place *tell_step(struct icd_touching *t, const struct icd_path *path, const struct icd_step *step,
				    char side, const char *key, struct icd_error *err)
{
	uint32_t first = t->events->count;
	uint64_t rank;
	if (!rank_of_step(t, path, step, &rank, err))
		return NULL;
	icd_note_events(t->pool, icd_store_about(t->days.to.store), step->entries,
			side == '+' ? ICD_NO_LIST : (uint16_t)t->days.from.list,
			side == '-' ? ICD_NO_LIST : (uint16_t)t->days.to.list, t->days.date, t->days.after, t->events);
	const char *label = t->events->count > first ? icd_pool_print(t->pool, "%s", step->label) : "";
	for (uint32_t i = first; i < t->events->count; i++) {
		struct icd_event *event = &t->events->at[i];
		event->at = label;
		event->rank = rank;
		event->relation = ICD_RELATION_INHERITED;
	}
	return add_place(t, key, first);
}

/* Seventh characters hold down to the next definition below. */
static bool applies(const struct icd_event *event, const struct icd_step *step, const struct icd_step *sevenths)
{
	return event->note < ICD_NOTE_KINDS || step == sevenths;
}

static bool stands_in(const struct icd_entry *entry, int list)
{
	return icd_spans_have(entry->spans, entry->span_count, (uint16_t)list);
}

/* Most places have the same entries in both lists: nothing of them is told, and no place kept. */
static bool may_tell(const struct icd_touching *t, const struct icd_step *step, char side)
{
	bool differs = false;
	for (uint32_t i = 0; i < step->entries->count && !differs; i++) {
		const struct icd_entry *entry = &step->entries->at[i];
		bool before = side != '+' && stands_in(entry, t->days.from.list);
		differs = before != (side != '-' && stands_in(entry, t->days.to.list));
	}
	return differs;
}

static bool touch_step(struct icd_touching *t, const struct icd_path *path, const struct icd_step *step, char side,
		       const struct icd_item *mine, struct icd_error *err)
{
	if (!may_tell(t, step, side))
		return true;
	const char *key = place_key(&t->scratch, step->kind, step->name, side);
	const struct icd_step *sevenths = icd_sevenths_step(path);
	struct told_place *place = find_place(t, key);
	if (!place)
		place = tell_step(t, path, step, side, key, err);
	for (uint32_t i = 0; place && i < place->count; i++) {
		struct icd_event *event = &t->events->at[place->first + i];
		if (applies(event, step, sevenths))
			icd_event_touches(event, t->pool, mine);
	}
	return place || (t->pool->failed && icd_out_of_memory(err));
}

static const struct icd_step *same_step(const struct icd_path *path, const struct icd_step *step)
{
	for (unsigned i = 0; i < path->step_count; i++) {
		if (path->steps[i].kind == step->kind && strcmp(path->steps[i].name, step->name) == 0)
			return &path->steps[i];
	}
	return NULL;
}

static bool touch_paths(struct icd_touching *t, const struct icd_path *from, const struct icd_path *to,
			const struct icd_item *mine, struct icd_error *err)
{
	bool ok = true;
	for (unsigned i = 1; ok && i < to->step_count; i++)
		ok = touch_step(t, to, &to->steps[i], same_step(from, &to->steps[i]) ? '=' : '+', mine, err);
	for (unsigned i = 1; ok && i < from->step_count; i++) {
		if (!same_step(to, &from->steps[i]))
			ok = touch_step(t, from, &from->steps[i], '-', mine, err);
	}
	return ok;
}

static void remember_code(struct icd_touching *t, const struct icd_code_record *record, const struct icd_item *mine,
			  bool below)
{
	if (!icd_pool_room(&t->kept, &t->codes, t->code_count, &t->code_room, sizeof *t->codes)) {
		t->pool->failed = true;
		return;
	}
	struct touched_code *code = &t->codes[t->code_count++];
	*code = (struct touched_code){.ordinal = record->ordinal,
				      .last = record->last,
				      .header = record->children.count > 0,
				      .below = below,
				      .mine = mine};
	memcpy(code->code, record->code, sizeof code->code);
}

/* In the code sets of both days, and its notes from the two lists themselves? */
static bool is_comparable(const struct icd_touching *t, const struct icd_path *from, const struct icd_path *to)
{
	const struct icd_touching_days *days = &t->days;
	const struct icd_runs *runs = &to->codes[0]->runs;
	return icd_state_at(runs, days->from.set) != ICD_ABSENT && icd_state_at(runs, days->to.set) != ICD_ABSENT &&
	       from->list == days->from.list && to->list == days->to.list && !from->later && !to->later;
}

static bool touch_code(struct icd_touching *t, const struct icd_path *from, const struct icd_path *to,
		       const struct icd_item *mine, bool below, struct icd_error *err)
{
	if (!is_comparable(t, from, to))
		return true;
	remember_code(t, to->codes[0], mine, below);
	return touch_paths(t, from, to, mine, err);
}

bool icd_touching_paths(struct icd_touching *t, const struct icd_path *from, const struct icd_path *to,
			const struct icd_item *mine, struct icd_error *err)
{
	fresh_scratch(t);
	return touch_code(t, from, to, mine, false, err);
}

bool icd_touching_code(struct icd_touching *t, const char *code, const struct icd_item *mine, bool below,
		       struct icd_error *err)
{
	struct icd_path from, to;
	fresh_scratch(t);
	if (t->days.from.list == t->days.to.list)
		return true;
	enum icd_found found = icd_path_read(&t->days.to, &t->scratch, code, &to, err);
	if (found == ICD_FOUND)
		found = icd_path_read_again(&to, &t->days.from, &t->scratch, &from, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return touch_code(t, &from, &to, mine, below, err);
}

/* ---- notes elsewhere ---- */

static bool same_note(const struct icd_incoming *a, const struct icd_incoming *b)
{
	return a->place == b->place && a->entry.kind == b->entry.kind && strcmp(a->name, b->name) == 0 &&
	       icd_text_same_but_space(a->entry.text, b->entry.text);
}

/* Adds a note, or takes one away that says the same at the same place in the other list. */
static void add_elsewhere(struct elsewhere *e, struct icd_incoming *incoming, bool came)
{
	for (uint32_t i = 0; i < e->count; i++) {
		if (e->came[i] != came && same_note(e->at[i], incoming)) {
			e->count--;
			memmove(&e->at[i], &e->at[i + 1], (e->count - i) * sizeof *e->at);
			memmove(&e->came[i], &e->came[i + 1], (e->count - i) * sizeof *e->came);
			return;
		}
	}
	e->at[e->count] = incoming;
	e->came[e->count++] = came;
}

static void put_elsewhere(const struct icd_touching *t, struct elsewhere *e, const struct icd_incoming_record *record)
{
	for (uint32_t i = 0; e->at && e->came && i < record->count; i++) {
		struct icd_incoming *one = &record->at[i];
		bool before = stands_in(&one->entry, t->days.from.list), now = stands_in(&one->entry, t->days.to.list);
		if (before != now && ICD_KINDS_EXCLUDES & ICD_KIND_BIT(one->entry.kind) &&
		    !(one->entry.flags & ICD_ENTRY_EMPTY))
			add_elsewhere(e, one, now);
	}
}

static bool read_elsewhere(struct icd_touching *t, const char *code, struct icd_error *err)
{
	struct elsewhere *e = &t->elsewhere;
	struct icd_incoming_record record;
	if (strncmp(e->category, code, 3) == 0)
		return true;
	icd_pool_reset(&e->pool);
	e->category[0] = '\0';
	e->count = 0;
	if (icd_store_incoming(t->days.to.store, code, &record, err) == ICD_FAILED)
		return false;
	e->at = icd_pool_take(&e->pool, record.count, sizeof *e->at);
	e->came = icd_pool_take(&e->pool, record.count, sizeof *e->came);
	put_elsewhere(t, e, &record);
	if (!e->at || !e->came)
		return icd_out_of_memory(err);
	snprintf(e->category, sizeof e->category, "%.3s", code);
	return true;
}

static bool names(const struct icd_incoming *incoming, const struct touched_code *code)
{
	const struct icd_entry *entry = &incoming->entry;
	return icd_references_mean(entry->references, entry->reference_count, code->code, code->ordinal) ||
	       (code->header &&
		icd_references_touch(entry->references, entry->reference_count, code->ordinal, code->last));
}

/* The event of a note among those of its place. */
static struct icd_event *find_note(const struct icd_touching *t, const struct told_place *place,
				   const struct icd_note *note, bool came)
{
	for (uint32_t i = 0; i < place->count; i++) {
		struct icd_event *event = &t->events->at[place->first + i];
		const char *text = came ? event->to : event->from;
		if (event->note == note->kind && text && strcmp(text, note->text) == 0)
			return event;
	}
	return NULL;
}

static struct icd_event *tell_note(struct icd_touching *t, const struct icd_incoming *incoming,
				   const struct icd_note *note)
{
	const struct icd_touching_days *days = &t->days;
	struct icd_entry entry = incoming->entry;
	const struct icd_entries one = {1, &entry};
	uint32_t count = t->events->count;
	icd_note_events(t->pool, days->to.about, &one, (uint16_t)days->from.list, (uint16_t)days->to.list, days->date,
			days->after, t->events);
	struct icd_event *event = t->events->count > count ? &t->events->at[count] : &t->events->lost;
	event->at = icd_pool_print(t->pool, "%s", note->at);
	event->rank = incoming->place == ICD_PLACE_CODE      ? icd_code_rank(incoming->first)
		      : incoming->place == ICD_PLACE_CHAPTER ? (uint64_t)incoming->first << 32
							     : rank_of_codes(incoming->first, incoming->last);
	event->relation = ICD_RELATION_INCOMING;
	return event;
}

/* Does the place lie in what was asked for? Its notes came or went with it, or were told. */
static bool is_within(const struct icd_incoming *incoming, const struct touched_code *code)
{
	return code->below && incoming->first >= code->ordinal && incoming->last <= code->last;
}

static void touch_note(struct icd_touching *t, const struct icd_incoming *incoming, bool came,
		       const struct touched_code *code)
{
	struct icd_pool *scratch = &t->scratch;
	struct icd_note note = icd_note_of_incoming(scratch, incoming);
	const char *name = incoming->place == ICD_PLACE_CHAPTER ? note.at : incoming->name;
	const char *key = place_key(scratch, incoming->place, name, '=');
	struct told_place *place = find_place(t, key);
	struct icd_event *event = place ? find_note(t, place, &note, came) : NULL;
	if (!event && is_within(incoming, code))
		return;
	if (!event) {
		/* Each such note has a key of its own. */
		key = icd_pool_print(scratch, "%s\n%d%d%s", key, (int)note.kind, came, note.text);
		place = find_place(t, key);
		event = place ? &t->events->at[place->first] : tell_note(t, incoming, &note);
		if (!place && event != &t->events->lost)
			add_place(t, key, t->events->count - 1);
	}
	uint32_t before = event->mine_count;
	icd_event_touches(event, t->pool, code->mine);
	event->named_count += event->mine_count - before;
}

static bool touch_elsewhere(struct icd_touching *t, const struct touched_code *code, struct icd_error *err)
{
	const struct elsewhere *e = &t->elsewhere;
	fresh_scratch(t);
	if (!read_elsewhere(t, code->code, err))
		return false;
	for (uint32_t i = 0; i < e->count; i++) {
		const struct icd_incoming *one = e->at[i];
		bool above = one->first <= code->ordinal && code->ordinal <= one->last;
		if (!above && names(one, code))
			touch_note(t, one, e->came[i], code);
	}
	return true;
}

static void drop_untouched(struct icd_touching *t)
{
	struct icd_events *events = t->events;
	uint32_t kept = t->first_event;
	for (uint32_t i = t->first_event; i < events->count; i++) {
		if (events->at[i].relation == ICD_RELATION_OWN || events->at[i].mine_count)
			events->at[kept++] = events->at[i];
	}
	events->count = kept;
}

bool icd_touching_finish(struct icd_touching *t, struct icd_error *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < t->code_count; i++)
		ok = touch_elsewhere(t, &t->codes[i], err);
	if (ok && (t->scratch.failed || t->kept.failed))
		ok = icd_out_of_memory(err);
	drop_untouched(t);
	return ok;
}
