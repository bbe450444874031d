/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claim.h"

#include "base/base.h"
#include "claim_work.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const icd_severity_names[] = {"info", "warning", "error"};

const char *const icd_rule_names[] = {
	"invalid",        "header",          "seventh_character", "excludes1",     "excludes2",
	"duplicate",      "first_listed",    "secondary_only",    "manifestation", "code_first",
	"use_additional", "sequela",         "external_cause",    "combination",   "side",
	"pain_order",     "obstetric_first",
};

struct icd_claims {
	struct icd_shelf *shelf;
	struct icd_pool pool; /* of the claim in hand */
};

bool icd_claims_open(struct icd_store *store, struct icd_claims **out, struct icd_error *err)
{
	struct icd_claims *claims = calloc(1, sizeof *claims);
	if (!claims)
		return icd_out_of_memory(err);
	if (!icd_shelf_open(store, &claims->shelf, err)) {
		free(claims);
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
	icd_pool_free(&claims->pool);
	free(claims);
}

struct icd_shelf *claims_shelf(struct icd_claims *claims)
{
	return claims->shelf;
}

/* ---- findings ---- */

static void fail(struct claim_work *work)
{
	if (!work->failed)
		icd_out_of_memory(work->err);
	work->failed = true;
}

static bool make_room(struct claim_work *work)
{
	if (work->finding_count < work->capacity)
		return true;
	unsigned capacity = work->capacity ? work->capacity * 2 : 16;
	struct icd_finding *larger = icd_pool_take(work->pool, capacity, sizeof *larger);
	if (!larger)
		return false;
	if (work->finding_count)
		memcpy(larger, work->findings, work->finding_count * sizeof *larger);
	work->findings = larger;
	work->capacity = capacity;
	return true;
}

struct icd_finding *claim_find(struct claim_work *work, enum icd_rule rule, enum icd_severity severity,
			       const char *guideline, const struct icd_linked_code *a, const struct icd_linked_code *b)
{
	static _Thread_local struct icd_finding lost;
	struct icd_finding *finding = &lost;
	if (!work->failed && make_room(work))
		finding = &work->findings[work->finding_count++];
	else
		fail(work);
	*finding = (struct icd_finding){
		.rule = rule, .severity = severity, .at = "", .text = "", .guideline = guideline, .advice = ""};
	claim_add_code(work, finding, a);
	if (b)
		claim_add_code(work, finding, b);
	return finding;
}

/* Appends to an array of the pool that grows by doubling at powers of two. */
static void *grown(struct claim_work *work, const void *old, unsigned count, size_t size)
{
	if (count & (count - 1))
		return (void *)(uintptr_t)old;
	void *larger = icd_pool_take(work->pool, count ? (size_t)count * 2 : 1, size);
	if (larger && count)
		memcpy(larger, old, count * size);
	return larger;
}

void claim_add_code(struct claim_work *work, struct icd_finding *finding, const struct icd_linked_code *code)
{
	const char **codes = grown(work, finding->codes, finding->code_count, sizeof *codes);
	if (!codes) {
		fail(work);
		return;
	}
	codes[finding->code_count++] = code->shown;
	finding->codes = codes;
}

static const char *folded(struct claim_work *work, const char *text)
{
	char *copy = text ? icd_pool_take(work->pool, strlen(text) + 1, 1) : NULL;
	return copy ? icd_text_fold_space(text, copy, strlen(text) + 1) : NULL;
}

void claim_add_note(struct claim_work *work, struct icd_finding *finding, const struct icd_linked_place *place,
		    const struct icd_linked_note *note)
{
	struct icd_finding_note *notes = grown(work, finding->notes, finding->note_count, sizeof *notes);
	struct icd_finding_note one = {note->kind, place->label, folded(work, note->text), folded(work, note->heading)};
	if (!notes || !one.text) {
		fail(work);
		return;
	}
	notes[finding->note_count++] = one;
	finding->notes = notes;
	if (finding->note_count == 1 && !*finding->text) {
		finding->at = one.at;
		finding->text = one.text;
	}
}

static const char *print(struct claim_work *work, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	char *text = length < 0 ? NULL : icd_pool_take(work->pool, (size_t)length + 1, 1);
	if (!text) {
		fail(work);
		return "";
	}
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

void claim_say(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	finding->text = print(work, format, args);
	va_end(args);
}

void claim_advise(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *more = print(work, format, args);
	va_end(args);
	finding->advice = *finding->advice ? icd_pool_print(work->pool, "%s %s", finding->advice, more) : more;
	if (!finding->advice) {
		finding->advice = "";
		fail(work);
	}
}

static bool about(const struct icd_finding *finding, const struct icd_linked_code *code)
{
	for (unsigned i = 0; i < finding->code_count; i++) {
		if (strcmp(finding->codes[i], code->shown) == 0)
			return true;
	}
	return false;
}

bool claim_found(const struct claim_work *work, enum icd_rule rule, const struct icd_linked_code *a,
		 const struct icd_linked_code *b)
{
	for (unsigned i = 0; i < work->finding_count; i++) {
		if (work->findings[i].rule == rule && about(&work->findings[i], a) && about(&work->findings[i], b))
			return true;
	}
	return false;
}

/* ---- kinds of code ---- */

bool claim_in_spans(const struct icd_rule_span *spans, size_t count, const struct icd_linked_code *code)
{
	for (size_t i = 0; i < count; i++) {
		if (icd_rule_span_has(&spans[i], code))
			return true;
	}
	return false;
}

enum claim_drug claim_drug_of(const struct icd_linked_code *code)
{
	static const struct icd_rule_span drugs = {"T36", "T50"};
	size_t length = strlen(code->code);
	if (length < 5 || !icd_rule_span_has(&drugs, code))
		return DRUG_NONE;
	char intent = length > 5 && code->code[5] != 'X' ? code->code[5] : code->code[4];
	if (intent >= '1' && intent <= '4')
		return DRUG_POISONING;
	return intent == '5' ? DRUG_ADVERSE_EFFECT : intent == '6' ? DRUG_UNDERDOSING : DRUG_NONE;
}

bool claim_is_obstetric(const struct icd_linked_code *code)
{
	return code->code[0] == 'O';
}

bool claim_is_injury(const struct icd_linked_code *code)
{
	static const struct icd_rule_span injuries = {"S00", "T88"};
	return icd_rule_span_has(&injuries, code);
}

bool claim_is_external(const struct icd_linked_code *code)
{
	static const struct icd_rule_span causes = {"V00", "Y99"};
	return icd_rule_span_has(&causes, code);
}

/* I69 holds the residual too. */
bool claim_is_sequela(const struct icd_linked_code *code)
{
	static const struct icd_rule_span combined = {"I69", NULL};
	if (claim_is_external(code) || icd_rule_span_has(&combined, code))
		return false;
	return code->encounter == ICD_ENCOUNTER_SEQUELA || strncmp(code->title, "Sequela", 7) == 0;
}

/* ---- a claim ---- */

static bool listed(const struct claim_work *work, const struct icd_linked_code *code)
{
	for (unsigned i = 0; i < work->count; i++) {
		if (strcmp(work->codes[i]->shown, code->shown) == 0)
			return true;
	}
	return false;
}

static void add_duplicate(struct claim_work *work, const struct icd_linked_code *code)
{
	if (claim_found(work, ICD_RULE_DUPLICATE, code, code))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_DUPLICATE, ICD_WARNING, "I.B.12", code, NULL);
	claim_say(work, finding, "%s stands on the claim more than once", code->shown);
	claim_advise(work, finding,
		     "A code is reported once for an encounter, even where the condition is on both "
		     "sides without codes of their own for them. Keep one.");
}

static bool add_codes(struct claim_work *work, const char *const *typed, unsigned count, bool validated_only,
		      struct icd_claim_code *shown, unsigned *shown_count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct icd_linked_code *code = icd_shelf_code(work->shelf, &work->view, typed[i], work->err);
		if (!code)
			return false;
		shown[(*shown_count)++] = (struct icd_claim_code){.shown = code->shown,
								  .title = code->title,
								  .detail = code->detail,
								  .validated_only = validated_only,
								  .unspecified = code->unspecified,
								  .category = code->category,
								  .group = code->group};
		if (!listed(work, code))
			work->codes[work->count++] = code;
		else if (!validated_only && work->all_rules)
			add_duplicate(work, code);
	}
	return true;
}

