/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "changes.h"

#include "touching.h"
#include "word_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct changes_work {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool *pool;   /* of the events */
	struct icd_pool scratch; /* of the record in hand */
	enum icd_table table;    /* that it is from */
	struct icd_changes *changes;
	unsigned what;
	struct icd_touching *touching; /* of a selection */
	struct icd_error *err;
	bool failed;
};

static void fail_record(struct changes_work *c, const struct icd_reader *in)
{
	if (in->out_of_memory)
		icd_out_of_memory(c->err);
	else
		icd_fail_as(c->err, ICD_FAULT_DAMAGED,
			    "a record of the index cannot be read: build it again with icd10-build-index");
	c->failed = true;
}

static struct icd_compared compare_members(const struct icd_sequence *sequence, uint16_t from, uint16_t to)
{
	struct icd_compared compared = {.from = -1, .to = -1};
	for (uint16_t i = 0; i < sequence->count; i++) {
		if (sequence->at[i].release <= from)
			compared.from = i;
		if (sequence->at[i].release <= to)
			compared.to = i;
		compared.from_own |= sequence->at[i].release == from;
		compared.to_own |= sequence->at[i].release == to;
	}
	return compared;
}

bool icd_compared_differ(struct icd_compared compared)
{
	return compared.from >= 0 && compared.from != compared.to;
}

/* The first date in the stretch on which a release not held changed things. */
static icd_date gap_between(const struct icd_sequence *sequence, struct icd_compared compared)
{
	for (int i = compared.from + 1; compared.from >= 0 && i <= compared.to; i++) {
		if (sequence->at[i].gap)
			return sequence->at[i].gap;
	}
	return 0;
}

/* ---- events ---- */

struct place {
	const char *label;
	uint64_t rank;
	enum icd_place_kind kind;
	const char *name; /* as touching.h has it */
};

/* When the change came: exactly when the two are neighbours with nothing missing between. */
static void window(const struct icd_sequence *sequence, struct icd_compared compared, icd_date *date, icd_date *after)
{
	icd_date first = sequence->at[compared.from].date;
	*date = sequence->at[compared.to].date;
	*after = compared.to == compared.from + 1 && !sequence->at[compared.to].gap ? 0 : first;
}

static struct icd_event *add(struct changes_work *c, const struct icd_sequence *sequence, struct icd_compared compared,
			     enum icd_event_kind kind, struct place place)
{
	icd_date date, after;
	window(sequence, compared, &date, &after);
	struct icd_event *event = icd_events_add(&c->changes->events, c->pool, kind, date, after);
	event->at = place.label;
	event->rank = place.rank;
	return event;
}

static void add_texts(struct changes_work *c, const struct icd_sequence *sequence, struct icd_compared compared,
		      enum icd_event_kind kind, struct place place, const char *from, const char *to)
{
	struct icd_event *event = add(c, sequence, compared, kind, place);
	event->from = from;
	event->to = to;
}

/* ---- codes ---- */

static const enum icd_event_kind state_events[3][3] = {
	/* before, now; where the two are equal none */
	[ICD_ABSENT] = {ICD_EVENTS, ICD_EVENT_ADDED, ICD_EVENT_ADDED},
	[ICD_HEADER] = {ICD_EVENT_DELETED, ICD_EVENTS, ICD_EVENT_BECAME_BILLABLE},
	[ICD_BILLABLE] = {ICD_EVENT_DELETED, ICD_EVENT_BECAME_HEADER, ICD_EVENTS},
};

static void count_states(struct icd_changes *changes, enum icd_state before, enum icd_state now)
{
	changes->billable_added += now == ICD_BILLABLE && before != now;
	changes->billable_removed += before == ICD_BILLABLE && before != now;
	changes->header_added += now == ICD_HEADER && before != now;
	changes->header_removed += before == ICD_HEADER && before != now;
}

