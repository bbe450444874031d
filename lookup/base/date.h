/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calendar dates: effective dates of releases and dates of service.
 * Part of the index format (dates are stored as ICD dates); both programs use it.
 *
 * An icd_date is the number YYYYMMDD, so that dates compare as numbers and print
 * as they are read. 0 is "no date".
 */
#ifndef ICD_BASE_DATE_H
#define ICD_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t icd_date;

#define ICD_DATE_SIZE 11 /* "YYYY-MM-DD" and its NUL */

/* Is this a day of the calendar, in the years 1900 to 9999? */
bool icd_date_valid(icd_date date);

/* Reads a whole text of the form YYYY-MM-DD, YYYY/MM/DD, YYYYMMDD, M/D/YYYY, or FY2025 (fiscal
 * year: 2024-10-01). False when it is none of these or no day of the calendar. For data: a claim has a day. */
bool icd_date_parse(const char *text, icd_date *out);

/*
 * The day that a cell of a table holds, in all forms that databases and spreadsheets write: those above, and days with
 * their month by name ("01-OCT-2021", "01OCT2021", "Oct 1 2021"); blanks around it and a time of day behind it
 * ("2021-10-01T08:30:00Z", "10/1/2021 8:30 AM", "20211001083000") do not count. Two numbers that might be day and month
 * either way are read as M/D/YYYY writes them, or, with another sign between them, not at all.
 */
bool icd_date_parse_cell(const char *text, size_t length, icd_date *out);

/* The same as icd_date_parse of what people type, who speak of releases by their month: also "October 2024", "Oct 1,
 * 2024", "1 October 2024", "2024-10", "10/2024", "FY 25". A month alone is its first day. */
bool icd_date_read(const char *text, icd_date *out);
/* These forms in words, for messages. */
#define ICD_DATE_FORMS "YYYY-MM-DD, YYYYMMDD, M/D/YYYY, October 2024 or FY2025"

/* "January" to "December". */
extern const char *const icd_month_names[12];

/* Writes "YYYY-MM-DD" to out (ICD_DATE_SIZE bytes) and returns out; "" for 0. */
const char *icd_date_format(icd_date date, char out[ICD_DATE_SIZE]);

/* The date `days` days later (or earlier, when negative). */
icd_date icd_date_add_days(icd_date date, int days);

/* The day an Excel serial number (1900 date system, as in CMS tables) stands for; 0 when out of range. */
icd_date icd_date_from_excel(long serial);

/* The year whose 30 September ends the US fiscal year that holds the date. */
int icd_date_fiscal_year(icd_date date);

/* Today in local time. */
icd_date icd_date_today(void);

#endif
