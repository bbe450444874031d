/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A card told field by field: the form of the contract. For the commands and the library. */
#ifndef ICD_TELL_CARD_FIELDS_H
#define ICD_TELL_CARD_FIELDS_H

#include "book/book.h"
#include "printer.h"

/* The fields of a card on the view's date, within an object that the caller begins and ends. Only "desk_notes" is
 * missing, which is no part of the book. */
void tell_card_fields(struct printer *printer, const struct icd_view *view, const struct icd_card *card);

/* "warning", where the date lies outside the releases held. */
void tell_warning(struct printer *printer, const struct icd_view *view);

/* Where notes are from: "xml", a tabular list as published, or "rebuilt". */
extern const char *const notes_source_names[2];
/* "notes_source" of a tabular list, -1 for none; of a rebuilt one the published list it is from, too, and the dates of
 * the addenda since. */
void tell_notes_source(struct printer *printer, const struct icd_about *about, int list);

/* What kinds of note are called, by enum icd_entry_kind. */
struct note_kind {
	const char *name;    /* for programs: "inclusion_term" */
	const char *title;   /* of one: "Inclusion term" */
	const char *heading; /* of several; NULL: the title */
	const char *meaning; /* in the words of the guidelines, section I.A.10 to 17; NULL: the title says it */
};
extern const struct note_kind note_kinds[ICD_ENTRY_KINDS];

#endif
