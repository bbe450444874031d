/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rebuild.h"

#include "corrections.h"
#include "differences.h"
#include "draft.h"
#include "tabular_apply.h"

#include <stdlib.h>

struct rebuilder {
	struct interner texts;   /* of all drafts */
	struct draft *published; /* the tabular list read last; NULL: none yet */
	icd_date date;           /* of it */
	struct draft **drafts;   /* of the last stretch: their lists use their texts */
	size_t draft_count;
};

struct rebuilder *rebuilder_start(void)
{
	struct rebuilder *rebuilder = calloc(1, sizeof *rebuilder);
	if (!rebuilder)
		out_of_memory();
	return rebuilder;
}

static void forget_drafts(struct rebuilder *rebuilder)
{
	for (size_t i = 0; i < rebuilder->draft_count; i++)
		draft_free(rebuilder->drafts[i]);
	free(rebuilder->drafts);
	rebuilder->drafts = NULL;
	rebuilder->draft_count = 0;
}

void rebuilder_free(struct rebuilder *rebuilder)
{
	forget_drafts(rebuilder);
	draft_free(rebuilder->published);
	interner_free(&rebuilder->texts);
	free(rebuilder);
}

struct stretch {
	struct rebuilder *rebuilder;
	struct release *const *releases;
	size_t count;
	struct draft **drafts;         /* of each release: what is told */
	struct icd_pool pool;          /* for what is needed meanwhile */
	struct icd_pool *const *pools; /* of the releases */
	struct report *report;
};

/* ---- telling ---- */

static struct accounting accounting_of(const struct stretch *s, size_t number)
{
	struct release *release = s->releases[number];
	return (struct accounting){&release->addenda, s->pools[number], "tabular list", release->effective, s->report};
}

static const char *place_name(struct icd_pool *pool, const struct draft_place *place)
{
	char code[ICD_DOTTED_SIZE];
	if (place->kind == ICD_PLACE_CHAPTER)
		return need_print(pool, "chapter %s", place->name);
	return place->kind == ICD_PLACE_CODE ? need_print(pool, "%s", icd_code_format(place->name, code)) : place->name;
}

/* What a difference is, in a sentence. */
static const char *difference_text(struct icd_pool *pool, const struct difference *it)
{
	const struct draft_place *place = it->held ? it->held : it->told;
	const char *name = place_name(pool, place);
	const char *which =
		it->held_only ? "in the tabular list, not by the addenda" : "by the addenda, not in the tabular list";
	if (it->kind == DIFFERENT_PLACE)
		return need_print(pool, "%s: %s", name, which);
	if (it->kind == DIFFERENT_TITLE)
		return need_print(pool, "%s: \"%s\" by the addenda, \"%s\" in the tabular list", name, it->told->title,
				  it->held->title);
	return need_print(pool, "%s: \"%s\" %s", name, it->entry.text, which);
}

static void report_differences(struct stretch *s, size_t number, const struct differences *found)
{
	const struct release *release = s->releases[number];
	if (!found->count) {
		report_add(s->report, release->effective, REPORT_FACT,
			   "tabular list as the addenda tell it: all %zu notes equal", found->equal);
		return;
	}
	report_add(
		s->report, release->effective, REPORT_DIFFER,
		"tabular list and what the addenda tell (the tabular list decides): %zu notes equal, %zu differences",
		found->equal, found->count);
	struct accounting accounting = accounting_of(s, number);
	for (size_t i = 0; i < found->count; i++)
		account_difference(&accounting, difference_text(s->pools[number], &found->at[i]));
}

/* ---- rebuilding ---- */

/*
 * An addendum that was issued again later holds what the next release changed too. Then most of what the next one tells
 * is so already, and is to be undone for the days before.
 */
static bool holds_next(struct stretch *s, const struct draft *draft, const struct addendum *next)
{
	struct placing placing = {0};
	struct draft *trial = draft_copy(draft);
	tabular_apply(trial, next, false, &s->pool, &placing);
	bool holds = placing_is_so_already(&placing);
	placing_free(&placing);
	draft_free(trial);
	return holds;
}

static void undo_next(struct stretch *s, struct draft *draft, size_t number)
{
	const struct release *next = s->releases[number + 1];
	struct placing placing = {0};
	if (!next->tabular_addendum->line_count || !holds_next(s, draft, next->tabular_addendum))
		return;
	tabular_apply(draft, next->tabular_addendum, true, &s->pool, &placing);
	struct accounting accounting = accounting_of(s, number);
	account_reissue(&accounting, next->effective);
	placing_free(&placing);
}

