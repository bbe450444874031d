/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a claim says beside its codes, and how it came. For the rules, the claims and who reads them. */
#ifndef ICD_RULES_CIRCUMSTANCES_H
#define ICD_RULES_CIRCUMSTANCES_H

#include <stdbool.h>

struct icd_circumstances {
	bool inpatient;  /* a stay in a hospital: Medicare's edits apply */
	int age;         /* in full years on the day of admission, -1 where it is not known */
	char sex;        /* F or M, 0 where it is not known */
	const char *poa; /* for each reported code its POA indicator, 0 for none; NULL where none is known */
	bool x12;        /* sent as an 837, where codes have no dot */
	unsigned icd9;   /* codes of ICD-9-CM that stand beside those reported, or alone */
};

#endif
