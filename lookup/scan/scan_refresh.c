/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refresh does to the notes of a code, and to its exemption from POA reporting. */
#include "history/changes.h"
#include "tell/card_fields.h"
#include "scan_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A code that was asked for, and what changes for it. */
struct known_code {
	char code[ICD_CODE_SIZE];
	struct icd_events events;
};

/* Notes that were quoted in the file being read. */
struct quoted {
	const struct icd_event *event;
	uint64_t line;
};

struct scan_refresh {
	struct icd_store *store;
	uint16_t from, to; /* releases */
	struct icd_pool pool;
	struct icd_hash table;
	struct known_code *codes;
	size_t code_count, code_room;
	struct icd_pool file; /* of the file being read */
	struct icd_hash quoted_table;
	struct quoted *quoted;
	size_t quoted_count, quoted_room;
	const char *missing; /* what cannot be compared, "" for nothing; NULL: not known yet */
};

static uint16_t release_on(const struct icd_about *about, icd_date date)
{
	int release = icd_release_on(about, date);
	return release < 0 ? 0 : (uint16_t)release;
}

struct scan_refresh *scan_refresh_new(struct icd_store *store, icd_date on, icd_date against)
{
	struct scan_refresh *refresh = calloc(1, sizeof *refresh);
	const struct icd_about *about = icd_store_about(store);
	if (!refresh)
		return NULL;
	refresh->store = store;
	refresh->from = release_on(about, on);
	refresh->to = release_on(about, against);
	return refresh;
}

void scan_refresh_free(struct scan_refresh *refresh)
{
	if (!refresh)
		return;
	icd_pool_free(&refresh->pool);
	icd_pool_free(&refresh->file);
	icd_hash_free(&refresh->table);
	icd_hash_free(&refresh->quoted_table);
	free(refresh);
}

void scan_refresh_file(struct scan_refresh *refresh)
{
	icd_pool_reset(&refresh->file);
	icd_hash_clear(&refresh->quoted_table);
	refresh->quoted = NULL;
	refresh->quoted_count = refresh->quoted_room = 0;
}

/* ---- codes ---- */

static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct scan_refresh *refresh = context;
	return strcmp(refresh->codes[item].code, key) == 0;
}

/* Lists that stand in for the ones of the release cannot tell what it changed. */
static void find_missing(struct scan_refresh *refresh, const struct icd_changes *changes)
{
	bool notes = refresh->from != refresh->to && !icd_compared_differ(changes->lists);
	char remark[ICD_REMARK_SIZE];
	refresh->missing = "";
	if (notes && *icd_changes_remark(changes, 1, remark))
		refresh->missing = icd_pool_print(&refresh->pool, "; %s", remark);
}

static bool compare(struct scan_refresh *refresh, struct known_code *known, struct icd_error *err)
{
	struct icd_selection selection = {0};
	struct icd_changes changes;
	struct icd_view view;
	icd_view_make(&view, refresh->store, icd_store_about(refresh->store)->releases[refresh->to].date);
	if (icd_selection_add(&selection, &refresh->pool, &view, NULL, known->code, err) == ICD_FAILED)
		return false;
	icd_selection_settle(&selection);
	if (!icd_changes_make(refresh->store, &refresh->pool, refresh->from, refresh->to, &selection,
			      ICD_CHANGES_NOTES | ICD_CHANGES_POA, &changes, err))
		return false;
	known->events = changes.events;
	if (!refresh->missing)
		find_missing(refresh, &changes);
	return true;
}

static const struct known_code *look_up(struct scan_refresh *refresh, const char *code, struct icd_error *err)
{
	uint64_t hash = icd_hash_text(code);
	uint32_t item = icd_hash_find(&refresh->table, hash, same_code, refresh, code);
	struct known_code known = {0};
	if (item != ICD_HASH_NONE)
		return &refresh->codes[item];
	snprintf(known.code, sizeof known.code, "%s", code);
	if (!compare(refresh, &known, err))
		return NULL;
	if (!icd_pool_room(&refresh->pool, &refresh->codes, refresh->code_count, &refresh->code_room,
			   sizeof *refresh->codes) ||
	    !icd_hash_add(&refresh->table, hash, (uint32_t)refresh->code_count)) {
		icd_out_of_memory(err);
		return NULL;
	}
	refresh->codes[refresh->code_count] = known;
	return &refresh->codes[refresh->code_count++];
}

/* ---- sentences ---- */

static const char *text_of(const struct icd_event *event)
{
	return event->from ? event->from : event->to;
}

static bool same_note(const void *context, uint32_t item, const void *key)
{
	const struct scan_refresh *refresh = context;
	const struct icd_event *a = refresh->quoted[item].event, *b = key;
	return a->kind == b->kind && a->note == b->note && strcmp(a->at, b->at) == 0 &&
	       strcmp(text_of(a), text_of(b)) == 0;
}

/* The line that quotes the note; 0, and it is kept that this one does, when none does. */
static uint64_t quoted_before(struct scan_refresh *refresh, const struct icd_event *event, uint64_t line)
{
	uint64_t hash = icd_hash_text(text_of(event));
	uint32_t item = icd_hash_find(&refresh->quoted_table, hash, same_note, refresh, event);
	if (item != ICD_HASH_NONE)
		return refresh->quoted[item].line;
	if (!icd_pool_room(&refresh->file, &refresh->quoted, refresh->quoted_count, &refresh->quoted_room,
			   sizeof *refresh->quoted) ||
	    !icd_hash_add(&refresh->quoted_table, hash, (uint32_t)refresh->quoted_count))
		refresh->file.failed = true;
	else
		refresh->quoted[refresh->quoted_count++] = (struct quoted){event, line};
	return 0;
}

/* "new Excludes1 at M54.5: ..."; of a note quoted before only the place and the line. */
static const char *note_words(struct scan_refresh *refresh, const struct icd_event *event, uint64_t line)
{
	bool added = event->kind == ICD_EVENT_NOTE_ADDED;
	const char *text = added ? event->to : event->from, *kind = note_kinds[event->note].title;
	const char *what = added ? "new" : "no longer";
	const char *where = event->relation == ICD_RELATION_OWN ? "" : " at ";
	const char *at = event->relation == ICD_RELATION_OWN ? "" : event->at;
	uint64_t before = quoted_before(refresh, event, line);
	if (before)
		return icd_pool_print(&refresh->file, "other notes%s%s, see line %" PRIu64, where, at, before);
	return icd_pool_print(&refresh->file, "%s %s%s%s: \"%s\"", what, kind, where, at, text);
}

bool scan_refresh_code(struct scan_refresh *refresh, const char *code, uint64_t line, struct scan_refreshed *out,
		       struct icd_error *err)
{
	const struct known_code *known = look_up(refresh, code, err);
	const char *last = "";
	*out = (struct scan_refreshed){"", "", ""};
	for (uint32_t i = 0; known && i < known->events.count; i++) {
		const struct icd_event *event = &known->events.at[i];
		if (!icd_event_of_note(event->kind)) {
			out->poa = event->kind == ICD_EVENT_POA_ADDED ? "exempt from POA reporting"
								      : "no longer exempt from POA reporting";
			continue;
		}
		const char *words = note_words(refresh, event, line);
		if (strcmp(words, last) == 0)
			continue;
		out->notes = icd_pool_print(&refresh->file, "%s%s%s", out->notes, *out->notes ? "; " : "", words);
		last = words;
	}
	out->missing = refresh->missing ? refresh->missing : "";
	return known && (!refresh->file.failed || icd_out_of_memory(err));
}
