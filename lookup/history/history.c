/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "history.h"

#include "touching.h"

#include <stdlib.h>
#include <string.h>

/* When what differs between a member of a sequence and the one before it changed. */
static void member_window(const struct icd_sequence *sequence, uint16_t member, icd_date *date, icd_date *after)
{
	*date = sequence->at[member].date;
	*after = member > 0 && sequence->at[member].gap ? sequence->at[member - 1].date : 0;
}

/* ---- what replaced a code ---- */

/* The first code set that shows the event: of a date between two of them, the later. */
static uint16_t set_showing(const struct icd_about *about, icd_date date)
{
	uint16_t set = icd_member_or_first(&about->sets, date);
	return about->sets.at[set].date < date && set + 1 < about->sets.count ? (uint16_t)(set + 1) : set;
}

static void take_counterparts(struct icd_event *event, const struct icd_counterparts *found)
{
	event->others = found->codes;
	event->other_count = found->count;
	event->source = found->source;
	event->words = found->words;
}

bool icd_event_others(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		      struct icd_event *event, struct icd_error *err)
{
	struct icd_turn turn = {event->date, event->after, set_showing(icd_store_about(store), event->date)};
	struct icd_counterparts found = {.words = ""};
	bool came = event->kind == ICD_EVENT_ADDED || event->kind == ICD_EVENT_BECAME_BILLABLE;
	if (!(came ? icd_came_from : icd_turned_into)(store, pool, record, &turn, &found, err))
		return false;
	take_counterparts(event, &found);
	return true;
}

/* ---- the history of a code ---- */

struct history_work {
	struct icd_histories *histories;
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool *pool;
	struct icd_history *history;
	struct icd_error *err;
};

static const char *title_at(const struct icd_code_record *record, uint16_t set)
{
	const char *title = icd_text_at(&record->long_titles, set);
	return title ? title : "";
}

/* An event between two code sets; `dated` goes before the window. */
static bool tell_state(const struct history_work *t, enum icd_event_kind kind, uint16_t set, icd_date dated)
{
	const struct icd_code_record *record = t->history->record;
	icd_date date, after;
	member_window(&t->about->sets, set, &date, &after);
	struct icd_event *event =
		icd_events_add(&t->history->events, t->pool, kind, dated ? dated : date, dated ? 0 : after);
	event->state = icd_state_at(&record->runs, kind == ICD_EVENT_DELETED ? set - 1u : set);
	event->from = kind == ICD_EVENT_ADDED ? NULL : title_at(record, set - 1u);
	event->to = kind == ICD_EVENT_DELETED ? NULL : title_at(record, set);
	return icd_event_others(t->store, t->pool, record, event, t->err);
}

/* The first release held has the code: did a conversion table date its coming? */
static bool tell_first(const struct history_work *t, const struct icd_run *run)
{
	const struct icd_code_record *record = t->history->record;
	icd_date held = t->about->sets.at[0].date;
	for (uint32_t i = 0; !run->since && i < record->replaced.count; i++) {
		if (record->replaced.at[i].date == held)
			return tell_state(t, ICD_EVENT_ADDED, 0, held);
	}
	if (run->since)
		return tell_state(t, ICD_EVENT_ADDED, 0, run->since);
	t->history->held_since = held;
	t->history->first_state = run->state;
	return true;
}

static bool tell_runs(const struct history_work *t)
{
	const struct icd_runs *runs = &t->history->record->runs;
	bool ok = true;
	for (uint32_t i = 0; ok && i < runs->count; i++) {
		const struct icd_run *run = &runs->at[i];
		const struct icd_run *next = i + 1 < runs->count ? run + 1 : NULL;
		uint16_t end = (uint16_t)(run->span.last + 1);
		if (i == 0 && run->span.first == 0)
			ok = tell_first(t, run);
		else if (i == 0 || run[-1].span.last + 1 < run->span.first)
			ok = tell_state(t, ICD_EVENT_ADDED, run->span.first, run->since);
		if (ok && next && next->span.first == end)
			ok = tell_state(t,
					next->state == ICD_HEADER ? ICD_EVENT_BECAME_HEADER : ICD_EVENT_BECAME_BILLABLE,
					end, next->since ? next->since : run->until);
		else if (ok && end < t->about->sets.count)
			ok = tell_state(t, ICD_EVENT_DELETED, end, run->until);
	}
	return ok;
}

