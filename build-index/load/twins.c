/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "twins.h"

#include <stdlib.h>
#include <string.h>

/* A table that lacks more rows of the other than this is no copy of it: a number, and a share of them. */
#define MOST_LACKING         20
#define MOST_LACKING_PERCENT 2

/* ---- conversion tables ---- */

/* A table with its rows in their order (conversion_compare), those that say the same as they stand. */
struct sorted_file {
	const struct conversion_file *file;
	const struct conversion_row **rows;
};

static int compare_rows(const void *a, const void *b)
{
	const struct conversion_row *left = *(const struct conversion_row *const *)a;
	const struct conversion_row *right = *(const struct conversion_row *const *)b;
	return conversion_compare(left, right) ?: ICD_ORDER(left, right);
}

static struct sorted_file sorted_of(const struct conversion_file *file, struct icd_pool *pool)
{
	size_t count = file->table->count;
	struct sorted_file sorted = {file, need(pool, count, sizeof *sorted.rows)};
	for (size_t i = 0; i < count; i++)
		sorted.rows[i] = &file->table->rows[i];
	if (count)
		qsort(sorted.rows, count, sizeof *sorted.rows, compare_rows);
	return sorted;
}

struct sought_row {
	const struct sorted_file *in;
	const struct conversion_row *row;
};

static bool is_before(const void *context, size_t item)
{
	const struct sought_row *sought = context;
	return conversion_compare(sought->in->rows[item], sought->row) < 0;
}

static bool has_row(const struct sorted_file *in, const struct conversion_row *row)
{
	size_t count = in->file->table->count, at = icd_lower_bound(count, is_before, &(struct sought_row){in, row});
	return at < count && conversion_compare(in->rows[at], row) == 0;
}

static bool same_key(const struct conversion_row *a, const struct conversion_row *b)
{
	return a->effective == b->effective && strcmp(a->code, b->code) == 0;
}

/* A row of `table` for the code and date of `row` that `from` does not have, the first; NULL when there is none. */
static const struct conversion_row *opponent_of(const struct conversion_row *row, const struct conversion_table *table,
						const struct sorted_file *from)
{
	for (size_t i = 0; i < table->count; i++) {
		if (same_key(&table->rows[i], row) && !has_row(from, &table->rows[i]))
			return &table->rows[i];
	}
	return NULL;
}

/* Is the row among those that were added to the end of a table? */
static bool is_added(const struct conversion_table *all, size_t first, const struct conversion_row *row)
{
	for (size_t i = first; i < all->count; i++) {
		if (conversion_compare(&all->rows[i], row) == 0)
			return true;
	}
	return false;
}

static bool fail_contradiction(const struct conversion_file *one, const struct conversion_row *row,
			       const struct conversion_file *other, const struct conversion_row *opponent,
			       struct icd_error *err)
{
	char code[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE];
	return icd_fail(
		err, "%s:%u: %s, %s: previous code \"%s\", in %s:%u \"%s\": two tables that say the same were expected",
		one->name, row->line, icd_code_format(row->code, code), icd_date_format(row->effective, date),
		row->previous_text, other->name, opponent->line, opponent->previous_text);
}

/* Tells of the rows that stand in one alone; `add` appends those of them to `all` that it does not have. */
static bool take_lone_rows(const struct sorted_file *in, const struct sorted_file *other, icd_date release,
			   struct report *report, struct conversion_table *all, bool add, struct icd_error *err)
{
	const struct conversion_file *from = in->file;
	char code[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE];
	size_t lone = 0, first = all->count;
	for (size_t i = 0; i < from->table->count; i++) {
		const struct conversion_row *row = &from->table->rows[i], *opponent;
		if (has_row(other, row))
			continue;
		if ((opponent = opponent_of(row, other->file->table, in)) != NULL)
			return fail_contradiction(from, row, other->file, opponent, err);
		report_add(report, release, REPORT_DIFFER, "conversion table: %s, %s, \"%s\" stands only in %s",
			   icd_code_format(row->code, code), icd_date_format(row->effective, date), row->previous_text,
			   from->name);
		lone++;
		if (add && !is_added(all, first, row))
			all->rows[all->count++] = *row;
	}
	if (lone <= MOST_LACKING || lone * 100 <= from->table->count * MOST_LACKING_PERCENT)
		return true;
	return icd_fail(err, "%s: %zu of the %zu rows of %s are missing: cut off?", other->file->name, lone,
			from->table->count, from->name);
}

bool join_conversions(const struct conversion_file *one, const struct conversion_file *other, icd_date release,
		      struct icd_pool *pool, struct report *report, struct conversion_table **out,
		      struct icd_error *err)
{
	struct conversion_table *all = need(pool, 1, sizeof *all);
	*all = *one->table;
	all->rows = need(pool, one->table->count + other->table->count, sizeof *all->rows);
	memcpy(all->rows, one->table->rows, one->table->count * sizeof *all->rows);
	struct sorted_file first = sorted_of(one, pool), second = sorted_of(other, pool);
	if (!take_lone_rows(&first, &second, release, report, all, false, err) ||
	    !take_lone_rows(&second, &first, release, report, all, true, err))
		return false;
	*out = all;
	return true;
}

/* ---- other lists ---- */

static const char *code_only_in(const char *const *codes, size_t count, const char *const *others, size_t other_count,
				struct icd_pool *pool)
{
	struct interner known = {0};
	const char *found = NULL;
	for (size_t i = 0; i < other_count; i++)
		intern(&known, others[i]);
	size_t all = known.count;
	for (size_t i = 0; i < count && !found; i++) {
		intern(&known, codes[i]);
		if (known.count > all)
			found = need_text(pool, codes[i], strlen(codes[i]));
	}
	interner_free(&known);
	return found;
}

