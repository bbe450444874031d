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

static uint64_t reach_of(const struct icd_entry *entry)
{
	uint64_t reach = 0;
	for (uint32_t i = 0; i < entry->reference_count; i++) {
		if (entry->references[i].role == ICD_ROLE_MEANT)
			reach |= icd_reach(entry->references[i].first, entry->references[i].last);
	}
	return reach;
}

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

static bool asks_for_cause(const struct icd_note *note)
{
	return note->place == ICD_PLACE_CODE && note->kind == ICD_NOTE_CODE_FIRST &&
	       !strcasestr(note->text, "if applicable");
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
	struct icd_claim_asking *asking = icd_pool_take(&shelf->pool, place->notes.count, sizeof *asking);
	place->asking = asking;
	for (uint32_t i = 0; asking && i < place->notes.count; i++) {
		struct icd_note *note = &place->notes.at[i];
		if (!(ICD_KINDS_EXCLUDES & ICD_KIND_BIT(note->kind)))
			asking[i] = (struct icd_claim_asking){phrases_of(note), reach_of(note->entry)};
		place->kinds |= ICD_KIND_BIT(note->kind);
		if (note->kind == ICD_NOTE_USE_ADDITIONAL)
			place->asked |= claim_sets_asked(note->text);
		place->asks_for_cause |= asks_for_cause(note);
		if (step == 0)
			note->entry = kept_entry(&shelf->pool, note->entry);
		note->at = place->label;
	}
	place->kinds_upward |= place->kinds;
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
	for (size_t i = 0; i < count; i++)
		place->excludes |= icd_reach(excluded[i].first, excluded[i].last);
	place->excludes_upward |= place->excludes;
}

/* ---- 7th characters ---- */

/* Sequela, subsequent, initial: as the meaning of the seventh character begins or says. */
static enum icd_encounter encounter_of(const char *meaning)
{
	if (strcasestr(meaning, "sequela"))
		return ICD_ENCOUNTER_SEQUELA;
	if (strcasestr(meaning, "subsequent encounter"))
		return ICD_ENCOUNTER_SUBSEQUENT;
	return strcasestr(meaning, "initial encounter") ? ICD_ENCOUNTER_INITIAL : ICD_ENCOUNTER_NONE;
}

/* The first meaning of a character counts. */
static void add_seventh(const struct icd_entry *entry, struct icd_claim_sevenths *sevenths)
{
	uint64_t bit = icd_character_bit(entry->character[0]);
	if (!(sevenths->defined & bit))
		sevenths->encounters[encounter_of(entry->text)] |= bit;
	sevenths->defined |= bit;
}

