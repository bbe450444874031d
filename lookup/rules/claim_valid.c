/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is each code one that can be billed on its date? */
#include "findings.h"

#include <string.h>

struct verdict {
	enum icd_rule rule;
	enum icd_severity severity;
	const char *guideline;
	const char *what; /* follows the code */
};

static const struct verdict verdicts[] = {
	[ICD_DETAIL_HEADER] = {ICD_RULE_HEADER, ICD_ERROR, "I.A.3",
			       "is a header: it has codes below it and is not reported itself"},
	[ICD_DETAIL_NEEDS_SEVENTH] = {ICD_RULE_SEVENTH_CHARACTER, ICD_ERROR, "I.A.5",
				      "is not valid without its 7th character"},
	[ICD_DETAIL_BAD_SEVENTH] = {ICD_RULE_SEVENTH_CHARACTER, ICD_ERROR, "I.A.5",
				    "has a 7th character that does not apply, or not in seventh place"},
	[ICD_DETAIL_RETIRED] = {ICD_RULE_INVALID, ICD_ERROR, "", "is no longer in the code set on this date"},
	[ICD_DETAIL_FUTURE] = {ICD_RULE_INVALID, ICD_ERROR, "", "is not yet in the code set on this date"},
	[ICD_DETAIL_UNKNOWN] = {ICD_RULE_INVALID, ICD_ERROR, "", "is in none of the releases held"},
	[ICD_DETAIL_UNCERTAIN] = {ICD_RULE_INVALID, ICD_WARNING, "",
				  "changed at some date between two releases held, and this date lies between"},
	[ICD_DETAIL_MALFORMED] = {ICD_RULE_INVALID, ICD_ERROR, "", "does not look like an ICD-10-CM code"},
};

static void put_stretch(struct claim_work *work, struct icd_finding *finding, const struct icd_claim_code *code)
{
	char date[ICD_DATE_SIZE];
	const struct icd_validity *validity = &code->validity;
	if (code->detail == ICD_DETAIL_FUTURE)
		claim_advise(work, finding, "It is valid from %s.", icd_date_format(validity->from, date));
	else if (validity->billable_to)
		claim_advise(work, finding, "It was billable to %s.", icd_date_format(validity->billable_to, date));
}

static void put_better(struct claim_work *work, struct icd_finding *finding, const struct icd_claim_code *code)
{
	const unsigned most = 8;
	if (code->better_count == 0 || finding->severity < work->worded)
		return;
	const char *list =
		icd_pool_joined(work->pool, ", ", code->better, code->better_count < most ? code->better_count : most);
	if (code->better_count > most)
		list = icd_pool_print(work->pool, "%s and %u more", list, code->better_count - most);
	bool known = code->known || code->validity.from;
	claim_advise(work, finding, "%s %s.", known ? "Look at" : code->meant ? "Meant was" : "Nearest:", list);
}

void claim_check_validity(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (code->detail == ICD_DETAIL_OK)
			continue;
		const struct verdict *verdict = &verdicts[code->detail];
		struct icd_finding *finding =
			claim_find(work, verdict->rule, verdict->severity, verdict->guideline, code, NULL);
		claim_say(work, finding, "%s %s", code->shown,
			  code->overfull ? "is a complete code with a character too many" : verdict->what);
		put_stretch(work, finding, code);
		put_better(work, finding, code);
	}
}
