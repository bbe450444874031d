/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the recognition of files needs to know of POA-exempt lists; the reader
 * itself is declared in release.h. Builder only.
 */
#ifndef ICD_BUILD_READ_READ_POA_H
#define ICD_BUILD_READ_READ_POA_H

#include "common/common.h"

#include <stdbool.h>

/*
 * Is this the full list of POA-exempt codes, as text? The list of codes added since
 * the last year has the same heading and the same columns; it differs in naming
 * only few of the rows that its order numbers say there are, and in a name that says so.
 */
bool poa_is_full_list(const struct input *in);

#endif
