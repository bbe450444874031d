/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

void tell_desk_note(struct printer *printer, const struct icd_desk_note *note)
{
	tell_item(printer, NULL, "for:%s text:%s source:%s", note->place.text, note->text,
		  note->shipped ? "shipped" : "user");
}

void tell_card_desk_notes(struct printer *printer, const struct icd_card *card)
{
	tell_list(printer, "desk_notes");
	size_t count = card->found ? icd_desk_notes_count(card->desk) : 0, i = 0;
	while (i < count && (i = icd_desk_notes_next(card->desk, card->code, i)) < count)
		tell_desk_note(printer, icd_desk_notes_at(card->desk, i++));
	tell_end(printer);
}

void tell_card(struct printer *printer, const struct icd_view *view, const struct icd_card *card)
{
	tell_answer(printer);
	tell_card_fields(printer, view, card);
	tell_card_desk_notes(printer, card);
	tell_texts(printer, "lists", card->lists, card->list_count);
	tell_end(printer);
}
