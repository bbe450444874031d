/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pair.h"

#include "base/base.h"
#include "claim_work.h"

#include <stdlib.h>
#include <string.h>

const char *const icd_together_names[] = {
	"same_code", "unknown", "no_unless_unrelated", "residual_with_sequela", "partly", "yes", "not_excluded",
};

static const char *folded(struct icd_pool *pool, const char *text)
{
	char *copy = text ? icd_pool_take(pool, strlen(text) + 1, 1) : NULL;
	return copy ? icd_text_fold_space(text, copy, strlen(text) + 1) : NULL;
}

static bool add_note(struct icd_pool *pool, const struct icd_linked_place *place, const struct icd_linked_note *note,
		     unsigned carrier, bool partly, struct icd_pair_note *out)
{
	*out = (struct icd_pair_note){
		note->kind, carrier, place->label, folded(pool, note->text), folded(pool, note->heading), partly};
	return out->text && (!note->heading || out->heading);
}

/* Notes on the path of one code that mean the other or, of a header, something below it. */
static bool collect(struct icd_pool *pool, const struct icd_linked_code *from, const struct icd_linked_code *to,
		    unsigned carrier, struct icd_pair_note *notes, unsigned *count)
{
	for (unsigned step = 0; step < from->place_count; step++) {
		const struct icd_linked_place *place = from->places[step];
		for (uint32_t i = 0; i < place->count; i++) {
			const struct icd_linked_note *note = &place->notes[i];
			if (!icd_note_reaches(note, to))
				continue;
			if (!add_note(pool, place, note, carrier, !icd_note_means(note, to), &notes[*count]))
				return false;
			(*count)++;
		}
	}
	return true;
}

/* ---- notes below a header ---- */

static bool is_below(const struct icd_incoming *one, const struct icd_linked_code *header)
{
	return one->place == ICD_PLACE_CODE && one->first > header->ordinal && one->last <= header->last;
}

static bool speaks_of(const struct icd_entry *entry, const struct icd_linked_code *header,
		      const struct icd_linked_code *other)
{
	struct icd_linked_note note = {.reference_count = entry->reference_count, .references = entry->references};
	bool holds = header->list >= 0 && icd_spans_have(entry->spans, entry->span_count, (uint16_t)header->list);
	bool excludes = entry->kind == ICD_NOTE_EXCLUDES1 || entry->kind == ICD_NOTE_EXCLUDES2;
	return holds && excludes && icd_note_reaches(&note, other);
}

/* A header has codes below it whose own notes may mean the other code: some of them, so partly. */
static bool collect_below(struct icd_shelf *shelf, struct icd_pool *pool, const struct icd_linked_code *header,
			  const struct icd_linked_code *other, unsigned carrier, struct icd_pair *pair,
			  struct icd_error *err)
{
	struct icd_incoming_record incoming;
	if (header->last == header->ordinal)
		return true;
	enum icd_found found = icd_store_incoming(icd_shelf_store(shelf), pool, other->category, &incoming, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	struct icd_pair_note *notes = icd_pool_take(pool, pair->note_count + (size_t)incoming.count, sizeof *notes);
	if (!notes)
		return icd_out_of_memory(err);
	if (pair->note_count)
		memcpy(notes, pair->notes, pair->note_count * sizeof *notes);
	pair->notes = notes;
	for (uint32_t i = 0; i < incoming.count; i++) {
		const struct icd_incoming *one = &incoming.at[i];
		if (!is_below(one, header) || !speaks_of(&one->entry, header, other))
			continue;
		const char *text = folded(pool, one->entry.text);
		if (!text)
			return icd_out_of_memory(err);
		notes[pair->note_count++] =
			(struct icd_pair_note){one->entry.kind, carrier, one->label, text, NULL, true};
	}
	return true;
}

/* ---- the answer ---- */

static size_t notes_of(const struct icd_linked_code *code)
{
	size_t count = 0;
	for (unsigned i = 0; i < code->place_count; i++)
		count += code->places[i]->count;
	return count;
}

/* By kind; within a kind as they were found, nearest first. */
static void sort_notes(struct icd_pair_note *notes, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		struct icd_pair_note one = notes[i];
		unsigned j = i;
		for (; j > 0 && notes[j - 1].kind > one.kind; j--)
			notes[j] = notes[j - 1];
		notes[j] = one;
	}
}

