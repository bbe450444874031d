/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card_fields.h"

const struct note_kind note_kinds[] = {
	[ICD_NOTE_INCLUDES] = {"includes", "Includes", NULL, NULL},
	[ICD_NOTE_INCLUSION_TERM] = {"inclusion_term", "Inclusion term", "Inclusion terms", NULL},
	[ICD_NOTE_EXCLUDES1] = {"excludes1", "Excludes1", NULL, "not coded together, unless the two are unrelated"},
	[ICD_NOTE_EXCLUDES2] = {"excludes2", "Excludes2", NULL, "not included here; both may be coded"},
	[ICD_NOTE_CODE_FIRST] = {"code_first", "Code first", NULL, NULL},
	[ICD_NOTE_USE_ADDITIONAL] = {"use_additional", "Use additional code", NULL, NULL},
	[ICD_NOTE_CODE_ALSO] = {"code_also", "Code also", NULL, "the order depends on the encounter"},
	[ICD_NOTE_NOTE] = {"note", "Note", "Notes", NULL},
	[ICD_NOTE_SEVENTH_CHARACTER] = {"seventh_character_note", "7th character note", "Seventh character", NULL},
	[ICD_ENTRY_SEVENTH] = {"seventh_character", "7th character", NULL, NULL},
	[ICD_ENTRY_SEVENTH_NOTE] = {"seventh_character", "7th character note", "Inclusion terms", NULL},
	[ICD_ENTRY_XML] = {"other", "", NULL, NULL},
};

void tell_warning(struct printer *printer, const struct icd_view *view)
{
	char warning[ICD_WARNING_SIZE];
	if (*icd_view_warning(view, warning))
		tell_text(printer, "warning", warning);
}

static void tell_codes(struct printer *printer, const char *name, const struct icd_code_lines *codes)
{
	tell_list(printer, name);
	for (uint32_t i = 0; i < codes->count; i++)
		tell_code(printer, NULL, codes->at[i].code);
	tell_end(printer);
}

/* A column of rows has what is meant or near alone: far from it is no advice. */
static void tell_suggestions(struct printer *printer, const struct icd_card *card)
{
	uint32_t count = card->suggestions.count, near = count - card->far;
	tell_list(printer, "suggestions");
	for (uint32_t i = 0; i < (printer->columns ? near : count); i++) {
		const struct icd_code_line *code = &card->suggestions.at[i];
		tell_item(printer, NULL, "code:%7s title:%s status:%s why:%s", code->code, code->title,
			  icd_status_names[code->status],
			  i < card->meant ? "meant"
			  : i < near      ? "near"
					  : "swapped");
	}
	tell_end(printer);
}

/* Where it is a code of ICD-9-CM, too. */
static void tell_icd9(struct printer *printer, const struct icd_card *card)
{
	char label[ICD9_DOTTED_SIZE], says[ICD_MAPPING_SAY];
	if (!card->icd9)
		return;
	tell_object(printer, "icd9");
	tell_fields(printer, "code:%s mapping:%x says:%s", icd9_code_format(card->icd9->code, label),
		    card->icd9->edition, icd_mapping_say(card->icd9, says));
	tell_list(printer, "today");
	for (uint32_t i = 0; i < card->icd9->today_count; i++)
		tell_code(printer, NULL, card->icd9->today[i].line.code);
	tell_end(printer);
	tell_end(printer);
}

static void tell_notes(struct printer *printer, const char *name, const struct icd_notes *notes)
{
	tell_list(printer, name);
	for (uint32_t i = 0; i < notes->count; i++) {
		const struct icd_note *note = &notes->at[i];
		tell_object(printer, NULL);
		tell_fields(printer, "kind:%s at:%s text:%s", note_kinds[note->kind].name, note->at, note->text);
		tell_texts(printer, "codes", note->codes, note->code_count);
		if (note->means_count)
			tell_texts(printer, "means", note->means, note->means_count);
		if (note->heading)
			tell_text(printer, "heading", note->heading);
		if (note->seventh)
			tell_bytes(printer, "char", &note->seventh, 1);
		tell_end(printer);
	}
	tell_end(printer);
}

static void tell_sevenths(struct printer *printer, const struct icd_card *card)
{
	tell_list(printer, "seventh_characters");
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		tell_object(printer, NULL);
		tell_bytes(printer, "char", &card->sevenths[i].character, 1);
		tell_text(printer, "meaning", card->sevenths[i].meaning);
		if (card->sevenths[i].term_count)
			tell_texts(printer, "notes", card->sevenths[i].terms, card->sevenths[i].term_count);
		tell_end(printer);
	}
	tell_end(printer);
}

static void tell_validity(struct printer *printer, const struct icd_validity *validity)
{
	tell_fields(printer, "valid_from:%x valid_to:%x", validity->from, validity->to);
	if (validity->from_after)
		tell_date(printer, "valid_from_after", validity->from_after);
	if (validity->to_before)
		tell_date(printer, "valid_to_before", validity->to_before);
	if (validity->or_earlier)
		tell_bool(printer, "valid_from_or_earlier", true);
	if (validity->billable_to) {
		tell_fields(printer, "billable_from:%x billable_to:%x", validity->billable_from, validity->billable_to);
	}
}

