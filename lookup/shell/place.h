/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moving in the book: from a code, section or chapter to the one above it and the ones
 * beside it, as of a date. For the shell.
 */
#ifndef ICD_SHELL_PLACE_H
#define ICD_SHELL_PLACE_H

#include "book/book.h"

struct icd_place {
	enum icd_place_kind kind;
	char name[ICD_SECTION_KEY_SIZE];  /* code in stored spelling, section key, chapter number */
	char label[ICD_SECTION_KEY_SIZE]; /* for people, and for icd_place_find: "M54.5", "M50-M54", "chapter 13" */
};

/* A code of any release, a section ("M50-M54"), a chapter by its number or range ("chapter 13", "M00-M99"). */
enum icd_found icd_place_find(const struct icd_view *view, const char *query, struct icd_place *out,
			      struct icd_error *err);

/* The code, section or chapter above it; a chapter has none. */
enum icd_found icd_place_above(const struct icd_view *view, const struct icd_place *place, struct icd_place *out,
			       struct icd_error *err);

/*
 * The next (step 1) or the one before (step -1): of a code in tabular order among those in
 * the set on the date, of a section in its chapter.
 */
enum icd_found icd_place_beside(const struct icd_view *view, const struct icd_place *place, int step,
				struct icd_place *out, struct icd_error *err);

#endif
