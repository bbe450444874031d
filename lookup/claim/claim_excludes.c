/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Excludes1 and Excludes2. A note at a code, header, section or chapter holds for all
 * below it, and in both directions. Both codes may lie below the place that carries the
 * note; a code is never in conflict with itself.
 */
#include "claim_work.h"

#include <stdlib.h>
#include <string.h>

struct hit {                /* a note on the path of code `from` that means code `to` */
	unsigned low, high; /* the two codes, as listed */
	unsigned from, step;
	const struct icd_linked_place *place;
	const struct icd_linked_note *note;
};

struct search {
	struct claim_work *work;
	unsigned *order; /* known codes by ordinal */
	unsigned count;
	struct hit *hits;
	size_t hit_count, capacity;
};

/* ---- finding the notes ---- */

static bool add_hit(struct search *search, struct hit hit)
{
	if (search->hit_count == search->capacity) {
		size_t capacity = search->capacity ? search->capacity * 2 : 32;
		struct hit *larger = realloc(search->hits, capacity * sizeof *larger);
		if (!larger)
			return false;
		search->hits = larger;
		search->capacity = capacity;
	}
	search->hits[search->hit_count++] = hit;
	return true;
}

static void fail(struct claim_work *work)
{
	work->failed = true;
	icd_out_of_memory(work->err);
}

