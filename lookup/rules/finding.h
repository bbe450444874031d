/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a rule for claims says when it finds something. For the rules, for the claims that run them, and for
 * whoever shows findings.
 */
#ifndef ICD_RULES_FINDING_H
#define ICD_RULES_FINDING_H

#include "book/book.h"

enum icd_severity { ICD_INFO, ICD_WARNING, ICD_ERROR };
extern const char *const icd_severity_names[];
/* False when no severity has that name. */
bool icd_severity_named(const char *name, enum icd_severity *severity);
/* The severity from which on findings make a failure: one of these names, or "none", for which *least is above all. */
bool icd_fail_on_named(const char *name, unsigned *least);

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
	ICD_RULE_TRIMESTER,
	ICD_RULE_ORGANISM,
	ICD_RULE_CONTRADICTION,
	ICD_RULE_MCE,
	ICD_RULE_NOT_LISTED, /* against a code list of the user's: found by who runs the claims */
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

#endif
