/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grammar, over the tokens of note_tokens.c; qualifier, places, values and value stand in note_qualifier.c:
 *
 *	note      = { group | list | any token }
 *	group     = "(" { lead-in } list ")" [ qualifier ]
 *	list      = item { [ separators ] item | qualifier }
 *	item      = code { "." | dash } [ range ( code | part ) { "." | dash } ]
 *	range     = dash | "to" | "through"
 *	qualifier = [ "," ] [ "with" ] ( places values | places "to indicate intent"
 *	          | "open fracture" places | values )
 *	places    = ordinal { ( "or" | "to" | ... ) ordinal } "character" | "final character"
 *	values    = value { separators value }
 *	value     = [ dash ] [ "." ] characters [ ( dash | "to" ) characters ] [ dash ]
 */
#include "note_parser.h"
#include "place_notes.h"

#include <ctype.h>
#include <string.h>

#define EXCEPT_REACH 4 /* words from "except" to the code: "except those listed in" */

/* ---- codes, ranges, lists ---- */

/* A code as read, before it is known whether it is wanted. */
struct item {
	struct note_reference reference;
	bool dotted, open, range; /* shows that it is a code by a dot, a dash, another end */
	bool hyphenated;          /* a bare code with a word hung on: "B19-associated" */
	bool misspelt;
};

/* How a code goes on: "C-", "C.-" are attached, "C -" is not. */
struct tail {
	size_t end; /* of the code as written, with what is attached */
	bool attached, dash;
};

/* Dots and dashes after a code; a dot that ends a sentence or stands before the next code is left. */
static void take_tail(struct note_parser *p, struct tail *tail)
{
	for (;;) {
		bool closes = p->token.kind == TOKEN_PERIOD && !p->token.spaced &&
			      then_comes(p, KIND(DASH) | KIND(CLOSE) | KIND(COMMA) | KIND(SEMICOLON), WORD_WITH);
		if (!closes && p->token.kind != TOKEN_DASH)
			return;
		if (p->token.kind == TOKEN_DASH) {
			tail->dash = true;
			if (!p->token.spaced) {
				tail->attached = true;
				tail->end = p->at;
			}
		}
		next_token(p);
	}
}

/* Letters and digits without the dot ("M5450"), where the position in a list says that it is a code. */
static bool is_compact_code(struct note_parser *p)
{
	struct token *token = &p->token;
	if (token->kind != TOKEN_WORD || token->length < 4 || token->length > ICD_CODE_LENGTH ||
	    !category_shape(p->text + token->at) || !code_characters(p->text + token->at, token->length))
		return false;
	copy_upper(token->code, p->text + token->at, token->length);
	return p->known(p->context, token->code);
}

static bool is_code(struct note_parser *p, bool listed)
{
	return p->token.kind == TOKEN_CODE || (listed && (p->token.kind == TOKEN_MISSPELT || is_compact_code(p)));
}

/* "K50.1-.2": the second end's own characters, after the first one's category. */
static bool complete_part(const struct note_parser *p, const char *from, char to[ICD_CODE_SIZE])
{
	size_t length = p->token.length - 1;
	if (p->token.kind != TOKEN_PART || length > ICD_CODE_LENGTH - 3)
		return false;
	memcpy(to, from, 3);
	copy_upper(to + 3, p->text + p->token.at + 1, length);
	return true;
}

static void take_second_end(struct note_parser *p, struct item *item, struct tail *tail, bool listed)
{
	struct icd_reference *reference = &item->reference.reference;
	if (at_word(p, WORD_TO) && then_comes(p, KIND(CODE), 0))
		next_token(p);
	else if (!tail->dash)
		return;
	if (is_code(p, listed))
		memcpy(reference->to, p->token.code, sizeof reference->to);
	else if (!complete_part(p, reference->from, reference->to))
		return;
	item->range = true;
	item->misspelt |= p->token.kind == TOKEN_MISSPELT;
	item->dotted |= p->token.dotted;
	tail->end = p->at;
	next_token(p);
	take_tail(p, tail);
}

/* The token is a code: takes it with its tail and second end. */
static void take_item(struct note_parser *p, bool listed, struct item *item)
{
	struct icd_reference *reference = &item->reference.reference;
	memset(item, 0, sizeof *item);
	size_t start = p->token.at;
	struct tail tail = {.end = p->at};
	const char *after = p->text + p->at;
	memcpy(reference->from, p->token.code, sizeof reference->from);
	memcpy(reference->to, p->token.code, sizeof reference->to);
	item->misspelt = p->token.kind == TOKEN_MISSPELT;
	item->dotted = p->token.dotted || (*after == '.' && dash_size(after + 1));
	size_t dash = dash_size(after);
	bool hyphen = dash && run_size(after + dash) > 0;
	next_token(p);
	take_tail(p, &tail);
	item->open = tail.attached;
	take_second_end(p, item, &tail, listed);
	item->hyphenated = hyphen && !item->range && !item->dotted && !at_word(p, WORD_WITH);
	if (item->misspelt)
		reference->from[0] = reference->to[0] = '\0';
	reference->text_at = (uint32_t)start;
	reference->text_length = (uint32_t)(tail.end - start);
	item->reference.from_known = !item->misspelt && p->known(p->context, reference->from);
	item->reference.to_known = !item->misspelt && p->known(p->context, reference->to);
}

