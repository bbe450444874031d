/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The card of a code. */
#include "book/book.h"
#include "index/index.h"
#include "tell/card_fields.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

struct icd10_card {
	icd10_view *view;
	struct icd_pool pool;
	struct icd_card card;
	struct printer printer; /* of `json` */
	const char *json;       /* NULL until it is asked for */
	size_t note_count;
	struct icd10_note *notes;
};

/* How far above the code the place stands: 0 the code itself. */
static unsigned step_of(const struct icd_path *path, const char *at)
{
	unsigned step = 0;
	while (step < path->step_count && strcmp(path->steps[step].label, at) != 0)
		step++;
	return step;
}

static struct icd10_note note_of(const struct icd_card *card, const struct icd_note *note, bool incoming)
{
	struct icd10_note ours = library_note(note);
	ours.step = incoming ? 0 : step_of(&card->path, note->at);
	ours.incoming = incoming;
	return ours;
}

static void copy_notes(icd10_card *card)
{
	const struct icd_notes *own = &card->card.notes, *incoming = &card->card.incoming;
	card->notes = icd_pool_take(&card->pool, (size_t)own->count + incoming->count, sizeof *card->notes);
	for (uint32_t i = 0; card->notes && i < own->count; i++)
		card->notes[card->note_count++] = note_of(&card->card, &own->at[i], false);
	for (uint32_t i = 0; card->notes && i < incoming->count; i++)
		card->notes[card->note_count++] = note_of(&card->card, &incoming->at[i], true);
}

static enum icd10_result make_card(icd10_card *card, const char *typed, struct icd10_error *err)
{
	struct icd_error why;
	/* The card keeps the text that was typed. */
	const char *query = icd_pool_text(&card->pool, typed, strlen(typed));
	if (!icd_card_make(&card->view->view, &card->pool, query, &card->card, &why))
		return library_failed(&why, err);
	copy_notes(card);
	if (card->pool.failed)
		return library_out_of_memory(err);
	return card->card.found ? ICD10_OK : ICD10_NOT_FOUND;
}

enum icd10_result icd10_card_open(icd10_view *view, const char *typed, icd10_card **out, struct icd10_error *err)
{
	if (!out)
		return library_refused(err, "a place for the card was expected");
	*out = NULL;
	if (!view || !typed)
		return library_refused(err, view ? "a code was expected" : "a view was expected");
	icd10_card *card = calloc(1, sizeof *card);
	if (!card)
		return library_out_of_memory(err);
	card->view = library_hold_view(view);
	enum icd10_result result = make_card(card, typed, err);
	if (result >= ICD10_OK)
		*out = card;
	else
		icd10_card_free(card);
	return result;
}

