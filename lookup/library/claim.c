/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codes reported together: claims and pairs. */
#include "claim/claim.h"
#include "claim/pair.h"
#include "library.h"

#include <limits.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* ---- findings ---- */

struct findings { /* in the pool of an answer; they do not need the claims any more */
	size_t count;
	struct icd10_finding *at;
	struct icd10_note **notes; /* of each */
};

/* The book's checker of claims, opened at the first call; NULL on failure. */
static struct icd_claims *claims_of(icd10_book *book, struct icd_error *err)
{
	if (!book->claims && !icd_claims_open(book->store, &book->claims, err))
		book->claims = NULL;
	return book->claims;
}

static const char *copy(struct icd_pool *pool, const char *text)
{
	return icd_pool_text(pool, text ? text : "", text ? strlen(text) : 0);
}

/* A note that does not need the claims any more; the codes that it names are not given with findings. */
static struct icd10_note copy_note(struct icd_pool *pool, const struct icd_note *note)
{
	struct icd10_note ours = library_note(note);
	ours.at = copy(pool, note->at);
	ours.text = copy(pool, note->text);
	ours.heading = note->heading ? copy(pool, note->heading) : NULL;
	ours.codes = ours.means = NULL;
	ours.code_count = ours.mean_count = 0;
	return ours;
}

static struct icd10_note *copy_notes(struct icd_pool *pool, const struct icd_finding *finding)
{
	struct icd10_note *notes = icd_pool_take(pool, finding->note_count, sizeof *notes);
	for (unsigned i = 0; notes && i < finding->note_count; i++)
		notes[i] = copy_note(pool, &finding->notes[i]);
	return notes;
}

static struct icd10_finding copy_finding(struct icd_pool *pool, const struct icd_finding *finding)
{
	const char **codes = icd_pool_take(pool, finding->code_count, sizeof *codes);
	for (unsigned i = 0; codes && i < finding->code_count; i++)
		codes[i] = copy(pool, finding->codes[i]);
	return (struct icd10_finding){
		.rule = library_rule(finding->rule),
		.severity = library_severity(finding->severity),
		.codes = codes,
		.code_count = finding->code_count,
		.at = copy(pool, finding->at),
		.text = copy(pool, finding->text),
		.guideline = copy(pool, finding->guideline),
		.advice = copy(pool, finding->advice),
		.note_count = finding->note_count,
	};
}

static void copy_findings(struct icd_pool *pool, const struct icd_finding *findings, unsigned count,
			  struct findings *out)
{
	out->at = icd_pool_take(pool, count, sizeof *out->at);
	out->notes = icd_pool_take(pool, count, sizeof *out->notes);
	for (unsigned i = 0; out->at && out->notes && i < count; i++) {
		out->at[i] = copy_finding(pool, &findings[i]);
		out->notes[i] = copy_notes(pool, &findings[i]);
		out->count++;
	}
}

static bool give_finding(const struct findings *findings, size_t i, struct icd10_finding *out)
{
	return library_fill_item(out, findings->at, findings->count, sizeof *findings->at, i);
}

static bool give_finding_note(const struct findings *findings, size_t i, size_t note, struct icd10_note *out)
{
	return i < findings->count &&
	       library_fill_item(out, findings->notes[i], findings->at[i].note_count, sizeof **findings->notes, note);
}

/* ---- claims ---- */

#define AGE_MAX 150 /* years */

struct icd10_claim {
	icd10_view *view;
	struct icd_pool pool;
	struct findings findings;
};

static enum icd10_result make_claim(icd10_claim *claim, const struct icd_claim_input *input, bool excludes1_only,
				    struct icd10_error *err)
{
	struct icd_error why;
	struct icd_claim_result result;
	struct icd_claims *claims = claims_of(claim->view->book, &why);
	icd_date on = claim->view->view.on;
	if (!claims || !(excludes1_only ? icd_claims_matrix(claims, on, input, &result, &why)
					: icd_claims_check(claims, on, input, &result, &why)))
		return library_failed(&why, err);
	copy_findings(&claim->pool, result.findings, result.count, &claim->findings);
	return claim->pool.failed ? library_out_of_memory(err) : ICD10_OK;
}

