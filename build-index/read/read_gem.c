/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CMS and NCHS, General Equivalence Mappings of diagnosis codes, appendix A: lines of a source, blanks, a target, blanks
 * and five flags (approximate, no map, combination, scenario, choice list). Codes have no dot; the target of a source
 * without any is NoDx. Sources of ICD-9-CM take 5 columns, those of ICD-10-CM 7.
 *
 *	7242  M545    00000		M545    7242  00000
 *	11511 B395    10111		R29700  NoDx  11000
 *	11511 G02     10112
 *
 * The mapping of 2018 has one code with a small letter (v5889).
 */
#include "formats/lines.h"
#include "release.h"

#include <stdlib.h>
#include <string.h>

#define LINES_LOOKED_AT 64
#define LINE_MOST       256 /* bytes; the official ones have 20 */

/* ---- what stands in a line ---- */

struct gem_fields {
	struct span source, target, flags;
	size_t target_at; /* columns before it */
};

static struct span next_field(struct span *rest)
{
	struct span field = {rest->text, 0};
	while (rest->length && *rest->text == ' ') {
		rest->text++;
		rest->length--;
	}
	field.text = rest->text;
	while (rest->length && *rest->text != ' ') {
		rest->text++;
		rest->length--;
		field.length++;
	}
	return field;
}

/* Are there three of them? */
static bool take_fields(const struct line *line, struct gem_fields *out)
{
	struct span rest = {line->text, line->length < LINE_MOST ? line->length : LINE_MOST};
	out->source = next_field(&rest);
	out->target = next_field(&rest);
	out->flags = next_field(&rest);
	out->target_at = (size_t)(out->target.text - line->text);
	return out->flags.length && !next_field(&rest).length && line->length <= LINE_MOST;
}

static bool are_flags(struct span flags)
{
	for (size_t i = 0; i < flags.length; i++) {
		if (flags.text[i] < '0' || flags.text[i] > (i < 3 ? '1' : '9'))
			return false;
	}
	return flags.length == 5;
}

/* Nothing but letters and digits: codes are typed here as they are stored, but for case. */
static bool is_plain(struct span code)
{
	for (size_t i = 0; i < code.length; i++) {
		if (!icd_is_letter_or_digit(code.text[i]))
			return false;
	}
	return true;
}

static bool is_icd9(struct span code)
{
	char stored[ICD9_CODE_SIZE];
	return is_plain(code) && icd9_code_parse(code.text, code.length, stored);
}

static bool is_icd10(struct span code)
{
	struct icd_typed_code typed;
	return is_plain(code) && icd_code_parse(code.text, code.length, &typed) && !typed.open;
}

static bool is_code_of(bool icd9, struct span code)
{
	return icd9 ? is_icd9(code) : is_icd10(code);
}

/* ---- which mapping it is ---- */

static bool row_fits(const struct gem_fields *row, enum icd_gem gem)
{
	bool from_9 = gem == ICD_GEM_FROM_9;
	return is_code_of(from_9, row->source) &&
	       (span_is(row->target, ICD_GEM_NONE) || is_code_of(!from_9, row->target));
}

/* E and V codes may be of either code set; then the columns tell. */
static enum icd_file_kind kind_of_row(const struct line *line)
{
	struct gem_fields row;
	if (!take_fields(line, &row) || !are_flags(row.flags))
		return ICD_FILE_UNKNOWN;
	bool from_9 = row_fits(&row, ICD_GEM_FROM_9), from_10 = row_fits(&row, ICD_GEM_FROM_10);
	if (from_9 && from_10)
		from_10 = row.target_at > ICD9_CODE_SIZE;
	return from_10 ? ICD_FILE_GEM_FROM_10 : from_9 ? ICD_FILE_GEM_FROM_9 : ICD_FILE_UNKNOWN;
}

enum icd_file_kind gem_kind(const struct input *in)
{
	struct line_cursor cursor = lines_of(in);
	struct line line;
	size_t votes[ICD_FILE_KINDS] = {0}, lines = 0;
	while (lines < LINES_LOOKED_AT && next_line(&cursor, &line)) {
		if (line_is_blank(&line))
			continue;
		votes[kind_of_row(&line)]++;
		lines++;
	}
	if (votes[ICD_FILE_GEM_FROM_9] * 2 > lines)
		return ICD_FILE_GEM_FROM_9;
	return votes[ICD_FILE_GEM_FROM_10] * 2 > lines ? ICD_FILE_GEM_FROM_10 : ICD_FILE_UNKNOWN;
}

/* ---- its rows ---- */

struct gem_reader {
	const struct input *in;
	enum icd_gem gem;
	struct icd_pool *pool;
	struct gem_row *rows;
	size_t count, capacity;
	enum line_end end; /* of the first line */
	bool canonical;
};

int gem_row_compare(const struct gem_row *a, const struct gem_row *b)
{
	return strcmp(a->source, b->source) ?: icd_gem_row_compare(&a->says, &b->says);
}

static int by_row_and_line(const void *a, const void *b)
{
	const struct gem_row *left = a, *right = b;
	return gem_row_compare(left, right) ?: ICD_ORDER(left->line, right->line);
}

static bool refuse(const struct gem_reader *r, const struct line *line, const char *what, struct span field,
		   const char *expected, struct icd_error *err)
{
	int shown = (int)(field.length < 40 ? field.length : 40);
	return icd_fail(err, "%s:%u: %s '%.*s', expected %s", r->in->name, line->number, what, shown, field.text,
			expected);
}

static const char *expected_code(bool icd9)
{
	return icd9 ? "a code of ICD-9-CM without dot, such as 7242" : "a code of ICD-10-CM without dot, such as M545";
}

