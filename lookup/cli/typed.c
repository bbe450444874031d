/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "typed.h"

#include "guideline/guideline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the text ---- */

/* Wide letters, dots and blanks of all kinds become plain ones, dashes "-"; characters of no width go. */
static const char *plain(struct icd_pool *pool, const char *text)
{
	const char *end = text + strlen(text);
	char *out = icd_pool_take(pool, (size_t)(end - text) + 1, 1);
	size_t used = 0;
	while (out && text < end) {
		struct icd_char character = icd_char_at(text, end);
		if (character.kind == ICD_CHAR_DASH) {
			out[used++] = '-';
		} else if (character.kind == ICD_CHAR_DOT) {
			out[used++] = '.';
		} else if (character.kind == ICD_CHAR_SPACE) {
			out[used++] = *text == '\t' ? '\t' : ' ';
		} else if (character.kind == ICD_CHAR_CODE) {
			out[used++] = character.lower ? icd_lower(character.value) : character.value;
		} else if (character.kind != ICD_CHAR_HIDDEN) {
			memcpy(out + used, text, character.size);
			used += character.size;
		}
		text += character.size;
	}
	return out ? out : "";
}

/* Is the character a letter, a digit or a mark on one? Its bytes are counted, also where it is none. */
static bool is_word_character(const char *at, unsigned *bytes)
{
	struct icd_char character = icd_char_at(at, at + strnlen(at, 4));
	*bytes = character.size;
	return character.kind == ICD_CHAR_CODE || character.kind == ICD_CHAR_WORD;
}

static bool begins_word(const char *at)
{
	unsigned bytes;
	return is_word_character(at, &bytes);
}

/* Where the word ends that begins here: a dot or an apostrophe before a letter or digit belongs to it. */
static const char *word_end(const char *at)
{
	unsigned bytes;
	for (;;) {
		if (is_word_character(at, &bytes))
			at += bytes;
		else if ((*at == '.' || *at == '\'') && begins_word(at + 1))
			at++;
		else
			return at;
	}
}

/* ---- codes ---- */

struct reading {
	struct icd_store *store;
	struct icd_pool *pool; /* of the answer */
	struct icd_pool work;
	struct icd_error *err;
	bool failed;
	struct typed *out;
	size_t room;
	const char *at;
	char mark;
};

struct found_code {
	char code[ICD_CODE_SIZE];
	uint32_t ordinal;
	bool known, below;
};

static bool look_up(struct reading *r, const char *code, struct found_code *found)
{
	struct icd_code_record record;
	*found = (struct found_code){.code = ""};
	icd_pool_reset(&r->work);
	enum icd_found got = icd_store_code(r->store, &r->work, code, &record, r->err);
	r->failed |= got == ICD_FAILED;
	if (got != ICD_FOUND)
		return false;
	snprintf(found->code, sizeof found->code, "%s", record.code);
	found->known = true;
	found->ordinal = record.ordinal;
	found->below = record.children.count > 0;
	return true;
}

static bool is_category(struct reading *r, const char *letters)
{
	struct found_code found;
	char category[4];
	snprintf(category, sizeof category, "%.3s", letters);
	return look_up(r, category, &found);
}

/* Stands nothing but digits and X between the third and the last character? */
static bool filled_with_digits(const char *letters)
{
	size_t length = strlen(letters);
	bool filled = length > 3;
	for (size_t i = 3; i + 1 < length; i++)
		filled &= icd_is_digit(letters[i]) || letters[i] == 'X';
	return filled;
}

/* A spelling whose category the book has, or that has a dot. Without its dot, behind other words, it is to be a code
 * or to look like one. */
static bool is_spelled(struct reading *r, const char *code, bool first, bool dot, struct found_code *found)
{
	if (look_up(r, code, found))
		return true;
	snprintf(found->code, sizeof found->code, "%s", code);
	return is_category(r, code) ? first || dot || filled_with_digits(code) : dot && icd_is_digit(code[1]);
}

