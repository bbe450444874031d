/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "claim_code.h"

#include "check/tally.h"
#include "combinations.h"
#include "places.h"
#include "shelf.h"
#include "spans.h"
#include "title_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_MAX 512
#define TYPED_MAX 31 /* longer texts are no codes and are not found again */

struct kept_code {
	icd_packed packed; /* of one that is right */
	const char *typed; /* of one that is not */
	struct shelf_days days;
	struct icd_claim_code code;
	struct icd_title_facts facts;
};

/* ---- codes ---- */

/* In small letters; more of it than any title has is not looked at. */
static void lower(const char *text, char out[TITLE_MAX])
{
	size_t length = 0;
	for (; length < TITLE_MAX - 1 && text[length]; length++)
		out[length] = icd_lower(text[length]);
	out[length] = '\0';
}

/* Sequela, subsequent, initial: as the meaning of the seventh character begins or says. */
static enum icd_encounter encounter_of(const char *meaning)
{
	char text[TITLE_MAX];
	lower(meaning, text);
	if (strstr(text, "sequela"))
		return ICD_ENCOUNTER_SEQUELA;
	if (strstr(text, "subsequent encounter"))
		return ICD_ENCOUNTER_SUBSEQUENT;
	return strstr(text, "initial encounter") ? ICD_ENCOUNTER_INITIAL : ICD_ENCOUNTER_NONE;
}

static bool is_complete(const char *code)
{
	return strlen(code) == ICD_CODE_LENGTH;
}

static void set_encounter(const struct icd_path *path, struct icd_claim_code *code)
{
	bool complete = is_complete(code->code);
	const struct icd_entry *seventh = complete ? icd_seventh_entry(path, code->code[ICD_CODE_LENGTH - 1]) : NULL;
	code->encounter = seventh ? encounter_of(seventh->text) : ICD_ENCOUNTER_NONE;
}

/* Does the title have, behind the words, a disease or disorder? "Anemia in neoplastic disease" */
static bool is_in_disease(const char *title)
{
	const char *in = strstr(title, " in ");
	return in && (strcasestr(in, "disease") || strcasestr(in, "disorder"));
}

/* "Glaucoma in diseases classified elsewhere", "Parasomnia in conditions classified elsewhere", "... due to disease" */
static bool title_of_manifestation(const char *title)
{
	static const char *const words[] = {"disease classified elsewhere",   "diseases classified elsewhere",
					    "condition classified elsewhere", "conditions classified elsewhere",
					    "disorders classified elsewhere", "disorder classified elsewhere"};
	static const char due[] = "due to disease";
	const char *in = strstr(title, " in ");
	size_t length = strlen(title);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcasestr(title, words[i]))
			return true;
	}
	return (in && strcasestr(in, "disease")) ||
	       (length >= sizeof due && strcmp(title + length - (sizeof due - 1), due) == 0);
}

/* The code stands in brackets in the index or, where the index leaves single ones of a family out, most beside it do. */
static bool is_in_brackets(const struct icd_shelf *shelf, const struct icd_path *path, uint16_t member)
{
	const struct icd_manifestations *list = &shelf->manifestations;
	if (icd_manifestations_have(list, path->codes[0]->code, member))
		return true;
	if (path->code_count < 3)
		return false;
	const struct icd_children *beside = &path->codes[1]->children;
	uint32_t count = 0;
	for (uint32_t i = 0; i < beside->count; i++)
		count += icd_manifestations_touch(list, beside->at[i].code, member);
	return beside->count > 2 && 2 * count >= beside->count;
}

/* Is it on Medicare's list, where one is held? */
static bool medicare_says(struct icd_shelf *shelf, const struct icd_view *view, const char *code, bool *says,
			  struct icd_error *err)
{
	struct icd_edit_facts facts;
	*says = false;
	if (!icd_edits_of(view, &shelf->scratch, code, &facts, err))
		return false;
	for (unsigned i = 0; i < facts.count; i++)
		*says |= facts.at[i].edit == ICD_EDIT_MANIFESTATION;
	return true;
}

