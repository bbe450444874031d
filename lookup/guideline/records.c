/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "records.h"

static void walk_span(const struct icd_codec *c, struct icd_span *span)
{
	ICD_CODEC_NUMBER(c, span->first, ICD_RELEASES_MAX);
	ICD_CODEC_NUMBER(c, span->last, ICD_RELEASES_MAX);
	icd_codec_expect(c, span->first <= span->last);
}

static void walk_heads(const struct icd_codec *c, struct icd_guideline_heads *heads)
{
	icd_codec_items(c, &heads->at, &heads->count, sizeof *heads->at);
	for (uint32_t i = 0; i < heads->count && icd_codec_well(c); i++) {
		struct icd_guideline_head *head = &heads->at[i];
		icd_codec_text(c, &head->number);
		icd_codec_text(c, &head->title);
		walk_span(c, &head->span);
		ICD_CODEC_NUMBER(c, head->section, UINT32_MAX);
	}
}

static void walk_texts(const struct icd_codec *c, struct icd_texts *texts)
{
	icd_codec_items(c, &texts->at, &texts->count, sizeof *texts->at);
	for (uint32_t i = 0; i < texts->count && icd_codec_well(c); i++) {
		walk_span(c, &texts->at[i].span);
		icd_codec_text(c, &texts->at[i].text);
	}
}

static void walk_mentions(const struct icd_codec *c, struct icd_mentions *mentions)
{
	icd_codec_items(c, &mentions->at, &mentions->count, sizeof *mentions->at);
	for (uint32_t i = 0; i < mentions->count && icd_codec_well(c); i++) {
		struct icd_mention *mention = &mentions->at[i];
		icd_codec_text(c, &mention->number);
		walk_span(c, &mention->span);
		icd_codec_text(c, &mention->from);
		icd_codec_text(c, &mention->to);
		ICD_CODEC_NUMBER(c, mention->first, UINT32_MAX);
		ICD_CODEC_NUMBER(c, mention->last, UINT32_MAX);
		icd_codec_expect(c, mention->first <= mention->last);
	}
}

ICD_CODEC_BOTH_WAYS(guideline_heads, walk_heads, struct icd_guideline_heads)
ICD_CODEC_BOTH_WAYS(guideline_texts, walk_texts, struct icd_texts)
ICD_CODEC_BOTH_WAYS(mentions, walk_mentions, struct icd_mentions)