static bool all_texts(const char *const *texts, size_t count)
{
	if ((!texts && count) || count > UINT_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!texts[i])
			return false;
	}
	return true;
}

static bool fit(const struct icd10_claim_options *options, size_t count)
{
	bool sex = !options->sex || strchr("FfMm", options->sex);
	return sex && options->age <= AGE_MAX && (!options->poa || strlen(options->poa) == count);
}

/* What is given as a blank stands as 0; NULL when nothing was given. */
static const char *poa_of(struct icd_pool *pool, const char *given, size_t count)
{
	char *poa = given ? icd_pool_take(pool, count + 1, 1) : NULL;
	for (size_t i = 0; poa && i < count; i++)
		poa[i] = given[i] == ' ' ? '\0' : icd_upper(given[i]);
	return poa;
}

enum icd10_result icd10_claim_open(icd10_view *view, const char *const *codes, size_t count,
				   const struct icd10_claim_options *options, icd10_claim **out,
				   struct icd10_error *err)
{
	struct icd10_claim_options chosen;
	if (!out)
		return library_refused(err, "a place for the claim was expected");
	*out = NULL;
	if (!view || !all_texts(codes, count))
		return library_refused(err, view ? "codes were expected" : "a view was expected");
	if (!library_read(options, &chosen, sizeof chosen) || !all_texts(chosen.validated, chosen.validated_count))
		return library_refused(err, "options that this version knows were expected");
	if (count > ICD_CLAIM_CODES_MAX && !chosen.excludes1_only)
		return library_refused(err, "at most 5000 codes were expected");
	if (!fit(&chosen, count))
		return library_refused(err,
				       "sex: F or M was expected, age: at most 150, poa: a character for each code");
	icd10_claim *claim = calloc(1, sizeof *claim);
	if (!claim)
		return library_out_of_memory(err);
	claim->view = library_hold_view(view);
	struct icd_circumstances said = {.inpatient = chosen.inpatient, .age = -1, .sex = icd_upper(chosen.sex)};
	if (chosen.age_known)
		said.age = (int)chosen.age;
	said.poa = poa_of(&claim->pool, chosen.poa, count);
	struct icd_claim_input input = {.codes = codes,
					.count = (unsigned)count,
					.validated = chosen.validated,
					.validated_count = (unsigned)chosen.validated_count,
					.said = &said};
	enum icd10_result result = make_claim(claim, &input, chosen.excludes1_only, err);
	if (result == ICD10_OK)
		*out = claim;
	else
		icd10_claim_free(claim);
	return result;
}

void icd10_claim_free(icd10_claim *claim)
{
	if (!claim)
		return;
	icd_pool_free(&claim->pool);
	icd10_view_free(claim->view);
	free(claim);
}

size_t icd10_claim_finding_count(const icd10_claim *claim)
{
	return claim ? claim->findings.count : 0;
}

bool icd10_claim_finding(const icd10_claim *claim, size_t i, struct icd10_finding *out)
{
	return claim && give_finding(&claim->findings, i, out);
}

bool icd10_claim_finding_note(const icd10_claim *claim, size_t i, size_t note, struct icd10_note *out)
{
	return claim && give_finding_note(&claim->findings, i, note, out);
}

/* ---- pairs ---- */

struct icd10_pair {
	icd10_view *view;
	struct icd_pool pool;
	enum icd10_together together;
	struct icd10_code codes[2];
	size_t note_count;
	struct icd10_note *notes;
	struct findings findings;
};

static const unsigned char togethers[] = {
	[ICD_TOGETHER_SAME] = ICD10_TOGETHER_SAME,     [ICD_TOGETHER_UNKNOWN] = ICD10_TOGETHER_UNKNOWN,
	[ICD_TOGETHER_NO] = ICD10_TOGETHER_NO,         [ICD_TOGETHER_SEQUELA] = ICD10_TOGETHER_SEQUELA,
	[ICD_TOGETHER_PARTLY] = ICD10_TOGETHER_PARTLY, [ICD_TOGETHER_YES] = ICD10_TOGETHER_YES,
	[ICD_TOGETHER_SILENT] = ICD10_TOGETHER_SILENT,
};

