/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_line.h"

#include "base/base.h"
#include "common/common.h"
#include "formats/xml.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

unsigned index_line_level(const char **line)
{
	unsigned level = 0;
	while ((*line)[0] == '-' && (*line)[1] == ' ' && strncmp(*line, "- see ", 6) != 0) {
		level++;
		*line += 2;
	}
	return level;
}

/* ---- reading ---- */

/* The part of a line that is still to be read: it is taken away from its end. */
struct tail {
	const char *text;
	size_t length;
	struct icd_pool *pool;
};

static void cut_blanks(struct tail *tail)
{
	while (tail->length && icd_is_space(tail->text[tail->length - 1]))
		tail->length--;
}

static const char *take(const struct tail *tail, size_t from, size_t to)
{
	while (from < to && icd_is_space(tail->text[from]))
		from++;
	while (to > from && icd_is_space(tail->text[to - 1]))
		to--;
	return need_text(tail->pool, tail->text + from, to - from);
}

/* "M54.5", "M1A", "C44.10-", "M51.-": a code with a dash or without. */
static bool is_code(const char *word, size_t length)
{
	while (length && word[length - 1] == '-')
		length--;
	bool digit = false;
	size_t main = 0;
	for (; main < length && main < 3 && (icd_is_digit(word[main]) || (word[main] >= 'A' && word[main] <= 'Z'));
	     main++)
		digit |= icd_is_digit(word[main]);
	if (main < 3 || !digit || icd_is_digit(word[0]))
		return false;
	if (length == 3)
		return true;
	for (size_t i = 4; i < length; i++) {
		if (!icd_is_digit(word[i]) && !(word[i] >= 'A' && word[i] <= 'Z'))
			return false;
	}
	return word[3] == '.' && length <= ICD_DOTTED_SIZE - 1;
}

/* Where the last word of the text before `end` begins. */
static size_t word_start(const struct tail *tail, size_t end)
{
	while (end && !icd_is_space(tail->text[end - 1]))
		end--;
	return end;
}

static size_t blanks_before(const struct tail *tail, size_t at)
{
	while (at && icd_is_space(tail->text[at - 1]))
		at--;
	return at;
}

static bool is_word(const struct tail *tail, size_t from, size_t to, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == to - from && strncasecmp(tail->text + from, *words, to - from) == 0)
			return true;
	}
	return false;
}

/*
 * Where the codes at the end begin: "I60.8", "O00-, O01-", "T30 or T31". `length` when there are none. Codes after
 * "see category", "see Note at" are where that sends to.
 */
static size_t codes_start(const struct tail *tail)
{
	static const char *const joins[] = {"or", "and", NULL};
	static const char *const sends[] = {"see",  "also", "category", "categories", "subcategory", "subcategories",
					    "code", "to",   "at",       "with",       "from",        NULL};
	size_t start = tail->length;
	bool joined = true; /* the word before belongs to the codes, if it is one */
	for (size_t end = tail->length; end;) {
		size_t from = word_start(tail, end), word_end = end;
		bool comma = start < tail->length && tail->text[word_end - 1] == ',';
		word_end -= comma;
		if ((joined || comma) && is_code(tail->text + from, word_end - from))
			start = from;
		else if (start == tail->length || !is_word(tail, from, word_end, joins))
			break;
		joined = start != from;
		end = blanks_before(tail, from);
	}
	size_t before = blanks_before(tail, start), from = word_start(tail, before);
	bool sent = start < tail->length && before && is_word(tail, from, before, sends) && from;
	return sent ? tail->length : start;
}

static void read_manifestation(struct tail *tail, struct icd_index_term *says)
{
	cut_blanks(tail);
	if (!tail->length || tail->text[tail->length - 1] != ']')
		return;
	size_t open = tail->length - 1;
	while (open && tail->text[open] != '[')
		open--;
	struct tail inside = {tail->text + open + 1, tail->length - open - 2, tail->pool};
	if (tail->text[open] != '[' || !inside.length || codes_start(&inside) != 0)
		return;
	says->parts[ICD_PART_MANIFESTATION] = take(&inside, 0, inside.length);
	tail->length = open;
	cut_blanks(tail);
}