static int compare_findings(const struct icd_finding *left, const struct icd_finding *right)
{
	if (left->severity != right->severity)
		return left->severity < right->severity ? 1 : -1;
	return ((int)left->rule > (int)right->rule) - ((int)left->rule < (int)right->rule);
}

/* Insertion keeps what is equal in the order in which it was found. */
static void sort_findings(struct claim_work *work)
{
	for (unsigned i = 1; i < work->finding_count; i++) {
		struct icd_finding one = work->findings[i];
		unsigned j = i;
		for (; j > 0 && compare_findings(&work->findings[j - 1], &one) > 0; j--)
			work->findings[j] = work->findings[j - 1];
		work->findings[j] = one;
	}
}

typedef void claim_rules(struct claim_work *work);

static bool run(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input, claim_rules *const *rules,
		struct icd_claim_result *result, struct icd_error *err)
{
	size_t most = (size_t)input->count + input->validated_count;
	icd_pool_reset(&claims->pool);
	icd_shelf_trim(claims->shelf);
	struct claim_work work = {.shelf = claims->shelf,
				  .pool = &claims->pool,
				  .err = err,
				  .all_rules = rules[0] == claim_check_validity};
	icd_view_make(&work.view, icd_shelf_store(claims->shelf), on);
	work.codes = icd_pool_take(work.pool, most, sizeof *work.codes);
	struct icd_claim_code *shown = icd_pool_take(work.pool, most, sizeof *shown);
	unsigned shown_count = 0, reported;
	if (!work.codes || !shown)
		return icd_out_of_memory(err);
	if (!add_codes(&work, input->codes, input->count, false, shown, &shown_count))
		return false;
	reported = work.count;
	if (!add_codes(&work, input->validated, input->validated_count, true, shown, &shown_count))
		return false;
	/* All of them are validated, only those reported together are compared. */
	if (work.all_rules)
		claim_check_validity(&work);
	work.count = reported;
	for (size_t i = work.all_rules; rules[i] && !work.failed; i++)
		rules[i](&work);
	if (work.failed)
		return false;
	sort_findings(&work);
	*result = (struct icd_claim_result){shown_count, shown, work.finding_count, work.findings,
					    icd_view_release(&work.view)};
	return true;
}

bool icd_claims_check(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		      struct icd_claim_result *result, struct icd_error *err)
{
	static claim_rules *const rules[] = {
		claim_check_validity, claim_check_excludes, claim_check_order,        claim_check_injuries,
		claim_check_causes,   claim_check_sides,    claim_check_combinations, NULL,
	};
	return run(claims, on, input, rules, result, err);
}

bool icd_claims_matrix(struct icd_claims *claims, icd_date on, const struct icd_claim_input *input,
		       struct icd_claim_result *result, struct icd_error *err)
{
	static claim_rules *const rules[] = {claim_check_excludes1, NULL};
	return run(claims, on, input, rules, result, err);
}
