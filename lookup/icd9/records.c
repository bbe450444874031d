/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "records.h"

#include <stdio.h>
#include <string.h>

/* What a row says beside its code: flags, then four bits each for scenario and choice list, then how it is written. */
static unsigned says_of(const struct icd_gem_row *row)
{
	return row->approximate | (unsigned)row->combination << 1 | (unsigned)row->scenario << 2 |
	       (unsigned)row->choice << 6 | (unsigned)row->small << 10;
}

/* `before` is the code of the row before. */
static void walk_row(const struct icd_codec *c, struct icd_gem_row *row, const char *before)
{
	unsigned says = c->out ? says_of(row) : 0;
	icd_codec_rest(c, &row->code, before);
	ICD_CODEC_NUMBER(c, says, 0x7ff);
	ICD_CODEC_NUMBER(c, row->span.first, ICD_RELEASES_MAX);
	ICD_CODEC_NUMBER(c, row->span.last, ICD_RELEASES_MAX);
	icd_codec_expect(c, row->span.first <= row->span.last);
	if (c->out)
		return;
	row->approximate = says & 1;
	row->combination = says >> 1 & 1;
	row->scenario = says >> 2 & 15;
	row->choice = says >> 6 & 15;
	row->small = says >> 10;
}

static void walk_block(const struct icd_codec *c, struct icd_gem_block *block)
{
	const char *code = "", *other = "";
	icd_codec_items(c, &block->at, &block->count, sizeof *block->at);
	for (uint32_t i = 0; i < block->count && icd_codec_well(c); i++) {
		struct icd_gem_entry *entry = &block->at[i];
		icd_codec_rest(c, &entry->code, code);
		code = entry->code;
		icd_codec_items(c, &entry->at, &entry->count, sizeof *entry->at);
		for (uint32_t j = 0; j < entry->count && icd_codec_well(c); j++) {
			walk_row(c, &entry->at[j], other);
			other = entry->at[j].code;
		}
	}
}

ICD_CODEC_BOTH_WAYS(gem_block, walk_block, struct icd_gem_block)

struct icd_key icd_gem_key(enum icd_gem gem, bool by_target, const char *code)
{
	char name[8];
	snprintf(name, sizeof name, "%u%.3s", (unsigned)gem * 2 + by_target, code);
	return icd_key_of(ICD_TABLE_GEM, name);
}

int icd_gem_row_compare(const struct icd_gem_row *a, const struct icd_gem_row *b)
{
	return strcmp(a->code, b->code)
		       ?: ICD_ORDER(a->approximate, b->approximate)
		       ?: ICD_ORDER(a->combination, b->combination)
		       ?: ICD_ORDER(a->scenario, b->scenario)
		       ?: ICD_ORDER(a->choice, b->choice)
		       ?: ICD_ORDER(a->small, b->small);
}

/* Text in a column that is so wide; what is longer goes on, up to the length of codes. Returns where the next begins. */
static char *put_column(char *at, const char *text, size_t width)
{
	size_t length = strnlen(text, ICD_CODE_LENGTH);
	memset(at, ' ', width);
	memcpy(at, text, length);
	return at + (length > width ? length : width);
}

int icd_gem_row_write(enum icd_gem gem, const char *source, const struct icd_gem_row *row, char out[ICD_GEM_ROW])
{
	bool from_9 = gem == ICD_GEM_FROM_9;
	char *target = put_column(out, source, from_9 ? 5 : 7);
	*target++ = ' ';
	char *at = put_column(target, *row->code ? row->code : ICD_GEM_NONE, from_9 ? 7 : 5);
	for (char *letter = target; row->small && letter < at; letter++)
		*letter = icd_lower(*letter);
	*at++ = ' ';
	*at++ = row->approximate ? '1' : '0';
	*at++ = *row->code ? '0' : '1';
	*at++ = row->combination ? '1' : '0';
	*at++ = (char)('0' + row->scenario % 10);
	*at++ = (char)('0' + row->choice % 10);
	*at = '\0';
	return (int)(at - out);
}
