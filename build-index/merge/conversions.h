/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of all conversion tables in the book (struct book). */
#ifndef ICD_BUILD_MERGE_CONVERSIONS_H
#define ICD_BUILD_MERGE_CONVERSIONS_H

#include "book.h"

void conversions_add(struct book *book, const struct conversion_table *table);

/* Keeps each row once and finds the rows of each code. After book_settle. */
void conversions_settle(struct book *book);

#endif
