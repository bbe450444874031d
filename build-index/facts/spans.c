/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct icd_texts texts_of(struct icd_pool *pool, const char *const *by_member, uint16_t count)
{
	struct icd_texts texts = {.at = need(pool, count, sizeof *texts.at)};
	for (uint16_t i = 0; i < count; i++) {
		if (!by_member[i])
			continue;
		if (i > 0 && by_member[i] == by_member[i - 1])
			texts.at[texts.count - 1].span.last = i;
		else
			texts.at[texts.count++] = (struct icd_dated_text){{i, i}, by_member[i]};
	}
	return texts;
}

struct icd_span *spans_of(struct icd_pool *pool, const uint8_t *holds, uint16_t count, uint32_t *out)
{
	struct icd_span *spans = need(pool, count, sizeof *spans);
	*out = 0;
	for (uint16_t i = 0; i < count; i++) {
		if (!holds[i])
			continue;
		if (i > 0 && holds[i - 1])
			spans[*out - 1].last = i;
		else
			spans[(*out)++] = (struct icd_span){i, i};
	}
	return spans;
}

/* ---- runs ---- */

/*
 * The conversion tables may date a change better than the code sets do: between the set before `member` and
 * this one, where releases are missing or a code came before its first order file. Their rows date billable
 * codes; what they say of others is taken only where it leaves no doubt.
 */
struct window {
	const struct book *book;
	icd_date after, to; /* after < date < to, or date = to where that says more than the set does */
	bool closed;
};

static struct window window_of(const struct book *book, uint16_t member)
{
	const struct icd_member *set = &book->about.sets.at[member];
	return (struct window){book, member ? set[-1].date : 0, set->date, set->gap != 0};
}

struct dates {                     /* of the rows in a window */
	icd_date earliest, latest; /* 0: there are none */
};

static void add_date(const struct window *window, icd_date date, struct dates *dates)
{
	if (date <= window->after || date > window->to || (date == window->to && !window->closed))
		return;
	if (!dates->earliest || date < dates->earliest)
		dates->earliest = date;
	if (date > dates->latest)
		dates->latest = date;
}

/* Rows with the code on their new side. */
static struct dates own_dates(const struct window *window, uint32_t code)
{
	const struct book *book = window->book;
	struct dates dates = {0};
	for (uint32_t i = book->first_row_of[code]; i < book->first_row_of[code + 1]; i++)
		add_date(window, book->conversions[book->rows_of[i]].row->effective, &dates);
	return dates;
}

/* Rows with it on their old side; with `below`, only those whose new code stands below it. */
static struct dates replaced_dates(const struct window *window, uint32_t code, bool below)
{
	const struct book *book = window->book;
	const char *name = book->codes[code].code;
	struct dates dates = {0};
	for (uint32_t i = book->first_row_to[code]; i < book->first_row_to[code + 1]; i++) {
		const struct conversion_row *row = book->conversions[book->rows_to[i]].row;
		if (!below || strncmp(row->code, name, strlen(name)) == 0)
			add_date(window, row->effective, &dates);
	}
	return dates;
}

/* When the first of the codes below a header came. */
static struct dates dates_below(const struct window *window, uint32_t code)
{
	const struct book *book = window->book;
	struct dates dates = {0};
	for (uint32_t at = book->codes[code].ordinal + 1; at <= book->codes[code].last; at++) {
		struct dates child = own_dates(window, book->order[at]);
		if (child.earliest)
			add_date(window, child.earliest, &dates);
	}
	return dates;
}

static icd_date if_agreed(struct dates dates)
{
	return dates.earliest == dates.latest ? dates.earliest : 0;
}

/* The day of the change to the member's state; 0 when the tables do not say, or not for certain. */
static icd_date conversion_date(const struct book *book, uint32_t code, uint16_t member)
{
	const uint8_t *state = book->codes[code].state;
	enum icd_state before = member ? state[member - 1] : ICD_ABSENT, now = state[member];
	struct window window = window_of(book, member);
	if (now == ICD_BILLABLE)
		return before == ICD_ABSENT ? own_dates(&window, code).earliest : if_agreed(own_dates(&window, code));
	if (now == ICD_HEADER && before == ICD_BILLABLE)
		return replaced_dates(&window, code, true).earliest;
	if (now == ICD_HEADER && !window.closed && member > 0)
		return dates_below(&window, code).earliest;
	if (now == ICD_ABSENT && before == ICD_BILLABLE)
		return if_agreed(replaced_dates(&window, code, false));
	return 0;
}

