/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A claim while its rules are gone through. Private to claim.c and the claim_*.c files,
 * each of which holds a group of rules, and to pair.c.
 */
#ifndef ICD_CLAIM_CLAIM_WORK_H
#define ICD_CLAIM_CLAIM_WORK_H

#include "claim.h"
#include "claim_code.h"

struct claim_work {
	struct icd_shelf *shelf;
	struct icd_view view;
	struct icd_pool *pool;
	const struct icd_linked_code **codes; /* each once, as listed; unknown ones too (known is false) */
	unsigned count;
	bool all_rules; /* not for a matrix, which has Excludes1 only */
	struct icd_finding *findings;
	unsigned finding_count, capacity;
	bool failed; /* out of memory, or err is filled */
	struct icd_error *err;
};

/* The codes and places that the claims have read. */
struct icd_shelf *claims_shelf(struct icd_claims *claims);

/* A finding about one or two codes (b may be NULL). Never NULL: when memory runs out the work fails and a
 * finding that nobody will see is given. */
struct icd_finding *claim_find(struct claim_work *work, enum icd_rule rule, enum icd_severity severity,
			       const char *guideline, const struct icd_linked_code *a, const struct icd_linked_code *b);
void claim_add_code(struct claim_work *work, struct icd_finding *finding, const struct icd_linked_code *code);
/* The first note gives the finding its place and text. */
void claim_add_note(struct claim_work *work, struct icd_finding *finding, const struct icd_linked_place *place,
		    const struct icd_linked_note *note);
void claim_say(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void claim_advise(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Is there a finding of the rule about both codes? */
bool claim_found(const struct claim_work *work, enum icd_rule rule, const struct icd_linked_code *a,
		 const struct icd_linked_code *b);
bool claim_in_spans(const struct icd_rule_span *spans, size_t count, const struct icd_linked_code *code);
#define IN_SPANS(spans, code) claim_in_spans(spans, sizeof(spans) / sizeof *(spans), code)

/* What the fifth or sixth character of T36-T50 says [I.C.19.e.5]. */
enum claim_drug { DRUG_NONE, DRUG_POISONING, DRUG_ADVERSE_EFFECT, DRUG_UNDERDOSING };
enum claim_drug claim_drug_of(const struct icd_linked_code *code);

/* Chapter 15, chapter 19, chapter 20. */
bool claim_is_obstetric(const struct icd_linked_code *code);
bool claim_is_injury(const struct icd_linked_code *code);
bool claim_is_external(const struct icd_linked_code *code);
/* Names the sequela of something past, whose residual is coded before it [I.B.10]. */
bool claim_is_sequela(const struct icd_linked_code *code);

/* The groups of rules. */
void claim_check_validity(struct claim_work *work); /* claim_valid.c */
void claim_check_excludes(struct claim_work *work); /* claim_excludes.c */
void claim_check_excludes1(struct claim_work *work);
void claim_check_order(struct claim_work *work);        /* claim_order.c: what is first, what is never */
void claim_check_causes(struct claim_work *work);       /* claim_causes.c: manifestations, code first, use additional */
void claim_check_injuries(struct claim_work *work);     /* claim_injuries.c: sequela, external causes, drugs */
void claim_check_combinations(struct claim_work *work); /* claim_combination.c */
void claim_check_sides(struct claim_work *work);        /* claim_side.c */

#endif
