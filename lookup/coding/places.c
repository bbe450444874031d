/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "places.h"

#include <string.h>

#define KINDS                                                                                                          \
	(ICD_KINDS_EXCLUDES | ICD_KIND_BIT(ICD_NOTE_CODE_FIRST) | ICD_KIND_BIT(ICD_NOTE_USE_ADDITIONAL) |              \
	 ICD_KIND_BIT(ICD_NOTE_CODE_ALSO))

/* Found again by what it is and the list that its notes are from. */
struct kept_place {
	const char *name;
	enum icd_place_kind kind;
	int list;
	bool derived; /* for a path that was: what stands above may be another place for another code */
	struct icd_claim_place place;
};

/* ---- notes ---- */

/* Rules go by those of notes that ask for other codes. */
static unsigned phrases_of(const struct icd_note *note)
{
	static const struct {
		const char *words;
		unsigned phrase;
	} phrases[] = {
		{"such as", ICD_PHRASE_SUCH_AS},
		{"if applicable", ICD_PHRASE_OPTIONAL},
		{"as applicable", ICD_PHRASE_OPTIONAL},
		{"if any", ICD_PHRASE_OPTIONAL},
		{"for adverse effects", ICD_PHRASE_ADVERSE},
		{"underlying", ICD_PHRASE_UNDERLYING},
		{"any ", ICD_PHRASE_ANY},
		{"if known", ICD_PHRASE_ANY},
	};
	unsigned found = 0;
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
		if (strcasestr(note->text, phrases[i].words) ||
		    (note->heading && strcasestr(note->heading, phrases[i].words)))
			found |= phrases[i].phrase;
	}
	return found;
}

/* Entries of a code itself are gone when the next one is read; those of places above stay as long as the store. */
static const struct icd_entry *kept_entry(struct icd_pool *pool, const struct icd_entry *entry)
{
	struct icd_entry *copy = icd_pool_take(pool, 1, sizeof *copy);
	struct icd_reference *references = icd_pool_take(pool, entry->reference_count, sizeof *references);
	if (!copy || !references)
		return entry;
	if (entry->reference_count)
		memcpy(references, entry->references, entry->reference_count * sizeof *references);
	*copy = (struct icd_entry){.kind = entry->kind,
				   .text = entry->text,
				   .character = "",
				   .reference_count = entry->reference_count,
				   .references = references};
	return copy;
}

static void put_notes(struct icd_shelf *shelf, const struct icd_path *path, unsigned step,
		      struct icd_claim_place *place)
{
	icd_notes_of_steps(path, step, 1, KINDS, &shelf->pool, &place->notes);
	unsigned *phrases = icd_pool_take(&shelf->pool, place->notes.count, sizeof *phrases);
	place->phrases = phrases;
	for (uint32_t i = 0; phrases && i < place->notes.count; i++) {
		struct icd_note *note = &place->notes.at[i];
		if (!(ICD_KINDS_EXCLUDES & ICD_KIND_BIT(note->kind)))
			phrases[i] = phrases_of(note);
		place->kinds |= ICD_KIND_BIT(note->kind);
		if (note->kind == ICD_NOTE_USE_ADDITIONAL)
			place->asked |= claim_sets_asked(note->text);
		if (step == 0)
			note->entry = kept_entry(&shelf->pool, note->entry);
		note->at = place->label;
	}
}

/* Excludes2 notes of chapters are sweeping. */
static bool excludes(const struct icd_note *note)
{
	return note->kind == ICD_NOTE_EXCLUDES1 ||
	       (note->kind == ICD_NOTE_EXCLUDES2 && note->place != ICD_PLACE_CHAPTER);
}

