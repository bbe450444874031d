/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "card.h"

#include "base/base.h"
#include "suggest.h"

#include <stdio.h>
#include <string.h>

const char *const icd_detail_names[] = {
	"ok",        "header",    "needs_seventh_character", "bad_seventh_character", "retired", "future", "unknown",
	"uncertain", "malformed",
};

/* ---- notes ---- */

static bool is_heading(const char *text)
{
	size_t length = strlen(text);
	return length > 0 && text[length - 1] == ':';
}

/* References as the note writes them; those that only the table of place notes knows stand apart. */
static bool name_references(struct icd_pool *pool, const struct icd_entry *entry, struct icd_card_note *note)
{
	note->codes = icd_pool_take(pool, entry->reference_count, sizeof *note->codes);
	note->means = icd_pool_take(pool, entry->reference_count, sizeof *note->means);
	if (!note->codes || !note->means)
		return false;
	for (uint32_t i = 0; i < entry->reference_count; i++) {
		char text[ICD_REFERENCE_TEXT];
		icd_reference_text(&entry->references[i], entry->text, text, sizeof text);
		const char *kept = icd_pool_print(pool, "%s", text);
		if (!kept)
			return false;
		if (entry->references[i].text_length)
			note->codes[note->code_count++] = kept;
		else
			note->means[note->means_count++] = kept;
	}
	return true;
}

static bool make_note(struct icd_pool *pool, const struct icd_entry *entry, struct icd_card_note *note)
{
	note->kind = entry->kind;
	note->entry = entry;
	note->text = icd_text_folded(pool, entry->text);
	if (!note->text || !name_references(pool, entry, note))
		return false;
	note->is_heading = is_heading(note->text);
	return true;
}

/* The notes of one place. A note that ends in a colon heads those behind it in its list element. */
static bool collect_step(const struct icd_path *path, unsigned step, struct icd_pool *pool, unsigned kinds,
			 struct icd_card_notes *out)
{
	const struct icd_step *place = &path->steps[step];
	const char *heading = NULL;
	enum icd_entry_kind kind = ICD_ENTRY_KINDS;
	for (uint32_t i = 0; i < place->entries->count; i++) {
		const struct icd_entry *entry = &place->entries->at[i];
		if (!icd_path_has(path, entry))
			continue;
		if ((entry->flags & ICD_ENTRY_OPENS) || entry->kind != kind)
			heading = NULL;
		kind = entry->kind;
		if (!(kinds & 1u << kind) || (entry->flags & ICD_ENTRY_EMPTY))
			continue;
		struct icd_card_note *note = &out->at[out->count++];
		*note = (struct icd_card_note){.at = place->label, .step = step, .place = place->kind};
		if (!make_note(pool, entry, note))
			return false;
		if (note->is_heading)
			heading = note->text;
		else
			note->heading = heading;
	}
	return true;
}

/* Notes of the wanted kinds (bit 1 << kind) at the steps of a path, with headings and references. */
static bool collect_notes(const struct icd_path *path, struct icd_pool *pool, unsigned kinds,
			  struct icd_card_notes *out)
{
	size_t most = 0;
	for (unsigned i = 0; i < path->step_count; i++)
		most += path->steps[i].entries->count;
	*out = (struct icd_card_notes){.at = icd_pool_take(pool, most, sizeof *out->at)};
	if (!out->at)
		return false;
	for (unsigned i = 0; i < path->step_count; i++) {
		if (!collect_step(path, i, pool, kinds, out))
			return false;
	}
	return true;
}

/* Do the references of a note elsewhere mean the code or, where it is a header, something below it? */
static bool means(const struct icd_incoming *one, const struct icd_code_record *record)
{
	const struct icd_entry *entry = &one->entry;
	return icd_references_mean(entry->references, entry->reference_count, record->code, record->ordinal) ||
	       (record->children.count &&
		icd_references_touch(entry->references, entry->reference_count, record->ordinal, record->last));
}

