/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The next question: what is to be asked so that the fewest answers lead to a code. */
#ifndef ICD_NARROWING_QUESTIONS_H
#define ICD_NARROWING_QUESTIONS_H

#include "candidates.h"

/* What a question asks for. */
enum icd_axis {
	ICD_AXIS_SIDE,
	ICD_AXIS_ENCOUNTER, /* the seventh character, where it tells the encounter */
	ICD_AXIS_SEVENTH,   /* any other one: the fetus, the stage of glaucoma */
	ICD_AXIS_TYPE,      /* codes or families whose titles have something in common */
	ICD_AXIS_ONE,       /* others */
	ICD_AXES
};
extern const char *const icd_axis_names[ICD_AXES];     /* "side", "encounter", ... */
extern const char *const icd_axis_questions[ICD_AXES]; /* "Which side?" */

struct icd_choice {
	const char *label; /* "right", "initial encounter for closed fracture", a title */
	const char *apart; /* what of the label the others do not share; the whole where that does not read alone */
	const char *at;    /* the code or header that it is, stored spelling; NULL for a side and a seventh character */
	char character;    /* the seventh character, 0 for none */
	struct icd_candidates left; /* the codes that it leaves */
};

struct icd_question {
	enum icd_axis axis;
	const char *at; /* what it is asked of: the header of all codes left, the place that defines the seventh
			   characters; "" for several categories */
	uint32_t count; /* 0: nothing is left to ask, there is one code, or none */
	struct icd_choice *choices; /* those of what is unspecified last */
};

/*
 * The side comes first where all codes left tell one; then the seventh character, where the same place defines it for
 * all; then headers and codes, no more at once than one key answers, where that does.
 * Everything lives in the pool. False on failure only.
 */
bool icd_question_next(const struct icd_view *view, struct icd_pool *pool, const struct icd_candidates *left,
		       struct icd_question *question, struct icd_error *err);

/* The choice that an answer means, as typed: its number from 1, a seventh character, else ICD_NO_CHOICE. */
#define ICD_NO_CHOICE UINT32_MAX
uint32_t icd_question_choice(const struct icd_question *question, const char *answer);

#endif
