/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <string.h>

const struct scan_rule_text scan_rules[SCAN_RULES] = {
	[SCAN_HEADER] = {"header", ICD_ERROR, "A header is not reportable; more characters are required.",
			 "Codes stand below this one, and only they are reported. Put the code below it that fits "
			 "in its place; the message names those of the date."},
	[SCAN_NEEDS_SEVENTH] =
		{"needs_seventh_character", ICD_ERROR, "The code is invalid without its 7th character.",
		 "Injuries and some other conditions end in a 7th character that tells the encounter: A, "
		 "D, S and others. Add it; X fills empty places before it."},
	[SCAN_BAD_SEVENTH] = {"bad_seventh_character", ICD_ERROR,
			      "The 7th character does not apply or is not in the 7th place.",
			      "The tabular list gives this code another set of 7th characters, or none, or wants X in "
			      "the places before it. The message says what fits."},
	[SCAN_RETIRED] = {"retired", ICD_ERROR, "The code was deleted before the date.",
			  "It was billable before and is not on the date of service. The message names what "
			  "replaced it, as the conversion table or the history has it."},
	[SCAN_FUTURE] = {"future", ICD_ERROR, "The code is valid from a later date only.",
			 "It comes into force after the date of service. Until then the codes of that date are "
			 "reported."},
	[SCAN_UNKNOWN] = {"unknown", ICD_ERROR, "No release held has the code.",
			  "The spelling begins like a code and is none in any release held. Look for a slip of the "
			  "pen; the message names codes near it."},
	[SCAN_MALFORMED] = {"malformed", ICD_ERROR, "More stands behind a complete code than belongs there.",
			    "A dash, an X or another sign stands behind a code that is complete without it. Take it "
			    "away."},
	[SCAN_UNCERTAIN] = {"uncertain", ICD_WARNING,
			    "The code changed between two releases held, and the date lies between them.",
			    "Releases between the two are not in the index, so that the day of the change is not "
			    "known. Add them, and build the index again."},
	[SCAN_PLACEHOLDER] = {"placeholder", ICD_WARNING, "A pick-list entry that needs more characters.",
			      "The entry stands for several codes. Whoever picks it has to choose one of them; the "
			      "message names them."},
	[SCAN_LABEL] = {"label", ICD_WARNING, "The words beside the code contradict it.",
			"The code and the words beside it mean different things: another side, another encounter,"
			" another code's title. One of the two is to be corrected."},
	[SCAN_ICD9] =
		{"icd9", ICD_WARNING, "A code of ICD-9-CM, which is not reported since October 2015.",
		 "The place names a diagnosis and has a code of the former code set. The message names the codes of "
		 "the date that it leads to, by the general equivalence mapping and the history of ICD-10-CM; where "
		 "they are several, choose by the record."},
	[SCAN_REFRESH_DELETED] = {"refresh_deleted", ICD_ERROR, "The code is deleted on the date of the refresh.",
				  "On that date it is not billable any more. The message names what replaces it."},
	[SCAN_REFRESH_HEADER] = {"refresh_header", ICD_ERROR,
				 "The code is a header on the date of the refresh; more characters are required.",
				 "On that date codes stand below it. Choose among them; the message names them."},
	[SCAN_REFRESH_RETITLED] = {"refresh_retitled", ICD_INFO,
				   "The code has another title on the date of the refresh.",
				   "The code stays billable. See whether it still means what the words beside it say."},
	[SCAN_REFRESH_NOTES] =
		{"refresh_notes", ICD_INFO, "The code has other notes on the date of the refresh.",
		 "The code stays billable. Its notes, inherited ones and Excludes notes that name it say "
		 "which codes go with it."},
	[SCAN_REFRESH_POA] = {"refresh_poa", ICD_INFO,
			      "The code's exemption from POA reporting changes by the date of the refresh.",
			      "The code stays billable. Claims of inpatients tell whether a condition was present on "
			      "admission, unless its code is exempt."},
	[SCAN_REFRESH_NEW] = {"refresh_new", ICD_INFO,
			      "A family of which most codes are here has new ones on the date of the refresh.",
			      "The list holds most of a family and lacks what is new in it. See whether the new codes "
			      "belong on the list."},
	[SCAN_REFRESH_OK] = {"refresh_ok", ICD_INFO, "The code stays as it is.", "Nothing is to be done."},
};

uint64_t scan_rule_named(const char *name, size_t length)
{
	for (int i = 0; i < SCAN_RULES; i++) {
		if (strlen(scan_rules[i].name) == length && memcmp(scan_rules[i].name, name, length) == 0)
			return UINT64_C(1) << i;
	}
	return 0;
}
