/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_text.h"

#include "base/base.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* "(s)": a part of the word before it, unlike "(old)". */
static bool is_letter_modifier(const char *text)
{
	return text[0] == '(' && text[1] >= 'a' && text[1] <= 'z' && text[2] == ')';
}

static bool ends_in(const struct icd_buffer *text, size_t start, const char *characters)
{
	return text->size > start && text->data[text->size - 1] && strchr(characters, text->data[text->size - 1]);
}

/* ---- XML to text ---- */

/* The character of an entity at *xml, which is moved to its last byte. The builder writes
 * these four only; anything else is taken as it stands. */
static char entity(const char **xml)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#13;", '\r'}};
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
		size_t length = strlen(entities[i].name);
		if (strncmp(*xml, entities[i].name, length) == 0) {
			*xml += length - 1;
			return entities[i].c;
		}
	}
	return **xml;
}

/* Behind a tag at *xml: is it the start of a modifier? Then a blank may belong here. */
static const char *pass_tag(struct icd_buffer *out, size_t start, const char *xml)
{
	static const char modifier[] = "<nemod>";
	bool opens = strncmp(xml, modifier, sizeof modifier - 1) == 0;
	const char *end = strchr(xml, '>');
	const char *text = end ? end + 1 : xml + strlen(xml);
	if (opens && out->size > start && !is_letter_modifier(text) && !ends_in(out, start, " -/(["))
		icd_put_byte(out, ' ');
	return text;
}

void icd_index_title(struct icd_buffer *out, const char *xml)
{
	size_t start = out->size;
	while (*xml) {
		if (*xml == '<') {
			xml = pass_tag(out, start, xml);
			continue;
		}
		/* One blank for any white space, and one where brackets touch: "(dry)(hot)". */
		bool bracket = (*xml == '(' || *xml == '[') && !is_letter_modifier(xml) && ends_in(out, start, ")");
		char c = *xml == '&' ? entity(&xml) : *xml;
		if ((icd_is_space(c) || bracket) && out->size > start && !ends_in(out, start, " "))
			icd_put_byte(out, ' ');
		if (!icd_is_space(c))
			icd_put_byte(out, (unsigned char)c);
		xml++;
	}
	if (ends_in(out, start, " "))
		out->size--;
}

void icd_index_plain(struct icd_buffer *out, const char *title)
{
	size_t start = out->size;
	unsigned depth = 0;
	for (const char *c = title; *c; c++) {
		depth += *c == '(';
		bool blank = *c == ' ' && (out->size == start || ends_in(out, start, " "));
		if (depth == 0 && !blank) {
			if (strchr(",;", *c) && ends_in(out, start, " "))
				out->size--;
			icd_put_byte(out, (unsigned char)*c);
		}
		depth -= *c == ')' && depth > 0;
	}
	if (ends_in(out, start, " "))
		out->size--;
	if (out->size == start)
		icd_put_bytes(out, title, strlen(title));
}

/* Words and single blanks alone: then the XML is its own text, and has no modifiers. */
static bool is_bare(const char *xml)
{
	char before = ' ';
	for (; *xml; before = *xml++) {
		if (*xml == '<' || *xml == '&' || *xml == '(' || *xml == ')' || (unsigned char)*xml < ' ' ||
		    (*xml == ' ' && before == ' '))
			return false;
	}
	return before != ' ';
}

static const char *text_in(struct icd_pool *pool, const struct icd_buffer *buffer)
{
	return buffer->failed ? NULL
			      : icd_pool_text(pool, buffer->size ? (const char *)buffer->data : "", buffer->size);
}

const char *icd_index_title_text(struct icd_pool *pool, struct icd_buffer *work, const char *xml)
{
	if (is_bare(xml))
		return xml;
	icd_buffer_clear(work);
	icd_index_title(work, xml);
	return text_in(pool, work);
}

const char *icd_index_plain_text(struct icd_pool *pool, struct icd_buffer *work, const char *title)
{
	if (!strchr(title, '('))
		return title;
	icd_buffer_clear(work);
	icd_index_plain(work, title);
	return text_in(pool, work);
}

/* ---- see and see also ---- */

struct icd_see icd_see_read(const char *text)
{
	/* Books by how their names begin. */
	static const struct {
		const char *begins;
		enum icd_index_kind kind;
	} books[] = {
		{"table of drugs", ICD_INDEX_DRUG},         {"table of neoplasms", ICD_INDEX_NEOPLASM},
		{"neoplasm,", ICD_INDEX_NEOPLASM},          {"index to external", ICD_INDEX_CAUSE},
		{"index to disease", ICD_INDEX_ALPHABETIC},
	};
	struct icd_see see = {.condition = strcasecmp(text, "condition") == 0, .rest = text};
	for (size_t i = 0; i < sizeof books / sizeof *books && !see.names_book; i++) {
		if (strncasecmp(see.rest, books[i].begins, strlen(books[i].begins)) != 0)
			continue;
		see.names_book = true;
		see.book = books[i].kind;
		see.rest += strcspn(see.rest, ",");
		see.rest += *see.rest == ',';
	}
	return see;
}
