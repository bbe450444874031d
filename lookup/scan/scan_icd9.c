/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes of ICD-9-CM left behind. They are spelled as other numbers are, so that the place must name a diagnosis: "Dx:
 * 250.00", "dx_code: 724.2", a diagnosis column. Without their dot they count in such a column, and under a key that
 * names codes. Quantities, dates and the like are passed over even there. Tables and lines that name both code sets
 * translate one into the other, and are left alone; so are claims in X12, whose qualifiers BK and BF say what they have.
 */
#include "scan_work.h"

#include "icd9/icd9.h"
#include "scan_words.inc" /* quantity_units, number_names, code_names: see data/scan_words.tsv */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_BACK  400 /* bytes before a value in which its key may stand */
#define FIELDS_MAX 64
#define BELOW      111u           /* a category alone, with one digit, with two */
#define V_CODES    (1000 * BELOW) /* bits of numeric codes stand before those of V codes, then those of E codes */
#define E_CODES    (V_CODES + 100 * BELOW)
#define ALL_CODES  (E_CODES + 1000 * BELOW)

struct scan_icd9 {
	unsigned char has[ALL_CODES / 8 + 1]; /* a bit for each code of the mapping */
	bool alone[100];                      /* categories of V codes that ICD-10-CM has not */
	const char *at;                       /* looked at up to here */
	uint64_t columns;                     /* of a table: those that may have them */
	const char *key_end;                  /* the value whose key was looked at last, */
	bool refused, strict;                 /* that no number under it is a code; or only with a dot */
};

/* ---- which codes there are ---- */

/* Where a code has its bit; ALL_CODES for what is spelled otherwise. */
static unsigned bit_of(const char *code)
{
	bool letter = !icd_is_digit(code[0]);
	const char *digits = code + letter;
	size_t category_digits = code[0] == 'V' ? 2 : 3, length = strlen(digits);
	unsigned bit = code[0] == 'V' ? V_CODES : code[0] == 'E' ? E_CODES : letter ? ALL_CODES : 0, category = 0;
	if (bit == ALL_CODES || length < category_digits || length > category_digits + 2 ||
	    strspn(digits, "0123456789") != length)
		return ALL_CODES;
	for (size_t i = 0; i < category_digits; i++)
		category = category * 10 + (unsigned)(digits[i] - '0');
	digits += category_digits;
	bit += category * BELOW;
	if (!digits[0])
		return bit;
	unsigned first = (unsigned)(digits[0] - '0');
	return bit + (digits[1] ? 11 + first * 10 + (unsigned)(digits[1] - '0') : 1 + first);
}

static void take_code(void *context, const char *code)
{
	struct scan_icd9 *icd9 = context;
	unsigned bit = bit_of(code);
	if (bit < ALL_CODES)
		icd9->has[bit / 8] |= (unsigned char)(1u << bit % 8);
}

static bool is_known(const struct scan_icd9 *icd9, const char *code)
{
	unsigned bit = bit_of(code);
	return bit < ALL_CODES && icd9->has[bit / 8] >> bit % 8 & 1;
}

/* The categories of V codes that ICD-10-CM has not. */
static void add_categories(struct scan_icd9 *icd9, struct scan_tokens *tokens)
{
	for (unsigned v = 0; v < 100; v++) {
		char code[8];
		bool any = false;
		snprintf(code, sizeof code, "V%02u", v);
		for (unsigned i = 0, bit = bit_of(code); i < BELOW; i++, bit++)
			any |= icd9->has[bit / 8] >> bit % 8 & 1;
		icd9->alone[v] = any && !scan_is_category(tokens, code);
		if (icd9->alone[v])
			scan_tokens_add_category(tokens, code);
	}
}

bool scan_icd9_new(const struct icd_view *view, struct scan_tokens *tokens, struct scan_icd9 **out,
		   struct icd_error *err)
{
	*out = NULL;
	if (view->about->gems[ICD_GEM_FROM_9].count == 0)
		return true;
	struct scan_icd9 *icd9 = calloc(1, sizeof *icd9);
	if (!icd9)
		return icd_out_of_memory(err);
	*out = icd9;
	if (!icd9_each_code(view, take_code, icd9, err))
		return false;
	add_categories(icd9, tokens);
	return true;
}

