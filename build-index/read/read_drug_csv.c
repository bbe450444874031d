/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of drugs as comma-separated values: a row a substance, dashes before it for each level. */
#include "base/base.h"
#include "formats/csv.h"
#include "formats/lines.h"
#include "formats/xml.h"
#include "headings.h"
#include "index/records.h"
#include "release.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DRUG_COLUMNS 7
#define LEVELS_MAX   9
#define FIRST_CELL   2 /* the number of the first column of codes */

/* What the columns are called: the substance, four kinds of poisoning, adverse effect, underdosing. */
static const char *const words[DRUG_COLUMNS] = {"substance",    "accidental", "intentional", "assault",
						"undetermined", "adverse",    "underdosing"};

struct drug_reader {
	const struct input *in;
	struct icd_pool *pool;
	bool found_header, failed;
	size_t columns[DRUG_COLUMNS];
	const char *heads[DRUG_COLUMNS];
	struct index_term *terms;
	size_t count, capacity;
	size_t open[LEVELS_MAX + 1]; /* the term last read of each level */
	const char **letters;
	size_t *letter_first;
	size_t letter_count, letter_capacity, first_capacity;
	bool has_letters; /* rows of their own */
	struct icd_buffer markup;
	struct icd_error *err;
};

static bool find_columns(const char *const *cells, size_t count, size_t columns[DRUG_COLUMNS])
{
	size_t i = 0;
	for (size_t wanted = 0; wanted < DRUG_COLUMNS; wanted++, i++) {
		/* A header is short; the prose above it may speak of the same things. */
		while (i < count &&
		       (strlen(cells[i]) > 60 || !span_holds((struct span){cells[i], strlen(cells[i])}, words[wanted])))
			i++;
		if (i >= count)
			return false;
		columns[wanted] = i;
	}
	return true;
}

static void look_for_header(void *context, const char *const *cells, size_t count, uint32_t line)
{
	size_t columns[DRUG_COLUMNS];
	(void)line;
	*(bool *)context |= find_columns(cells, count, columns);
}

bool drug_csv_has_header(const struct input *in)
{
	bool found = false;
	struct icd_error ignored;
	struct input front = *in;
	if (front.size > 65536)
		front.size = 65536;
	csv_read(&front, ',', CONVERSION_PROSE_ROWS, look_for_header, &found, &ignored);
	return found;
}

/* ---- texts ---- */

/* A spreadsheet program writes one byte a character: then it is the character of Latin-1. */
static const char *as_utf8(struct drug_reader *r, struct span text)
{
	char *out = need(r->pool, 2 * text.length + 1, 1), *at = out;
	if (is_utf8(text.text, text.length))
		return need_text(r->pool, text.text, text.length);
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.text[i];
		if (c == 0x96 || c == 0x97) { /* dashes of Windows-1252 */
			*at++ = '-';
		} else if (c < 0x80) {
			*at++ = (char)c;
		} else {
			*at++ = (char)(0xC0 | c >> 6);
			*at++ = (char)(0x80 | (c & 0x3F));
		}
	}
	return out;
}

static const char *cell_of(struct drug_reader *r, const char *const *cells, size_t count, size_t column)
{
	size_t at = r->columns[column];
	return at < count ? as_utf8(r, trim((struct span){cells[at], strlen(cells[at])})) : "";
}

/* Takes "- - " off the front: how many dashes. */
static unsigned take_level(const char **title)
{
	unsigned level = 0;
	const char *at = *title;
	for (;;) {
		size_t dash =
			strncmp(at, "\xE2\x80\x93", 3) == 0 || strncmp(at, "\xE2\x80\x94", 3) == 0 ? 3 : *at == '-';
		if (!dash)
			break;
		at += dash;
		at += strspn(at, " \t");
		level++;
	}
	*title = at;
	return level;
}

static char *without_blanks(const char *title, char *end)
{
	while (end > title && strchr(" ,(", end[-1]))
		end--;
	return end;
}

