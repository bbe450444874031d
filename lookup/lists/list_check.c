/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <stdlib.h>
#include <string.h>

const char *const icd_list_rule_names[ICD_LIST_RULES] = {
	[ICD_LIST_EMPTY] = "empty",         [ICD_LIST_UNKNOWN] = "unknown",
	[ICD_LIST_HEADER] = "header",       [ICD_LIST_STALE] = "stale",
	[ICD_LIST_EXCEPTED] = "excepted",   [ICD_LIST_EXCEPTS_NOTHING] = "excepts_nothing",
	[ICD_LIST_REDUNDANT] = "redundant", [ICD_LIST_OVERLAP] = "overlap",
	[ICD_LIST_RANGE_END] = "range_end", [ICD_LIST_PAST] = "past",
	[ICD_LIST_NOT_YET] = "not_yet",
};

struct checking {
	const struct icd_code_list *list;
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_list_finding *at;
	size_t count, room;
	struct coverage coverage;
	struct list_overlap *overlaps; /* by pattern */
	size_t *had, *excepted;        /* by place: how many before it have a pattern, are excepted */
	struct icd_error *err;
};

static struct icd_list_finding *add(struct checking *c, enum icd_list_rule rule, const struct icd_pattern *pattern,
				    const char *message)
{
	static struct icd_list_finding lost;
	if (!icd_pool_room(c->pool, &c->at, c->count, &c->room, sizeof *c->at))
		return &lost;
	c->at[c->count] = (struct icd_list_finding){.rule = rule, .pattern = pattern, .message = message};
	return &c->at[c->count++];
}

/* ---- patterns that mean nothing on the day ---- */

static const char *date_text(struct checking *c, icd_date date)
{
	char text[ICD_DATE_SIZE];
	return icd_pool_print(c->pool, "%s", icd_date_format(date, text));
}

/* What a code that is not billable is instead. */
static const char *status_text(struct checking *c, const struct icd_validity *validity)
{
	if (validity->status == ICD_STATUS_FUTURE)
		return icd_pool_print(c->pool, "comes on %s", date_text(c, validity->from));
	if (validity->status == ICD_STATUS_UNCERTAIN)
		return "it may not be billable: releases of that time are not held";
	if (validity->status == ICD_STATUS_HEADER && validity->billable_to)
		return icd_pool_print(c->pool, "a header since %s", date_text(c, validity->from));
	if (validity->status == ICD_STATUS_HEADER)
		return "a header";
	return validity->to ? icd_pool_print(c->pool, "in the code set no more, the last day was %s",
					     date_text(c, validity->to))
			    : "in the code set no more";
}

/* A single code that is not billable. */
static bool check_code(struct checking *c, const struct icd_pattern *pattern, const struct icd_code_record *record)
{
	struct icd_validity validity;
	struct icd_successors successors;
	char shown[ICD_DOTTED_SIZE];
	icd_view_validity(c->view, &record->runs, &validity);
	bool header = validity.status == ICD_STATUS_HEADER;
	icd_code_format(pattern->code, shown);
	const char *message = status_text(c, &validity);
	if (header)
		message = icd_pool_print(c->pool, "%s; %s- would mean the codes below it", message, shown);
	if (!icd_billable_successors(c->view, c->pool, record, &successors, c->err))
		return false;
	struct icd_list_finding *finding = add(c, header ? ICD_LIST_HEADER : ICD_LIST_STALE, pattern, message);
	finding->codes = icd_pool_take(c->pool, successors.count + 1, sizeof *finding->codes);
	for (uint32_t i = 0; finding->codes && i < successors.count; i++)
		finding->codes[finding->code_count++] = successors.at[i].line.code;
	return true;
}

static bool check_nothing(struct checking *c, const struct icd_pattern *pattern)
{
	struct icd_code_record record;
	struct stretch stretch;
	enum icd_found found = icd_store_code(c->view->store, c->pool, pattern->code, &record, c->err);
	if (found == ICD_FAILED || !pattern_stretch(c->view->store, pattern, &stretch, c->err))
		return false;
	if (stretch.first > stretch.last)
		add(c, ICD_LIST_UNKNOWN, pattern,
		    pattern->kind == ICD_PATTERN_RANGE ? "no release held has a code in this range"
						       : "no release held has such a code");
	else if (pattern->kind == ICD_PATTERN_CODE)
		return check_code(c, pattern, &record);
	else
		add(c, ICD_LIST_STALE, pattern, "nothing in it is billable on the date");
	return true;
}

