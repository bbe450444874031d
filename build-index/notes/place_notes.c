/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Only what can be said with certainty stands here: where titles and inclusion notes of
 * the code set itself tell which codes the words mean, or a later release corrects
 * the misprint. "See Alphabetical Index", "code to condition" and the like are left out.
 */
#include "place_notes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The regions of the body are the tens of S00-S99; the kind of injury is the digit behind. */
#define SUPERFICIAL_INJURIES   "S00.-, S10.-, S20.-, S30.-, S40.-, S50.-, S60.-, S70.-, S80.-, S90.-"
#define OPEN_WOUNDS            "S01.-, S11.-, S21.-, S31.-, S41.-, S51.-, S61.-, S71.-, S81.-, S91.-"
#define JOINTS                 "S03.-, S13.-, S23.-, S33.-, S43.-, S53.-, S63.-, S73.-, S83.-, S93.-"
#define BLOOD_VESSELS          "S09.0, S15.-, S25.-, S35.-, S45.-, S55.-, S65.-, S75.-, S85.-, S95.-"
#define MUSCLES_AND_TENDONS    "S09.1-, S16.-, S29.0-, S39.0-, S46.-, S56.-, S66.-, S76.-, S86.-, S96.-"
#define NERVES_OF_ARM          "S44.-, S54.-, S64.-"
#define NERVES_OF_LEG          "S74.-, S84.-, S94.-"
#define NERVE_ROOTS_AND_PLEXUS "S14.2, S14.3, S24.2, S34.2-, S34.4"
#define NERVES_OF_TRUNK        "S14.2-S14.9, S24.2-S24.9, S34.2-S34.9"
#define SUPERFICIAL_FOREIGN_BODIES                                                                                     \
	"S00.05-, S00.25-, S00.35-, S00.45-, S00.55-, S00.85-, S00.95-, S10.15-, S10.85-, S10.95-, "                   \
	"S20.15-, S20.35-, S20.45-, S20.95-, S30.85-, S40.25-, S40.85-, S50.35-, S50.85-, S60.35-, "                   \
	"S60.45-, S60.55-, S60.85-, S70.25-, S70.35-, S80.25-, S80.85-, S90.45-, S90.55-, S90.85-"
#define VERTEBRAE "S12.0-S12.6-, S22.0-, S32.0-"
#define SPINE                                                                                                          \
	VERTEBRAE ", S12.9, S13.0-S13.4, S13.8-S13.9, S23.0, S23.1-, S23.3, S32.1-, S32.2, "                           \
		  "S33.0-S33.3-, S33.5-S33.9"
#define TRAUMATIC_FRACTURES                                                                                            \
	"S02.-, S12.-, S22.-, S32.-, S42.-, S49.0-S49.1-, S52.-, S59.0-S59.2-, S62.-, S72.-, "                         \
	"S79.0-S79.1-, S82.-, S89.0-S89.3-, S92.-, S99.0-S99.2-"
#define FRACTURES            TRAUMATIC_FRACTURES ", M80.-, M84.3-M84.7-"
#define SUBSEQUENT_ENCOUNTER "with 7th character D-H or J-K or M-N or P-R"
#define ADVERSE_EFFECTS      "T36-T50 with fifth or sixth character 5"
#define EXTERNAL_CAUSES      "V00-Y99"

