/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates by the folders of a path, and what all its names say together. For find.c.
 */
#ifndef ICD_BUILD_FIND_DATES_H
#define ICD_BUILD_FIND_DATES_H

#include "base/base.h"
#include "name_date.h"

/* The last component of `path` (folders only, the name at its end left out) that is a date, YYYY-MM-DD; 0: none. */
icd_date folder_date(const char *path);

/* Likewise of a path on disk: the folders as the user names them count, also where they are links; what they lead to
 * only where those say nothing. */
icd_date path_date(const char *path);

/* What the name of a loose file or zip says together with the folders named on the path: of these, only days. */
struct name_date path_names(const char *path);

/* What the name of a file in a zip says together with the folders around it there. */
struct name_date inner_names(const char *path);

/* The name at the end of the path. */
const char *base_name(const char *path);

/*
 * Does the name of a file, or the name of its zip (then `inner` is the file's path in it, else NULL), clearly speak of
 * another release than that of the date?
 */
bool name_contradicts(const char *path, const char *inner, icd_date date);

#endif