/* Do the flags fit each other and the target? */
static bool check_flags(const struct gem_reader *r, const struct line *line, const struct gem_fields *fields,
			struct icd_error *err)
{
	const char *flags = fields->flags.text;
	bool none = span_is(fields->target, ICD_GEM_NONE), combined = flags[2] == '1';
	if (none != (flags[1] == '1'))
		return refuse(r, line, "flags", fields->flags,
			      none ? "1 as the second one, for there is no target"
				   : "0 as the second one, for there is a target",
			      err);
	if (combined != (flags[3] != '0') || combined != (flags[4] != '0'))
		return refuse(r, line, "flags", fields->flags,
			      "a scenario and a choice list from 1 in a combination, 0 for both in a single row", err);
	return true;
}

static bool check_fields(const struct gem_reader *r, const struct line *line, struct gem_fields *fields,
			 struct icd_error *err)
{
	bool from_9 = r->gem == ICD_GEM_FROM_9;
	if (!take_fields(line, fields))
		return refuse(r, line, "row", (struct span){line->text, line->length},
			      "a source, a target and five flags with blanks between them", err);
	if (!is_code_of(from_9, fields->source))
		return refuse(r, line, "source", fields->source, expected_code(from_9), err);
	if (!span_is(fields->target, ICD_GEM_NONE) && !is_code_of(!from_9, fields->target))
		return refuse(r, line, "target", fields->target, expected_code(!from_9), err);
	if (!are_flags(fields->flags))
		return refuse(r, line, "flags", fields->flags, "five digits, the first three 0 or 1", err);
	return check_flags(r, line, fields, err);
}

static const char *need_stored(struct icd_pool *pool, struct span code)
{
	char *stored = need_text(pool, code.text, code.length);
	for (char *at = stored; *at; at++)
		*at = icd_upper(*at);
	return stored;
}

static struct icd_gem_row says_of(struct icd_pool *pool, const struct gem_fields *fields)
{
	const char *flags = fields->flags.text;
	bool none = flags[1] == '1';
	return (struct icd_gem_row){
		.code = none ? "" : need_stored(pool, fields->target),
		.small = !none && icd_is_letter(*fields->target.text) &&
			 icd_upper(*fields->target.text) != *fields->target.text,
		.approximate = flags[0] == '1',
		.combination = flags[2] == '1',
		.scenario = (uint8_t)(flags[3] - '0'),
		.choice = (uint8_t)(flags[4] - '0'),
	};
}

/* Is the line laid out as published, and does its row stand after the one before? */
static bool is_canonical(const struct gem_reader *r, const struct line *line, const struct gem_row *row)
{
	char text[ICD_GEM_ROW];
	int length = icd_gem_row_write(r->gem, row->source, &row->says, text);
	return (size_t)length == line->length && memcmp(text, line->text, line->length) == 0 &&
	       (!r->count || gem_row_compare(&r->rows[r->count - 1], row) < 0);
}

static bool read_row(struct gem_reader *r, const struct line *line, struct icd_error *err)
{
	struct gem_fields fields;
	if (r->count == 0)
		r->end = line->end;
	r->canonical &= line->end == r->end;
	if (line_is_blank(line)) {
		r->canonical = false;
		return true;
	}
	if (!check_line(r->in, line, err) || !check_fields(r, line, &fields, err))
		return false;
	struct gem_row row = {need_stored(r->pool, fields.source), says_of(r->pool, &fields), line->number};
	r->canonical &= is_canonical(r, line, &row);
	*one_more(r->rows, r->count, r->capacity) = row;
	return true;
}

/* Of rows in order: does none stand twice, and has no source both targets and none? */
static bool check_rows(const struct gem_reader *r, struct icd_error *err)
{
	for (size_t i = 1; i < r->count; i++) {
		const struct gem_row *one = &r->rows[i - 1], *other = &r->rows[i];
		uint32_t first = one->line < other->line ? one->line : other->line;
		uint32_t later = one->line < other->line ? other->line : one->line;
		if (gem_row_compare(one, other) == 0)
			return icd_fail(err, "%s:%u: the row of line %u stands here again, expected each row once",
					r->in->name, later, first);
		if (strcmp(one->source, other->source) == 0 && !*one->says.code)
			return icd_fail(err,
					"%s:%u: %s has both targets and none, see line %u, expected one of the two",
					r->in->name, later, one->source, first);
	}
	return true;
}

static bool read_rows(struct gem_reader *r, struct icd_error *err)
{
	struct line_cursor cursor = lines_of(r->in);
	struct line line;
	r->canonical = cursor.at == r->in->data;
	while (next_line(&cursor, &line)) {
		if (!read_row(r, &line, err))
			return false;
	}
	if (!r->count)
		return icd_fail(err, "%s:1: no rows, expected those of a general equivalence mapping", r->in->name);
	qsort(r->rows, r->count, sizeof *r->rows, by_row_and_line);
	return check_rows(r, err);
}

bool read_gem(const struct input *in, enum icd_gem gem, struct icd_pool *pool, struct gem_table **out,
	      struct icd_error *err)
{
	struct gem_reader r = {.in = in, .gem = gem, .pool = pool};
	bool done = read_rows(&r, err);
	if (done) {
		*out = need(pool, 1, sizeof **out);
		**out = (struct gem_table){
			.rows = need_copy(pool, r.rows, r.count, sizeof *r.rows),
			.count = r.count,
			.uses_lf = r.end == LINE_END_LF,
			.canonical = r.canonical,
		};
	}
	free(r.rows);
	return done;
}