/* ---- patterns that others stand in the way of ---- */

static void check_overlap(struct checking *c, size_t number)
{
	const struct icd_pattern *pattern = &c->list->at[number];
	const struct list_overlap *overlap = &c->overlaps[number];
	bool all = overlap->all != LIST_NO_PATTERN;
	if (!all && overlap->some >= number)
		return;
	const struct icd_pattern *other = &c->list->at[all ? overlap->all : overlap->some];
	const char *message = icd_pool_print(c->pool, "line %llu, %s, has %s of it", (unsigned long long)other->line,
					     other->text, all ? "all" : "some");
	add(c, all ? ICD_LIST_REDUNDANT : ICD_LIST_OVERLAP, pattern, message)->other = other;
}

/* ---- the list ---- */

static bool check_days(struct checking *c, const struct icd_pattern *pattern)
{
	bool past = pattern->to && pattern->to < c->view->on;
	if (past)
		add(c, ICD_LIST_PAST, pattern,
		    icd_pool_print(c->pool, "on the list up to %s", date_text(c, pattern->to)));
	else if (pattern->from > c->view->on)
		add(c, ICD_LIST_NOT_YET, pattern,
		    icd_pool_print(c->pool, "on the list from %s on", date_text(c, pattern->from)));
	return past || pattern->from > c->view->on;
}

static void check_ends(struct checking *c, const struct icd_pattern *pattern)
{
	char shown[ICD_DOTTED_SIZE];
	if (pattern->odd_first || pattern->odd_last)
		add(c, ICD_LIST_RANGE_END, pattern,
		    icd_pool_print(c->pool, "%s, an end of the range, is in no release held",
				   icd_code_format(pattern->odd_first ? pattern->code : pattern->last, shown)));
}

static bool check_pattern(struct checking *c, size_t number)
{
	const struct icd_pattern *pattern = &c->list->at[number];
	const struct places *of = &c->coverage.of[number];
	if (check_days(c, pattern))
		return true;
	if (of->begin == of->end)
		return check_nothing(c, pattern);
	check_ends(c, pattern);
	if (pattern->except && c->had[of->end] == c->had[of->begin])
		add(c, ICD_LIST_EXCEPTS_NOTHING, pattern, "nothing that it excepts is on the list");
	else if (!pattern->except && c->excepted[of->end] - c->excepted[of->begin] == of->end - of->begin)
		add(c, ICD_LIST_EXCEPTED, pattern, "all that it means is excepted");
	else if (!pattern->except)
		check_overlap(c, number);
	return true;
}

static bool count_places(struct checking *c)
{
	c->had = icd_pool_take(c->pool, c->coverage.count + 2, sizeof *c->had);
	c->excepted = icd_pool_take(c->pool, c->coverage.count + 2, sizeof *c->excepted);
	if (c->pool->failed || !list_overlaps(c->list, &c->coverage, c->pool, &c->overlaps))
		return icd_out_of_memory(c->err);
	for (size_t i = 0; i < c->coverage.count; i++) {
		c->had[i + 1] = c->had[i] + (c->coverage.has[i] > 0);
		c->excepted[i + 1] = c->excepted[i] + c->coverage.excepted[i];
	}
	return true;
}

bool icd_code_list_check(const struct icd_code_list *list, const struct icd_view *view, struct icd_pool *pool,
			 struct icd_list_finding **out, size_t *count, struct icd_error *err)
{
	struct checking c = {.list = list, .view = view, .pool = pool, .err = err};
	if (!list_cover(list, view, pool, &c.coverage, err) || !count_places(&c))
		return false;
	if (list->count == 0)
		add(&c, ICD_LIST_EMPTY, NULL, "no pattern is on the list");
	for (size_t i = 0; i < list->count; i++) {
		if (!check_pattern(&c, i))
			return false;
	}
	*out = c.at;
	*count = c.count;
	return !pool->failed || icd_out_of_memory(err);
}
