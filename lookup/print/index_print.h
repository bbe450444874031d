/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms of an index as text. For the commands. */
#ifndef ICD_PRINT_INDEX_PRINT_H
#define ICD_PRINT_INDEX_PRINT_H

#include "index/index.h"
#include "output.h"

struct index_printing {
	const struct output *out;
	const struct icd_view *view;
	bool all;     /* fold nothing */
	bool below;   /* the billable codes below each header */
	unsigned met; /* what was printed that the legend explains */
};

/* "Alphabetic index of 2022-10-01, the newest one held; codes as of 2025-05-01" */
void index_print_book(const struct index_printing *printing, const struct icd_index_book *book);

/* The terms found, each under the terms above it and with its subterms, folded where they are many. */
bool index_print_hits(struct index_printing *printing, const struct icd_index_book *book,
		      const struct icd_index_hits *hits, struct icd_error *err);

/* Explains the dashes, brackets and words that were printed. */
void index_print_legend(const struct index_printing *printing);

/* Name for people: "Table of neoplasms". */
extern const char *const index_print_names[ICD_INDEXES];

#endif
