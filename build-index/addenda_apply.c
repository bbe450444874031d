/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Applies order addenda to a code set (addenda_apply, code_set.h). */
#include "code_set.h"

#include "../lookup/store/record.h"

#include <stdlib.h>
#include <string.h>

/* A row of the set that is being made, in a list in tabular order. */
struct link {
	struct code_row row;
	bool gone;
	size_t next; /* SIZE_MAX ends */
};

struct making {
	struct link *links;
	size_t count, capacity;
	size_t first;
	const size_t *by_code; /* the base's rows, sorted by code */
	size_t base_count;
	struct report *report;
	icd_date release;
};

static size_t common_length(const char *a, const char *b)
{
	size_t length = 0;
	while (a[length] && a[length] == b[length])
		length++;
	return length;
}

static size_t find_row(const struct making *making, const char *code, bool gone)
{
	for (size_t i = making->base_count; i < making->count; i++) {
		if (making->links[i].gone == gone && strcmp(making->links[i].row.code, code) == 0)
			return i;
	}
	size_t low = 0, high = making->base_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2, i = making->by_code[middle];
		int order = strcmp(making->links[i].row.code, code);
		if (order == 0)
			return making->links[i].gone == gone ? i : SIZE_MAX;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return SIZE_MAX;
}

/*
 * Where a new row goes: behind the row that shares the longest start with it among those that
 * spell before it; the last such row in the list. Rows that are gone still mark their place.
 */
static size_t predecessor(const struct making *making, const char *code)
{
	size_t best = SIZE_MAX, best_length = 0;
	for (size_t i = making->first; i != SIZE_MAX; i = making->links[i].next) {
		const char *other = making->links[i].row.code;
		size_t length = common_length(code, other);
		if (strcmp(other, code) <= 0 && length >= best_length) {
			best = i;
			best_length = length;
		}
	}
	return best;
}

static void insert(struct making *making, const struct code_row *row)
{
	size_t after = predecessor(making, row->code);
	making->links = grow_array(making->links, making->count, &making->capacity, sizeof *making->links);
	struct link *link = &making->links[making->count];
	*link = (struct link){.row = *row, .next = after == SIZE_MAX ? making->first
								      : making->links[after].next};
	if (after == SIZE_MAX)
		making->first = making->count;
	else
		making->links[after].next = making->count;
	making->count++;
}

static void misfit(struct making *making, const struct addenda_row *row, const char *what)
{
	char text[ICD_CODE_TEXT];
	report_add(making->report, making->release, REPORT_DIFFER, "addenda, line %u: %s %s",
		   (unsigned)row->row.line, icd_code_format(row->row.code, text), what);
}

static void delete_row(struct making *making, const struct addenda_row *row)
{
	size_t at = find_row(making, row->row.code, false);
	if (at == SIZE_MAX || making->links[at].row.billable != row->row.billable)
		misfit(making, row, "is to be deleted and is not there");
	if (at != SIZE_MAX)
		making->links[at].gone = true;
}

static void add_row(struct making *making, const struct addenda_row *row)
{
	if (find_row(making, row->row.code, false) != SIZE_MAX) {
		misfit(making, row, "is to be added and is there already");
		return;
	}
	size_t gone = find_row(making, row->row.code, true);
	if (gone == SIZE_MAX) {
		insert(making, &row->row);
		return;
	}
	making->links[gone].row = row->row;
	making->links[gone].gone = false;
}

static void revise_row(struct making *making, const struct addenda_row *row)
{
	size_t at = find_row(making, row->row.code, false);
	if (at == SIZE_MAX)
		misfit(making, row, "is to be revised and is not there");
	else
		making->links[at].row = row->row;
}

/* Deletions come first: a code that changes its kind is deleted and added. */
static void apply_verb(struct making *making, const struct addenda *addenda, enum addenda_verb verb,
		       void (*apply)(struct making *, const struct addenda_row *))
{
	for (size_t i = 0; i < addenda->count; i++) {
		if (addenda->rows[i].verb == verb)
			apply(making, &addenda->rows[i]);
	}
}

static const struct link *sorting;

static int compare_links(const void *a, const void *b)
{
	return strcmp(sorting[*(const size_t *)a].row.code, sorting[*(const size_t *)b].row.code);
}

void addenda_apply(const struct code_set *base, const struct addenda *addenda, icd_date release,
		   struct arena *arena, struct report *report, struct code_set *out)
{
	struct making making = {.report = report, .release = release, .base_count = base->count,
				.first = base->count ? 0 : SIZE_MAX};
	size_t *by_code = arena_alloc(arena, base->count * sizeof *by_code);
	for (size_t i = 0; i < base->count; i++) {
		making.links = grow_array(making.links, i, &making.capacity, sizeof *making.links);
		making.links[i] = (struct link){base->rows[i], false, i + 1 < base->count ? i + 1 : SIZE_MAX};
		by_code[i] = i;
	}
	making.count = base->count;
	sorting = making.links;
	qsort(by_code, base->count, sizeof *by_code, compare_links);
	making.by_code = by_code;
	apply_verb(&making, addenda, ADDENDA_DELETE, delete_row);
	apply_verb(&making, addenda, ADDENDA_ADD, add_row);
	apply_verb(&making, addenda, ADDENDA_REVISE_TO, revise_row);
	memset(out, 0, sizeof *out);
	out->rows = arena_alloc(arena, making.count * sizeof *out->rows);
	for (size_t i = making.first; i != SIZE_MAX; i = making.links[i].next) {
		if (making.links[i].gone)
			continue;
		out->rows[out->count++] = making.links[i].row;
		out->billable += making.links[i].row.billable;
	}
	free(making.links);
}
