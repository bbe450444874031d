/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const icd_severity_names[] = {"info", "warning", "error"};

bool icd_severity_named(const char *name, enum icd_severity *severity)
{
	for (unsigned i = 0; i <= ICD_ERROR; i++) {
		*severity = (enum icd_severity)i;
		if (strcmp(name, icd_severity_names[i]) == 0)
			return true;
	}
	return false;
}

bool icd_fail_on_named(const char *name, unsigned *least)
{
	enum icd_severity severity = ICD_ERROR;
	bool none = strcmp(name, "none") == 0, named = icd_severity_named(name, &severity);
	*least = none ? ICD_ERROR + 1 : (unsigned)severity;
	return none || named;
}

const char *const icd_rule_names[] = {
	"invalid",        "header",          "seventh_character",
	"excludes1",      "excludes2",       "duplicate",
	"first_listed",   "secondary_only",  "manifestation",
	"code_first",     "use_additional",  "sequela",
	"external_cause", "combination",     "side",
	"pain_order",     "obstetric_first", "trimester",
	"organism",       "contradiction",   "mce",
	"not_listed",
};

/* ---- which findings name a code ---- */

/* So many findings are gone through; of those before them it is kept which ones name a code. */
#define NEAR 32

/* A code that a finding of a rule names. */
struct claim_mention {
	enum icd_rule rule;
	const char *code;
	uint32_t finding;
	uint32_t next; /* number + 1 of another one of the same code and rule; 0: none */
};

static bool same_mention(const void *context, uint32_t item, const void *key)
{
	const struct claim_mention *one = (const struct claim_mention *)context + item, *other = key;
	return one->rule == other->rule && one->code == other->code;
}

static uint64_t hash_of(const struct claim_mention *mention)
{
	return icd_hash_pair((uintptr_t)mention->code, mention->rule) >> 32;
}

/* Number + 1 of the first mention of the code by findings of the rule; 0: none. */
static uint32_t first_mention(const struct claim_work *work, const struct claim_mention *mention)
{
	return icd_hash_find(&work->mentioned, hash_of(mention), same_mention, work->mentions, mention) + 1;
}

static void keep_mention(struct claim_work *work, struct claim_mention mention)
{
	uint32_t number = (uint32_t)work->mention_count, first = first_mention(work, &mention);
	if (!icd_array_room(&work->mentions, number, &work->mention_room, sizeof mention)) {
		work->pool->failed = true;
		return;
	}
	if (first) {
		mention.next = work->mentions[first - 1].next;
		work->mentions[first - 1].next = number + 1;
	} else if (!icd_hash_add(&work->mentioned, hash_of(&mention), number)) {
		work->pool->failed = true;
	}
	work->mentions[work->mention_count++] = mention;
}

/* Keeps what all findings up to now name. */
static void keep_mentions(struct claim_work *work)
{
	for (; work->kept < work->finding_count; work->kept++) {
		const struct icd_finding *finding = &work->findings[work->kept];
		for (unsigned i = 0; i < finding->code_count; i++)
			keep_mention(work,
				     (struct claim_mention){finding->rule, finding->codes[i], (uint32_t)work->kept, 0});
	}
}

void claim_forget_mentions(struct claim_work *work)
{
	icd_hash_free(&work->mentioned);
	free(work->mentions);
}

/* ---- writing down ---- */

struct icd_finding *claim_find(struct claim_work *work, enum icd_rule rule, enum icd_severity severity,
			       const char *guideline, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_finding *finding = &work->lost;
	if (work->finding_count >= work->kept + NEAR)
		keep_mentions(work);
	if (icd_pool_room(work->pool, &work->findings, work->finding_count, &work->capacity, sizeof *finding) &&
	    icd_pool_room(work->pool, &work->earlier, work->finding_count, &work->earlier_room,
			  sizeof *work->earlier)) {
		work->earlier[work->finding_count] = work->latest[rule];
		finding = &work->findings[work->finding_count++];
		work->latest[rule] = (uint32_t)work->finding_count;
	}
	*finding = (struct icd_finding){
		.rule = rule, .severity = severity, .at = "", .text = "", .guideline = guideline, .advice = ""};
	if (a)
		claim_add_code(work, finding, a);
	if (b)
		claim_add_code(work, finding, b);
	return finding;
}

