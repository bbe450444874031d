/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is a code valid and billable? */
#include "check/check.h"
#include "library.h"

#include <string.h>

/* "2021-10-01" as a number, 0 for "". */
static icd10_date date_of(const char *text)
{
	icd10_date date = 0;
	for (; *text; text++)
		date = *text == '-' ? date : date * 10 + (*text - '0');
	return date;
}

enum icd10_result icd10_check(icd10_view *view, const char *typed, struct icd10_check *out, struct icd10_error *err)
{
	struct icd_answer answer;
	struct icd_error why;
	if (!view || !typed)
		return library_refused(err, view ? "a code was expected" : "a view was expected");
	icd10_book *book = view->book;
	if ((!book->check && !icd_check_open(book->store, &book->check, &why)) ||
	    !icd_check_code(book->check, typed, strlen(typed), view->view.on, &answer, &why))
		return library_failed(&why, err);
	struct icd10_check ours = {
		.status = library_status(answer.status),
		.detail = library_detail(answer.detail),
		.from = date_of(answer.from),
		.to = date_of(answer.to),
		.reason = answer.reason,
		.codes = answer.codes,
		.code_count = answer.code_count,
	};
	memcpy(ours.code, answer.code, sizeof answer.code);
	return library_fill(out, &ours, sizeof ours)
		       ? ICD10_OK
		       : library_refused(err, "a struct that carries its size was expected");
}