static bool collect_incoming(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_view *view = card->path.view;
	const struct icd_code_record *record = card->path.codes[0];
	struct icd_incoming_record *incoming = icd_pool_take(pool, 1, sizeof *incoming);
	if (!incoming)
		return icd_out_of_memory(err);
	enum icd_found found = icd_store_incoming(view->store, pool, record->code, incoming, err);
	if (found == ICD_FAILED)
		return false;
	card->incoming.at = icd_pool_take(pool, incoming->count, sizeof *card->incoming.at);
	if (!card->incoming.at)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; found == ICD_FOUND && i < incoming->count; i++) {
		const struct icd_incoming *one = &incoming->at[i];
		bool excludes = one->entry.kind == ICD_NOTE_EXCLUDES1 || one->entry.kind == ICD_NOTE_EXCLUDES2;
		bool own = one->first <= record->ordinal && record->ordinal <= one->last;
		if (!excludes || own || !icd_path_has(&card->path, &one->entry) || !means(one, record))
			continue;
		struct icd_card_note *note = &card->incoming.at[card->incoming.count++];
		*note = (struct icd_card_note){.place = one->place};
		note->at =
			one->place == ICD_PLACE_CHAPTER ? icd_pool_print(pool, "chapter %s", one->label) : one->label;
		if (!note->at || !make_note(pool, &one->entry, note))
			return icd_out_of_memory(err);
	}
	return true;
}

/* ---- codes around it ---- */

static bool take_codes(struct icd_pool *pool, struct icd_card_codes *codes, uint32_t room)
{
	codes->at = icd_pool_take(pool, room, sizeof *codes->at);
	return codes->at != NULL;
}

static void add_child(const struct icd_view *view, const struct icd_child *child, struct icd_card_codes *codes)
{
	struct icd_validity validity;
	const char *title = icd_view_text(view, &child->titles);
	icd_view_validity(view, &child->runs, &validity);
	if (validity.status == ICD_STATUS_BILLABLE || validity.status == ICD_STATUS_HEADER ||
	    validity.status == ICD_STATUS_UNCERTAIN)
		codes->at[codes->count++] = (struct icd_card_code){child->code, title ? title : "", validity.status};
}

static bool put_family(struct icd_card *card, struct icd_pool *pool)
{
	const struct icd_path *path = &card->path;
	const struct icd_children *children = &path->codes[0]->children;
	if (!take_codes(pool, &card->children, children->count) || !take_codes(pool, &card->parents, path->code_count))
		return false;
	for (uint32_t i = 0; i < children->count; i++)
		add_child(path->view, &children->at[i], &card->children);
	for (unsigned i = path->code_count; i-- > 1;) {
		const struct icd_code_record *parent = path->codes[i];
		struct icd_validity validity;
		icd_view_validity(path->view, &parent->runs, &validity);
		if (parent->runs.count == 0 || validity.status == ICD_STATUS_FUTURE)
			continue;
		card->parents.at[card->parents.count++] =
			(struct icd_card_code){parent->code, icd_view_title(path->view, parent), validity.status};
	}
	return true;
}

/* The rows that date from the day the code stopped being billable, if there are any; else all (0). */
static icd_date replacement_date(const struct icd_card *card)
{
	const struct icd_conversions *rows = &card->path.codes[0]->replaced_by;
	icd_date end = card->validity.billable_to ? icd_date_add_days(card->validity.billable_to, 1) : 0;
	for (uint32_t i = 0; i < rows->count; i++) {
		if (rows->at[i].date == end)
			return end;
	}
	return 0;
}

