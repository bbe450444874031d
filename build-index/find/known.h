/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What data/sources.tsv and data/members.tsv know of official releases, compiled in: their dates and the
 * checksums of their files, as published and inside the published zips. Builder only.
 */
#ifndef ICD_BUILD_FIND_KNOWN_H
#define ICD_BUILD_FIND_KNOWN_H

#include "base/base.h"

/*
 * The effective date of the published file with this SHA-256 (hex); 0 when it is not known, or when two releases have
 * the same file: the order file of an April that changed no code is October's.
 */
icd_date known_file_date(const char *sha256);

/*
 * The first date after `from` and before `to` on which a release came or may have come: one
 * that the table names, or an October 1; 0 when there is none.
 */
icd_date known_release_between(icd_date from, icd_date to);

#endif
