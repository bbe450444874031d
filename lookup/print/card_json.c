/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "card_print.h"

const char *const note_kind_names[] = {
	[ICD_NOTE_INCLUDES] = "includes",
	[ICD_NOTE_INCLUSION_TERM] = "inclusion_term",
	[ICD_NOTE_EXCLUDES1] = "excludes1",
	[ICD_NOTE_EXCLUDES2] = "excludes2",
	[ICD_NOTE_CODE_FIRST] = "code_first",
	[ICD_NOTE_USE_ADDITIONAL] = "use_additional",
	[ICD_NOTE_CODE_ALSO] = "code_also",
	[ICD_NOTE_NOTE] = "note",
	[ICD_NOTE_SEVENTH_CHARACTER] = "seventh_character_note",
	[ICD_ENTRY_SEVENTH] = "seventh_character",
	[ICD_ENTRY_SEVENTH_NOTE] = "seventh_character",
	[ICD_ENTRY_XML] = "other",
};

json_t *json_date(icd_date date)
{
	char text[ICD_DATE_SIZE];
	return date ? json_string(icd_date_format(date, text)) : json_null();
}

void json_set_warning(json_t *object, const struct icd_view *view)
{
	char warning[ICD_WARNING_SIZE];
	if (*icd_view_warning(view, warning))
		json_object_set_new(object, "warning", json_text(warning));
}

static json_t *json_code(const char *code)
{
	char text[ICD_DOTTED_SIZE];
	return json_string(icd_code_format(code, text));
}

static json_t *code_strings(const struct icd_card_codes *codes)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < codes->count; i++)
		json_array_append_new(array, json_code(codes->at[i].code));
	return array;
}

static json_t *code_objects(const struct icd_card_codes *codes)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < codes->count; i++)
		json_array_append_new(array, json_pack("{so so ss}", "code", json_code(codes->at[i].code), "title",
						       json_text(codes->at[i].title), "status",
						       icd_status_names[codes->at[i].status]));
	return array;
}

static json_t *texts(const char *const *at, uint32_t count)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(array, json_text(at[i]));
	return array;
}

static json_t *note_object(const struct icd_card_note *note)
{
	json_t *object = json_pack("{ss so so so}", "kind", note_kind_names[note->kind], "at", json_text(note->at),
				   "text", json_text(note->text), "codes", texts(note->codes, note->code_count));
	if (note->means_count)
		json_object_set_new(object, "means", texts(note->means, note->means_count));
	if (note->heading)
		json_object_set_new(object, "heading", json_text(note->heading));
	return object;
}

static json_t *notes_array(const struct icd_card_notes *notes)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < notes->count; i++)
		json_array_append_new(array, note_object(&notes->at[i]));
	return array;
}

static json_t *sevenths_array(const struct icd_card *card)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		char character[2] = {card->sevenths[i].character, '\0'};
		json_array_append_new(array, json_pack("{ss so}", "char", character, "meaning",
						       json_text(card->sevenths[i].meaning)));
	}
	return array;
}

static void set_validity(json_t *object, const struct icd_validity *validity)
{
	json_object_set_new(object, "valid_from", json_date(validity->from));
	json_object_set_new(object, "valid_to", json_date(validity->to));
	if (validity->from_after)
		json_object_set_new(object, "valid_from_after", json_date(validity->from_after));
	if (validity->to_before)
		json_object_set_new(object, "valid_to_before", json_date(validity->to_before));
	if (validity->or_earlier)
		json_object_set_new(object, "valid_from_or_earlier", json_true());
	if (validity->billable_to) {
		json_object_set_new(object, "billable_from", json_date(validity->billable_from));
		json_object_set_new(object, "billable_to", json_date(validity->billable_to));
	}
}

static void set_places(json_t *object, const struct icd_card *card)
{
	bool placed = card->found && card->path.section;
	json_object_set_new(object, "chapter",
			    placed ? json_pack("{si so so}", "number", card->chapter, "range",
					       json_text(card->chapter_range), "title", json_text(card->chapter_title))
				   : json_null());
	json_object_set_new(object, "section",
			    placed ? json_pack("{so so}", "range", json_text(card->path.section_id), "title",
					       json_text(card->section_title))
				   : json_null());
}

static void set_sources(json_t *object, const struct icd_view *view, const struct icd_card *card)
{
	bool listed = card->found && card->path.list >= 0;
	json_object_set_new(object, "release", json_date(icd_view_release(view)));
	json_object_set_new(object, "notes_release",
			    json_date(listed ? view->about->lists.at[card->path.list].date : 0));
	if (listed && card->path.later)
		json_object_set_new(object, "notes_from_later_list", json_true());
	json_set_warning(object, view);
}

json_t *desk_note_json(const struct icd_desk_note *note)
{
	return json_pack("{ss so ss}", "for", note->place.text, "text", json_text(note->text), "source",
			 note->shipped ? "shipped" : "user");
}

static json_t *desk_notes_array(const struct icd_card *card)
{
	json_t *array = json_array();
	for (size_t i = 0; card->found && i < icd_desk_notes_count(card->desk); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(card->desk, i);
		if (icd_desk_place_covers(&note->place, card->code))
			json_array_append_new(array, desk_note_json(note));
	}
	return array;
}

json_t *card_json(const struct icd_view *view, const struct icd_card *card)
{
	json_t *object = json_pack("{si so sb}", "v", 1, "query", json_text(card->query), "found", card->found);
	if (!object)
		return NULL;
	json_object_set_new(object, "code", card->code && *card->code ? json_code(card->code) : json_null());
	json_object_set_new(object, "title", card->found ? json_text(card->title) : json_null());
	json_object_set_new(object, "short_title", card->found ? json_text(card->short_title) : json_null());
	json_object_set_new(object, "status", json_string(icd_status_names[card->validity.status]));
	json_object_set_new(object, "billable", json_boolean(card->validity.status == ICD_STATUS_BILLABLE));
	json_object_set_new(object, "detail", json_string(icd_detail_names[card->detail]));
	json_object_set_new(object, "on", json_date(view->on));
	set_validity(object, &card->validity);
	set_places(object, card);
	json_object_set_new(object, "parents", code_strings(&card->parents));
	json_object_set_new(object, "children", code_strings(&card->children));
	json_object_set_new(object, "notes", notes_array(&card->notes));
	json_object_set_new(object, "excluded_by", notes_array(&card->incoming));
	json_object_set_new(object, "seventh_characters", sevenths_array(card));
	json_object_set_new(object, "poa_exempt",
			    card->found && card->poa_known ? json_boolean(card->poa_exempt) : json_null());
	json_object_set_new(object, "replaced_by", code_strings(&card->replaced_by));
	if (card->forbidden_by)
		json_object_set_new(object, "forbidden_by",
				    json_pack("{so so}", "at", json_text(card->forbidden_at), "text",
					      json_text(card->forbidden_by)));
	set_sources(object, view, card);
	json_object_set_new(object, "suggestions", code_objects(&card->suggestions));
	json_object_set_new(object, "desk_notes", desk_notes_array(card));
	return object;
}