/* No spelling of a code, but a slip in one: its dot is in the wrong place, or it has an X too many. */
static bool is_slip(struct reading *r, const char *word, struct found_code *found)
{
	char letters[ICD_LOOSE_SIZE];
	*found = (struct found_code){.code = ""};
	return icd_code_read_loosely(word, letters) && (strchr(word, '.') || filled_with_digits(letters)) &&
	       is_category(r, letters);
}

/* ---- pieces ---- */

static struct typed_piece *add(struct reading *r, enum typed_kind kind, const char *to)
{
	struct typed *out = r->out;
	if (!icd_pool_room(r->pool, &out->at, out->count, &r->room, sizeof *out->at)) {
		r->failed = !icd_out_of_memory(r->err);
		return NULL;
	}
	struct typed_piece *piece = &out->at[out->count++];
	*piece = (struct typed_piece){.kind = kind, .mark = r->mark};
	piece->from = (size_t)(r->at - out->text);
	piece->to = (size_t)(to - out->text);
	piece->text = icd_pool_text(r->pool, r->at, (size_t)(to - r->at));
	r->at = to;
	r->mark = ' ';
	return piece;
}

/* ---- dates ---- */

/* "9/30/21", "9-30-2021", as records have it. */
static bool read_short_date(const char *text, icd_date *date)
{
	int month, day, year, used = 0;
	char full[40];
	size_t length = strlen(text);
	bool read = length <= 10 && (sscanf(text, "%2d/%2d/%4d%n", &month, &day, &year, &used) == 3 ||
				     sscanf(text, "%2d-%2d-%4d%n", &month, &day, &year, &used) == 3);
	if (!read || (size_t)used != length || !icd_is_digit(text[0]) || year < 0 || (year > 99 && year < 1900))
		return false;
	snprintf(full, sizeof full, "%d/%d/%d", month, day, year < 100 ? 2000 + year : year);
	return icd_date_parse(full, date);
}

#define DATE_MAX 64 /* bytes of words that may be a date: no more is looked at, even in a text without blanks */

/* As many words between blanks, up to three, as make a date: "9/30/2021", "Oct 1, 2021". Where it ends; NULL for none. */
static const char *date_end(const char *at, icd_date *date)
{
	char text[DATE_MAX + 1];
	const char *ends[3], *next = at;
	int count = 0;
	while (count < 3 && *next && *next != '\n') {
		while (*next && !strchr(" \t\n", *next) && next - at <= DATE_MAX)
			next++;
		if (next - at > DATE_MAX)
			break;
		ends[count++] = next;
		next += strspn(next, " \t");
	}
	while (count-- > 0) {
		const char *end = ends[count];
		while (end > at && strchr(",.;:?!)]", end[-1]))
			end--;
		snprintf(text, sizeof text, "%.*s", (int)(end - at), at);
		if (icd_date_read(text, date) || read_short_date(text, date))
			return end;
	}
	return NULL;
}

static bool add_if_date(struct reading *r)
{
	icd_date date;
	const char *end = date_end(r->at, &date);
	struct typed_piece *piece = end ? add(r, TYPED_DATE, end) : NULL;
	if (piece)
		piece->date = date;
	return end != NULL;
}

/* ---- codes of a text ---- */

static bool add_code(struct reading *r, const struct found_code *found, const char *to, const char *text)
{
	bool dotted = memchr(r->at, '.', (size_t)(to - r->at)) != NULL;
	struct typed_piece *piece = add(r, TYPED_CODE, to);
	if (!piece)
		return true;
	memcpy(piece->code, found->code, sizeof piece->code);
	piece->dotted = dotted;
	piece->known = found->known;
	piece->below = found->below;
	piece->ordinal = found->ordinal;
	if (text)
		piece->text = text;
	return true;
}

static const char *dotted_text(struct reading *r, const char *code)
{
	char text[ICD_DOTTED_SIZE];
	icd_code_format(code, text);
	return icd_pool_text(r->pool, text, strlen(text));
}

