/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Excludes1 and Excludes2. A note at a code, header, section or chapter holds for all
 * below it, and in both directions. Both codes may lie below the place that carries the
 * note; a code is never in conflict with itself.
 */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

struct hit {                /* a note on the path of code `from` that means code `to` */
	unsigned low, high; /* the two codes, as listed */
	unsigned from, step;
	const struct icd_note *note;
};

struct excludes_work {
	struct claim_work *work;
	unsigned *order; /* known codes by ordinal */
	uint32_t *ordinals;
	unsigned count;
	uint32_t sought;      /* ordinal that is_before compares with */
	unsigned kinds;       /* of notes, a bit each */
	uint64_t once, twice; /* where the codes lie; where two of them do (icd_reach) */
	struct hit *hits;
	size_t hit_count, capacity;
};

/* ---- finding the notes ---- */

static void add_hit(struct excludes_work *search, struct hit hit)
{
	if (icd_pool_room(search->work->pool, &search->hits, search->hit_count, &search->capacity, sizeof hit))
		search->hits[search->hit_count++] = hit;
}

static bool is_before(const void *context, size_t item)
{
	const struct excludes_work *search = context;
	return search->ordinals[item] < search->sought;
}

/* The codes that lie in a span of a note; one that lies in two is taken at the first. */
static void match_span(struct excludes_work *search, unsigned from, unsigned step,
		       const struct icd_claim_excluded *excluded)
{
	const struct icd_note *note = excluded->by;
	search->sought = excluded->first;
	for (size_t i = icd_lower_bound(search->count, is_before, search);
	     i < search->count && search->ordinals[i] <= excluded->last; i++) {
		unsigned to = search->order[i];
		uint32_t ordinal = search->ordinals[i];
		if (to != from && (search->kinds & ICD_KIND_BIT(note->kind)) &&
		    !icd_references_touch(note->entry->references, excluded->reference, ordinal, ordinal) &&
		    icd_claim_note_means(note, search->work->codes[to]))
			add_hit(search, (struct hit){from < to ? from : to, from < to ? to : from, from, step, note});
	}
}

/* Most codes are far from what the notes of another one mean. */
static void match_code(struct excludes_work *search, unsigned from)
{
	const struct icd_claim_code *code = search->work->codes[from];
	uint64_t others = (search->once & ~icd_reach(code->ordinal, code->ordinal)) | search->twice;
	unsigned step = code->step;
	for (const struct icd_claim_place *place = code->place; place && (place->excludes_upward & others);
	     place = place->above, step++) {
		for (uint32_t i = 0; (place->excludes & others) && i < place->excluded_count; i++)
			match_span(search, from, step, &place->excluded[i]);
	}
}

/* Notes by pair; for a pair Excludes1 first, then the nearest, then those of the code listed first. */
static int compare_hits(const void *a, const void *b)
{
	const struct hit *left = a, *right = b;
	return ICD_ORDER(left->low, right->low) ?:
	       ICD_ORDER(left->high, right->high) ?:
	       ICD_ORDER(left->note->kind, right->note->kind) ?:
	       ICD_ORDER(left->step, right->step) ?:
	       ICD_ORDER(left->from, right->from) ?:
	       ICD_ORDER(left->note, right->note);
}

/* ---- what follows from them ---- */

/* Does the note itself speak of sequelae: a 7th character S, and nothing else? */
static bool names_sequela(const struct icd_note *note)
{
	for (uint32_t i = 0; i < note->entry->reference_count; i++) {
		const struct icd_reference *reference = &note->entry->references[i];
		if (reference->qualifier == ICD_QUALIFIER_CHARACTERS && reference->characters == icd_character_bit('S'))
			return true;
	}
	return false;
}

/* A residual with the code of the past injury it is from: both are reported [I.B.10]. */
static bool residual_and_sequela(const struct icd_claim_code *a, const struct icd_claim_code *b,
				 const struct icd_note *note)
{
	const struct icd_claim_code *sequela = a->encounter == ICD_ENCOUNTER_SEQUELA ? a : b;
	const struct icd_claim_code *other = sequela == a ? b : a;
	return sequela->encounter == ICD_ENCOUNTER_SEQUELA && other->encounter != ICD_ENCOUNTER_SEQUELA &&
	       !claim_in(other, SPAN_INJURY) && !claim_in(other, SPAN_EXTERNAL_CAUSE) && !names_sequela(note);
}