/* The first of the codes in order whose ordinal is not before this one. */
static unsigned lower_bound(const struct search *search, uint32_t ordinal)
{
	unsigned low = 0, high = search->count;
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		if (search->work->codes[search->order[middle]]->ordinal < ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The codes that lie in a span of the note; one that lies in two is taken at the first. */
static void match_note(struct search *search, unsigned from, unsigned step, const struct icd_linked_note *note)
{
	struct claim_work *work = search->work;
	for (uint32_t r = 0; r < note->reference_count; r++) {
		const struct icd_reference *reference = &note->references[r];
		if (reference->role != ICD_ROLE_MEANT)
			continue;
		for (unsigned i = lower_bound(search, reference->first); i < search->count; i++) {
			unsigned to = search->order[i];
			const struct icd_linked_code *code = work->codes[to];
			if (code->ordinal > reference->last)
				break;
			bool before = false;
			for (uint32_t k = 0; k < r; k++)
				before |= note->references[k].role == ICD_ROLE_MEANT &&
					  note->references[k].first <= code->ordinal &&
					  code->ordinal <= note->references[k].last;
			if (to == from || before || !icd_note_means(note, code))
				continue;
			struct hit hit = {from < to ? from : to,
					  from < to ? to : from,
					  from,
					  step,
					  work->codes[from]->places[step],
					  note};
			if (!add_hit(search, hit))
				fail(work);
		}
	}
}

/* Excludes2 notes of chapters name whole other chapters: true of nearly every claim. */
static bool sweeping(const struct icd_linked_place *place, const struct icd_linked_note *note)
{
	return place->kind == ICD_PLACE_CHAPTER && note->kind == ICD_NOTE_EXCLUDES2;
}

static void match_code(struct search *search, unsigned from, unsigned kinds)
{
	const struct icd_linked_code *code = search->work->codes[from];
	for (unsigned step = 0; step < code->place_count; step++) {
		const struct icd_linked_place *place = code->places[step];
		for (uint32_t i = 0; i < place->count && !search->work->failed; i++) {
			if ((kinds & 1u << place->notes[i].kind) && !sweeping(place, &place->notes[i]))
				match_note(search, from, step, &place->notes[i]);
		}
	}
}

/* Notes by pair; for a pair Excludes1 first, then the nearest, then those of the code listed first. */
static int compare_hits(const void *a, const void *b)
{
	const struct hit *left = a, *right = b;
	const long order[] = {
		(long)left->low - (long)right->low,
		(long)left->high - (long)right->high,
		(long)left->note->kind - (long)right->note->kind,
		(long)left->step - (long)right->step,
		(long)left->from - (long)right->from,
	};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		if (order[i])
			return order[i] < 0 ? -1 : 1;
	}
	return (left->note > right->note) - (left->note < right->note);
}

/* ---- what follows from them ---- */

/* Does the note itself speak of sequelae: a 7th character S, and nothing else? */
static bool names_sequela(const struct icd_linked_note *note)
{
	for (uint32_t i = 0; i < note->reference_count; i++) {
		const struct icd_reference *reference = &note->references[i];
		if (reference->qualifier == ICD_QUALIFIER_CHARACTERS && reference->characters == icd_character_bit('S'))
			return true;
	}
	return false;
}

/* A residual with the code of the past injury it is from: both are reported [I.B.10]. */
static bool residual_and_sequela(const struct icd_linked_code *a, const struct icd_linked_code *b,
				 const struct icd_linked_note *note)
{
	const struct icd_linked_code *sequela = a->encounter == ICD_ENCOUNTER_SEQUELA ? a : b;
	const struct icd_linked_code *other = sequela == a ? b : a;
	return sequela->encounter == ICD_ENCOUNTER_SEQUELA && other->encounter != ICD_ENCOUNTER_SEQUELA &&
	       !claim_is_injury(other) && !claim_is_external(other) && !names_sequela(note);
}

#define WIDE 3000 /* codes; more than any section but the largest has */

static bool is_wide(const struct hit *hit)
{
	if (hit->place->kind == ICD_PLACE_CHAPTER)
		return true;
	for (uint32_t i = 0; i < hit->note->reference_count; i++) {
		const struct icd_reference *reference = &hit->note->references[i];
		if (reference->role == ICD_ROLE_MEANT && reference->last - reference->first > WIDE &&
		    reference->first <= reference->last)
			return true;
	}
	return false;
}

/* Notes that tell to report the second code beside the first, against the Excludes1 note. */
static bool add_contradicting(struct claim_work *work, struct icd_finding *finding, const struct icd_linked_code *a,
			      const struct icd_linked_code *b)
{
	const unsigned kinds = 1u << ICD_NOTE_CODE_ALSO | 1u << ICD_NOTE_CODE_FIRST | 1u << ICD_NOTE_USE_ADDITIONAL;
	unsigned before = finding->note_count;
	for (unsigned step = 0; step < a->place_count; step++) {
		const struct icd_linked_place *place = a->places[step];
		for (uint32_t i = 0; i < place->count; i++) {
			if ((kinds & 1u << place->notes[i].kind) && icd_note_means(&place->notes[i], b))
				claim_add_note(work, finding, place, &place->notes[i]);
		}
	}
	return finding->note_count > before;
}

static void advise_excludes1(struct claim_work *work, struct icd_finding *finding, const struct hit *hit,
			     bool contradicted)
{
	const struct icd_linked_code *a = work->codes[hit->low], *b = work->codes[hit->high];
	if (residual_and_sequela(a, b, hit->note)) {
		finding->severity = ICD_INFO;
		claim_advise(work, finding,
			     "Only information: the 7th character S marks a past injury. Its residual and the "
			     "sequela code are reported together, the residual first (I.B.10).");
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
	const struct icd_linked_code *a = work->codes[hits[0].low], *b = work->codes[hits[0].high];
	bool excludes1 = hits[0].note->kind == ICD_NOTE_EXCLUDES1;
	struct icd_finding *finding =
		claim_find(work, excludes1 ? ICD_RULE_EXCLUDES1 : ICD_RULE_EXCLUDES2,
			   excludes1 ? ICD_WARNING : ICD_INFO, guideline_of(hits[0].note->kind), a, b);
	for (size_t i = 0; i < count; i++) {
		if (!seen(hits, i))
			claim_add_note(work, finding, hits[i].place, hits[i].note);
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
	return (left > right) - (left < right);
}

static void check(struct claim_work *work, unsigned kinds)
{
	struct search search = {.work = work, .order = icd_pool_take(work->pool, work->count, sizeof *search.order)};
	if (!search.order) {
		fail(work);
		return;
	}
	for (unsigned i = 0; i < work->count; i++) {
		if (work->codes[i]->known)
			search.order[search.count++] = i;
	}
	if (search.count > 1)
		qsort_r(search.order, search.count, sizeof *search.order, compare_ordinals, work);
	for (unsigned i = 0; search.count > 1 && i < work->count; i++) {
		if (work->codes[i]->known)
			match_code(&search, i, kinds);
	}
	if (search.hit_count > 1)
		qsort(search.hits, search.hit_count, sizeof *search.hits, compare_hits);
	for (size_t i = 0, next; i < search.hit_count && !work->failed; i = next) {
		for (next = i + 1; next < search.hit_count && search.hits[next].low == search.hits[i].low &&
				   search.hits[next].high == search.hits[i].high;)
			next++;
		report_pair(work, &search.hits[i], next - i);
	}
	free(search.hits);
}

void claim_check_excludes(struct claim_work *work)
{
	check(work, 1u << ICD_NOTE_EXCLUDES1 | 1u << ICD_NOTE_EXCLUDES2);
}

void claim_check_excludes1(struct claim_work *work)
{
	check(work, 1u << ICD_NOTE_EXCLUDES1);
}
