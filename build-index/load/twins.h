/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two files of one kind for one release: the same list in two containers (text and workbook, CSV and XLSX), or two that
 * contradict each other. For load.c.
 */
#ifndef ICD_BUILD_LOAD_TWINS_H
#define ICD_BUILD_LOAD_TWINS_H

#include "common/report.h"
#include "read/release.h"

/* A file that was read, and what messages call it. */
struct conversion_file {
	const struct conversion_table *table;
	const char *name;
};

/*
 * The rows of both tables, in the order of the first, rows of the second alone after them; each row that stands in one
 * only is reported for the release. Fails when they say different things of one code and date, or when one lacks so
 * many rows that it must be cut off.
 */
bool join_conversions(const struct conversion_file *one, const struct conversion_file *other, icd_date release,
		      struct icd_pool *pool, struct report *report, struct conversion_table **out,
		      struct icd_error *err);

/* Do the lists have the same codes, rows or terms? NULL, or else the first that only one of them has. */
const char *poa_difference(const struct poa_list *one, const struct poa_list *other, struct icd_pool *pool);
const char *mce_difference(const struct mce_list *one, const struct mce_list *other, struct icd_pool *pool);
const char *gem_difference(const struct gem_table *one, const struct gem_table *other, struct icd_pool *pool);
const char *code_table_difference(const struct code_table *one, const struct code_table *other, struct icd_pool *pool);
const char *addendum_difference(const struct addendum *one, const struct addendum *other);
const char *index_difference(const struct index_list *one, const struct index_list *other);

/*
 * A table beside the same as CSV, in which titles may be spelt otherwise: a term that has other codes there, NULL when
 * there is none. *lone counts the terms of the CSV that the table has not.
 */
const char *index_contradiction(const struct index_list *table, const struct index_list *csv, size_t *lone);

#endif
