/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <stdlib.h>
#include <string.h>

const char *const icd_list_change_names[ICD_LIST_CHANGES] = {
	[ICD_LIST_GONE] = "gone",         [ICD_LIST_SPLIT] = "split",   [ICD_LIST_DROPPED] = "dropped",
	[ICD_LIST_NEW] = "new",           [ICD_LIST_JOINED] = "joined", [ICD_LIST_SIBLING] = "sibling",
	[ICD_LIST_RETITLED] = "retitled",
};

struct listed_codes {
	struct icd_listed *at;
	size_t count;
};

struct diffing {
	const struct icd_list_side *from, *to;
	struct listed_codes before, after;
	struct icd_pool *pool;
	struct icd_list_diff *out;
	size_t room;
	struct stretch *parents; /* what lies under the headers right above the codes */
	const char **headers;    /* these */
	size_t parent_count, parent_room, header_room;
	struct icd_error *err;
};

static struct icd_list_change *add(struct diffing *d, enum icd_list_change_kind kind, const char *code,
				   const struct icd_pattern *by)
{
	struct icd_list_diff *out = d->out;
	if (!icd_pool_room(d->pool, &out->at, out->count, &d->room, sizeof *out->at)) {
		icd_out_of_memory(d->err);
		return NULL;
	}
	out->counts[kind]++;
	out->at[out->count] = (struct icd_list_change){
		.kind = kind, .code = icd_pool_text(d->pool, code, strlen(code)), .title = "", .by = by};
	return &out->at[out->count++];
}

static bool read_code(struct diffing *d, const char *code, struct icd_code_record *record)
{
	enum icd_found found = icd_store_code(d->to->view->store, d->pool, code, record, d->err);
	return found == ICD_FOUND ||
	       (found == ICD_NOT_FOUND &&
		icd_fail_as(d->err, ICD_FAULT_DAMAGED, "%s: the index is damaged: %s has no record",
			    icd_store_path(d->to->view->store), code));
}

/* ---- what is on one side alone ---- */

static bool add_replacements(struct diffing *d, struct icd_list_change *change, const struct icd_code_record *record)
{
	const struct icd_pattern *by;
	if (!icd_billable_successors(d->to->view, d->pool, record, &change->replaced, d->err))
		return false;
	change->listed = icd_pool_take(d->pool, change->replaced.count + 1, sizeof *change->listed);
	for (uint32_t i = 0; change->listed && i < change->replaced.count; i++) {
		if (!icd_code_list_has(d->to->list, change->replaced.at[i].line.code, -1, d->to->view->on, &by, d->err))
			return false;
		change->listed[i] = by != NULL;
	}
	return change->listed || icd_out_of_memory(d->err);
}

static bool add_left(struct diffing *d, const struct icd_listed *listed)
{
	struct icd_code_record record;
	if (!read_code(d, listed->code, &record))
		return false;
	enum icd_status status = icd_view_status(d->to->view, &record.runs);
	enum icd_list_change_kind kind = status == ICD_STATUS_BILLABLE ? ICD_LIST_DROPPED
					 : status == ICD_STATUS_HEADER ? ICD_LIST_SPLIT
								       : ICD_LIST_GONE;
	struct icd_list_change *change = add(d, kind, listed->code, listed->by);
	if (!change)
		return false;
	change->status = status;
	change->title = icd_view_title(d->from->view, &record);
	return kind == ICD_LIST_DROPPED || add_replacements(d, change, &record);
}

static bool add_come(struct diffing *d, const struct icd_listed *listed)
{
	struct icd_code_record record;
	if (!read_code(d, listed->code, &record))
		return false;
	bool before = icd_view_status(d->from->view, &record.runs) == ICD_STATUS_BILLABLE;
	struct icd_list_change *change = add(d, before ? ICD_LIST_JOINED : ICD_LIST_NEW, listed->code, listed->by);
	if (change)
		change->title = icd_view_title(d->to->view, &record);
	return change != NULL;
}

/* On both sides: only its title may differ. */
static bool add_stayed(struct diffing *d, const struct icd_listed *listed)
{
	struct icd_code_record record;
	if (d->from->view->set == d->to->view->set)
		return true;
	if (!read_code(d, listed->code, &record))
		return false;
	const char *was = icd_view_text(d->from->view, &record.long_titles);
	const char *is = icd_view_text(d->to->view, &record.long_titles);
	if (!was || !is || strcmp(was, is) == 0)
		return true;
	struct icd_list_change *change = add(d, ICD_LIST_RETITLED, listed->code, listed->by);
	if (change) {
		change->title = icd_view_title(d->to->view, &record);
		change->was = icd_view_title(d->from->view, &record);
	}
	return change != NULL;
}

