/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The codes that the terms of the indexes and tables point at: collected by category for
 * the look-up from a code to its index entries, and checked against the code sets. Part of
 * index_facts.c, apart for its size; builder only.
 */
#ifndef ICD_BUILD_WRITE_INDEX_POINTS_H
#define ICD_BUILD_WRITE_INDEX_POINTS_H

#include "index/records.h"
#include "facts.h"

struct index_points;

/* Reads what all terms point at. The book and the numbers must stay. */
struct index_points *index_points_start(const struct book *book, const struct term_numbers *numbers);

/* Takes note of what a term points at: number `number` of its block; `term` is what it has of the numbers of its kind. */
void index_points_add(struct index_points *points, enum icd_index_kind kind, uint32_t block, uint32_t number,
		      uint32_t term);

/*
 * Reports on one index: how much it holds, and each entry whose code does not stand in the
 * code set in force on its day, with the reason: misprinted, too young, gone, no code at
 * all; further, dashes after complete codes, and how many see and see also lead to no main
 * term. A header without a dash is right: no dash promises nothing.
 */
void index_points_report(struct index_points *points, enum icd_index_kind kind, uint16_t member, uint32_t main_terms,
			 struct report *report);

/* Adds the records of all pointers and frees. */
void index_points_end(struct index_points *points, struct records *records);

#endif
