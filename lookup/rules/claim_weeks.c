/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Weeks of gestation against what other codes say of the time: the trimester of their title, by the note at chapter 15
 * (the second from 14 weeks 0 days, the third from 28 weeks 0 days) [I.C.15.a.3], and preterm, full-term, post-term.
 */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

/* What words of a title say of the completed weeks; those of the first row that fits count. */
struct window {
	const char *codes; /* starts of the codes that the row is about */
	const char *words; /* "": whatever the title */
	unsigned from, to;
};

/* Tabular list: notes and inclusion terms at O42, O47, O48 and O60; guideline I.C.15.n for O80. */
static const struct window windows[] = {
	{"O42", "Preterm", 0, 36},   {"O42", "Full-term", 37, 99},
	{"O47", "before 37", 0, 36}, {"O47", "at or after 37", 37, 99},
	{"O480", "", 40, 42},        {"O481", "", 42, 99},
	{"O60", "", 0, 36},          {"O80", "", 37, 99},
};

#define UNKNOWN 0

/* Completed weeks; Z3A.01 is less than 8, Z3A.49 more than 42, Z3A.00 not told. */
static unsigned weeks_of(const struct icd_claim_code *code)
{
	return strncmp(code->code, "Z3A", 3) == 0 && strlen(code->code) == 5
		       ? (unsigned)strtoul(code->code + 3, NULL, 10)
		       : UNKNOWN;
}

static unsigned trimester_of(unsigned weeks)
{
	return weeks < 14 ? 1 : weeks < 28 ? 2 : 3;
}

static const char *const trimester_names[] = {"", "first", "second", "third"};

static void check_trimester(struct claim_work *work, const struct icd_claim_code *code,
			    const struct icd_claim_code *weeks)
{
	unsigned said = code->trimesters, is = trimester_of(weeks_of(weeks));
	if (!said || (said >> is & 1))
		return;
	struct icd_finding *finding =
		claim_find(work, ICD_RULE_TRIMESTER, ICD_WARNING, said == 1 ? "I.C.15.a.5" : "I.C.15.a.3", code, weeks);
	if (said == 1)
		claim_say(work, finding, "%s leaves the trimester open, and by the weeks it is the %s", code->shown,
			  trimester_names[is]);
	else
		claim_say(work, finding, "By the weeks it is the %s trimester, and %s says another",
			  trimester_names[is], code->shown);
	claim_advise(
		work, finding,
		"The first trimester is less than 14 weeks 0 days, the third begins with 28 weeks 0 days. In a stay "
		"over two trimesters a complication keeps the one in which it developed.");
}

static void check_window(struct claim_work *work, const struct icd_claim_code *code, const struct icd_claim_code *weeks)
{
	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
		const struct window *row = &windows[i];
		unsigned count = weeks_of(weeks);
		if (strncmp(code->code, row->codes, strlen(row->codes)) != 0 || !strcasestr(code->title, row->words) ||
		    (count >= row->from && count <= row->to))
			continue;
		struct icd_finding *finding =
			claim_find(work, ICD_RULE_TRIMESTER, ICD_WARNING, "I.C.15.a.7", code, weeks);
		claim_say(work, finding, "%s is not of %u completed weeks: \"%s\"", code->shown, count, code->title);
		claim_advise(work, finding, "Look at both codes.");
		return;
	}
}

/* One condition in two trimesters. */
static void check_two(struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *a = work->codes[self];
	unsigned said = a->trimesters;
	for (unsigned i = self + 1; said && i < work->count; i++) {
		const struct icd_claim_code *b = work->codes[i];
		unsigned other =
			b->known && claim_in(b, SPAN_OBSTETRIC) && strcmp(a->group, b->group) == 0 ? b->trimesters : 0;
		if (!other || (said & other) || strlen(a->code) != strlen(b->code))
			continue;
		struct icd_finding *finding = claim_find(work, ICD_RULE_TRIMESTER, ICD_WARNING, "I.C.15.a.3", a, b);
		claim_say(work, finding, "The same condition is on the claim for two trimesters");
		claim_advise(work, finding, "Keep the trimester of the encounter, or that in which it developed.");
	}
}

void claim_check_weeks(struct claim_work *work)
{
	const struct icd_claim_code *weeks = NULL;
	for (unsigned i = 0; i < work->count && !weeks; i++) {
		if (work->codes[i]->known && weeks_of(work->codes[i]) != UNKNOWN)
			weeks = work->codes[i];
	}
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		bool of_pregnancy = claim_in(code, SPAN_OBSTETRIC) || strncmp(code->code, "Z34", 3) == 0;
		if (!code->known || !of_pregnancy)
			continue;
		if (weeks)
			check_trimester(work, code, weeks);
		if (weeks)
			check_window(work, code, weeks);
		else
			check_two(work, i);
	}
}
