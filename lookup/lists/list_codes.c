/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <stdlib.h>
#include <string.h>

struct covering {
	const struct icd_code_list *list;
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_error *err;
	struct stretch *stretches; /* by pattern; empty of those that do not count on the day */
	struct stretch *merged;    /* the same without those that lie in others, in tabular order */
	size_t merged_count;
	struct icd_runs *classes;
	bool *billable; /* by class */
	uint32_t class_count;
	struct coverage *out;
	size_t room;
};

/* ---- where codes may be ---- */

static int by_first(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;
	return ICD_ORDER(x->first, y->first) ?: ICD_ORDER(y->last, x->last);
}

static bool find_stretches(struct covering *c)
{
	const struct icd_code_list *list = c->list;
	c->stretches = icd_pool_take(c->pool, list->count + 1, sizeof *c->stretches);
	c->merged = icd_pool_take(c->pool, list->count + 1, sizeof *c->merged);
	if (c->pool->failed)
		return icd_out_of_memory(c->err);
	for (size_t i = 0; i < list->count; i++) {
		c->stretches[i] = (struct stretch){1, 0};
		if (icd_pattern_counts(&list->at[i], c->view->on) &&
		    !pattern_stretch(list->store, &list->at[i], &c->stretches[i], c->err))
			return false;
		if (c->stretches[i].first <= c->stretches[i].last)
			c->merged[c->merged_count++] = c->stretches[i];
	}
	if (c->merged_count)
		qsort(c->merged, c->merged_count, sizeof *c->merged, by_first);
	size_t kept = 0;
	for (size_t i = 0; i < c->merged_count; i++) {
		if (kept && c->merged[i].first <= c->merged[kept - 1].last) {
			if (c->merged[i].last > c->merged[kept - 1].last)
				c->merged[kept - 1].last = c->merged[i].last;
		} else {
			c->merged[kept++] = c->merged[i];
		}
	}
	c->merged_count = kept;
	return true;
}

/* ---- those that are billable ---- */

static bool read_classes(struct covering *c)
{
	if (!icd_store_classes(c->view->store, c->pool, &c->classes, &c->class_count, c->err))
		return false;
	c->billable = icd_pool_take(c->pool, c->class_count + 1, sizeof *c->billable);
	for (uint32_t i = 0; c->billable && i < c->class_count; i++)
		c->billable[i] = icd_view_status(c->view, &c->classes[i]) == ICD_STATUS_BILLABLE;
	return c->billable || icd_out_of_memory(c->err);
}

static bool add_code(struct covering *c, uint32_t ordinal)
{
	struct icd_listed listed = {.ordinal = ordinal};
	uint32_t class;
	enum icd_found found = icd_store_ordinal(c->view->store, ordinal, listed.code, &class, c->err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND &&
		       icd_fail_as(c->err, ICD_FAULT_DAMAGED, "%s: the index is damaged: no code stands at place %u",
				   icd_store_path(c->view->store), ordinal);
	if (class >= c->class_count || !c->billable[class])
		return true;
	if (!icd_pool_room(c->pool, &c->out->at, c->out->count, &c->room, sizeof *c->out->at))
		return icd_out_of_memory(c->err);
	c->out->at[c->out->count++] = listed;
	return true;
}

static bool add_codes(struct covering *c)
{
	for (size_t i = 0; i < c->merged_count; i++) {
		for (uint32_t at = c->merged[i].first; at <= c->merged[i].last; at++) {
			if (!add_code(c, at))
				return false;
		}
	}
	return true;
}

/* ---- which pattern has which ---- */

struct sought {
	const struct coverage *in;
	uint32_t ordinal;
};

static bool stands_before(const void *context, size_t item)
{
	const struct sought *sought = context;
	return sought->in->at[item].ordinal < sought->ordinal;
}

static size_t place_from(const struct coverage *in, uint32_t ordinal)
{
	struct sought sought = {in, ordinal};
	return icd_lower_bound(in->count, stands_before, &sought);
}

/* Gives each code the first pattern that has it, and counts them. */
static void assign(struct covering *c, size_t *next, int32_t *steps, int32_t *excepting)
{
	struct coverage *out = c->out;
	for (size_t i = 0; i < c->list->count; i++) {
		struct places *of = &out->of[i];
		if (c->stretches[i].first > c->stretches[i].last)
			continue;
		of->begin = place_from(out, c->stretches[i].first);
		of->end = place_from(out, c->stretches[i].last + 1);
		int32_t *counts = c->list->at[i].except ? excepting : steps;
		counts[of->begin]++;
		counts[of->end]--;
		if (c->list->at[i].except)
			continue;
		for (size_t at = list_free_place(next, of->begin); at < of->end; at = list_free_place(next, at)) {
			out->at[at].by = &c->list->at[i];
			next[at] = at + 1;
		}
	}
	int32_t has = 0, excepts = 0;
	for (size_t at = 0; at < out->count; at++) {
		out->has[at] = (uint32_t)(has += steps[at]);
		out->excepted[at] = (excepts += excepting[at]) > 0;
		if (out->excepted[at])
			out->at[at].by = NULL;
	}
}

static bool assign_all(struct covering *c)
{
	struct coverage *out = c->out;
	size_t room = out->count + 1;
	size_t *next = icd_pool_take(c->pool, room, sizeof *next);
	int32_t *steps = icd_pool_take(c->pool, 2 * room, sizeof *steps);
	out->of = icd_pool_take(c->pool, c->list->count + 1, sizeof *out->of);
	out->has = icd_pool_take(c->pool, room, sizeof *out->has);
	out->excepted = icd_pool_take(c->pool, room, sizeof *out->excepted);
	if (c->pool->failed)
		return icd_out_of_memory(c->err);
	for (size_t i = 0; i < room; i++)
		next[i] = i;
	assign(c, next, steps, steps + room);
	return true;
}

bool list_cover(const struct icd_code_list *list, const struct icd_view *view, struct icd_pool *pool,
		struct coverage *out, struct icd_error *err)
{
	struct covering c = {.list = list, .view = view, .pool = pool, .err = err, .out = out};
	*out = (struct coverage){0};
	return find_stretches(&c) && read_classes(&c) && add_codes(&c) && assign_all(&c);
}

bool icd_code_list_expand(const struct icd_code_list *list, const struct icd_view *view, struct icd_pool *pool,
			  struct icd_listed **out, size_t *count, struct icd_error *err)
{
	struct coverage coverage;
	*out = NULL;
	*count = 0;
	if (!list_cover(list, view, pool, &coverage, err))
		return false;
	for (size_t i = 0; i < coverage.count; i++) {
		if (coverage.at[i].by)
			coverage.at[(*count)++] = coverage.at[i];
	}
	*out = coverage.at;
	return true;
}
