/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releases read and merged into the book: the door of merge/ for build.c. Those who read the book use book.h. */
#ifndef ICD_BUILD_MERGE_MERGE_H
#define ICD_BUILD_MERGE_MERGE_H

#include "book.h"
#include "conversions.h"
#include "places.h"
#include "plausible.h"

#endif