/* One mark, of those that stand where the dot should; where what is behind it begins, NULL when there is none. */
static const char *behind_dot(const char *at)
{
	static const char *const marks[] = {" ",
					    ",",
					    ".",
					    ":",
					    "-",
					    "_",
					    "\xc2\xb7",
					    "\xe2\x80\xa2",
					    "\xe2\x88\x99",
					    "\xe2\x80\xa7",
					    "\xe2\x8b\x85",
					    "\xe3\x83\xbb",
					    ". ",
					    " ."};
	const char *behind = NULL;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t size = strlen(marks[i]);
		if (strncmp(at, marks[i], size) == 0 && begins_word(at + size))
			behind = at + size;
	}
	return behind;
}

/* "M54,50", "M54 50": a category and what belongs behind its dot; "S72.001 A": the last character set apart. */
static bool add_parted_code(struct reading *r, const char *end)
{
	struct icd_typed_code typed;
	struct found_code found;
	char joined[2 * ICD_CODE_SIZE];
	const char *behind = behind_dot(end), *to = behind ? word_end(behind) : end;
	size_t length = (size_t)(end - r->at), rest = (size_t)(to - (behind ? behind : end));
	if (!behind || !icd_code_parse(r->at, length, &typed) || strlen(typed.code) + rest > ICD_CODE_LENGTH ||
	    memchr(behind, '.', rest) || strchr("/-:%", *to ? *to : ' '))
		return false;
	icd_date date;
	bool last = length > 3 && rest == 1 && (*end == ' ' || *end == '-') &&
		    (!icd_is_letter(*behind) || *behind < 'a' || !*to);
	if (date_end(behind, &date))
		return false;
	if (!last && (length != 3 || !icd_is_digit(typed.code[1])))
		return false;
	snprintf(joined, sizeof joined, "%s%.*s", typed.code, (int)rest, behind);
	for (char *c = joined; *c; c++)
		*c = icd_upper(*c);
	return look_up(r, joined, &found) && add_code(r, &found, to, dotted_text(r, joined));
}

/* A letter set apart: "M 54.50". */
static bool add_spaced_code(struct reading *r, const char *end)
{
	struct icd_typed_code typed;
	struct found_code found;
	if (end != r->at + 1 || *end != ' ' || !icd_is_digit(end[1]))
		return false;
	const char *to = word_end(end + 1);
	bool dotted = memchr(end, '.', (size_t)(to - end)) != NULL;
	return dotted && icd_code_parse(r->at, (size_t)(to - r->at), &typed) && look_up(r, typed.code, &found) &&
	       add_code(r, &found, to, dotted_text(r, found.code));
}

/* A code as the scanner reads it, too, with what stands for missing characters; behind a complete code nothing does. */
static bool add_spelled_code(struct reading *r, const char *text_end)
{
	struct icd_code_span span;
	struct found_code found;
	if (!icd_code_span_read(r->out->text, r->at, text_end, &span) ||
	    span.flags & (ICD_SPAN_GLUED | ICD_SPAN_NUMBER) ||
	    !is_spelled(r, span.code, r->out->count == 0, span.dotted, &found))
		return false;
	bool complete = found.known && !found.below;
	return add_code(r, &found, complete ? span.core : span.end,
			span.open == ICD_OPEN_WILDCARD && !complete
				? icd_pool_print(r->pool, "%s-", dotted_text(r, span.code))
				: NULL);
}

static bool add_if_code(struct reading *r, const char *end, const char *text_end)
{
	struct found_code found;
	const char *word = icd_pool_text(r->pool, r->at, (size_t)(end - r->at));
	struct icd_typed_code typed;
	if (add_parted_code(r, end) || add_spaced_code(r, end) || add_spelled_code(r, text_end))
		return true;
	bool spelled = icd_code_parse(word, strlen(word), &typed);
	if (spelled ? !is_spelled(r, typed.code, r->out->count == 0, strchr(word, '.') != NULL, &found)
		    : !is_slip(r, word, &found))
		return false;
	return (spelled || *end != '_') && add_code(r, &found, end, NULL);
}

/* ---- the rest ---- */

