/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "spans.h"

#include <string.h>

static const struct claim_span rows[] = {
#include "claim_spans.inc"
};

const struct claim_span *claim_span_of(enum claim_span_kind kind, const char *code, icd_date on)
{
	const struct claim_span *found = NULL;
	uint64_t spelled = claim_spelled(code);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct claim_span *row = &rows[i];
		if (row->kind != kind || !claim_in_force(row->from, row->to, on) ||
		    !claim_codes_have(&row->codes, spelled))
			continue;
		if (row->except)
			return NULL;
		found = found ? found : row;
	}
	return found;
}

uint32_t claim_spans_of(const char *code, icd_date on)
{
	uint32_t spans = 0, taken_out = 0;
	uint64_t spelled = claim_spelled(code);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct claim_span *row = &rows[i];
		if (claim_codes_have(&row->codes, spelled) && claim_in_force(row->from, row->to, on))
			*(row->except ? &taken_out : &spans) |= UINT32_C(1) << row->kind;
	}
	return spans & ~taken_out;
}

size_t claim_span_days(icd_date *out)
{
	const size_t count = sizeof rows / sizeof *rows;
	for (size_t i = 0; out && i < count; i++) {
		out[2 * i] = rows[i].from;
		out[2 * i + 1] = rows[i].to + 1; /* need be no date, it is only compared */
	}
	return 2 * count;
}

enum claim_drug claim_drug_intent(const char *code)
{
	size_t length = strlen(code);
	if (length < 5)
		return DRUG_NONE;
	char intent = length > 5 && code[5] != 'X' ? code[5] : code[4];
	if (intent >= '1' && intent <= '4')
		return DRUG_POISONING;
	return intent == '5' ? DRUG_ADVERSE_EFFECT : intent == '6' ? DRUG_UNDERDOSING : DRUG_NONE;
}
