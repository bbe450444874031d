/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A claim while its rules are gone through. claim/claim.c calls the rules, each file of lookup/rules/
 * holds a group of them; they write down what they find with findings.h.
 */
#ifndef ICD_RULES_CLAIM_WORK_H
#define ICD_RULES_CLAIM_WORK_H

#include "coding/claim_code.h"
#include "coding/spans.h"
#include "circumstances.h"
#include "finding.h"

#include <string.h>

struct claim_work {
	struct icd_shelf *shelf;
	struct icd_view view;
	struct icd_pool *pool;
	const struct icd_claim_code **codes; /* each once, as listed; unknown ones too (known is false) */
	const char **typed;                  /* as they were typed or sent */
	char *poa;                           /* their POA indicators, 0 for none */
	unsigned count;
	uint64_t reach; /* where the known codes that are reported lie (icd_reach) */
	const struct icd_circumstances *said;
	bool matrix;     /* Excludes1 only */
	unsigned worded; /* the severity from which on findings are put into words */
	struct icd_finding *findings;
	size_t finding_count, capacity;
	/* Those of each rule: number + 1 of the latest, and of each the one before it; 0: none. */
	uint32_t latest[ICD_RULES], *earlier;
	size_t earlier_room;
	/* Where there are many: which of the first `kept` ones name a code. */
	size_t kept, mention_count, mention_room;
	struct claim_mention *mentions; /* owned: claim_forget_mentions */
	struct icd_hash mentioned;
	struct icd_finding lost; /* stands in for a finding there is no memory for */
	bool failed;             /* records cannot be read: err is filled */
	struct icd_error *err;
};

/* ---- kinds of code ---- */

static inline bool claim_in(const struct icd_claim_code *code, enum claim_span_kind kind)
{
	return code->spans >> kind & 1;
}

/* Names the sequela of something past, whose residual is coded before it [I.B.10]. */
static inline bool claim_is_sequela(const struct icd_claim_code *code)
{
	return !claim_in(code, SPAN_EXTERNAL_CAUSE) && !claim_in(code, SPAN_WITH_RESIDUAL) &&
	       (code->encounter == ICD_ENCOUNTER_SEQUELA || strncmp(code->title, "Sequela", 7) == 0);
}

/* What the code of a drug says of it; DRUG_NONE of other codes. */
static inline enum claim_drug claim_drug_of(const struct icd_claim_code *code)
{
	return claim_in(code, SPAN_DRUG) ? claim_drug_intent(code->code) : DRUG_NONE;
}

/* ---- the groups of rules ---- */

typedef void claim_rules(struct claim_work *work);

claim_rules claim_check_validity;     /* claim_valid.c */
claim_rules claim_check_excludes;     /* claim_excludes.c; of a matrix Excludes1 only */
claim_rules claim_check_order;        /* claim_order.c: what is first, what is never */
claim_rules claim_check_causes;       /* claim_causes.c: manifestations, code first, use additional */
claim_rules claim_check_injuries;     /* claim_injuries.c: sequela, external causes, drugs */
claim_rules claim_check_combinations; /* claim_combination.c */
claim_rules claim_check_sides;        /* claim_side.c */
claim_rules claim_check_titles;       /* claim_titles.c: what titles say against each other */
claim_rules claim_check_weeks;        /* claim_weeks.c: weeks of gestation and trimesters */
claim_rules claim_check_sevenths;     /* claim_sevenths.c: one injury told twice, burns */
claim_rules claim_check_relations;    /* claim_relations.c: the rows of data/claim_rules.tsv */

#endif