/*
 * Its title says so, or the index has it in brackets, and it asks for the code of its cause [I.A.13]; or Medicare says
 * so. B95-B97 name the cause, not what it does.
 */
static bool set_manifestation(struct icd_shelf *shelf, const struct icd_path *path, struct icd_claim_code *code,
			      struct icd_error *err)
{
	const struct icd_view *view = path->view;
	uint16_t member = icd_member_or_first(&view->about->index[ICD_INDEX_ALPHABETIC], view->on);
	if (strcasestr(code->title, "as the cause of"))
		return true;
	code->manifestation =
		(code->place && code->place->asks_for_cause &&
		 (title_of_manifestation(code->title) || is_in_brackets(shelf, path, member))) ||
		(is_in_disease(code->title) && icd_manifestations_have(&shelf->manifestations, code->code, member));
	return code->manifestation || medicare_says(shelf, view, code->code, &code->manifestation, err);
}

/* The side of the body that a title in small letters names, the first of them. */
static enum icd_side side_of(const char *title)
{
	const char *nearest = NULL;
	enum icd_side side = ICD_SIDE_NONE;
	for (int i = ICD_SIDE_RIGHT; i < ICD_SIDES; i++) {
		const char *at = strstr(title, icd_side_words[i]);
		if (at && (!nearest || at < nearest)) {
			nearest = at;
			side = (enum icd_side)i;
		}
	}
	return side;
}

/* Labor and delivery may name two. */
static unsigned trimesters_of(const char *title)
{
	static const char *const names[] = {"unspecified", "first", "second", "third"};
	unsigned found = 0;
	for (const char *at = strstr(title, " trimester"); at; at = strstr(at + 1, " trimester")) {
		for (unsigned i = 0; i < 4; i++) {
			size_t length = strlen(names[i]);
			if ((size_t)(at - title) >= length && strncmp(at - length, names[i], length) == 0)
				found |= 1u << i;
		}
	}
	return found;
}

/* What the words of the title say. The code has its places. */
static void set_words(struct icd_claim_code *code)
{
	char title[TITLE_MAX];
	lower(code->title, title);
	code->side = side_of(title);
	code->acute = strstr(title, "acute ") != NULL;
	code->chronic = strstr(title, "chronic ") != NULL;
	code->without_complication = strstr(title, "without complication") != NULL;
	code->with = strstr(title, " with ") != NULL;
	code->names_side = strstr(title, "right") || strstr(title, "left") || strstr(title, "bilateral");
	code->trimesters = trimesters_of(title);
	claim_sets_find(code->code, title, code->place ? code->place->asked : 0, &code->sets);
}

/* The header above; of a code made by its seventh character the one above that. */
static void set_group(const struct icd_path *path, struct icd_claim_code *code)
{
	unsigned above = 1;
	if (path->code_count > 2 && is_complete(code->code) && icd_sevenths_step(path))
		above = 2;
	const char *group = path->codes[above < path->code_count ? above : path->code_count - 1]->code;
	memcpy(code->group, group, sizeof code->group);
	memcpy(code->category, code->code, 3);
}

/* Reads what stands above the codes of a path, unless it is known. A code's 7th character is mostly told by a code above. */
static bool read_above(struct icd_shelf *shelf, struct icd_path *path, struct icd_error *err)
{
	bool told = !is_complete(path->codes[0]->code) || icd_sevenths_step(path);
	return (told && shelf_knows_above(shelf, path)) ||
	       icd_path_read_above(path, &shelf->scratch, err) != ICD_FAILED;
}