void icd10_card_free(icd10_card *card)
{
	if (!card)
		return;
	icd_pool_free(&card->pool);
	icd10_view_free(card->view);
	printer_close(&card->printer);
	free(card);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

bool icd10_card_facts(const icd10_card *card, struct icd10_card_facts *out)
{
	if (!card)
		return false;
	const struct icd_card *from = &card->card;
	const struct icd_validity *validity = &from->validity;
	bool listed = from->found && from->path.list >= 0 && !from->path.derived,
	     placed = from->found && from->path.section;
	struct icd10_card_facts ours = {
		.status = library_status(validity->status),
		.detail = library_detail(from->detail),
		.title = or_empty(from->title),
		.short_title = or_empty(from->short_title),
		.from = validity->from,
		.to = validity->to,
		.from_after = validity->from_after,
		.to_before = validity->to_before,
		.from_or_earlier = validity->or_earlier,
		.chapter = placed ? from->chapter : 0,
		.chapter_title = placed ? from->chapter_title : "",
		.chapter_range = placed ? from->chapter_range : "",
		.section_title = placed ? from->section_title : "",
		.section_range = placed ? from->path.section_id : "",
		.list = listed ? card->view->view.about->lists.at[from->path.list].date : 0,
		.list_later = listed && from->path.later,
		.poa_known = from->poa_exempt != ICD_NOT_KNOWN,
		.poa_exempt = from->poa_exempt == ICD_KNOWN_TRUE,
		.forbidden_at = or_empty(from->forbidden_at),
		.forbidden_by = or_empty(from->forbidden_by),
		.section_derived = placed && from->path.derived,
	};
	library_code(or_empty(from->code), ours.code, sizeof ours.code);
	return library_fill(out, &ours, sizeof ours);
}

static const struct icd_code_lines *codes_of(const icd10_card *card, enum icd10_list list)
{
	switch (list) {
	case ICD10_LIST_PARENTS:
		return &card->card.parents;
	case ICD10_LIST_CHILDREN:
		return &card->card.children;
	case ICD10_LIST_REPLACED_BY:
		return &card->card.replaced_by;
	case ICD10_LIST_SUGGESTIONS:
		return &card->card.suggestions;
	case ICD10_LIST_BLOCKS:
		return &card->card.blocks;
	}
	return NULL;
}

size_t icd10_card_count(const icd10_card *card, enum icd10_list list)
{
	const struct icd_code_lines *codes = card ? codes_of(card, list) : NULL;
	return codes ? codes->count : 0;
}

bool icd10_card_code(const icd10_card *card, enum icd10_list list, size_t i, struct icd10_code *out)
{
	if (i >= icd10_card_count(card, list))
		return false;
	const struct icd_code_line *code = &codes_of(card, list)->at[i];
	struct icd10_code ours = {.title = or_empty(code->title), .status = library_status(code->status)};
	library_code(code->code, ours.code, sizeof ours.code);
	return library_fill(out, &ours, sizeof ours);
}

size_t icd10_card_note_count(const icd10_card *card)
{
	return card ? card->note_count : 0;
}

bool icd10_card_note(const icd10_card *card, size_t i, struct icd10_note *out)
{
	return card && library_fill_item(out, card->notes, card->note_count, sizeof *card->notes, i);
}

size_t icd10_card_seventh_count(const icd10_card *card)
{
	return card ? card->card.seventh_count : 0;
}

bool icd10_card_seventh(const icd10_card *card, size_t i, struct icd10_seventh *out)
{
	if (i >= icd10_card_seventh_count(card))
		return false;
	const struct icd_seventh *seventh = &card->card.sevenths[i];
	struct icd10_seventh ours = {.character = seventh->character, .meaning = or_empty(seventh->meaning)};
	return library_fill(out, &ours, sizeof ours);
}

const char *icd10_card_guideline(const icd10_card *card, size_t i)
{
	return card && i < card->card.guideline_count ? card->card.guidelines[i] : NULL;
}

enum icd10_result icd10_card_lists(icd10_card *card, const icd10_code_list *const *lists, const char *const *names,
				   size_t count, struct icd10_error *err)
{
	if (!card || (count && (!lists || !names)))
		return library_refused(err, card ? "lists and their names were expected" : "a card was expected");
	const char **found = icd_pool_take(&card->pool, count, sizeof *found);
	size_t found_count = 0;
	for (size_t i = 0; found && card->card.found && i < count; i++) {
		enum icd10_result result =
			names[i] ? icd10_code_list_find(lists[i], card->view, card->card.code, NULL, err)
				 : library_refused(err, "a name for each list was expected");
		if (result < ICD10_OK)
			return result;
		if (result == ICD10_OK)
			found[found_count++] = icd_pool_print(&card->pool, "%s", names[i]);
	}
	if (card->pool.failed)
		return library_out_of_memory(err);
	card->card.lists = found;
	card->card.list_count = found_count;
	printer_close(&card->printer);
	card->printer = (struct printer){0};
	card->json = NULL;
	return ICD10_OK;
}

const char *icd10_card_json(icd10_card *card)
{
	struct printer *printer = card ? &card->printer : NULL;
	if (!card)
		return NULL;
	struct icd_error why;
	if (!card->json && card->card.found && !card->card.index_terms &&
	    !icd_index_terms_put(&card->view->view, &card->pool, UINT32_MAX, &card->card, &why))
		return NULL;
	if (!card->json) {
		printer_start(printer, NULL, NULL);
		printer->after = "";
		tell_answer(printer);
		tell_card_fields(printer, &card->view->view, &card->card);
		tell_list(printer, "desk_notes");
		tell_end(printer);
		tell_texts(printer, "lists", card->card.lists, card->card.list_count);
		tell_end(printer);
		card->json = printer_text(printer);
	}
	return card->json;
}
