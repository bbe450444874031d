/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must come first, what never may, and where the order depends on the encounter. */
#include "findings.h"

#include <string.h>

/* ---- only first [I.C.21.c.15] ---- */

static void check_first_only(struct claim_work *work)
{
	struct icd_finding *together = NULL;
	bool first = work->count && claim_in(work->codes[0], SPAN_FIRST_LISTED);
	for (unsigned i = 1; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!code->known || !claim_in(code, SPAN_FIRST_LISTED))
			continue;
		if (together) {
			claim_add_code(work, together, code);
		} else if (first) {
			together =
				claim_find(work, ICD_RULE_FIRST_LISTED, ICD_INFO, "I.C.21.c.15", work->codes[0], code);
			claim_say(work, together, "Each of these is reported only as the first-listed code");
			claim_advise(work, together,
				     "Only information: that is right where encounters of one day are combined, "
				     "as radiotherapy with chemotherapy (I.C.2.e.2).");
		} else {
			struct icd_finding *finding =
				claim_find(work, ICD_RULE_FIRST_LISTED, ICD_WARNING, "I.C.21.c.15", code, NULL);
			claim_say(work, finding, "%s is reported only as the first-listed code", code->shown);
			claim_advise(work, finding,
				     "List it first, unless encounters of one day are combined on the claim.");
		}
	}
}

/* ---- never first ---- */

static void check_never_first(struct claim_work *work)
{
	const struct icd_claim_code *code = work->count ? work->codes[0] : NULL;
	if (!code || !code->known)
		return;
	bool external = !claim_in(code, SPAN_SECONDARY_ONLY);
	if (external && !claim_in(code, SPAN_EXTERNAL_CAUSE))
		return;
	enum icd_rule rule = external ? ICD_RULE_EXTERNAL_CAUSE : ICD_RULE_SECONDARY_ONLY;
	const struct claim_span *span =
		claim_span_of(external ? SPAN_EXTERNAL_CAUSE : SPAN_SECONDARY_ONLY, code->code, work->view.on);
	struct icd_finding *finding = claim_find(work, rule, ICD_WARNING, span->guideline, code, NULL);
	claim_say(work, finding, "%s tells %s and is never first-listed", code->shown, span->what);
	claim_advise(work, finding, "List the condition it belongs to before it.");
}

/* ---- pregnancy [I.C.15.a.1] ---- */

static void check_obstetric(struct claim_work *work)
{
	struct icd_finding *finding = NULL;
	if (!work->count || !work->codes[0]->known || claim_in(work->codes[0], SPAN_OBSTETRIC))
		return;
	for (unsigned i = 1; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!code->known || !claim_in(code, SPAN_OBSTETRIC) || claim_is_sequela(code))
			continue;
		if (finding) {
			claim_add_code(work, finding, code);
			continue;
		}
		finding = claim_find(work, ICD_RULE_OBSTETRIC_FIRST, ICD_WARNING, "I.C.15.a.1", work->codes[0], code);
		claim_say(work, finding, "Codes of chapter 15 go before those of other chapters, and %s stands first",
			  work->codes[0]->shown);
		claim_advise(work, finding,
			     "List the chapter 15 code first; codes of other chapters say more about it.");
	}
}

/* ---- pain [I.C.6.b.1.b] ---- */

static void check_pain(struct claim_work *work)
{
	for (unsigned i = 0; work->count > 1 && i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!code->known || !claim_in(code, SPAN_PAIN))
			continue;
		struct icd_finding *finding =
			claim_find(work, ICD_RULE_PAIN_ORDER, ICD_INFO, "I.C.6.b.1.b", code, NULL);
		if (i == 0) {
			claim_say(work, finding,
				  "%s stands first: right where pain control is the reason for the encounter",
				  code->shown);
			claim_advise(work, finding, "Otherwise the code of the site goes first.");
		} else {
			claim_say(work, finding,
				  "%s stands behind: right where the encounter is for something else than pain control",
				  code->shown);
			claim_advise(work, finding, "Where pain control is the reason, it goes first, then the site.");
		}
		claim_advise(work, finding,
			     "It is added only if it says more than the site's code (acute or chronic), and "
			     "not where the cause is known and treated.");
	}
}

void claim_check_order(struct claim_work *work)
{
	check_first_only(work);
	check_never_first(work);
	check_obstetric(work);
	check_pain(work);
}
