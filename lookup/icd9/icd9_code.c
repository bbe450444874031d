/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "icd9_code.h"

#include "base/base.h"

#include <stdio.h>
#include <string.h>

/* How many characters stand before the dot. */
static size_t before_dot(char first)
{
	return first == 'E' ? 4 : 3;
}

/* Is it spelled as a code is, without dot? */
static bool is_stored(const char *code, size_t length)
{
	if (length < before_dot(code[0]) || length > 5 || !(icd_is_digit(code[0]) || code[0] == 'E' || code[0] == 'V'))
		return false;
	for (size_t i = 1; i < length; i++) {
		if (!icd_is_digit(code[i]))
			return false;
	}
	return true;
}

bool icd9_code_parse(const char *text, size_t length, char code[ICD9_CODE_SIZE])
{
	char read[ICD9_CODE_SIZE] = "";
	size_t count = 0, dot = 0;
	while (length && icd_is_space(text[length - 1]))
		length--;
	while (length && icd_is_space(*text)) {
		text++;
		length--;
	}
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.' && !dot && i + 1 < length)
			dot = i;
		else if (icd_is_letter_or_digit(text[i]) && count + 1 < sizeof read)
			read[count++] = icd_upper(text[i]);
		else
			return false;
	}
	if (!is_stored(read, count) || (dot && dot != before_dot(read[0])))
		return false;
	memcpy(code, read, sizeof read);
	return true;
}

const char *icd9_code_format(const char *code, char out[ICD9_DOTTED_SIZE])
{
	int length = (int)before_dot(code[0]);
	if (strlen(code) > (size_t)length)
		snprintf(out, ICD9_DOTTED_SIZE, "%.*s.%.2s", length, code, code + length);
	else
		snprintf(out, ICD9_DOTTED_SIZE, "%.4s", code);
	return out;
}