/* What is told of the tabular list of a release, from that of the release before. */
static struct draft *tell_release(struct stretch *s, const struct draft *before, size_t number)
{
	struct placing placing = {0};
	struct release *release = s->releases[number];
	const struct release *next = number + 1 < s->count ? s->releases[number + 1] : NULL;
	struct draft *draft = draft_copy(before);
	if (!release->tabular_addendum)
		return draft;
	tabular_apply(draft, release->tabular_addendum, false, &s->pool, &placing);
	struct accounting accounting = accounting_of(s, number);
	account_placing(&accounting, &placing);
	placing_free(&placing);
	if (next && next->tabular_addendum && !release->tabular)
		undo_next(s, draft, number);
	if (release->order)
		draft_order(draft, release->order->rows, release->order->count);
	return draft;
}

/* Compares the published list at the end of the stretch with what is told, and sets right what was rebuilt. */
static void check_against(struct stretch *s, const struct draft *held)
{
	size_t last = s->count - 1;
	struct differences found = {0};
	if (!s->releases[last]->tabular_addendum)
		return;
	differences_find(s->drafts[last], held, &found);
	report_differences(s, last, &found);
	correct_drafts(&found, s->rebuilder->published, s->drafts, last, s->releases[last]->tabular);
	differences_free(&found);
}

static void give_lists(struct stretch *s)
{
	char date[ICD_DATE_SIZE];
	for (size_t i = 0; i < s->count; i++) {
		struct release *release = s->releases[i];
		if (release->tabular || !release->tabular_addendum)
			continue;
		release->tabular = draft_list(s->drafts[i], s->pools[i]);
		release->tabular_rebuilt = true;
		report_add(s->report, release->effective, REPORT_FACT,
			   "tabular list rebuilt from that of %s and the addenda since",
			   icd_date_format(s->rebuilder->date, date));
	}
}

/* Before the first published list: what it was before its addenda, and those before it, changed it. */
static void undo_first(struct stretch *s, const struct draft *held)
{
	size_t capacity = 0;
	char date[ICD_DATE_SIZE];
	const struct draft *later = held;
	for (size_t i = s->count - 1; i-- > 0;) {
		struct release *release = s->releases[i];
		struct placing placing = {0};
		if (!s->releases[i + 1]->tabular_addendum || !(release->order || release->codes))
			break;
		struct draft *draft = draft_copy(later);
		*one_more(s->rebuilder->drafts, s->rebuilder->draft_count, capacity) = draft;
		tabular_apply(draft, s->releases[i + 1]->tabular_addendum, true, &s->pool, &placing);
		size_t added = placing.deleted; /* backwards, what was told to come went */
		placing.deleted = placing.added;
		placing.added = added;
		struct accounting accounting = accounting_of(s, i + 1);
		account_placing(&accounting, &placing);
		placing_free(&placing);
		if (release->order)
			draft_order(draft, release->order->rows, release->order->count);
		release->tabular = draft_list(draft, s->pools[i]);
		release->tabular_rebuilt = true;
		report_add(s->report, release->effective, REPORT_FACT,
			   "tabular list rebuilt from that of %s, without what the addenda since tell",
			   icd_date_format(s->releases[s->count - 1]->effective, date));
		later = draft;
	}
}

static void take_published(struct rebuilder *rebuilder, struct draft *published, icd_date date)
{
	draft_free(rebuilder->published);
	rebuilder->published = published;
	rebuilder->date = date;
}

void rebuild_from(struct rebuilder *rebuilder, const struct tabular_list *published, icd_date date)
{
	take_published(rebuilder, draft_of(published, &rebuilder->texts), date);
}

void rebuild_tabular(struct rebuilder *rebuilder, struct release *const *releases, struct icd_pool *const *pools,
		     size_t count, struct report *report)
{
	struct stretch s = {
		.rebuilder = rebuilder, .releases = releases, .count = count, .pools = pools, .report = report};
	const struct release *last = releases[count - 1];
	struct draft *held = last->tabular ? draft_of(last->tabular, &rebuilder->texts) : NULL;
	forget_drafts(rebuilder);
	for (size_t i = 0, capacity = 0; rebuilder->published && i < count; i++) {
		struct draft *told = tell_release(&s, i ? s.drafts[i - 1] : rebuilder->published, i);
		*one_more(rebuilder->drafts, rebuilder->draft_count, capacity) = told;
		s.drafts = rebuilder->drafts;
	}
	if (rebuilder->published && held)
		check_against(&s, held);
	if (rebuilder->published)
		give_lists(&s);
	else if (held)
		undo_first(&s, held);
	if (held)
		take_published(rebuilder, held, last->effective);
	icd_pool_free(&s.pool);
}