/* The day a conversion table has for the change, where it lies within the stretch compared; else 0. */
static icd_date table_date(const struct icd_runs *runs, struct icd_compared sets)
{
	for (uint32_t i = 0; i < runs->count; i++) {
		const struct icd_run *run = &runs->at[i];
		if (run->since && run->span.first == sets.to && sets.to == sets.from + 1)
			return run->since;
		if (run->until && run->span.last == sets.from && sets.to == sets.from + 1)
			return run->until;
	}
	return 0;
}

/* What stands for a code that is gone, in the newer release. */
static bool put_successors(struct changes_work *c, const struct icd_code_record *record, struct icd_event *event)
{
	struct icd_successors successors;
	struct icd_view view;
	icd_view_make(&view, c->store, c->about->sets.at[c->changes->sets.to].date);
	if (!icd_successors(&view, &c->scratch, record, &successors, c->err))
		return false;
	event->others = icd_pool_take(c->pool, successors.count, sizeof *event->others);
	for (uint32_t i = 0; event->others && i < successors.count; i++) {
		const struct icd_successor *one = &successors.at[i];
		event->others[event->other_count++] = icd_pool_print(c->pool, "%s", one->line.code);
		event->source = one->source > event->source ? one->source : event->source;
	}
	return true;
}

static void compare_state(struct changes_work *c, const struct icd_code_record *record, struct place place)
{
	struct icd_compared sets = c->changes->sets;
	enum icd_state before = icd_state_at(&record->runs, (uint16_t)sets.from),
		       now = icd_state_at(&record->runs, (uint16_t)sets.to);
	enum icd_event_kind kind = state_events[before][now];
	if (kind == ICD_EVENTS)
		return;
	count_states(c->changes, before, now);
	struct icd_event *event = add(c, &c->about->sets, sets, kind, place);
	icd_date dated = table_date(&record->runs, sets);
	event->date = dated ? dated : event->date;
	event->after = dated ? 0 : event->after;
	event->state = now ? now : before;
	event->from = before ? icd_text_at(&record->long_titles, (uint16_t)sets.from) : NULL;
	event->to = now ? icd_text_at(&record->long_titles, (uint16_t)sets.to) : NULL;
	bool gone = kind == ICD_EVENT_DELETED || kind == ICD_EVENT_BECAME_HEADER;
	if (gone ? !put_successors(c, record, event) : !icd_event_others(c->store, c->pool, record, event, c->err))
		c->failed = true;
}

static const char *short_title(const struct icd_code_record *record, int set)
{
	const char *text = icd_text_at(&record->short_titles, (uint16_t)set);
	return text && *text ? text : icd_text_at(&record->long_titles, (uint16_t)set);
}

static void compare_titles(struct changes_work *c, const struct icd_code_record *record, struct place place)
{
	struct icd_compared sets = c->changes->sets;
	const char *from = icd_text_at(&record->long_titles, (uint16_t)sets.from);
	const char *to = icd_text_at(&record->long_titles, (uint16_t)sets.to);
	if (!from || !to)
		return;
	if (strcmp(from, to) != 0) {
		add_texts(c, &c->about->sets, sets, ICD_EVENT_RETITLED, place, from, to);
		return;
	}
	from = short_title(record, sets.from);
	to = short_title(record, sets.to);
	if (strcmp(from, to) != 0)
		add_texts(c, &c->about->sets, sets, ICD_EVENT_SHORT_RETITLED, place, from, to);
}

/* The notes of a place that stands in both lists. */
static void compare_notes(struct changes_work *c, const struct icd_entries *entries, struct place place)
{
	struct icd_compared lists = c->changes->lists;
	struct icd_events *events = &c->changes->events;
	uint32_t first = events->count;
	icd_date date, after;
	window(&c->about->lists, lists, &date, &after);
	icd_note_events(c->pool, c->about, entries, (uint16_t)lists.from, (uint16_t)lists.to, date, after, events);
	for (uint32_t i = first; i < events->count; i++) {
		events->at[i].at = place.label;
		events->at[i].rank = place.rank;
	}
	if (c->touching)
		icd_touching_own(c->touching, place.kind, place.name, first);
}

