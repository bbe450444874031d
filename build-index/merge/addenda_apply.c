/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Applies order addenda to a code set (addenda_apply, code_set.h). */
#include "code_set.h"

#include "store/write.h"

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

/* Tabular order as far as spelling tells: chapter U stands behind Z. */
static int compare_codes(const char *a, const char *b)
{
	bool left = a[0] == 'U', right = b[0] == 'U';
	return left != right ? left - right : strcmp(a, b);
}

/* How many of the base's rows spell before the code or like it. */
static size_t rows_up_to(const struct making *making, const char *code)
{
	size_t low = 0, high = making->base_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_codes(making->links[making->by_code[middle]].row.code, code) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The base's row for the code; SIZE_MAX when there is none. */
static size_t find_row(const struct making *making, const char *code)
{
	size_t after = rows_up_to(making, code);
	size_t at = after ? making->by_code[after - 1] : SIZE_MAX;
	return at != SIZE_MAX && strcmp(making->links[at].row.code, code) == 0 ? at : SIZE_MAX;
}

/*
 * Where a new row goes: behind the one that spells last before it, of the base or of those added
 * (which come sorted). Rows that are gone still mark their place.
 */
static size_t predecessor(const struct making *making, const char *code)
{
	size_t after = rows_up_to(making, code);
	size_t base = after ? making->by_code[after - 1] : SIZE_MAX;
	size_t added = making->count > making->base_count ? making->count - 1 : SIZE_MAX;
	if (base == SIZE_MAX || added == SIZE_MAX)
		return base == SIZE_MAX ? added : base;
	return compare_codes(making->links[base].row.code, making->links[added].row.code) > 0 ? base : added;
}

static void insert(struct making *making, const struct code_row *row)
{
	size_t after = predecessor(making, row->code);
	making->links = grow_array(making->links, making->count, &making->capacity, sizeof *making->links);
	struct link *link = &making->links[making->count];
	*link = (struct link){.row = *row, .next = after == SIZE_MAX ? making->first : making->links[after].next};
	if (after == SIZE_MAX)
		making->first = making->count;
	else
		making->links[after].next = making->count;
	making->count++;
}

static void misfit(struct making *making, const struct addenda_row *row, const char *what)
{
	char text[ICD_DOTTED_SIZE];
	report_add(making->report, making->release, REPORT_DIFFER, "addenda, line %u: %s %s", (unsigned)row->row.line,
		   icd_code_format(row->row.code, text), what);
}

static void delete_row(struct making *making, const struct addenda_row *row)
{
	size_t at = find_row(making, row->row.code);
	if (at == SIZE_MAX || making->links[at].gone || making->links[at].row.billable != row->row.billable)
		misfit(making, row, "is to be deleted and is not there");
	if (at != SIZE_MAX)
		making->links[at].gone = true;
}

static void add_row(struct making *making, const struct addenda_row *row)
{
	size_t at = find_row(making, row->row.code);
	bool again = making->count > making->base_count &&
		     strcmp(making->links[making->count - 1].row.code, row->row.code) == 0;
	if (again || (at != SIZE_MAX && !making->links[at].gone)) {
		misfit(making, row, "is to be added and is there already");
	} else if (at == SIZE_MAX) {
		insert(making, &row->row);
	} else {
		making->links[at].row = row->row;
		making->links[at].gone = false;
	}
}

static bool same_titles(const struct code_row *a, const struct code_row *b)
{
	return strcmp(a->long_title, b->long_title) == 0 &&
	       (!a->short_title || !b->short_title || strcmp(a->short_title, b->short_title) == 0);
}

/* A "Revise to" stands right behind its "Revise from" (read_addenda sees to it). */
static void revise_row(struct making *making, const struct addenda_row *row)
{
	size_t at = find_row(making, row->row.code);
	if (at == SIZE_MAX || making->links[at].gone) {
		misfit(making, row, "is to be revised and is not there");
		return;
	}
	if (!same_titles(&row[-1].row, &making->links[at].row))
		misfit(making, &row[-1], "is revised from a title that it does not have");
	making->links[at].row = row->row;
}

static int compare_addenda_rows(const void *a, const void *b)
{
	const struct addenda_row *const *left = a, *const *right = b;
	int order = compare_codes((*left)->row.code, (*right)->row.code);
	return order ? order : (*left > *right) - (*left < *right);
}

/* Applies the rows of one verb, by code. */
static void apply_verb(struct making *making, const struct addenda *addenda, struct icd_pool *arena,
		       enum addenda_verb verb, void (*apply)(struct making *, const struct addenda_row *))
{
	const struct addenda_row **rows = need(arena, addenda->count, sizeof *rows);
	size_t count = 0;
	for (size_t i = 0; i < addenda->count; i++) {
		if (addenda->rows[i].verb == verb)
			rows[count++] = &addenda->rows[i];
	}
	if (count)
		qsort(rows, count, sizeof *rows, compare_addenda_rows);
	for (size_t i = 0; i < count; i++)
		apply(making, rows[i]);
}

static const struct link *sorting;

static int compare_links(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	int order = compare_codes(sorting[left].row.code, sorting[right].row.code);
	return order ? order : (left > right) - (left < right);
}

void addenda_apply(const struct code_set *base, const struct addenda *addenda, icd_date release, struct icd_pool *arena,
		   struct report *report, struct code_set *out)
{
	struct making making = {
		.report = report, .release = release, .base_count = base->count, .first = base->count ? 0 : SIZE_MAX};
	size_t *by_code = need(arena, base->count, sizeof *by_code);
	for (size_t i = 0; i < base->count; i++) {
		making.links = grow_array(making.links, i, &making.capacity, sizeof *making.links);
		making.links[i] = (struct link){base->rows[i], false, i + 1 < base->count ? i + 1 : SIZE_MAX};
		by_code[i] = i;
	}
	making.count = base->count;
	sorting = making.links;
	qsort(by_code, base->count, sizeof *by_code, compare_links);
	making.by_code = by_code;
	/* Deletions come first: a code that changes its kind is deleted and added. */
	apply_verb(&making, addenda, arena, ADDENDA_DELETE, delete_row);
	apply_verb(&making, addenda, arena, ADDENDA_ADD, add_row);
	apply_verb(&making, addenda, arena, ADDENDA_REVISE_TO, revise_row);
	memset(out, 0, sizeof *out);
	out->rows = need(arena, making.count, sizeof *out->rows);
	for (size_t i = making.first; i != SIZE_MAX; i = making.links[i].next) {
		if (making.links[i].gone)
			continue;
		out->rows[out->count++] = making.links[i].row;
		out->billable += making.links[i].row.billable;
	}
	free(making.links);
}
