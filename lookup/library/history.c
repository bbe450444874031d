/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What changed, and when: of a code, and between two releases. */
#include "history/history.h"
#include "history/changes.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

static struct icd10_event event_of(struct icd_pool *pool, const struct icd_event *event)
{
	return (struct icd10_event){
		.kind = library_event_kind(event->kind),
		.date = event->date,
		.after = event->after,
		.at = event->at,
		.from = event->from,
		.to = event->to,
		.note = icd_event_of_note(event->kind) ? library_note_kind(event->note) : ICD10_NOTE_OTHER,
		.header = event->state == ICD_HEADER,
		.others = library_codes(pool, event->others, event->other_count),
		.other_count = event->other_count,
		.source = library_source(event->source),
		.relation = library_relation(event->relation),
	};
}

static struct icd10_event *copy_events(struct icd_pool *pool, const struct icd_events *events)
{
	struct icd10_event *copies = icd_pool_take(pool, events->count, sizeof *copies);
	for (uint32_t i = 0; copies && i < events->count; i++)
		copies[i] = event_of(pool, &events->at[i]);
	return copies;
}

/* ---- a code ---- */

struct icd10_history {
	icd10_book *book;
	struct icd_pool pool;
	struct icd_history history;
	struct icd10_event *events;
};

/* As typed or, where there is no such code, without the X that only filled a place. */
static enum icd_found find(icd10_history *history, const char *typed, struct icd_error *why)
{
	struct icd_typed_code code;
	struct icd_store *store = history->book->store;
	if (!icd_code_parse(typed, strlen(typed), &code))
		return ICD_NOT_FOUND;
	enum icd_found found = icd_history_make(store, &history->pool, code.code, &history->history, why);
	if (found == ICD_NOT_FOUND && icd_code_without_placeholder(code.code))
		found = icd_history_make(store, &history->pool, code.code, &history->history, why);
	return found;
}

static enum icd10_result make_history(icd10_history *history, const char *typed, struct icd10_error *err)
{
	struct icd_error why;
	enum icd_found found = find(history, typed, &why);
	if (found == ICD_FAILED)
		return library_failed(&why, err);
	if (found == ICD_NOT_FOUND)
		return ICD10_NOT_FOUND;
	history->events = copy_events(&history->pool, &history->history.events);
	return history->pool.failed ? library_out_of_memory(err) : ICD10_OK;
}

enum icd10_result icd10_history_open(icd10_book *book, const char *typed, icd10_history **out, struct icd10_error *err)
{
	if (!out)
		return library_refused(err, "a place for the history was expected");
	*out = NULL;
	if (!book || !typed)
		return library_refused(err, book ? "a code was expected" : "a book was expected");
	icd10_history *history = calloc(1, sizeof *history);
	if (!history)
		return library_out_of_memory(err);
	history->book = library_hold_book(book);
	enum icd10_result result = make_history(history, typed, err);
	if (result == ICD10_OK)
		*out = history;
	else
		icd10_history_free(history);
	return result;
}

void icd10_history_free(icd10_history *history)
{
	if (!history)
		return;
	icd_pool_free(&history->pool);
	icd10_close(history->book);
	free(history);
}

const char *icd10_history_code(const icd10_history *history)
{
	return history ? history->history.label : "";
}

const char *icd10_history_title(const icd10_history *history)
{
	return history ? history->history.title : "";
}

icd10_date icd10_history_held_since(const icd10_history *history)
{
	return history ? history->history.held_since : 0;
}

size_t icd10_history_count(const icd10_history *history)
{
	return history ? history->history.events.count : 0;
}

bool icd10_history_event(const icd10_history *history, size_t i, struct icd10_event *out)
{
	return history &&
	       library_fill_item(out, history->events, history->history.events.count, sizeof *history->events, i);
}

/* ---- two releases ---- */

struct icd10_changes {
	icd10_book *book;
	struct icd_pool pool;
	struct icd_selection within;
	struct icd_changes changes;
	struct icd10_event *events;
	unsigned remark_count;
	char remarks[ICD_REMARKS][ICD_REMARK_SIZE];
};

