/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reference.h"

#include <stdio.h>
#include <string.h>

/*
 * Record form: flags, role, qualifier, from, [to], first, last, text_at, text_length,
 * [qualifier_at, qualifier_length], then what the qualifier needs: FROM position and
 * parts; ENDING parts; CHARACTERS positions and characters.
 */
#define FLAG_RANGE   1u /* `to` differs and follows */
#define FLAG_WRITTEN 2u /* the place of the qualifier follows */
#define FLAGS_ALL    3u

#define FIRST_POSITION 4
#define LAST_POSITION  ICD_CODE_LENGTH

uint8_t icd_position_bit(unsigned position)
{
	if (position < FIRST_POSITION || position > LAST_POSITION)
		return 0;
	return (uint8_t)(1u << (position - FIRST_POSITION));
}

uint64_t icd_character_bit(char c)
{
	if (c >= '0' && c <= '9')
		return UINT64_C(1) << (c - '0');
	if (c >= 'A' && c <= 'Z')
		return UINT64_C(1) << (c - 'A' + 10);
	return 0;
}

static bool has_part(const struct icd_reference *reference, const char *text, size_t length)
{
	for (size_t i = 0; i < reference->part_count; i++) {
		size_t part = strlen(reference->parts[i]);
		if (part <= length && memcmp(text, reference->parts[i], part) == 0)
			return true;
	}
	return false;
}

/* Does a stretch of a code read like the part, in which a dash is any character? */
static bool reads_like(const char *code, const char *part)
{
	for (; *part; part++, code++) {
		if (*part != '-' && *part != *code)
			return false;
	}
	return true;
}

static bool ends_in_part(const struct icd_reference *reference, const char *code, size_t length)
{
	size_t named = strlen(reference->from);
	if (length == ICD_CODE_LENGTH && code[length - 1] >= 'A') {
		length--;
		while (length > 3 && code[length - 1] == 'X')
			length--;
	}
	for (size_t i = 0; i < reference->part_count; i++) {
		size_t part = strlen(reference->parts[i]);
		if (named + part <= length && reads_like(code + length - part, reference->parts[i]))
			return true;
	}
	return false;
}

static bool has_character(const struct icd_reference *reference, const char *code, size_t length)
{
	for (unsigned position = LAST_POSITION; position >= FIRST_POSITION; position--) {
		if (!(reference->positions & icd_position_bit(position)) || length < position)
			continue;
		uint64_t bit = icd_character_bit(code[position - 1]);
		if (reference->characters & bit)
			return true;
		if (code[position - 1] != 'X')
			return false;
	}
	return false;
}

bool icd_reference_matches(const struct icd_reference *reference, const char *code)
{
	size_t length = strnlen(code, ICD_CODE_LENGTH);
	size_t start = reference->position - 1u;
	switch (reference->qualifier) {
	case ICD_QUALIFIER_NONE:
		return true;
	case ICD_QUALIFIER_FROM:
		return start < length && has_part(reference, code + start, length - start);
	case ICD_QUALIFIER_ENDING:
		return ends_in_part(reference, code, length);
	case ICD_QUALIFIER_CHARACTERS:
		return has_character(reference, code, length);
	}
	return false;
}

bool icd_references_mean(const struct icd_reference *references, size_t count, const char *code, uint32_t ordinal)
{
	bool meant = false;
	for (size_t i = 0; i < count; i++) {
		const struct icd_reference *reference = &references[i];
		if (ordinal < reference->first || ordinal > reference->last || reference->role == ICD_ROLE_MENTIONED ||
		    !icd_reference_matches(reference, code))
			continue;
		if (reference->role == ICD_ROLE_EXCEPT)
			return false;
		meant = true;
	}
	return meant;
}

bool icd_references_touch(const struct icd_reference *references, size_t count, uint32_t first, uint32_t last)
{
	for (size_t i = 0; i < count; i++) {
		const struct icd_reference *reference = &references[i];
		if (reference->role == ICD_ROLE_MEANT && reference->first <= last && reference->last >= first)
			return true;
	}
	return false;
}

/* A text being written into a buffer of fixed size; what does not fit is left out. */
struct line {
	char *out;
	size_t size, length;
};

static void add_character(struct line *line, char c)
{
	if (line->length + 1 < line->size)
		line->out[line->length++] = c;
}

static void add(struct line *line, const char *text)
{
	while (*text)
		add_character(line, *text++);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Copies a stretch of the note, white space folded; an index may not be believed about its length. */
static void add_folded(struct line *line, const char *note, uint32_t at, uint32_t length)
{
	size_t size = strlen(note);
	size_t end = at > size ? size : length > size - at ? size : (size_t)at + length;
	for (size_t i = at; i < end; i++) {
		if (!is_space(note[i]))
			add_character(line, note[i]);
		else if (line->length && line->out[line->length - 1] != ' ')
			add_character(line, ' ');
	}
}

static void add_positions(struct line *line, const struct icd_reference *reference)
{
	static const char *const names[] = {"4th", "5th", "6th", "7th"};
	const char *between = " with ";
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(reference->positions & (1u << i)))
			continue;
		add(line, between);
		add(line, names[i]);
		between = " or ";
	}
	add(line, " character ");
}

