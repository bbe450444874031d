/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the index is when nobody says: the same for both programs.
 */
#ifndef ICD_USER_LOCATION_H
#define ICD_USER_LOCATION_H

#include <stddef.h>

#define ICD_LOCATIONS     3
#define ICD_LOCATION_SIZE 4096

/*
 * Fills in the places where an index may be, in order: $ICD10_INDEX alone when it is set;
 * else $XDG_DATA_HOME/icd10/icd10cm.mdb (~/.local/share/...) and PREFIX/share/icd10/icd10cm.mdb.
 * Returns how many there are. The builder writes to the first.
 */
size_t icd_locations(char out[ICD_LOCATIONS][ICD_LOCATION_SIZE]);

/* A folder of the user, "$XDG_DATA_HOME/icd10" (variable "XDG_DATA_HOME", fallback ".local/share") and
 * the like; "" when there is no home. */
const char *icd_user_folder(const char *variable, const char *fallback, char out[ICD_LOCATION_SIZE]);

#endif