const char *icd10_together_name(enum icd10_together together)
{
	for (size_t i = 0; i < sizeof togethers; i++) {
		if (togethers[i] == together)
			return icd_together_names[i];
	}
	return "";
}

static void copy_pair_notes(icd10_pair *pair, const struct icd_pair *from)
{
	pair->notes = icd_pool_take(&pair->pool, from->note_count, sizeof *pair->notes);
	for (unsigned i = 0; pair->notes && i < from->note_count; i++) {
		const struct icd_pair_note *note = &from->notes[i];
		struct icd10_note *ours = &pair->notes[pair->note_count++];
		*ours = copy_note(&pair->pool, &note->note);
		ours->carrier = note->carrier;
		ours->partly = note->partly;
	}
}

static enum icd10_result make_pair(icd10_pair *pair, const char *first, const char *second, struct icd10_error *err)
{
	struct icd_error why;
	struct icd_pair made;
	struct icd_claims *claims = claims_of(pair->view->book, &why);
	if (!claims || !icd_pair_make(claims, &pair->pool, pair->view->view.on, first, second, &made, &why))
		return library_failed(&why, err);
	pair->together = (enum icd10_together)togethers[made.together];
	for (unsigned i = 0; i < 2; i++) {
		const struct icd_claim_code *code = made.codes[i];
		snprintf(pair->codes[i].code, sizeof pair->codes[i].code, "%s", code->shown);
		pair->codes[i].title = copy(&pair->pool, code->title);
		pair->codes[i].status = library_status(code->validity.status);
	}
	copy_pair_notes(pair, &made);
	copy_findings(&pair->pool, made.findings, made.finding_count, &pair->findings);
	return pair->pool.failed ? library_out_of_memory(err) : ICD10_OK;
}

enum icd10_result icd10_pair_open(icd10_view *view, const char *first, const char *second, icd10_pair **out,
				  struct icd10_error *err)
{
	if (!out)
		return library_refused(err, "a place for the pair was expected");
	*out = NULL;
	if (!view || !first || !second)
		return library_refused(err, view ? "two codes were expected" : "a view was expected");
	icd10_pair *pair = calloc(1, sizeof *pair);
	if (!pair)
		return library_out_of_memory(err);
	pair->view = library_hold_view(view);
	enum icd10_result result = make_pair(pair, first, second, err);
	if (result == ICD10_OK)
		*out = pair;
	else
		icd10_pair_free(pair);
	return result;
}

void icd10_pair_free(icd10_pair *pair)
{
	if (!pair)
		return;
	icd_pool_free(&pair->pool);
	icd10_view_free(pair->view);
	free(pair);
}

enum icd10_together icd10_pair_together(const icd10_pair *pair)
{
	return pair ? pair->together : ICD10_TOGETHER_UNKNOWN;
}

bool icd10_pair_code(const icd10_pair *pair, unsigned which, struct icd10_code *out)
{
	return pair && library_fill_item(out, pair->codes, 2, sizeof *pair->codes, which);
}

size_t icd10_pair_note_count(const icd10_pair *pair)
{
	return pair ? pair->note_count : 0;
}

bool icd10_pair_note(const icd10_pair *pair, size_t i, struct icd10_note *out)
{
	return pair && library_fill_item(out, pair->notes, pair->note_count, sizeof *pair->notes, i);
}

size_t icd10_pair_finding_count(const icd10_pair *pair)
{
	return pair ? pair->findings.count : 0;
}

bool icd10_pair_finding(const icd10_pair *pair, size_t i, struct icd10_finding *out)
{
	return pair && give_finding(&pair->findings, i, out);
}

bool icd10_pair_finding_note(const icd10_pair *pair, size_t i, size_t note, struct icd10_note *out)
{
	return pair && give_finding_note(&pair->findings, i, note, out);
}
