/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "side.h"

#include <string.h>

const char *const icd_side_words[ICD_SIDES] = {"", "unspecified", "right", "left", "bilateral"};

enum icd_side icd_side_of(const char *word)
{
	int side = ICD_SIDE_BOTH;
	while (side > ICD_SIDE_NONE && strcmp(word, icd_side_words[side]) != 0)
		side--;
	return (enum icd_side)side;
}

bool icd_is_one_side(enum icd_side side)
{
	return side == ICD_SIDE_RIGHT || side == ICD_SIDE_LEFT;
}
