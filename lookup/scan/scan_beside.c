/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "scan_words.inc" /* idle_words, label_keys: see data/scan_words.tsv */

#include <string.h>
#include <strings.h>

/* ---- finding the label ---- */

struct piece {
	const char *at, *end;
};

static bool is_letter_beyond_ascii(const char *at, const char *end)
{
	return (unsigned char)*at >= 0x80 && icd_char_at(at, end).kind == ICD_CHAR_WORD;
}

/* Marks of lists and forms that say nothing: "1.", "[ ]", "Dx:", "ICD-10 code". */
static bool says_something(struct piece piece)
{
	for (const char *at = piece.at; at < piece.end;) {
		const char *word = at;
		while (at < piece.end && (scan_is(*at, SCAN_ALNUM) || is_letter_beyond_ascii(at, piece.end)))
			at += (unsigned char)*at < 0x80 ? 1 : icd_char_at(at, piece.end).size;
		size_t length = (size_t)(at - word);
		if (length >= 2 && !scan_is(*word, SCAN_DIGIT) && !icd_word_find(&idle_words, word, length))
			return true;
		at += at < piece.end;
	}
	return false;
}

/* Of 16 bytes: which could be the end of a piece? All separators, but for a comma with a blank. */
static inline bytes16 piece_ends(const char *at)
{
	bytes16 here = load_bytes16(at), next = load_bytes16(at + 1);
	bytes16 comma = (bytes16)(here == BYTES16(',')) & (bytes16)(next != BYTES16(' '));
	/* What is below a quote are control characters, blanks and "!"; ";" to ">" and "{" to "}" lie side by side. */
	return ((bytes16)(here <= BYTES16('"')) & (bytes16)(here != BYTES16(' '))) | comma |
	       (bytes16)(here - BYTES16(';') < BYTES16(4)) | (bytes16)(here - BYTES16('{') < BYTES16(3));
}

/* The first piece at or after `at`, up to a tag, a quote, a tab, a bar or a comma without a blank. */
static const char *piece_end(const char *at, const char *end)
{
	while (end - at >= 16 && !any_of_bytes16(piece_ends(at)))
		at += 16;
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

/* An attribute without a value behind the code's: <option value="R05" selected>. */
static bool is_bare_attribute(struct piece piece, const char *end)
{
	static const char *const words[] = {"selected", "checked", "disabled", "required", "hidden"};
	if (piece.end == end || (*piece.end != '>' && *piece.end != '/' && *piece.end != '='))
		return false;
	while (piece.at < piece.end && *piece.at == ' ')
		piece.at++;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i]);
		if ((size_t)(piece.end - piece.at) >= length && strncasecmp(piece.at, words[i], length) == 0)
			return true;
	}
	return false;
}

static const char *skip_tag(const char *at, const char *end)
{
	const char *close = memchr(at, '>', (size_t)(end - at));
	return close ? close + 1 : end;
}

/* From an opening quote at `at`: what stands up to the next one, commas and all. False when that says nothing. */
static bool quoted_piece(const char *at, const char *end, struct piece *out)
{
	const char *close = *at == '"' ? memchr(at + 1, '"', (size_t)(end - at - 1)) : NULL;
	*out = (struct piece){at + 1, close};
	return close && says_something(*out);
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
		struct piece piece;
		bool quoted = quoted_piece(at, end, &piece);
		if (!quoted && is_separator(*at)) {
			at++;
			continue;
		}
		if (!quoted)
			piece = (struct piece){at, piece_end(at, end)};
		at = piece.end > at ? piece.end : at + 1;
		if (!says_something(piece) || is_key(piece, end) || is_bare_attribute(piece, end))
			continue;
		*out = piece;
		found = true;
		if (!last)
			break;
	}
	return found;
}

struct line_codes {
	const char *start, *stop; /* the line, as far as it is near */
	const char *before;       /* end of the code before ours, else the line's start */
	const char *after;        /* start of the code after ours, else the line's end */
	bool only;                /* ours is the only one */
	bool words_first;         /* words stand before the first code */
};

/* Is it a code that words beside it belong to? */
static bool takes_words(const struct scan_token *token)
{
	return token->alone && (token->dotted || (token->known && (token->length > 3 || !token->lower)));
}

/* Start of the piece that the code stands in. */
static const char *piece_start(const char *floor, const char *at)
{
	while (at > floor && (!is_separator(at[-1]) || (at[-1] == ',' && *at == ' ')))
		at--;
	return at;
}