#define WIDE 3000 /* codes; more than any section but the largest has */

static bool is_wide(const struct hit *hit)
{
	if (hit->note->place == ICD_PLACE_CHAPTER)
		return true;
	for (uint32_t i = 0; i < hit->note->entry->reference_count; i++) {
		const struct icd_reference *reference = &hit->note->entry->references[i];
		if (reference->role == ICD_ROLE_MEANT && reference->last - reference->first > WIDE &&
		    reference->first <= reference->last)
			return true;
	}
	return false;
}

/* Notes that tell to report the second code beside the first, against the Excludes1 note. */
static bool add_contradicting(struct claim_work *work, struct icd_finding *finding, const struct icd_claim_code *a,
			      const struct icd_claim_code *b)
{
	const unsigned kinds = ICD_KIND_BIT(ICD_NOTE_CODE_ALSO) | ICD_KIND_BIT(ICD_NOTE_CODE_FIRST) |
			       ICD_KIND_BIT(ICD_NOTE_USE_ADDITIONAL);
	unsigned before = finding->note_count;
	for (const struct icd_claim_place *place = a->place; place; place = place->above) {
		const struct icd_notes *notes = &place->notes;
		for (uint32_t i = 0; i < notes->count; i++) {
			if ((kinds & ICD_KIND_BIT(notes->at[i].kind)) && icd_claim_note_means(&notes->at[i], b))
				claim_add_note(work, finding, &notes->at[i]);
		}
	}
	return finding->note_count > before;
}

/* Two injuries of which one is past: their 7th characters tell two events. */
static bool two_events(const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	return claim_in(a, SPAN_INJURY) && claim_in(b, SPAN_INJURY) && a->encounter && b->encounter &&
	       (a->encounter == ICD_ENCOUNTER_SEQUELA) != (b->encounter == ICD_ENCOUNTER_SEQUELA);
}

/* Parts of the body (the second character of injuries) that an aftercare or the status of a joint is about. */
static const char *const aftercare_parts[][2] = {
	{"Z4731", "4"}, {"Z4732", "37"}, {"Z4733", "78"}, {"Z4782", "123"}, {"Z9661", "4"},
	{"Z9662", "5"}, {"Z9663", "56"}, {"Z9664", "37"}, {"Z9665", "78"},  {"Z9666", "89"},
};

/* Is the aftercare, as the claim tells its part of the body, of another part than the healing injury? */
static bool other_part(const struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	const struct icd_claim_code *injury = claim_in(a, SPAN_INJURY) ? a : b, *aftercare = injury == a ? b : a;
	bool told = false;
	if (injury->code[0] != 'S' || injury->encounter != ICD_ENCOUNTER_SUBSEQUENT ||
	    strncmp(aftercare->code, "Z47", 3) != 0)
		return false;
	for (unsigned i = 0; i < work->count; i++) {
		for (size_t j = 0; j < sizeof aftercare_parts / sizeof *aftercare_parts; j++) {
			const char *start = aftercare_parts[j][0];
			if (strncmp(work->codes[i]->code, start, strlen(start)) != 0)
				continue;
			if (strchr(aftercare_parts[j][1], injury->code[1]))
				return false;
			told = true;
		}
	}
	return told;
}

static void advise_excludes1(struct claim_work *work, struct icd_finding *finding, const struct hit *hit,
			     bool contradicted)
{
	const struct icd_claim_code *a = work->codes[hit->low], *b = work->codes[hit->high];
	if (residual_and_sequela(a, b, hit->note)) {
		finding->severity = ICD_INFO;
		claim_advise(work, finding,
			     "Only information: the 7th character S marks a past injury. Its residual and the "
			     "sequela code are reported together, the residual first (I.B.10).");
		return;
	}
	if (two_events(a, b) && !names_sequela(hit->note)) {
		finding->severity = ICD_INFO;
		claim_advise(work, finding,
			     "Only information: the 7th characters tell two events, a past injury and a present one.");
		return;
	}
	if (other_part(work, a, b)) {
		finding->severity = ICD_INFO;
		claim_advise(work, finding,
			     "Only information: the aftercare is of another part of the body than the healing injury.");
		return;
	}
	claim_advise(work, finding,
		     "Not reported together unless the two conditions are unrelated. If the record does "
		     "not make that clear, ask the provider.");
	if (strcasestr(finding->text, "due to"))
		claim_advise(work, finding,
			     "The note speaks of one condition due to the other: where it has another cause, "
			     "the two are unrelated.");
	else if (is_wide(hit))
		claim_advise(work, finding,
			     "The note covers a whole range of conditions, so the two may well be unrelated.");
	if (contradicted)
		claim_advise(work, finding,
			     "Another note tells to report both; the two notes contradict each other, and both "
			     "are shown.");
}