static void compare_poa(struct changes_work *c, const struct icd_code_record *record, struct place place)
{
	struct icd_compared poa = c->changes->poa;
	bool before = icd_spans_have(record->poa, record->poa_count, (uint16_t)poa.from);
	bool now = icd_spans_have(record->poa, record->poa_count, (uint16_t)poa.to);
	if (before != now)
		add(c, &c->about->poa, poa, now ? ICD_EVENT_POA_ADDED : ICD_EVENT_POA_REMOVED, place);
}

static void compare_code(struct changes_work *c, const struct icd_code_record *record)
{
	const struct icd_changes *changes = c->changes;
	uint32_t before = changes->events.count;
	struct place place = {"", icd_code_rank(record->ordinal), ICD_PLACE_CODE, record->code};
	if (icd_compared_differ(changes->sets) && c->what & ICD_CHANGES_CODES)
		compare_state(c, record, place);
	if (icd_compared_differ(changes->sets) && c->what & ICD_CHANGES_TITLES)
		compare_titles(c, record, place);
	if (icd_compared_differ(changes->lists) && c->what & ICD_CHANGES_NOTES &&
	    icd_diag_in(record, (uint16_t)changes->lists.from) && icd_diag_in(record, (uint16_t)changes->lists.to))
		compare_notes(c, &record->entries, place);
	if (icd_compared_differ(changes->poa) && c->what & ICD_CHANGES_POA)
		compare_poa(c, record, place);
	if (before == changes->events.count)
		return;
	char dotted[ICD_DOTTED_SIZE];
	const char *label = icd_pool_print(c->pool, "%s", icd_code_format(record->code, dotted));
	bool billable = icd_state_at(&record->runs, (uint16_t)changes->sets.from) == ICD_BILLABLE ||
			icd_state_at(&record->runs, (uint16_t)changes->sets.to) == ICD_BILLABLE;
	for (; before < changes->events.count; before++) {
		changes->events.at[before].at = label;
		changes->events.at[before].billable = billable;
	}
}

/* ---- sections and chapters ---- */

/* Was a section with all its codes asked for? */
static bool is_selected(struct changes_work *c, const struct icd_section_record *record)
{
	const struct icd_selection *selection = c->changes->selection;
	struct icd_stretch own;
	bool selected = !selection;
	if (selection && icd_section_stretch(record, &own)) {
		for (size_t i = 0; i < selection->stretch_count; i++)
			selected |=
				selection->stretches[i].first <= own.first && own.last <= selection->stretches[i].last;
	}
	return selected;
}

static void compare_place_titles(struct changes_work *c, const struct icd_texts *titles, enum icd_event_kind kind,
				 struct place place)
{
	const char *from = icd_text_at(titles, (uint16_t)c->changes->lists.from);
	const char *to = icd_text_at(titles, (uint16_t)c->changes->lists.to);
	if (c->what & ICD_CHANGES_TITLES && from && to && strcmp(from, to) != 0)
		add_texts(c, &c->about->lists, c->changes->lists, kind, place, from, to);
}

static void compare_section(struct changes_work *c, const char *key, const struct icd_section_record *record)
{
	struct icd_compared lists = c->changes->lists;
	const char *before = icd_text_at(&record->ids, (uint16_t)lists.from);
	const char *now = icd_text_at(&record->ids, (uint16_t)lists.to);
	if (!is_selected(c, record))
		return;
	struct place place = {now ? now : before, icd_section_rank(record), ICD_PLACE_SECTION, key};
	if (before && now) {
		compare_place_titles(c, &record->titles, ICD_EVENT_SECTION_RETITLED, place);
		if (c->what & ICD_CHANGES_NOTES)
			compare_notes(c, &record->entries, place);
	} else if ((before || now) && c->what & ICD_CHANGES_CODES) {
		add_texts(c, &c->about->lists, lists, now ? ICD_EVENT_SECTION_ADDED : ICD_EVENT_SECTION_DELETED, place,
			  before ? icd_text_at(&record->titles, (uint16_t)lists.from) : NULL,
			  now ? icd_text_at(&record->titles, (uint16_t)lists.to) : NULL);
	}
}

