/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a code that no release has was probably meant to be. For card.c.
 */
#ifndef ICD_BOOK_SUGGEST_H
#define ICD_BOOK_SUGGEST_H

#include "card.h"

/*
 * Fills in the suggestions of a card whose code was not found, best first: the code with
 * its empty places filled with X (W21.89A is W21.89XA; guideline I.A.4), a letter or digit
 * mistaken for the other, two characters swapped, the codes below the longest start that
 * is one. Where a seventh character does not apply, the detail says so, with the note that
 * forbids it if there is one.
 */
bool icd_suggest(const struct icd_view *view, struct icd_pool *pool, struct icd_card *card, struct icd_error *err);

/* Puts the note on the path that forbids the code's seventh character, and where it stands, on the card; a card
 * without such a note stays as it is. `code` has seven characters. */
bool icd_forbidding_note(const struct icd_path *path, struct icd_pool *pool, const char *code, struct icd_card *card,
			 struct icd_error *err);

#endif
