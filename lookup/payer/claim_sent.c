/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with a claim as it was sent: codes of ICD-9-CM alone, codes with their dots. */
#include "rules/findings.h"
#include "payer.h"

#include <string.h>

#define ICD10_BEGINS 20151001 /* 45 CFR 162.1002: of services from this day on ICD-10-CM */

static void say_icd9(struct claim_work *work)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_INVALID, ICD_ERROR, "", NULL, NULL);
	claim_say(work, finding, "all diagnoses of the claim are sent as ICD-9-CM codes (%u)", work->said->icd9);
	claim_advise(work, finding, "From 2015-10-01 on ICD-10-CM is reported, with the qualifiers ABK and ABF.");
}

void claim_check_sent(struct claim_work *work)
{
	if (work->count == 0 && work->said->icd9 && work->view.on >= ICD10_BEGINS)
		say_icd9(work);
	for (unsigned i = 0; work->said->x12 && i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!code->known || !strchr(work->typed[i], '.'))
			continue;
		struct icd_finding *finding = claim_find(work, ICD_RULE_INVALID, ICD_WARNING, "", code, NULL);
		claim_say(work, finding, "%s was sent with its dot", code->shown);
		claim_advise(work, finding, "In an 837 codes have none.");
	}
}
