/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sequelae, external causes, poisoning and adverse effects. */
#include "findings.h"

#include <string.h>

/* ---- sequelae [I.B.10] ---- */

/* What may be left over from a past injury: anything but injuries, causes and other sequelae. */
static bool may_be_residual(const struct icd_claim_code *code)
{
	return code->known && !claim_is_sequela(code) && !claim_in(code, SPAN_EXTERNAL_CAUSE);
}

/* A sequela code followed by its manifestation stands first [I.B.10]: E64.3 before M49.82. */
static bool before_manifestation(const struct claim_work *work)
{
	return work->count > 1 && work->codes[1]->known && work->codes[1]->manifestation;
}

static void check_sequelae(struct claim_work *work)
{
	const struct icd_claim_code *first = work->count ? work->codes[0] : NULL, *residual = NULL;
	if (!first || !first->known || !claim_is_sequela(first) || before_manifestation(work))
		return;
	for (unsigned i = 1; i < work->count && !residual; i++) {
		if (may_be_residual(work->codes[i]))
			residual = work->codes[i];
	}
	struct icd_finding *finding = claim_find(work, ICD_RULE_SEQUELA, ICD_WARNING, "I.B.10", first, residual);
	if (residual) {
		claim_say(work, finding,
			  "%s tells what the condition is left over from; the condition itself goes first",
			  first->shown);
		claim_advise(work, finding, "List the residual first, then %s.", first->shown);
	} else {
		claim_say(work, finding,
			  "%s tells what a condition is left over from; the code of that condition is missing",
			  first->shown);
		claim_advise(work, finding, "Add the residual before it.");
	}
}

/* ---- external causes ---- */

/* Which encounters the codes of some spans are for: a bit for each. */
static unsigned encounters(const struct claim_work *work, uint32_t spans)
{
	unsigned bits = 0;
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known && (work->codes[i]->spans & spans) && work->codes[i]->encounter)
			bits |= 1u << work->codes[i]->encounter;
	}
	return bits;
}

static const char *const encounter_names[] = {"", "initial", "subsequent", "sequela"};

/* [I.C.20.a.2] */
static void check_seventh(struct claim_work *work, const struct icd_claim_code *code, unsigned injuries)
{
	if (!code->encounter || !injuries || (injuries & 1u << code->encounter))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_EXTERNAL_CAUSE, ICD_WARNING, "I.C.20.a.2", code, NULL);
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known && claim_in(work->codes[i], SPAN_INJURY) && work->codes[i]->encounter)
			claim_add_code(work, finding, work->codes[i]);
	}
	claim_say(work, finding, "The 7th character of %s (%s) is not that of the injury", code->shown,
		  encounter_names[code->encounter]);
	claim_advise(work, finding, "An external cause takes the 7th character of the injury it belongs to.");
}

/* [I.C.20.b, I.C.20.c, I.C.20.k] */
static void check_place(struct claim_work *work, const struct icd_claim_code *code, unsigned all)
{
	static const char *const names[] = {
		[SPAN_PLACE] = "place", [SPAN_ACTIVITY] = "activity", [SPAN_STATUS] = "status"};
	enum claim_span_kind kind = SPAN_PLACE;
	while (kind <= SPAN_STATUS && !claim_in(code, kind))
		kind++;
	if (kind > SPAN_STATUS || !all || (all & 1u << ICD_ENCOUNTER_INITIAL))
		return;
	const struct claim_span *span = claim_span_of(kind, code->code, work->view.on);
	struct icd_finding *finding =
		claim_find(work, ICD_RULE_EXTERNAL_CAUSE, ICD_WARNING, span->guideline, code, NULL);
	claim_say(work, finding, "%s tells the %s, which belongs to the initial encounter", code->shown, names[kind]);
	claim_advise(work, finding, "Leave it out at later encounters.");
}

static void check_external(struct claim_work *work)
{
	unsigned injuries = encounters(work, 1u << SPAN_INJURY), all = injuries;
	if (!injuries)
		all = encounters(work, 1u << SPAN_EXTERNAL_CAUSE);
	for (unsigned i = 0; i < work->count; i++) {
		if (!work->codes[i]->known || !claim_in(work->codes[i], SPAN_EXTERNAL_CAUSE))
			continue;
		check_seventh(work, work->codes[i], injuries);
		check_place(work, work->codes[i], all);
	}
}

/* ---- drugs [I.C.19.e.5] ---- */

/* Adverse effects and underdosing: the reaction, or the condition treated, goes first. */
static void check_effect(struct claim_work *work)
{
	const struct icd_claim_code *code = work->count ? work->codes[0] : NULL;
	enum claim_drug drug = code && code->known ? claim_drug_of(code) : DRUG_NONE;
	if ((drug != DRUG_ADVERSE_EFFECT && drug != DRUG_UNDERDOSING) || claim_is_sequela(code))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_SECONDARY_ONLY, ICD_WARNING, "I.C.19.e.5", code, NULL);
	claim_say(work, finding, "%s names the drug of %s and is never first-listed", code->shown,
		  drug == DRUG_UNDERDOSING ? "an underdosing" : "an adverse effect");
	claim_advise(work, finding, "List %s first, then the drug.",
		     drug == DRUG_UNDERDOSING ? "the condition it was taken for" : "the reaction");
}

/* Does something stand before a poisoning that has a claim to the first place of its own? */
static bool goes_before_poisoning(const struct icd_claim_code *code)
{
	return !code->known || claim_in(code, SPAN_INJURY) || claim_in(code, SPAN_OBSTETRIC) ||
	       claim_in(code, SPAN_EXTERNAL_CAUSE) || claim_in(code, SPAN_HEALTH_FACTOR);
}

static void check_poisoning(struct claim_work *work)
{
	if (!work->count || goes_before_poisoning(work->codes[0]))
		return;
	for (unsigned i = 1; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		bool toxic = claim_in(code, SPAN_TOXIC);
		if (!code->known || (!toxic && claim_drug_of(code) != DRUG_POISONING) ||
		    code->encounter == ICD_ENCOUNTER_SEQUELA)
			continue;
		struct icd_finding *finding =
			claim_find(work, ICD_RULE_FIRST_LISTED, ICD_WARNING, "I.C.19.e.5", work->codes[0], code);
		claim_say(work, finding, "%s is a %s, which goes before the conditions it caused", code->shown,
			  toxic ? "toxic effect" : "poisoning");
		claim_advise(work, finding, "List it first, unless the encounter is for something else.");
		return;
	}
}

void claim_check_injuries(struct claim_work *work)
{
	check_sequelae(work);
	check_external(work);
	check_effect(work);
	check_poisoning(work);
}