static void append(struct note_parser *p, const struct item *item, enum icd_role role)
{
	if (p->count == NOTE_REFERENCES_MAX) {
		p->garbled = true;
		return;
	}
	p->out[p->count] = item->reference;
	p->describes[p->count] = false;
	p->out[p->count++].reference.role = (uint8_t)role;
}

/* ---- lists, groups, prose ---- */

/* Separators and lead-in words up to the next code; changes *role when one of them takes codes out. */
static bool next_in_list(struct note_parser *p, bool listed, enum icd_role *role)
{
	struct note_mark mark = mark_here(p);
	bool takes_out = false;
	take_separators(p);
	while (at_word(p, WORD_CATEGORY | WORD_EXCEPT)) {
		takes_out |= at_word(p, WORD_EXCEPT);
		next_token(p);
	}
	if (!is_code(p, listed) || (!listed && p->token.at == mark.token.at))
		return go_back(p, &mark);
	if (takes_out)
		*role = ICD_ROLE_EXCEPT;
	return true;
}

/* The list goes on after its first item, which has been appended. */
static void take_list(struct note_parser *p, enum setting setting, enum icd_role role)
{
	size_t first = p->count - 1;
	for (;;) {
		if (qualify(p, setting, first)) {
			first = p->count;
			continue;
		}
		struct note_mark mark = mark_here(p);
		struct item item;
		if (!next_in_list(p, setting == IN_GROUP, &role))
			return;
		take_item(p, setting == IN_GROUP, &item);
		if (setting == IN_PROSE && (item.hyphenated || !item.reference.from_known)) {
			go_back(p, &mark);
			return;
		}
		append(p, &item, role);
	}
}

/* Moves over punctuation, up to a word, a code, a parenthesis or the end. */
static void skip_signs(struct note_parser *p)
{
	while (p->token.kind == TOKEN_DASH || p->token.kind == TOKEN_COMMA || p->token.kind == TOKEN_SEMICOLON ||
	       p->token.kind == TOKEN_PERIOD || p->token.kind == TOKEN_SLASH || p->token.kind == TOKEN_OTHER)
		next_token(p);
}

/* What follows the codes of a group is part of it: their parenthesis has not been closed yet. */
static bool goes_on(const struct note_parser *p)
{
	const char *sign = strpbrk(p->text + p->token.at, "()");
	return p->token.kind == TOKEN_OPEN || (sign && *sign == ')' && p->token.kind != TOKEN_CLOSE);
}

/* "(A1C)", "(B12 deficiency)": no known code, and not even spelled as codes mostly are. */
static bool is_unlikely(const struct note_parser *p, const struct item *item)
{
	if (item->reference.from_known || item->dotted)
		return false;
	const char *code = item->reference.reference.from;
	return (p->token.kind == TOKEN_WORD && !at_word(p, WORD_WITH | WORD_AND)) ||
	       (!item->misspelt && (!is_digit(code[1]) || !is_digit(code[2])));
}

/* The token opens a parenthesis. False, and nothing moved, when no code stands first in it. */
static bool take_group(struct note_parser *p)
{
	struct note_mark mark = mark_here(p);
	struct item item;
	bool except = (p->before & WORD_EXCEPT) != 0;
	size_t first = p->count;
	next_token(p);
	while (at_word(p, WORD_CATEGORY | WORD_CLASSIFIES | WORD_ARTICLE | WORD_ALSO | WORD_IN | WORD_PREPOSITION |
				  WORD_EXCEPT)) {
		except |= at_word(p, WORD_EXCEPT);
		next_token(p);
	}
	if (!is_code(p, true))
		return go_back(p, &mark);
	take_item(p, true, &item);
	if (item.hyphenated || is_unlikely(p, &item))
		return go_back(p, &mark);
	enum icd_role role = except ? ICD_ROLE_EXCEPT : ICD_ROLE_MEANT;
	append(p, &item, role);
	take_list(p, IN_GROUP, role);
	p->grouped = true;
	skip_signs(p);
	if (goes_on(p))
		p->garbled = true;
	if (take_token(p, TOKEN_CLOSE))
		qualify(p, AFTER_GROUP, first);
	return true;
}