static void tell_titles(const struct history_work *t, const struct icd_texts *titles, enum icd_event_kind kind)
{
	for (uint32_t i = 1; i < titles->count; i++) {
		const struct icd_dated_text *old = &titles->at[i - 1], *new = &titles->at[i];
		icd_date date, after;
		if (old->span.last + 1 != new->span.first)
			continue;
		member_window(&t->about->sets, new->span.first, &date, &after);
		struct icd_event *event = icd_events_add(&t->history->events, t->pool, kind, date, after);
		event->from = old->text;
		event->to = new->text;
	}
}

/* A code's own notes that come or go with it are no events. */
static void tell_notes(const struct history_work *t)
{
	const struct icd_code_record *record = t->history->record;
	for (uint16_t i = 1; i < t->about->lists.count; i++) {
		icd_date date, after;
		if (!icd_diag_in(record, i) || !icd_diag_in(record, (uint16_t)(i - 1)))
			continue;
		member_window(&t->about->lists, i, &date, &after);
		icd_note_events(t->pool, t->about, &record->entries, (uint16_t)(i - 1), i, date, after,
				&t->history->events);
	}
}

/* ---- many codes ---- */

/* Two neighbouring lists. */
struct neighbours {
	struct icd_touching_days days;
	struct icd_touching *touching;
};

struct icd_histories {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool paths; /* of the code in hand */
	uint16_t count;
	struct neighbours at[];
};

struct icd_histories *icd_histories_start(struct icd_store *store)
{
	const struct icd_about *about = icd_store_about(store);
	uint16_t count = about->lists.count ? (uint16_t)(about->lists.count - 1) : 0;
	struct icd_histories *histories = calloc(1, sizeof *histories + count * sizeof *histories->at);
	bool ok = histories;
	if (ok)
		*histories = (struct icd_histories){.store = store, .about = about, .count = count};
	for (uint16_t i = 0; ok && i < count; i++) {
		struct neighbours *lists = &histories->at[i];
		icd_view_make(&lists->days.from, store, about->lists.at[i].date);
		icd_view_make(&lists->days.to, store, about->lists.at[i + 1].date);
		member_window(&about->lists, (uint16_t)(i + 1), &lists->days.date, &lists->days.after);
		lists->touching = icd_touching_start(&lists->days);
		ok = lists->touching;
	}
	if (ok)
		return histories;
	icd_histories_free(histories);
	return NULL;
}

void icd_histories_free(struct icd_histories *histories)
{
	for (uint16_t i = 0; histories && i < histories->count; i++)
		icd_touching_free(histories->at[i].touching);
	if (histories)
		icd_pool_free(&histories->paths);
	free(histories);
}

/* Between two lists, by the path of the first; *path is that of the second then. */
static bool tell_between(const struct history_work *t, const struct neighbours *lists, struct icd_path *path)
{
	const struct icd_item mine = {t->history->label, 0};
	struct icd_path from = *path;
	if (icd_path_read_again(&from, &lists->days.to, &t->histories->paths, path, t->err) == ICD_FAILED)
		return false;
	icd_touching_begin(lists->touching, t->pool, &t->history->events);
	return icd_touching_paths(lists->touching, &from, path, &mine, t->err) &&
	       icd_touching_finish(lists->touching, t->err);
}

