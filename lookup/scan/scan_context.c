/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "scan_words.inc" /* diagnosis_keys, neutral_keys, number_words: see data/scan_words.tsv */

#include <string.h>
#include <strings.h>

#define LOOK_BACK  400 /* bytes before a value in which its key may stand */
#define LIST_LINES 3   /* codes that make a list */
#define FIELDS_MAX 64

/* A word begins here: no letter before it, or a capital after a small letter ("principalDx"). */
static bool word_begins(const char *text, const char *at)
{
	return at == text || !scan_is(at[-1], SCAN_LETTER) || (at[-1] >= 'a' && *at >= 'A' && *at <= 'Z');
}

static bool word_ends(const char *at, const char *end)
{
	return at == end || !(*at >= 'a' && *at <= 'z');
}

/* What the first key that the text begins with says of it: does it name a diagnosis? */
static bool is_diagnosis_key(const char *at, const char *end)
{
	for (size_t i = 0; i < diagnosis_keys.count; i++) {
		const struct icd_word_row *key = &diagnosis_keys.at[i];
		size_t length = strlen(key->word);
		bool whole = strcmp(key->form, "whole") == 0;
		if ((size_t)(end - at) >= length && strncasecmp(at, key->word, length) == 0 &&
		    (!whole || word_ends(at + length, end)))
			return strcmp(key->form, "not") != 0;
	}
	return false;
}

/* Does the text name a diagnosis code: "diagnosis", "dx1", "ICD-10"? */
static bool names_diagnosis(const char *text, size_t length)
{
	for (const char *at = text, *end = text + length; at < end; at++) {
		if (word_begins(text, at) && is_diagnosis_key(at, end))
			return true;
	}
	return false;
}

/* ---- tables ---- */

static const char *line_end(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));
	return feed ? feed : end;
}

static char sniff(const char *text, const char *end)
{
	static const char candidates[] = ",;\t|";
	size_t counts[sizeof candidates] = {0}, best = 0;
	bool quoted = false;
	for (; text < end; text++) {
		const char *found = *text ? strchr(candidates, *text) : NULL;
		quoted ^= *text == '"';
		if (found && !quoted)
			counts[found - candidates]++;
	}
	for (size_t i = 1; candidates[i]; i++)
		best = counts[i] > counts[best] ? i : best;
	return counts[best] ? candidates[best] : '\0';
}

/* A column's name is a few words; running text that mentions a diagnosis is none. */
static bool is_column_name(const char *at, size_t length)
{
	size_t words = 1;
	for (size_t i = 0; i < length; i++) {
		words += at[i] == ' ' && i > 0;
		if (strchr("<>{}=", at[i]) || (at[i] == '.' && i + 1 < length && at[i + 1] == ' '))
			return false;
	}
	return words <= 5 && length <= 48;
}

