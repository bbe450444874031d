/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the settled book to the records of the index: what is equal from release to
 * release becomes one fact with its span of time, and the codes that notes name become
 * intervals of the tabular order. Builder only.
 */
#ifndef ICD_BUILD_WRITE_FACTS_H
#define ICD_BUILD_WRITE_FACTS_H

#include "common/report.h"
#include "facts/dated.h"
#include "facts/records.h"
#include "merge/book.h"

/* Adds all records: of codes, sections, chapters, incoming notes, tabular order, searching, exports,
 * indexes and the releases themselves. What notes name is counted in the report. False when there is
 * more than the index can number. */
bool facts_make(struct book *book, struct records *records, struct report *report, struct icd_error *err);

/* ---- parts of facts_make, in files of their own ---- */

/* Adds the records of the alphabetic index, the index of external causes and the two tables: equal terms of all
 * their releases once (index_facts.c), and what points at codes (index_points.c); and the digests of the indexes to
 * the releases. Entries whose codes the code set of their day does not have are reported, each with the reason. */
void index_facts_make(struct book *book, const struct term_numbers *numbers, struct records *records,
		      struct report *report);

/* Adds the record of the second codes of the alphabetic index (lookup/index/manifestations.h); what stands in
 * brackets and begins no code ("SCFE") is left out. */
void manifestations_make(const struct book *book, struct records *records);

/* Adds the records of the Medicare Code Editor (lookup/edits/records.h). */
void edit_facts_make(const struct book *book, struct records *records);
/* Adds the records of the general equivalence mappings (lookup/icd9/records.h). */
void gem_facts_make(const struct book *book, struct records *records);
/* Adds the records of the official guidelines (lookup/guideline/records.h), and their digests to the releases. */
void guideline_facts_make(struct book *book, struct records *records);

#endif