static bool compare(struct diffing *d)
{
	size_t i = 0, j = 0;
	bool ok = true;
	while (ok && (i < d->before.count || j < d->after.count)) {
		const struct icd_listed *old = i < d->before.count ? &d->before.at[i] : NULL;
		const struct icd_listed *new = j < d->after.count ? &d->after.at[j] : NULL;
		if (old && new && old->ordinal == new->ordinal) {
			ok = add_stayed(d, new);
			i++;
			j++;
		} else if (old && (!new || old->ordinal < new->ordinal)) {
			ok = add_left(d, old);
			i++;
		} else {
			ok = add_come(d, new);
			j++;
		}
	}
	return ok;
}

/* ---- what is new beside it ---- */

/* Notes the header right above a code, once for codes that follow each other. */
static bool add_parent(struct diffing *d, const struct icd_listed *listed)
{
	struct icd_code_record record;
	char above[ICD_CODE_SIZE];
	enum icd_found found = ICD_NOT_FOUND;
	memcpy(above, listed->code, sizeof above);
	for (size_t length = strlen(above); found == ICD_NOT_FOUND && length > 3;) {
		above[--length] = '\0';
		if (d->parent_count && strcmp(d->headers[d->parent_count - 1], above) == 0)
			return true;
		found = icd_store_code(d->to->view->store, d->pool, above, &record, d->err);
	}
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	if (!icd_pool_room(d->pool, &d->parents, d->parent_count, &d->parent_room, sizeof *d->parents) ||
	    !icd_pool_room(d->pool, &d->headers, d->parent_count, &d->header_room, sizeof *d->headers))
		return icd_out_of_memory(d->err);
	d->parents[d->parent_count] = (struct stretch){record.ordinal, record.last};
	d->headers[d->parent_count++] = icd_pool_text(d->pool, above, strlen(above));
	return true;
}

/* Was it told as what replaces a code that is gone? */
static bool is_told(const struct icd_list_diff *out, const char *code)
{
	for (size_t i = 0; i < out->count; i++) {
		for (uint32_t j = 0; j < out->at[i].replaced.count; j++) {
			if (strcmp(out->at[i].replaced.at[j].line.code, code) == 0)
				return true;
		}
		if (out->at[i].kind == ICD_LIST_SIBLING && strcmp(out->at[i].code, code) == 0)
			return true;
	}
	return false;
}

static bool add_sibling(struct diffing *d, uint32_t ordinal, const char *header)
{
	struct icd_code_record record;
	struct icd_listing listing;
	if (!icd_view_code_at(d->to->view, d->pool, ordinal, &record, d->err))
		return false;
	if (icd_view_status(d->to->view, &record.runs) != ICD_STATUS_BILLABLE ||
	    icd_view_status(d->from->view, &record.runs) == ICD_STATUS_BILLABLE || is_told(d->out, record.code))
		return true;
	if (!icd_code_list_find(d->to->list, record.code, ordinal, d->to->view->on, &listing, d->err))
		return false;
	if (listing.by || listing.excepted)
		return true;
	struct icd_list_change *change = add(d, ICD_LIST_SIBLING, record.code, NULL);
	if (change) {
		change->title = icd_view_title(d->to->view, &record);
		change->beside = header;
	}
	return change != NULL;
}

/* A release that is new brings new codes under the headers of those on the list. */
static bool find_siblings(struct diffing *d)
{
	for (size_t i = 0; i < d->before.count; i++) {
		if (!add_parent(d, &d->before.at[i]))
			return false;
	}
	for (size_t i = 0; i < d->after.count; i++) {
		if (!add_parent(d, &d->after.at[i]))
			return false;
	}
	for (size_t i = 0; i < d->parent_count; i++) {
		for (uint32_t at = d->parents[i].first; at <= d->parents[i].last; at++) {
			if (!add_sibling(d, at, d->headers[i]))
				return false;
		}
	}
	return true;
}

/* ---- all of it ---- */

/* Places in the array stand for the tabular order among changes of a kind, but for siblings, which are told by header. */
static int by_kind(const void *a, const void *b)
{
	const struct icd_list_change *x = a, *y = b;
	return ICD_ORDER(x->kind, y->kind) ?: strcmp(x->code, y->code);
}

bool icd_code_list_diff(const struct icd_list_side *from, const struct icd_list_side *to, struct icd_pool *pool,
			struct icd_list_diff *out, struct icd_error *err)
{
	struct diffing d = {.from = from, .to = to, .pool = pool, .out = out, .err = err};
	*out = (struct icd_list_diff){0};
	if (!icd_code_list_expand(from->list, from->view, pool, &d.before.at, &d.before.count, err) ||
	    !icd_code_list_expand(to->list, to->view, pool, &d.after.at, &d.after.count, err) || !compare(&d) ||
	    (from->view->set != to->view->set && !find_siblings(&d)))
		return false;
	out->before = d.before.count;
	out->after = d.after.count;
	if (out->count)
		qsort(out->at, out->count, sizeof *out->at, by_kind);
	return !pool->failed || icd_out_of_memory(err);
}
