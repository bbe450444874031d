/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner of the note grammar: tokens, and what words do. */
#include "note_parser.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What words do in a note; of ordinals, which character of a code they count. */
static const struct word_row {
	const char *words;
	unsigned classes;
	unsigned position;
} word_rows[] = {
	{"and or plus", WORD_AND, 0},
	{"to", WORD_TO | WORD_PREPOSITION, 0},
	{"through thru", WORD_TO, 0},
	{"with", WORD_WITH | WORD_PREPOSITION, 0},
	{"having", WORD_WITH, 0},
	{"category categories subcategory subcategories code codes see", WORD_CATEGORY | WORD_CLASSIFIES, 0},
	{"coded classifiable classified classification assigned listed included", WORD_CLASSIFIES, 0},
	{"than", WORD_CLASSIFIES | WORD_PREPOSITION, 0},
	{"condition conditions", WORD_CONDITION, 0},
	{"in under", WORD_IN, 0},
	{"from by", WORD_PREPOSITION, 0},
	{"for", WORD_PREPOSITION | WORD_FOR, 0},
	{"except excepting excluding", WORD_EXCEPT | WORD_CATEGORY, 0},
	{"not other", WORD_NOT, 0},
	{"also", WORD_ALSO, 0},
	{"a an the either", WORD_ARTICLE, 0},
	{"of is being as", WORD_COPULA, 0},
	{"character characters digit digits position positions", WORD_CHARACTER, 0},
	{"final last ending", WORD_FINAL, 0},
	{"indicate indicating identify identifying", WORD_INDICATE, 0},
	{"fourth four 4th", WORD_ORDINAL, 4},
	{"fifth five 5th", WORD_ORDINAL, 5},
	{"sixth six 6th", WORD_ORDINAL, 6},
	{"seventh seven 7th", WORD_ORDINAL, 7},
};

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

size_t dash_size(const char *text)
{
	if (*text == '-')
		return 1;
	if (!starts(text, "\xe2\x80"))
		return starts(text, "\xe2\x88\x92") ? 3 : 0;
	unsigned char last = (unsigned char)text[2];
	return last >= 0x90 && last <= 0x95 ? 3 : 0;
}

static size_t space_size(const char *text)
{
	if (*text == ' ' || (*text >= '\t' && *text <= '\r'))
		return 1;
	if (starts(text, "\xc2\xa0"))
		return 2;
	if (!starts(text, "\xe2\x80"))
		return 0;
	unsigned char last = (unsigned char)text[2];
	return (last >= 0x80 && last <= 0x8b) || last == 0xaf ? 3 : 0;
}

/* Bytes of the sign at text that is none of the above: U+2000 to U+203F are spaces, dashes, quotes. */
static size_t sign_size(const char *text)
{
	return starts(text, "\xe2\x80") && text[2] ? 3 : 1;
}

static bool is_letter(const char *text)
{
	return (unsigned char)*text < 0x80 ? isalnum((unsigned char)*text) != 0
					   : !dash_size(text) && !space_size(text) && sign_size(text) == 1;
}

size_t run_size(const char *text)
{
	size_t size = 0;
	while (is_letter(text + size))
		size++;
	return size;
}

bool code_characters(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_upper(text[i]) && !is_digit(text[i]) && text[i] != 'x')
			return false;
	return length > 0;
}

void copy_upper(char *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		out[i] = (char)toupper((unsigned char)text[i]);
	out[length] = '\0';
}

bool category_shape(const char *text)
{
	return is_upper(text[0]) && code_characters(text, 3) && text[1] != 'x' && text[2] != 'x' &&
	       (is_digit(text[1]) || is_digit(text[2]));
}

/* A run of letters and digits at text: is it, with what hangs on it by a dot, a code? */
static bool scan_code(const char *text, size_t run, struct token *token)
{
	bool dot = text[run] == '.';
	size_t rest = dot ? run_size(text + run + 1) : 0;
	bool detail = rest && (is_digit(text[run + 1]) || code_characters(text + run + 1, rest));
	if (run != 3 || !category_shape(text)) {
		/* "F1.5": a letter and digits, a dot and digits, but no category. */
		if (!is_upper(text[0]) || run < 2 || run > 4 || !rest || strspn(text + 1, "0123456789") != run - 1 ||
		    strspn(text + run + 1, "0123456789") != rest)
			return false;
		token->kind = TOKEN_MISSPELT;
		token->length = run + 1 + rest;
		return true;
	}
	token->kind = TOKEN_CODE;
	token->length = run;
	memcpy(token->code, text, 3);
	token->code[3] = '\0';
	if (!detail)
		return true;
	token->dotted = true;
	token->length += 1 + rest;
	if (rest > ICD_CODE_LENGTH - 3 || !code_characters(text + run + 1, rest))
		token->kind = TOKEN_MISSPELT;
	else
		copy_upper(token->code + 3, text + run + 1, rest);
	return true;
}