static bool add_if_section(struct reading *r, const char *end)
{
	char number[ICD_GUIDELINE_SIZE];
	const char *word = icd_pool_text(r->pool, r->at, (size_t)(end - r->at));
	if (!strchr(word, '.') || !icd_guideline_read(word, number))
		return false;
	add(r, TYPED_SECTION, end);
	return true;
}

/* "724.2": three digits, the dot, one or two more. Whether there is such a code is for others to ask. */
static bool add_if_icd9(struct reading *r, const char *end)
{
	size_t digits = strspn(r->at, "0123456789"), more = digits == 3 ? strspn(r->at + 4, "0123456789") : 0;
	if (digits != 3 || r->at[3] != '.' || more < 1 || more > 2 || end != r->at + 4 + more)
		return false;
	add(r, TYPED_ICD9, end);
	return true;
}

/* Goes on to the next word; a line or a cell that ends on the way weighs more than the first mark. */
static void skip_marks(struct reading *r)
{
	unsigned bytes;
	while (*r->at && !is_word_character(r->at, &bytes)) {
		if (*r->at == '\n' || (*r->at == '\t' && r->mark != '\n'))
			r->mark = *r->at;
		else if (r->mark == ' ' && *r->at != '\r')
			r->mark = (unsigned char)*r->at < 0x80 ? *r->at : '*';
		r->at += bytes;
	}
}

/* Is what parts two codes what parts the ends of a range: a dash, or "to"? */
static bool is_range_mark(const char *text, size_t length)
{
	static const char *const marks[] = {"-", "to", "through", "thru"};
	char word[12];
	while (length && (*text == ' ' || *text == '\t')) {
		text++;
		length--;
	}
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	snprintf(word, sizeof word, "%.*s", (int)length, text);
	bool is = false;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		is |= icd_same_but_case(word, marks[i]);
	return is;
}

/* Codes of one category, or two categories, or with nothing but a dash between, in the order of a range. */
static bool is_range(const char *text, const struct typed_piece *low, const struct typed_piece *high)
{
	bool categories = strlen(low->code) == 3 && strlen(high->code) == 3;
	bool tight = high->from == low->to + 1;
	bool ordered = low->known && high->known ? low->ordinal < high->ordinal : strcmp(low->code, high->code) < 0;
	return low->code[0] && high->code[0] && ordered &&
	       (categories || tight || strncmp(low->code, high->code, 3) == 0) &&
	       is_range_mark(text + low->to, high->from - low->to);
}

/* The word "to" between the ends of a range goes. */
static void join_ranges(struct typed *out)
{
	for (size_t i = 0; i + 1 < out->count; i++) {
		struct typed_piece *low = &out->at[i];
		for (size_t next = i + 1; next < out->count && next <= i + 2; next++) {
			if (low->kind != TYPED_CODE || out->at[next].kind != TYPED_CODE ||
			    !is_range(out->text, low, &out->at[next]))
				continue;
			low->to_next = true;
			memmove(&out->at[i + 1], &out->at[next], (out->count - next) * sizeof *out->at);
			out->count -= next - i - 1;
			break;
		}
	}
}

bool typed_read(struct icd_store *store, struct icd_pool *pool, const char *text, struct typed *out,
		struct icd_error *err)
{
	struct reading r = {.store = store, .pool = pool, .err = err, .out = out};
	*out = (struct typed){.text = plain(pool, text)};
	const char *text_end = out->text + strlen(out->text);
	r.at = out->text;
	r.mark = ' ';
	for (skip_marks(&r); *r.at && !r.failed; skip_marks(&r)) {
		const char *end = word_end(r.at);
		if (!add_if_date(&r) && !add_if_code(&r, end, text_end) && !add_if_section(&r, end) &&
		    !add_if_icd9(&r, end))
			add(&r, TYPED_WORD, end);
	}
	icd_pool_free(&r.work);
	if (!r.failed && pool->failed)
		r.failed = !icd_out_of_memory(err);
	if (!r.failed)
		join_ranges(out);
	return !r.failed;
}
