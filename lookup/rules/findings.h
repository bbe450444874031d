/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writing down what the rules find. For the rules, and for claim/claim.c, which runs them.
 *
 * Where memory runs out a finding that nobody sees is written to, and the pool says so: claim.c looks at that once,
 * when all rules are through.
 */
#ifndef ICD_RULES_FINDINGS_H
#define ICD_RULES_FINDINGS_H

#include "claim_work.h"

/* A finding about one or two codes (b may be NULL), or about the claim as such (both are). Never NULL; it stays where it is until the next one is made. */
struct icd_finding *claim_find(struct claim_work *work, enum icd_rule rule, enum icd_severity severity,
			       const char *guideline, const struct icd_claim_code *a, const struct icd_claim_code *b);
void claim_add_code(struct claim_work *work, struct icd_finding *finding, const struct icd_claim_code *code);
/* The first note gives the finding its place and text. */
void claim_add_note(struct claim_work *work, struct icd_finding *finding, const struct icd_note *note);
/* What was found, where no note says it. Findings that nobody wants in words are not put into any. */
void claim_say(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Adds a sentence of advice. */
void claim_advise(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Is there a finding of the rule about both codes? */
bool claim_found(const struct claim_work *work, enum icd_rule rule, const struct icd_claim_code *a,
		 const struct icd_claim_code *b);

/* When all rules are through; for claim_found it is too late then. */
void claim_forget_mentions(struct claim_work *work);

/* Most severe first, then by rule, then as they were found; for claim_found it is too late then. */
void claim_sort_findings(struct claim_work *work);

#endif
