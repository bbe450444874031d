/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include <string.h>

#define D SCAN_DIGIT
#define L SCAN_LETTER
#define S SCAN_SEPARATOR
const unsigned char scan_classes[256] = {
	['0'] = D,  ['1'] = D,  ['2'] = D,  ['3'] = D, ['4'] = D, ['5'] = D, ['6'] = D, ['7'] = D, ['8'] = D,
	['9'] = D,  ['A'] = L,  ['B'] = L,  ['C'] = L, ['D'] = L, ['E'] = L, ['F'] = L, ['G'] = L, ['H'] = L,
	['I'] = L,  ['J'] = L,  ['K'] = L,  ['L'] = L, ['M'] = L, ['N'] = L, ['O'] = L, ['P'] = L, ['Q'] = L,
	['R'] = L,  ['S'] = L,  ['T'] = L,  ['U'] = L, ['V'] = L, ['W'] = L, ['X'] = L, ['Y'] = L, ['Z'] = L,
	['a'] = L,  ['b'] = L,  ['c'] = L,  ['d'] = L, ['e'] = L, ['f'] = L, ['g'] = L, ['h'] = L, ['i'] = L,
	['j'] = L,  ['k'] = L,  ['l'] = L,  ['m'] = L, ['n'] = L, ['o'] = L, ['p'] = L, ['q'] = L, ['r'] = L,
	['s'] = L,  ['t'] = L,  ['u'] = L,  ['v'] = L, ['w'] = L, ['x'] = L, ['y'] = L, ['z'] = L, ['\0'] = S,
	['\t'] = S, ['\n'] = S, ['\r'] = S, ['"'] = S, [','] = S, [';'] = S, ['<'] = S, ['='] = S, ['>'] = S,
	['{'] = S,  ['|'] = S,  ['}'] = S,
};
#undef D
#undef L
#undef S

/*
 * In every code a digit follows a letter in its first three characters, and in text that is rare:
 * 32 bytes are looked at together. Vectors of 16 bytes, as the compiler makes them of any processor.
 */
typedef unsigned char bytes16 __attribute__((vector_size(16)));
#define BYTES16(c) ((bytes16){c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c})

static inline bytes16 load(const char *at)
{
	bytes16 bytes;
	memcpy(&bytes, at, sizeof bytes);
	return bytes;
}

/* Where a digit stands after a letter: bytes that are not 0. */
static inline bytes16 digits_after_letters(const char *at)
{
	bytes16 digit = load(at) - BYTES16('0'), letter = (load(at - 1) | BYTES16(0x20)) - BYTES16('a');
	return (bytes16)(digit < BYTES16(10)) & (bytes16)(letter < BYTES16(26));
}

