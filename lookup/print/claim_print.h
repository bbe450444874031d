/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings as text, JSON and rows. For cmd_claim.c and cmd_pair.c. */
#ifndef ICD_PRINT_CLAIM_PRINT_H
#define ICD_PRINT_CLAIM_PRINT_H

#include "claim/claim.h"
#include "output.h"

/* A claim's name and date, as far as it has them. */
struct claim_label {
	const char *id;     /* NULL: none was given */
	unsigned long line; /* of its line or segment; 0 when it was typed as arguments */
	icd_date on;
	unsigned icd9; /* ICD-9-CM codes that were only counted */
};

/* "Excludes1 at M54.5" and the like in front of a note's words. */
const char *note_kind_words(enum icd_entry_kind kind);

void finding_print_text(const struct output *out, const struct icd_finding *finding);
void finding_print_line(const struct output *out, const struct claim_label *label, const struct icd_finding *finding);
void finding_print_row(const struct output *out, const struct claim_label *label, const struct icd_finding *finding);
json_t *finding_json(const struct icd_finding *finding);
/* The object of the contract with the findings of at least a severity. */
json_t *claim_json(const struct claim_label *label, const struct icd_claim_result *result, enum icd_severity least,
		   const char *warning);

#endif
