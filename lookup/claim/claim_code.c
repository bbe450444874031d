/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claim_code.h"

#include "check/tally.h"
#include "index/records.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Enough for a month of claims; beyond it everything is read again. */
#define SHELF_CODES  16384u
#define SHELF_PLACES 65536u
#define TYPED_MAX    31 /* longer texts are no codes and are not kept apart */

struct kept_code {
	char typed[TYPED_MAX + 1];
	icd_date on;
	struct icd_linked_code *code;
	struct kept_code *next;
};

struct kept_place {
	const char *name;
	int list;
	struct icd_linked_place place;
	struct kept_place *next;
};

#define BUCKETS 8192u

struct icd_shelf {
	struct icd_store *store;
	struct icd_pool pool;    /* what is kept */
	struct icd_pool scratch; /* of one reading */
	struct icd_pool fixed;   /* of the manifestations */
	struct icd_manifestations manifestations;
	struct kept_code *codes[BUCKETS];
	struct kept_place *places[BUCKETS];
	unsigned code_count, place_count;
};

static bool out_of_memory(struct icd_error *err)
{
	return icd_out_of_memory(err);
}

/* ---- the shelf ---- */

static bool read_manifestations(struct icd_shelf *shelf, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, ICD_MANIFESTATIONS_KEY);
	struct icd_bytes value;
	enum icd_found found = icd_store_get(shelf->store, &key, &value, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	if (icd_get_manifestations(&in, &shelf->fixed, &shelf->manifestations))
		return true;
	icd_store_bad_record(shelf->store, &key, err);
	return false;
}

bool icd_shelf_open(struct icd_store *store, struct icd_shelf **out, struct icd_error *err)
{
	struct icd_shelf *shelf = calloc(1, sizeof *shelf);
	if (!shelf)
		return out_of_memory(err);
	shelf->store = store;
	if (!read_manifestations(shelf, err)) {
		icd_shelf_close(shelf);
		return false;
	}
	*out = shelf;
	return true;
}

void icd_shelf_close(struct icd_shelf *shelf)
{
	if (!shelf)
		return;
	icd_pool_free(&shelf->pool);
	icd_pool_free(&shelf->scratch);
	icd_pool_free(&shelf->fixed);
	free(shelf);
}

struct icd_store *icd_shelf_store(const struct icd_shelf *shelf)
{
	return shelf->store;
}

void icd_shelf_trim(struct icd_shelf *shelf)
{
	if (shelf->code_count < SHELF_CODES && shelf->place_count < SHELF_PLACES)
		return;
	icd_pool_reset(&shelf->pool);
	memset(shelf->codes, 0, sizeof shelf->codes);
	memset(shelf->places, 0, sizeof shelf->places);
	shelf->code_count = shelf->place_count = 0;
}

static unsigned bucket_of(const char *text, unsigned number)
{
	uint32_t hash = 2166136261u ^ number * 2654435761u;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return (hash ^ hash >> 15) % BUCKETS;
}

/* ---- places ---- */

static bool speaks_of_codes(enum icd_entry_kind kind)
{
	return kind == ICD_NOTE_EXCLUDES1 || kind == ICD_NOTE_EXCLUDES2 || kind == ICD_NOTE_CODE_FIRST ||
	       kind == ICD_NOTE_USE_ADDITIONAL || kind == ICD_NOTE_CODE_ALSO;
}

static bool is_heading(const char *text)
{
	size_t length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		length--;
	return length > 0 && text[length - 1] == ':';
}

static bool copy_note(struct icd_shelf *shelf, const struct icd_entry *entry, struct icd_linked_note *note)
{
	struct icd_reference *references = icd_pool_take(&shelf->pool, entry->reference_count, sizeof *references);
	if (!references)
		return false;
	if (entry->reference_count)
		memcpy(references, entry->references, entry->reference_count * sizeof *references);
	*note = (struct icd_linked_note){
		.kind = entry->kind,
		.text = entry->text,
		.is_heading = is_heading(entry->text),
		.reference_count = entry->reference_count,
		.references = references,
	};
	return true;
}

/* The notes of a place in the path's list; a note that ends in a colon heads those behind it. */
static bool copy_notes(struct icd_shelf *shelf, const struct icd_path *path, const struct icd_entries *entries,
		       struct icd_linked_place *place)
{
	struct icd_linked_note *notes;
	const char *heading = NULL;
	enum icd_entry_kind kind = ICD_ENTRY_KINDS;
	size_t room = 0;
	for (uint32_t i = 0; i < entries->count; i++)
		room += speaks_of_codes(entries->at[i].kind) && icd_path_has(path, &entries->at[i]);
	place->notes = notes = icd_pool_take(&shelf->pool, room, sizeof *notes);
	if (!notes)
		return false;
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		if (!icd_path_has(path, entry))
			continue;
		if ((entry->flags & ICD_ENTRY_OPENS) || entry->kind != kind)
			heading = NULL;
		kind = entry->kind;
		if (!speaks_of_codes(kind) || (entry->flags & ICD_ENTRY_EMPTY))
			continue;
		struct icd_linked_note *note = &notes[place->count++];
		if (!copy_note(shelf, entry, note))
			return false;
		if (note->is_heading)
			heading = note->text;
		else
			note->heading = heading;
	}
	return true;
}

