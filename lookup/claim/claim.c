/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "claim.h"

#include "guideline/guideline.h"
#include "payer/payer.h"
#include "rules/claim_work.h"
#include "rules/findings.h"

#include <stdlib.h>
#include <string.h>

struct icd_claims {
	struct icd_shelf *shelf;
	struct icd_citations *citations;
	struct icd_pool pool; /* of the claim in hand */
	struct icd_view view; /* of its day */
};

bool icd_claims_open(struct icd_store *store, struct icd_claims **out, struct icd_error *err)
{
	struct icd_claims *claims = calloc(1, sizeof *claims);
	if (!claims)
		return icd_out_of_memory(err);
	if (!icd_shelf_open(store, &claims->shelf, err) || !icd_citations_open(store, &claims->citations, err)) {
		icd_claims_close(claims);
		return false;
	}
	*out = claims;
	return true;
}

void icd_claims_close(struct icd_claims *claims)
{
	if (!claims)
		return;
	icd_shelf_close(claims->shelf);
	icd_citations_close(claims->citations);
	icd_pool_free(&claims->pool);
	free(claims);
}

struct icd_shelf *icd_claims_shelf(struct icd_claims *claims)
{
	return claims->shelf;
}

/* ---- a claim ---- */

/* The code as it stands on the claim already, however it was typed; NULL when it does not. */
static const struct icd_claim_code *listed(const struct claim_work *work, const struct icd_claim_code *code)
{
	for (unsigned i = 0; i < work->count; i++) {
		if (strcmp(work->codes[i]->shown, code->shown) == 0)
			return work->codes[i];
	}
	return NULL;
}

static void add_duplicate(struct claim_work *work, const struct icd_claim_code *code)
{
	if (claim_found(work, ICD_RULE_DUPLICATE, code, code))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_DUPLICATE, ICD_WARNING, "I.B.12", code, NULL);
	claim_say(work, finding, "%s stands on the claim more than once", code->shown);
	claim_advise(work, finding,
		     "A code is reported once for an encounter, even where the condition is on both "
		     "sides without codes of their own for them. Keep one.");
}

/* Adds typed codes to those of the result, and to the work those it does not have yet. */
static bool add_codes(struct claim_work *work, const char *const *typed, unsigned count, bool validated_only,
		      const struct icd_claim_code **all, unsigned *all_count)
{
	const char *poa = validated_only ? NULL : work->said->poa;
	for (unsigned i = 0; i < count; i++) {
		const struct icd_claim_code *code = icd_shelf_code(work->shelf, &work->view, typed[i], work->err);
		if (!code)
			return false;
		all[(*all_count)++] = code;
		const struct icd_claim_code *before = listed(work, code);
		if (!before) {
			work->typed[work->count] = typed[i];
			work->poa[work->count] = poa ? poa[i] : '\0';
			work->codes[work->count++] = code;
		} else if (!validated_only && !work->matrix) {
			add_duplicate(work, before);
		}
	}
	return true;
}

/* All codes are validated, only those reported together are compared. */
static void run_rules(struct claim_work *work, unsigned reported)
{
	static claim_rules *const rules[] = {
		claim_check_excludes, claim_check_order,        claim_check_injuries,  claim_check_causes,
		claim_check_sides,    claim_check_combinations, claim_check_mce,       claim_check_titles,
		claim_check_weeks,    claim_check_sevenths,     claim_check_relations,
	};
	if (!work->matrix) {
		claim_check_validity(work);
		claim_check_sent(work);
	}
	work->count = reported;
	for (unsigned i = 0; i < reported; i++)
		work->reach |= work->codes[i]->known ? icd_reach(work->codes[i]->ordinal, work->codes[i]->ordinal) : 0;
	for (size_t i = 0; i < (work->matrix ? 1 : sizeof rules / sizeof *rules) && !work->failed; i++)
		rules[i](work);
	claim_forget_mentions(work);
	claim_sort_findings(work);
}

/* Findings name the sections of the guidelines by the numbers they had on the date. */
static void cite(const struct icd_claims *claims, icd_date on, struct claim_work *work)
{
	for (size_t i = 0; i < work->finding_count; i++)
		work->findings[i].guideline = icd_cited(claims->citations, on, work->findings[i].guideline);
}

static bool run(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input, bool matrix,
		struct icd_claim_result *result, struct icd_error *err)
{
	static const struct icd_circumstances nothing = {.age = -1};
	size_t most = (size_t)input->count + input->validated_count;
	struct claim_work work = {.shelf = claims->shelf,
				  .pool = &claims->pool,
				  .err = err,
				  .matrix = matrix,
				  .worded = input->worded,
				  .said = input->said ? input->said : &nothing};
	unsigned count = 0;
	icd_pool_reset(work.pool);
	icd_shelf_trim(work.shelf);
	if (!claims->view.store || claims->view.on != on)
		icd_view_make(&claims->view, icd_shelf_store(work.shelf), on);
	work.view = claims->view;
	work.codes = icd_pool_take(work.pool, most, sizeof *work.codes);
	const struct icd_claim_code **all = icd_pool_take(work.pool, most, sizeof *all);
	work.typed = icd_pool_take(work.pool, most, sizeof *work.typed);
	work.poa = icd_pool_take(work.pool, most, 1);
	if (!work.codes || !all || !work.typed || !work.poa)
		return icd_out_of_memory(err);
	if (!add_codes(&work, input->codes, input->count, false, all, &count))
		return false;
	unsigned reported = work.count;
	if (!add_codes(&work, input->validated, input->validated_count, true, all, &count))
		return false;
	run_rules(&work, reported);
	if (work.failed)
		return false;
	cite(claims, on, &work);
	*result = (struct icd_claim_result){.code_count = count,
					    .reported = input->count,
					    .codes = all,
					    .count = (unsigned)work.finding_count,
					    .findings = work.findings,
					    .release = icd_view_release(&work.view)};
	return !work.pool->failed || icd_out_of_memory(err);
}

bool icd_claims_check(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		      struct icd_claim_result *result, struct icd_error *err)
{
	return run(claims, on, input, false, result, err);
}

bool icd_claims_matrix(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		       struct icd_claim_result *result, struct icd_error *err)
{
	return run(claims, on, input, true, result, err);
}
