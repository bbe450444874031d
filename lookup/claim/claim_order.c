/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must come first, what never may, and where the order depends on the encounter. */
#include "claim_work.h"

#include <string.h>

/* ---- only first [I.C.21.c.15] ---- */

static const struct icd_rule_span first_only[] = {
	{"Z00", "Z02"}, {"Z04", NULL}, {"Z332", NULL}, {"Z3181", NULL}, {"Z3183", NULL}, {"Z3184", NULL},
	{"Z34", NULL},  {"Z38", NULL}, {"Z39", NULL},  {"Z40", NULL},   {"Z42", NULL},   {"Z510", NULL},
	{"Z511", NULL}, {"Z52", NULL}, {"Z761", NULL}, {"Z762", NULL},  {"Z9912", NULL},
};
static const struct icd_rule_span first_only_not[] = {{"Z006", NULL}, {"Z529", NULL}};

static bool is_first_only(const struct icd_linked_code *code)
{
	return IN_SPANS(first_only, code) && !IN_SPANS(first_only_not, code);
}

static void check_first_only(struct claim_work *work)
{
	struct icd_finding *together = NULL;
	bool first = work->count && is_first_only(work->codes[0]);
	for (unsigned i = 1; i < work->count; i++) {
		const struct icd_linked_code *code = work->codes[i];
		if (!code->known || !is_first_only(code))
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

struct never_first {
	struct icd_rule_span span;
	enum icd_rule rule;
	const char *guideline, *what;
};

/* The first row that fits counts. */
static const struct never_first never_first[] = {
	{{"Z68", NULL}, ICD_RULE_SECONDARY_ONLY, "I.B.14", "a body mass index"},
	{{"R297", NULL}, ICD_RULE_SECONDARY_ONLY, "I.B.14", "a stroke scale score"},
	{{"R4021", "R4024"}, ICD_RULE_SECONDARY_ONLY, "I.B.14", "a coma scale score"},
	{{"Y90", NULL}, ICD_RULE_SECONDARY_ONLY, "I.B.14", "a blood alcohol level"},
	{{"Z55", "Z65"}, ICD_RULE_SECONDARY_ONLY, "I.B.14", "a social determinant of health"},
	{{"Z3A", NULL}, ICD_RULE_SECONDARY_ONLY, "I.C.21.c.11", "weeks of gestation"},
	{{"Z37", NULL}, ICD_RULE_SECONDARY_ONLY, "I.C.21.c.11", "the outcome of delivery"},
	{{"V00", "Y99"}, ICD_RULE_EXTERNAL_CAUSE, "I.C.20.a.6", "an external cause"},
};

static void check_never_first(struct claim_work *work)
{
	const struct icd_linked_code *code = work->count ? work->codes[0] : NULL;
	for (size_t i = 0; code && code->known && i < sizeof never_first / sizeof *never_first; i++) {
		const struct never_first *row = &never_first[i];
		if (!icd_rule_span_has(&row->span, code))
			continue;
		struct icd_finding *finding = claim_find(work, row->rule, ICD_WARNING, row->guideline, code, NULL);
		claim_say(work, finding, "%s tells %s and is never first-listed", code->shown, row->what);
		claim_advise(work, finding, "List the condition it belongs to before it.");
		return;
	}
}

/* ---- pregnancy [I.C.15.a.1] ---- */

static void check_obstetric(struct claim_work *work)
{
	struct icd_finding *finding = NULL;
	if (!work->count || !work->codes[0]->known || claim_is_obstetric(work->codes[0]))
		return;
	for (unsigned i = 1; i < work->count; i++) {
		const struct icd_linked_code *code = work->codes[i];
		if (!code->known || !claim_is_obstetric(code) || claim_is_sequela(code))
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
	static const struct icd_rule_span pain = {"G89", NULL};
	for (unsigned i = 0; work->count > 1 && i < work->count; i++) {
		const struct icd_linked_code *code = work->codes[i];
		if (!code->known || !icd_rule_span_has(&pain, code))
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
