/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every code of the book was and is, held in memory: for the commands that look at
 * many codes (check, scan), to whom a read of the index for each would be too slow.
 *
 * Codes with the same history share a class; a class is answered once for each stretch of
 * days on which no answer changes (an epoch), so that a list in which each row has its own
 * date costs no more than one with a single date. Read-only once it is open, but for the
 * answers made on first use: for one thread at a time.
 */
#ifndef ICD_CHECK_STATUS_TABLE_H
#define ICD_CHECK_STATUS_TABLE_H

#include "book/book.h"

struct icd_status_table;

struct icd_class_answer {
	struct icd_validity validity;
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE]; /* validity.from and .to as text, "" for none */
};

/* Reads the whole table; the store must stay open as long as it is used. */
bool icd_status_table_open(struct icd_store *store, struct icd_status_table **out, struct icd_error *err);
void icd_status_table_close(struct icd_status_table *table);

/* All codes in their tabular order, and the class of history of the one in a place of it. */
const icd_packed *icd_status_codes(const struct icd_status_table *table, uint32_t *count);
uint32_t icd_status_class(const struct icd_status_table *table, uint32_t ordinal);
/* Does some release have the one in a place? */
bool icd_status_held(const struct icd_status_table *table, uint32_t ordinal);

/* A code that some release has, with its place in that order; false of any other. */
struct icd_known_code {
	icd_packed code;
	uint32_t ordinal, class;
};
bool icd_status_find(const struct icd_status_table *table, icd_packed packed, struct icd_known_code *known);
/* Its place alone, -1 of any other. */
int64_t icd_status_ordinal(const struct icd_status_table *table, icd_packed packed);

/* The epoch of a date; NULL when memory runs out. Valid until the table is closed. */
struct icd_epoch;
const struct icd_epoch *icd_status_epoch(struct icd_status_table *table, icd_date date);
unsigned icd_epoch_number(const struct icd_epoch *epoch);
/* The answer for a class. */
const struct icd_class_answer *icd_epoch_answer(const struct icd_epoch *epoch, uint32_t class);

/* A code that will be asked about, before few others: what its answer is made from is fetched from memory meanwhile. */
struct icd_asked_code {
	icd_packed code;
	uint64_t number; /* the same, as the table has it */
};
struct icd_asked_code icd_status_ahead(const struct icd_status_table *table, icd_packed packed);
/* The answer for it on a day; NULL of a code that no release has, or when memory runs out. */
const struct icd_class_answer *icd_status_answer(struct icd_status_table *table, const struct icd_asked_code *asked,
						 icd_date on, struct icd_known_code *known);

/* A view as of some day of the epoch: good for whatever does not name the day itself. */
const struct icd_view *icd_epoch_view(const struct icd_epoch *epoch);

#endif
