/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Right, left and bilateral [I.B.13]. The families are read off the titles: codes whose
 * titles differ in nothing but the side. A right with a left is right unless the family has
 * a bilateral code on the date; a bilateral beside one of its sides contradicts it.
 */
#include "findings.h"

#include "coding/family.h"

#include <string.h>

/* A side's title may name the organ ("right eye", "right hand"), the bilateral's need not. */
static bool bilateral_of(const struct icd_title_words *bilateral, const struct icd_title_words *one)
{
	return icd_title_more(bilateral, one) == 0 && icd_title_more(one, bilateral) <= 1;
}

/* ---- the bilateral code of a family ---- */

struct bilateral_work {
	const struct icd_claim_code *code;   /* of one side */
	const struct icd_title_words *words; /* of its title */
	unsigned extra;                      /* how much the best so far differs from it */
	bool near;                           /* the best so far stands below the same header */
	char best[ICD_CODE_SIZE];
};

/* The nearest in words; of equally near ones that below the same header, where a word more may be left out ("right
 * lower limb", "bilateral"). */
static void weigh_bilateral(void *context, const struct icd_child *child, const struct icd_title_words *words)
{
	struct bilateral_work *hunt = context;
	unsigned extra = icd_title_more(hunt->words, words);
	bool near = strncmp(child->code, hunt->code->group, strlen(hunt->code->group)) == 0;
	if (words->side != ICD_SIDE_BOTH || icd_title_more(words, hunt->words) > 0 || extra > (near ? 2 : 1))
		return;
	if (extra > hunt->extra || (extra == hunt->extra && (hunt->near || !near)))
		return;
	hunt->extra = extra;
	hunt->near = near;
	memcpy(hunt->best, child->code, sizeof hunt->best);
}

/* The bilateral code of a side's family, the nearest in words; "" when there is none. */
static const char *find_bilateral(struct claim_work *work, const struct icd_claim_code *code,
				  const struct icd_title_words *words, char out[ICD_DOTTED_SIZE])
{
	struct bilateral_work hunt = {.code = code, .words = words, .extra = UINT32_MAX};
	work->failed |= !icd_family_walk(work->shelf, &work->view, work->pool, code->category, weigh_bilateral, &hunt,
					 work->err);
	out[0] = '\0';
	return *hunt.best ? icd_code_format(hunt.best, out) : out;
}

/* ---- pairs ---- */

static void report_both(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b,
			const struct icd_title_words *words)
{
	char bilateral[ICD_DOTTED_SIZE];
	if (!*find_bilateral(work, a, words, bilateral))
		return;
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

static bool may_have_side(const struct icd_claim_code *code)
{
	return code->known && (code->names_side || code->unspecified);
}

void claim_check_sides(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *a = work->codes[i];
		struct icd_title_words x;
		bool read = false;
		if (!may_have_side(a))
			continue;
		for (unsigned j = i + 1; j < work->count && !work->failed; j++) {
			const struct icd_claim_code *b = work->codes[j];
			struct icd_title_words y;
			if (strcmp(a->category, b->category) != 0 || !may_have_side(b))
				continue;
			if (!read)
				icd_title_read(a->title, &x);
			read = true;
			icd_title_read(b->title, &y);
			compare(work, a, &x, b, &y);
		}
	}
}
