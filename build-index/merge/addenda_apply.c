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

struct apply_work {
	struct link *links;
	size_t count, capacity;
	size_t first;
	const size_t *by_code; /* the base's rows, sorted by code */
	size_t base_count;
	struct report *report;
	icd_date release;
};

/* Tabular order as far as spelling tells: chapter U stands after Z. */
static int compare_codes(const char *a, const char *b)
{
	bool left = a[0] == 'U', right = b[0] == 'U';
	return left != right ? left - right : strcmp(a, b);
}

struct up_to {
	const struct apply_work *work;
	const char *code;
};

static bool is_up_to(const void *context, size_t item)
{
	const struct up_to *wanted = context;
	return compare_codes(wanted->work->links[wanted->work->by_code[item]].row.code, wanted->code) <= 0;
}

/* How many of the base's rows spell before the code or like it. */
static size_t rows_up_to(const struct apply_work *work, const char *code)
{
	return icd_lower_bound(work->base_count, is_up_to, &(struct up_to){work, code});
}

/* The base's row for the code; SIZE_MAX when there is none. */
static size_t find_row(const struct apply_work *work, const char *code)
{
	size_t after = rows_up_to(work, code);
	size_t at = after ? work->by_code[after - 1] : SIZE_MAX;
	return at != SIZE_MAX && strcmp(work->links[at].row.code, code) == 0 ? at : SIZE_MAX;
}

/*
 * Where a new row goes: after the one that spells last before it, of the base or of those added
 * (which come sorted). Rows that are gone still mark their place.
 */
static size_t predecessor(const struct apply_work *work, const char *code)
{
	size_t after = rows_up_to(work, code);
	size_t base = after ? work->by_code[after - 1] : SIZE_MAX;
	size_t added = work->count > work->base_count ? work->count - 1 : SIZE_MAX;
	if (base == SIZE_MAX || added == SIZE_MAX)
		return base == SIZE_MAX ? added : base;
	return compare_codes(work->links[base].row.code, work->links[added].row.code) > 0 ? base : added;
}

static void insert(struct apply_work *work, const struct code_row *row)
{
	size_t after = predecessor(work, row->code);
	work->links = grow_array(work->links, work->count, &work->capacity, sizeof *work->links);
	struct link *link = &work->links[work->count];
	*link = (struct link){.row = *row, .next = after == SIZE_MAX ? work->first : work->links[after].next};
	if (after == SIZE_MAX)
		work->first = work->count;
	else
		work->links[after].next = work->count;
	work->count++;
}

static void misfit(struct apply_work *work, const struct addenda_row *row, const char *what)
{
	char text[ICD_DOTTED_SIZE];
	report_add(work->report, work->release, REPORT_DIFFER, "addenda, line %u: %s %s", (unsigned)row->row.line,
		   icd_code_format(row->row.code, text), what);
}

static void delete_row(struct apply_work *work, const struct addenda_row *row)
{
	size_t at = find_row(work, row->row.code);
	if (at == SIZE_MAX || work->links[at].gone || work->links[at].row.billable != row->row.billable)
		misfit(work, row, "is to be deleted and is not there");
	if (at != SIZE_MAX)
		work->links[at].gone = true;
}

static void add_row(struct apply_work *work, const struct addenda_row *row)
{
	size_t at = find_row(work, row->row.code);
	bool again =
		work->count > work->base_count && strcmp(work->links[work->count - 1].row.code, row->row.code) == 0;
	if (again || (at != SIZE_MAX && !work->links[at].gone)) {
		misfit(work, row, "is to be added and is there already");
	} else if (at == SIZE_MAX) {
		insert(work, &row->row);
	} else {
		work->links[at].row = row->row;
		work->links[at].gone = false;
	}
}

static bool same_titles(const struct code_row *a, const struct code_row *b)
{
	return strcmp(a->long_title, b->long_title) == 0 &&
	       (!a->short_title || !b->short_title || strcmp(a->short_title, b->short_title) == 0);
}

