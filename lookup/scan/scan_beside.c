/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "scan_words.inc" /* idle_words, label_keys: see data/scan_words.tsv */

#include <string.h>

/* ---- finding the label ---- */

struct piece {
	const char *at, *end;
};

/* Marks of lists and forms that say nothing: "1.", "[ ]", "Dx:", "ICD-10 code". */
static bool says_something(struct piece piece)
{
	for (const char *at = piece.at; at < piece.end;) {
		const char *word = at;
		while (at < piece.end && (scan_is(*at, SCAN_ALNUM) || (unsigned char)*at >= 0x80))
			at++;
		size_t length = (size_t)(at - word);
		if (length >= 2 && !scan_is(*word, SCAN_DIGIT) && !icd_word_find(&idle_words, word, length))
			return true;
		at += at < piece.end;
	}
	return false;
}

/* The first piece at or after `at`, up to a tag, a quote, a tab, a bar or a comma without a blank. */
static const char *piece_end(const char *at, const char *end)
{
	for (; at < end; at++) {
		if (scan_is(*at, SCAN_SEPARATOR) && (*at != ',' || (at + 1 < end && at[1] != ' ')))
			return at;
	}
	return end;
}

static bool is_separator(char c)
{
	return scan_is(c, SCAN_SEPARATOR);
}

/* Is it a key ("label": ...) or an attribute's name? */
static bool is_key(struct piece piece, const char *end)
{
	const char *at = piece.end;
	if (at < end && *at == '=')
		return true;
	at += at < end && *at == '"';
	while (at < end && *at == ' ')
		at++;
	return at < end && *at == ':';
}

static const char *skip_tag(const char *at, const char *end)
{
	const char *close = memchr(at, '>', (size_t)(end - at));
	return close ? close + 1 : end;
}

/* The first (or last) piece of a stretch that says something. Tags count as separators, their insides not at all. */
static bool wordy_piece(const char *at, const char *end, bool last, struct piece *out)
{
	bool found = false;
	while (at < end) {
		if (*at == '<') {
			at = skip_tag(at, end);
			continue;
		}
		if (is_separator(*at)) {
			at++;
			continue;
		}
		struct piece piece = {at, piece_end(at, end)};
		at = piece.end > at ? piece.end : at + 1;
		if (!says_something(piece) || is_key(piece, end))
			continue;
		*out = piece;
		found = true;
		if (!last)
			break;
	}
	return found;
}

struct line_codes {
	const char *first;  /* first code on the line */
	const char *before; /* end of the code before ours, else the line's start */
	const char *after;  /* start of the code after ours, else the line's end */
	unsigned count;
};

static void find_codes(const struct icd_status_table *table, const char *start, const char *stop,
		       const struct scan_token *ours, struct line_codes *out)
{
	struct scan_token token;
	*out = (struct line_codes){.before = start, .after = stop};
	for (const char *at = start; scan_next_token(table, at, stop, &token, &at);) {
		if (!(token.dotted || (token.known && token.length > 3)) || !scan_stands_alone(table, &token))
			continue;
		out->count++;
		out->first = out->first ? out->first : token.at;
		if (token.end <= ours->at)
			out->before = token.end;
		else if (token.at >= ours->end && out->after == stop)
			out->after = token.at;
	}
	if (!out->first)
		out->first = ours->at;
}

/* Start of the piece that the code stands in. */
static const char *piece_start(const char *floor, const char *at)
{
	while (at > floor && !is_separator(at[-1]))
		at--;
	return at;
}