struct icd_runs runs_of(struct icd_pool *pool, const struct book *book, uint32_t code)
{
	const uint8_t *state = book->codes[code].state;
	uint16_t count = book->about.sets.count;
	struct icd_runs runs = {.at = need(pool, count, sizeof *runs.at)};
	for (uint16_t i = 0; i < count; i++) {
		if (i > 0 && state[i] == state[i - 1]) {
			if (state[i])
				runs.at[runs.count - 1].span.last = i;
			continue;
		}
		if (i == 0 && !state[i])
			continue;
		icd_date date = conversion_date(book, code, i);
		if (i > 0 && state[i - 1])
			runs.at[runs.count - 1].until = date;
		if (state[i])
			runs.at[runs.count++] = (struct icd_run){{i, i}, state[i], date, 0};
	}
	return runs;
}

/* ---- entries ---- */

struct merged {
	const struct entry *entry;
	uint8_t *holds; /* by list */
};

static bool same_entry(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind && a->flags == b->flags && a->text == b->text && a->character == b->character;
}

/*
 * Merges the next list's entries into the sequence so far along a longest common
 * subsequence; what is new goes where the list has it.
 */
static struct merged *merge(struct icd_pool *pool, const struct merged *old, size_t old_count,
			    const struct place_state *state, uint16_t list, uint16_t lists, size_t *count)
{
	size_t n = old_count, m = state->entry_count, width = m + 1;
	uint32_t *length = need(pool, (n + 1) * width, sizeof *length);
	struct merged *out = need(pool, n + m, sizeof *out);
	for (size_t i = n; i-- > 0;) {
		for (size_t j = m; j-- > 0;) {
			uint32_t down = length[(i + 1) * width + j], right = length[i * width + j + 1];
			length[i * width + j] = same_entry(old[i].entry, &state->entries[j])
							? length[(i + 1) * width + j + 1] + 1
							: (down > right ? down : right);
		}
	}
	size_t i = 0, j = 0;
	*count = 0;
	while (i < n || j < m) {
		if (i < n && j < m && same_entry(old[i].entry, &state->entries[j])) {
			out[*count] = old[i++];
			out[*count].holds[list] = 1;
			j++;
		} else if (i < n && (j == m || length[(i + 1) * width + j] >= length[i * width + j + 1])) {
			out[*count] = old[i++];
		} else {
			out[*count] = (struct merged){&state->entries[j++], need(pool, lists, 1)};
			out[*count].holds[list] = 1;
		}
		(*count)++;
	}
	return out;
}

struct icd_entries entries_of(struct icd_pool *pool, const struct place_state *lists, uint16_t count)
{
	struct merged *merged = NULL;
	const struct entry *same = NULL;
	size_t merged_count = 0;
	for (uint16_t i = 0; lists && i < count; i++) {
		if (!lists[i].present || lists[i].entry_count == 0)
			continue;
		if (i > 0 && lists[i].entries == same && lists[i - 1].entries == same) {
			for (size_t j = 0; j < merged_count; j++)
				merged[j].holds[i] = merged[j].holds[i - 1];
			continue;
		}
		merged = merge(pool, merged, merged_count, &lists[i], i, count, &merged_count);
		same = lists[i].entries;
	}
	struct icd_entries entries = {.count = (uint32_t)merged_count,
				      .at = need(pool, merged_count, sizeof *entries.at)};
	for (size_t i = 0; i < merged_count; i++) {
		struct icd_entry *entry = &entries.at[i];
		entry->kind = merged[i].entry->kind;
		entry->flags = merged[i].entry->flags;
		entry->text = merged[i].entry->text;
		entry->character = merged[i].entry->character;
		entry->spans = spans_of(pool, merged[i].holds, count, &entry->span_count);
	}
	return entries;
}

/* ---- moves ---- */

void mark_staying(struct icd_pool *pool, const uint32_t *ordinals, size_t count, bool *stays)
{
	size_t *tails = need(pool, count + 1, sizeof *tails), *previous = need(pool, count + 1, sizeof *previous);
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		size_t low = 0, high = length;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (ordinals[tails[middle]] < ordinals[i])
				low = middle + 1;
			else
				high = middle;
		}
		previous[i] = low ? tails[low - 1] : SIZE_MAX;
		tails[low] = i;
		if (low == length)
			length++;
	}
	for (size_t i = length ? tails[length - 1] : SIZE_MAX; i != SIZE_MAX; i = previous[i])
		stays[i] = true;
}

struct icd_moves moves_of(struct icd_pool *pool, const uint32_t *ordinals, size_t count)
{
	struct icd_moves moves = {0};
	bool *stays = need(pool, count, sizeof *stays);
	mark_staying(pool, ordinals, count, stays);
	for (size_t i = 0; i < count; i++)
		moves.count += !stays[i];
	moves.at = need(pool, moves.count, sizeof *moves.at);
	moves.count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!stays[i])
			moves.at[moves.count++] = (struct icd_move){ordinals[i], i ? ordinals[i - 1] : UINT32_MAX};
	}
	return moves;
}
