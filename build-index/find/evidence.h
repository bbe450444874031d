/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the content of files says against a date that was inferred from their names. For load/load.c. */
#ifndef ICD_BUILD_FIND_EVIDENCE_H
#define ICD_BUILD_FIND_EVIDENCE_H

#include "read/release.h"
#include "find.h"

/*
 * False, with one sentence, when the file that was read last into the release cannot be of its date: the <version> of
 * an XML, the footer of addenda or the rows of a conversion table speak of another.
 */
bool content_agrees(const struct release *release, const struct source *source, struct icd_error *err);

#endif