/* On the code's own line. False where it could belong to another code, or is running text. */
static bool find_on_line(const struct icd_status_table *table, const char *start, const char *stop,
			 const struct scan_token *token, struct piece *out)
{
	struct line_codes codes;
	find_codes(table, start, stop, token, &codes);
	struct piece after = {token->end, piece_end(token->end, codes.after)};
	struct piece before = {piece_start(codes.before, token->at), token->at};
	struct piece lead = {piece_start(start, codes.first), codes.first};
	bool follows = !says_something(lead), any_after = says_something(after), any_before = says_something(before);
	if (any_after && follows) {
		*out = after;
		return true;
	}
	if (any_after)
		return false;
	if (any_before) {
		*out = before;
		return !follows || codes.count == 1;
	}
	if (codes.count > 1)
		return false;
	return wordy_piece(after.end, stop, false, out) || wordy_piece(start, before.at, true, out);
}

static bool has_label_key(const char *at, const char *end)
{
	for (size_t i = 0; i < label_keys.count; i++) {
		if (memmem(at, (size_t)(end - at), label_keys.at[i].word, strlen(label_keys.at[i].word)))
			return true;
	}
	return false;
}

#define LABEL_NEAR 2000 /* bytes around a code in which its label is looked for */

/* In JSON and XML the label may be a line of its own, after the code's or before it. */
static bool find_beside_line(const char *text, const char *end, const char *start, const char *stop, struct piece *out)
{
	if (stop < end) {
		const char *next = stop + 1, *near = end - next > LABEL_NEAR ? next + LABEL_NEAR : end;
		const char *feed = memchr(next, '\n', (size_t)(near - next));
		const char *next_end = feed ? feed : near;
		if (has_label_key(next, next_end) && wordy_piece(next, next_end, true, out))
			return true;
	}
	if (start > text) {
		const char *near = start - 1 - text > LABEL_NEAR ? start - 1 - LABEL_NEAR : text;
		const char *feed = memrchr(near, '\n', (size_t)(start - 1 - near));
		const char *previous = feed ? feed + 1 : near;
		return has_label_key(previous, start - 1) && wordy_piece(previous, start - 1, true, out);
	}
	return false;
}

/* Copies the words: entities are left out, white space is folded, a sentence ends it. */
static void copy_label(struct piece piece, char out[SCAN_LABEL_MAX])
{
	size_t used = 0;
	for (const char *at = piece.at; at < piece.end && used + 1 < SCAN_LABEL_MAX; at++) {
		unsigned char c = (unsigned char)*at;
		if (c == '&') {
			const char *stop = memchr(at, ';', (size_t)(piece.end - at));
			at = stop && stop - at < 8 ? stop : at;
			c = ' ';
		}
		if (c == '.' && at + 1 < piece.end && at[1] == ' ' && used > 12)
			break;
		if (c <= ' ')
			c = ' ';
		if (c != ' ' || (used && out[used - 1] != ' '))
			out[used++] = (char)c;
	}
	while (used && strchr(" -:(,[\"'", out[used - 1]))
		used--;
	out[used] = '\0';
	size_t lead = strspn(out, " -:),]*.");
	memmove(out, out + lead, used - lead + 1);
}

void scan_label_find(const struct icd_status_table *table, const char *text, const char *end,
		     const struct scan_token *token, char out[SCAN_LABEL_MAX])
{
	/* Of a line that is longer only what is near; it has no lines beside it. */
	const char *first = token->at - text > LABEL_NEAR ? token->at - LABEL_NEAR : text;
	const char *last = end - token->end > LABEL_NEAR ? token->end + LABEL_NEAR : end;
	const char *feed = token->at > first ? memrchr(first, '\n', (size_t)(token->at - first)) : NULL;
	const char *stop = token->end < last ? memchr(token->end, '\n', (size_t)(last - token->end)) : NULL;
	bool whole = (feed || first == text) && (stop || last == end);
	const char *start = feed ? feed + 1 : first;
	struct piece piece;
	stop = stop ? stop : last;
	out[0] = '\0';
	bool found = find_on_line(table, start, stop, token, &piece);
	if (!found && whole && (token->at[-1] == '"' || token->at[-1] == '>'))
		found = find_beside_line(text, end, start, stop, &piece);
	if (found)
		copy_label(piece, out);
}
