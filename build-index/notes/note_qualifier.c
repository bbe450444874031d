/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Qualifiers of the note grammar: "with .52", "with fifth or sixth character 5", "with final characters -23". */
#include "note_parser.h"

#include <ctype.h>
#include <string.h>

#define INTENT_CHARACTERS        "1234"       /* of poisoning: accident, self-harm, assault, undetermined */
#define OPEN_FRACTURE_CHARACTERS "BCEFHJMNQR" /* first and subsequent encounters for open fractures */

/* Characters a qualifier lists, ranges written out. */
struct values {
	size_t count;
	bool dotted; /* written with a dot */
	bool dashed; /* the first with a dash: "-23", where one more character stands before these */
	char at[ICD_REFERENCE_PARTS][ICD_REFERENCE_PART_SIZE];
};

static bool add_value(struct values *values, const char *text)
{
	if (values->count == ICD_REFERENCE_PARTS)
		return false;
	strcpy(values->at[values->count++], text);
	return true;
}

/* Adds what lies after `first` up to `last`: they are equally long and differ in one kind of
 * character at the end, or are numbers. */
static bool add_values_to(struct values *values, const char *first, const char *last)
{
	size_t length = strlen(first);
	char value[ICD_REFERENCE_PART_SIZE];
	if (strlen(last) != length || strcmp(first, last) >= 0)
		return false;
	bool numbers = strspn(first, "0123456789") == length && strspn(last, "0123456789") == length;
	if (!numbers &&
	    (strncmp(first, last, length - 1) != 0 || is_digit(first[length - 1]) != is_digit(last[length - 1])))
		return false;
	strcpy(value, first);
	while (strcmp(value, last) != 0) {
		size_t i = length - 1;
		while (value[i] == '9')
			value[i--] = '0';
		value[i]++;
		if (!add_value(values, value))
			return false;
	}
	return true;
}

/* [ dash ] [ "." ] characters */
static bool take_characters(struct note_parser *p, char out[ICD_REFERENCE_PART_SIZE], bool *dotted)
{
	struct note_mark mark = mark_here(p);
	take_token(p, TOKEN_DASH);
	*dotted |= take_token(p, TOKEN_PERIOD) || p->token.kind == TOKEN_PART;
	size_t dot = p->token.kind == TOKEN_PART;
	size_t length = p->token.length - dot;
	const char *text = p->text + p->token.at + dot;
	if ((!dot && p->token.kind != TOKEN_WORD) || length >= ICD_REFERENCE_PART_SIZE ||
	    !code_characters(text, length))
		return go_back(p, &mark);
	copy_upper(out, text, length);
	next_token(p);
	return true;
}

static bool take_value(struct note_parser *p, struct values *values)
{
	char first[ICD_REFERENCE_PART_SIZE], last[ICD_REFERENCE_PART_SIZE];
	values->dashed |= values->count == 0 && p->token.kind == TOKEN_DASH;
	if (!take_characters(p, first, &values->dotted) || !add_value(values, first))
		return false;
	struct note_mark mark = mark_here(p);
	bool dash = take_token(p, TOKEN_DASH);
	if (!dash && !take_word(p, WORD_TO))
		return true;
	if (take_characters(p, last, &values->dotted))
		return add_values_to(values, first, last);
	/* ".62-": a dash that says more may follow. */
	if (!dash || mark.token.spaced)
		go_back(p, &mark);
	return true;
}

static bool take_values(struct note_parser *p, struct values *values)
{
	memset(values, 0, sizeof *values);
	if (!take_value(p, values))
		return false;
	for (;;) {
		struct note_mark mark = mark_here(p);
		size_t count = values->count;
		if (!take_separators(p) || !take_value(p, values)) {
			go_back(p, &mark);
			return values->count == count; /* else a range that makes no sense */
		}
	}
}

/* The places that a qualifier speaks of. */
struct places {
	uint8_t positions;
	unsigned first, last;
	bool either; /* "fifth or sixth": one of them */
	bool final;
	bool indicates_open_fracture;
};

