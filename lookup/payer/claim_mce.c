/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Medicare's edits of inpatient claims: the Medicare Code Editor (CMS, Definitions of Medicare Code Edits), and the POA
 * indicators (guidelines, appendix I; CMS's list of exempt codes). Nothing of it is said of outpatient claims.
 */
#include "edits/edits.h"
#include "rules/findings.h"
#include "payer.h"

#include <string.h>

#define OLDEST 124 /* years; the editor takes other ages for errors */

static void report(struct claim_work *work, const struct icd_edit_facts *facts, const struct icd_edit_fact *fact,
		   const char *edit, enum icd_severity severity, const struct icd_claim_code *code)
{
	char text[ICD_EDIT_TEXT], date[ICD_DATE_SIZE];
	struct icd_finding *finding = claim_find(work, ICD_RULE_MCE, severity, "", code, NULL);
	claim_say(work, finding, "%s: %s, %s", edit, code->shown, icd_edit_text(fact, text));
	claim_advise(work, finding, "Medicare Code Editor, edition of %s.", icd_date_format(facts->edition, date));
}

/* Every diagnosis is held against the patient's age and sex. */
static void check_patient(struct claim_work *work, const struct icd_edit_facts *facts, const struct icd_edit_fact *fact,
			  const struct icd_claim_code *code)
{
	const struct icd_circumstances *said = work->said;
	bool of_age = icd_edit_is_of_age(fact->edit), known = said->age >= 0 && said->age <= OLDEST;
	if (of_age && known && (said->age < fact->from || said->age > fact->to))
		report(work, facts, fact, "Age conflict", ICD_WARNING, code);
	if ((fact->edit == ICD_EDIT_FEMALE && said->sex == 'M') || (fact->edit == ICD_EDIT_MALE && said->sex == 'F'))
		report(work, facts, fact, "Sex conflict", ICD_WARNING, code);
	if (fact->edit == ICD_EDIT_UNSPECIFIED)
		report(work, facts, fact, "Unspecified code", ICD_WARNING, code);
}

static void check_principal(struct claim_work *work, const struct icd_edit_facts *facts,
			    const struct icd_edit_fact *fact, const struct icd_claim_code *code)
{
	switch (fact->edit) {
	case ICD_EDIT_MANIFESTATION:
		report(work, facts, fact, "Manifestation code as principal diagnosis", ICD_WARNING, code);
		break;
	case ICD_EDIT_QUESTIONABLE:
		report(work, facts, fact, "Questionable admission", ICD_WARNING, code);
		break;
	case ICD_EDIT_UNACCEPTABLE:
		report(work, facts, fact, "Unacceptable principal diagnosis", ICD_WARNING, code);
		break;
	case ICD_EDIT_NEEDS_SECONDARY:
		if (work->count == 1)
			report(work, facts, fact, "Requires secondary diagnosis", ICD_WARNING, code);
		break;
	default:
		break;
	}
}

static void check_code(struct claim_work *work, unsigned i)
{
	struct icd_edit_facts facts;
	const struct icd_claim_code *code = work->codes[i];
	work->failed |= !icd_edits_of(&work->view, work->pool, code->code, &facts, work->err);
	for (unsigned j = 0; !work->failed && j < facts.count; j++) {
		check_patient(work, &facts, &facts.at[j], code);
		if (i == 0)
			check_principal(work, &facts, &facts.at[j], code);
	}
}

/* ---- present on admission ---- */

static void say_poa(struct claim_work *work, const struct icd_claim_code *code, enum icd_known exempt, char poa)
{
	bool told = poa && poa != '1';
	if (exempt == ICD_NOT_KNOWN || told == (exempt == ICD_KNOWN_FALSE))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_MCE, ICD_WARNING, "appendix I", code, NULL);
	if (told)
		claim_say(work, finding, "POA indicator %c of %s, which is exempt from POA reporting", poa,
			  code->shown);
	else if (poa)
		claim_say(work, finding, "POA indicator 1, exempt, of %s, which is not exempt", code->shown);
	else
		claim_say(work, finding, "%s has no POA indicator and is not exempt from POA reporting", code->shown);
}

/* Hospitals that are not paid by stay send no indicators at all: then nothing is said. */
static void check_poa(struct claim_work *work)
{
	bool any = false;
	for (unsigned i = 0; i < work->count; i++)
		any |= work->poa[i] != '\0';
	for (unsigned i = 0; any && i < work->count && !work->failed; i++) {
		struct icd_code_record record;
		const struct icd_claim_code *code = work->codes[i];
		if (code->detail != ICD_DETAIL_OK)
			continue;
		enum icd_found found = icd_store_code(work->view.store, work->pool, code->code, &record, work->err);
		work->failed |= found == ICD_FAILED;
		if (found == ICD_FOUND)
			say_poa(work, code, icd_view_poa_exempt(&work->view, &record), work->poa[i]);
	}
}

void claim_check_mce(struct claim_work *work)
{
	if (!work->said->inpatient)
		return;
	for (unsigned i = 0; i < work->count && !work->failed; i++)
		check_code(work, i);
	check_poa(work);
}