/* The path is whole, or what is above its codes is known. */
static bool put_path(struct icd_shelf *shelf, const struct icd_path *path, struct icd_claim_code *code,
		     struct icd_error *err)
{
	const struct icd_code_record *record = path->codes[0];
	memcpy(code->code, record->code, sizeof code->code);
	icd_code_format(code->code, code->shown);
	code->title = icd_view_title(path->view, record);
	code->ordinal = record->ordinal;
	code->last = record->last;
	code->list = path->list;
	code->later = path->later;
	code->own_notes = path->list >= 0 && !path->derived;
	code->unspecified = icd_text_unspecified(code->title);
	code->spans = claim_spans_of(code->code, path->view->on);
	combinations_of(code->code, &code->part, &code->partner);
	shelf_put_places(shelf, path, code);
	set_group(path, code);
	set_encounter(path, code);
	set_words(code);
	return set_manifestation(shelf, path, code, err);
}

/* What to write instead, of a code that is not right. */
static void put_better(struct icd_shelf *shelf, const struct icd_card *card, struct icd_claim_code *code)
{
	const struct icd_code_lines *from = card->replaced_by.count ? &card->replaced_by
					    : card->found           ? &card->children
								    : &card->suggestions;
	uint32_t count = from->count - (from == &card->suggestions ? card->far : 0);
	const char **better = icd_pool_take(&shelf->pool, count, sizeof *better);
	for (uint32_t i = 0; better && i < count; i++) {
		char shown[ICD_DOTTED_SIZE];
		better[code->better_count++] =
			icd_pool_print(&shelf->pool, "%s", icd_code_format(from->at[i].code, shown));
	}
	code->better = better;
	code->meant = card->meant > 0;
	code->overfull = card->overfull;
}

static bool may_be_in_force(enum icd_detail detail)
{
	return detail == ICD_DETAIL_OK || detail == ICD_DETAIL_HEADER || detail == ICD_DETAIL_NEEDS_SEVENTH ||
	       detail == ICD_DETAIL_UNCERTAIN;
}

/* A code that is not simply right: the card knows why. */
static bool put_card(struct icd_shelf *shelf, const struct icd_view *view, const char *typed,
		     struct icd_claim_code *code, struct icd_error *err)
{
	struct icd_card card;
	if (!icd_card_judge(view, &shelf->scratch, typed, &card, err))
		return false;
	code->detail = card.detail;
	code->title = "";
	snprintf(code->shown, sizeof code->shown, "%s", typed);
	if (card.found && !put_path(shelf, &card.path, code, err))
		return false;
	if (card.found)
		icd_view_validity(view, &card.path.codes[0]->runs, &code->validity);
	if (!card.found && *card.code)
		icd_code_format(card.code, code->shown);
	code->known = card.found && may_be_in_force(code->detail);
	put_better(shelf, &card, code);
	return true;
}

static bool read_code(struct icd_shelf *shelf, const struct icd_view *view, const char *typed, struct kept_code *kept,
		      struct icd_error *err)
{
	struct icd_claim_code *code = &kept->code;
	struct icd_typed_code parsed;
	struct icd_path path;
	enum icd_found found = ICD_NOT_FOUND;
	icd_pool_reset(&shelf->scratch);
	code->list = -1;
	if (icd_code_parse(typed, strlen(typed), &parsed))
		found = icd_path_read_codes(view, &shelf->scratch, parsed.code, &path, err);
	if (found == ICD_FAILED)
		return false;
	bool billable = found == ICD_FOUND && icd_view_status(view, &path.codes[0]->runs) == ICD_STATUS_BILLABLE;
	if (billable && !parsed.open) {
		code->known = true;
		kept->packed = icd_pack(parsed.code, strlen(parsed.code));
		kept->days = shelf_days_of(shelf, view);
		shelf_days_narrow(&kept->days, view, &path.codes[0]->runs);
		code->validity.status = ICD_STATUS_BILLABLE;
		return read_above(shelf, &path, err) && put_path(shelf, &path, code, err);
	}
	return put_card(shelf, view, typed, code, err);
}

/* ---- codes that were read ---- */