/* Were all sections of a chapter asked for? */
static bool chapter_is_selected(struct changes_work *c, const struct icd_chapter_record *record)
{
	bool selected = true;
	for (uint32_t i = 0; c->changes->selection && selected && i < record->sections.count; i++) {
		struct icd_section_record section;
		enum icd_found found = icd_store_section(c->store, record->sections.at[i].code, &section, c->err);
		c->failed |= found == ICD_FAILED;
		selected = found != ICD_FOUND || section.categories.count == 0 || is_selected(c, &section);
	}
	return selected && !c->failed;
}

static void compare_chapter(struct changes_work *c, const struct icd_chapter_record *record)
{
	struct icd_compared lists = c->changes->lists;
	if (!icd_text_at(&record->titles, (uint16_t)lists.from) || !icd_text_at(&record->titles, (uint16_t)lists.to))
		return;
	const char *label = icd_pool_print(c->pool, "chapter %u", (unsigned)record->number);
	struct place place = {label, 0, ICD_PLACE_CHAPTER, label};
	if (!chapter_is_selected(c, record))
		return;
	if (!icd_chapter_rank(c->store, record, &place.rank, c->err))
		c->failed = true;
	compare_place_titles(c, &record->titles, ICD_EVENT_CHAPTER_RETITLED, place);
	if (c->what & ICD_CHANGES_NOTES)
		compare_notes(c, &record->entries, place);
}

/* ---- in order ---- */

static int by_kind(const void *a, const void *b)
{
	const struct icd_event *left = a, *right = b;
	bool left_note = icd_event_of_note(left->kind), right_note = icd_event_of_note(right->kind);
	/* Notes that came and notes that went stand together at their place, what went first. */
	int kind = left_note && right_note ? 0 : ICD_ORDER(left->kind, right->kind);
	return kind ?:
	       ICD_ORDER(left->rank, right->rank) ?:
	       ICD_ORDER(left->note, right->note) ?:
	       ICD_ORDER(right->kind, left->kind) ?:
	       ICD_ORDER(left->told, right->told);
}

static void sort_events(struct icd_events *events)
{
	for (uint32_t i = 0; i < events->count; i++)
		events->at[i].told = i;
	if (events->count)
		qsort(events->at, events->count, sizeof *events->at, by_kind);
}

static bool visit(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct changes_work *c = context;
	struct icd_reader in = icd_store_reader(c->store, value);
	struct icd_code_record code = {0};
	char name[ICD_CODE_SIZE];
	struct icd_section_record section = {0};
	struct icd_chapter_record chapter = {0};
	if (c->table == ICD_TABLE_CODE && icd_get_code(&in, &c->scratch, icd_store_code_of(key, name), &code))
		compare_code(c, &code);
	else if (c->table == ICD_TABLE_SECTION && icd_get_section(&in, &c->scratch, &section))
		compare_section(c, icd_pool_text(&c->scratch, (const char *)key.data + 1, key.size - 1), &section);
	else if (c->table == ICD_TABLE_CHAPTER && icd_get_chapter(&in, &c->scratch, &chapter))
		compare_chapter(c, &chapter);
	else
		fail_record(c, &in);
	if (c->scratch.failed && !c->failed)
		c->failed = !icd_out_of_memory(c->err);
	icd_pool_reset(&c->scratch);
	return !c->failed;
}

/* Compares the records of a table whose names begin so. */
static bool scan(struct changes_work *c, enum icd_table table, const char *prefix)
{
	char end[ICD_CODE_SIZE + 2];
	snprintf(end, sizeof end, "%s\xff", prefix);
	struct icd_key low = icd_key_of(table, prefix), high = icd_key_of(table, end);
	c->table = table;
	return icd_store_scan(c->store, &low, &high, visit, c, c->err) && !c->failed;
}