/* "character", "characters", "character(s)" */
static bool take_character_word(struct note_parser *p)
{
	if (!take_word(p, WORD_CHARACTER))
		return false;
	struct note_mark mark = mark_here(p);
	if (take_token(p, TOKEN_OPEN) && !(take_text(p, "s") && take_token(p, TOKEN_CLOSE)))
		go_back(p, &mark);
	return true;
}

static void add_ordinal(struct note_parser *p, struct places *places)
{
	places->positions |= icd_position_bit(p->token.position);
	if (!places->first)
		places->first = p->token.position;
	places->last = p->token.position;
	next_token(p);
}

/* ordinal { connective ordinal } "character" | "final" [ "character" ] */
static bool take_places(struct note_parser *p, struct places *places)
{
	if (take_word(p, WORD_FINAL)) {
		places->final = true;
		take_character_word(p);
		return true;
	}
	while (at_word(p, WORD_ORDINAL)) {
		add_ordinal(p, places);
		take_token(p, TOKEN_DASH);
		if (take_character_word(p)) {
			take_token(p, TOKEN_COMMA);
			if (!at_text(p, "or") || !then_comes(p, 0, WORD_ORDINAL))
				return true;
		}
		take_token(p, TOKEN_COMMA);
		places->either |= at_text(p, "or") || p->token.kind == TOKEN_SLASH;
		take_separators(p);
		take_word(p, WORD_TO);
	}
	return false;
}

/* What the codes must fulfil, read from places and values. */
struct qualifier {
	struct icd_reference narrowed; /* only the fields of the qualifier */
	size_t length;                 /* holds for codes of this length only; 0: for all */
};

static void set_characters(struct icd_reference *narrowed, uint8_t positions, const char *characters)
{
	narrowed->qualifier = ICD_QUALIFIER_CHARACTERS;
	narrowed->positions |= positions;
	for (; *characters; characters++)
		narrowed->characters |= icd_character_bit(*characters);
}

static void set_parts(struct icd_reference *narrowed, enum icd_qualifier kind, unsigned position,
		      const struct values *values)
{
	narrowed->qualifier = (uint8_t)kind;
	narrowed->position = (uint8_t)position;
	narrowed->part_count = (uint8_t)values->count;
	memcpy(narrowed->parts, values->at, sizeof values->at);
}

/* The length all values share, 0 when they differ. */
static size_t common_length(const struct values *values)
{
	size_t length = strlen(values->at[0]);
	for (size_t i = 1; i < values->count; i++)
		if (strlen(values->at[i]) != length)
			return 0;
	return length;
}

/* Of the longest part there is no room for one, and no need: it ends what codes have. */
static void put_dash(char part[ICD_REFERENCE_PART_SIZE])
{
	size_t length = strlen(part);
	if (length + 1 == ICD_REFERENCE_PART_SIZE)
		return;
	memmove(part + 1, part, length + 1);
	part[0] = '-';
}

static bool set_placed(struct icd_reference *narrowed, const struct places *places, const struct values *values)
{
	size_t length = common_length(values);
	size_t span = places->last - places->first + 1;
	if (places->final) {
		/* ".00" ends the code too, but from its dot on. */
		bool whole = values->dotted && length != 1;
		set_parts(narrowed, whole ? ICD_QUALIFIER_FROM : ICD_QUALIFIER_ENDING, whole ? 4 : 0, values);
		for (size_t i = 0; !whole && values->dashed && i < narrowed->part_count; i++)
			put_dash(narrowed->parts[i]);
		return true;
	}
	if (length == 1 && (places->first == places->last || places->either)) {
		for (size_t i = 0; i < values->count; i++)
			set_characters(narrowed, places->positions, values->at[i]);
		return true;
	}
	if (length > 1 && (span == 1 || span == length) && places->first <= places->last) {
		set_parts(narrowed, ICD_QUALIFIER_FROM, places->first, values);
		return true;
	}
	return false;
}

