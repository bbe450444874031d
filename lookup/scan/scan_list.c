/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of codes: what stands between their values, and lines that are nothing but codes. */
#include "scan_work.h"

#include <string.h>

#define GAP_MAX    300 /* bytes between two values of a list, with comments */
#define BLANKS_MAX 200 /* blanks between a value and the end of its line */

/* HCPCS codes are a letter and four digits, and many are spelled like a diagnosis: J1100, G0439, E1100. */
bool scan_like_hcpcs(const char *at, size_t length)
{
	return length == 5 && scan_is(at[0], SCAN_LETTER) && scan_is(at[1], SCAN_DIGIT) && scan_is(at[2], SCAN_DIGIT) &&
	       scan_is(at[3], SCAN_DIGIT) && scan_is(at[4], SCAN_DIGIT);
}

/* ---- from value to value ---- */

/* Stands between the values of a list, or before the first one: blanks, quotes, brackets, commas, bullets, anchors. */
bool scan_parts_values(struct icd_char c, char byte)
{
	if (c.size > 1 || (unsigned char)byte >= 0x80)
		return c.kind != ICD_CHAR_WORD && c.kind != ICD_CHAR_CODE;
	return byte && strchr(" \t\r\n\"'`[({,;|-*^/+&", byte);
}

/* After a comment that begins at `at`, NULL where none does or it does not end before `to`. */
static const char *after_comment(const char *at, const char *to)
{
	const char *stop = NULL;
	if (to - at >= 2 && at[0] == '/' && at[1] == '*') {
		stop = memmem(at + 2, (size_t)(to - at - 2), "*/", 2);
		return stop ? stop + 2 : NULL;
	}
	if (*at == '#' || (to - at >= 2 && at[0] == at[1] && (*at == '-' || *at == '/')))
		stop = memchr(at, '\n', (size_t)(to - at));
	return stop ? stop + 1 : NULL;
}

/* After what a value of a list stands for, in quotes: = 'Low back pain'; NULL where there is none. */
static const char *after_meaning(const char *at, const char *to)
{
	bool comma = *at == ',';
	if (*at != '=' && *at != ':' && !comma)
		return NULL;
	for (at++; at < to && (*at == ' ' || *at == '>' || *at == '='); at++)
		;
	if (at == to || (*at != '"' && *at != '\''))
		return NULL;
	const char *stop = memchr(at + 1, *at, (size_t)(to - at - 1));
	if (!stop || memchr(at, '\n', (size_t)(stop - at)))
		return NULL;
	/* In a row of values, what stands for it has words: ('I10', 'Hypertension'). */
	bool small = !comma;
	for (const char *c = at + 1; c < stop && !small; c++)
		small = *c >= 'a' && *c <= 'z';
	return small ? stop + 1 : NULL;
}

bool scan_ends_line(const char *at, const char *end)
{
	end = end - at > BLANKS_MAX ? at + BLANKS_MAX : end;
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
		at++;
	return at == end || *at == '\n';
}

/* Is the value at `to` the next one of the list with the one that ends at `from`? */
bool scan_goes_on(const struct text_window *window, const char *from, const char *to, const char *end)
{
	bool mark = false, feed = false;
	if (to < from || to - from > GAP_MAX || to == from)
		return false;
	for (const char *at = from; at < to;) {
		const char *after = after_comment(at, to);
		if (!after)
			after = after_meaning(at, to);
		if (after) {
			mark = true;
			at = after;
			continue;
		}
		struct icd_char c = icd_char_at(at, to);
		bool prefix = at > from && at + 2 == to && (at[1] == '"' || at[1] == '\'') &&
			      scan_is(*at, SCAN_LETTER) && !scan_is(at[-1], SCAN_ALNUM); /* N'R05' of SQL */
		if (!scan_parts_values(c, *at) && *at != ')' && !prefix)
			return false;
		feed |= *at == '\n';
		mark |= c.kind != ICD_CHAR_SPACE && *at != '\n' && *at != '\r';
		at += c.size;
	}
	/* On a line of its own without any mark: only where nothing else is on it. */
	return !feed || mark || scan_ends_line(end, window->end);
}

bool scan_is_next(const struct text_window *window, const struct scan_token *before, const struct scan_token *token)
{
	return scan_goes_on(window, before->end, token->at, token->end);
}

/* ---- lines of codes alone ---- */

#define LIST_REACH 1024 /* bytes on either side of a code that must be codes, unless the line begins or ends there */
#define LIST_CODES 3    /* codes that make a list */

/* The end of the word at `at`. */
static const char *word_end(const char *at, const char *end)
{
	end = end - at > 2 * ICD_DOTTED_SIZE ? at + 2 * ICD_DOTTED_SIZE : end;
	while (at < end && (scan_is(*at, SCAN_ALNUM) || *at == '.'))
		at++;
	return at;
}