static inline bool any(bytes16 bytes)
{
	uint64_t halves[2];
	memcpy(halves, &bytes, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

/* The next digit with a letter before it; `end` when there is none. */
static const char *next_digit(const char *at, const char *end)
{
	while (end - at >= 32 && !any(digits_after_letters(at) | digits_after_letters(at + 16)))
		at += 32;
	while (at < end && !(scan_is(*at, SCAN_DIGIT) && scan_is(at[-1], SCAN_LETTER)))
		at++;
	return at;
}

uint64_t scan_count_feeds(const char *at, const char *end)
{
	uint64_t count = 0;
	while (end - at >= 16) {
		/* A byte of the sum holds 255 at most. */
		bytes16 sum = {0};
		for (int i = 0; i < 255 && end - at >= 16; i++, at += 16)
			sum -= (bytes16)(load(at) == BYTES16('\n'));
		for (size_t i = 0; i < sizeof sum; i++)
			count += sum[i];
	}
	for (; at < end; at++)
		count += *at == '\n';
	return count;
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Takes the placeholders off: "S39.012_", "M54.5x". An X that is part of a known code stays. */
static void take_placeholders(const struct icd_status_table *table, struct scan_token *token)
{
	while (*token->end == '_' && token->end - token->at < 12) {
		token->end++;
		token->open = true;
	}
	token->packed = icd_pack(token->code, token->length);
	token->known = icd_status_ordinal(table, token->packed) >= 0;
	unsigned shorter = token->length;
	while (!token->known && shorter > 3 && token->code[shorter - 1] == 'X')
		shorter--;
	if (shorter < token->length && icd_status_ordinal(table, icd_pack(token->code, shorter)) >= 0) {
		token->code[token->length = shorter] = '\0';
		token->packed = icd_pack(token->code, shorter);
		token->known = token->open = true;
	}
}

/* A trailing dash says more characters follow, unless words follow it: "M54.5-low back pain". */
static void take_dash(struct scan_token *token)
{
	if (*token->end != '-' || token->end[1] == '-' || scan_is(token->end[1], SCAN_ALNUM))
		return;
	token->end++;
	token->open = true;
}

static bool read_token(const struct icd_status_table *table, const char *at, struct scan_token *token)
{
	char category[3] = {upper(at[0]), upper(at[1]), upper(at[2])};
	if (!icd_status_category(table, category))
		return false;
	memset(token, 0, sizeof *token);
	token->at = at;
	memcpy(token->code, category, 3);
	token->length = 3;
	token->lower = is_small(at[0]) || is_small(at[1]) || is_small(at[2]);
	const char *c = at + 3;
	token->dotted = *c == '.' && (scan_is(c[1], SCAN_ALNUM) || c[1] == '_' || c[1] == '-');
	c += token->dotted;
	for (; scan_is(*c, SCAN_ALNUM); c++) {
		if (token->length == ICD_CODE_LENGTH)
			return false;
		token->lower |= is_small(*c) && *c != 'x';
		token->code[token->length++] = upper(*c);
	}
	token->end = c;
	take_placeholders(table, token);
	take_dash(token);
	/* "M54.-" names what is below the category; a lone dot is the end of a sentence. */
	return !token->dotted || token->length > 3 || token->open;
}

/* "\\nM54.5" in JSON and in programs: the letter belongs to the backslash before it. */
static bool after_escape(const char *at)
{
	return at[-2] == '\\' && (at[-1] == 'n' || at[-1] == 't' || at[-1] == 'r');
}

bool scan_next_token(const struct icd_status_table *table, const char *at, const char *end, struct scan_token *token,
		     const char **next)
{
	while ((at = next_digit(at, end)) < end) {
		const char *start = NULL;
		if (!scan_is(at[-2], SCAN_ALNUM) || after_escape(at - 1))
			start = at - 1;
		else if (scan_is(at[-2], SCAN_LETTER) && (!scan_is(at[-3], SCAN_ALNUM) || after_escape(at - 2)))
			start = at - 2;
		if (start && read_token(table, start, token)) {
			*next = token->end;
			return true;
		}
		while (at < end && scan_is(*at, SCAN_ALNUM))
			at++;
	}
	*next = end;
	return false;
}

/* ---- what stands around it ---- */

/* Is the character that ends before `at` a letter? Of UTF-8 only blanks, dashes, quotes and bullets are none. */
static bool letter_before(const char *at)
{
	const unsigned char *c = (const unsigned char *)at;
	if (c[-1] < 0x80)
		return scan_is(at[-1], SCAN_ALNUM);
	if ((c[-1] & 0xc0) == 0x80 && (c[-2] == 0xc2 || (c[-3] == 0xe2 && c[-2] >= 0x80 && c[-2] <= 0xaf) ||
				       (c[-3] == 0xe3 && c[-2] == 0x80) || (c[-3] == 0xef && c[-2] == 0xbb)))
		return false;
	return c[-1] >= 0xc0 || (c[-1] & 0xc0) == 0x80 ? !(c[-1] <= 0xbf && c[-2] < 0x80) : false;
}

/* The token that ends right before `at`, as in "M54.2/M54.5". */
static bool token_before(const struct icd_status_table *table, const char *at)
{
	const char *start = at;
	struct scan_token token;
	while (at - start < 9 && (scan_is(start[-1], SCAN_ALNUM) || start[-1] == '.'))
		start--;
	return at - start >= 3 && scan_is(start[0], SCAN_LETTER) && read_token(table, start, &token) &&
	       (token.end == at || token.end == at + 1) && (token.dotted || token.known);
}

static bool starts_alone(const struct icd_status_table *table, const struct scan_token *token)
{
	char before = token->at[-1];
	switch (before) {
	case '_':
	case '.':
	case '$':
	case '\\':
	case '%':
	case '@':
	case '&':
	case '+':
	case '^':
	case '~':
		return false;
	case '-':
		/* "(T40.0-T40.2-)", "- M54.5", "ICD-10-M54.5" */
		return !scan_is(token->at[-2], SCAN_ALNUM) || token_before(table, token->at - 1);
	case '/':
		return token_before(table, token->at - 1);
	default:
		return !letter_before(token->at) || after_escape(token->at);
	}
}

static bool ends_alone(const struct scan_token *token)
{
	char first = token->end[0], second = first ? token->end[1] : '\0';
	switch (first) {
	case '_':
	case '%':
	case '@':
	case '$':
	case '^':
	case '~':
		return false;
	case '\\':
		return second && strchr("ntr\"'", second) && !scan_is(token->end[2], SCAN_DIGIT);
	case '.':
		return !scan_is(second, SCAN_ALNUM) && second != '.' && second != '*';
	case '-':
	case '+':
	case ':':
	case '/':
		return !scan_is(second, SCAN_DIGIT);
	case '(':
		return !scan_is(second, SCAN_DIGIT) && second != ')';
	default:
		return !scan_is(first, SCAN_ALNUM) && (unsigned char)first < 0xc3;
	}
}

bool scan_stands_alone(const struct icd_status_table *table, const struct scan_token *token)
{
	return starts_alone(table, token) && ends_alone(token);
}

static const char *skip_blanks(const char *at, int step)
{
	while (at[step > 0 ? 0 : -1] == ' ')
		at += step;
	return at;
}

bool scan_in_range(const struct icd_status_table *table, const struct scan_token *token)
{
	struct scan_token other;
	const char *after = skip_blanks(token->end, 1), *before = skip_blanks(token->at, -1);
	/* "M54.5- M54.4-" are two places to fill in, "M54.4-M54.5" and "M54.4 - M54.5" are a range. */
	bool dash = *after == '-' || (token->end[-1] == '-' && *token->end != ' ');
	if (dash) {
		after = skip_blanks(after + (*after == '-'), 1);
		if (scan_is(*after, SCAN_LETTER) && read_token(table, after, &other) &&
		    (other.dotted || (token->length == 3 && other.length == 3)))
			return true;
	}
	if (before[-1] != '-' || (before < token->at && before[-2] != ' '))
		return false;
	before = skip_blanks(before - 1, -1);
	return scan_is(before[-1], SCAN_ALNUM) || before[-1] == '-' || before[-1] == '.'
		       ? token_before(table, before - (before[-1] == '-')) || token_before(table, before)
		       : false;
}