static const char *guideline_of(enum icd_entry_kind kind)
{
	return kind == ICD_NOTE_EXCLUDES1 ? "I.A.12.a" : "I.A.12.b";
}

/* A note above both codes may mean both. */
static bool seen(const struct hit *hits, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (hits[i].note == hits[at].note)
			return true;
	}
	return false;
}

/* One finding for a pair, with all its notes. */
static void report_pair(struct claim_work *work, const struct hit *hits, size_t count)
{
	const struct icd_claim_code *a = work->codes[hits[0].low], *b = work->codes[hits[0].high];
	bool excludes1 = hits[0].note->kind == ICD_NOTE_EXCLUDES1;
	struct icd_finding *finding =
		claim_find(work, excludes1 ? ICD_RULE_EXCLUDES1 : ICD_RULE_EXCLUDES2,
			   excludes1 ? ICD_WARNING : ICD_INFO, guideline_of(hits[0].note->kind), a, b);
	for (size_t i = 0; i < count; i++) {
		if (!seen(hits, i))
			claim_add_note(work, finding, hits[i].note);
	}
	if (!excludes1) {
		claim_advise(work, finding,
			     "Neither is part of the other; both are reported when the patient has both.");
		return;
	}
	bool contradicted = add_contradicting(work, finding, a, b);
	contradicted |= add_contradicting(work, finding, b, a);
	advise_excludes1(work, finding, &hits[0], contradicted);
}

/* ---- all pairs of a claim ---- */

static int compare_ordinals(const void *a, const void *b, void *context)
{
	const struct claim_work *work = context;
	uint32_t left = work->codes[*(const unsigned *)a]->ordinal, right = work->codes[*(const unsigned *)b]->ordinal;
	return ICD_ORDER(left, right);
}

static void place_code(struct excludes_work *search, unsigned i, uint32_t ordinal)
{
	uint64_t reach = icd_reach(ordinal, ordinal);
	search->ordinals[i] = ordinal;
	search->twice |= search->once & reach;
	search->once |= reach;
}

static bool sort_codes(struct excludes_work *search)
{
	struct claim_work *work = search->work;
	search->order = icd_pool_take(work->pool, work->count, sizeof *search->order);
	search->ordinals = icd_pool_take(work->pool, work->count, sizeof *search->ordinals);
	if (!search->order || !search->ordinals)
		return false;
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known)
			search->order[search->count++] = i;
	}
	if (search->count > 1)
		qsort_r(search->order, search->count, sizeof *search->order, compare_ordinals, work);
	for (unsigned i = 0; i < search->count; i++)
		place_code(search, i, work->codes[search->order[i]]->ordinal);
	return search->count > 1;
}

void claim_check_excludes(struct claim_work *work)
{
	struct excludes_work search = {.work = work,
				       .kinds = work->matrix ? ICD_KIND_BIT(ICD_NOTE_EXCLUDES1) : ICD_KINDS_EXCLUDES};
	if (work->count < 2 || !sort_codes(&search))
		return;
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known)
			match_code(&search, i);
	}
	if (search.hit_count > 1)
		qsort(search.hits, search.hit_count, sizeof *search.hits, compare_hits);
	for (size_t i = 0, next; i < search.hit_count; i = next) {
		for (next = i + 1; next < search.hit_count && search.hits[next].low == search.hits[i].low &&
				   search.hits[next].high == search.hits[i].high;)
			next++;
		report_pair(work, &search.hits[i], next - i);
	}
}
