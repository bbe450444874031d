/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What guidelines say of sets of codes on one claim: not together, in which order, at most one. The rows are those of
 * data/claim_rules.tsv, which says for each the section it stands for and from when to when it holds.
 */
#include "findings.h"

#include "coding/sets.h"

#include <string.h>

/* What a row says of its codes and the others. The third column of the table has these names in lower case. */
enum relation {
	RELATION_NOT_WITH,  /* a code of the set and one of the others contradict each other */
	RELATION_NEEDS,     /* one of the others stands on the claim too */
	RELATION_AFTER,     /* one of the others stands before it */
	RELATION_BEFORE,    /* none of the others stands before it */
	RELATION_LEADS,     /* of all that are of either set the first is one of it */
	RELATION_ONE,       /* no two codes of the set */
	RELATION_ALONE,     /* no other code */
	RELATION_NOT_ALONE, /* some other code */
};

struct claim_relation {
	enum icd_rule rule;
	enum icd_severity severity;
	enum relation relation;
	unsigned length;   /* of NOT_WITH: the two begin with so many equal characters; of ONE: what begins so is one */
	bool side;         /* the two are not of different sides */
	bool seventh;      /* the two have the same 7th character */
	int codes, others; /* sets by number, -1: none */
	int where, unless; /* the claim has, or has not, a code of these besides */
	icd_date from, to;
	const char *guideline;
	const char *what, *advice;
};

static const struct claim_relation relations[] = {
#include "claim_relations.inc"
};

struct relation_work {
	struct claim_work *work;
	struct claim_sets all; /* of the codes of the claim together */
	bool whole;            /* all codes are known: what seems to be missing is */
};

static bool is_in(const struct relation_work *search, unsigned i, int set)
{
	const struct icd_claim_code *code = search->work->codes[i];
	return code->known && claim_sets_have(&code->sets, (unsigned)set);
}

static bool any(const struct relation_work *search, int set)
{
	return claim_sets_have(&search->all, (unsigned)set);
}

/* May the two be about the same: same start, no other side, same 7th character, as the row asks? */
static bool fit(const struct claim_relation *row, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	if (row->length && strncmp(a->code, b->code, row->length) != 0)
		return false;
	if (row->side && icd_is_one_side(a->side) && icd_is_one_side(b->side) && a->side != b->side)
		return false;
	return !row->seventh || (strlen(a->code) == ICD_CODE_LENGTH && strlen(b->code) == ICD_CODE_LENGTH &&
				 a->code[ICD_CODE_LENGTH - 1] == b->code[ICD_CODE_LENGTH - 1]);
}

/* An Excludes1 note that parts the two says more than a row. */
static bool told(const struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	return claim_found(work, ICD_RULE_EXCLUDES1, a, b);
}

static struct icd_finding *report(struct claim_work *work, const struct claim_relation *row,
				  const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_finding *finding = claim_find(work, row->rule, row->severity, row->guideline, a, b);
	claim_say(work, finding, "%s", row->what);
	claim_advise(work, finding, "%s", row->advice);
	return finding;
}

/* ---- relations ---- */

/* All of the others that contradict a code make one finding. */
static void check_not_with(struct claim_work *work, const struct claim_relation *row,
			   const struct relation_work *search, unsigned self)
{
	const struct icd_claim_code *code = work->codes[self];
	struct icd_finding *finding = NULL;
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *other = work->codes[i];
		bool turned = is_in(search, i, row->codes) && is_in(search, self, row->others) && i < self;
		if (i == self || turned || !is_in(search, i, row->others) || !fit(row, code, other) ||
		    told(work, code, other))
			continue;
		if (finding)
			claim_add_code(work, finding, other);
		else
			finding = report(work, row, code, other);
	}
}

/* The first of the others that fits the code, from position `from` to before `to`; NULL when none does. */
static const struct icd_claim_code *partner(const struct relation_work *search, const struct claim_relation *row,
					    unsigned self, unsigned from, unsigned to)
{
	struct claim_work *work = search->work;
	for (unsigned i = from; i < to; i++) {
		if (i != self && is_in(search, i, row->others) && fit(row, work->codes[self], work->codes[i]))
			return work->codes[i];
	}
	return NULL;
}

