/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Right, left and bilateral [I.B.13]. The families are read off the titles: codes whose
 * titles differ in nothing but the side. A right with a left is right unless the family has
 * a bilateral code on the date; a bilateral beside one of its sides contradicts it.
 */
#include "findings.h"

#include "coding/family.h"
#include "coding/title_facts.h"

#include <string.h>

/* A side's title may name the organ ("right eye", "right hand"), the bilateral's need not. */
static bool bilateral_of(const struct icd_title_words *bilateral, const struct icd_title_words *one)
{
	return icd_title_more(bilateral, one) == 0 && icd_title_more(one, bilateral) <= 1;
}

/* ---- the bilateral code of a family ---- */

/*
 * The bilateral code of a side's family, the nearest in words; of equally near ones that below the same header, where a
 * word more may be left out ("right lower limb", "bilateral"). NULL when there is none.
 */
static const char *find_bilateral(struct claim_work *work, const struct icd_claim_code *code,
				  const struct icd_title_words *one)
{
	const struct icd_family *family = icd_shelf_family(work->shelf, &work->view, code->category, work->err);
	const char *best = NULL;
	unsigned least = UINT32_MAX; /* how much the best so far differs */
	bool best_near = false;
	work->failed |= !family;
	for (size_t i = 0; family && i < family->count; i++) {
		const struct icd_family_member *member = &family->at[i];
		struct icd_title_words words;
		if (member->side != ICD_SIDE_BOTH)
			continue;
		icd_title_read(member->title, &words);
		bool near = strncmp(member->code, code->group, strlen(code->group)) == 0;
		unsigned extra = icd_title_more(one, &words);
		if (icd_title_more(&words, one) > 0 || extra > (near ? 2 : 1) || extra > least ||
		    (extra == least && (best_near || !near)))
			continue;
		least = extra;
		best_near = near;
		best = member->code;
	}
	return best;
}

/* ---- pairs ---- */

static void report_both(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b,
			const struct icd_title_words *words)
{
	char bilateral[ICD_DOTTED_SIZE];
	const char *code = find_bilateral(work, a, words);
	if (!code)
		return;
	icd_code_format(code, bilateral);
	struct icd_finding *finding = claim_find(work, ICD_RULE_SIDE, ICD_WARNING, "I.B.13", a, b);
	claim_say(work, finding, "Right and left of the same condition have a code for both sides: %s", bilateral);
	claim_advise(work, finding, "Report %s instead of the two.", bilateral);
}

static void report_contradiction(struct claim_work *work, const struct icd_claim_code *whole,
				 const struct icd_claim_code *part)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_SIDE, ICD_WARNING, "I.B.13", whole, part);
	claim_say(work, finding, "%s is for both sides, %s for one of them: they contradict each other", whole->shown,
		  part->shown);
	claim_advise(work, finding, "Keep the one that the record supports.");
}

static void report_unspecified(struct claim_work *work, const struct icd_claim_code *known,
			       const struct icd_claim_code *unspecified)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_SIDE, ICD_WARNING, "I.B.13", known, unspecified);
	claim_say(work, finding, "%s names the side, %s leaves the side of the same condition unspecified",
		  known->shown, unspecified->shown);
	claim_advise(work, finding, "Leave out %s where the record names the side.", unspecified->shown);
}

static void compare(struct claim_work *work, const struct icd_claim_code *a, const struct icd_title_words *x,
		    const struct icd_claim_code *b, const struct icd_title_words *y)
{
	if (x->side == ICD_SIDE_BOTH && icd_is_one_side(y->side) && bilateral_of(x, y))
		report_contradiction(work, a, b);
	else if (y->side == ICD_SIDE_BOTH && icd_is_one_side(x->side) && bilateral_of(y, x))
		report_contradiction(work, b, a);
	else if (icd_is_one_side(x->side) && icd_is_one_side(y->side) && x->side != y->side && icd_title_same(x, y))
		report_both(work, a, b, x);
	else if (icd_is_one_side(x->side) && y->side == ICD_SIDE_UNSPECIFIED && icd_title_same(x, y))
		report_unspecified(work, a, b);
	else if (icd_is_one_side(y->side) && x->side == ICD_SIDE_UNSPECIFIED && icd_title_same(x, y))
		report_unspecified(work, b, a);
}

/* Does one name a side and the other another one, by titles of which one has a word more at most? */
static bool may_be_sides(const struct icd_title_facts *a, const struct icd_title_facts *b)
{
	uint64_t differ = a->words ^ b->words;
	return a->side != b->side && (icd_is_one_side(a->side) || icd_is_one_side(b->side)) &&
	       (differ & (differ - 1)) == 0;
}

static void check_sides(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_title_words x, y;
	if (!may_be_sides(icd_title_facts(a), icd_title_facts(b)))
		return;
	icd_title_read(a->title, &x);
	icd_title_read(b->title, &y);
	compare(work, a, &x, b, &y);
}

static bool may_have_side(const struct icd_claim_code *code)
{
	return code->known && (code->names_side || code->unspecified);
}

void claim_check_sides(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *a = work->codes[i];
		for (unsigned j = i + 1; j < work->count && may_have_side(a) && !work->failed; j++) {
			const struct icd_claim_code *b = work->codes[j];
			if (memcmp(a->category, b->category, sizeof a->category) == 0 && may_have_side(b))
				check_sides(work, a, b);
		}
	}
}