bool scan_icd9_wants_place(const struct scan_icd9 *icd9, const struct scan_token *token)
{
	if (token->known || !is_known(icd9, token->code))
		return false;
	bool alone = token->code[0] == 'V' && icd9->alone[(token->code[1] - '0') * 10 + token->code[2] - '0'];
	return alone || !token->dotted;
}

void scan_icd9_free(struct scan_icd9 *icd9)
{
	free(icd9);
}

/* ---- names ---- */

/* Does the text name the code set: "icd9", "ICD-10", "icd_9_code"? */
static bool names_set(const char *at, const char *end, const char *number)
{
	size_t length = strlen(number);
	for (; end - at >= 3 + (ptrdiff_t)length; at++) {
		if (icd_lower(at[0]) != 'i' || icd_lower(at[1]) != 'c' || icd_lower(at[2]) != 'd')
			continue;
		const char *digits = at + 3;
		digits += *digits == '-' || *digits == '_' || *digits == ' ';
		if (end - digits >= (ptrdiff_t)length && memcmp(digits, number, length) == 0 &&
		    (digits + length == end || !scan_is(digits[length], SCAN_DIGIT)))
			return true;
	}
	return false;
}

/* The last word of a name, without digits at its end: "date" of "dx_date", "dxDate1", "Diagnosis date". */
static void last_word(const char *at, const char *end, const char **word, const char **word_end)
{
	while (end > at && !scan_is(end[-1], SCAN_LETTER))
		end--;
	*word = *word_end = end;
	while (*word > at && scan_is((*word)[-1], SCAN_LETTER)) {
		--*word;
		if (*word > at && **word >= 'A' && **word <= 'Z' && (*word)[-1] >= 'a' && (*word)[-1] <= 'z')
			break;
	}
}

static bool ends_with_one(const struct icd_word_list *list, const char *at, const char *end)
{
	const char *word, *word_end;
	last_word(at, end, &word, &word_end);
	return word < word_end && icd_word_find(list, word, (size_t)(word_end - word));
}

/* ---- tables ---- */

static const char *field_end(const char *at, const char *end, char delimiter)
{
	bool quoted = false;
	for (; at < end && (*at != delimiter || quoted); at++)
		quoted ^= *at == '"';
	return at;
}

/* The columns that have diagnoses, or are named for ICD-9-CM, without those of other numbers. A table that has columns
 * for both code sets translates. */
static uint64_t columns_of(const struct scan_context *context, const struct text_window *window)
{
	const char *at = window->text, *end = scan_line_end(at, window->end);
	uint64_t columns = context->columns | context->icd9;
	bool icd10 = false;
	for (unsigned column = 0; at <= end && column < FIELDS_MAX; column++) {
		const char *stop = field_end(at, end, context->delimiter);
		icd10 |= names_set(at, stop, "10");
		if (ends_with_one(&number_names, at, stop))
			columns &= ~(UINT64_C(1) << column);
		at = stop + 1;
	}
	return icd10 ? columns & ~context->icd9 : columns;
}

void scan_icd9_window(struct scan_icd9 *icd9, const struct scan_context *context, const struct text_window *window)
{
	if (window->first) {
		icd9->at = window->text;
		icd9->key_end = NULL;
		icd9->columns = context->delimiter ? columns_of(context, window) : 0;
		return;
	}
	icd9->at -= window->moved;
	if (icd9->key_end)
		icd9->key_end = (size_t)(icd9->key_end - window->text) > window->moved ? icd9->key_end - window->moved
										       : window->text;
}

/* ---- what a number looks like ---- */

/* Reads digits, a dot after three of them or after E and three, one or two more. False for what is no such thing, or is
 * part of a longer number, name or address. */