static void add_set(struct line *line, const struct icd_reference *reference)
{
	const char *between = "";
	for (const char *c = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; *c; c++) {
		if (!(reference->characters & icd_character_bit(*c)))
			continue;
		add(line, between);
		add_character(line, *c);
		between = ", ";
	}
}

static void add_parts(struct line *line, const struct icd_reference *reference, const char *before)
{
	for (size_t i = 0; i < reference->part_count; i++) {
		if (i)
			add(line, ", ");
		if (*reference->parts[i] != '-')
			add(line, before);
		add(line, reference->parts[i]);
	}
}

static void add_qualifier(struct line *line, const struct icd_reference *reference)
{
	switch (reference->qualifier) {
	case ICD_QUALIFIER_FROM:
		if (reference->position == FIRST_POSITION) {
			add(line, " with ");
			add_parts(line, reference, ".");
		} else {
			char from[] = " with characters from the 0th on ";
			*strchr(from, '0') = (char)('0' + reference->position);
			add(line, from);
			add_parts(line, reference, "");
		}
		break;
	case ICD_QUALIFIER_ENDING:
		add(line, " with final characters ");
		add_parts(line, reference, "-");
		break;
	case ICD_QUALIFIER_CHARACTERS:
		add_positions(line, reference);
		add_set(line, reference);
		break;
	default:
		break;
	}
}

const char *icd_reference_text(const struct icd_reference *reference, const char *note, char *out, size_t size)
{
	struct line line = {.out = out, .size = size};
	char code[ICD_DOTTED_SIZE];
	if (reference->text_length) {
		add_folded(&line, note, reference->text_at, reference->text_length);
	} else {
		add(&line, icd_code_format(reference->from, code));
		if (strcmp(reference->from, reference->to) != 0) {
			add(&line, "-");
			add(&line, icd_code_format(reference->to, code));
		}
	}
	if (reference->qualifier_length) {
		add(&line, " ");
		add_folded(&line, note, reference->qualifier_at, reference->qualifier_length);
	} else {
		add_qualifier(&line, reference);
	}
	if (size)
		out[line.length] = '\0';
	return out;
}

static void walk_qualifier(const struct icd_codec *c, struct icd_reference *reference)
{
	if (reference->qualifier == ICD_QUALIFIER_FROM) {
		ICD_CODEC_NUMBER(c, reference->position, LAST_POSITION);
		icd_codec_expect(c, reference->position >= FIRST_POSITION);
	}
	if (reference->qualifier == ICD_QUALIFIER_FROM || reference->qualifier == ICD_QUALIFIER_ENDING) {
		ICD_CODEC_NUMBER(c, reference->part_count, ICD_REFERENCE_PARTS);
		for (size_t i = 0; i < reference->part_count && icd_codec_well(c); i++)
			icd_codec_short_text(c, reference->parts[i], sizeof reference->parts[i]);
	}
	if (reference->qualifier == ICD_QUALIFIER_CHARACTERS) {
		ICD_CODEC_NUMBER(c, reference->positions, 15);
		ICD_CODEC_NUMBER64(c, reference->characters);
	}
}

/* When it is read, the reference is all 0 at first. */
static void walk_reference(const struct icd_codec *c, struct icd_reference *reference)
{
	unsigned flags = (strcmp(reference->from, reference->to) != 0 ? FLAG_RANGE : 0) |
			 (reference->qualifier_length ? FLAG_WRITTEN : 0);
	ICD_CODEC_NUMBER(c, flags, FLAGS_ALL);
	ICD_CODEC_NUMBER(c, reference->role, ICD_ROLES - 1);
	ICD_CODEC_NUMBER(c, reference->qualifier, ICD_QUALIFIERS - 1);
	icd_codec_short_text(c, reference->from, sizeof reference->from);
	if (flags & FLAG_RANGE)
		icd_codec_short_text(c, reference->to, sizeof reference->to);
	else if (c->in)
		memcpy(reference->to, reference->from, sizeof reference->to);
	ICD_CODEC_NUMBER(c, reference->first, UINT32_MAX);
	ICD_CODEC_NUMBER(c, reference->last, UINT32_MAX);
	ICD_CODEC_NUMBER(c, reference->text_at, UINT32_MAX);
	ICD_CODEC_NUMBER(c, reference->text_length, UINT32_MAX);
	if (flags & FLAG_WRITTEN) {
		ICD_CODEC_NUMBER(c, reference->qualifier_at, UINT32_MAX);
		ICD_CODEC_NUMBER(c, reference->qualifier_length, UINT32_MAX);
	}
	walk_qualifier(c, reference);
}

void icd_put_reference(struct icd_buffer *buffer, const struct icd_reference *reference)
{
	walk_reference(&(struct icd_codec){.out = buffer}, (struct icd_reference *)reference);
}

void icd_get_reference(struct icd_reader *reader, struct icd_reference *reference)
{
	memset(reference, 0, sizeof *reference);
	walk_reference(&(struct icd_codec){.in = reader}, reference);
	if (reader->failed)
		memset(reference, 0, sizeof *reference);
}
