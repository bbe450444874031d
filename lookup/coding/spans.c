/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "spans.h"

#include <string.h>

static const struct claim_span rows[] = {
#include "claim_spans.inc"
};

bool claim_span_spelled(const char *first, const char *last, const char *code)
{
	int order = strncmp(code, first, strlen(first));
	return *last ? order >= 0 && strncmp(code, last, strlen(last)) <= 0 : order == 0;
}

const struct claim_span *claim_span_of(enum claim_span_kind kind, const char *code, icd_date on)
{
	const struct claim_span *found = NULL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct claim_span *row = &rows[i];
		if (row->kind != kind || !claim_in_force(row->from, row->to, on) ||
		    !claim_span_has(row->first, row->last, code))
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
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct claim_span *row = &rows[i];
		if (claim_in_force(row->from, row->to, on) && claim_span_has(row->first, row->last, code))
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
