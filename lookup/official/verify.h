/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Is an index whole, and does it still give back the files it was made from? Asks no file
 * but the index: the checksums of its sources stand in it.
 */
#ifndef ICD_OFFICIAL_VERIFY_H
#define ICD_OFFICIAL_VERIFY_H

#include "store/store.h"

enum icd_verdict {
	ICD_VERDICT_EQUAL,     /* given back with the recorded checksum */
	ICD_VERDICT_DIFFERENT, /* given back, but not as recorded: the index is damaged */
	ICD_VERDICT_SKIPPED,   /* cannot be compared: why is said */
};

struct icd_verification {
	icd_date release;
	const char *what; /* "order file", "codes file", "tabular list", "alphabetic index", "drugs" ... */
	const char *file; /* its name */
	enum icd_verdict verdict;
	const char *why; /* of SKIPPED and DIFFERENT, else "" */
};

/*
 * Checks every page of the file and every record, then every order and codes file, tabular list, index and table by its
 * checksum. Calls `tell` for each of them. *damaged tells whether anything was different. False on failure:
 * a page or a record is damaged or records are missing, and the sentence says which.
 */
bool icd_verify(struct icd_store *store, void (*tell)(void *context, const struct icd_verification *one), void *context,
		bool *damaged, struct icd_error *err);

#endif