static void read_code(struct tail *tail, struct icd_index_term *says)
{
	size_t start = codes_start(tail);
	if (start == tail->length)
		return;
	says->parts[ICD_PART_CODE] = take(tail, start, tail->length);
	tail->length = start;
	cut_blanks(tail);
}

/* How long "- see " or "-see " is at the start of the text; 0 when it does not begin so. */
static size_t see_length(const char *text)
{
	return strncmp(text, "- see ", 6) == 0 ? 6 : strncmp(text, "-see ", 5) == 0 ? 5 : 0;
}

/* Where " - see " begins, the first one outside of parentheses; `length` when there is none. */
static size_t find_see(const struct tail *tail, size_t from)
{
	unsigned depth = 0;
	for (size_t i = from; i < tail->length; i++) {
		const char *at = tail->text + i;
		depth += *at == '(';
		depth -= *at == ')' && depth > 0;
		if (depth == 0 && see_length(at) && (i == 0 || icd_is_space(at[-1])))
			return i;
	}
	return tail->length;
}

static bool begins(const struct tail *tail, size_t at, const char *with)
{
	size_t length = strlen(with);
	return at + length <= tail->length && strncmp(tail->text + at, with, length) == 0;
}

/* What stands from `at` to `end`, after "see ". */
static void read_sending(const struct tail *tail, size_t at, size_t end, struct icd_index_term *says)
{
	static const struct {
		const char *words;
		enum icd_index_part part;
	} kinds[] = {
		{"also ", ICD_PART_SEE_ALSO},
		{"category ", ICD_PART_SEE_CATEGORY},
		{"subcategory ", ICD_PART_SUBCATEGORY},
		{"", ICD_PART_SEE},
	};
	size_t kind = 0;
	while (!begins(tail, at, kinds[kind].words))
		kind++;
	says->parts[kinds[kind].part] = take(tail, at + strlen(kinds[kind].words), end);
}

static void read_sees(struct tail *tail, struct icd_index_term *says)
{
	size_t start = find_see(tail, 0), first = start;
	while (start < tail->length) {
		size_t at = start + see_length(tail->text + start);
		if (at > tail->length) /* its last blank was before what was taken off */
			at = tail->length;
		size_t next = find_see(tail, at);
		read_sending(tail, at, next, says);
		start = next;
	}
	/* "- - see" is written too. */
	while (first < tail->length && first >= 2 && tail->text[first - 2] == '-')
		first -= 2;
	tail->length = first;
	cut_blanks(tail);
}

/* "(see also Anemia)" at the end. */
static void read_aside(struct tail *tail, struct icd_index_term *says)
{
	size_t open = tail->length, depth = 0;
	if (!open || tail->text[open - 1] != ')')
		return;
	do {
		open--;
		depth += tail->text[open] == ')';
		depth -= tail->text[open] == '(';
	} while (open && depth);
	if (!begins(tail, open, "(see ") || begins(tail, open, "(see also,") || says->parts[ICD_PART_SEE_ALSO] ||
	    says->parts[ICD_PART_SEE])
		return;
	size_t at = open + strlen("(see ");
	bool also = begins(tail, at, "also ");
	says->parts[also ? ICD_PART_SEE_ALSO : ICD_PART_SEE] =
		take(tail, at + (also ? strlen("also ") : 0), tail->length - 1);
	tail->length = open;
	cut_blanks(tail);
}

/* ---- titles ---- */

/* How long the modifiers at the start of the text are: "(old) (recent)". 0 when it does not begin with one. */
static size_t modifiers_length(const char *text, size_t length)
{
	size_t end = 0, i = 0;
	unsigned depth = 0;
	for (; i < length; i++) {
		depth += text[i] == '(';
		if (!depth && text[i] != ' ')
			break;
		if (depth && text[i] == ')' && --depth == 0)
			end = i + 1;
	}
	return end;
}