/*
 * A code that is right is so for days on end, and however it was typed: it is kept by its stored spelling. What is wrong
 * with one that is not is told of what was typed, on its day alone.
 */
struct sought_code {
	icd_packed packed; /* the stored spelling, 0 of what cannot be right */
	const char *typed;
	icd_date on;
	struct shelf_days days;
};

static uint64_t hash_packed(icd_packed packed, int stretch)
{
	uint64_t mixed = (packed + (uint64_t)stretch) * UINT64_C(0x9E3779B97F4A7C15);
	return mixed ^ mixed >> 32;
}

static bool same_right(const void *context, uint32_t item, const void *key)
{
	const struct kept_code *kept = ((const struct kept_things *)context)->at[item];
	const struct sought_code *sought = key;
	return kept->packed == sought->packed && shelf_days_have(&kept->days, &sought->days, sought->on);
}

static bool same_wrong(const void *context, uint32_t item, const void *key)
{
	const struct kept_code *kept = ((const struct kept_things *)context)->at[item];
	const struct sought_code *sought = key;
	return kept->days.stretch == sought->on && strcmp(kept->typed, sought->typed) == 0;
}

static icd_packed packed_of(const char *typed)
{
	struct icd_typed_code parsed;
	size_t length = strlen(typed);
	icd_packed packed = icd_pack_typed(typed, length);
	if (packed || !icd_code_parse(typed, length, &parsed) || parsed.open)
		return packed;
	return icd_pack(parsed.code, strlen(parsed.code));
}

static struct kept_code *find_code(const struct icd_shelf *shelf, const struct sought_code *sought)
{
	uint64_t hash = hash_packed(sought->packed, sought->days.stretch);
	struct kept_code *kept = sought->packed ? shelf_find(&shelf->codes, hash, same_right, sought) : NULL;
	return kept ? kept : shelf_find(&shelf->wrong, shelf_hash(sought->typed, sought->on), same_wrong, sought);
}

static struct kept_code *make_code(struct icd_shelf *shelf, const struct icd_view *view,
				   const struct sought_code *sought, struct icd_error *err)
{
	const char *typed = sought->typed;
	struct kept_code *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	if (!kept)
		return icd_out_of_memory(err), NULL;
	kept->code.title_facts = &kept->facts;
	if (!read_code(shelf, view, typed, kept, err))
		return NULL;
	if (kept->packed) {
		shelf_keep(shelf, &shelf->codes, hash_packed(kept->packed, kept->days.stretch), kept);
		return kept;
	}
	kept->days.stretch = view->on;
	/* A line feed stands in no typed code. */
	kept->typed = strlen(typed) > TYPED_MAX ? "\n" : icd_pool_print(&shelf->pool, "%s", typed);
	shelf_keep(shelf, &shelf->wrong, shelf_hash(typed, view->on), kept);
	return kept;
}

const struct icd_claim_code *icd_shelf_code(struct icd_shelf *shelf, const struct icd_view *view, const char *typed,
					    struct icd_error *err)
{
	struct sought_code sought = {packed_of(typed), typed, view->on, shelf_days_of(shelf, view)};
	struct kept_code *kept = find_code(shelf, &sought);
	if (!kept && !(kept = make_code(shelf, view, &sought, err)))
		return NULL;
	return shelf->pool.failed ? icd_out_of_memory(err), NULL : &kept->code;
}

/* ---- notes ---- */

bool icd_claim_note_means(const struct icd_note *note, const struct icd_claim_code *code)
{
	return icd_references_mean(note->entry->references, note->entry->reference_count, code->code, code->ordinal);
}

bool icd_claim_note_reaches(const struct icd_note *note, const struct icd_claim_code *code)
{
	return icd_claim_note_means(note, code) ||
	       (code->last > code->ordinal &&
		icd_references_touch(note->entry->references, note->entry->reference_count, code->ordinal, code->last));
}
