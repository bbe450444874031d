/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "memory/memory.h"

#include <string.h>

#define LINE_MAX_HASHED 1000 /* bytes of a line that is known again as a whole */
#define AROUND          64   /* bytes on either side of the code that stand for a longer one */
#define REACH           4000 /* bytes on either side of the code in which a comment is looked for */

/* The part of the code's line that lies in the window and within `reach` bytes of the code. */
static struct scan_words line_around(const struct scan_token *token, const char *text, const char *end, size_t reach)
{
	struct scan_words part = {text, end};
	if ((size_t)(token->at - text) > reach)
		part.at = token->at - reach;
	if ((size_t)(end - token->end) > reach)
		part.end = token->end + reach;
	const char *before = memrchr(part.at, '\n', (size_t)(token->at - part.at));
	const char *after = memchr(token->end, '\n', (size_t)(part.end - token->end));
	if (before)
		part.at = before + 1;
	if (after)
		part.end = after;
	return part;
}

/* ---- what a line is known again by ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

uint64_t scan_line_hash(const struct scan_token *token, const char *text, const char *end)
{
	char folded[2 * LINE_MAX_HASHED + sizeof token->code * 2] = "";
	size_t length = 0;
	struct scan_words line = line_around(token, text, end, LINE_MAX_HASHED);
	if (line.end - line.at > LINE_MAX_HASHED)
		line = line_around(token, text, end, AROUND);
	for (const char *at = line.at; at < line.end && length < sizeof folded; at++) {
		if (!is_blank(*at))
			folded[length++] = *at;
		else if (length && folded[length - 1] != ' ')
			folded[length++] = ' ';
	}
	while (length && folded[length - 1] == ' ')
		length--;
	return icd_hash_bytes(folded, length);
}

/* ---- comments that say what is to be ignored ---- */

static bool is_name(char c)
{
	return scan_is(c, SCAN_ALNUM) || c == '_';
}

/* The names behind the marker, parted by commas; without any, all rules. */
static uint64_t read_names(const char *at, const char *end, struct scan_words *unknown)
{
	uint64_t rules = 0;
	bool more = true, any = false;
	while (more) {
		while (at < end && is_blank(*at))
			at++;
		const char *name = at;
		while (at < end && is_name(*at))
			at++;
		if (at == name)
			break;
		uint64_t rule = scan_rule_named(name, (size_t)(at - name));
		if (!rule && !unknown->at)
			*unknown = (struct scan_words){name, at};
		any = true;
		rules |= rule;
		while (at < end && is_blank(*at))
			at++;
		more = at < end && *at++ == ',';
	}
	return any ? rules : SCAN_ALL_RULES;
}

static const char marker[] = "icd10:ignore";
#define MARKER_LENGTH (sizeof marker - 1)

/* Is there no marker in the line? Once that was looked for, it is known of as much behind it. */
static bool is_unmarked(struct scan_unmarked *unmarked, const struct scan_words *line, const char *end)
{
	bool goes_on = unmarked->at && line->at >= unmarked->at && line->at <= unmarked->end;
	if (goes_on && line->end <= unmarked->end)
		return true;
	size_t size = (size_t)(line->end - line->at), more = (size_t)(end - line->end) < size ? 0 : size;
	const char *from = line->at;
	if (goes_on && (size_t)(unmarked->end - line->at) >= MARKER_LENGTH)
		from = unmarked->end - MARKER_LENGTH + 1;
	if (memmem(from, (size_t)(line->end + more - from), marker, MARKER_LENGTH))
		return false;
	*unmarked = (struct scan_unmarked){goes_on ? unmarked->at : line->at, line->end + more};
	return true;
}

uint64_t scan_line_ignored(struct scan_unmarked *unmarked, const struct scan_token *token, const char *text,
			   const char *end, struct scan_words *unknown)
{
	struct scan_words line = line_around(token, text, end, REACH);
	uint64_t rules = 0;
	*unknown = (struct scan_words){NULL, NULL};
	if (is_unmarked(unmarked, &line, end))
		return 0;
	for (const char *at = line.at; (at = memmem(at, (size_t)(line.end - at), marker, MARKER_LENGTH)) != NULL;) {
		at += MARKER_LENGTH;
		if (at == line.end || (!is_name(*at) && *at != '-'))
			rules |= read_names(at, line.end, unknown);
	}
	return rules;
}