void scan_context_start(struct scan_context *context, const char *text, const char *end)
{
	*context = (struct scan_context){0};
	if (end - text >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	end = line_end(text, end);
	char delimiter = sniff(text, end);
	if (!delimiter)
		return;
	for (unsigned column = 0; text <= end && column < FIELDS_MAX; column++) {
		const char *stop = memchr(text, delimiter, (size_t)(end - text));
		size_t length = (size_t)((stop ? stop : end) - text);
		if (!is_column_name(text, length)) {
			context->columns = 0;
			return;
		}
		/* "Diagnosis description" has words, not codes. */
		bool words = memmem(text, length, "esc", 3) || memmem(text, length, "ame", 3) ||
			     memmem(text, length, "itle", 4) || memmem(text, length, "ext", 3);
		if (names_diagnosis(text, length) && !words)
			context->columns |= UINT64_C(1) << column;
		if (!stop)
			break;
		text = stop + 1;
	}
	if (context->columns)
		context->delimiter = delimiter;
}

static const char *line_start(const char *text, const char *at)
{
	const char *feed = at > text ? memrchr(text, '\n', (size_t)(at - text)) : NULL;
	return feed ? feed + 1 : text;
}

/* Is the token in a diagnosis column, as the whole of a list's item? */
static bool in_column(const struct scan_context *context, const char *text, const struct scan_token *token)
{
	unsigned column = 0;
	bool quoted = false;
	for (const char *at = line_start(text, token->at); at < token->at; at++) {
		quoted ^= *at == '"';
		column += *at == context->delimiter && !quoted;
	}
	return column < FIELDS_MAX && context->columns >> column & 1;
}

/* ---- keys ---- */

/* Back over the other codes of a list, with what stands between them, to the ":", "=" or ">" before it. */
static const char *list_start(const struct icd_status_table *table, const char *text, const char *at)
{
	const char *floor = at - text > LOOK_BACK ? at - LOOK_BACK : text;
	while (at > floor) {
		if (at[-1] && strchr(" \t\r\n\"'`[({,;|-*", at[-1])) {
			at--;
			continue;
		}
		const char *stop = at;
		while (at > floor && (scan_is(at[-1], SCAN_ALNUM) || at[-1] == '.'))
			at--;
		icd_packed packed = stop - at <= 8 ? icd_pack_typed(at, (size_t)(stop - at)) : 0;
		if (stop == at || !packed || icd_status_ordinal(table, packed) < 0)
			return stop;
	}
	return NULL;
}

/* Does the text of the tag or the lines before name a diagnosis code system? */
static bool names_before(const char *text, const char *at)
{
	const char *floor = at - text > LOOK_BACK / 2 ? at - LOOK_BACK / 2 : text;
	return names_diagnosis(floor, (size_t)(at - floor));
}

static bool is_enclosed(const struct scan_token *token)
{
	char before = token->at[-1], after = *token->end;
	return (before == '"' && after == '"') || (before == '\'' && after == '\'') || (before == '>' && after == '<');
}

static bool under_key(struct scan_context *context, const struct icd_status_table *table, const char *text,
		      const struct scan_token *token)
{
	const char *stop = list_start(table, text, token->at);
	if (!stop || stop == text || !strchr(":=>", stop[-1]))
		return false;
	const char *key_end = stop - 1, *key;
	bool tag = *key_end == '>';
	while (key_end > text && strchr(" \t\"'", key_end[-1]))
		key_end--;
	const char *floor = key_end - text > 120 ? key_end - 120 : text;
	for (key = key_end; key > floor; key--) {
		if (tag ? key[-1] == '<' : !scan_is(key[-1], SCAN_ALNUM) && !strchr("_-.#", key[-1]))
			break;
	}
	if (tag && key > text && key[-1] != '<')
		return false;
	if (names_diagnosis(key, (size_t)(key_end - key)))
		return true;
	size_t name = tag ? strcspn(key, " >") : (size_t)(key_end - key);
	if (!icd_word_find(&neutral_keys, key, name) || !is_enclosed(token))
		return false;
	bool follows = context->last && token->at - context->last < LOOK_BACK && token->at > context->last;
	if (!follows && !names_before(text, key))
		return false;
	context->last = token->end;
	return true;
}

/* ---- lists ---- */

struct list_seen {
	unsigned codes;
	bool long_one, plain; /* one of five characters or more; one that does not look like a HCPCS code */
};

/* HCPCS codes are a letter and four digits, and many are spelled like a diagnosis: J1100, G0439, E1100. */
static bool like_hcpcs(const char *at, size_t length)
{
	return length == 5 && scan_is(at[0], SCAN_LETTER) && scan_is(at[1], SCAN_DIGIT) && scan_is(at[2], SCAN_DIGIT) &&
	       scan_is(at[3], SCAN_DIGIT) && scan_is(at[4], SCAN_DIGIT);
}

/* Has the line codes and nothing else? */
static bool only_codes(const struct icd_status_table *table, const char *at, const char *end, struct list_seen *seen)
{
	unsigned before = seen->codes;
	while (at < end) {
		if (*at && strchr(" \t\r\"'`[](){},;|-*", *at)) {
			at++;
			continue;
		}
		const char *start = at;
		while (at < end && (scan_is(*at, SCAN_ALNUM) || *at == '.'))
			at++;
		size_t length = (size_t)(at - start);
		icd_packed packed = length >= 3 && length <= 8 ? icd_pack_typed(start, length) : 0;
		if (!packed || icd_status_ordinal(table, packed) < 0)
			return false;
		seen->codes++;
		seen->long_one |= length >= 5;
		seen->plain |= !like_hcpcs(start, length);
	}
	return seen->codes > before;
}

static bool in_list(const struct icd_status_table *table, const char *text, const char *end,
		    const struct scan_token *token)
{
	struct list_seen seen = {0};
	const char *start = line_start(text, token->at), *stop = line_end(token->at, end);
	if (!only_codes(table, start, stop, &seen))
		return false;
	const char *above = start;
	for (int i = 0; i < LIST_LINES && above > text; i++) {
		const char *line = line_start(text, above - 1);
		if (!only_codes(table, line, above - 1, &seen))
			break;
		above = line;
	}
	for (int i = 0; i < LIST_LINES && stop < end; i++) {
		const char *line = stop + 1;
		stop = line_end(line, end);
		if (!only_codes(table, line, stop, &seen))
			break;
	}
	return seen.codes >= LIST_LINES && seen.long_one && seen.plain;
}

bool scan_context_allows(struct scan_context *context, const struct icd_status_table *table, const char *text,
			 const char *end, const struct scan_token *token)
{
	if (context->delimiter)
		return in_column(context, text, token);
	return under_key(context, table, text, token) || (token->length > 3 && in_list(table, text, end, token));
}

/* ---- numbers that only look like codes ---- */

/* Drawing commands of SVG: d="M11.1 12.08c-2.33", where M moves to a point. */
bool scan_is_drawing(const char *text, const struct scan_token *token)
{
	const char *after = token->end;
	if (token->at - text >= 3 && (token->at[-1] == '"' || token->at[-1] == '\'') && token->at[-2] == '=' &&
	    token->at[-3] == 'd')
		return true;
	after += *after == ' ' || *after == ',';
	after += *after == '-';
	const char *number = after;
	while (scan_is(*after, SCAN_DIGIT) || *after == '.')
		after++;
	return after > number && scan_is(*after, SCAN_LETTER) &&
	       (scan_is(after[1], SCAN_DIGIT) || (after[1] && strchr("-.zZ\"", after[1])));
}

bool scan_after_number_word(const char *text, const struct scan_token *token)
{
	const char *at = token->at;
	while (at > text && strchr(" \t(#:.\"'[", at[-1]) && token->at - at < 8)
		at--;
	const char *stop = at;
	while (at > text && scan_is(at[-1], SCAN_LETTER) && stop - at < 20)
		at--;
	if (icd_word_find(&number_words, at, (size_t)(stop - at)))
		return true;
	return stop == at && at > text && (unsigned char)at[-1] == 0xa7; /* section sign */
}
