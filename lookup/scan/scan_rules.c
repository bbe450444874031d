/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <string.h>

const struct scan_rule_text scan_rules[SCAN_RULES] = {
	[SCAN_HEADER] = {"header", ICD_ERROR, "A header is not reportable; more characters are required."},
	[SCAN_NEEDS_SEVENTH] = {"needs_seventh_character", ICD_ERROR, "The code is invalid without its 7th character."},
	[SCAN_BAD_SEVENTH] = {"bad_seventh_character", ICD_ERROR,
			      "The 7th character does not apply or is not in the 7th place."},
	[SCAN_RETIRED] = {"retired", ICD_ERROR, "The code was deleted before the date."},
	[SCAN_FUTURE] = {"future", ICD_ERROR, "The code is valid from a later date only."},
	[SCAN_UNKNOWN] = {"unknown", ICD_ERROR, "No release held has the code."},
	[SCAN_MALFORMED] = {"malformed", ICD_ERROR, "More stands behind a complete code than belongs there."},
	[SCAN_UNCERTAIN] = {"uncertain", ICD_WARNING,
			    "The code changed between two releases held, and the date lies between them."},
	[SCAN_PLACEHOLDER] = {"placeholder", ICD_WARNING, "A pick-list entry that needs more characters."},
	[SCAN_LABEL] = {"label", ICD_WARNING, "The words beside the code contradict it."},
	[SCAN_REFRESH_DELETED] = {"refresh_deleted", ICD_ERROR, "The code is deleted on the date of the refresh."},
	[SCAN_REFRESH_HEADER] = {"refresh_header", ICD_ERROR,
				 "The code is a header on the date of the refresh; more characters are required."},
	[SCAN_REFRESH_RETITLED] = {"refresh_retitled", ICD_INFO,
				   "The code has another title on the date of the refresh."},
	[SCAN_REFRESH_NOTES] = {"refresh_notes", ICD_INFO, "The code has other notes on the date of the refresh."},
	[SCAN_REFRESH_POA] = {"refresh_poa", ICD_INFO,
			      "The code's exemption from POA reporting changes by the date of the refresh."},
	[SCAN_REFRESH_NEW] = {"refresh_new", ICD_INFO,
			      "A family of which most codes are here has new ones on the date of the refresh."},
	[SCAN_REFRESH_OK] = {"refresh_ok", ICD_INFO, "The code stays as it is."},
};

uint64_t scan_rule_named(const char *name, size_t length)
{
	for (int i = 0; i < SCAN_RULES; i++) {
		if (strlen(scan_rules[i].name) == length && memcmp(scan_rules[i].name, name, length) == 0)
			return UINT64_C(1) << i;
	}
	return 0;
}
