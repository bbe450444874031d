/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include "dated/dated.h"
#include "tell/card_fields.h"
#include "view/crosswalk.h"

#include <string.h>

/* ---- codes ---- */

static void tell_replaced(struct printer *printer, const struct icd_counterparts *others)
{
	char shown[ICD_CODES_SIZE];
	tell_list(printer, "replaced_by");
	for (uint32_t i = 0; i < others->count; i++)
		tell_text(printer, NULL, icd_codes_format(others->codes[i], shown));
	tell_end(printer);
}

static void tell_code_row(void *context, const struct icd_dated_code *code)
{
	struct printer *printer = context;
	tell_answer(printer);
	tell_fields(printer, "code:%7s valid_from:%x valid_to:%x status:%s title:%s short_title:%s parent:%7s",
		    code->code, code->from, code->to, icd_status_names[code->status], code->title, code->short_title,
		    code->parent);
	if (code->chapter)
		tell_number(printer, "chapter", code->chapter);
	else
		tell_null(printer, "chapter");
	tell_text(printer, "section", *code->section ? code->section : NULL);
	if (code->poa_exempt == ICD_NOT_KNOWN)
		tell_null(printer, "poa_exempt");
	else
		tell_bool(printer, "poa_exempt", code->poa_exempt == ICD_KNOWN_TRUE);
	tell_replaced(printer, &code->replaced_by);
	tell_end(printer);
}

static bool tell_codes(const struct icd_view *view, struct printer *printer, struct icd_error *err)
{
	return icd_dated_codes(view->store, tell_code_row, printer, err);
}

/* ---- notes ---- */

static void tell_note_row(void *context, const struct icd_dated_note *note)
{
	struct printer *printer = context;
	tell_answer(printer);
	tell_fields(printer, "place:%s kind:%s text:%s valid_from:%x valid_to:%x heading:%s valid_from_after:%x",
		    note->place->label, note_kinds[note->entry->kind].name, note->text, note->from, note->to,
		    note->heading, note->from_after);
	tell_end(printer);
}

static bool tell_notes(const struct icd_view *view, struct printer *printer, struct icd_error *err)
{
	return icd_dated_notes(view->store, tell_note_row, printer, err);
}

static void tell_excludes_row(void *context, const struct icd_dated_excludes *excludes)
{
	struct printer *printer = context;
	const struct icd_dated_note *note = excludes->note;
	tell_answer(printer);
	tell_fields(printer,
		    "kind:%s place:%s code_from:%7s code_to:%7s other_from:%7s other_to:%7s text:%s valid_from:%x "
		    "valid_to:%x valid_from_after:%x",
		    note_kinds[note->entry->kind].name, note->place->label, excludes->from, excludes->to,
		    excludes->other_from, excludes->other_to, note->text, note->from, note->to, note->from_after);
	tell_end(printer);
}

static bool tell_excludes(const struct icd_view *view, struct printer *printer, struct icd_error *err)
{
	return icd_dated_excludes(view->store, tell_excludes_row, printer, err);
}

/* ---- what replaced old codes ---- */

/* A field of a row is empty where the old code has no successor: then nothing is known of one. */
static void tell_crossing(void *context, const char *code, const struct icd_successors *successors)
{
	struct printer *printer = context;
	for (uint32_t i = 0; i < successors->count || i == 0; i++) {
		const struct icd_successor *one = successors->count ? &successors->at[i] : NULL;
		tell_answer(printer);
		tell_fields(printer, "old:%7s new:%7s date:%x one_to_one:%hhd source:%s", code,
			    one ? one->line.code : NULL, successors->turn.date, (bool)(successors->count == 1),
			    one ? icd_source_names[one->source] : NULL);
		if (successors->turn.after)
			tell_date(printer, "after", successors->turn.after);
		tell_end(printer);
	}
}

static bool tell_crosswalk(const struct icd_view *view, struct printer *printer, struct icd_error *err)
{
	return icd_crosswalk(view, tell_crossing, printer, err);
}

/* ---- the tables ---- */

static const struct table tables[] = {
	{"dated",
	 {NULL, "code valid_from valid_to status title short_title parent chapter section poa_exempt replaced_by+",
	  false},
	 "text! date! date! text! text! text! text integer text boolean text",
	 "code, valid_from",
	 "code",
	 tell_codes},
	{"dated-notes",
	 {NULL, "place kind text valid_from valid_to heading valid_from_after", false},
	 "text! text! text date! date! text date",
	 "place, valid_from",
	 NULL,
	 tell_notes},
	{"dated-excludes",
	 {NULL, "kind place code_from code_to other_from other_to text valid_from valid_to valid_from_after", false},
	 "text! text! text! text! text! text! text date! date! date",
	 "code_from, code_to",
	 NULL,
	 tell_excludes},
	{"crosswalk",
	 {NULL, "old new date one_to_one source after", false},
	 "text! text date! boolean! text date",
	 "old",
	 NULL,
	 tell_crosswalk},
};

const struct table *table_find(const char *name)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		if (strcmp(tables[i].name, name) == 0)
			return &tables[i];
	}
	return NULL;
}