/* What stands before a reference ends here: blanks, a comma, a dash that stands alone. */
static char *end_before(const char *title, char *reference)
{
	char *end = without_blanks(title, reference);
	size_t dash = end - title > 3 && memcmp(end - 3, "\xE2\x80", 2) == 0 ? 3 : end - title > 1 && end[-1] == '-';
	return dash && end[-(long)dash - 1] == ' ' ? without_blanks(title, end - dash) : end;
}

/* "Adrenalin, see Adrenaline": where the reference starts, with what stands before it cut off; NULL when there is none. */
static char *cut_reference(char *title, bool *also)
{
	for (char *at = title; (at = strcasestr(at, "see ")) != NULL; at++) {
		char *end = end_before(title, at);
		if (end == title || end == at)
			continue;
		*end = '\0';
		at += 4;
		*also = strncasecmp(at, "also ", 5) == 0;
		return at + (*also ? 5 : 0);
	}
	return NULL;
}

static void put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

/* The bytes of what stands in parentheses at the start of the text, of all of them where several touch; 0: none. */
static size_t modifier_length(const char *text)
{
	size_t length = 0, depth = 0;
	for (size_t i = 0; text[i] && (depth || text[i] == '(' || text[i] == ' '); i++) {
		depth += text[i] == '(';
		depth -= text[i] == ')';
		if (!depth && text[i] == ')')
			length = i + 1;
	}
	return text[0] == '(' ? length : 0;
}

static void put_part(struct icd_buffer *out, const char *text, size_t length)
{
	struct icd_pool scratch = {0};
	xml_escape(out, need_text(&scratch, text, length));
	icd_pool_free(&scratch);
}

/* Words in parentheses are modifiers, the blank before them is none of the text: as in the XML. */
static void put_markup(struct icd_buffer *out, const char *title)
{
	while (*title) {
		size_t modifier = modifier_length(title), plain = 1;
		if (modifier) {
			put(out, "<nemod>");
			put_part(out, title, modifier);
			put(out, "</nemod>");
			title += modifier;
			continue;
		}
		while (title[plain] && !modifier_length(title + plain))
			plain++;
		size_t kept = plain;
		while (title[plain] && kept && title[kept - 1] == ' ')
			kept--;
		put_part(out, title, kept);
		title += plain;
	}
}

/* ---- rows ---- */

static void fail(struct drug_reader *r, uint32_t line, const char *what)
{
	if (!r->failed)
		icd_fail(r->err, "%s:%u: %s", r->in->name, line, what);
	r->failed = true;
}

static void add_letter(struct drug_reader *r, const char *title)
{
	char letter[2] = {(char)(isalpha((unsigned char)*title) ? toupper((unsigned char)*title) : '#'), '\0'};
	if (r->letter_count && strcmp(r->letters[r->letter_count - 1], letter) >= 0)
		return;
	r->letters = grow_array(r->letters, r->letter_count, &r->letter_capacity, sizeof *r->letters);
	r->letter_first = grow_array(r->letter_first, r->letter_count, &r->first_capacity, sizeof *r->letter_first);
	r->letters[r->letter_count] = need_text(r->pool, letter, 1);
	r->letter_first[r->letter_count++] = r->count;
}

static void set_texts(struct drug_reader *r, struct index_term *term, char *title)
{
	bool also = false;
	const char *reference = cut_reference(title, &also);
	if (reference)
		term->says->parts[also ? ICD_PART_SEE_ALSO : ICD_PART_SEE] = reference;
	icd_buffer_clear(&r->markup);
	put_markup(&r->markup, title);
	term->says->title = need_text(r->pool, (const char *)r->markup.data, r->markup.size);
	icd_buffer_clear(&r->markup);
	icd_index_title(&r->markup, term->says->title);
	term->plain = need_text(r->pool, (const char *)r->markup.data, r->markup.size);
}