/* Values without a place continue the codes: ".52" after a category, "1" after B27.0-B27.9. */
static bool set_unplaced(struct qualifier *qualifier, const struct note_parser *p, const struct values *values)
{
	const struct icd_reference *code = &p->out[p->count - 1].reference;
	size_t length = strlen(code->from);
	if (length < 3 || length >= ICD_CODE_LENGTH || strlen(code->to) != length)
		return false;
	qualifier->length = length;
	set_parts(&qualifier->narrowed, ICD_QUALIFIER_FROM, (unsigned)length + 1, values);
	return true;
}

/* The token is an ordinal, "final" or "open": places and what follows them. */
static bool take_placed(struct note_parser *p, struct qualifier *qualifier)
{
	struct places places = {0};
	struct values values;
	places.indicates_open_fracture = take_text(p, "open") && take_text(p, "fracture");
	if (!take_places(p, &places))
		return false;
	while (take_word(p, WORD_COPULA | WORD_IN) || take_token(p, TOKEN_OTHER))
		;
	if (places.indicates_open_fracture) {
		set_characters(&qualifier->narrowed, places.positions, OPEN_FRACTURE_CHARACTERS);
		return places.positions == icd_position_bit(7);
	}
	if (take_values(p, &values) && set_placed(&qualifier->narrowed, &places, &values))
		return true;
	take_word(p, WORD_TO);
	if (take_word(p, WORD_INDICATE) && take_text(p, "intent") && places.positions) {
		set_characters(&qualifier->narrowed, places.positions, INTENT_CHARACTERS);
		return true;
	}
	/* It speaks of characters, but of which? */
	p->garbled = true;
	return false;
}

static bool take_qualifier(struct note_parser *p, enum setting setting, struct qualifier *qualifier, size_t *start)
{
	struct values values;
	memset(qualifier, 0, sizeof *qualifier);
	if (!take_token(p, TOKEN_COMMA))
		take_token(p, TOKEN_SEMICOLON);
	*start = p->token.at;
	bool with = take_word(p, WORD_WITH);
	while (with && take_word(p, WORD_ARTICLE))
		;
	bool placed = at_word(p, WORD_ORDINAL | WORD_FINAL) || at_text(p, "open");
	if (placed && (with || setting == IN_GROUP))
		return take_placed(p, qualifier);
	if (!with || setting == AFTER_GROUP || (setting == IN_PROSE && p->token.kind != TOKEN_PART))
		return false;
	return take_values(p, &values) && set_unplaced(qualifier, p, &values);
}

static void narrow(struct icd_reference *reference, const struct qualifier *qualifier, size_t start, size_t end)
{
	const struct icd_reference *by = &qualifier->narrowed;
	if (qualifier->length &&
	    (strlen(reference->from) != qualifier->length || strlen(reference->to) != qualifier->length))
		return;
	reference->qualifier = by->qualifier;
	reference->position = by->position;
	reference->positions = by->positions;
	reference->characters = by->characters;
	reference->part_count = by->part_count;
	memcpy(reference->parts, by->parts, sizeof by->parts);
	reference->qualifier_at = (uint32_t)start;
	reference->qualifier_length = (uint32_t)(end - start);
}

static size_t end_of_previous(const struct note_parser *p, size_t start)
{
	size_t end = p->token.at;
	while (end > start && (isspace((unsigned char)p->text[end - 1]) || strchr(",;", p->text[end - 1])))
		end--;
	return end;
}

bool qualify(struct note_parser *p, enum setting setting, size_t first)
{
	struct note_mark mark = mark_here(p);
	struct qualifier qualifier;
	size_t start;
	if (p->count == first || !take_qualifier(p, setting, &qualifier, &start))
		return go_back(p, &mark);
	size_t end = end_of_previous(p, start);
	for (size_t i = first; i < p->count; i++)
		narrow(&p->out[i].reference, &qualifier, start, end);
	return true;
}
