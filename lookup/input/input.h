/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What users hand in: lines and tables, claims as lines and as X12 837, and codes replaced in it. The door of lookup/input/. */
#ifndef ICD_INPUT_INPUT_H
#define ICD_INPUT_INPUT_H

#include "claim_lines.h"
#include "encoding.h"
#include "replace.h"
#include "row_fixes.h"
#include "rows.h"
#include "source.h"
#include "text_lines.h"
#include "x12.h"

#endif
