/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counts findings of claims by severity, rule and section of the guidelines, with the first of each as an example. For
 * the summary of claims. Memory grows with the number of different sections, not with how many findings there are.
 */
#ifndef ICD_CLAIM_FINDING_TALLY_H
#define ICD_CLAIM_FINDING_TALLY_H

#include "memory/memory.h"
#include "rules/finding.h"

struct icd_finding_count {
	enum icd_severity severity;
	enum icd_rule rule;
	const char *guideline; /* "" when none */
	uint64_t count;
	const char *id;     /* of the claim that is the example, "" when it has none */
	const char *codes;  /* of the example, between spaces */
	unsigned long line; /* of the example, 0 when it is from no file */
};

struct icd_finding_tally {
	struct icd_finding_count *at; /* in the pool */
	size_t count, capacity;
	struct icd_pool pool;
};

/* Counts one more of a severity, rule and section that has been counted before; false, and nothing is counted, of others. */
bool icd_finding_tally_again(struct icd_finding_tally *tally, const struct icd_finding *finding);
/* The first of them; texts are copied. Out of memory the pool says so. */
void icd_finding_tally_add(struct icd_finding_tally *tally, const struct icd_finding_count *finding);

/* Worst severity first, in it the most frequent first. */
void icd_finding_tally_sort(struct icd_finding_tally *tally);

/* ---- claims ---- */

/* Claims of one name ("2025-03", a provider), as a tally of codes splits them. */
struct icd_claim_group {
	const char *by;
	uint64_t by_worst[ICD_ERROR + 2]; /* those without findings, then by 1 + the severity of their worst one */
};

struct icd_claim_groups {
	struct icd_claim_group *at; /* in the pool */
	size_t count, capacity;
	struct icd_hash hash;
	struct icd_pool pool;
};

/* One claim more; `worst` is an index of by_worst. False when memory runs out. */
bool icd_claim_groups_add(struct icd_claim_groups *groups, const char *by, unsigned worst);
void icd_claim_groups_free(struct icd_claim_groups *groups);

#endif