static bool put_replacements(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_code_record *record = card->path.codes[0];
	icd_date date = replacement_date(card);
	uint32_t room = 0;
	for (uint32_t i = 0; i < record->replaced_by.count; i++)
		room += record->replaced_by.at[i].count;
	if (!take_codes(pool, &card->replaced_by, room))
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < record->replaced_by.count; i++) {
		const struct icd_conversion *one = &record->replaced_by.at[i];
		if (date && one->date != date)
			continue;
		for (uint32_t j = 0; j < one->count && one->date <= card->path.view->on; j++) {
			struct icd_code_record other;
			enum icd_found found = icd_store_code(card->path.view->store, pool, one->codes[j], &other, err);
			struct icd_validity validity = {.status = ICD_STATUS_UNKNOWN};
			if (found == ICD_FAILED)
				return false;
			if (found == ICD_FOUND)
				icd_view_validity(card->path.view, &other.runs, &validity);
			card->replaced_by.at[card->replaced_by.count++] = (struct icd_card_code){
				one->codes[j], found == ICD_FOUND ? icd_view_title(card->path.view, &other) : "",
				validity.status};
		}
	}
	card->replaced_by_table = card->replaced_by.count > 0;
	if (!card->replaced_by_table && card->validity.billable_to)
		card->replaced_by = card->children;
	return true;
}

/* ---- seventh characters ---- */

/* Injuries and the like: A, D and S are all there [guideline I.C.19.a]. */
static bool tells_encounter(const struct icd_card *card)
{
	bool active = false, routine = false, sequela = false;
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		active |= card->sevenths[i].character == 'A';
		routine |= card->sevenths[i].character == 'D';
		sequela |= card->sevenths[i].character == 'S';
	}
	return active && routine && sequela;
}

static bool put_sevenths(struct icd_card *card, struct icd_pool *pool)
{
	const struct icd_step *step = icd_path_sevenths(&card->path);
	if (!step)
		return true;
	card->sevenths = icd_pool_take(pool, step->entries->count, sizeof *card->sevenths);
	if (!card->sevenths)
		return false;
	for (uint32_t i = 0; i < step->entries->count; i++) {
		const struct icd_entry *entry = &step->entries->at[i];
		if (entry->kind != ICD_ENTRY_SEVENTH || !icd_path_has(&card->path, entry))
			continue;
		const char *meaning = icd_text_folded(pool, entry->text);
		if (!meaning)
			return false;
		card->sevenths[card->seventh_count++] = (struct icd_seventh){entry->character[0], meaning};
	}
	card->injury_sevenths = tells_encounter(card);
	return true;
}

/* A header all of whose children are complete codes made by a seventh character. */
static bool needs_seventh(const struct icd_card *card)
{
	if (card->validity.status != ICD_STATUS_HEADER || card->seventh_count == 0 || card->children.count == 0)
		return false;
	for (uint32_t i = 0; i < card->children.count; i++) {
		if (strlen(card->children.at[i].code) != ICD_CODE_LENGTH)
			return false;
	}
	return true;
}

/* ---- places above ---- */

static bool put_places(struct icd_card *card, struct icd_pool *pool)
{
	const struct icd_path *path = &card->path;
	char title[1024], range[64];
	card->section_title = card->chapter_title = card->chapter_range = "";
	if (!path->section)
		return true;
	const char *section = icd_text_at(&path->section->titles, (uint16_t)path->list);
	const char *chapter = icd_text_at(&path->chapter->titles, (uint16_t)path->list);
	card->chapter = path->chapter->number;
	icd_split_range(section ? section : "", title, sizeof title, range, sizeof range);
	card->section_title = icd_pool_print(pool, "%s", title);
	icd_split_range(chapter ? chapter : "", title, sizeof title, range, sizeof range);
	card->chapter_title = icd_pool_print(pool, "%s", title);
	card->chapter_range = icd_pool_print(pool, "%s", range);
	return card->section_title && card->chapter_title && card->chapter_range;
}

/* ---- the card ---- */

