/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plausible.h"

#include "load/load.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>

/*
 * Published files of one release differ by a code or two, never at their ends. A file that lacks more
 * than this after its last row is cut off: a number of codes, or for short files a share of them.
 */
#define MOST_LACKING         20
#define MOST_LACKING_PERCENT 2

/* Lists of POA-exempt codes reach to Z99, less than 1 % before the end; some number by the year before. */
#define LEAST_REACH_PERCENT 90

/* ---- what one file says ---- */

struct side {
	const char *path;
	struct rows rows; /* in file order */
	size_t count;     /* of the codes that count: */
	bool headers;     /* the headers, too, not only the billable codes */
};

static const char *path_of(const struct release *release, enum icd_file_kind kind)
{
	const struct release_file *file = release_file(release, kind);
	return file ? file->path : "";
}

static bool counts(const struct side *side, const struct code_row *row)
{
	return row && (side->headers || row->billable);
}

/* The same file, with its headers or without. */
static struct side side_of(const struct release *release, enum icd_file_kind kind, struct rows rows, bool headers)
{
	struct side side = {path_of(release, kind), rows, 0, headers};
	for (size_t i = 0; i < rows.count; i++)
		side.count += counts(&side, &rows.at[i]);
	return side;
}

static bool lacks_many(size_t lacking, size_t all)
{
	return lacking > MOST_LACKING || lacking * 100 > all * MOST_LACKING_PERCENT;
}

/* ---- one file against another ---- */

static bool has(const struct side *side, const struct code_row *row)
{
	return counts(side, rows_find(&side->rows, row->number));
}

/* The row in `whole` of the last code of `cut` that both have; its count when there is none. */
static size_t row_of_last(struct side *cut, struct side *whole)
{
	size_t seen = 0;
	for (size_t i = cut->rows.count; i-- > 0 && seen <= MOST_LACKING;) {
		const struct code_row *row = &cut->rows.at[i];
		if (!counts(cut, row))
			continue;
		if (has(whole, row))
			return (size_t)(rows_find(&whole->rows, row->number) - whole->rows.at);
		seen++;
	}
	return whole->rows.count;
}

static bool reaches_end(struct side *cut, struct side *whole, struct icd_error *err)
{
	size_t lacking = 0;
	for (size_t i = row_of_last(cut, whole); i < whole->rows.count; i++) {
		const struct code_row *row = &whole->rows.at[i];
		lacking += counts(whole, row) && !has(cut, row);
	}
	if (!lacks_many(lacking, whole->count))
		return true;
	return icd_fail(err, "%s: %zu codes of %s are missing at its end: cut off?", cut->path, lacking, whole->path);
}

/* ---- a file against the counts of addenda ---- */

static bool has_counted(struct side *side, long after, const char *addenda, struct icd_error *err)
{
	if (after < 0 || side->count >= (size_t)after || !lacks_many((size_t)after - side->count, (size_t)after))
		return true;
	return icd_fail(err, "%s: %zu billable codes, the footer of %s says %ld: cut off?", side->path, side->count,
			addenda, after);
}

static bool has_counted_codes(const struct release *release, struct side *side, struct icd_error *err)
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

static bool check_order(const struct release *release, struct side *codes, struct rows *listed, struct icd_error *err)
{
	struct rows rows = rows_of(release->order->rows, release->order->count);
	struct side all = side_of(release, ICD_FILE_ORDER, rows, true);
	struct side billable = side_of(release, ICD_FILE_ORDER, rows, false);
	struct side places = side_of(release, ICD_FILE_TABULAR, *listed, true);
	bool ok = reaches_end(&billable, codes, err) && (!release->codes || reaches_end(codes, &billable, err)) &&
		  reaches_end(&all, &places, err) && has_counted_codes(release, &billable, err);
	rows_free(&rows);
	return ok;
}

static bool check_codes(const struct release *release, struct side *codes, struct rows *listed, struct icd_error *err)
{
	struct side places = side_of(release, ICD_FILE_TABULAR, *listed, false);
	return reaches_end(codes, &places, err) && has_counted_codes(release, codes, err);
}

bool plausible_release(const struct release *release, const struct expansion *expansion, struct icd_error *err)
{
	struct rows listed = rows_of(expansion->rows, expansion->count), coded = {0};
	if (release->codes)
		coded = rows_of(release->codes->rows, release->codes->count);
	struct side codes = side_of(release, ICD_FILE_CODES, coded, false);
	bool ok = (!release->order || check_order(release, &codes, &listed, err)) &&
		  (!release->codes || check_codes(release, &codes, &listed, err)) && check_poa(release, err);
	rows_free(&listed);
	rows_free(&coded);
	return ok;
}
