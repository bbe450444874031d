/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pair.h"

#include <string.h>

const char *const icd_together_names[] = {
	"same_code", "unknown", "no_unless_unrelated", "residual_with_sequela", "partly", "yes", "not_excluded",
};

struct pair_work {
	struct icd_shelf *shelf;
	struct icd_pool *pool;
	struct icd_pair *pair;
	size_t capacity;
	struct icd_error *err;
};

static void add_note(struct pair_work *work, struct icd_note note, unsigned carrier, bool partly)
{
	struct icd_pair *pair = work->pair;
	if (icd_pool_room(work->pool, &pair->notes, pair->note_count, &work->capacity, sizeof *pair->notes))
		pair->notes[pair->note_count++] = (struct icd_pair_note){note, carrier, partly};
}

/* Notes on the path of one code that mean the other or, of a header, something below it. */
static void collect(struct pair_work *work, unsigned carrier)
{
	const struct icd_claim_code *from = work->pair->codes[carrier], *to = work->pair->codes[!carrier];
	for (const struct icd_claim_place *place = from->place; place; place = place->above) {
		const struct icd_notes *notes = &place->notes;
		for (uint32_t i = 0; i < notes->count; i++) {
			if (icd_claim_note_reaches(&notes->at[i], to))
				add_note(work, notes->at[i], carrier, !icd_claim_note_means(&notes->at[i], to));
		}
	}
}

/* ---- notes below a header ---- */

static bool is_below(const struct icd_incoming *one, const struct icd_claim_code *header)
{
	return one->place == ICD_PLACE_CODE && one->first > header->ordinal && one->last <= header->last;
}

static bool excludes_in_list(const struct icd_entry *entry, int list)
{
	return (ICD_KINDS_EXCLUDES & ICD_KIND_BIT(entry->kind)) && list >= 0 &&
	       icd_spans_have(entry->spans, entry->span_count, (uint16_t)list);
}

/* A header has codes below it whose own notes may mean the other code: some of them, so partly. */
static bool collect_below(struct pair_work *work, unsigned carrier)
{
	const struct icd_claim_code *header = work->pair->codes[carrier], *other = work->pair->codes[!carrier];
	struct icd_incoming_record incoming;
	if (header->last == header->ordinal)
		return true;
	enum icd_found found = icd_store_incoming(icd_shelf_store(work->shelf), other->category, &incoming, work->err);
	for (uint32_t i = 0; found == ICD_FOUND && i < incoming.count; i++) {
		const struct icd_incoming *one = &incoming.at[i];
		struct icd_note note = {.entry = &one->entry};
		if (is_below(one, header) && excludes_in_list(&one->entry, header->list) &&
		    icd_claim_note_reaches(&note, other))
			add_note(work, icd_note_of_incoming(work->pool, one), carrier, true);
	}
	return found != ICD_FAILED;
}

/* ---- the answer ---- */

/* By kind; within a kind as they were found, nearest first. */
static void sort_notes(struct icd_pair_note *notes, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		struct icd_pair_note one = notes[i];
		unsigned j = i;
		for (; j > 0 && notes[j - 1].note.kind > one.note.kind; j--)
			notes[j] = notes[j - 1];
		notes[j] = one;
	}
}

/* The rules for claims, with the codes in the order given; Excludes notes are shown already. */
static bool run_rules(struct pair_work *work, struct icd_claims *claims, icd_date on, const char *const codes[2],
		      bool *sequela)
{
	struct icd_pair *pair = work->pair;
	struct icd_claim_input input = {.codes = codes, .count = 2};
	struct icd_claim_result result;
	if (!icd_claims_check(claims, on, &input, &result, work->err))
		return false;
	struct icd_finding *kept = icd_pool_take(work->pool, result.count, sizeof *kept);
	for (unsigned i = 0; kept && i < result.count; i++) {
		const struct icd_finding *finding = &result.findings[i];
		if (finding->rule == ICD_RULE_EXCLUDES1)
			*sequela = finding->severity == ICD_INFO;
		else if (finding->rule != ICD_RULE_EXCLUDES2 &&
			 (finding->code_count > 1 || finding->rule <= ICD_RULE_SEVENTH_CHARACTER))
			kept[pair->finding_count++] = *finding;
	}
	pair->findings = kept;
	pair->codes[0] = result.codes[0];
	pair->codes[1] = result.codes[1];
	return true;
}

static enum icd_together judge(const struct icd_pair *pair, bool sequela)
{
	bool excludes1 = false, partly = false, excludes2 = false;
	if (!pair->codes[0]->known || !pair->codes[1]->known)
		return ICD_TOGETHER_UNKNOWN;
	if (strcmp(pair->codes[0]->code, pair->codes[1]->code) == 0)
		return ICD_TOGETHER_SAME;
	for (unsigned i = 0; i < pair->note_count; i++) {
		const struct icd_pair_note *note = &pair->notes[i];
		excludes1 |= note->note.kind == ICD_NOTE_EXCLUDES1 && !note->partly;
		partly |= note->note.kind == ICD_NOTE_EXCLUDES1 && note->partly;
		excludes2 |= note->note.kind == ICD_NOTE_EXCLUDES2;
	}
	if (excludes1)
		return sequela ? ICD_TOGETHER_SEQUELA : ICD_TOGETHER_NO;
	if (partly)
		return ICD_TOGETHER_PARTLY;
	/* The notes of a code that no list has cannot be silent. */
	if (!pair->codes[0]->own_notes || !pair->codes[1]->own_notes)
		return ICD_TOGETHER_UNKNOWN;
	return excludes2 ? ICD_TOGETHER_YES : ICD_TOGETHER_SILENT;
}

bool icd_pair_make(struct icd_claims *claims, struct icd_pool *pool, icd_date on, const char *first, const char *second,
		   struct icd_pair *pair, struct icd_error *err)
{
	struct pair_work work = {.shelf = icd_claims_shelf(claims), .pool = pool, .pair = pair, .err = err};
	bool sequela = false;
	*pair = (struct icd_pair){.together = ICD_TOGETHER_UNKNOWN};
	if (!run_rules(&work, claims, on, (const char *const[]){first, second}, &sequela))
		return false;
	const struct icd_claim_code *a = pair->codes[0], *b = pair->codes[1];
	if (a->known && b->known && strcmp(a->code, b->code) != 0) {
		collect(&work, 0);
		collect(&work, 1);
		if (!collect_below(&work, 0) || !collect_below(&work, 1))
			return false;
	}
	sort_notes(pair->notes, pair->note_count);
	pair->together = judge(pair, sequela);
	return !pool->failed || icd_out_of_memory(err);
}