static void put_sevenths(struct icd_shelf *shelf, const struct icd_path *path, unsigned step,
			 struct icd_claim_place *place)
{
	const struct icd_entries *entries = path->steps[step].entries;
	struct icd_claim_sevenths *own = NULL;
	for (uint32_t i = 0; i < entries->count; i++) {
		if (!icd_entry_defines(&entries->at[i], 0, path->list))
			continue;
		if (!own && !(own = icd_pool_take(&shelf->pool, 1, sizeof *own)))
			return;
		add_seventh(&entries->at[i], own);
	}
	if (own)
		place->sevenths = own;
	if (own && path->steps[step].kind == ICD_PLACE_CODE)
		place->made |= own->defined;
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

static void inherit(struct icd_claim_place *place)
{
	if (!place->above)
		return;
	place->kinds_upward = place->above->kinds_upward;
	place->excludes_upward = place->above->excludes_upward;
	place->asked = place->above->asked;
	place->asks_for_cause = place->above->asks_for_cause;
	place->sevenths = place->above->sevenths;
	place->made = place->above->made;
}

static struct kept_place *keep_place(struct icd_shelf *shelf, const struct icd_path *path, unsigned step,
				     const struct kept_place *sought)
{
	const char *name = icd_pool_print(&shelf->pool, "%s", sought->name); /* beside what it names */
	struct kept_place *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	if (!kept)
		return NULL;
	*kept = *sought;
	struct icd_claim_place *place = &kept->place;
	kept->name = name;
	place->label = icd_pool_print(&shelf->pool, "%s", path->steps[step].label);
	inherit(place);
	put_notes(shelf, path, step, place);
	put_excluded(shelf, place);
	put_sevenths(shelf, path, step, place);
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
static bool has_notes(const struct icd_code_record *record, int list)
{
	for (uint32_t i = 0; list >= 0 && i < record->entries.count; i++) {
		const struct icd_entry *entry = &record->entries.at[i];
		if ((KINDS & ICD_KIND_BIT(entry->kind)) &&
		    icd_spans_have(entry->spans, entry->span_count, (uint16_t)list))
			return true;
	}
	return false;
}

void shelf_put_places(struct icd_shelf *shelf, const struct icd_code_record *record, const struct shelf_above *above,
		      struct icd_claim_code *code)
{
	code->place = above->place;
	code->step = 1;
	if (!has_notes(record, above->list))
		return;
	const struct icd_path own = {
		.codes = {record},
		.code_count = 1,
		.steps = {{ICD_PLACE_CODE, record->code, code->shown, &record->entries}},
		.step_count = 1,
		.list = above->list,
		.derived = above->derived,
	};
	struct kept_place sought = sought_place(&own, 0);
	sought.place.above = above->place;
	struct kept_place *kept = find_place(shelf, &sought);
	if (kept || (kept = keep_place(shelf, &own, 0, &sought))) {
		code->place = &kept->place;
		code->step = 0;
	}
}

/* ---- what stands above a code ---- */

void shelf_above_of_path(struct icd_shelf *shelf, const struct icd_path *path, struct shelf_above *above)
{
	const unsigned last = path->code_count - 1;
	*above = (struct shelf_above){.view_list = path->view->list,
				      .list = path->list,
				      .later = path->later,
				      .derived = path->derived,
				      .place = place_at(shelf, path, 1),
				      .header = path->codes[last ? 1 : 0],
				      .over = path->codes[last > 1 ? 2 : last]};
}

/* Is what was kept for another code right for this one, which has its list by itself, or by a 7th character? */
static bool fits(const struct shelf_above *above, const struct icd_view *view, const struct icd_code_record *record)
{
	bool later;
	if (record->diag_count)
		return icd_view_list_for(view, record, &later) == above->list;
	return above->by_headers && (!icd_code_is_made(record) ||
				     (above->place->made & icd_character_bit(record->code[ICD_CODE_LENGTH - 1])));
}

static bool same_above(const void *context, uint32_t item, const void *key)
{
	const struct shelf_above *kept = ((const struct kept_things *)context)->at[item], *sought = key;
	return kept->start == sought->start && kept->view_list == sought->view_list;
}

/* Is it the same for all codes that begin so and have their notes from that list? */
static bool is_common(const struct icd_path *path)
{
	return path->code_count > 1 && path->list >= 0 && !path->derived;
}

/* Reads it, and what stands above the codes of the path only where that is not known. */
static bool read_above(struct icd_shelf *shelf, const struct icd_view *view, const struct icd_code_record *record,
		       struct icd_path *path, struct icd_error *err)
{
	if (icd_path_start(view, &shelf->scratch, record, path, err) != ICD_FOUND)
		return false;
	struct kept_place sought = sought_place(path, path->code_count > 1);
	return (is_common(path) && find_place(shelf, &sought)) ||
	       icd_path_finish(path, &shelf->scratch, err) == ICD_FOUND;
}

static void keep_above(struct icd_shelf *shelf, const struct icd_path *path, icd_packed start, uint64_t hash,
		       const struct shelf_above *above)
{
	struct shelf_above *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	bool later;
	if (!kept)
		return;
	*kept = *above;
	kept->start = start;
	kept->by_headers = icd_path_list_from(path, 1, &later) == path->list;
	shelf_keep(shelf, &shelf->above, hash, kept);
}

bool shelf_above_of(struct icd_shelf *shelf, const struct icd_view *view, const struct icd_code_record *record,
		    struct shelf_above *above, struct icd_error *err)
{
	const struct shelf_above sought = {.start = icd_pack(record->code, strlen(record->code) - 1),
					   .view_list = view->list};
	const uint64_t hash = shelf_hash_packed(sought.start, sought.view_list);
	const struct shelf_above *kept = shelf_find(&shelf->above, hash, same_above, &sought);
	struct icd_path path;
	if (kept && fits(kept, view, record)) {
		*above = *kept;
		above->later = view->about->lists.at[above->list].date > view->on;
		return true;
	}
	if (!read_above(shelf, view, record, &path, err))
		return false;
	shelf_above_of_path(shelf, &path, above);
	if (!kept && is_common(&path) && above->place)
		keep_above(shelf, &path, sought.start, hash, above);
	return true;
}
