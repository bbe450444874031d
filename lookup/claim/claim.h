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

#include "claim_code.h"

enum icd_severity { ICD_INFO, ICD_WARNING, ICD_ERROR };
extern const char *const icd_severity_names[];
/* False when no severity has that name. */
bool icd_severity_named(const char *name, enum icd_severity *severity);

/* As the contract names them, in the order they are looked at. */
enum icd_rule {
	ICD_RULE_INVALID,
	ICD_RULE_HEADER,
	ICD_RULE_SEVENTH_CHARACTER,
	ICD_RULE_EXCLUDES1,
	ICD_RULE_EXCLUDES2,
	ICD_RULE_DUPLICATE,
	ICD_RULE_FIRST_LISTED,
	ICD_RULE_SECONDARY_ONLY,
	ICD_RULE_MANIFESTATION,
	ICD_RULE_CODE_FIRST,
	ICD_RULE_USE_ADDITIONAL,
	ICD_RULE_SEQUELA,
	ICD_RULE_EXTERNAL_CAUSE,
	ICD_RULE_COMBINATION,
	ICD_RULE_SIDE,
	ICD_RULE_PAIN_ORDER,
	ICD_RULE_OBSTETRIC_FIRST,
	ICD_RULES
};
extern const char *const icd_rule_names[];

struct icd_finding {
	enum icd_rule rule;
	enum icd_severity severity;
	unsigned code_count;
	const char *const *codes; /* with their dots, in the order of the claim */
	const char *at;           /* of the first note, "" when no note is behind it */
	const char *text;         /* the note's words; else what was found */
	const char *guideline;    /* "I.A.12.a"; "" when none */
	const char *advice;       /* what to do, and why it is only information where it is */
	unsigned note_count;
	const struct icd_note *notes; /* all notes behind it, those that contradict too */
};

/* What is asked: typed codes, the first is first-listed. */
struct icd_claim_input {
	const char *const *codes;
	unsigned count;
	const char *const *validated; /* codes that are not reported together with the others (admitting ...) */
	unsigned validated_count;
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

/* Codes and findings live until the next call. */
bool icd_claims_check(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		      struct icd_claim_result *result, struct icd_error *err);

/* The Excludes1 findings only, each pair once, for long lists. Codes that no release has are left out. */
bool icd_claims_matrix(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		       struct icd_claim_result *result, struct icd_error *err);

#endif