static bool same_codes(const struct poa_list *one, const struct poa_list *other)
{
	bool same = one->count == other->count;
	for (size_t i = 0; same && i < one->count; i++)
		same = strcmp(one->codes[i], other->codes[i]) == 0;
	return same;
}

const char *poa_difference(const struct poa_list *one, const struct poa_list *other, struct icd_pool *pool)
{
	if (same_codes(one, other))
		return NULL;
	const char *found = code_only_in(one->codes, one->count, other->codes, other->count, pool);
	return found ? found : code_only_in(other->codes, other->count, one->codes, one->count, pool);
}

const char *mce_difference(const struct mce_list *one, const struct mce_list *other, struct icd_pool *pool)
{
	size_t most = one->count < other->count ? other->count : one->count;
	for (size_t i = 0; i < most; i++) {
		const struct mce_row *a = i < one->count ? &one->rows[i] : NULL;
		const struct mce_row *b = i < other->count ? &other->rows[i] : NULL;
		if (!a || !b || a->edit != b->edit || strcmp(a->code, b->code) != 0)
			return need_print(pool, "%s", a ? a->code : b->code);
	}
	return NULL;
}

const char *gem_difference(const struct gem_table *one, const struct gem_table *other, struct icd_pool *pool)
{
	size_t most = one->count < other->count ? other->count : one->count;
	for (size_t i = 0; i < most; i++) {
		const struct gem_row *a = i < one->count ? &one->rows[i] : NULL;
		const struct gem_row *b = i < other->count ? &other->rows[i] : NULL;
		if (!a || !b || gem_row_compare(a, b) != 0)
			return need_print(pool, "%s", a ? a->source : b->source);
	}
	return NULL;
}

const char *code_table_difference(const struct code_table *one, const struct code_table *other, struct icd_pool *pool)
{
	size_t most = one->count < other->count ? other->count : one->count;
	for (size_t i = 0; i < most; i++) {
		const struct code_row *a = i < one->count ? &one->rows[i] : NULL;
		const struct code_row *b = i < other->count ? &other->rows[i] : NULL;
		if (!a || !b || a->billable != b->billable || strcmp(a->code, b->code) != 0 ||
		    !icd_text_same(a->short_title, b->short_title) || !icd_text_same(a->long_title, b->long_title))
			return need_print(pool, "%s", a ? a->code : b->code);
	}
	return NULL;
}

/* Where modifiers touch a word, containers differ in their blanks. */
static bool same_but_blanks(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		if (*a != *b || !*a)
			return *a == *b;
	}
}

static bool same_term(const struct index_term *a, const struct index_term *b)
{
	bool same = same_but_blanks(a->plain, b->plain) && a->says->level == b->says->level;
	for (size_t i = 0; same && i < sizeof a->says->parts / sizeof *a->says->parts; i++)
		same = icd_text_same(a->says->parts[i], b->says->parts[i]);
	return same;
}

const char *index_difference(const struct index_list *one, const struct index_list *other)
{
	size_t most = one->count < other->count ? other->count : one->count;
	for (size_t i = 0; i < most; i++) {
		if (i >= one->count || i >= other->count)
			return i < one->count ? one->terms[i].plain : other->terms[i].plain;
		if (!same_term(&one->terms[i], &other->terms[i]))
			return one->terms[i].plain;
	}
	return NULL;
}

const char *addendum_difference(const struct addendum *one, const struct addendum *other)
{
	size_t most = one->line_count < other->line_count ? other->line_count : one->line_count;
	for (size_t i = 0; i < most; i++) {
		if (i >= one->line_count || i >= other->line_count)
			return i < one->line_count ? one->lines[i].text : other->lines[i].text;
		if (one->lines[i].label != other->lines[i].label ||
		    strcmp(one->lines[i].text, other->lines[i].text) != 0)
			return one->lines[i].text;
	}
	return NULL;
}

/* ---- a table and its CSV ---- */

/* The titles from the main term down to this one. */
static const char *path_of(struct icd_pool *pool, const struct index_list *list, size_t term)
{
	const struct index_term *t = &list->terms[term];
	if (t->parent == SIZE_MAX)
		return t->plain;
	return need_print(pool, "%s > %s", path_of(pool, list, t->parent), t->plain);
}

static bool same_cells(const struct index_term *a, const struct index_term *b)
{
	bool same = true;
	for (size_t i = ICD_PART_CELL; same && i < ICD_INDEX_PARTS; i++)
		same = icd_text_same(a->says->parts[i], b->says->parts[i]);
	return same;
}

const char *index_contradiction(const struct index_list *table, const struct index_list *csv, size_t *lone)
{
	struct icd_pool pool = {0};
	struct interner paths = {0};
	const struct index_term **known = need(&pool, table->count + csv->count, sizeof *known);
	const char *found = NULL;
	*lone = 0;
	for (size_t i = 0; i < table->count; i++) {
		size_t before = paths.count;
		intern(&paths, path_of(&pool, table, i));
		if (paths.count > before)
			known[before] = &table->terms[i]; /* of equal ones, the first */
	}
	size_t all = paths.count;
	for (size_t i = 0; i < csv->count && !found; i++) {
		uint32_t at = intern_number(&paths, path_of(&pool, csv, i));
		if (at >= all)
			++*lone;
		else if (!same_cells(known[at], &csv->terms[i]))
			found = csv->terms[i].plain;
	}
	interner_free(&paths);
	icd_pool_free(&pool);
	return found;
}