/* A "Revise to" stands right after its "Revise from" (read_addenda sees to it). */
static void revise_row(struct apply_work *work, const struct addenda_row *row)
{
	size_t at = find_row(work, row->row.code);
	if (at == SIZE_MAX || work->links[at].gone) {
		misfit(work, row, "is to be revised and is not there");
		return;
	}
	if (!same_titles(&row[-1].row, &work->links[at].row))
		misfit(work, &row[-1], "is revised from a title that it does not have");
	work->links[at].row = row->row;
}

static int compare_addenda_rows(const void *a, const void *b)
{
	const struct addenda_row *const *left = a, *const *right = b;
	int order = compare_codes((*left)->row.code, (*right)->row.code);
	return order ? order : (*left > *right) - (*left < *right);
}

/* Applies the rows of one verb, by code. */
static void apply_verb(struct apply_work *work, const struct addenda *addenda, struct icd_pool *pool,
		       enum addenda_verb verb, void (*apply)(struct apply_work *, const struct addenda_row *))
{
	const struct addenda_row **rows = need(pool, addenda->count, sizeof *rows);
	size_t count = 0;
	for (size_t i = 0; i < addenda->count; i++) {
		if (addenda->rows[i].verb == verb)
			rows[count++] = &addenda->rows[i];
	}
	if (count)
		qsort(rows, count, sizeof *rows, compare_addenda_rows);
	for (size_t i = 0; i < count; i++)
		apply(work, rows[i]);
}

static const struct link *sorting;

static int compare_links(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	int order = compare_codes(sorting[left].row.code, sorting[right].row.code);
	return order ? order : (left > right) - (left < right);
}

/* Sorts the base's rows by their codes. They are in tabular order, which is nearly that of spelling: those in order stay,
 * the others are sorted by themselves and merged with them. */
static void sort_rows(size_t *rows, size_t count, struct icd_pool *pool)
{
	size_t *kept = need(pool, count, sizeof *kept), *others = need(pool, count, sizeof *others);
	size_t kept_count = 0, other_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!kept_count || compare_links(&kept[kept_count - 1], &rows[i]) < 0)
			kept[kept_count++] = rows[i];
		else
			others[other_count++] = rows[i];
	}
	if (other_count)
		qsort(others, other_count, sizeof *others, compare_links);
	for (size_t i = 0, k = 0, o = 0; i < count; i++) {
		bool other = k == kept_count || (o < other_count && compare_links(&others[o], &kept[k]) < 0);
		rows[i] = other ? others[o++] : kept[k++];
	}
}

void addenda_apply(const struct code_set *base, const struct addenda *addenda, icd_date release, struct icd_pool *pool,
		   struct report *report, struct code_set *out)
{
	struct apply_work work = {
		.report = report, .release = release, .base_count = base->count, .first = base->count ? 0 : SIZE_MAX};
	size_t *by_code = need(pool, base->count, sizeof *by_code);
	work.links = malloc((base->count + 1) * sizeof *work.links);
	if (!work.links)
		out_of_memory();
	work.capacity = base->count + 1;
	for (size_t i = 0; i < base->count; i++) {
		work.links[i] = (struct link){base->rows[i], false, i + 1 < base->count ? i + 1 : SIZE_MAX};
		by_code[i] = i;
	}
	work.count = base->count;
	sorting = work.links;
	sort_rows(by_code, base->count, pool);
	work.by_code = by_code;
	/* Deletions come first: a code that changes its kind is deleted and added. */
	apply_verb(&work, addenda, pool, ADDENDA_DELETE, delete_row);
	apply_verb(&work, addenda, pool, ADDENDA_ADD, add_row);
	apply_verb(&work, addenda, pool, ADDENDA_REVISE_TO, revise_row);
	memset(out, 0, sizeof *out);
	out->rows = need(pool, work.count, sizeof *out->rows);
	for (size_t i = work.first; i != SIZE_MAX; i = work.links[i].next) {
		if (work.links[i].gone)
			continue;
		out->rows[out->count++] = work.links[i].row;
		out->billable += work.links[i].row.billable;
	}
	free(work.links);
}
