/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The records of the official guidelines and their encoding: their sections, dated. The builder encodes, the reader
 * decodes; both stand side by side in records.c. Spans are of the sequence of editions (struct icd_about, guidelines).
 *
 *	ICD_TABLE_ABOUT + ICD_GUIDELINES_KEY	the numbers and titles of all sections
 *	ICD_TABLE_GUIDELINE + number		the texts that stood under a number
 *	ICD_TABLE_MENTION + category		the sections that name its codes
 */
#ifndef ICD_GUIDELINE_RECORDS_H
#define ICD_GUIDELINE_RECORDS_H

#include "number.h"
#include "store/store.h"

#define ICD_GUIDELINES_KEY "guidelines"

/* A section under one number and with one title. */
struct icd_guideline_head {
	const char *number; /* "I.C.13.d.1" */
	const char *title;  /* without its label; "" where it has none */
	struct icd_span span;
	uint32_t section; /* a number that it keeps when it moves: heads of one section have the same */
};

struct icd_guideline_heads {
	uint32_t count;
	struct icd_guideline_head *at; /* as they stand in the document; those of one number by their spans */
};

/* A section names a code, a header or a range. */
struct icd_mention {
	const char *number;
	struct icd_span span;
	const char *from, *to; /* stored spelling; the same for a single code */
	uint32_t first, last;  /* ordinals of the codes that are meant */
};

struct icd_mentions {
	uint32_t count;
	struct icd_mention *at; /* by number as they stand in the document */
};

void icd_put_guideline_heads(struct icd_buffer *out, const struct icd_guideline_heads *record);
/* The texts are ascending; paragraphs are parted by a line feed. */
void icd_put_guideline_texts(struct icd_buffer *out, const struct icd_texts *record);
void icd_put_mentions(struct icd_buffer *out, const struct icd_mentions *record);

/* False when the bytes are no such record or memory ran out. */
bool icd_get_guideline_heads(struct icd_reader *in, struct icd_pool *pool, struct icd_guideline_heads *record);
bool icd_get_guideline_texts(struct icd_reader *in, struct icd_pool *pool, struct icd_texts *record);
bool icd_get_mentions(struct icd_reader *in, struct icd_pool *pool, struct icd_mentions *record);

#endif