/* Sorted by note; of the entries of one note the first whose place fits counts. */
static const struct place_note notes[] = {
	{"7th characters d and s do not apply to codes in category s06 with 6th character 7 death due "
	 "to brain injury prior to regaining consciousness or 8 death due to other cause prior to "
	 "regaining consciousness",
	 "", "S06.- with 6th character 7 or 8"},
	{"acute traumatic of sites other than lumbosacral code to fracture vertebra by region", "", VERTEBRAE},
	{"adverse effect of prescribed drug taken as directed code to adverse effect", "", ADVERSE_EFFECTS},
	{"aftercare for healing fracture code to fracture with 7th character d", "", FRACTURES " with 7th character D"},
	{"aftercare for injury code the injury with 7th character d", "", "S00-S99, T07, T14.- with 7th character D"},
	{"alcoholic hallucinations f1 5", "", "F10.151, F10.251, F10.951"},
	{"animal being ridden see transport accidents", "", "V80.-"},
	{"any associated open wound", "S0", "S01.-"},
	{"any associated open wound", "S1", "S11.-"},
	{"any associated open wound", "S2", "S21.-"},
	{"any associated open wound", "S3", "S31.-"},
	{"any associated open wound", "S4", "S41.-"},
	{"any associated open wound", "S5", "S51.-"},
	{"any associated open wound", "S6", "S61.-"},
	{"any associated open wound", "S7", "S71.-"},
	{"any associated open wound", "S8", "S81.-"},
	{"any associated open wound", "S9", "S91.-"},
	{"any routine childhood examination", "", "Z00.12-"},
	{"associated neoplasm", "", "C00-D49"},
	{"asymptomatic human immunodeficiency virus hiv", "", "Z21"},
	{"bus", "V60", "V70-V79"},
	{"code chapter 1 to identify specific infectious or parasitic disease", "", "A00-B99"},
	{"code chapter 20 to identify external cause", "", EXTERNAL_CAUSES},
	{"code if applicable for adverse effect of drug causing membranous nephropathy", "", ADVERSE_EFFECTS},
	{"code to identify neoplasm", "", "C00-D49"},
	{"code to identify the neoplasm", "", "C00-D49"},
	{"code to identify the specific malignancy", "", "C00-C96"},
	{"code to identify the type of infertility", "", "N46.-, N97.-"},
	{"cognitive deficits following sequelae of cerebral hemorrhage or infarction i69 01 i69 11 i69 21 "
	 "i69 31 i69 81 i69 91",
	 "F06", "I69.01-, I69.11-, I69.21-, I69.31-, I69.81-, I69.91-"},
	{"complications of transplanted organ or tissue see alphabetical index", "", "T86.-"},
	{"conditions classifiable to d12 k00 k93", "", "D12.-, K00-K95"},
	{"conditions classifiable to i60 i64", "", "I60-I63"},
	{"conditions classifiable to k00 k93", "", "K00-K95"},
	{"conditions in k00 k93", "", "K00-K95"},
	{"contact with venomous amphibians t63 81 r63 83", "", "T63.81-T63.83-"},
	{"current injury see injury of joint by body region", "", JOINTS},
	{"current injury see injury of joints and ligaments by body region", "", JOINTS},
	{"current injury see injury of ligament or tendon by body region", "", JOINTS ", " MUSCLES_AND_TENDONS},
	{"current injury see injury of spine by body region", "", SPINE},
	{"current traumatic nerve disorder see nerve injury by body region", "G56", NERVES_OF_ARM},
	{"current traumatic nerve disorder see nerve injury by body region", "G57", NERVES_OF_LEG},
	{"current traumatic nerve nerve root and plexus disorders see injury nerve by body region", "",
	 "S04.-, " NERVES_OF_TRUNK ", " NERVES_OF_ARM ", " NERVES_OF_LEG},
	{"current traumatic nerve root and plexus disorders see nerve injury by body region", "",
	 NERVE_ROOTS_AND_PLEXUS},
	{"diabetes with hypoglycemia without coma e09 692", "", "E09.649"},
	{"diabetic acidosis see categories e08 e10 e11 e13 with ketoacidosis", "",
	 "E08.1-, E09.1-, E10.1-, E11.1-, E13.1-"},
	{"diabetic acidosis see categories e08 e10 e13 with ketoacidosis", "", "E08.1-, E09.1-, E10.1-, E13.1-"},
	{"encounter for aftercare following injury code to injury by site with appropriate 7th "
	 "character for subsequent encounter",
	 "", "S00-S99, T07, T14.- " SUBSEQUENT_ENCOUNTER},
	{"encounter for removal of external fixation device code to fracture with 7th character d", "",
	 FRACTURES " with 7th character D"},
	{"exposure to fire and flames x00 x09", "", "X00-X08"},
	{"external cause code s to identify the cause of the stress fracture", "", EXTERNAL_CAUSES},
	{"fall into fire x00 x04 x08 x09", "", "X00-X04, X08"},
	{"foreign body in penetrating wound see open wound by body region", "", OPEN_WOUNDS},
	{"hallucinations in drug psychosis f11 f19 with 5", "", "F11-F19 with fifth to sixth characters 51"},
	{"hit by boat while water skiing nos v94 x", "", "V94.-"},
	{"if applicable congenital zika virus disease", "", "P35.4"},
	{"infection of genitourinary tract following delivery o86 1 o86 3", "", "O86.1-O86.2-"},
	{"infectious mononucleosis complicated by meningitis b27 with fourth character 2", "",
	 "B27.- with fifth character 2"},
	{"injuries of axilla", "S20", "S40-S49"},
	{"injuries of clavicle", "S20", "S40-S49"},
	{"injuries of scapular region", "S20", "S40-S49"},
	{"injuries of shoulder", "S20", "S40-S49"},
	{"intentional self harm by poisoning or contact with toxic substance see table of drugs and "
	 "chemicals",
	 "", "T36-T65 with fifth or sixth character 2"},
	{"internal derangement of knee m23 5 m23 89", "", "M23.5-M23.8X9"},
	{"malfunction or other complications of device see alphabetical index", "", "T82-T85"},
	{"malignant neoplasm see table of neoplasms by site malignant", "", "C00-C96"},
	{"motorcoach", "V60", "V70-V79"},
	{"newborn atelectasis", "", "P28.0, P28.1-"},
	{"objects that are not normally hot e g an object made hot by a house fire x00 x09", "", "X00-X08"},
	{"other frontotemporal neurocognitive disorder g31 90", "", "G31.09"},
	{"personal history of intraepithelial neoplasia iii of female genital tract z87 001 z87 008", "",
	 "Z86.001, Z86.008"},
	{"poisoning overdose code to poisoning", "", "T36-T50 with fifth or sixth character 1-4"},
	{"rupture where an abnormal force is applied to normal tissue see injury of tendon by body region", "",
	 MUSCLES_AND_TENDONS},
	{"splinter without open wound see superficial injury by body region", "", SUPERFICIAL_INJURIES},
	{"superficial foreign body non embedded splinter code to superficial foreign body by site", "",
	 SUPERFICIAL_FOREIGN_BODIES},
	{"traumatic fracture of bone see fracture by site", "", TRAUMATIC_FRACTURES},
	{"traumatic rupture of artery see injury of blood vessel by body region", "", BLOOD_VESSELS},
	{"traumatic rupture of muscle see strain of muscle by body region", "", MUSCLES_AND_TENDONS},
	{"traumatic see injury of blood vessel by body region", "", BLOOD_VESSELS},
	{"traumatic separation of muscle see strain of muscle by body region", "", MUSCLES_AND_TENDONS},
	{"underlying neoplasm", "", "C00-D49"},
	{"vertebral subluxation m43 3 m43 59", "", "M43.3-M43.5X9"},
};

