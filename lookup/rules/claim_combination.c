/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codes that stand for several conditions at once replace the codes of their parts [I.B.9]. */
#include "findings.h"

#include "coding/combinations.h"

#include <string.h>

/* ---- what guidelines name ---- */

static bool on_claim(const struct claim_work *work, const char *prefix)
{
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known && strncmp(work->codes[i]->code, prefix, strlen(prefix)) == 0)
			return true;
	}
	return false;
}

/* Hypertension with the kidney and the heart has a code for all three. */
static const char *instead_of(const struct claim_work *work, const struct combination *row)
{
	bool heart = on_claim(work, "I50"), kidney = on_claim(work, "N18");
	return strcmp(row->part, "I10") == 0 && heart && kidney ? "I13.-" : row->instead;
}

/* Is the code for both on the claim already? */
static bool has_instead(const struct claim_work *work, const struct combination *row)
{
	char code[ICD_DOTTED_SIZE];
	size_t length = 0;
	for (const char *from = row->instead; *from && length < sizeof code - 1; from++) {
		if (icd_is_letter_or_digit(*from))
			code[length++] = *from;
	}
	code[length] = '\0';
	return on_claim(work, code);
}

static void check_table(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	for (uint64_t rows = a->part & b->partner; rows; rows &= rows - 1) {
		const struct combination *row = combination_at((unsigned)__builtin_ctzll(rows));
		if (!claim_in_force(row->from, row->to, work->view.on))
			continue;
		if (has_instead(work, row) && strcmp(row->guideline, "I.A.15") == 0)
			return;
		struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, row->guideline, a, b);
		claim_say(work, finding, "%s is one code: %s", row->why, instead_of(work, row));
		claim_advise(work, finding,
			     "The guidelines presume that the two belong together. Report the combination%s, unless "
			     "the record says that they are unrelated.",
			     row->part[0] == 'I' && row->with[0] != 'I' ? ", with the N18 code behind it for the stage"
			     : row->part[0] == 'I' && strcmp(row->with, "I50") == 0
				     ? ", with the I50 code behind it for the kind of failure"
				     : "");
		return;
	}
}

/* ---- diabetes and others "without complication" ---- */

/* "Type 2 diabetes mellitus without complications" beside another code of E11. */
static void check_without(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	if (!a->without_complication || b->without_complication || !b->with || strcmp(a->category, b->category) != 0 ||
	    claim_in(a, SPAN_INJURY))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.B.9", a, b);
	claim_say(work, finding, "%s says \"without complications\", %s names one: they contradict each other",
		  a->shown, b->shown);
	claim_advise(work, finding, "Leave out %s if the complication is right.", a->shown);
}

void claim_check_combinations(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		for (unsigned j = 0; j < work->count; j++) {
			const struct icd_claim_code *a = work->codes[i], *b = work->codes[j];
			if (i == j || !a->known || !b->known)
				continue;
			check_table(work, a, b);
			check_without(work, a, b);
		}
	}
}
