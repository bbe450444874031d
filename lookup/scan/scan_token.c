/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*
 * In every code a digit follows a letter in its first three characters, and in text that is rare: 32 bytes are looked
 * at together. A digit after a byte beyond ASCII may follow a letter, too, and so may one of full width (EF BC 90 to
 * 99).
 */
/* Bytes of which the highest bit is set: an ASCII digit after an ASCII letter, and all bytes beyond ASCII. */
static inline bytes16 suspects(const char *at)
{
	bytes16 here = load_bytes16(at), letter = (load_bytes16(at - 1) | BYTES16(0x20)) - BYTES16('a');
	return ((bytes16)(here - BYTES16('0') < BYTES16(10)) & (bytes16)(letter < BYTES16(26))) | here;
}

/* Where a digit may stand after a letter, in any script. */
static inline bytes16 digits_after_letters(const char *at)
{
	bytes16 here = load_bytes16(at), before = load_bytes16(at - 1);
	bytes16 letter =
		(bytes16)((before | BYTES16(0x20)) - BYTES16('a') < BYTES16(26)) | (bytes16)(before > BYTES16(0x7f));
	return ((bytes16)(here - BYTES16('0') < BYTES16(10)) & letter) |
	       ((bytes16)(here - BYTES16(0x90) < BYTES16(10)) & (bytes16)(before == BYTES16(0xbc)));
}

static inline bool is_digit_after_letter(const char *at)
{
	unsigned char here = (unsigned char)*at, before = (unsigned char)at[-1];
	return (scan_is(*at, SCAN_DIGIT) && (scan_is(at[-1], SCAN_LETTER) || before > 0x7f)) ||
	       (here >= 0x90 && here <= 0x99 && before == 0xbc);
}

/* The next digit that may have a letter before it; `end` when there is none. */
static const char *next_digit(const char *at, const char *end)
{
	while (end - at >= 32 &&
	       (((unsigned char)at[-1] < 0x80 && !any_of_bytes16((suspects(at) | suspects(at + 16)) & BYTES16(0x80))) ||
		!any_of_bytes16(digits_after_letters(at) | digits_after_letters(at + 16))))
		at += 32;
	while (at < end && !is_digit_after_letter(at))
		at++;
	return at;
}

/* ---- one token ---- */

