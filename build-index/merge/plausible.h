/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the files of one release can all be whole. A file that was cut off at the end of a
 * line reads like a sound one; its siblings show what it lacks. Builder only.
 */
#ifndef ICD_BUILD_MERGE_PLAUSIBLE_H
#define ICD_BUILD_MERGE_PLAUSIBLE_H

#include "read/release.h"
#include "code_set.h"

/*
 * False with one sentence when the order file or the codes file ends early: another file of the
 * release has many codes after its last one (or the addenda count many more) that it lacks. So is a
 * POA-exempt list whose order numbers stop well before the end of the book.
 */
bool plausible_release(const struct release *release, const struct expansion *expansion, struct icd_error *err);

#endif
