/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is the index whole? */
#include "official/official.h"
#include "library.h"

static const enum icd10_verdict verdicts[] = {
	[ICD_VERDICT_EQUAL] = ICD10_VERDICT_EQUAL,
	[ICD_VERDICT_DIFFERENT] = ICD10_VERDICT_DIFFERENT,
	[ICD_VERDICT_SKIPPED] = ICD10_VERDICT_SKIPPED,
};

const char *icd10_verdict_name(enum icd10_verdict verdict)
{
	switch (verdict) {
	case ICD10_VERDICT_EQUAL:
		return "equal";
	case ICD10_VERDICT_DIFFERENT:
		return "different";
	case ICD10_VERDICT_SKIPPED:
		return "skipped";
	}
	return "";
}

struct listener {
	void (*tell)(void *context, const struct icd10_verified *one);
	void *context;
};

static void hear(void *context, const struct icd_verification *one)
{
	const struct listener *listener = context;
	struct icd10_verified ours = {
		.size = sizeof ours,
		.release = one->release,
		.what = one->what,
		.file = one->file,
		.verdict = verdicts[one->verdict],
		.why = one->why ? one->why : "",
	};
	if (listener->tell)
		listener->tell(listener->context, &ours);
}

enum icd10_result icd10_verify(icd10_book *book, void (*tell)(void *context, const struct icd10_verified *one),
			       void *context, struct icd10_error *err)
{
	struct listener listener = {tell, context};
	struct icd_error why;
	bool damaged = true;
	if (!book)
		return library_refused(err, "a book was expected");
	if (!icd_verify(book->store, hear, &listener, &damaged, &why))
		return library_failed(&why, err);
	if (!damaged)
		return ICD10_OK;
	icd_fail_as(&why, ICD_FAULT_DAMAGED, "%s: the index does not give back all files it was made from",
		    icd_store_path(book->store));
	return library_failed(&why, err);
}
