/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A code and words ("M25.56 right", "S39.012 initial"): the codes below it that fit.
 * For the code command.
 */
#ifndef ICD_BOOK_NARROW_H
#define ICD_BOOK_NARROW_H

#include "view/view.h"

/* Has the title every word, each as the start of a word of it? Case does not count, "lt", "rt", "bilat" are understood. */
/* The word as titles have it: "right" for "rt"; most words are themselves. */
const char *icd_title_word(const char *word);
bool icd_title_has_words(const char *title, char *const *words, int count);

/*
 * The billable codes at or below `code` (stored spelling) whose titles have every word, each as
 * the start of a word of the title; case does not count, "lt", "rt" and "bilat" are understood.
 * ICD_NOT_FOUND when no release has the code.
 */
enum icd_found icd_narrow(const struct icd_view *view, struct icd_pool *pool, const char *code, char *const *words,
			  int word_count, struct icd_code_lines *out, struct icd_error *err);

#endif
