/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The codes that stand in brackets in the alphabetic index: second codes, always
 * sequenced after the code of their cause (guideline I.A.13). One record,
 * ICD_TABLE_ABOUT + "manifestations": count, then for each code, in order of spelling,
 * the code (it stands for all codes that begin with it), the number of spans and for
 * each its first and last member of the alphabetic index's sequence.
 */
#ifndef ICD_INDEX_MANIFESTATIONS_H
#define ICD_INDEX_MANIFESTATIONS_H

#include "store/store.h"

struct icd_manifestation {
	const char *code; /* stored spelling of a code, a header or what begins codes */
	uint32_t span_count;
	struct icd_span *spans;
};

struct icd_manifestations {
	uint32_t count;
	struct icd_manifestation *at; /* sorted by code */
};

#define ICD_MANIFESTATIONS_KEY "manifestations"

void icd_put_manifestations(struct icd_buffer *out, const struct icd_manifestations *list);

/* False when the bytes are no such record or memory ran out. Texts stay in the bytes. */
bool icd_get_manifestations(struct icd_reader *in, struct icd_pool *pool, struct icd_manifestations *list);

/* Does the index member have the code, or a start of it, in brackets? */
bool icd_manifestations_have(const struct icd_manifestations *list, const char *code, uint16_t member);
/* Or anything that begins with it? */
bool icd_manifestations_touch(const struct icd_manifestations *list, const char *code, uint16_t member);

#endif