static void add_term(struct drug_reader *r, const char *title, const char *const *codes, uint32_t line)
{
	unsigned level = take_level(&title);
	if (!*title || level > LEVELS_MAX ||
	    (level && (!r->count || r->terms[r->count - 1].says->level + 1u < level))) {
		fail(r, line,
		     *title ? "more dashes than the row before allows, one level below it was expected"
			    : "codes without a substance, one was expected");
		return;
	}
	if (!level && !(r->has_letters && r->letter_count))
		add_letter(r, title);
	struct index_term term = {
		.says = need(r->pool, 1, sizeof *term.says),
		.parent = level ? r->open[level - 1] : SIZE_MAX,
		.line = line,
	};
	*term.says = (struct icd_index_term){.level = (uint8_t)level, .behind = ""};
	set_texts(r, &term, need_text(r->pool, title, strlen(title)));
	for (size_t i = 1; i < DRUG_COLUMNS; i++)
		term.says->parts[ICD_PART_CELL + i - 1] = *codes[i] ? codes[i] : NULL;
	r->open[level] = r->count;
	*one_more(r->terms, r->count, r->capacity) = term;
}

static void take_row(void *context, const char *const *cells, size_t count, uint32_t line)
{
	struct drug_reader *r = context;
	const char *texts[DRUG_COLUMNS];
	bool empty = true, no_codes = true;
	if (!r->found_header) {
		r->found_header = find_columns(cells, count, r->columns);
		for (size_t i = 0; r->found_header && i < DRUG_COLUMNS; i++)
			r->heads[i] = cell_of(r, cells, count, i);
		return;
	}
	for (size_t i = 0; i < DRUG_COLUMNS; i++) {
		texts[i] = cell_of(r, cells, count, i);
		empty = empty && !*texts[i];
		no_codes = no_codes && (i == 0 || !*texts[i]);
	}
	bool is_letter = no_codes && strlen(texts[0]) == 1; /* "A", above its substances */
	if (is_letter) {
		r->has_letters = true;
		add_letter(r, texts[0]);
	} else if (!empty) {
		add_term(r, texts[0], texts, line);
	}
}

static struct index_list *list_of(struct drug_reader *r)
{
	struct index_list *list = need(r->pool, 1, sizeof *list);
	icd_buffer_clear(&r->markup);
	put(&r->markup, "<indexHeading>");
	for (size_t i = 0; i < DRUG_COLUMNS; i++) {
		char tag[24];
		snprintf(tag, sizeof tag, "<head col=\"%zu\">", i + 1);
		put(&r->markup, tag);
		xml_escape(&r->markup, r->heads[i]);
		put(&r->markup, "</head>");
	}
	put(&r->markup, "</indexHeading>");
	*list = (struct index_list){
		.terms = need_copy(r->pool, r->terms, r->count, sizeof *r->terms),
		.count = r->count,
		.letters = need_copy(r->pool, r->letters, r->letter_count, sizeof *r->letters),
		.letter_first = need_copy(r->pool, r->letter_first, r->letter_count, sizeof *r->letter_first),
		.letter_count = r->letter_count,
		.version = "",
		.title = "",
		.heads = need_copy(r->pool, r->heads, DRUG_COLUMNS, sizeof *r->heads),
		.head_count = DRUG_COLUMNS,
		.root = "ICD10CM.index",
		.front = need_text(r->pool, (const char *)r->markup.data, r->markup.size),
	};
	return list;
}

bool read_drug_csv(const struct input *in, struct icd_pool *pool, struct index_list **out, struct icd_error *err)
{
	struct drug_reader r = {.in = in, .pool = pool, .err = err};
	bool good = in->size && in->data[in->size - 1] == '\n';
	if (!good)
		icd_fail(err, "%s: the last row has no line end, one was expected: the file may be cut short",
			 in->name);
	good = good && csv_read(in, ',', UINT32_MAX, take_row, &r, err) && !r.failed;
	if (good && !r.count)
		good = icd_fail(err, "%s:1: no substances after the heading, a table of drugs was expected", in->name);
	if (good)
		*out = list_of(&r);
	free(r.terms);
	free(r.letters);
	free(r.letter_first);
	icd_buffer_free(&r.markup);
	return good;
}