static bool read_number(const struct scan_icd9 *icd9, const struct text_window *window, const char *at,
			struct scan_token *token)
{
	const char *stop = at;
	size_t length = 0, dot = 0;
	char code[8];
	bool e = icd_upper(*at) == 'E';
	for (; stop < window->end && length < 7; stop++) {
		if (*stop == '.' && !dot && length == (e ? 4u : 3u) && stop + 1 < window->end &&
		    scan_is(stop[1], SCAN_DIGIT))
			dot = length;
		else if (scan_is(*stop, SCAN_DIGIT) || (e && stop == at))
			code[length++] = icd_upper(*stop);
		else
			break;
	}
	code[length] = '\0';
	if (length < 3 || length > 5 || (e && !dot) || (e && length != 5) ||
	    (stop < window->end && !dot && *stop == '.' && stop + 1 < window->end && scan_is(stop[1], SCAN_ALNUM)) ||
	    !is_known(icd9, code))
		return false;
	*token = (struct scan_token){
		.at = at, .core = at, .end = stop, .length = (unsigned)length, .dotted = dot > 0, .alone = true};
	memcpy(token->code, code, length + 1);
	return true;
}

/* Nothing of a longer number, a name, a date, an amount of money, a percentage or a range beside it? */
static bool stands_alone(const struct text_window *window, const struct scan_token *token)
{
	char before = token->at > window->text ? token->at[-1] : '\n';
	char after = token->end < window->end ? *token->end : '\n';
	if (scan_is(before, SCAN_ALNUM) || scan_is(after, SCAN_ALNUM) || (before && strchr(".$_-+/<~\\@%", before)) ||
	    (after && strchr("_%-/:@\\+", after)))
		return false;
	return !(after == '.' && token->end + 1 < window->end && scan_is(token->end[1], SCAN_ALNUM)) &&
	       !(after == ',' && token->end + 1 < window->end && before == ',' && scan_is(token->end[1], SCAN_DIGIT) &&
		 !token->dotted && token->length == 3);
}

/* A unit follows: "250.00 mg". */
static bool is_quantity(const struct text_window *window, const struct scan_token *token)
{
	const char *at = token->end, *word;
	while (at < window->end && (*at == ' ' || *at == '\t'))
		at++;
	for (word = at; at < window->end && scan_is(*at, SCAN_LETTER); at++)
		;
	return (at > word && icd_word_find(&quantity_units, word, (size_t)(at - word))) ||
	       (at == word && at < window->end && *at == '%') ||
	       (at == word && window->end - at > 1 && (unsigned char)at[0] == 0xc2 && (unsigned char)at[1] == 0xb0);
}

/* ---- places ---- */

/* In a diagnosis column, at the begin of the cell or behind another value of it. */
static bool in_column(const struct scan_icd9 *icd9, struct scan_context *context, const struct text_window *window,
		      const struct scan_token *token)
{
	bool in = scan_context_in_columns(context, window, token->at, icd9->columns);
	if (in)
		scan_context_value(context, window, token->at, token->end);
	return in;
}

/* The name before a value of a list or its first: back over quotes, blanks, brackets, signs. */
static void look_at_key(struct scan_icd9 *icd9, const struct text_window *window, const struct scan_token *token)
{
	const char *floor = token->at - window->text > LOOK_BACK ? token->at - LOOK_BACK : window->text;
	const char *at = token->at, *end;
	while (at > floor && at != icd9->key_end && !scan_is(at[-1], SCAN_ALNUM))
		at--;
	if (icd9->key_end && at == icd9->key_end) { /* the next value of a list */
		icd9->key_end = token->end;
		return;
	}
	end = at;
	while (at > floor && (scan_is(at[-1], SCAN_ALNUM) || at[-1] == '_' || at[-1] == '-' || at[-1] == ' '))
		at--;
	icd9->key_end = token->end;
	icd9->refused = ends_with_one(&number_names, at, end);
	icd9->strict = !ends_with_one(&code_names, at, end) && !names_set(at, end, "9");
}

/* Does its line name the code set, up to its place or all along, as far as that is looked at? */
static bool line_names(const struct text_window *window, const struct scan_token *token, const char *number,
		       bool before)
{
	const char *floor = token->at - window->text > LOOK_BACK ? token->at - LOOK_BACK : window->text;
	const char *feed = memrchr(floor, '\n', (size_t)(token->at - floor));
	const char *far = window->end - token->end > LOOK_BACK ? token->end + LOOK_BACK : window->end;
	return names_set(feed ? feed + 1 : floor, before ? token->at : scan_line_end(token->end, far), number);
}

static bool is_quoted(const struct text_window *window, const struct scan_token *token)
{
	char before = token->at > window->text ? token->at[-1] : '\0';
	return (before == '"' || before == '\'') && token->end < window->end && *token->end == before;
}