static void put_escaped(struct icd_buffer *out, const struct tail *tail, size_t from, size_t to)
{
	xml_escape(out, need_text(tail->pool, tail->text + from, to - from));
}

/* Where the next modifiers begin, and how long they are; the end of the text when there are none. */
static size_t find_modifiers(const struct tail *tail, size_t from, size_t *length)
{
	*length = 0;
	for (size_t i = from; i < tail->length; i++) {
		*length = tail->text[i] == '(' ? modifiers_length(tail->text + i, tail->length - i) : 0;
		if (*length)
			return i;
	}
	return tail->length;
}

/* The title as XML: a modifier sticks to what stands before it (index_text.h). */
static const char *title_of(const struct tail *tail)
{
	static const char opens[] = "<nemod>", closes[] = "</nemod>";
	struct icd_buffer out = {0};
	for (size_t i = 0, length; i < tail->length; i += length) {
		size_t at = find_modifiers(tail, i, &length);
		put_escaped(&out, tail, i, at);
		i = at;
		if (!length)
			break;
		while (out.size && out.data[out.size - 1] == ' ')
			out.size--;
		icd_put_bytes(&out, opens, strlen(opens));
		put_escaped(&out, tail, at, at + length);
		icd_put_bytes(&out, closes, strlen(closes));
	}
	if (out.failed)
		out_of_memory();
	const char *title = need_text(tail->pool, out.data ? (const char *)out.data : "", out.size);
	icd_buffer_free(&out);
	return title;
}

/* Blanks folded, and the entities that got into the printed text resolved: "&lt; 2 years old". */
static const char *clean(const char *line, struct icd_pool *pool)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}};
	char *text = need_text(pool, line, strlen(line)), *to = text;
	for (const char *from = line; *from; from++) {
		char c = icd_is_space(*from) ? ' ' : *from;
		for (size_t i = 0; i < sizeof entities / sizeof *entities && c == '&'; i++) {
			size_t length = strlen(entities[i].name);
			if (strncmp(from, entities[i].name, length) == 0) {
				c = entities[i].c;
				from += length - 1;
				break;
			}
		}
		if (c != ' ' || (to > text && to[-1] != ' '))
			*to++ = c;
	}
	*to = '\0';
	return text;
}

void index_line_read(const char *line, bool codes, struct icd_pool *pool, struct icd_index_term *says)
{
	*says = (struct icd_index_term){.behind = ""};
	struct tail tail = {.text = clean(line, pool), .pool = pool};
	tail.length = strlen(tail.text);
	if (codes) {
		read_manifestation(&tail, says);
		read_code(&tail, says);
	}
	read_sees(&tail, says);
	read_aside(&tail, says);
	says->title = title_of(&tail);
}

/* ---- writing ---- */

static void put_part(struct icd_buffer *out, const char *before, const char *text, const char *after)
{
	if (!text)
		return;
	icd_put_bytes(out, before, strlen(before));
	icd_put_bytes(out, text, strlen(text));
	icd_put_bytes(out, after, strlen(after));
}

void index_line_write(struct icd_buffer *out, const struct icd_index_term *says)
{
	const char *const *parts = says->parts;
	bool aside = parts[ICD_PART_SEE_ALSO] && parts[ICD_PART_CODE];
	icd_index_title(out, says->title);
	put_part(out, " - see ", parts[ICD_PART_SEE], "");
	put_part(out, " - see category ", parts[ICD_PART_SEE_CATEGORY], "");
	put_part(out, " - see subcategory ", parts[ICD_PART_SUBCATEGORY], "");
	put_part(out, aside ? " (see also " : " - see also ", parts[ICD_PART_SEE_ALSO], aside ? ")" : "");
	put_part(out, " ", parts[ICD_PART_CODE], "");
	put_part(out, " [", parts[ICD_PART_MANIFESTATION], "]");
	for (unsigned part = ICD_PART_CELL; part < ICD_INDEX_PARTS; part++)
		put_part(out, " ", parts[part], "");
}
