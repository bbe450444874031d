/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every room of the builder uses: memory, texts kept once, files in memory. The door of common/, beside
 * report.h. */
#ifndef ICD_BUILD_COMMON_COMMON_H
#define ICD_BUILD_COMMON_COMMON_H

#include "input.h"
#include "intern.h"
#include "left_out.h"
#include "need.h"
#include "unzip.h"

#endif