/* Do words stand before the first code of the line? Told once for each line. */
static bool begins_with_words(struct scan_beside *beside, const struct scan_tokens *tokens, const char *start,
			      uint64_t line)
{
	const char *first = NULL;
	if (beside->line == line)
		return beside->words_first;
	for (size_t i = tokens->next; i-- > tokens->dropped && tokens->at[i].at >= start;) {
		if (takes_words(&tokens->at[i]))
			first = tokens->at[i].at;
	}
	beside->line = line;
	beside->words_first = first && says_something((struct piece){piece_start(start, first), first});
	return beside->words_first;
}

/* Which codes stand on the line with ours, the token given last. */
static struct line_codes codes_of_line(const struct scan_tokens *tokens, const char *start, const char *stop)
{
	struct line_codes codes = {.start = start, .stop = stop, .before = start, .after = stop, .only = true};
	for (size_t i = tokens->next - 1; i-- > tokens->dropped && tokens->at[i].end > start;) {
		if (!takes_words(&tokens->at[i]))
			continue;
		codes.before = tokens->at[i].end;
		codes.only = false;
		break;
	}
	for (size_t i = tokens->next; i < tokens->count && tokens->at[i].at < stop; i++) {
		if (!takes_words(&tokens->at[i]))
			continue;
		codes.after = tokens->at[i].at;
		codes.only = false;
		break;
	}
	return codes;
}

/* Where the row of a table, the item of a list or the object ends that the code stands in; NULL where none does. */
static const char *row_end(const char *at, const char *end)
{
	static const char *const marks[] = {"</tr", "<tr", "</li", "<li", "</option", "<option", "<br"};
	for (; at < end; at++) {
		if (*at == '}')
			return at;
		for (size_t i = 0; *at == '<' && i < sizeof marks / sizeof *marks; i++) {
			if ((size_t)(end - at) >= strlen(marks[i]) && strncasecmp(at, marks[i], strlen(marks[i])) == 0)
				return at;
		}
	}
	return NULL;
}

/* Where it begins; NULL where none does behind `floor`. */
static const char *row_start(const char *floor, const char *at)
{
	const char *found = NULL;
	for (const char *mark = row_end(floor, at); mark; mark = row_end(mark + 1, at))
		found = mark;
	for (const char *brace = at; brace > (found ? found : floor); brace--) {
		if (brace[-1] == '{')
			return brace;
	}
	return found;
}

/* The value of a key for words in an object of JSON: "display": "Low back pain". */
static bool labelled_value(const char *at, const char *end, struct piece *out)
{
	for (size_t i = 0; i < label_keys.count; i++) {
		const char *word = label_keys.at[i].word, *key = memmem(at, (size_t)(end - at), word, strlen(word));
		if (!key)
			continue;
		const char *stop = memchr(key, ':', (size_t)(end - key));
		if (stop && stop - key < 24 && wordy_piece(stop + 1, end, false, out))
			return true;
	}
	return false;
}

/* Of several codes on a line: in the row or object that holds this one alone. */
static bool find_in_row(const struct line_codes *codes, const struct scan_token *token, struct piece *out)
{
	const char *stop = row_end(token->end, codes->after), *start = row_start(codes->before, token->at);
	bool object = (stop && *stop == '}') || (start && start[-1] == '{');
	if (object)
		return (stop && labelled_value(token->end, stop, out)) ||
		       (start && labelled_value(start, token->at, out));
	return (stop && wordy_piece(token->end, stop, false, out)) ||
	       (start && wordy_piece(start, token->at, true, out));
}

