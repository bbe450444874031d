/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Code lists: a payer's coverage list, a quality measure, a superbill, as small text files. The door of lookup/lists/.
 *
 * A line is a pattern and, with tabs between, the days from and to which it is on the list and a note, each of them if
 * wanted:
 *
 *	M54.50       this code
 *	M54.5-       this code and all below it
 *	M50-M54      a range in tabular order, with all below its last code
 *	!M54.59      but not this, wherever in the file it stands; also !M54.5- and !M50-M54
 *
 * Empty lines, and what follows "#" at the start of a line or after a blank, do not count. A list is a file, or NAME for
 * lists/NAME.txt in the user's folder (user_file.h).
 */
#ifndef ICD_LISTS_LISTS_H
#define ICD_LISTS_LISTS_H

#include "store/store.h"

enum icd_list_kind { ICD_LIST_CODE, ICD_LIST_BELOW, ICD_LIST_RANGE };

struct icd_list_pattern {
	enum icd_list_kind kind;
	bool except;
	char code[ICD_CODE_SIZE], last[ICD_CODE_SIZE]; /* stored spelling; `last` of a range alone */
	uint32_t first_ordinal, last_ordinal;          /* of a range */
	icd_date from, to;                             /* days included; 0: not limited */
	const char *text;                              /* the pattern as it stands in the file */
	const char *note;                              /* "" when there is none */
	uint64_t line;
};

struct icd_list;

/*
 * Reads a list; "-" is standard input. False, with file and line, for one that cannot be read or has a line that is no
 * pattern. The store must stay open.
 */
bool icd_list_open(struct icd_store *store, const char *file_or_name, struct icd_list **out, struct icd_error *err);
void icd_list_close(struct icd_list *list);

/* What people call it: the file's name without folder and .txt. */
const char *icd_list_name(const struct icd_list *list);
/* Its patterns as they stand in the file. */
size_t icd_list_count(const struct icd_list *list);
const struct icd_list_pattern *icd_list_at(const struct icd_list *list, size_t i);

/*
 * The pattern by which a code (stored spelling) is on the list on a day, the first of the file; NULL when it is not on
 * it, or excepted. `ordinal` is its place in the tabular order, -1 where that is not known: then it is looked up if
 * the list has ranges. False on failure only.
 */
bool icd_list_has(const struct icd_list *list, const char *code, int64_t ordinal, icd_date on,
		  const struct icd_list_pattern **found, struct icd_error *err);

#endif
