/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An addendum: the document in which CDC tells, line by line, what a release changes in one of its lists (the tabular
 * list, the alphabetic index, the external cause index, the tables of drugs and of neoplasms). Builder only.
 *
 * All five are laid out alike: a column of labels at the left, a column of texts right of it.
 *
 *	No Change     A92 Other mosquito-borne viral fevers
 *	Add               A92.5 Zika virus disease
 *	Add                     Zika virus infection
 *	Revise from             fever of which the line says so much that it
 *	                        goes on in the next one
 *	Revise to               ...
 *
 * This is the reader of that layout, for all five; what the texts of one list mean is for that list's grammar
 * (rebuild/). A grammar walks over `lines`, in document order; one that needs columns (the tables: a cell a column,
 * stacked revisions) walks over `rows`, whose words have their places.
 *
 * An addendum comes as a PDF, of which pdf/ makes words with places (pdftotext -tsv), as the text file of such words, or
 * as plain text (pdftotext -layout), where columns of characters stand for places.
 */
#ifndef ICD_BUILD_ADDENDA_ADDENDUM_H
#define ICD_BUILD_ADDENDA_ADDENDUM_H

#include "base/base.h"
#include "common/common.h"
#include "store/write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum addendum_label {
	ADDENDUM_NO_CHANGE, /* only says where the lines after it belong */
	ADDENDUM_ADD,
	ADDENDUM_DELETE,
	ADDENDUM_REVISE_FROM, /* as many of them as of the ones to follow: the first goes with the first */
	ADDENDUM_REVISE_TO,
	ADDENDUM_LABELS
};
extern const char *const addendum_labels[ADDENDUM_LABELS]; /* as they are written */

struct addendum_word {
	float left, width; /* in points, from the left of the page */
	const char *text;
};

struct addendum_row { /* what stands on one line of a page, from left to right, labels too */
	uint32_t page;
	float middle; /* of its height, in points from the top of the page; 0 in plain text */
	struct addendum_word *words;
	size_t count;
};

struct addendum_line { /* a label and its text, which may go on over several rows */
	enum addendum_label label;
	float indent;     /* of the text, in points from where texts start */
	const char *text; /* words parted by one blank; none after a dash that ends a row */
	uint32_t page;    /* from 1 */
	size_t first_row, row_count;
};

struct addendum {
	const char *name;   /* of the document, for messages */
	const char *title;  /* its head: "ICD-10-CM TABULAR LIST of DISEASES and INJURIES 2025 Addenda" */
	icd_date effective; /* the date that its head names, 0 when it names none; a year is the October before */
	bool placed;        /* its words have their places: it did not come as plain text */
	struct addendum_row *rows;
	size_t row_count, head_rows; /* the first of them are the head */
	struct addendum_line *lines;
	size_t line_count; /* 0: it says that nothing has changed */
};

/*
 * What a text is the addendum of, by its head: one of ICD_FILE_TABULAR_ADDENDA and its kin, ICD_FILE_UNKNOWN for none.
 * The text is what pdftotext made, of the first page at least.
 */
enum icd_file_kind addendum_kind(const struct input *text);

/* Reads an addendum into the pool. On failure one sentence. */
bool addendum_read(const struct input *text, struct icd_pool *pool, struct addendum **out, struct icd_error *err);

#endif
