/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The codes that the rules for claims speak of: the rows of data/claim_spans.tsv, which also says for each the
 * guideline or note it stands for and from when to when it holds. For the rules (lookup/rules/).
 */
#ifndef ICD_CODING_SPANS_H
#define ICD_CODING_SPANS_H

#include "base/base.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What the codes of a span are to the rules. The first column of the table has these names in lower case. */
enum claim_span_kind {
	SPAN_FIRST_LISTED,   /* only ever first-listed */
	SPAN_SECONDARY_ONLY, /* never first-listed, since they only say more of another code */
	SPAN_EXTERNAL_CAUSE, /* chapter 20; never first-listed either */
	SPAN_PLACE,          /* external causes that tell where it happened */
	SPAN_ACTIVITY,       /* external causes that tell what the patient was doing */
	SPAN_STATUS,         /* external causes that tell whether the patient was at work */
	SPAN_OBSTETRIC,      /* chapter 15 */
	SPAN_INJURY,         /* chapter 19 */
	SPAN_DRUG,           /* name a drug and whether it was a poisoning, an adverse effect or an underdosing */
	SPAN_TOXIC,          /* name a substance that is no drug, its effect and the intent */
	SPAN_WITH_RESIDUAL,  /* sequelae that name what is left over too */
	SPAN_PAIN,           /* pain of which the site is told by another code */
	SPAN_HEALTH_FACTOR,  /* chapter 21 */
	SPAN_NO_CAUSE,       /* cannot be the disease that underlies a manifestation */
	SPANS
};

/*
 * Codes whose stored spelling begins with one start, or lies from one to another, as numbers in the order of spelling:
 * spans are only right where that is the tabular order too.
 */
struct claim_codes {
	uint64_t from, to; /* both included */
};

struct claim_span {
	enum claim_span_kind kind;
	struct claim_codes codes;
	icd_date from, to;     /* days on which the rule holds, both included; 0: no end */
	bool except;           /* takes codes out of the spans of its kind */
	const char *guideline; /* "I.C.21.c.15" */
	const char *what;      /* what such a code tells ("a body mass index"), where a finding says so */
};

/* Does the rule hold on the day? */
static inline bool claim_in_force(icd_date from, icd_date to, icd_date on)
{
	return from <= on && (!to || on <= to);
}

/* A stored spelling as such a number; "" is 0, which lies in none. */
static inline uint64_t claim_spelled(const char *code)
{
	size_t length = strnlen(code, ICD_CODE_LENGTH);
	return length ? icd_pack(code, length) << 8 * (8 - length) : 0;
}

static inline bool claim_codes_have(const struct claim_codes *codes, uint64_t spelled)
{
	return codes->from <= spelled && spelled <= codes->to;
}

/* The row of the kind that has the code on the day, the first if there are several; NULL when none has it or
 * an exception takes it out. */
const struct claim_span *claim_span_of(enum claim_span_kind kind, const char *code, icd_date on);

/* All kinds of span that the code lies in on the day: a sum of 1 << kind. */
uint32_t claim_spans_of(const char *code, icd_date on);

/* The days on which what claim_spans_of says of a code may change, not in order, some more than once; `out` may be NULL.
 * Returns how many they are. */
size_t claim_span_days(icd_date *out);

/* What the fifth or sixth character of a drug's code says [I.C.19.e.5]. */
enum claim_drug { DRUG_NONE, DRUG_POISONING, DRUG_ADVERSE_EFFECT, DRUG_UNDERDOSING };
enum claim_drug claim_drug_intent(const char *code);

#endif
