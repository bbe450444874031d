/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records of the Medicare Code Editor's lists: on which of them a code stands (table EDIT, by code), and what each
 * edition says of a list as such (about, ICD_EDITS_KEY). Written by the builder, read by edits.c and verify. Spans are
 * of the sequence `edits` of icd_about.
 */
#ifndef ICD_EDITS_RECORDS_H
#define ICD_EDITS_RECORDS_H

#include "store/store.h"

#define ICD_EDITS_KEY "edits"

/* The lists of diagnoses, by what the editor does with a code that stands on them. Part of the format. */
enum icd_edit {
	ICD_EDIT_NEWBORN, /* the four ages: for patients of these years only */
	ICD_EDIT_PEDIATRIC,
	ICD_EDIT_MATERNITY,
	ICD_EDIT_ADULT,
	ICD_EDIT_FEMALE,
	ICD_EDIT_MALE,
	ICD_EDIT_MANIFESTATION,   /* never the principal diagnosis */
	ICD_EDIT_QUESTIONABLE,    /* as principal diagnosis no sufficient reason for an admission */
	ICD_EDIT_UNACCEPTABLE,    /* never the principal diagnosis either, it is no illness ... */
	ICD_EDIT_NEEDS_SECONDARY, /* ... but for these, where a secondary diagnosis is there */
	ICD_EDIT_UNSPECIFIED,     /* no side is told though it could be */
	ICD_EDITS
};

struct icd_edit_standing {
	enum icd_edit edit;
	struct icd_span span;
};
struct icd_edit_standings {
	uint32_t count;
	struct icd_edit_standing *at; /* by edit, then by span */
};

/* The years of a list of one age in an edition, both included. */
struct icd_edit_age {
	uint16_t edition;
	enum icd_edit edit;
	uint16_t from, to;
};
struct icd_edit_ages {
	uint32_t count;
	struct icd_edit_age *at;
};

void icd_put_edit_standings(struct icd_buffer *out, const struct icd_edit_standings *record);
void icd_put_edit_ages(struct icd_buffer *out, const struct icd_edit_ages *record);
/* False when the bytes are no such record or memory ran out. */
bool icd_get_edit_standings(struct icd_reader *in, struct icd_pool *pool, struct icd_edit_standings *record);
bool icd_get_edit_ages(struct icd_reader *in, struct icd_pool *pool, struct icd_edit_ages *record);

#endif
