/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Codes reported together: what the code set forbids, what notes and guidelines speak
 * against, and what is good to know. For the commands.
 *
 * The rules are those of the Official Guidelines for Coding and Reporting (FY2026), whose
 * section each finding names. What the code set forbids is an error; what a note or guideline speaks
 * against is a warning in its own words, for a person to decide; the rest is information.
 * A known exception makes a finding information and says why; it does not drop it.
 */
#ifndef ICD_CLAIM_CLAIM_H
#define ICD_CLAIM_CLAIM_H

#include "coding/claim_code.h"
#include "rules/circumstances.h"
#include "rules/finding.h"

/*
 * Each code of a claim is looked at beside each other, and each pair may have findings. Forms have room for 12 or 25
 * codes, stays in hospital may have some hundred; callers refuse what is longer than this.
 */
#define ICD_CLAIM_CODES_MAX 5000

/* What is asked: typed codes, the first is first-listed. */
struct icd_claim_input {
	const char *const *codes;
	unsigned count;
	const char *const *validated; /* codes that are not reported together with the others (admitting ...) */
	unsigned validated_count;
	const struct icd_circumstances *said; /* NULL: nothing is known beside the codes */
	unsigned
		worded; /* the severity from which on findings are put into words; of others text and advice may be "" */
};

struct icd_claim_result {
	unsigned code_count, reported;             /* how many; the first so many are reported together */
	const struct icd_claim_code *const *codes; /* in the order given, then those that are only validated */
	unsigned count;
	const struct icd_finding *findings; /* most severe first, then by rule */
	icd_date release;                   /* whose code set answered */
};

/* Checks claims one after the other; what it reads of the index it keeps, up to a bound. */
struct icd_claims;

bool icd_claims_open(struct icd_store *store, struct icd_claims **out, struct icd_error *err);
void icd_claims_close(struct icd_claims *claims);

/* The codes and places that the claims have read. */
struct icd_shelf *icd_claims_shelf(struct icd_claims *claims);

/* Codes and findings live until the next call. */
bool icd_claims_check(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		      struct icd_claim_result *result, struct icd_error *err);

/* The Excludes1 findings only, each pair once, for long lists. Codes that no release has are left out. */
bool icd_claims_matrix(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		       struct icd_claim_result *result, struct icd_error *err);

#endif