/* Compares one code alone. */
static bool scan_one(struct changes_work *c, const char *code)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	c->table = ICD_TABLE_CODE;
	return icd_store_scan(c->store, &key, &key, visit, c, c->err) && !c->failed;
}

static bool compare_places(struct changes_work *c)
{
	return !icd_compared_differ(c->changes->lists) ||
	       (scan(c, ICD_TABLE_CHAPTER, "") && scan(c, ICD_TABLE_SECTION, ""));
}

/* ---- of all codes those that changed ---- */

/* Marks the codes that the release changed. */
static bool mark_changed(struct changes_work *c, uint16_t release, bool *changed)
{
	struct icd_key key = icd_key_of_number(ICD_TABLE_CHANGED, release);
	struct icd_reader in;
	struct icd_ordinals codes;
	enum icd_found found = icd_store_fetch(c->store, &key, &in, c->err);
	bool ok = found == ICD_FOUND && icd_get_ordinals(&in, &c->scratch, &codes);
	for (uint32_t i = 0; ok && i < codes.count; i++) {
		ok = codes.ordinals[i] < c->about->code_count;
		if (ok)
			changed[codes.ordinals[i]] = true;
	}
	icd_pool_reset(&c->scratch);
	return ok || (found != ICD_FAILED && icd_store_bad_record(c->store, &key, &in, c->err));
}

static bool compare_marked(struct changes_work *c, const bool *changed)
{
	for (uint32_t i = 0; i < c->about->code_count; i++) {
		char code[ICD_CODE_SIZE];
		uint32_t class;
		if (!changed[i])
			continue;
		enum icd_found found = icd_store_ordinal(c->store, i, code, &class, c->err);
		if (found == ICD_NOT_FOUND) {
			struct icd_key key = icd_key_of_number(ICD_TABLE_ORDINAL, i / ICD_BLOCK_CODES);
			return icd_store_bad_record(c->store, &key, NULL, c->err);
		}
		if (found == ICD_FAILED || !scan_one(c, code))
			return false;
	}
	return true;
}

/* A code of which something is another in the one release than in the other was changed by one of those after the
 * earlier, up to the later one. They are some thousands, where all are a hundred thousand. */
static bool compare_codes(struct changes_work *c, uint16_t from, uint16_t to)
{
	struct icd_pool kept = {0};
	bool *changed = icd_pool_take(&kept, c->about->code_count, sizeof *changed);
	bool ok = changed || icd_out_of_memory(c->err);
	for (uint16_t i = from < to ? from : to; ok && i < (from < to ? to : from); i++)
		ok = mark_changed(c, (uint16_t)(i + 1), changed);
	ok = ok && compare_marked(c, changed);
	icd_pool_free(&kept);
	return ok;
}

/* ---- what was asked for ---- */

/* A unit that lies in the one before it was looked at with that. */
static bool compare_units(struct changes_work *c, const struct icd_selection *selection)
{
	uint32_t next = 0; /* ordinal */
	bool ok = true;
	for (size_t i = 0; ok && i < selection->unit_count; i++) {
		const struct icd_unit *unit = &selection->units[i];
		if (unit->last < next)
			continue;
		next = unit->last + 1;
		ok = unit->last > unit->ordinal ? scan(c, ICD_TABLE_CODE, unit->code) : scan_one(c, unit->code);
	}
	return ok && (selection->stretch_count == 0 || compare_places(c));
}

/* Where the units before a place of the selection end, at the latest; to find the first that reaches an ordinal. */
struct reaches {
	const uint32_t *at;
	uint32_t ordinal;
};

static bool ends_before(const void *context, size_t item)
{
	const struct reaches *reaches = context;
	return reaches->at[item] < reaches->ordinal;
}

static const uint32_t *reaches_of(struct icd_pool *pool, const struct icd_selection *selection)
{
	uint32_t *at = icd_pool_take(pool, selection->unit_count, sizeof *at), last = 0;
	for (size_t i = 0; at && i < selection->unit_count; i++) {
		last = selection->units[i].last > last ? selection->units[i].last : last;
		at[i] = last;
	}
	return at;
}

