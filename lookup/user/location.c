/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "location.h"

#include <stdio.h>
#include <stdlib.h>

#ifndef ICD_PREFIX
#define ICD_PREFIX "/usr/local"
#endif

const char *icd_user_folder(const char *variable, const char *fallback, char out[ICD_LOCATION_SIZE])
{
	const char *base = getenv(variable), *home = getenv("HOME");
	out[0] = '\0';
	/* The XDG rules: a relative path is to be ignored. */
	if (base && base[0] == '/')
		snprintf(out, ICD_LOCATION_SIZE, "%s/icd10", base);
	else if (home && home[0])
		snprintf(out, ICD_LOCATION_SIZE, "%s/%s/icd10", home, fallback);
	return out;
}

size_t icd_locations(char out[ICD_LOCATIONS][ICD_LOCATION_SIZE])
{
	const char *given = getenv("ICD10_INDEX");
	char folder[ICD_LOCATION_SIZE];
	size_t count = 0;
	if (given && given[0]) {
		snprintf(out[0], ICD_LOCATION_SIZE, "%s", given);
		return 1;
	}
	if (icd_user_folder("XDG_DATA_HOME", ".local/share", folder)[0])
		snprintf(out[count++], ICD_LOCATION_SIZE, "%.4000s/icd10cm.mdb", folder);
	snprintf(out[count++], ICD_LOCATION_SIZE, "%s/share/icd10/icd10cm.mdb", ICD_PREFIX);
	return count;
}
