/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Manifestations, and the notes "code first" and "use additional code" [I.A.13, I.B.7]. */
#include "findings.h"

#include "index/index.h"

#include <string.h>

/* The notes of one kind at one place, read as one: alternatives of a list. */
struct group {
	const struct icd_claim_place *place;
	const struct icd_note *first;           /* its first note, a heading too */
	const struct icd_note *naming;          /* the note that named the partner */
	unsigned partner_before, partner_after; /* positions on the claim + 1, 0: none */
	bool names_codes;
	bool open;       /* "such as": others than those named may be meant */
	bool optional;   /* "if applicable" */
	bool underlying; /* "underlying disease": what is coded first is there by the meaning of the code */
	bool adverse;    /* "for adverse effects": not for poisoning */
};

static void look_for(const struct claim_work *work, unsigned self, const struct icd_note *note, struct group *group)
{
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *other = work->codes[i];
		if (i == self || !other->known || !icd_claim_note_means(note, other))
			continue;
		unsigned *partner = i < self ? &group->partner_before : &group->partner_after;
		if (*partner)
			continue;
		*partner = i + 1;
		if (i > self || !group->naming)
			group->naming = note;
	}
}

/* Has the place such a note, or one above it? */
static bool may_have(const struct icd_claim_place *place, enum icd_entry_kind kind)
{
	return place && (place->kinds_upward & ICD_KIND_BIT(kind));
}

/* False when the place has no notes of the kind. */
static bool read_group(const struct claim_work *work, unsigned self, const struct icd_claim_place *place,
		       enum icd_entry_kind kind, struct group *group)
{
	if (!(place->kinds & ICD_KIND_BIT(kind)))
		return false;
	*group = (struct group){.place = place};
	for (uint32_t i = 0; i < place->notes.count; i++) {
		const struct icd_note *note = &place->notes.at[i];
		unsigned phrases = place->asking[i].phrases;
		if (note->kind != kind)
			continue;
		if (!group->first || group->first->is_heading)
			group->first = note;
		group->names_codes |= note->entry->reference_count > 0;
		group->open |= (phrases & ICD_PHRASE_SUCH_AS) != 0;
		group->optional |= (phrases & ICD_PHRASE_OPTIONAL) != 0;
		group->adverse |= (phrases & ICD_PHRASE_ADVERSE) != 0;
		group->underlying |= (phrases & ICD_PHRASE_UNDERLYING) && !(phrases & ICD_PHRASE_ANY);
		if (place->asking[i].reach & work->reach)
			look_for(work, self, note, group);
	}
	return group->first != NULL && (!group->adverse || claim_drug_of(work->codes[self]) == DRUG_ADVERSE_EFFECT);
}

static const struct icd_note *shown_note(const struct group *group)
{
	return group->naming ? group->naming : group->first;
}

/* The note that named the partner; when none did all of them but headings. */
static void add_group(struct claim_work *work, struct icd_finding *finding, const struct group *group)
{
	enum icd_entry_kind kind = group->first->kind;
	claim_add_note(work, finding, shown_note(group));
	for (uint32_t i = 0; i < group->place->notes.count; i++) {
		const struct icd_note *note = &group->place->notes.at[i];
		if (note->kind == kind && note != shown_note(group) && !group->naming && !note->is_heading)
			claim_add_note(work, finding, note);
	}
}

/* ---- manifestations ---- */

/* Does a term of the alphabetic index that has the manifestation in brackets name another code as its cause? */
static bool entry_names(const struct icd_index_entry *entry, const struct icd_claim_code *cause)
{
	const char *written = entry->tree->at[entry->node].term->parts[ICD_PART_CODE];
	struct icd_typed_code typed;
	return entry->part == ICD_PART_MANIFESTATION && written && icd_code_parse(written, strlen(written), &typed) &&
	       strncmp(typed.code, cause->code, strlen(typed.code)) == 0;
}

/* The code before the manifestation that the alphabetic index names as its cause, against the note; NULL when none. */
static const struct icd_claim_code *indexed_cause(struct claim_work *work, unsigned self)
{
	struct icd_code_record record;
	struct icd_index_entries entries = {0};
	enum icd_found found =
		icd_store_code(icd_shelf_store(work->shelf), work->pool, work->codes[self]->code, &record, work->err);
	work->failed |= found == ICD_FAILED;
	if (found == ICD_FOUND)
		work->failed |= !icd_index_entries_for(&work->view, work->pool, &record, false, &entries, work->err);
	if (work->failed)
		return NULL;
	for (unsigned i = 0; i < self; i++) {
		for (uint32_t j = 0; j < entries.count; j++) {
			if (work->codes[i]->known && entry_names(&entries.at[j], work->codes[i]))
				return work->codes[i];
		}
	}
	return NULL;
}