/* The notes above the code and elsewhere that came or went between neighbouring lists. */
static bool tell_touching(const struct history_work *t)
{
	struct icd_history *history = t->history;
	struct icd_histories *all = t->histories;
	struct icd_path path;
	icd_pool_reset(&all->paths);
	enum icd_found found = all->count
				       ? icd_path_read(&all->at[0].days.from, &all->paths, history->code, &path, t->err)
				       : ICD_NOT_FOUND;
	bool ok = found != ICD_FAILED;
	if (found != ICD_FOUND)
		return ok;
	for (uint16_t i = 0; ok && i < all->count; i++)
		ok = tell_between(t, &all->at[i], &path);
	for (uint32_t i = 0; i < history->events.count; i++)
		history->events.at[i].mine_count = history->events.at[i].named_count = 0;
	return ok;
}

static void tell_poa(const struct history_work *t)
{
	const struct icd_code_record *record = t->history->record;
	for (uint16_t i = 1; i < t->about->poa.count; i++) {
		bool before = icd_spans_have(record->poa, record->poa_count, (uint16_t)(i - 1));
		bool now = icd_spans_have(record->poa, record->poa_count, i);
		icd_date date, after;
		if (before == now)
			continue;
		member_window(&t->about->poa, i, &date, &after);
		icd_events_add(&t->history->events, t->pool, now ? ICD_EVENT_POA_ADDED : ICD_EVENT_POA_REMOVED, date,
			       after);
	}
}

static int by_date(const void *a, const void *b)
{
	const struct icd_event *left = a, *right = b;
	return ICD_ORDER(left->date, right->date) ?:
	       ICD_ORDER(left->kind, right->kind) ?:
	       ICD_ORDER(left->told, right->told);
}

/* By date; within one by kind, then as they were told. */
static void sort_events(struct icd_events *events, const char *label)
{
	for (uint32_t i = 0; i < events->count; i++) {
		events->at[i].told = i;
		if (!*events->at[i].at)
			events->at[i].at = label;
	}
	if (events->count)
		qsort(events->at, events->count, sizeof *events->at, by_date);
}

static const char *newest_title(const struct icd_code_record *record)
{
	const struct icd_texts *titles = record->display_titles.count ? &record->display_titles : &record->long_titles;
	if (titles->count)
		return titles->at[titles->count - 1].text;
	return record->diag_count ? record->diags[record->diag_count - 1].title : "";
}

enum icd_found icd_history_next(struct icd_histories *histories, struct icd_pool *pool, const char *code,
				struct icd_history *history, struct icd_error *err)
{
	struct icd_store *store = histories->store;
	struct history_work t = {histories, store, histories->about, pool, history, err};
	struct icd_code_record *record = icd_pool_take(pool, 1, sizeof *record);
	char *label = icd_pool_take(pool, ICD_DOTTED_SIZE, 1);
	*history = (struct icd_history){.record = record};
	if (!record || !label)
		return icd_out_of_memory(err), ICD_FAILED;
	enum icd_found found = icd_store_code(store, pool, code, record, err);
	if (found != ICD_FOUND)
		return found;
	history->code = record->code;
	history->label = icd_code_format(record->code, label);
	history->title = newest_title(record);
	if (!tell_runs(&t))
		return ICD_FAILED;
	tell_titles(&t, &record->long_titles, ICD_EVENT_RETITLED);
	tell_notes(&t);
	if (!tell_touching(&t))
		return ICD_FAILED;
	tell_poa(&t);
	sort_events(&history->events, history->label);
	return pool->failed ? icd_out_of_memory(err), ICD_FAILED : ICD_FOUND;
}

enum icd_found icd_history_make(struct icd_store *store, struct icd_pool *pool, const char *code,
				struct icd_history *history, struct icd_error *err)
{
	struct icd_histories *histories = icd_histories_start(store);
	if (!histories)
		return icd_out_of_memory(err), ICD_FAILED;
	enum icd_found found = icd_history_next(histories, pool, code, history, err);
	icd_histories_free(histories);
	return found;
}
