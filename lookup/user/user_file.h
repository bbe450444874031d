/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files in the user's own folders: notes and bookmarks ($XDG_DATA_HOME/icd10), the shell's
 * history ($XDG_STATE_HOME/icd10). For notes.c and the shell.
 */
#ifndef ICD_USER_USER_FILE_H
#define ICD_USER_USER_FILE_H

#include "base/base.h"
#include "location.h"

#include <stdbool.h>

enum user_folder { USER_DATA, USER_STATE };

/* The path of the file, whether it is there or not; "" when there is no home. Returns out. */
const char *user_file(enum user_folder folder, const char *name, char out[ICD_LOCATION_SIZE]);

/* Makes the folders above the path that are missing, for the user alone. */
bool user_file_make_folder(const char *path, struct icd_error *err);

/* Opens a file of the user's own; a new one is for the user alone. A link is followed, unless others can write the folder
 * and may have put it there. -1, and errno, when it cannot be opened. */
int user_file_open(const char *path, int flags);

#endif
