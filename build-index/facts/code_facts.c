/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code_facts.h"

#include "spans.h"

#include <stdlib.h>
#include <string.h>

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

static struct icd_runs runs_of(struct icd_pool *pool, const struct book *book, uint32_t code)
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

/* ---- classes of history ---- */

static bool same_runs(const void *context, uint32_t item, const void *key)
{
	const struct icd_runs *a = &((const struct book_facts *)context)->classes[item], *b = key;
	return a->count == b->count && memcmp(a->at, b->at, a->count * sizeof *a->at) == 0;
}

static uint32_t class_of(struct book_facts *facts, const struct icd_runs *runs)
{
	uint64_t hash = icd_hash_bytes(runs->at, runs->count * sizeof *runs->at);
	uint32_t class = icd_hash_find(&facts->by_runs, hash, same_runs, facts, runs);
	if (class != ICD_HASH_NONE)
		return class;
	class = (uint32_t)facts->class_count;
	facts->classes = grow_array(facts->classes, class, &facts->class_capacity, sizeof *facts->classes);
	struct icd_runs *kept = &facts->classes[facts->class_count++];
	*kept = (struct icd_runs){runs->count, need_copy(&facts->pool, runs->at, runs->count, sizeof *kept->at)};
	need_hashed(&facts->by_runs, hash, class);
	return class;
}

struct icd_runs code_runs(const struct book_facts *facts, uint32_t code)
{
	return facts->classes[facts->codes[code].class];
}

/* ---- titles ---- */

/* The newest list not after the set's date that has the code; else the nearest later one. */
static const struct place_state *list_state_for(const struct book *book, const struct book_code *code, icd_date date)
{
	const struct place_state *found = NULL;
	for (uint16_t i = 0; code->lists && i < book->about.lists.count; i++) {
		if (code->lists[i] && (book->about.lists.at[i].date <= date || !found))
			found = code->lists[i];
	}
	return found;
}

static bool is_ascii(const char *text)
{
	while (*text && !((unsigned char)*text & 0x80))
		text++;
	return !*text;
}

/* The title for display in a code set: the tabular list's spelling where it only adds accents. */
static const char *display_title(const struct book *book, const struct book_code *code, uint16_t set)
{
	const char *title = code->long_title[set];
	if (!title)
		return NULL;
	const struct place_state *state = list_state_for(book, code, book->about.sets.at[set].date);
	if (!state || state->title == title || is_ascii(state->title))
		return title;
	return icd_text_same_but_accents(state->title, title) ? state->title : title;
}

static const char *short_title(const struct book_code *code, uint16_t set)
{
	bool same = code->long_title[set] && code->short_title[set] == code->long_title[set];
	return same ? "" : code->short_title[set];
}

static void make_titles(struct book_facts *facts, const struct book_code *code, struct icd_pool *pool,
			struct code_facts *out)
{
	uint16_t count = facts->book->about.sets.count;
	const char **display = need(pool, count, sizeof *display);
	const char **shorts = need(pool, count, sizeof *shorts);
	bool same = true;
	for (uint16_t i = 0; i < count; i++) {
		display[i] = display_title(facts->book, code, i);
		same &= display[i] == code->long_title[i];
		shorts[i] = short_title(code, i);
	}
	out->long_titles = texts_of(&facts->pool, code->long_title, count);
	out->short_titles = texts_of(&facts->pool, shorts, count);
	out->display_titles = same ? out->long_titles : texts_of(&facts->pool, display, count);
}

/* Of a title that begins with the one above it, that part as the list shows it above. */
static const char *with_accents_above(struct icd_pool *pool, const char *title, const char *above, const char *shown)
{
	if (!title || !above || shown == above)
		return title;
	size_t length = strlen(above);
	bool begins = strncmp(title, above, length) == 0 && title[length] == ',';
	return begins ? need_print(pool, "%s%s", shown, title + length) : title;
}

/* A code made by a seventh character stands in no list: its title is spelled as that of the code above it. */
static void add_accents_above(struct book_facts *facts, uint32_t code)
{
	const struct book_code *made = &facts->book->codes[code];
	uint16_t count = facts->book->about.sets.count;
	if (made->lists || made->parent == NO_CODE || strlen(made->code) != ICD_CODE_LENGTH)
		return;
	const struct code_facts *above = &facts->codes[made->parent];
	if (above->display_titles.at == above->long_titles.at)
		return;
	const char *const *plain = facts->book->codes[made->parent].long_title;
	const char **display = need(&facts->pool, count, sizeof *display), *shown = NULL;
	bool same = true;
	for (uint16_t i = 0; i < count; i++) {
		const char *before = shown;
		shown = icd_text_at(&above->display_titles, i);
		display[i] = i > 0 && shown == before && plain[i] == plain[i - 1] &&
					     made->long_title[i] == made->long_title[i - 1]
				     ? display[i - 1]
				     : with_accents_above(&facts->pool, made->long_title[i], plain[i], shown);
		same &= display[i] == made->long_title[i];
	}
	if (!same)
		facts->codes[code].display_titles = texts_of(&facts->pool, display, count);
}

/* ---- all of it ---- */

void book_facts_make(const struct book *book, struct book_facts *facts)
{
	struct icd_pool pool = {0}; /* of the code in hand */
	*facts = (struct book_facts){.book = book};
	facts->codes = need(&facts->pool, book->code_count, sizeof *facts->codes);
	for (uint32_t i = 0; i < book->code_count; i++) {
		const struct book_code *code = &book->codes[i];
		struct icd_runs runs = runs_of(&pool, book, i);
		facts->codes[i].class = class_of(facts, &runs);
		make_titles(facts, code, &pool, &facts->codes[i]);
		facts->codes[i].entries = entries_of(&facts->pool, &pool, code->lists, book->about.lists.count);
		icd_pool_reset(&pool);
	}
	for (uint32_t i = 0; i < book->code_count; i++)
		add_accents_above(facts, i);
	icd_pool_free(&pool);
	twins_find(book, &facts->pool, &facts->twins);
}

void book_facts_free(struct book_facts *facts)
{
	free(facts->classes);
	icd_hash_free(&facts->by_runs);
	icd_pool_free(&facts->pool);
}