static void put_excluded(struct icd_shelf *shelf, struct icd_claim_place *place)
{
	struct icd_claim_excluded *excluded = NULL;
	size_t capacity = 0, count = 0;
	for (uint32_t i = 0; i < place->notes.count; i++) {
		const struct icd_note *note = &place->notes.at[i];
		for (uint32_t r = 0; excludes(note) && r < note->entry->reference_count; r++) {
			const struct icd_reference *reference = &note->entry->references[r];
			if (reference->role == ICD_ROLE_MEANT &&
			    icd_pool_room(&shelf->pool, &excluded, count, &capacity, sizeof *excluded))
				excluded[count++] =
					(struct icd_claim_excluded){reference->first, reference->last, r, note};
		}
	}
	place->excluded = excluded;
	place->excluded_count = (uint32_t)count;
}

static bool asks_for_cause(const struct icd_note *note)
{
	return note->place == ICD_PLACE_CODE && note->kind == ICD_NOTE_CODE_FIRST &&
	       !strcasestr(note->text, "if applicable");
}

/* ---- places ---- */

static bool same_place(const void *context, uint32_t item, const void *key)
{
	const struct kept_place *kept = ((const struct kept_things *)context)->at[item], *sought = key;
	return kept->list == sought->list && kept->kind == sought->kind && kept->derived == sought->derived &&
	       (!kept->derived || kept->place.above == sought->place.above) && strcmp(kept->name, sought->name) == 0;
}

static struct kept_place sought_place(const struct icd_path *path, unsigned step)
{
	const struct icd_step *from = &path->steps[step];
	return (struct kept_place){
		.name = from->name, .kind = from->kind, .list = path->list, .derived = path->derived};
}

static struct kept_place *find_place(const struct icd_shelf *shelf, const struct kept_place *sought)
{
	return shelf_find(&shelf->places, shelf_hash(sought->name, sought->list), same_place, sought);
}

static struct kept_place *keep_place(struct icd_shelf *shelf, const struct icd_path *path, unsigned step,
				     const struct kept_place *sought)
{
	struct kept_place *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	if (!kept)
		return NULL;
	*kept = *sought;
	struct icd_claim_place *place = &kept->place;
	kept->name = icd_pool_print(&shelf->pool, "%s", sought->name);
	place->label = icd_pool_print(&shelf->pool, "%s", path->steps[step].label);
	if (place->above) {
		place->asked = place->above->asked;
		place->asks_for_cause = place->above->asks_for_cause;
	}
	put_notes(shelf, path, step, place);
	put_excluded(shelf, place);
	for (uint32_t i = 0; i < place->notes.count; i++)
		place->asks_for_cause |= asks_for_cause(&place->notes.at[i]);
	shelf_keep(shelf, &shelf->places, shelf_hash(kept->name, kept->list), kept);
	return kept;
}

/* The place at the step with all above it. NULL where there are none, or memory runs out. */
static const struct icd_claim_place *place_at(struct icd_shelf *shelf, const struct icd_path *path, unsigned step)
{
	if (step >= path->step_count)
		return NULL;
	struct kept_place sought = sought_place(path, step);
	if (path->derived)
		sought.place.above = place_at(shelf, path, step + 1);
	struct kept_place *kept = find_place(shelf, &sought);
	if (!kept) {
		sought.place.above = place_at(shelf, path, step + 1);
		kept = keep_place(shelf, path, step, &sought);
	}
	return kept ? &kept->place : NULL;
}

/* Has the code notes of its own that rules look at? */
static bool has_notes(const struct icd_path *path)
{
	const struct icd_entries *entries = path->steps[0].entries;
	for (uint32_t i = 0; i < entries->count; i++) {
		if ((KINDS & ICD_KIND_BIT(entries->at[i].kind)) && icd_path_has(path, &entries->at[i]))
			return true;
	}
	return false;
}

bool shelf_knows_above(const struct icd_shelf *shelf, const struct icd_path *path)
{
	if (path->code_count < 2 || path->derived)
		return false;
	struct kept_place sought = sought_place(path, 1);
	return find_place(shelf, &sought) != NULL;
}

void shelf_put_places(struct icd_shelf *shelf, const struct icd_path *path, struct icd_claim_code *code)
{
	code->step = has_notes(path) ? 0 : 1;
	code->place = place_at(shelf, path, code->step);
}