#define NOTES (sizeof notes / sizeof *notes)

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The next character of a note folded: signs and white space are one space, none at the end. */
static char next_folded(const char **text)
{
	const char *at = *text;
	if (is_letter(*at)) {
		*text = at + 1;
		return *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
	}
	while (*at && !is_letter(*at))
		at++;
	*text = at;
	return *at ? ' ' : '\0';
}

/* Compares a note as written with an entry's. */
static int compare_note(const void *key, const void *item)
{
	const char *text = key, *note = ((const struct place_note *)item)->note;
	while (*text && !is_letter(*text))
		text++;
	for (;; note++) {
		unsigned char c = (unsigned char)next_folded(&text);
		if (c != (unsigned char)*note || c == '\0')
			return c - (unsigned char)*note;
	}
}

const char *place_note_references(const char *text, const char *at)
{
	const struct place_note *found = bsearch(text, notes, NOTES, sizeof *notes, compare_note);
	if (!found)
		return NULL;
	while (found > notes && strcmp(found[-1].note, found->note) == 0)
		found--;
	for (const struct place_note *entry = found; entry < notes + NOTES && strcmp(entry->note, found->note) == 0;
	     entry++)
		if (strncmp(at ? at : "", entry->at, strlen(entry->at)) == 0)
			return entry->codes;
	return NULL;
}

const struct place_note *place_note_at(size_t index)
{
	return index < NOTES ? &notes[index] : NULL;
}