static void tell_places(struct printer *printer, const struct icd_card *card)
{
	const struct icd_path *path = &card->path;
	if (!card->found || !path->section) {
		tell_null(printer, "chapter");
		tell_null(printer, "section");
		tell_null(printer, "blocks");
		return;
	}
	tell_item(printer, "chapter", "number:%d range:%s title:%s", card->chapter, card->chapter_range,
		  card->chapter_title);
	tell_item(printer, "section", "range:%s title:%s", path->section_id, card->section_title);
	tell_list(printer, "blocks");
	for (uint32_t i = 0; i < card->blocks.count; i++)
		tell_item(printer, NULL, "range:%s title:%s", card->blocks.at[i].code, card->blocks.at[i].title);
	tell_end(printer);
	if (path->derived)
		tell_bool(printer, "section_derived", true);
}

/* The note that rules the seventh character out. */
static void tell_forbidden(struct printer *printer, const struct icd_card *card)
{
	if (!card->forbidden_by)
		return;
	tell_item(printer, "forbidden_by", "at:%s text:%s", card->forbidden_at, card->forbidden_by);
}

const char *const notes_source_names[] = {"xml", "rebuilt"};

void tell_notes_source(struct printer *printer, const struct icd_about *about, int list)
{
	bool rebuilt = list >= 0 && icd_list_rebuilt(about, (uint16_t)list);
	tell_text(printer, "notes_source", list < 0 ? NULL : notes_source_names[rebuilt]);
	if (!rebuilt)
		return;
	uint16_t base = icd_list_base(about, (uint16_t)list);
	tell_date(printer, "notes_base", about->lists.at[base].date);
	tell_list(printer, "notes_addenda");
	/* Those that were applied or, of a list before the first published one, undone. */
	int first = base < list ? base : list, last = base < list ? list : base;
	for (int i = first + 1; i <= last; i++)
		tell_date(printer, NULL, about->lists.at[i].date);
	tell_end(printer);
	tell_date(printer, "notes_missing", icd_list_missing(about, (uint16_t)list));
}

static void tell_sources(struct printer *printer, const struct icd_view *view, const struct icd_card *card)
{
	bool listed = card->found && card->path.list >= 0 && !card->path.derived;
	tell_fields(printer, "release:%x notes_release:%x", icd_view_release(view),
		    listed ? view->about->lists.at[card->path.list].date : 0);
	tell_notes_source(printer, view->about, listed ? card->path.list : -1);
	if (listed && card->path.later)
		tell_bool(printer, "notes_from_later_list", true);
	tell_warning(printer, view);
}

/* The lists of the Medicare Code Editor; null where no edition is held for the date. */
static void tell_edits(struct printer *printer, const struct icd_card *card)
{
	const struct icd_edit_facts *edits = &card->edits;
	if (!edits->edition) {
		tell_null(printer, "mce");
		return;
	}
	tell_object(printer, "mce");
	tell_date(printer, "edition", edits->edition);
	tell_list(printer, "edits");
	for (unsigned i = 0; i < edits->count; i++) {
		tell_object(printer, NULL);
		tell_text(printer, "edit", icd_edit_names[edits->at[i].edit]);
		if (icd_edit_is_of_age(edits->at[i].edit))
			tell_fields(printer, "from:%d to:%d", (int)edits->at[i].from, (int)edits->at[i].to);
		tell_end(printer);
	}
	tell_end(printer);
	tell_end(printer);
}

void tell_card_fields(struct printer *printer, const struct icd_view *view, const struct icd_card *card)
{
	tell_fields(printer,
		    "query:%s found:%hhd code:%7s title:%s short_title:%s status:%s billable:%hhd "
		    "detail:%s on:%x",
		    card->query, card->found, card->code, card->found ? card->title : NULL,
		    card->found ? card->short_title : NULL, icd_status_names[card->validity.status],
		    (bool)(card->validity.status == ICD_STATUS_BILLABLE), icd_detail_names[card->detail], view->on);
	tell_validity(printer, &card->validity);
	tell_places(printer, card);
	tell_codes(printer, "parents", &card->parents);
	tell_codes(printer, "children", &card->children);
	tell_notes(printer, "notes", &card->notes);
	tell_notes(printer, "excluded_by", &card->incoming);
	tell_sevenths(printer, card);
	tell_edits(printer, card);
	if (card->poa_exempt == ICD_NOT_KNOWN)
		tell_null(printer, "poa_exempt");
	else
		tell_bool(printer, "poa_exempt", card->poa_exempt == ICD_KNOWN_TRUE);
	tell_codes(printer, "replaced_by", &card->replaced_by);
	if (card->replaced_by.count)
		tell_text(printer, "replaced_by_source", icd_source_names[card->replaced_by_source]);
	tell_forbidden(printer, card);
	tell_sources(printer, view, card);
	tell_suggestions(printer, card);
	tell_icd9(printer, card);
	tell_texts(printer, "guidelines", card->guidelines, card->guideline_count);
	if (card->index_terms || !card->found)
		tell_texts(printer, "index_terms", card->index_terms, card->index_term_count);
}
