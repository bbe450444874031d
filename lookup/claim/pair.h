/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * May two codes be reported together: the notes that speak of it, or what was looked at
 * and found silent. For the command and the shell.
 */
#ifndef ICD_CLAIM_PAIR_H
#define ICD_CLAIM_PAIR_H

#include "claim.h"

enum icd_together {
	ICD_TOGETHER_SAME,    /* one code: reported once [I.B.12] */
	ICD_TOGETHER_UNKNOWN, /* a code was not found, or no tabular list held has it */
	ICD_TOGETHER_NO,      /* Excludes1: not together unless unrelated [I.A.12.a] */
	ICD_TOGETHER_SEQUELA, /* Excludes1, but a residual with its sequela code [I.B.10] */
	ICD_TOGETHER_PARTLY,  /* of headers: some of the codes below exclude each other */
	ICD_TOGETHER_YES,     /* Excludes2 says that both may be reported [I.A.12.b] */
	ICD_TOGETHER_SILENT,  /* no Excludes note in either direction: no more than that */
};
extern const char *const icd_together_names[];

/* A note on the path of one code that means the other. */
struct icd_pair_note {
	struct icd_note note;
	unsigned carrier; /* 0 or 1: on the path of which code it stands */
	bool partly;      /* the other code is a header, and the note means only some below it */
};

struct icd_pair {
	const struct icd_claim_code *codes[2];
	enum icd_together together;
	unsigned note_count;
	struct icd_pair_note *notes; /* Excludes1 first, then by kind; nearest first */
	unsigned finding_count;      /* what the rules for claims say, without the Excludes notes */
	const struct icd_finding *findings;
};

/* The answer lives until the next check or pair with the same claims, and as long as the pool.
 * False on failure only. */
bool icd_pair_make(struct icd_claims *claims, struct icd_pool *pool, icd_date on, const char *first, const char *second,
		   struct icd_pair *pair, struct icd_error *err);

#endif