/* The events so far are of codes and places asked for: which of them? */
static void name_owners(struct changes_work *c, const struct icd_selection *selection)
{
	struct reaches reaches = {.at = reaches_of(c->pool, selection)};
	for (uint32_t i = 0; i < c->changes->events.count; i++) {
		struct icd_event *event = &c->changes->events.at[i];
		uint32_t ordinal = reaches.ordinal = icd_rank_ordinal(event->rank);
		size_t first = reaches.at ? icd_lower_bound(selection->unit_count, ends_before, &reaches) : 0;
		for (size_t j = 0; j < selection->stretch_count; j++) {
			if (selection->stretches[j].first <= ordinal && ordinal <= selection->stretches[j].last)
				icd_event_touches(event, c->pool, selection->stretches[j].mine);
		}
		for (size_t j = first; j < selection->unit_count && selection->units[j].ordinal <= ordinal; j++) {
			if (ordinal <= selection->units[j].last)
				icd_event_touches(event, c->pool, selection->units[j].mine);
		}
	}
}

static bool compare_touching(struct changes_work *c, const struct icd_selection *selection)
{
	bool ok = true;
	for (size_t i = 0; ok && i < selection->unit_count; i++) {
		const struct icd_unit *unit = &selection->units[i];
		ok = icd_touching_code(c->touching, unit->code, unit->mine, unit->last > unit->ordinal, c->err);
	}
	return ok && icd_touching_finish(c->touching, c->err);
}

static bool compare_selected(struct changes_work *c, const struct icd_selection *selection)
{
	const struct icd_changes *changes = c->changes;
	struct icd_touching_days days = {0};
	bool notes = icd_compared_differ(changes->lists) && c->what & ICD_CHANGES_NOTES;
	if (notes) {
		icd_view_make(&days.from, c->store, changes->from->date);
		icd_view_make(&days.to, c->store, changes->to->date);
		window(&c->about->lists, changes->lists, &days.date, &days.after);
		c->touching = icd_touching_start(&days);
		if (!c->touching)
			return icd_out_of_memory(c->err);
		icd_touching_begin(c->touching, c->pool, &c->changes->events);
	}
	bool ok = compare_units(c, selection);
	if (ok)
		name_owners(c, selection);
	ok = ok && (!notes || compare_touching(c, selection));
	icd_touching_free(c->touching);
	return ok;
}

/* ---- all of it ---- */

bool icd_changes_make(struct icd_store *store, struct icd_pool *pool, uint16_t from, uint16_t to,
		      const struct icd_selection *selection, unsigned what, struct icd_changes *changes,
		      struct icd_error *err)
{
	const struct icd_about *about = icd_store_about(store);
	struct changes_work c = {
		.store = store, .about = about, .pool = pool, .changes = changes, .what = what, .err = err};
	*changes = (struct icd_changes){
		.about = about,
		.what = what,
		.from = &about->releases[from],
		.to = &about->releases[to],
		.sets = compare_members(&about->sets, from, to),
		.lists = compare_members(&about->lists, from, to),
		.poa = compare_members(&about->poa, from, to),
		.selection = selection,
	};
	changes->gap = gap_between(&about->sets, changes->sets);
	bool ok = selection ? compare_selected(&c, selection) : compare_codes(&c, from, to) && compare_places(&c);
	icd_pool_free(&c.scratch);
	if (!ok || pool->failed)
		return ok && icd_out_of_memory(err);
	for (uint32_t i = 0; i < changes->events.count; i++)
		changes->counts[changes->events.at[i].kind]++;
	sort_events(&changes->events);
	return true;
}

/* ---- remarks ---- */