static void report_contradicting_index(struct claim_work *work, unsigned self, const struct group *group,
				       const struct icd_claim_code *cause)
{
	const struct icd_claim_code *code = work->codes[self];
	struct icd_finding *finding = claim_find(work, ICD_RULE_MANIFESTATION, ICD_INFO, "I.A.13", cause, code);
	add_group(work, finding, group);
	claim_advise(
		work, finding,
		"Only information: the note names other causes, and the alphabetic index has %s with [%s]; the two "
		"contradict each other.",
		cause->shown, code->shown);
}

/* The nearest code-first notes that are about the code's cause. */
static bool cause_group(const struct claim_work *work, unsigned self, struct group *out)
{
	const struct icd_claim_code *code = work->codes[self];
	bool any = false;
	for (const struct icd_claim_place *place = code->place; may_have(place, ICD_NOTE_CODE_FIRST);
	     place = place->above) {
		struct group group;
		if (!read_group(work, self, place, ICD_NOTE_CODE_FIRST, &group))
			continue;
		if (!any ||
		    (!out->partner_before && !out->partner_after && (group.partner_before || group.partner_after)))
			*out = group;
		any = true;
	}
	return any;
}

/* Could the code be that of an underlying disease? Symptoms, external causes and factors of chapter 21 are none. */
static bool may_underlie(const struct icd_claim_code *code)
{
	return code->known && !claim_in(code, SPAN_NO_CAUSE) && !code->manifestation;
}

static const struct icd_claim_code *unnamed_cause(const struct claim_work *work, unsigned self)
{
	for (unsigned i = 0; i < self; i++) {
		if (may_underlie(work->codes[i]))
			return work->codes[i];
	}
	return NULL;
}

static void report_manifestation_first(struct claim_work *work, const struct group *group)
{
	const struct icd_claim_code *code = work->codes[0];
	const struct icd_claim_code *partner = group->partner_after ? work->codes[group->partner_after - 1] : NULL;
	struct icd_finding *finding = claim_find(work, ICD_RULE_MANIFESTATION, ICD_WARNING, "I.A.13", code, partner);
	add_group(work, finding, group);
	claim_advise(work, finding,
		     "%s is a manifestation and never first-listed: the code of its cause goes before it.",
		     code->shown);
	if (partner)
		claim_advise(work, finding, "List %s first.", partner->shown);
	else if (work->count == 1)
		claim_advise(work, finding, "That code is missing.");
}

static void check_manifestation(struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *code = work->codes[self];
	struct group group;
	if (!cause_group(work, self, &group) || group.partner_before)
		return;
	if (self == 0) {
		report_manifestation_first(work, &group);
		return;
	}
	if (group.partner_after)
		return; /* the order of the two is checked with the other code-first notes */
	const struct icd_claim_code *cause = unnamed_cause(work, self);
	bool closed = group.names_codes && !group.open;
	const struct icd_claim_code *indexed = closed ? indexed_cause(work, self) : NULL;
	if (indexed) {
		report_contradicting_index(work, self, &group, indexed);
		return;
	}
	struct icd_finding *finding = claim_find(work, ICD_RULE_MANIFESTATION,
						 cause && !closed ? ICD_INFO : ICD_WARNING, "I.A.13", code, NULL);
	add_group(work, finding, &group);
	if (cause && !closed)
		claim_advise(work, finding,
			     "%s is a manifestation, and no code that the note names stands before it. Only "
			     "information: the note leaves room for other causes; is %s the cause?",
			     code->shown, cause->shown);
	else
		claim_advise(work, finding,
			     "%s is a manifestation; the code of its cause, which goes before it, is missing.",
			     code->shown);
}

/* ---- code first ---- */

static void report_wrong_order(struct claim_work *work, unsigned self, const struct group *group)
{
	const struct icd_claim_code *code = work->codes[self], *partner = work->codes[group->partner_after - 1];
	bool satisfied = group->partner_before != 0;
	struct icd_finding *finding =
		claim_find(work, ICD_RULE_CODE_FIRST, satisfied ? ICD_INFO : ICD_WARNING, "I.B.7", code, partner);
	claim_add_note(work, finding, group->naming);
	claim_advise(work, finding, "The note at %s tells to code %s before %s.", group->place->label, partner->shown,
		     code->shown);
	if (satisfied)
		claim_advise(work, finding, "Only information: %s, which the note names too, stands before it.",
			     work->codes[group->partner_before - 1]->shown);
}

