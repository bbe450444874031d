/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "twins.h"

#include <string.h>

/* A table that lacks more rows of the other than this is no copy of it: a number, and a share of them. */
#define MOST_LACKING         20
#define MOST_LACKING_PERCENT 2

/* ---- conversion tables ---- */

static bool has_row(const struct conversion_table *table, const struct conversion_row *row)
{
	for (size_t i = 0; i < table->count; i++) {
		if (conversion_compare(&table->rows[i], row) == 0)
			return true;
	}
	return false;
}

static bool same_key(const struct conversion_row *a, const struct conversion_row *b)
{
	return a->effective == b->effective && strcmp(a->code, b->code) == 0;
}

/* A row of `table` for the code and date of `row` that `from` does not have; NULL when there is none. */
static const struct conversion_row *opponent_of(const struct conversion_row *row, const struct conversion_table *table,
						const struct conversion_table *from)
{
	for (size_t i = 0; i < table->count; i++) {
		if (same_key(&table->rows[i], row) && !has_row(from, &table->rows[i]))
			return &table->rows[i];
	}
	return NULL;
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

/* Appends to `all` the rows that stand in `from` alone. */
static bool take_lone_rows(const struct conversion_file *from, const struct conversion_file *other, icd_date release,
			   struct report *report, struct conversion_table *all, struct icd_error *err)
{
	char code[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE];
	size_t lone = 0;
	for (size_t i = 0; i < from->table->count; i++) {
		const struct conversion_row *row = &from->table->rows[i], *opponent;
		if (has_row(other->table, row))
			continue;
		if ((opponent = opponent_of(row, other->table, from->table)) != NULL)
			return fail_contradiction(from, row, other, opponent, err);
		report_add(report, release, REPORT_DIFFER, "conversion table: %s, %s, \"%s\" stands only in %s",
			   icd_code_format(row->code, code), icd_date_format(row->effective, date), row->previous_text,
			   from->name);
		lone++;
		if (!has_row(all, row))
			all->rows[all->count++] = *row;
	}
	if (lone <= MOST_LACKING || lone * 100 <= from->table->count * MOST_LACKING_PERCENT)
		return true;
	return icd_fail(err, "%s: %zu of the %zu rows of %s are missing: cut off?", other->name, lone,
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
	if (!take_lone_rows(one, other, release, report, all, err) ||
	    !take_lone_rows(other, one, release, report, all, err))
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

const char *poa_difference(const struct poa_list *one, const struct poa_list *other, struct icd_pool *pool)
{
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
