/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a label a path of an index that leads to a code, word for word? For lookup/label/ only. */
#ifndef ICD_LABEL_PATHS_H
#define ICD_LABEL_PATHS_H

#include "book/book.h"
#include "vocabulary.h"

/* What was read of the indexes, each thing once: of a whole book some 5 MB. */
struct paths;

/* NULL when memory runs out. */
struct paths *paths_new(void);
void paths_free(struct paths *paths);

/*
 * Does a term that names the code or, where none does, the nearest code above it that any does (icd_index_terms_put) say
 * the words of the label in any order, as written or with its abbreviations spelled out? All calls are to have paths of
 * views of one day. False on failure, too, with the sentence.
 */
bool paths_say(struct paths *paths, struct vocabulary *vocabulary, const struct icd_path *path,
	       const struct label_text *label, bool *said, struct icd_error *err);

#endif
