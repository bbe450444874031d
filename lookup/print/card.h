/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card: told field by field (card_tell.c), and as text for people (card_text.c). */
#ifndef ICD_PRINT_CARD_H
#define ICD_PRINT_CARD_H

#include "book/book.h"
#include "user/user.h"
#include "user/user.h"
#include "output.h"
#include "printer.h"

/* The fields of a card on the view's date; the desk notes are those of card->desk that cover the code. */
void tell_card(struct printer *printer, const struct icd_view *view, const struct icd_card *card);
/* The same within an object that the caller began and ends. */
void tell_card_fields(struct printer *printer, const struct icd_view *view, const struct icd_card *card);

/* {"for":"M54.5-","text":...,"source":"user"} or "shipped". */
void tell_desk_note(struct printer *printer, const struct icd_desk_note *note);
/* "warning", where the date lies outside the releases held. */
void tell_warning(struct printer *printer, const struct icd_view *view);

/* `all`: chapter-wide notes and Excludes2 elsewhere too, which fold to a line otherwise. */
void card_print_text(const struct output *out, const struct icd_card *card, bool all);
/* Code, verdict, title on a line. */
void card_print_line(const struct output *out, const struct icd_card *card);
/* Desk notes that cover the code: the user's own, numbered or not, then those that came with the book, each
 * under a heading that says what they are. Of those that came with the book, the ones for the whole family fold
 * to a line without `all`. How many there were. */
size_t desk_notes_print(const struct output *out, const struct icd_desk_notes *notes, const char *code, bool numbered,
			bool all);

/* Names of kinds of note, by enum icd_entry_kind: for programs ("excludes1"), for people ("Excludes1"). */
extern const char *const note_kind_names[];
const char *note_kind_title(enum icd_entry_kind kind);

#endif
