/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "claim_code.h"

#include "check/tally.h"
#include "combinations.h"
#include "places.h"
#include "shelf.h"
#include "spans.h"
#include "title_facts.h"

#include <stdlib.h>
#include <string.h>

#define TYPED_MAX 31 /* longer texts are no codes and are not found again */

struct kept_code {
	icd_packed packed; /* of one that is right */
	const char *typed; /* of one that is not */
	struct shelf_days days;
	struct icd_claim_code code;
	struct icd_title_facts facts;
};

/* ---- codes ---- */

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
static bool is_in_brackets(const struct icd_shelf *shelf, const struct icd_claim_code *code,
			   const struct icd_code_record *header, uint16_t member)
{
	const struct icd_manifestations *list = &shelf->manifestations;
	if (icd_manifestations_have(list, code->code, member))
		return true;
	if (strlen(header->code) <= 3)
		return false;
	const struct icd_children *beside = &header->children;
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
static bool set_manifestation(struct icd_shelf *shelf, const struct icd_view *view,
			      const struct icd_code_record *header, struct icd_claim_code *code, struct icd_error *err)
{
	uint16_t member = icd_member_or_first(&view->about->index[ICD_INDEX_ALPHABETIC], view->on);
	code->manifestation =
		(code->place && code->place->asks_for_cause &&
		 (title_of_manifestation(code->title) || is_in_brackets(shelf, code, header, member))) ||
		(is_in_disease(code->title) && icd_manifestations_have(&shelf->manifestations, code->code, member));
	bool ok = code->manifestation || medicare_says(shelf, view, code->code, &code->manifestation, err);
	code->manifestation = code->manifestation && !strcasestr(code->title, "as the cause of");
	return ok;
}

/* The side of the body that a title names, the first of them. */
static enum icd_side side_of(const struct claim_title *title)
{
	const char *nearest = NULL;
	enum icd_side side = ICD_SIDE_NONE;
	for (int i = ICD_SIDE_RIGHT; i < ICD_SIDES; i++) {
		const char *at = claim_title_find(title, icd_side_words[i]);
		if (at && (!nearest || at < nearest)) {
			nearest = at;
			side = (enum icd_side)i;
		}
	}
	return side;
}

/* Labor and delivery may name two. */
static unsigned trimesters_of(const struct claim_title *title)
{
	static const char *const names[] = {"unspecified", "first", "second", "third"};
	static const char word[] = " trimester";
	unsigned found = 0;
	for (const char *at = claim_title_find(title, word); at; at = strstr(at + 1, word)) {
		for (unsigned i = 0; i < 4; i++) {
			size_t length = strlen(names[i]);
			if ((size_t)(at - title->text) >= length && strncmp(at - length, names[i], length) == 0)
				found |= 1u << i;
		}
	}
	return found;
}

/* What the words of the title say. The code has its places. */
static void set_words(struct icd_claim_code *code)
{
	struct claim_title title;
	claim_title_read(code->title, &title);
	code->side = side_of(&title);
	code->acute = claim_title_find(&title, "acute ") != NULL;
	code->chronic = claim_title_find(&title, "chronic ") != NULL;
	code->without_complication = claim_title_find(&title, "without complication") != NULL;
	code->with = claim_title_find(&title, " with ") != NULL;
	code->names_side = claim_title_find(&title, "right") || claim_title_find(&title, "left") ||
			   claim_title_find(&title, "bilateral");
	code->trimesters = trimesters_of(&title);
	claim_sets_find(code->code, &title, code->place ? code->place->asked : 0, &code->sets);
}

/* What the 7th character says, and the header above; of a code made by that character the one above that. */
static void set_seventh(const struct icd_code_record *record, const struct shelf_above *above,
			struct icd_claim_code *code)
{
	const struct icd_claim_sevenths *sevenths = above->place ? above->place->sevenths : NULL;
	bool made = sevenths && strlen(code->code) == ICD_CODE_LENGTH && !icd_seventh_is_own(record, above->list);
	uint64_t seventh = made ? icd_character_bit(code->code[ICD_CODE_LENGTH - 1]) : 0;
	for (unsigned i = ICD_ENCOUNTER_INITIAL; i <= ICD_ENCOUNTER_SEQUELA; i++) {
		if (seventh && (seventh & sevenths->encounters[i]))
			code->encounter = (enum icd_encounter)i;
	}
	memcpy(code->group, (made ? above->over : above->header)->code, sizeof code->group);
}

static bool put_record(struct icd_shelf *shelf, const struct icd_view *view, const struct icd_code_record *record,
		       const struct shelf_above *above, struct icd_claim_code *code, struct icd_error *err)
{
	memcpy(code->code, record->code, sizeof code->code);
	memcpy(code->category, code->code, 3);
	code->shown = icd_code_format(code->code, code->dotted);
	code->title = icd_view_title(view, record);
	code->ordinal = record->ordinal;
	code->last = record->last;
	code->list = above->list;
	code->later = above->later;
	code->own_notes = above->list >= 0 && !above->derived;
	code->unspecified = icd_text_unspecified(code->title);
	code->spans = claim_spans_of(code->code, view->on);
	combinations_of(code->code, &code->part, &code->partner);
	shelf_put_places(shelf, record, above, code);
	set_seventh(record, above, code);
	set_words(code);
	return set_manifestation(shelf, view, above->header, code, err);
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

static bool put_path(struct icd_shelf *shelf, const struct icd_path *path, struct icd_claim_code *code,
		     struct icd_error *err)
{
	struct shelf_above above;
	shelf_above_of_path(shelf, path, &above);
	icd_view_validity(path->view, &path->codes[0]->runs, &code->validity);
	return put_record(shelf, path->view, path->codes[0], &above, code, err);
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
	if (card.found && !put_path(shelf, &card.path, code, err))
		return false;
	if (!card.found)
		code->shown = *card.code ? icd_code_format(card.code, code->dotted)
					 : icd_pool_print(&shelf->pool, "%s", typed);
	code->known = card.found && may_be_in_force(code->detail);
	put_better(shelf, &card, code);
	return true;
}

/* A code that is right on its day. */
static bool put_right(struct icd_shelf *shelf, const struct icd_view *view, const struct icd_code_record *record,
		      struct kept_code *kept, struct icd_error *err)
{
	struct shelf_above above;
	kept->packed = icd_pack(record->code, strlen(record->code));
	kept->days = shelf_days_of(shelf, view);
	kept->code.known = true;
	kept->code.validity.status = ICD_STATUS_BILLABLE;
	shelf_days_narrow(&kept->days, view, &record->runs);
	return shelf_above_of(shelf, view, record, &above, err) &&
	       put_record(shelf, view, record, &above, &kept->code, err);
}

static bool read_code(struct icd_shelf *shelf, const struct icd_view *view, const char *typed, struct kept_code *kept,
		      struct icd_error *err)
{
	struct icd_typed_code parsed;
	struct icd_code_record record;
	enum icd_found found = ICD_NOT_FOUND;
	icd_pool_reset(&shelf->scratch);
	kept->code.list = -1;
	if (icd_code_parse(typed, strlen(typed), &parsed) && !parsed.open)
		found = icd_store_code_on(view->store, &shelf->scratch, parsed.code, view->set, &record, err);
	if (found == ICD_FAILED)
		return false;
	return found == ICD_FOUND && icd_view_status(view, &record.runs) == ICD_STATUS_BILLABLE
		       ? put_right(shelf, view, &record, kept, err)
		       : put_card(shelf, view, typed, &kept->code, err);
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
	uint64_t hash = shelf_hash_packed(sought->packed, sought->days.stretch);
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
		shelf_keep(shelf, &shelf->codes, shelf_hash_packed(kept->packed, kept->days.stretch), kept);
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
