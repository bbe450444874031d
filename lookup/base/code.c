/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "code.h"

#include "ascii.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

/* Letters and digits by their upper case, everything else 0. */
static const unsigned char upper[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
	['8'] = '8', ['9'] = '9', ['A'] = 'A', ['B'] = 'B', ['C'] = 'C', ['D'] = 'D', ['E'] = 'E', ['F'] = 'F',
	['G'] = 'G', ['H'] = 'H', ['I'] = 'I', ['J'] = 'J', ['K'] = 'K', ['L'] = 'L', ['M'] = 'M', ['N'] = 'N',
	['O'] = 'O', ['P'] = 'P', ['Q'] = 'Q', ['R'] = 'R', ['S'] = 'S', ['T'] = 'T', ['U'] = 'U', ['V'] = 'V',
	['W'] = 'W', ['X'] = 'X', ['Y'] = 'Y', ['Z'] = 'Z', ['a'] = 'A', ['b'] = 'B', ['c'] = 'C', ['d'] = 'D',
	['e'] = 'E', ['f'] = 'F', ['g'] = 'G', ['h'] = 'H', ['i'] = 'I', ['j'] = 'J', ['k'] = 'K', ['l'] = 'L',
	['m'] = 'M', ['n'] = 'N', ['o'] = 'O', ['p'] = 'P', ['q'] = 'Q', ['r'] = 'R', ['s'] = 'S', ['t'] = 'T',
	['u'] = 'U', ['v'] = 'V', ['w'] = 'W', ['x'] = 'X', ['y'] = 'Y', ['z'] = 'Z',
};

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
		unsigned char c = upper[(unsigned char)text[i]];
		if (is_blank(text[i]) || (text[i] == '.' && kept == 3))
			continue;
		if (!c || kept == ICD_CODE_LENGTH)
			return false;
		digit |= c <= '9';
		out->code[kept++] = (char)c;
	}
	return kept >= 3 && digit && out->code[0] >= 'A';
}

bool icd_code_start(const char *text, size_t length, char start[ICD_CODE_SIZE])
{
	size_t kept = 0;
	bool digit = false;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = upper[(unsigned char)text[i]];
		if (text[i] == '.' && i == 3)
			continue;
		if (!c || kept == ICD_CODE_LENGTH)
			return false;
		digit |= c <= '9';
		start[kept++] = (char)c;
	}
	start[kept] = '\0';
	return kept >= 2 && start[0] >= 'A' && digit;
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

const char *icd_codes_format(const char *codes, char out[ICD_CODES_SIZE])
{
	char from[ICD_CODE_SIZE], to[ICD_CODE_SIZE], first[ICD_DOTTED_SIZE], last[ICD_DOTTED_SIZE];
	const char *dash = strchr(codes, '-');
	snprintf(from, sizeof from, "%.*s", (int)(dash ? dash - codes : (int)strlen(codes)), codes);
	snprintf(to, sizeof to, "%s", dash ? dash + 1 : "");
	snprintf(out, ICD_CODES_SIZE, "%s%s%s", icd_code_format(from, first), dash ? "-" : "",
		 icd_code_format(to, last));
	return out;
}

icd_packed icd_pack(const char *code, size_t length)
{
	icd_packed packed = 0;
	for (size_t i = 0; i < length && i < ICD_CODE_LENGTH; i++)
		packed = packed << 8 | (unsigned char)code[i];
	return packed;
}

icd_packed icd_pack_record(const unsigned char code[ICD_CODE_LENGTH + 1])
{
	uint64_t bytes;
	memcpy(&bytes, code, sizeof bytes);
	icd_packed packed = be64toh(bytes) >> 8;
	return packed ? packed >> (__builtin_ctzll(packed) & ~7) : 0;
}

/* How many characters it has. */
static size_t packed_length(icd_packed packed)
{
	return packed ? (size_t)(64 - __builtin_clzll(packed) + 7) / 8 : 0;
}

void icd_unpack(icd_packed packed, char code[ICD_CODE_SIZE])
{
	size_t length = packed_length(packed);
	code[length] = '\0';
	for (; length; packed >>= 8)
		code[--length] = (char)packed;
}

size_t icd_packed_format(icd_packed packed, char out[ICD_DOTTED_SIZE])
{
	char code[ICD_CODE_SIZE];
	size_t length = packed_length(packed);
	uint64_t first = length ? htobe64(packed << 8 * (sizeof packed - length)) : 0;
	memcpy(code, &first, sizeof code);
	memcpy(out, code, 4);
	if (length <= 3)
		return length;
	out[3] = '.';
	memcpy(out + 4, code + 3, sizeof code - 3);
	return length + 1;
}

/* The four bytes as a number, the first one highest. */
static inline uint64_t four_bytes(const char *text)
{
	uint32_t bytes;
	memcpy(&bytes, text, sizeof bytes);
	return be32toh(bytes);
}

/* The same of so many bytes, three to eight: the first four and the last four, which may be the same ones. */
static inline uint64_t few_bytes(const char *text, size_t length)
{
	if (length < 4)
		return (uint64_t)(unsigned char)text[0] << 16 | (unsigned)(unsigned char)text[1] << 8 |
		       (unsigned char)text[2];
	return four_bytes(text) << 8 * (length - 4) | four_bytes(text + length - 4);
}

/* The letters and digits among them in upper case; 0 when there is anything else but a NUL before the first. */
static inline uint64_t upper_bytes(uint64_t bytes, size_t length)
{
	uint64_t lower = bytes | ICD_OF_EACH(0x20);
	uint64_t letters = icd_bytes_below(lower, 'z' + 1) & ~icd_bytes_below(lower, 'a');
	uint64_t digits = icd_bytes_below(bytes, '9' + 1) & ~icd_bytes_below(bytes, '0');
	bool all = (letters | digits) == ICD_OF_EACH(0x80) >> 8 * (8 - length);
	return all ? bytes & ~(letters >> 2) : 0;
}

icd_packed icd_pack_typed(const char *text, size_t length)
{
	if (length < 3 || length > ICD_CODE_LENGTH + 1)
		return 0;
	uint64_t bytes = few_bytes(text, length);
	if (length > 4 && text[3] == '.') {
		unsigned behind = 8 * (unsigned)(--length - 3);
		bytes = bytes >> (behind + 8) << behind | (bytes & ((UINT64_C(1) << behind) - 1));
	}
	return length <= ICD_CODE_LENGTH ? upper_bytes(bytes, length) : 0;
}

bool icd_code_range_parse(const char *text, struct icd_typed_code *low, struct icd_typed_code *high)
{
	const char *dash = strchr(text, '-');
	return dash && icd_code_parse(text, (size_t)(dash - text), low) &&
	       icd_code_parse(dash + 1, strlen(dash + 1), high);
}

bool icd_category_range_read(const char *text, struct icd_category_range *out)
{
	const char *dash = strchr(text, '-'), *high = dash ? dash + 1 : text;
	struct icd_typed_code from, to;
	if (!icd_code_parse(text, dash ? (size_t)(dash - text) : strlen(text), &from) ||
	    !icd_code_parse(high, strlen(high), &to))
		return false;
	memcpy(out->from, from.code, sizeof out->from);
	memcpy(out->to, to.code, sizeof out->to);
	out->from[3] = out->to[3] = '\0';
	return true;
}

bool icd_category_range_has(const struct icd_category_range *range, const char *code)
{
	return strncmp(range->from, code, 3) <= 0 && strncmp(code, range->to, 3) <= 0;
}