static void copy_remarks(icd10_changes *changes)
{
	for (unsigned i = 0; i < ICD_REMARKS; i++) {
		if (*icd_changes_remark(&changes->changes, i, changes->remarks[changes->remark_count]))
			changes->remark_count++;
	}
}

/* A beginning that no code has is a selection of nothing. */
static bool select_within(icd10_changes *changes, icd_date to, const char *prefix, struct icd_error *why)
{
	struct icd_view view;
	icd_view_make(&view, changes->book->store, to);
	bool ok = icd_selection_add(&changes->within, &changes->pool, &view, NULL, prefix, why) != ICD_FAILED;
	icd_selection_settle(&changes->within);
	return ok;
}

static enum icd10_result make_changes(icd10_changes *changes, icd10_date from, icd10_date to,
				      const struct icd10_changes_options *chosen, struct icd10_error *err)
{
	const struct icd_about *about = icd_store_about(changes->book->store);
	struct icd_error why;
	char prefix[ICD_CODE_SIZE] = "";
	struct icd_selection *within = chosen->within ? &changes->within : NULL;
	int older = icd_release_on(about, from), newer = icd_release_on(about, to);
	if (chosen->within && !library_prefix(chosen->within, prefix))
		return library_refused(err, "the beginning of a code was expected");
	if (older < 0 || newer < 0)
		return ICD10_NOT_FOUND;
	if (within && !select_within(changes, about->releases[newer].date, prefix, &why))
		return library_failed(&why, err);
	if (!icd_changes_make(changes->book->store, &changes->pool, (uint16_t)older, (uint16_t)newer, within,
			      chosen->what ? chosen->what : ICD_CHANGES_ALL, &changes->changes, &why))
		return library_failed(&why, err);
	changes->events = copy_events(&changes->pool, &changes->changes.events);
	copy_remarks(changes);
	return changes->pool.failed ? library_out_of_memory(err) : ICD10_OK;
}

enum icd10_result icd10_changes_open(icd10_book *book, icd10_date from, icd10_date to,
				     const struct icd10_changes_options *options, icd10_changes **out,
				     struct icd10_error *err)
{
	struct icd10_changes_options chosen;
	if (!out)
		return library_refused(err, "a place for the changes was expected");
	*out = NULL;
	if (!book || !icd_date_valid(from) || !icd_date_valid(to) || from > to)
		return library_refused(err,
				       book ? "two dates were expected, the earlier one first" : "a book was expected");
	if (!library_read(options, &chosen, sizeof chosen) || chosen.what & ~(unsigned)ICD10_CHANGES_ALL)
		return library_refused(err, "options that this version knows were expected");
	icd10_changes *changes = calloc(1, sizeof *changes);
	if (!changes)
		return library_out_of_memory(err);
	changes->book = library_hold_book(book);
	enum icd10_result result = make_changes(changes, from, to, &chosen, err);
	if (result == ICD10_OK)
		*out = changes;
	else
		icd10_changes_free(changes);
	return result;
}

void icd10_changes_free(icd10_changes *changes)
{
	if (!changes)
		return;
	icd_pool_free(&changes->pool);
	icd10_close(changes->book);
	free(changes);
}

icd10_date icd10_changes_from(const icd10_changes *changes)
{
	return changes ? changes->changes.from->date : 0;
}

icd10_date icd10_changes_to(const icd10_changes *changes)
{
	return changes ? changes->changes.to->date : 0;
}

size_t icd10_changes_count(const icd10_changes *changes)
{
	return changes ? changes->changes.events.count : 0;
}

bool icd10_changes_event(const icd10_changes *changes, size_t i, struct icd10_event *out)
{
	return changes &&
	       library_fill_item(out, changes->events, changes->changes.events.count, sizeof *changes->events, i);
}

const char *icd10_changes_remark(const icd10_changes *changes, size_t i)
{
	return changes && i < changes->remark_count ? changes->remarks[i] : NULL;
}