void claim_add_code(struct claim_work *work, struct icd_finding *finding, const struct icd_claim_code *code)
{
	const char **codes = icd_pool_grown(work->pool, finding->codes, finding->code_count, sizeof *codes);
	if (!codes)
		return;
	codes[finding->code_count++] = code->shown;
	finding->codes = codes;
}

void claim_add_note(struct claim_work *work, struct icd_finding *finding, const struct icd_note *note)
{
	struct icd_note *notes = icd_pool_grown(work->pool, finding->notes, finding->note_count, sizeof *notes);
	if (!notes)
		return;
	notes[finding->note_count++] = *note;
	finding->notes = notes;
	if (finding->note_count == 1 && !*finding->text) {
		finding->at = note->at;
		finding->text = note->text;
	}
}

void claim_say(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
{
	va_list args;
	if (finding->severity < work->worded)
		return;
	va_start(args, format);
	finding->text = icd_pool_vprint(work->pool, format, args);
	va_end(args);
}

void claim_advise(struct claim_work *work, struct icd_finding *finding, const char *format, ...)
{
	va_list args;
	if (finding->severity < work->worded)
		return;
	va_start(args, format);
	const char *more = icd_pool_vprint(work->pool, format, args);
	va_end(args);
	finding->advice = *finding->advice ? icd_pool_print(work->pool, "%s %s", finding->advice, more) : more;
}

/* The codes of a claim stand on it once, and findings name them as they stand there. */
static bool about(const struct icd_finding *finding, const struct icd_claim_code *code)
{
	for (unsigned i = 0; i < finding->code_count; i++) {
		if (finding->codes[i] == code->shown)
			return true;
	}
	return false;
}

/* Among the findings of the rule that are kept? */
static bool found_before(const struct claim_work *work, enum icd_rule rule, const struct icd_claim_code *a,
			 const struct icd_claim_code *b)
{
	const struct claim_mention *mention, wanted = {.rule = rule, .code = a->shown};
	for (uint32_t i = first_mention(work, &wanted); i > 0; i = mention->next) {
		mention = &work->mentions[i - 1];
		if (about(&work->findings[mention->finding], b))
			return true;
	}
	return false;
}

bool claim_found(const struct claim_work *work, enum icd_rule rule, const struct icd_claim_code *a,
		 const struct icd_claim_code *b)
{
	for (uint32_t i = work->latest[rule]; i > work->kept; i = work->earlier[i - 1]) {
		if (about(&work->findings[i - 1], a) && about(&work->findings[i - 1], b))
			return true;
	}
	return found_before(work, rule, a, b);
}

#define PLACES ((ICD_ERROR + 1) * ICD_RULES)

/* Where a finding stands among those of other severities and rules. */
static unsigned place_of(const struct icd_finding *finding)
{
	return (unsigned)(ICD_ERROR - finding->severity) * ICD_RULES + finding->rule;
}

/* Counting keeps what is equal in the order in which it was found. */
void claim_sort_findings(struct claim_work *work)
{
	size_t starts[PLACES + 1] = {0};
	struct icd_finding *sorted =
		work->finding_count > 1 ? icd_pool_take(work->pool, work->finding_count, sizeof *sorted) : NULL;
	if (!sorted)
		return;
	for (size_t i = 0; i < work->finding_count; i++)
		starts[place_of(&work->findings[i]) + 1]++;
	for (unsigned i = 0; i < PLACES; i++)
		starts[i + 1] += starts[i];
	for (size_t i = 0; i < work->finding_count; i++)
		sorted[starts[place_of(&work->findings[i])]++] = work->findings[i];
	work->findings = sorted;
}
