/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is the user's own: where files lie, desk notes and bookmarks, files written. The door of lookup/user/. */
#ifndef ICD_USER_USER_H
#define ICD_USER_USER_H

#include "location.h"
#include "notes.h"
#include "user_file.h"
#include "worklist.h"
#include "write_file.h"

#endif