/* The coding system of a field of HL7: "250.00^Diabetes^I9C". */
static bool is_hl7_icd9(const struct text_window *window, const struct scan_token *token)
{
	const char *at = token->end, *end = window->end - at > LOOK_BACK ? at + LOOK_BACK : window->end;
	for (unsigned mark = 0; mark < 2; mark++, at++) {
		while (at < end && *at != '^' && *at != '|' && *at != '\n' && *at != '\r' && (mark || at == token->end))
			at++;
		if (at == end || *at != '^')
			return false;
	}
	return end - at > 2 && strncmp(at, "I9", 2) == 0 && (!scan_is(at[2], SCAN_ALNUM) || at[2] == 'C');
}

static bool is_named(struct scan_icd9 *icd9, struct scan_context *context, const struct text_window *window,
		     const struct scan_token *token)
{
	if (context->delimiter)
		return in_column(icd9, context, window, token);
	scan_context_value(context, window, token->at, token->end);
	enum scan_named named = scan_context_named(context, window, token->at, token->end, !token->dotted);
	if (is_hl7_icd9(window, token))
		return true;
	if (named != SCAN_NAMED_DIAGNOSIS && named != SCAN_NAMED_ICD9)
		return false;
	look_at_key(icd9, window, token);
	if (icd9->refused || line_names(window, token, "10", false))
		return false;
	if (named == SCAN_NAMED_ICD9)
		return context->system == named || line_names(window, token, "9", true);
	return token->dotted || !icd9->strict || is_quoted(window, token);
}

/* ---- the next one ---- */

/* Where three digits or more begin: bytes that are not 0. */
static inline bytes16 digits_begin(const char *at)
{
	bytes16 before = load_bytes16(at - 1), first = load_bytes16(at), second = load_bytes16(at + 1),
		third = load_bytes16(at + 2);
	const bytes16 zero = BYTES16('0'), ten = BYTES16(10);
	return (bytes16)(first - zero < ten) & (bytes16)(second - zero < ten) & (bytes16)(third - zero < ten) &
	       (bytes16)(before - zero >= ten);
}

static bool three_digits(const char *at)
{
	return scan_is(at[0], SCAN_DIGIT) && scan_is(at[1], SCAN_DIGIT) && scan_is(at[2], SCAN_DIGIT) &&
	       !scan_is(at[-1], SCAN_DIGIT);
}

/* The next three digits or more before `to`; `to` where there are none. */
static const char *next_digits(const char *at, const char *to)
{
	while (to - at >= 32 && !any_of_bytes16(digits_begin(at) | digits_begin(at + 16)))
		at += 32;
	while (at < to && !three_digits(at))
		at++;
	return at;
}

/* Where a code begins that has these digits: at the first, or at an E before it. NULL where none may: within a word or
 * number, and outside of tables without dot anywhere but behind a sign or quote, as values stand. */
static const char *begins_at(const struct scan_context *context, const struct text_window *window, const char *digits)
{
	const char *at = digits;
	if (at > window->text && icd_upper(at[-1]) == 'E')
		at--;
	char before = at > window->text ? at[-1] : '\n';
	if (scan_is(before, SCAN_ALNUM) || before == '.')
		return NULL;
	if (context->delimiter || digits[3] == '.')
		return at;
	while (at - 1 > window->text && *(at - 1) == ' ')
		at--;
	before = at > window->text ? at[-1] : '\n';
	return before && strchr("\"'([{:=,;|>^~*", before) ? digits : NULL;
}

bool scan_icd9_next(struct scan_icd9 *icd9, struct scan_context *context, const struct text_window *window,
		    const char *to, struct scan_token *token)
{
	if (context->delimiter && !icd9->columns) {
		icd9->at = to > icd9->at ? to : icd9->at;
		return false;
	}
	while (icd9->at < to && (icd9->at = next_digits(icd9->at, to)) < to) {
		const char *at = begins_at(context, window, icd9->at++);
		if (!at || !read_number(icd9, window, at, token) || !stands_alone(window, token) ||
		    is_quantity(window, token))
			continue;
		if (is_named(icd9, context, window, token)) {
			icd9->at = token->end;
			return true;
		}
	}
	return false;
}