/* On the code's own line. False where it could belong to another code, or is running text. */
static bool find_on_line(const struct line_codes *codes, const struct scan_token *token, struct piece *out)
{
	/* "M54.5^Low back pain^I10" in HL7 */
	bool field = token->end < codes->after && *token->end == '^';
	struct piece after = {token->end + field, piece_end(token->end + field, codes->after)};
	const char *caret = field ? memchr(after.at, '^', (size_t)(after.end - after.at)) : NULL;
	after.end = caret ? caret : after.end;
	if (says_something(after)) {
		*out = after;
		return !codes->words_first;
	}
	struct piece before = {piece_start(codes->before, token->at), token->at};
	if (says_something(before)) {
		*out = before;
		return codes->words_first || codes->only;
	}
	if (!codes->only)
		return find_in_row(codes, token, out);
	return wordy_piece(after.end, codes->stop, false, out) || wordy_piece(codes->start, before.at, true, out);
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

/* Of 16 bytes: which are not copied as they are? Control characters, entities, dots, a blank after a blank. */
static inline bytes16 not_as_they_are(const char *at)
{
	bytes16 here = load_bytes16(at), before = load_bytes16(at - 1);
	return (bytes16)(here < BYTES16(' ')) | (bytes16)(here == BYTES16('&')) | (bytes16)(here == BYTES16('.')) |
	       ((bytes16)(here == BYTES16(' ')) & (bytes16)(before == BYTES16(' ')));
}

/* Copies what is copied as it is, up to 16 bytes at a time, and returns where it ends. (Windows are padded.) */
static const char *copy_plainly(struct piece piece, char *out, size_t *used)
{
	static const bytes16 places = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
	const char *at = piece.at;
	while (at < piece.end && *used + 16 < SCAN_LABEL_MAX) {
		unsigned char count = piece.end - at < 16 ? (unsigned char)(piece.end - at) : 16;
		if (any_of_bytes16(not_as_they_are(at) & (bytes16)(places < BYTES16(count))))
			break;
		memcpy(out + *used, at, 16);
		*used += count;
		at += count;
	}
	return at;
}

/* Copies the words: entities are left out, white space is folded, a sentence ends it. */
static void copy_label(struct piece piece, char out[SCAN_LABEL_MAX])
{
	size_t used = 0;
	while (piece.at < piece.end && *piece.at == ' ')
		piece.at++;
	for (const char *at = copy_plainly(piece, out, &used); at < piece.end && used + 1 < SCAN_LABEL_MAX; at++) {
		unsigned char c = (unsigned char)*at;
		if (c > ' ' && c != '&' && c != '.') { /* most are */
			out[used++] = (char)c;
			continue;
		}
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
	while (used && !scan_is(out[used - 1], SCAN_ALNUM) && strchr(" -:(,[\"'", out[used - 1]))
		used--;
	out[used] = '\0';
	if (scan_is(*out, SCAN_LETTER))
		return;
	size_t lead = strspn(out, " -:),]*."), number = strspn(out + lead, "0123456789");
	if (number && out[lead + number] && strchr(".)", out[lead + number])) /* "2. Cough" */
		lead += number + strspn(out + lead + number, " .)");
	memmove(out, out + lead, used - lead + 1);
}

void scan_beside_words(const struct scan_tokens *tokens, const struct text_window *window,
		       const struct scan_token *token, struct scan_line line, bool behind, char out[SCAN_LABEL_MAX])
{
	const char *start = token->at - line.start <= LABEL_NEAR ? line.start : token->at - LABEL_NEAR;
	const char *last = window->end - token->end > LABEL_NEAR ? token->end + LABEL_NEAR : window->end;
	struct line_codes codes = codes_of_line(tokens, start, scan_line_end(token->end, last));
	struct piece after = {token->end, piece_end(token->end, codes.after)};
	struct piece before = {piece_start(codes.before, token->at), token->at};
	copy_label(behind ? after : before, out);
}

void scan_beside_find(struct scan_beside *beside, const struct scan_tokens *tokens, const struct text_window *window,
		      const struct scan_token *token, struct scan_line line, char out[SCAN_LABEL_MAX])
{
	/* Of a line that is longer only what is near; it has no lines beside it. */
	bool near = token->at - line.start <= LABEL_NEAR;
	const char *start = near ? line.start : token->at - LABEL_NEAR;
	const char *last = window->end - token->end > LABEL_NEAR ? token->end + LABEL_NEAR : window->end;
	const char *feed = memchr(token->end, '\n', (size_t)(last - token->end));
	bool whole = near && (feed || last == window->end);
	struct line_codes codes = codes_of_line(tokens, start, feed ? feed : last);
	struct piece piece;
	codes.words_first = begins_with_words(beside, tokens, start, line.number);
	out[0] = '\0';
	bool found = find_on_line(&codes, token, &piece);
	if (!found && whole && (token->at[-1] == '"' || token->at[-1] == '>'))
		found = find_beside_line(window->text, window->end, codes.start, codes.stop, &piece);
	if (found)
		copy_label(piece, out);
}