static const struct icd_linked_place *find_place(struct icd_shelf *shelf, const struct icd_path *path,
						 const struct icd_step *step)
{
	struct kept_place **bucket = &shelf->places[bucket_of(step->name, (unsigned)path->list)];
	for (struct kept_place *kept = *bucket; kept; kept = kept->next) {
		if (kept->list == path->list && kept->place.kind == step->kind && strcmp(kept->name, step->name) == 0)
			return &kept->place;
	}
	struct kept_place *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	if (!kept)
		return NULL;
	kept->name = icd_pool_print(&shelf->pool, "%s", step->name);
	kept->list = path->list;
	kept->place.kind = step->kind;
	kept->place.label = icd_pool_print(&shelf->pool, "%s", step->label);
	if (!kept->name || !kept->place.label || !copy_notes(shelf, path, step->entries, &kept->place))
		return NULL;
	kept->next = *bucket;
	*bucket = kept;
	shelf->place_count++;
	return &kept->place;
}

/* ---- codes ---- */

/* Sequela, subsequent, initial: as the meaning of the seventh character begins or says. */
static enum icd_encounter encounter_of(const char *meaning)
{
	if (strcasestr(meaning, "sequela"))
		return ICD_ENCOUNTER_SEQUELA;
	if (strcasestr(meaning, "subsequent encounter"))
		return ICD_ENCOUNTER_SUBSEQUENT;
	return strcasestr(meaning, "initial encounter") ? ICD_ENCOUNTER_INITIAL : ICD_ENCOUNTER_NONE;
}

static void set_encounter(const struct icd_path *path, struct icd_linked_code *code)
{
	bool complete = strlen(code->code) == ICD_CODE_LENGTH;
	const struct icd_entry *seventh = complete ? icd_seventh_entry(path, code->code[ICD_CODE_LENGTH - 1]) : NULL;
	code->encounter = seventh ? encounter_of(seventh->text) : ICD_ENCOUNTER_NONE;
}

static bool asks_for_cause(const struct icd_linked_code *code)
{
	for (unsigned i = 0; i < code->place_count; i++) {
		const struct icd_linked_place *place = code->places[i];
		for (uint32_t j = 0; place->kind == ICD_PLACE_CODE && j < place->count; j++) {
			if (place->notes[j].kind == ICD_NOTE_CODE_FIRST &&
			    !strcasestr(place->notes[j].text, "if applicable"))
				return true;
		}
	}
	return false;
}

/* "Glaucoma in diseases classified elsewhere", "Anemia in neoplastic disease". */
static bool title_of_manifestation(const char *title)
{
	const char *in = strstr(title, " in ");
	return strcasestr(title, "in diseases classified elsewhere") ||
	       strcasestr(title, "in other diseases classified elsewhere") || (in && strcasestr(in, "disease"));
}

/* Its title says so, or the index has it in brackets; and it asks for the code of its cause. */
static bool is_manifestation(const struct icd_shelf *shelf, const struct icd_view *view,
			     const struct icd_linked_code *code)
{
	return asks_for_cause(code) &&
	       (title_of_manifestation(code->title) ||
		icd_manifestations_have(&shelf->manifestations, code->code,
					icd_member_or_first(&view->about->index[ICD_INDEX_ALPHABETIC], view->on)));
}

/* The header above; of a code made by its seventh character the one above that. */
static void set_group(const struct icd_path *path, struct icd_linked_code *code)
{
	unsigned above = 1;
	if (path->code_count > 2 && strlen(code->code) == ICD_CODE_LENGTH && icd_sevenths_step(path))
		above = 2;
	const char *group = path->codes[above < path->code_count ? above : path->code_count - 1]->code;
	memcpy(code->group, group, sizeof code->group);
	memcpy(code->category, code->code, 3);
}

static bool link_path(struct icd_shelf *shelf, const struct icd_path *path, struct icd_linked_code *code)
{
	const struct icd_code_record *record = path->codes[0];
	memcpy(code->code, record->code, sizeof code->code);
	icd_code_format(code->code, code->shown);
	code->title = icd_view_title(path->view, record);
	code->ordinal = record->ordinal;
	code->last = record->last;
	code->chapter = path->chapter ? path->chapter->number : 0;
	code->list = path->list;
	code->later = path->later;
	code->unspecified = icd_tally_unspecified(code->title);
	icd_view_validity(path->view, &record->runs, &code->validity);
	for (unsigned i = 0; i < path->step_count; i++) {
		code->places[i] = find_place(shelf, path, &path->steps[i]);
		if (!code->places[i])
			return false;
		code->place_count++;
	}
	set_group(path, code);
	set_encounter(path, code);
	code->manifestation = is_manifestation(shelf, path->view, code);
	return true;
}

