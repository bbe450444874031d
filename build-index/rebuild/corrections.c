/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corrections.h"

#include <stdlib.h>
#include <string.h>

struct correcting {
	const struct differences *found;
	const struct draft *before;
	struct draft *const *drafts;
	size_t count;
	struct tabular_list *after;
	bool *paired; /* by difference: a note of `after` that stands for one that was told */
};

static size_t find(const struct draft_place *place, const struct entry *entry)
{
	return place ? draft_find(place, entry->kind, entry->text, entry->character) : SIZE_MAX;
}

static bool stood_before(const struct correcting *c, const struct difference *it)
{
	return find(draft_same_place(c->before, it->told), &it->entry) != SIZE_MAX;
}

/* Marks the notes among the entries; of equal ones all: only the one that comes or goes there is asked. */
static void doubt(struct entry *entries, size_t count, const struct entry *note, uint8_t what)
{
	for (size_t i = 0; i < count; i++) {
		if (draft_same_entry(&entries[i], note))
			entries[i].doubt |= what;
	}
}

static void doubt_coming(const struct correcting *c, const struct difference *it)
{
	const struct place *place = &c->after->places[it->held->origin];
	doubt(place->entries, place->entry_count, &it->entry, ENTRY_CAME_IN_WINDOW);
}

/* ---- notes that are nearly the same ---- */

/* How many letters and digits two texts have in common at their starts and ends, in percent of the longer one. */
static unsigned likeness(const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b), longer = a_length > b_length ? a_length : b_length;
	size_t shorter = a_length < b_length ? a_length : b_length, front = 0, back = 0;
	while (front < shorter && icd_lower(a[front]) == icd_lower(b[front]))
		front++;
	while (back < shorter - front && icd_lower(a[a_length - 1 - back]) == icd_lower(b[b_length - 1 - back]))
		back++;
	return longer ? (unsigned)((front + back) * 100 / longer) : 100;
}

/* The note that the published list has where this one was told; NULL when none is like it. */
static const struct difference *pair_of(struct correcting *c, const struct difference *told)
{
	const struct difference *best = NULL;
	unsigned most = 79;
	for (size_t i = 0; i < c->found->count; i++) {
		const struct difference *it = &c->found->at[i];
		if (it->kind != DIFFERENT_NOTE || !it->held_only || c->paired[i] || it->told != told->told ||
		    it->entry.kind != told->entry.kind || likeness(it->entry.text, told->entry.text) <= most)
			continue;
		most = likeness(it->entry.text, told->entry.text);
		best = it;
	}
	if (best)
		c->paired[best - c->found->at] = true;
	return best;
}

/* ---- the lists in between ---- */

/* A note that never came, or came worded otherwise. */
static void correct_coming(const struct correcting *c, const struct difference *it, const struct difference *as)
{
	bool came = false;
	for (size_t i = 0; i < c->count; i++) {
		struct draft_place *place = draft_same_place(c->drafts[i], it->told);
		size_t entry = find(place, &it->entry);
		if (entry == SIZE_MAX)
			continue;
		if (!as) {
			draft_remove(c->drafts[i], place, entry);
			continue;
		}
		draft_reword(c->drafts[i], place, entry, as->entry.text);
		if (!came)
			draft_entries(place)[entry].doubt |= ENTRY_CAME_IN_WINDOW;
		came = true;
	}
	if (as && !came)
		doubt_coming(c, as);
}

/* A note that only the next list shows to have gone. */
static void correct_going(const struct correcting *c, const struct difference *it)
{
	for (size_t i = 0; i < c->count; i++) {
		struct draft_place *place = draft_same_place(c->drafts[i], it->told);
		if (place)
			doubt(draft_entries(place), place->entry_count, &it->entry, ENTRY_WENT_IN_WINDOW);
	}
}

/* A note that was told to go and stayed. */
static void correct_staying(const struct correcting *c, const struct difference *it)
{
	for (size_t i = 0; i < c->count; i++) {
		struct draft_place *place = draft_same_place(c->drafts[i], it->held);
		struct entry entry = it->entry;
		if (place && find(place, &entry) == SIZE_MAX) {
			draft_begin(c->drafts[i]); /* it is sorted in */
			draft_add(c->drafts[i], place, &entry, false, NULL);
		}
	}
}

static void correct_told(struct correcting *c)
{
	for (size_t i = 0; i < c->found->count; i++) {
		const struct difference *it = &c->found->at[i];
		if (it->kind != DIFFERENT_NOTE || it->held_only)
			continue;
		if (stood_before(c, it))
			correct_going(c, it);
		else
			correct_coming(c, it, pair_of(c, it));
	}
}

static void correct_untold(struct correcting *c)
{
	for (size_t i = 0; i < c->found->count; i++) {
		const struct difference *it = &c->found->at[i];
		if (it->kind != DIFFERENT_NOTE || !it->held_only || c->paired[i])
			continue;
		if (stood_before(c, it))
			correct_staying(c, it);
		else
			doubt_coming(c, it);
	}
}

void correct_drafts(const struct differences *found, const struct draft *before, struct draft *const *drafts,
		    size_t count, struct tabular_list *after)
{
	struct correcting c = {.found = found, .before = before, .drafts = drafts, .count = count, .after = after};
	if (!count || !found->count)
		return;
	c.paired = calloc(found->count, sizeof *c.paired);
	if (!c.paired)
		out_of_memory();
	correct_told(&c);
	correct_untold(&c);
	free(c.paired);
}
