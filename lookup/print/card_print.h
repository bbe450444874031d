/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card as text (card_text.c) and as JSON (card_json.c). For the commands. */
#ifndef ICD_PRINT_CARD_PRINT_H
#define ICD_PRINT_CARD_PRINT_H

#include "book/book.h"
#include "user/user.h"
#include "output.h"

/* `all`: chapter-wide notes and Excludes2 elsewhere too, which fold to a line otherwise. */
void card_print_text(const struct output *out, const struct icd_card *card, bool all);
/* Code, verdict, title on a line. */
void card_print_line(const struct output *out, const struct icd_card *card);
/* The object of the contract; NULL when memory ran out. */
json_t *card_json(const struct icd_view *view, const struct icd_card *card);

/* {"for":"M54.5-","text":...,"source":"user"} or "shipped". */
json_t *desk_note_json(const struct icd_desk_note *note);
/* Desk notes that cover the code: the user's own, numbered or not, then those that came with the book, each
 * under a heading that says what they are. Of those that came with the book, the ones for the whole family fold
 * to a line without `all`. How many there were. */
size_t desk_notes_print(const struct output *out, const struct icd_desk_notes *notes, const char *code, bool numbered,
			bool all);

/* Names as in JSON ("excludes1"), by enum icd_entry_kind. */
extern const char *const note_kind_names[];

/* "2021-10-01" or null for 0. */
json_t *json_date(icd_date date);
/* Sets "warning" where the date lies outside the releases held. */
void json_set_warning(json_t *object, const struct icd_view *view);

#endif