/* What to write instead, of a code that is not right. */
static bool copy_better(struct icd_shelf *shelf, const struct icd_card *card, struct icd_linked_code *code)
{
	const struct icd_code_lines *from = card->replaced_by.count ? &card->replaced_by
					    : card->found           ? &card->children
								    : &card->suggestions;
	const char **better = icd_pool_take(&shelf->pool, from->count, sizeof *better);
	if (!better)
		return false;
	for (uint32_t i = 0; i < from->count; i++) {
		char shown[ICD_DOTTED_SIZE];
		better[i] = icd_pool_print(&shelf->pool, "%s", icd_code_format(from->at[i].code, shown));
		if (!better[i])
			return false;
	}
	code->better = better;
	code->better_count = from->count;
	return true;
}

static bool may_be_in_force(enum icd_detail detail)
{
	return detail == ICD_DETAIL_OK || detail == ICD_DETAIL_HEADER || detail == ICD_DETAIL_NEEDS_SEVENTH ||
	       detail == ICD_DETAIL_UNCERTAIN;
}

/* A code that is not simply right: the card knows why. */
static bool link_card(struct icd_shelf *shelf, const struct icd_view *view, const char *typed,
		      struct icd_linked_code *code, struct icd_error *err)
{
	struct icd_card card;
	if (!icd_card_make(view, &shelf->scratch, typed, &card, err))
		return false;
	code->detail = card.detail;
	code->title = "";
	snprintf(code->shown, sizeof code->shown, "%s", typed);
	if (card.found && !link_path(shelf, &card.path, code))
		return out_of_memory(err);
	if (!card.found && *card.code)
		icd_code_format(card.code, code->shown);
	code->known = card.found && may_be_in_force(code->detail);
	return copy_better(shelf, &card, code) || out_of_memory(err);
}

static bool link_code(struct icd_shelf *shelf, const struct icd_view *view, const char *typed,
		      struct icd_linked_code *code, struct icd_error *err)
{
	struct icd_typed_code parsed;
	struct icd_path path;
	icd_pool_reset(&shelf->scratch);
	code->list = -1;
	if (icd_code_parse(typed, strlen(typed), &parsed)) {
		enum icd_found found = icd_path_read(view, &shelf->scratch, parsed.code, &path, err);
		if (found == ICD_FAILED)
			return false;
		struct icd_validity validity = {.status = ICD_STATUS_UNKNOWN};
		if (found == ICD_FOUND)
			icd_view_validity(view, &path.codes[0]->runs, &validity);
		if (validity.status == ICD_STATUS_BILLABLE) {
			code->known = true;
			return link_path(shelf, &path, code) || out_of_memory(err);
		}
	}
	return link_card(shelf, view, typed, code, err);
}

const struct icd_linked_code *icd_shelf_code(struct icd_shelf *shelf, const struct icd_view *view, const char *typed,
					     struct icd_error *err)
{
	struct kept_code **bucket = &shelf->codes[bucket_of(typed, (unsigned)view->on)];
	for (struct kept_code *kept = *bucket; kept; kept = kept->next) {
		if (kept->on == view->on && strcmp(kept->typed, typed) == 0)
			return kept->code;
	}
	struct kept_code *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	struct icd_linked_code *code = icd_pool_take(&shelf->pool, 1, sizeof *code);
	if (!kept || !code) {
		out_of_memory(err);
		return NULL;
	}
	if (!link_code(shelf, view, typed, code, err))
		return NULL;
	shelf->code_count++;
	if (strlen(typed) > TYPED_MAX)
		return code;
	snprintf(kept->typed, sizeof kept->typed, "%s", typed);
	kept->on = view->on;
	kept->code = code;
	kept->next = *bucket;
	*bucket = kept;
	return code;
}

/* ---- notes and spans ---- */

bool icd_note_means(const struct icd_linked_note *note, const struct icd_linked_code *code)
{
	return icd_references_mean(note->references, note->reference_count, code->code, code->ordinal);
}

bool icd_note_reaches(const struct icd_linked_note *note, const struct icd_linked_code *code)
{
	if (icd_note_means(note, code))
		return true;
	for (uint32_t i = 0; code->last > code->ordinal && i < note->reference_count; i++) {
		const struct icd_reference *reference = &note->references[i];
		if (reference->role == ICD_ROLE_MEANT && reference->first <= code->last &&
		    reference->last >= code->ordinal)
			return true;
	}
	return false;
}

bool icd_rule_span_has(const struct icd_rule_span *span, const struct icd_linked_code *code)
{
	if (!span->to)
		return strncmp(code->code, span->from, strlen(span->from)) == 0;
	return strncmp(code->code, span->from, strlen(span->from)) >= 0 &&
	       strncmp(code->code, span->to, strlen(span->to)) <= 0;
}
