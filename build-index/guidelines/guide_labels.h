/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of sections and the numbers they make. Used by read_guidelines.c alone. */
#ifndef ICD_BUILD_GUIDELINES_GUIDE_LABELS_H
#define ICD_BUILD_GUIDELINES_GUIDE_LABELS_H

#include "common/common.h"

#include <stdbool.h>
#include <stddef.h>

enum guide_level {                /* how labels of a level look */
		   GUIDE_SECTION, /* Section I, Appendix I */
		   GUIDE_CAPITAL, /* A. */
		   GUIDE_NUMBER,  /* 1. */
		   GUIDE_LETTER,  /* a. */
		   GUIDE_ITEM,    /* 1) */
		   GUIDE_PART,    /* (a) */
		   GUIDE_ROMAN,   /* (i) */
		   GUIDE_LEVELS
};

struct guide_label {
	enum guide_level level;
	unsigned order; /* which of its level, from 1: C is the third */
	bool appendix;
	size_t length; /* bytes of the text that it takes, with the white space after it */
};

/* Labels that the text may begin with: "(i)" is the ninth of a level or the first of another. How many, 0 to 2. */
#define GUIDE_READINGS 2
size_t guide_labels_of(const char *text, struct guide_label out[GUIDE_READINGS]);

struct guide_place { /* the section last begun: all 0 before the first */
	bool appendix;
	unsigned orders[GUIDE_LEVELS]; /* 0: it lies above that level */
};

enum guide_step {
	GUIDE_NO_STEP,
	GUIDE_NEXT,  /* the next section of its level, or the first below the last one */
	GUIDE_AGAIN, /* bears the label of the section before it of its level: a misprint for the next one */
	GUIDE_LATER, /* leaves some out */
};

/* How a label follows the place. */
enum guide_step guide_step_to(const struct guide_place *place, const struct guide_label *label);
/* Goes there. */
void guide_go_to(struct guide_place *place, const struct guide_label *label, enum guide_step step);
/* "I.C.13.d.1", in the pool. */
const char *guide_place_number(struct icd_pool *pool, const struct guide_place *place);

#endif