/* Takes the X off that is no part of a known code: "M54.5x". */
static void take_placeholders(const struct icd_status_table *table, struct scan_token *token)
{
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

/* What the letters and digits at `at` are; false for no code, and of no category that any release has. */
static bool read_token(const struct scan_tokens *tokens, const struct text_window *window, const char *at,
		       struct scan_token *token)
{
	struct icd_code_span span;
	if (!icd_code_span_read(window->text, at, window->end, &span) || !scan_is_category(tokens, span.code))
		return false;
	*token = (struct scan_token){
		.at = span.at,
		.core = span.core,
		.end = span.end,
		.length = span.length,
		.dotted = span.dotted,
		.open = span.open != ICD_OPEN_NOT,
		.wildcard = span.open == ICD_OPEN_WILDCARD,
		.lower = span.lower,
		.alone = span.flags == 0,
		.joined = span.flags == ICD_SPAN_JOINED,
	};
	memcpy(token->code, span.code, sizeof token->code);
	take_placeholders(tokens->table, token);
	return true;
}

/* ---- what stands around it ---- */

/* Is a word joined to the code by a hyphen or slash that is no part of a name or path: "low back pain-M54.5", "LBP/M54.5"? */
static bool joins_words(const struct text_window *window, const struct scan_token *token)
{
	const char *stop = token->at - 1, *at = stop, *floor = stop - window->text > 40 ? stop - 40 : window->text;
	bool small = true;
	while (at > floor && scan_is(at[-1], SCAN_ALNUM)) {
		at--;
		small &= *at >= 'a' && *at <= 'z';
	}
	size_t length = (size_t)(stop - at);
	if (token->end < window->end && *token->end == '/')
		return false;
	if (length == 0)
		return *stop == '/' && (at == floor || at[-1] == ' ' || at[-1] == '\n');
	if (at > floor && at[-1] && strchr("/\\._:@", at[-1]))
		return false;
	if (*stop == '/')
		return !scan_is(stop[-1], SCAN_DIGIT);
	/* "ICD-10-M54.5", "ICD-10-CM-M54.5"; names in capitals are those of parts and models. */
	return (small && length >= 3) ||
	       (length == 2 && at > floor && at[-1] == '-' && strncasecmp(at, "cm", 2) == 0) ||
	       (length == 2 && at > floor && at[-1] == '-' && strncmp(at, "10", 2) == 0) ||
	       (length == 5 && strncasecmp(at, "icd10", 5) == 0);
}

/* Does it stand by itself? After another code "-" and "/" part them: "M54.2/M54.5". */
static bool stands_alone(const struct text_window *window, const struct scan_token *before,
			 const struct scan_token *token)
{
	if (token->alone)
		return true;
	if (!token->joined)
		return false;
	if (before && before->end == token->at - 1 && (before->dotted || before->known))
		return true;
	return joins_words(window, token);
}

/* ---- all tokens of a file ---- */

/* How far ahead of the one that is judged tokens are found; windows show as much. */
#define FOUND_AHEAD (SCAN_NEAR + 2048)

static unsigned category_of(const char *code)
{
	unsigned number = 0;
	for (int i = 0; i < 3; i++)
		number = number * 36 + (unsigned)(code[i] <= '9' ? code[i] - '0' : code[i] - 'A' + 10);
	return number;
}

bool scan_is_category(const struct scan_tokens *tokens, const char *code)
{
	return tokens->categories[category_of(code)];
}

void scan_tokens_add_category(struct scan_tokens *tokens, const char *code)
{
	tokens->categories[category_of(code)] = true;
}

struct scan_tokens *scan_tokens_new(const struct icd_status_table *table)
{
	struct scan_tokens *tokens = calloc(1, sizeof *tokens);
	uint32_t count;
	if (!tokens)
		return NULL;
	tokens->table = table;
	const icd_packed *codes = icd_status_codes(table, &count);
	for (uint32_t i = 0; i < count; i++) {
		char code[ICD_CODE_SIZE];
		if (codes[i] >> 24)
			continue; /* longer than a category */
		icd_unpack(codes[i], code);
		tokens->categories[category_of(code)] = icd_status_ordinal(table, codes[i]) >= 0;
	}
	return tokens;
}

void scan_tokens_free(struct scan_tokens *tokens)
{
	if (tokens)
		free(tokens->at);
	free(tokens);
}

void scan_tokens_start(struct scan_tokens *tokens)
{
	tokens->count = tokens->next = tokens->near_start = tokens->near_end = tokens->dropped = 0;
	tokens->sure = 0;
	tokens->found_to = NULL;
	memset(tokens->near, 0, sizeof tokens->near);
}

void scan_tokens_window(struct scan_tokens *tokens, const struct text_window *window)
{
	tokens->found_to = tokens->found_to ? tokens->found_to - window->moved : window->text;
	for (size_t i = tokens->dropped; i < tokens->count; i++) {
		tokens->at[i].at -= window->moved;
		tokens->at[i].core -= window->moved;
		tokens->at[i].end -= window->moved;
	}
}

/* Makes room for another one: those that are far behind go first. */
static bool make_room(struct scan_tokens *tokens)
{
	if (tokens->count == tokens->room && tokens->dropped > tokens->count / 2) {
		size_t gone = tokens->dropped;
		memmove(tokens->at, tokens->at + gone, (tokens->count - gone) * sizeof *tokens->at);
		tokens->count -= gone;
		tokens->next -= gone;
		tokens->near_start -= gone;
		tokens->near_end -= gone;
		tokens->dropped = 0;
	}
	return icd_array_room(&tokens->at, tokens->count, &tokens->room, sizeof *tokens->at);
}

static bool add(struct scan_tokens *tokens, const struct text_window *window, struct scan_token *token)
{
	if (!make_room(tokens))
		return false;
	const struct scan_token *before = tokens->count > tokens->dropped ? &tokens->at[tokens->count - 1] : NULL;
	token->alone = stands_alone(window, before, token);
	token->drawing = token->dotted && scan_is_drawing(window->text, before, token);
	token->sure = scan_is_sure(window, token);
	tokens->at[tokens->count++] = *token;
	return true;
}

/* Finds those that begin before `to`, or the first one of them. False when memory runs out. */
static bool find(struct scan_tokens *tokens, const struct text_window *window, const char *to, bool first)
{
	const char *at = tokens->found_to;
	while ((at = next_digit(at, to)) < to) {
		struct scan_token token;
		/* The last byte of a digit of full width was found. */
		bool wide = (unsigned char)*at > 0x7f;
		const char *start = icd_code_span_start(window->text, wide ? at - 2 : at);
		at++;
		if (!start || !read_token(tokens, window, start, &token))
			continue;
		at = token.end > at ? token.end : at;
		if (!add(tokens, window, &token))
			return false;
		if (first)
			break;
	}
	tokens->found_to = at;
	return true;
}

static void count_near(struct scan_tokens *tokens, const struct scan_token *token, int by)
{
	if (!token->sure)
		return;
	tokens->near[category_of(token->code)] += (uint16_t)by;
	tokens->sure += (unsigned)by;
}

/* Those within SCAN_NEAR bytes of the one that is judged now. */
static void slide(struct scan_tokens *tokens, const struct scan_token *token)
{
	while (tokens->near_end < tokens->count && tokens->at[tokens->near_end].at - token->at < SCAN_NEAR)
		count_near(tokens, &tokens->at[tokens->near_end++], 1);
	while (token->at - tokens->at[tokens->near_start].at > SCAN_NEAR)
		count_near(tokens, &tokens->at[tokens->near_start++], -1);
	/* The one before stays as a neighbour. */
	tokens->dropped = tokens->near_start;
	if (tokens->dropped + 1 == tokens->next && tokens->dropped)
		tokens->dropped--;
}

bool scan_tokens_next(struct scan_tokens *tokens, const struct text_window *window, struct scan_token **token)
{
	*token = NULL;
	if (tokens->next == tokens->count && tokens->found_to < window->to && !find(tokens, window, window->to, true))
		return false;
	if (tokens->next == tokens->count || tokens->at[tokens->next].at >= window->to)
		return true;
	const char *at = tokens->at[tokens->next].at;
	if (tokens->found_to - at < SCAN_NEAR && tokens->found_to < window->end &&
	    !find(tokens, window, window->end - at > FOUND_AHEAD ? at + FOUND_AHEAD : window->end, false))
		return false;
	*token = &tokens->at[tokens->next++];
	slide(tokens, *token);
	return true;
}

const struct scan_token *scan_token_before(const struct scan_tokens *tokens)
{
	return tokens->next >= tokens->dropped + 2 ? &tokens->at[tokens->next - 2] : NULL;
}

const struct scan_token *scan_token_after(const struct scan_tokens *tokens)
{
	return tokens->next < tokens->count ? &tokens->at[tokens->next] : NULL;
}

bool scan_has_company(const struct scan_tokens *tokens, const struct scan_token *token)
{
	return tokens->sure > tokens->near[category_of(token->code)];
}

static bool is_range(const struct text_window *window, const struct scan_token *low, const struct scan_token *high)
{
	unsigned dashes = 0;
	const char *at = low->end;
	if (high->at - at > 16 || high->at < at ||
	    !(high->dotted || (low->length == 3 && high->length == 3) || (low->known && high->known)))
		return false;
	while (at < high->at) {
		struct icd_char c = icd_char_at(at, window->end);
		if (c.kind != ICD_CHAR_DASH && c.kind != ICD_CHAR_SPACE)
			return false;
		dashes += c.kind == ICD_CHAR_DASH;
		at += c.size;
	}
	return dashes == 1;
}

bool scan_in_range(const struct scan_tokens *tokens, const struct text_window *window, const struct scan_token *token)
{
	const struct scan_token *before = scan_token_before(tokens), *after = scan_token_after(tokens);
	return (before && is_range(window, before, token)) || (after && is_range(window, token, after));
}
