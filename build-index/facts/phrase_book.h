/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The phrases that the titles of a book are told in (store/phrases.h). They are found by joining the words that stand
 * side by side most often, then what was joined, a few times over; the same texts give the same phrases. Builder only.
 */
#ifndef ICD_BUILD_FACTS_PHRASE_BOOK_H
#define ICD_BUILD_FACTS_PHRASE_BOOK_H

#include "records.h"
#include "store/write.h"

struct phrase_book;

/* An empty book; texts are added to it, which must stay, each as often as it is to be written. */
struct phrase_book *phrase_book_new(void);
void phrase_book_add(struct phrase_book *book, const char *text);
/* Finds the phrases. Then it tells the texts that were added, as long as it is there. */
const struct icd_phraser *phrase_book_make(struct phrase_book *book);
/* Adds the table of phrases. */
void phrase_book_put(const struct phrase_book *book, struct records *records);
void phrase_book_free(struct phrase_book *book);

#endif
