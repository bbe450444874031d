/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All questions that may come, whatever is answered, each once with the codes of each answer. */
#ifndef ICD_NARROWING_AXES_H
#define ICD_NARROWING_AXES_H

#include "questions.h"

struct icd_axis_value {
	const char *label, *apart, *at; /* as those of a choice */
	char character;
	uint32_t count;
	const char **codes; /* complete, stored spelling, in tabular order of each side */
};

struct icd_axis_question {
	enum icd_axis axis;
	const char *at; /* as that of a question */
	uint32_t count;
	struct icd_axis_value *values;
	size_t capacity;
};

struct icd_axes {
	uint32_t count;
	struct icd_axis_question *at; /* in the order in which they are asked */
	size_t capacity;
	uint32_t codes;   /* that can be reached */
	uint32_t answers; /* that lead to them, added up */
	uint32_t most;    /* that lead to one of them */
};

/* Those of a question and of all that may follow it. Everything lives in the pool. */
bool icd_axes_make(const struct icd_view *view, struct icd_pool *pool, const struct icd_question *first,
		   struct icd_axes *axes, struct icd_error *err);

#endif
