/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers from the alphabetic index and the tables. The door of lookup/index/ for who asks; their records are
 * in index_record.h. */
#ifndef ICD_INDEX_INDEX_H
#define ICD_INDEX_INDEX_H

#include "index_entries.h"
#include "index_find.h"
#include "index_terms.h"

#endif
