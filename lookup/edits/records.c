/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "records.h"

static void walk_standings(const struct icd_codec *c, struct icd_edit_standings *standings)
{
	icd_codec_items(c, &standings->at, &standings->count, sizeof *standings->at);
	for (uint32_t i = 0; i < standings->count && icd_codec_well(c); i++) {
		struct icd_edit_standing *one = &standings->at[i];
		ICD_CODEC_NUMBER(c, one->edit, ICD_EDITS - 1);
		ICD_CODEC_NUMBER(c, one->span.first, ICD_RELEASES_MAX);
		ICD_CODEC_NUMBER(c, one->span.last, ICD_RELEASES_MAX);
		icd_codec_expect(c, one->span.first <= one->span.last);
	}
}

static void walk_ages(const struct icd_codec *c, struct icd_edit_ages *ages)
{
	icd_codec_items(c, &ages->at, &ages->count, sizeof *ages->at);
	for (uint32_t i = 0; i < ages->count && icd_codec_well(c); i++) {
		struct icd_edit_age *one = &ages->at[i];
		ICD_CODEC_NUMBER(c, one->edition, ICD_RELEASES_MAX);
		ICD_CODEC_NUMBER(c, one->edit, ICD_EDIT_ADULT);
		ICD_CODEC_NUMBER(c, one->from, 150);
		ICD_CODEC_NUMBER(c, one->to, 150);
		icd_codec_expect(c, one->from <= one->to);
	}
}

ICD_CODEC_BOTH_WAYS(edit_standings, walk_standings, struct icd_edit_standings)
ICD_CODEC_BOTH_WAYS(edit_ages, walk_ages, struct icd_edit_ages)