/* The rules for claims, with the codes in the order given; Excludes notes are shown already. */
static bool run_rules(struct icd_claims *claims, struct icd_pool *pool, icd_date on, const char *first,
		      const char *second, struct icd_pair *pair, bool *sequela, struct icd_error *err)
{
	const char *codes[] = {first, second};
	struct icd_claim_input input = {codes, 2, NULL, 0};
	struct icd_claim_result result;
	if (!icd_claims_check(claims, on, &input, &result, err))
		return false;
	struct icd_finding *kept = icd_pool_take(pool, result.count, sizeof *kept);
	if (!kept)
		return icd_out_of_memory(err);
	for (unsigned i = 0; i < result.count; i++) {
		const struct icd_finding *finding = &result.findings[i];
		if (finding->rule == ICD_RULE_EXCLUDES1)
			*sequela = finding->severity == ICD_INFO;
		else if (finding->rule != ICD_RULE_EXCLUDES2 &&
			 (finding->code_count > 1 || finding->rule <= ICD_RULE_SEVENTH_CHARACTER))
			kept[pair->finding_count++] = *finding;
	}
	pair->findings = kept;
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
		excludes1 |= note->kind == ICD_NOTE_EXCLUDES1 && !note->partly;
		partly |= note->kind == ICD_NOTE_EXCLUDES1 && note->partly;
		excludes2 |= note->kind == ICD_NOTE_EXCLUDES2;
	}
	if (excludes1)
		return sequela ? ICD_TOGETHER_SEQUELA : ICD_TOGETHER_NO;
	if (partly)
		return ICD_TOGETHER_PARTLY;
	/* The notes of a code that no list has cannot be silent. */
	if (pair->codes[0]->list < 0 || pair->codes[1]->list < 0)
		return ICD_TOGETHER_UNKNOWN;
	return excludes2 ? ICD_TOGETHER_YES : ICD_TOGETHER_SILENT;
}

bool icd_pair_make(struct icd_claims *claims, struct icd_pool *pool, icd_date on, const char *first, const char *second,
		   struct icd_pair *pair, struct icd_error *err)
{
	struct icd_shelf *shelf = claims_shelf(claims);
	struct icd_view view;
	bool sequela = false;
	*pair = (struct icd_pair){.together = ICD_TOGETHER_UNKNOWN};
	/* First, since a check may clear the shelf. */
	if (!run_rules(claims, pool, on, first, second, pair, &sequela, err))
		return false;
	icd_view_make(&view, icd_shelf_store(shelf), on);
	pair->codes[0] = icd_shelf_code(shelf, &view, first, err);
	pair->codes[1] = pair->codes[0] ? icd_shelf_code(shelf, &view, second, err) : NULL;
	if (!pair->codes[1])
		return false;
	const struct icd_linked_code *a = pair->codes[0], *b = pair->codes[1];
	struct icd_pair_note *notes = icd_pool_take(pool, notes_of(a) + notes_of(b) + 1, sizeof *notes);
	if (!notes)
		return icd_out_of_memory(err);
	pair->notes = notes;
	if (a->known && b->known && strcmp(a->code, b->code) != 0 &&
	    (!collect(pool, a, b, 0, notes, &pair->note_count) || !collect(pool, b, a, 1, notes, &pair->note_count)))
		return icd_out_of_memory(err);
	if (a->known && b->known && strcmp(a->code, b->code) != 0 &&
	    (!collect_below(shelf, pool, a, b, 0, pair, err) || !collect_below(shelf, pool, b, a, 1, pair, err)))
		return false;
	sort_notes(pair->notes, pair->note_count);
	pair->together = judge(pair, sequela);
	return true;
}
