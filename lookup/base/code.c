/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code.h"

#include "ascii.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool icd_code_parse(const char *text, size_t length, struct icd_typed_code *out)
{
	size_t kept = 0;
	bool digit = false;
	memset(out, 0, sizeof *out);
	while (length && (is_blank(text[length - 1]) || strchr("-_.", text[length - 1]))) {
		out->open |= text[length - 1] == '-' || text[length - 1] == '_';
		length--;
	}
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		if (is_blank(c))
			continue;
		if (c == '.') {
			if (kept != 3)
				return false;
			continue;
		}
		if (!icd_is_letter_or_digit(c) || kept == ICD_CODE_LENGTH)
			return false;
		digit |= icd_is_digit(c);
		out->code[kept++] = icd_upper(c);
	}
	return kept >= 3 && digit && icd_is_letter(out->code[0]);
}

bool icd_code_without_placeholder(char code[ICD_CODE_SIZE])
{
	size_t length = strlen(code);
	bool any = false;
	while (length > 3 && code[length - 1] == 'X') {
		code[--length] = '\0';
		any = true;
	}
	return any;
}

const char *icd_code_format(const char *code, char out[ICD_DOTTED_SIZE])
{
	size_t length = strnlen(code, ICD_CODE_LENGTH);
	if (length <= 3) {
		memcpy(out, code, length);
		out[length] = '\0';
		return out;
	}
	memcpy(out, code, 3);
	out[3] = '.';
	memcpy(out + 4, code + 3, length - 3);
	out[length + 1] = '\0';
	return out;
}
