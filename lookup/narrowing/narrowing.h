/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a family of codes to the one that is complete, by few questions: which side, which encounter, which type. The
 * door of lookup/narrowing/.
 *
 * Everything comes from the book alone: the titles of the codes and of the headers above them, and the seventh
 * characters that notes define. Of each question every answer leads on, and every code is reached by exactly one way.
 */
#ifndef ICD_NARROWING_NARROWING_H
#define ICD_NARROWING_NARROWING_H

#include "axes.h"
#include "candidates.h"
#include "questions.h"

#endif