/* Lists of the kind that stand in, or that nothing can be compared. */
static void remark_on(const struct icd_changes *changes, const struct icd_sequence *sequence,
		      struct icd_compared compared, const char *what, const char *list, char out[ICD_REMARK_SIZE])
{
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	const struct icd_release *missing = compared.to_own ? changes->from : changes->to;
	icd_date_format(missing->date, release);
	if (compared.from_own && compared.to_own)
		return;
	if (compared.from < 0 || compared.to < 0 || compared.from == compared.to) {
		snprintf(out, ICD_REMARK_SIZE, "%s are not compared: %s has no %s in the index", what, release, list);
		return;
	}
	snprintf(out, ICD_REMARK_SIZE, "%s are compared from %s to %s: %s has no %s in the index", what,
		 icd_date_format(sequence->at[compared.from].date, from),
		 icd_date_format(sequence->at[compared.to].date, to), release, list);
}

int icd_release_on(const struct icd_about *about, icd_date date)
{
	int found = -1;
	for (uint16_t i = 0; i < about->release_count; i++) {
		if (about->releases[i].date <= date)
			found = i;
	}
	return found;
}

const char *icd_changes_remark(const struct icd_changes *changes, unsigned which, char out[ICD_REMARK_SIZE])
{
	char gap[ICD_DATE_SIZE];
	out[0] = '\0';
	if (which == 0 && changes->gap && changes->what & (ICD_CHANGES_CODES | ICD_CHANGES_TITLES))
		snprintf(out, ICD_REMARK_SIZE,
			 "releases between the two are not held, the first of %s: what changed "
			 "may have changed on the way",
			 icd_date_format(changes->gap, gap));
	else if (which == 1 && changes->what & (ICD_CHANGES_NOTES | ICD_CHANGES_TITLES))
		remark_on(changes, &changes->about->lists, changes->lists, "notes", "tabular list", out);
	else if (which == 2 && changes->what & ICD_CHANGES_POA)
		remark_on(changes, &changes->about->poa, changes->poa, "exemptions from POA reporting", "POA list",
			  out);
	return out;
}

/* ---- revised notes ---- */

#define ALIKE 50 /* of a hundred words of the longer text */

/* The added note most like the deleted one among those of its place and kind that are free. */
static const struct icd_event *find_revised(struct icd_pool *pool, const struct icd_event *old,
					    const struct icd_event *at, const struct icd_event *end,
					    const struct icd_event *first, const bool *taken)
{
	const struct icd_event *best = NULL;
	unsigned likeness = ALIKE - 1;
	for (; at < end && icd_event_of_note(at->kind) && at->rank == old->rank && at->note == old->note; at++) {
		struct word_diff diff;
		if (at->kind != ICD_EVENT_NOTE_ADDED || taken[at - first] ||
		    !word_diff_make(pool, old->from, at->to, &diff) || word_diff_likeness(&diff) <= likeness)
			continue;
		likeness = word_diff_likeness(&diff);
		best = at;
	}
	return best;
}

uint32_t icd_changes_revisions(const struct icd_changes *changes, struct icd_pool *pool, struct icd_revision **out)
{
	const struct icd_event *first = changes->events.at, *end = first + changes->events.count;
	struct icd_pool scratch = {0};
	bool *taken = icd_pool_take(pool, changes->events.count, sizeof *taken);
	uint32_t count = 0;
	bool failed = false;
	*out = icd_pool_take(pool, changes->events.count, sizeof **out);
	for (const struct icd_event *event = first; *out && taken && event < end; event++) {
		if (!icd_event_of_note(event->kind) || taken[event - first])
			continue;
		if (event->kind == ICD_EVENT_NOTE_ADDED) {
			(*out)[count++] = (struct icd_revision){NULL, event};
			continue;
		}
		const struct icd_event *new = find_revised(&scratch, event, event + 1, end, first, taken);
		(*out)[count++] = (struct icd_revision){event, new};
		if (new)
			taken[new - first] = true;
		failed |= scratch.failed;
		icd_pool_reset(&scratch);
	}
	icd_pool_free(&scratch);
	if (!taken || failed)
		*out = NULL;
	return count;
}
