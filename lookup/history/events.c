/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events, and those of the notes of one place. */
#include "history.h"

#include <string.h>

const char *const icd_event_names[ICD_EVENTS] = {
	[ICD_EVENT_ADDED] = "added",
	[ICD_EVENT_DELETED] = "deleted",
	[ICD_EVENT_BECAME_HEADER] = "became_header",
	[ICD_EVENT_BECAME_BILLABLE] = "became_billable",
	[ICD_EVENT_RETITLED] = "retitled",
	[ICD_EVENT_SHORT_RETITLED] = "short_retitled",
	[ICD_EVENT_SECTION_ADDED] = "section_added",
	[ICD_EVENT_SECTION_DELETED] = "section_deleted",
	[ICD_EVENT_SECTION_RETITLED] = "section_retitled",
	[ICD_EVENT_CHAPTER_RETITLED] = "chapter_retitled",
	[ICD_EVENT_NOTE_ADDED] = "note_added",
	[ICD_EVENT_NOTE_DELETED] = "note_deleted",
	[ICD_EVENT_POA_ADDED] = "poa_exempt_added",
	[ICD_EVENT_POA_REMOVED] = "poa_exempt_removed",
};

const char *const icd_relation_names[] = {
	[ICD_RELATION_OWN] = "own",
	[ICD_RELATION_INHERITED] = "inherited",
	[ICD_RELATION_INCOMING] = "incoming",
};

bool icd_event_of_note(enum icd_event_kind kind)
{
	return kind == ICD_EVENT_NOTE_ADDED || kind == ICD_EVENT_NOTE_DELETED;
}

struct icd_event *icd_events_add(struct icd_events *events, struct icd_pool *pool, enum icd_event_kind kind,
				 icd_date date, icd_date after)
{
	struct icd_event *event = &events->lost;
	if (icd_pool_room(pool, &events->at, events->count, &events->capacity, sizeof *event))
		event = &events->at[events->count++];
	*event = (struct icd_event){.kind = kind, .date = date, .after = after, .at = "", .words = ""};
	return event;
}

/* ---- notes ---- */

static bool is_note(const struct icd_entry *entry)
{
	return entry->kind != ICD_ENTRY_XML && !(entry->flags & ICD_ENTRY_EMPTY);
}

static bool stands_in(const struct icd_entry *entry, uint16_t list)
{
	return icd_spans_have(entry->spans, entry->span_count, list);
}

static bool same_note(const struct icd_entry *a, const struct icd_entry *b)
{
	return a->kind == b->kind && strcmp(a->character, b->character) == 0 &&
	       icd_text_same_but_space(a->text, b->text);
}

void icd_note_window(const struct icd_about *about, uint16_t list, icd_date *date, icd_date *after)
{
	const struct icd_sequence *lists = &about->lists;
	uint16_t before = list ? icd_list_base(about, (uint16_t)(list - 1)) : 0, next = list;
	while (next + 1 < lists->count && icd_list_rebuilt(about, next))
		next++;
	if (before < list && (!*after || lists->at[before].date < *after))
		*after = lists->at[before].date;
	if (lists->at[next].date > *date)
		*date = lists->at[next].date;
}

struct comparison {
	const struct icd_about *about;
	struct icd_pool *pool;
	uint16_t from, to; /* lists */
	icd_date date, after;
	struct icd_events *events;
};

static void add_note(const struct comparison *c, const struct icd_entry *entry, bool added)
{
	struct icd_pool *pool = c->pool;
	icd_date date = c->date, after = c->after;
	uint16_t came = entry->spans[0].first, gone = (uint16_t)(entry->spans[entry->span_count - 1].last + 1);
	if (added && entry->flags & ICD_ENTRY_CAME_IN_WINDOW && came > c->from && came <= c->to)
		icd_note_window(c->about, came, &date, &after);
	if (!added && entry->flags & ICD_ENTRY_WENT_IN_WINDOW && gone > c->from && gone <= c->to)
		icd_note_window(c->about, gone, &date, &after);
	struct icd_event *event =
		icd_events_add(c->events, pool, added ? ICD_EVENT_NOTE_ADDED : ICD_EVENT_NOTE_DELETED, date, after);
	const char *text = icd_text_folded(pool, entry->text);
	if (*entry->character)
		text = icd_pool_print(pool, "%s: %s", entry->character, text);
	event->note = entry->kind;
	event->untold = after && after != c->after;
	event->rebuilt = c->to != ICD_NO_LIST && icd_list_rebuilt(c->about, c->to);
	event->from = added ? NULL : text;
	event->to = added ? text : NULL;
}

/* The first entry of the new list alone, not yet taken, that says the same. */
static uint32_t find_same(const struct icd_entries *entries, const struct icd_entry *entry, const bool *only_new)
{
	uint32_t i = 0;
	while (i < entries->count && !(only_new[i] && same_note(&entries->at[i], entry)))
		i++;
	return i;
}

void icd_note_events(struct icd_pool *pool, const struct icd_about *about, const struct icd_entries *entries,
		     uint16_t from, uint16_t to, icd_date date, icd_date after, struct icd_events *events)
{
	const struct comparison c = {about, pool, from, to, date, after, events};
	bool *only_new = NULL, *only_old = NULL;
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		bool old = stands_in(entry, from), new = stands_in(entry, to);
		if (old == new || !is_note(entry))
			continue;
		if (!only_new) {
			only_new = icd_pool_take(pool, 2 * (size_t)entries->count, sizeof *only_new);
			if (!only_new)
				return;
			only_old = only_new + entries->count;
		}
		only_new[i] = new;
		only_old[i] = old;
	}
	for (uint32_t i = 0; only_old && i < entries->count; i++) {
		uint32_t same = only_old[i] ? find_same(entries, &entries->at[i], only_new) : entries->count;
		if (same < entries->count)
			only_old[i] = only_new[same] = false;
	}
	for (uint32_t i = 0; only_old && i < entries->count; i++) {
		if (only_old[i] || only_new[i])
			add_note(&c, &entries->at[i], only_new[i]);
	}
}