static const enum icd_detail detail_of_status[] = {
	[ICD_STATUS_BILLABLE] = ICD_DETAIL_OK,     [ICD_STATUS_HEADER] = ICD_DETAIL_HEADER,
	[ICD_STATUS_RETIRED] = ICD_DETAIL_RETIRED, [ICD_STATUS_FUTURE] = ICD_DETAIL_FUTURE,
	[ICD_STATUS_UNKNOWN] = ICD_DETAIL_UNKNOWN, [ICD_STATUS_UNCERTAIN] = ICD_DETAIL_UNCERTAIN,
};

/* Of the seventh characters defined above, those that the codes below have: notes may forbid some. */
static void keep_sevenths_that_apply(struct icd_card *card)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		bool applies = false;
		for (uint32_t j = 0; j < card->children.count; j++)
			applies |= card->children.at[j].code[ICD_CODE_LENGTH - 1] == card->sevenths[i].character;
		if (applies)
			card->sevenths[kept++] = card->sevenths[i];
	}
	card->seventh_count = kept;
}

static bool fill(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_path *path = &card->path;
	const struct icd_code_record *record = path->codes[0];
	const unsigned note_kinds = (1u << ICD_NOTE_KINDS) - 1;
	card->found = true;
	card->code = record->code;
	card->title = icd_view_title(path->view, record);
	card->short_title = icd_view_text(path->view, &record->short_titles);
	if (!card->short_title || !*card->short_title)
		card->short_title = icd_view_text(path->view, &record->long_titles);
	icd_view_validity(path->view, &record->runs, &card->validity);
	card->detail = detail_of_status[card->validity.status];
	card->poa_known = path->view->poa >= 0;
	card->poa_exempt = icd_view_poa_exempt(path->view, record);
	if (!put_family(card, pool) || !put_places(card, pool) || !put_sevenths(card, pool) ||
	    !collect_notes(path, pool, note_kinds, &card->notes))
		return icd_out_of_memory(err);
	if (needs_seventh(card)) {
		card->detail = ICD_DETAIL_NEEDS_SEVENTH;
		keep_sevenths_that_apply(card);
	}
	if (strlen(record->code) == ICD_CODE_LENGTH && card->validity.status == ICD_STATUS_RETIRED &&
	    !icd_forbidding_note(path, pool, record->code, card, err))
		return false;
	return collect_incoming(card, pool, err) && put_replacements(card, pool, err);
}

/* The code as typed, else without the placeholders that templates put at its end ("M54.5x"). */
static enum icd_found find(const struct icd_view *view, struct icd_pool *pool, struct icd_typed_code *typed,
			   struct icd_path *path, struct icd_error *err)
{
	char bare[ICD_CODE_SIZE];
	enum icd_found found = icd_path_read(view, pool, typed->code, path, err);
	memcpy(bare, typed->code, sizeof bare);
	if (found != ICD_NOT_FOUND || !icd_code_without_placeholder(bare))
		return found;
	found = icd_path_read(view, pool, bare, path, err);
	if (found == ICD_FOUND) {
		memcpy(typed->code, bare, sizeof bare);
		typed->open = true;
	}
	return found;
}

bool icd_card_make(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		   struct icd_error *err)
{
	struct icd_typed_code typed;
	memset(card, 0, sizeof *card);
	card->query = query;
	card->detail = ICD_DETAIL_UNKNOWN;
	card->validity.status = ICD_STATUS_UNKNOWN;
	if (!icd_code_parse(query, strlen(query), &typed)) {
		card->detail = ICD_DETAIL_MALFORMED;
		card->code = "";
		return true;
	}
	enum icd_found found = find(view, pool, &typed, &card->path, err);
	if (found == ICD_FAILED)
		return false;
	card->typed_open = typed.open;
	if (found == ICD_FOUND && (card->path.codes[0]->runs.count || card->path.codes[0]->diag_count))
		return fill(card, pool, err);
	card->code = icd_pool_print(pool, "%s", typed.code);
	return card->code ? icd_suggest(view, pool, card, err) : icd_out_of_memory(err);
}
