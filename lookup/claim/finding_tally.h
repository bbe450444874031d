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

/* One finding more; texts are copied. Out of memory the pool says so. */
void icd_finding_tally_add(struct icd_finding_tally *tally, const struct icd_finding_count *finding);

/* Worst severity first, in it the most frequent first. */
void icd_finding_tally_sort(struct icd_finding_tally *tally);

#endif
