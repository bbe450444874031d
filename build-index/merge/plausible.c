/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plausible.h"

#include "code_set.h"

#include <stdlib.h>
#include <string.h>

/*
 * Published files of one release differ by a code or two, never at their ends. A file that lacks more
 * than this behind its last row is cut off: a number of codes, or for short files a share of them.
 */
#define MOST_LACKING         20
#define MOST_LACKING_PERCENT 2

/* Lists of POA-exempt codes reach to Z99, less than 1 % before the end; some number by the year before. */
#define LEAST_REACH_PERCENT 90

/* ---- what one file says ---- */

struct side {
	const char *path;
	const char **codes; /* in file order */
	size_t count;
};

static const char *path_of(const struct release *release, enum icd_file_kind kind)
{
	for (size_t i = 0; i < release->file_count; i++) {
		if (release->files[i].kind == kind)
			return release->files[i].path;
	}
	return "";
}

static struct side side_of(const char *path, const struct code_row *rows, size_t count, bool headers,
			   struct icd_pool *arena)
{
	struct side side = {path, need(arena, count + 1, sizeof *side.codes), 0};
	for (size_t i = 0; i < count; i++) {
		if (headers || rows[i].billable)
			side.codes[side.count++] = rows[i].code;
	}
	return side;
}

static bool lacks_many(size_t lacking, size_t all)
{
	return lacking > MOST_LACKING || lacking * 100 > all * MOST_LACKING_PERCENT;
}

/* ---- one file against another ---- */

static int by_spelling(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool holds(const struct side *sorted, const char *code)
{
	return bsearch(&code, sorted->codes, sorted->count, sizeof code, by_spelling) != NULL;
}

/* Where the last code of `cut` that `whole` has, too, stands in `whole`; its count when there is none. */
static size_t place_of_last(const struct side *cut, const struct side *whole)
{
	for (size_t i = cut->count; i-- > 0;) {
		for (size_t j = whole->count; j-- > 0;) {
			if (strcmp(whole->codes[j], cut->codes[i]) == 0)
				return j;
		}
		if (cut->count - i > MOST_LACKING)
			break;
	}
	return whole->count;
}

static bool reaches_end(const struct side *cut, const struct side *whole, struct icd_pool *arena, struct icd_error *err)
{
	struct side sorted = {cut->path, need(arena, cut->count + 1, sizeof *cut->codes), cut->count};
	size_t lacking = 0;
	if (cut->count)
		memcpy(sorted.codes, cut->codes, cut->count * sizeof *cut->codes);
	qsort(sorted.codes, sorted.count, sizeof *sorted.codes, by_spelling);
	for (size_t i = place_of_last(cut, whole); i < whole->count; i++)
		lacking += !holds(&sorted, whole->codes[i]);
	if (!lacks_many(lacking, whole->count))
		return true;
	return icd_fail(err, "%s: %zu codes of %s are missing at its end: cut off?", cut->path, lacking, whole->path);
}

/* ---- a file against the counts of addenda ---- */

static bool has_counted(const struct side *side, long after, const char *addenda, struct icd_error *err)
{
	if (after < 0 || side->count >= (size_t)after || !lacks_many((size_t)after - side->count, (size_t)after))
		return true;
	return icd_fail(err, "%s: %zu billable codes, the footer of %s says %ld: cut off?", side->path, side->count,
			addenda, after);
}

static bool has_counted_codes(const struct release *release, const struct side *side, struct icd_error *err)
{
	const struct addenda *addenda[] = {release->order_addenda, release->codes_addenda};
	static const enum icd_file_kind kinds[] = {ICD_FILE_ORDER_ADDENDA, ICD_FILE_CODES_ADDENDA};
	for (size_t i = 0; i < 2; i++) {
		if (addenda[i] && !has_counted(side, addenda[i]->footer[1].after, path_of(release, kinds[i]), err))
			return false;
	}
	return true;
}

/* ---- everything ---- */

static bool check_poa(const struct release *release, struct icd_error *err)
{
	if (!release->poa || !release->order ||
	    (uint64_t)release->poa->last_order * 100 >= (uint64_t)release->order->count * LEAST_REACH_PERCENT)
		return true;
	return icd_fail(err, "%s: its last order number is %lu, %s has %zu rows: cut off?",
			path_of(release, ICD_FILE_POA), (unsigned long)release->poa->last_order,
			path_of(release, ICD_FILE_ORDER), release->order->count);
}

static bool check_order(const struct release *release, const struct side *codes, const struct expansion *expansion,
			struct icd_pool *arena, struct icd_error *err)
{
	const struct code_table *order = release->order;
	const char *path = path_of(release, ICD_FILE_ORDER);
	struct side all = side_of(path, order->rows, order->count, true, arena);
	struct side billable = side_of(path, order->rows, order->count, false, arena);
	struct side listed =
		side_of(path_of(release, ICD_FILE_TABULAR), expansion->rows, expansion->count, true, arena);
	return reaches_end(&billable, codes, arena, err) &&
	       (!release->codes || reaches_end(codes, &billable, arena, err)) &&
	       reaches_end(&all, &listed, arena, err) && has_counted_codes(release, &billable, err);
}

static bool check_codes(const struct release *release, const struct side *codes, const struct expansion *expansion,
			struct icd_pool *arena, struct icd_error *err)
{
	struct side listed =
		side_of(path_of(release, ICD_FILE_TABULAR), expansion->rows, expansion->count, false, arena);
	return reaches_end(codes, &listed, arena, err) && has_counted_codes(release, codes, err);
}

bool plausible_release(const struct release *release, struct icd_error *err)
{
	struct icd_pool arena = {0};
	struct expansion expansion = {0};
	struct side codes = {"", NULL, 0};
	bool ok = true;
	if (release->tabular)
		code_set_expand(release->tabular, &arena, &expansion);
	if (release->codes)
		codes = side_of(path_of(release, ICD_FILE_CODES), release->codes->rows, release->codes->count, false,
				&arena);
	if (release->order)
		ok = check_order(release, &codes, &expansion, &arena, err);
	if (ok && release->codes)
		ok = check_codes(release, &codes, &expansion, &arena, err);
	ok = ok && check_poa(release, err);
	icd_pool_free(&arena);
	return ok;
}
