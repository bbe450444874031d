/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The codes whose title a text is, in any order of words. For lookup/label/ only. */
#ifndef ICD_LABEL_TITLES_H
#define ICD_LABEL_TITLES_H

#include "vocabulary.h"

#include "view/view.h"

#define CALLED_MOST 8 /* more codes of one title are not told */

/* A code of that title. */
struct called {
	struct icd_code_record record; /* its runs and titles */
	const char *title;             /* the long one */
	bool in_force;                 /* the code on the day */
};

/* A title by the hash of its words. Where `written` is not NULL the hash is that of its words: a title that is written
 * so needs not be split. */
struct text_sought {
	uint64_t hash;
	const char *written;
};

/*
 * The codes that have or had the title sought, long or short, in any release; in the pool. Returns how many there are; 0
 * on failure, too, which sets *failed.
 */
unsigned titles_find(struct vocabulary *vocabulary, const struct icd_view *view, struct icd_pool *pool,
		     const struct text_sought *sought, struct called called[CALLED_MOST], bool *failed,
		     struct icd_error *err);

/* Could there be any? A look at the numbers alone, without reading codes. Sets *own when the code with the ordinal is
 * one of them. */
bool titles_may_have(const struct icd_view *view, uint64_t hash, uint32_t ordinal, bool *own, bool *failed,
		     struct icd_error *err);

#endif
