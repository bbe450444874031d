/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All codes that were billable and are not any more, with what stands for each. For exports. */
#ifndef ICD_VIEW_CROSSWALK_H
#define ICD_VIEW_CROSSWALK_H

#include "successor.h"

/* Called for each code (stored spelling), in tabular order; what it gets is gone when it returns. */
typedef void icd_crossing(void *context, const char *code, const struct icd_successors *successors);

/* As of the date of the view. False when a record cannot be read. */
bool icd_crosswalk(const struct icd_view *view, icd_crossing *visit, void *context, struct icd_error *err);

#endif