/* A condition that by its note has another under it ("the underlying condition, such as": E08.-, M02.-). Where that is
 * the meaning of the whole category it is never first. */
static void report_no_cause(struct claim_work *work, unsigned self, const struct group *group)
{
	const struct icd_claim_code *code = work->codes[self];
	bool first = self == 0 && strlen(group->place->label) == 3;
	struct icd_finding *finding =
		claim_find(work, ICD_RULE_CODE_FIRST, first ? ICD_WARNING : ICD_INFO, "I.B.7", code, NULL);
	add_group(work, finding, group);
	if (first)
		claim_advise(work, finding, "%s is not first-listed: the underlying condition goes before it.",
			     code->shown);
	else
		claim_advise(work, finding,
			     "Only information: the note names examples; is the underlying condition before %s?",
			     code->shown);
}

static void report_absent(struct claim_work *work, unsigned self, const struct group *group)
{
	const struct icd_claim_code *code = work->codes[self];
	if (group->underlying && group->open && group->names_codes) {
		report_no_cause(work, self, group);
		return;
	}
	struct icd_finding *finding = claim_find(work, ICD_RULE_CODE_FIRST, ICD_INFO, "I.B.7", code, NULL);
	add_group(work, finding, group);
	if (group->underlying) {
		claim_advise(work, finding, "The underlying condition goes before %s.", code->shown);
		return;
	}
	claim_advise(work, finding, "If such a condition is known, its code goes before %s; if not, %s stands alone.",
		     code->shown, code->shown);
}

/* Did another rule say already that the code stands first and should not? */
static bool told_first(const struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *code = work->codes[self];
	return self == 0 && (code->manifestation || claim_found(work, ICD_RULE_SECONDARY_ONLY, code, code) ||
			     claim_found(work, ICD_RULE_EXTERNAL_CAUSE, code, code) ||
			     claim_found(work, ICD_RULE_SEQUELA, code, code));
}

static void check_code_first(struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *code = work->codes[self];
	bool first = told_first(work, self), nearest = true;
	bool told = first || code->manifestation || claim_is_sequela(code);
	for (const struct icd_claim_place *place = code->place; may_have(place, ICD_NOTE_CODE_FIRST);
	     place = place->above) {
		struct group group;
		if (!read_group(work, self, place, ICD_NOTE_CODE_FIRST, &group))
			continue;
		if (group.partner_after && !first &&
		    !claim_found(work, ICD_RULE_CODE_FIRST, code, work->codes[group.partner_after - 1]))
			report_wrong_order(work, self, &group);
		else if (!group.partner_after && !group.partner_before && nearest && !told && !group.optional &&
			 group.first->place != ICD_PLACE_CHAPTER && (group.names_codes || self == 0))
			report_absent(work, self, &group);
		nearest = false;
	}
}

/* ---- use additional ---- */

/* Only notes of the code itself (or, of one made by its 7th character, of the code that it completes). */
static unsigned own_steps(const struct icd_claim_code *code)
{
	return code->encounter != ICD_ENCOUNTER_NONE ? 2 : 1;
}

static void check_use_additional(struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *code = work->codes[self];
	unsigned step = code->step;
	for (const struct icd_claim_place *place = code->place; may_have(place, ICD_NOTE_USE_ADDITIONAL);
	     place = place->above, step++) {
		struct group group;
		if (!read_group(work, self, place, ICD_NOTE_USE_ADDITIONAL, &group))
			continue;
		bool own = step < own_steps(code) && group.first->place == ICD_PLACE_CODE;
		const struct icd_claim_code *first = work->codes[0];
		if (group.partner_before == 1 && !claim_found(work, ICD_RULE_CODE_FIRST, code, first)) {
			struct icd_finding *finding =
				claim_find(work, ICD_RULE_USE_ADDITIONAL, ICD_INFO, "I.A.13", first, code);
			claim_add_note(work, finding, group.naming);
			claim_advise(work, finding, "%s says more about %s and usually stands behind it.", first->shown,
				     code->shown);
		} else if (own && group.names_codes && !group.optional && !group.partner_before &&
			   !group.partner_after) {
			struct icd_finding *finding =
				claim_find(work, ICD_RULE_USE_ADDITIONAL, ICD_INFO, "I.A.13", code, NULL);
			add_group(work, finding, &group);
			claim_advise(work, finding,
				     "Where the record has such a condition, its code is added behind %s.",
				     code->shown);
		}
	}
}

void claim_check_causes(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		if (!work->codes[i]->known)
			continue;
		if (work->codes[i]->manifestation)
			check_manifestation(work, i);
		check_code_first(work, i);
	}
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known)
			check_use_additional(work, i);
	}
}