/* Outside parentheses: what shows that a code is meant? */
static bool is_evident(const struct note_parser *p, const struct item *item, unsigned before)
{
	if (item->hyphenated || item->misspelt)
		return false;
	if (item->dotted) {
		char category[4] = {0};
		memcpy(category, item->reference.reference.from, 3);
		return p->known(p->context, category);
	}
	if (before & WORD_CATEGORY)
		return true;
	if (!item->reference.from_known)
		return false;
	if ((before & WORD_PREPOSITION) && (p->sentence & WORD_CLASSIFIES))
		return true;
	if ((before & WORD_IN) && (p->sentence & (WORD_CLASSIFIES | WORD_CONDITION)))
		return true;
	return item->open || (item->range && item->reference.to_known);
}

/* The token is a code outside parentheses. */
static void take_prose_list(struct note_parser *p)
{
	struct note_mark mark = mark_here(p);
	struct item item;
	bool at_start = strspn(p->text, " \t\r\n") == p->token.at;
	bool about = (p->before & WORD_FOR) || ((p->before_that & WORD_FOR) && (p->before & WORD_CATEGORY));
	bool describes = p->before & (WORD_IN | WORD_PREPOSITION | WORD_CATEGORY);
	enum icd_role role = p->excepting ? ICD_ROLE_EXCEPT : about ? ICD_ROLE_MENTIONED : ICD_ROLE_MEANT;
	take_item(p, false, &item);
	bool evident = is_evident(p, &item, p->before);
	if (!evident && (!at_start || item.hyphenated || !item.reference.from_known)) {
		go_back(p, &mark);
		next_token(p);
		return;
	}
	append(p, &item, role);
	take_list(p, IN_PROSE, role);
	for (size_t i = mark.count; i < p->count; i++)
		p->describes[i] = describes;
	/* A note that is nothing but codes needs no other evidence. */
	if (!evident)
		skip_signs(p);
	if (!evident && p->token.kind != TOKEN_END) {
		go_back(p, &mark);
		next_token(p);
	}
}

/* Moves over a token that is no code, keeping in mind what the sentence says. */
static void take_other(struct note_parser *p)
{
	unsigned classes = p->token.classes;
	const char *after = p->text + p->at;
	bool ends = p->token.kind == TOKEN_SEMICOLON ||
		    (p->token.kind == TOKEN_PERIOD && is_upper(after[strspn(after, " \t\r\n")]));
	if (p->token.kind == TOKEN_WORD) {
		bool negates = (p->before & WORD_NOT) && (classes & WORD_CLASSIFIES);
		if ((classes & WORD_EXCEPT) || negates)
			p->excepting = EXCEPT_REACH;
		else if (p->excepting)
			p->excepting--;
		p->sentence |= classes;
		if (!(classes & WORD_ALSO)) {
			p->before_that = p->before;
			p->before = classes;
		}
	} else {
		p->before = p->before_that = 0;
		p->excepting = 0;
	}
	if (ends)
		p->sentence = 0;
	next_token(p);
}

static void parse(struct note_parser *p)
{
	next_token(p);
	while (p->token.kind != TOKEN_END) {
		size_t count = p->count;
		if (p->token.kind == TOKEN_CODE)
			take_prose_list(p);
		else if (p->token.kind != TOKEN_OPEN || !take_group(p))
			take_other(p);
		if (p->count != count)
			p->excepting = p->before = p->before_that = 0;
	}
	for (size_t i = 0; i < p->count; i++)
		if (p->grouped && p->describes[i] && p->out[i].reference.role == ICD_ROLE_MEANT)
			p->out[i].reference.role = ICD_ROLE_MENTIONED;
}

static enum note_outcome outcome_of(const struct note_parser *p)
{
	if (p->garbled)
		return NOTE_NOT_UNDERSTOOD;
	for (size_t i = 0; i < p->count; i++)
		if (p->out[i].from_known && p->out[i].to_known)
			return NOTE_RESOLVED;
	return NOTE_NAMES_NO_CODE;
}

/* The spans are those of the table's text: the note does not have them. */
static void forget_spans(struct note_parser *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct icd_reference *reference = &p->out[i].reference;
		reference->text_at = reference->text_length = 0;
		reference->qualifier_at = reference->qualifier_length = 0;
	}
}

enum note_outcome note_parse(const char *text, const char *at, note_code_known *known, void *context,
			     struct note_reference out[NOTE_REFERENCES_MAX], size_t *count)
{
	const char *codes = place_note_references(text, at);
	struct note_parser p = {.text = codes ? codes : text, .known = known, .context = context, .out = out};
	/* No code is without a digit, and most notes are. */
	if (strpbrk(p.text, "0123456789"))
		parse(&p);
	if (codes)
		forget_spans(&p);
	*count = p.count;
	return outcome_of(&p);
}
