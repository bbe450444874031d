/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ground that every room stands on: errors, dates, spellings of codes, texts. The door of lookup/base/. */
#ifndef ICD_BASE_BASE_H
#define ICD_BASE_BASE_H

#include "ascii.h"
#include "code.h"
#include "code_cell.h"
#include "code_span.h"
#include "date.h"
#include "error.h"
#include "prohibition.h"
#include "text.h"

#endif