static void check_needs(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search,
			unsigned self)
{
	if (search->whole && !partner(search, row, self, 0, work->count))
		report(work, row, work->codes[self], NULL);
}

static bool told_first(const struct claim_work *work, const struct icd_claim_code *code)
{
	return claim_found(work, ICD_RULE_SECONDARY_ONLY, code, code) ||
	       claim_found(work, ICD_RULE_EXTERNAL_CAUSE, code, code);
}

static void check_after(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search,
			unsigned self)
{
	const struct icd_claim_code *code = work->codes[self];
	if (partner(search, row, self, 0, self) || (self == 0 && told_first(work, code)))
		return;
	const struct icd_claim_code *behind = partner(search, row, self, self + 1, work->count);
	if (!behind && !search->whole)
		return;
	struct icd_finding *finding = report(work, row, code, behind);
	if (behind)
		claim_advise(work, finding, "List %s before %s.", behind->shown, code->shown);
	else
		claim_advise(work, finding, "No such code is on the claim.");
}

static void check_before(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search,
			 unsigned self)
{
	const struct icd_claim_code *before = partner(search, row, self, 0, self);
	if (before && !told(work, before, work->codes[self]) &&
	    !claim_found(work, ICD_RULE_CODE_FIRST, before, work->codes[self]))
		report(work, row, before, work->codes[self]);
}

static void check_leads(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search)
{
	unsigned first = 0, leader = 0;
	while (first < work->count && !is_in(search, first, row->codes) && !is_in(search, first, row->others))
		first++;
	while (leader < work->count && !is_in(search, leader, row->codes))
		leader++;
	if (leader < work->count && leader > first)
		report(work, row, work->codes[leader], work->codes[first]);
}

static void check_one(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search)
{
	const struct icd_claim_code *first = NULL;
	struct icd_finding *finding = NULL;
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!is_in(search, i, row->codes))
			continue;
		if (!first)
			first = code;
		else if (row->length && strncmp(first->code, code->code, row->length) == 0)
			continue;
		else if (finding)
			claim_add_code(work, finding, code);
		else if (!told(work, first, code))
			finding = report(work, row, first, code);
	}
}

static void check_alone(struct claim_work *work, const struct claim_relation *row, unsigned self)
{
	if ((work->count > 1) == (row->relation == RELATION_ALONE))
		report(work, row, work->codes[self], NULL);
}

/* ---- all rows ---- */

/* Relations of each code of the set; LEADS and ONE are of all of them together. */
static void check_code(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search,
		       unsigned self)
{
	switch (row->relation) {
	case RELATION_NOT_WITH:
		check_not_with(work, row, search, self);
		break;
	case RELATION_NEEDS:
		check_needs(work, row, search, self);
		break;
	case RELATION_AFTER:
		check_after(work, row, search, self);
		break;
	case RELATION_BEFORE:
		check_before(work, row, search, self);
		break;
	default:
		check_alone(work, row, self);
		break;
	}
}

static void check_row(struct claim_work *work, const struct claim_relation *row, const struct relation_work *search)
{
	size_t before = work->finding_count;
	if (row->relation == RELATION_LEADS)
		check_leads(work, row, search);
	else if (row->relation == RELATION_ONE)
		check_one(work, row, search);
	else
		for (unsigned i = 0; i < work->count && work->finding_count == before; i++) {
			if (is_in(search, i, row->codes))
				check_code(work, row, search, i);
		}
}

void claim_check_relations(struct claim_work *work)
{
	struct relation_work search = {.work = work, .whole = true};
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known)
			claim_sets_join(&search.all, &work->codes[i]->sets);
		else
			search.whole = false;
	}
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
		const struct claim_relation *row = &relations[i];
		if (any(&search, row->codes) && claim_in_force(row->from, row->to, work->view.on) &&
		    (row->where < 0 || any(&search, row->where)) && (row->unless < 0 || !any(&search, row->unless)))
			check_row(work, row, &search);
	}
}
