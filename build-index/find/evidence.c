/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence.h"

#include "name_date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fail(const struct source *source, const char *what, struct icd_error *err)
{
	char date[ICD_DATE_SIZE];
	return icd_fail(err,
			"%s: taken to be of %s by its name, but %s. Put it into a folder named by its effective date "
			"(YYYY-MM-DD) or say --effective DATE",
			source->display, icd_date_format(source->date, date), what);
}

/* The year that stands between <version> and </version>; 0 when there is none, or something else. */
static int version_year(const char *front)
{
	static const char tag[] = "<version>";
	const char *found = front ? strstr(front, tag) : NULL;
	char *end = NULL;
	long year = found ? strtol(found + strlen(tag), &end, 10) : 0;
	return year >= 2000 && year <= 2099 && *end == '<' ? (int)year : 0;
}

static bool check_version(const struct source *source, const char *front, struct icd_error *err)
{
	int year = version_year(front);
	char what[64];
	snprintf(what, sizeof what, "its <version> is %d", year);
	return !year || year == icd_date_fiscal_year(source->date) || fail(source, what, err);
}

/* Rows of a conversion table are those up to its release. */
static bool check_conversion(const struct source *source, const struct conversion_table *table, struct icd_error *err)
{
	icd_date last = 0;
	char what[96], date[ICD_DATE_SIZE];
	for (size_t i = 0; i < table->count; i++)
		last = table->rows[i].effective > last ? table->rows[i].effective : last;
	snprintf(what, sizeof what, "it holds codes that are effective on %s", icd_date_format(last, date));
	return last <= source->date || fail(source, what, err);
}

/* The footer names the files before and after: of one year, where the release is one between two Octobers. */
static bool check_addenda(const struct source *source, const struct addenda *addenda, struct icd_error *err)
{
	struct name_date before = name_date_of(addenda->footer_before), after = name_date_of(addenda->footer_after);
	char what[224];
	if (after.unclear || !after.fiscal_year == !after.date)
		return true;
	int year = after.date ? icd_date_fiscal_year(after.date) : after.fiscal_year;
	bool mid_year = before.fiscal_year && before.fiscal_year == year;
	bool is_october = source->date / 100 % 100 == 10;
	if (year == icd_date_fiscal_year(source->date) && (!after.date || after.date == source->date) &&
	    !(mid_year && is_october))
		return true;
	snprintf(what, sizeof what, "its footer says that it leads from %s to %s", addenda->footer_before,
		 addenda->footer_after);
	return fail(source, what, err);
}

bool content_agrees(const struct release *release, const struct source *source, struct icd_error *err)
{
	switch (source->kind) {
	case ICD_FILE_TABULAR:
		return check_version(source, release->tabular->front, err);
	case ICD_FILE_INDEX:
	case ICD_FILE_CAUSE:
	case ICD_FILE_DRUG:
	case ICD_FILE_NEOPLASM:
		return check_version(source, release->index[icd_index_of(source->kind)]->front, err);
	case ICD_FILE_CONVERSION_CSV:
	case ICD_FILE_CONVERSION_XLSX:
		return check_conversion(source, release->conversion, err);
	case ICD_FILE_ORDER_ADDENDA:
		return check_addenda(source, release->order_addenda, err);
	case ICD_FILE_CODES_ADDENDA:
		return check_addenda(source, release->codes_addenda, err);
	default:
		return true;
	}
}
