/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "differences.h"

#include <stdlib.h>
#include <string.h>

static struct difference *add(struct differences *out, enum difference_kind kind, const struct draft_place *told,
			      const struct draft_place *held, bool held_only)
{
	struct difference *added = one_more(out->at, out->count, out->capacity);
	*added = (struct difference){.kind = kind, .told = told, .held = held, .held_only = held_only};
	return added;
}

/* Notes are what is compared; raw XML is none. */
static bool counts(const struct entry *entry)
{
	return entry->kind != ICD_ENTRY_XML && !(entry->flags & ICD_ENTRY_EMPTY);
}

/* Have both the same entries, in the same order? */
static bool same_entries(const struct draft_place *told, const struct draft_place *held)
{
	bool same = told->entry_count == held->entry_count;
	for (size_t i = 0; same && i < held->entry_count; i++)
		same = draft_same_entry(&told->entries[i], &held->entries[i]);
	return same;
}

static void compare_notes(const struct draft_place *told, const struct draft_place *held, struct differences *out)
{
	if (same_entries(told, held)) { /* as nearly all have */
		for (size_t i = 0; i < held->entry_count; i++)
			out->equal += counts(&held->entries[i]);
		return;
	}
	bool *taken = calloc(told->entry_count + 1, sizeof *taken);
	if (!taken)
		out_of_memory();
	for (size_t i = 0; i < held->entry_count; i++) {
		const struct entry *entry = &held->entries[i];
		size_t j = 0;
		while (j < told->entry_count && (taken[j] || !draft_same_entry(&told->entries[j], entry)))
			j++;
		bool found = j < told->entry_count;
		taken[j] |= found;
		out->equal += found && counts(entry);
		if (!found && counts(entry))
			add(out, DIFFERENT_NOTE, told, held, true)->entry = *entry;
	}
	for (size_t j = 0; j < told->entry_count; j++) {
		if (!taken[j] && counts(&told->entries[j]))
			add(out, DIFFERENT_NOTE, told, held, false)->entry = told->entries[j];
	}
	free(taken);
}

/* Compares a place of the published list and all below it. */
static void compare_below(const struct draft *told, const struct draft_place *held, struct differences *out)
{
	for (; held; held = held->next) {
		const struct draft_place *same = draft_same_place(told, held);
		if (!same) {
			add(out, DIFFERENT_PLACE, NULL, held, true);
		} else {
			if (same->title != held->title && !icd_text_same_but_space(same->title, held->title))
				add(out, DIFFERENT_TITLE, same, held, true);
			compare_notes(same, held, out);
		}
		compare_below(told, held->first, out);
	}
}

static void find_left(const struct draft *held, const struct draft_place *told, struct differences *out)
{
	for (; told; told = told->next) {
		if (!draft_same_place(held, told))
			add(out, DIFFERENT_PLACE, told, NULL, false);
		find_left(held, told->first, out);
	}
}

void differences_find(const struct draft *told, const struct draft *held, struct differences *out)
{
	compare_below(told, draft_chapters(held), out);
	find_left(held, draft_chapters(told), out);
}

void differences_free(struct differences *differences)
{
	free(differences->at);
	*differences = (struct differences){0};
}