static bool is_clean(struct icd_char c, char byte)
{
	return scan_parts_values(c, byte) || (byte && strchr("])}", byte)) || c.kind == ICD_CHAR_HIDDEN;
}

/* Counts a code into the clean stretch; false for what is none. */
static bool count_code(struct scan_context *context, const char *at, const char *end)
{
	size_t length = (size_t)(end - at);
	icd_packed packed = length >= 3 && length <= 8 ? icd_pack_typed(at, length) : 0;
	if (!packed || icd_status_ordinal(context->tokens->table, packed) < 0)
		return false;
	context->codes++;
	context->longer += length > 3;
	context->long_ones += length >= 5;
	context->plain += !scan_like_hcpcs(at, length);
	return true;
}

/* From context->clean_end on, up to `to`, as long as there are codes alone; the end of what is clean. */
static void go_on_clean(struct scan_context *context, const struct text_window *window, const char *to)
{
	const char *at = context->clean_end;
	while (at < to) {
		struct icd_char c = icd_char_at(at, window->end);
		if (is_clean(c, *at)) {
			at += c.size;
			continue;
		}
		const char *stop = word_end(at, window->end);
		if (stop == at || !count_code(context, at, stop))
			break;
		at = stop;
	}
	context->clean_end = at;
}

/* Where the clean stretch before `at` begins: whole words, back to `floor` at most. */
static const char *clean_before(struct scan_context *context, const struct text_window *window, const char *at,
				const char *floor)
{
	while (at > floor) {
		struct icd_char c = icd_char_before(window->text, at);
		if (is_clean(c, at[-1])) {
			at -= c.size;
			continue;
		}
		const char *stop = at;
		while (at > window->text && stop - at < 9 && (scan_is(at[-1], SCAN_ALNUM) || at[-1] == '.'))
			at--;
		icd_packed packed = stop - at >= 3 ? icd_pack_typed(at, (size_t)(stop - at)) : 0;
		if (!packed || icd_status_ordinal(context->tokens->table, packed) < 0)
			return stop;
	}
	return at;
}

/* A stretch in which no code is in a list, since something else stands on its line. */
static bool has_other(struct scan_context *context, const char *line, const char *at, const char *line_stop)
{
	context->other = at - line > LIST_REACH ? at - LIST_REACH : line;
	context->other_end = line_stop - at > LIST_REACH ? at + LIST_REACH : line_stop;
	return false;
}

/* Reads the stretch of codes around a value anew. False where something else stands before it on its line. */
static bool begin_clean(struct scan_context *context, const struct text_window *window, const char *at)
{
	const char *floor = at - window->text > LIST_REACH ? at - LIST_REACH : window->text;
	const char *feed = memrchr(floor, '\n', (size_t)(at - floor));
	const char *clean = clean_before(context, window, at, floor);
	const char *line = feed ? feed + 1 : floor;
	if (clean > line) {
		const char *far = window->end - clean > LIST_REACH ? clean + LIST_REACH : window->end;
		return has_other(context, line, clean, scan_line_end(at, far > at ? far : at));
	}
	/* Lines above count when they are whole. */
	if (clean > floor) {
		const char *whole = memchr(clean, '\n', (size_t)(at - clean));
		clean = whole && whole < line ? whole + 1 : line;
	}
	context->clean = context->clean_end = clean;
	context->codes = context->plain = context->long_ones = context->longer = 0;
	return true;
}

bool scan_context_lists(struct scan_context *context, const struct text_window *window, const struct scan_token *token)
{
	if (context->other && token->at >= context->other && token->at < context->other_end)
		return false;
	bool inside = context->clean && token->at >= context->clean && token->at <= context->clean_end;
	if (!inside && !begin_clean(context, window, token->at))
		return false;
	const char *reach = window->end - token->end > LIST_REACH ? token->end + LIST_REACH : window->end;
	if (context->clean_end < reach)
		go_on_clean(context, window, reach);
	if (context->clean_end < reach) {
		/* Something else follows: on this line, or on one below, whose codes do not count then. */
		const char *feed = context->clean_end > token->end
					   ? memrchr(token->end, '\n', (size_t)(context->clean_end - token->end))
					   : NULL;
		if (!feed)
			return has_other(context, token->at,
					 context->clean_end > token->at ? context->clean_end : token->end,
					 scan_line_end(token->end, reach));
	}
	if (context->codes < LIST_CODES || !context->long_ones || !context->plain)
		return false;
	return token->length > 3 || context->longer * 2 >= context->codes;
}