/* Is the word, in any case, one of those of the list? */
static bool is_among(const char *list, const char *word, size_t length)
{
	while (*list) {
		size_t next = strcspn(list, " ");
		if (next == length && (*list | 0x20) == (*word | 0x20) && strncasecmp(list, word, length) == 0)
			return true;
		list += next + (list[next] == ' ');
	}
	return false;
}

static void classify_word(const char *text, struct token *token)
{
	for (size_t i = 0; i < sizeof word_rows / sizeof *word_rows; i++) {
		if (is_among(word_rows[i].words, text, token->length)) {
			token->classes = word_rows[i].classes;
			token->position = word_rows[i].position;
			return;
		}
	}
}

static void scan_sign(const char *text, struct token *token)
{
	static const struct {
		char sign;
		enum token_kind kind;
	} signs[] = {
		{',', TOKEN_COMMA}, {';', TOKEN_SEMICOLON}, {'.', TOKEN_PERIOD}, {'/', TOKEN_SLASH},
		{'&', TOKEN_SLASH}, {'(', TOKEN_OPEN},      {')', TOKEN_CLOSE},
	};
	size_t dash = dash_size(text);
	token->kind = dash ? TOKEN_DASH : TOKEN_OTHER;
	token->length = dash ? dash : sign_size(text);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (*text == signs[i].sign)
			token->kind = signs[i].kind;
}

void next_token(struct note_parser *p)
{
	struct token *token = &p->token;
	const char *text = p->text;
	size_t at = p->at, space;
	while ((space = space_size(text + at)) != 0)
		at += space;
	*token = (struct token){.at = at, .spaced = at != p->at || at == 0};
	size_t run = run_size(text + at);
	if (text[at] == '\0') {
		token->kind = TOKEN_END;
	} else if (run && scan_code(text + at, run, token)) {
		/* length and kind are set */
	} else if (run) {
		token->kind = TOKEN_WORD;
		token->length = run;
		classify_word(text + at, token);
	} else if (text[at] == '.' && (at == 0 || !isalnum((unsigned char)text[at - 1])) &&
		   (run = run_size(text + at + 1)) != 0 && code_characters(text + at + 1, run)) {
		token->kind = TOKEN_PART;
		token->length = run + 1;
	} else {
		scan_sign(text + at, token);
	}
	p->at = at + token->length;
}

bool at_word(const struct note_parser *p, unsigned classes)
{
	return p->token.kind == TOKEN_WORD && (p->token.classes & classes);
}

bool at_text(const struct note_parser *p, const char *word)
{
	return p->token.kind == TOKEN_WORD && strlen(word) == p->token.length &&
	       strncasecmp(p->text + p->token.at, word, p->token.length) == 0;
}

bool take_token(struct note_parser *p, enum token_kind kind)
{
	if (p->token.kind != kind)
		return false;
	next_token(p);
	return true;
}

bool take_word(struct note_parser *p, unsigned classes)
{
	if (!at_word(p, classes))
		return false;
	next_token(p);
	return true;
}

bool take_text(struct note_parser *p, const char *word)
{
	if (!at_text(p, word))
		return false;
	next_token(p);
	return true;
}

bool then_comes(const struct note_parser *p, unsigned kinds, unsigned classes)
{
	struct note_parser ahead = *p;
	next_token(&ahead);
	return (kinds & (1u << ahead.token.kind)) || at_word(&ahead, classes);
}

bool take_separators(struct note_parser *p)
{
	bool any = false;
	while (((KIND(COMMA) | KIND(SEMICOLON) | KIND(PERIOD) | KIND(SLASH)) & (1u << p->token.kind)) ||
	       at_word(p, WORD_AND)) {
		any = true;
		next_token(p);
	}
	return any;
}

struct note_mark mark_here(const struct note_parser *p)
{
	return (struct note_mark){.at = p->at, .count = p->count, .token = p->token};
}

bool go_back(struct note_parser *p, const struct note_mark *mark)
{
	p->at = mark->at;
	p->count = mark->count;
	p->token = mark->token;
	return false;
}
