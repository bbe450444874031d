/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tabular_grammar.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define DEEPER       4.0F  /* a line that stands so much further right than a heading belongs to it, in points */
#define SHALLOW      14.0F /* chapters, sections, categories and blocks are not indented more */
#define BLOCK_INDENT 5.0F  /* blocks are indented so much at least */

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* ---- codes and sections ---- */

/* How many characters of a code, without dot, the text starts with; they are copied. */
static size_t code_start(const char *text, size_t most, char code[ICD_CODE_SIZE], const char **end)
{
	size_t length = 0;
	bool dotted = false;
	for (; *text && length < most; text++) {
		if (*text == '.' && length == 3 && !dotted)
			dotted = true;
		else if (isupper((unsigned char)*text) || isdigit((unsigned char)*text))
			code[length++] = *text;
		else
			break;
	}
	code[length] = '\0';
	*end = text;
	/* Three characters and no dot, or more of them behind one; a letter first and a digit somewhere. */
	bool shaped =
		length >= 3 && dotted == (length > 3) && isupper((unsigned char)code[0]) && strpbrk(code, "0123456789");
	return shaped ? length : 0;
}

bool tabular_code_of(const char *text, char code[ICD_CODE_SIZE], const char **title)
{
	const char *end;
	if (!code_start(text, ICD_CODE_LENGTH, code, &end) || *end != ' ' || !end[1])
		return false;
	*title = end + 1;
	return true;
}

bool tabular_section_of(const char *text, struct icd_pool *pool, const char **id)
{
	char first[ICD_CODE_SIZE], last[ICD_CODE_SIZE];
	const char *open = strrchr(text, '('), *end;
	if (!open || open == text || open[-1] != ' ' || code_start(open + 1, 3, first, &end) != 3)
		return false;
	if (*end == '-' && code_start(end + 1, 3, last, &end) != 3)
		return false;
	if (*end != ')' || end[1])
		return false;
	*id = need_text(pool, open + 1, (size_t)(end - open - 1));
	return true;
}

bool tabular_alike(const char *a, const char *b)
{
	size_t common = 0, a_words = 0, b_words = 1;
	for (const char *c = b; *c; c++)
		b_words += *c == ' ';
	while (*a) {
		size_t length = strcspn(a, " ");
		const char *found = length ? b : "";
		for (; *found; found++) {
			if ((found == b || found[-1] == ' ') && strncasecmp(found, a, length) == 0 &&
			    (found[length] == ' ' || !found[length]))
				break;
		}
		common += *found != '\0';
		a_words += length > 0;
		a += length + (a[length] == ' ');
	}
	return common * 2 >= (a_words > b_words ? a_words : b_words);
}

/* Is a code above this one in the list, or was it? */
static bool has_parent(const struct draft *draft, const char *code)
{
	char above[ICD_CODE_SIZE];
	strcpy(above, code);
	for (size_t length = strlen(code) - 1; length >= 3; length--) {
		above[length] = '\0';
		if (draft_code(draft, above) || draft_buried(draft, above))
			return true;
	}
	return false;
}

static bool is_code(const struct tabular_context *c, const struct addendum_line *line, const char *code,
		    const char *title)
{
	const struct draft_place *known = draft_code(c->draft, code);
	bool comes = line->label == ADDENDUM_ADD || line->label == ADDENDUM_REVISE_TO;
	if (known)
		return comes || icd_text_same_but_space(known->title, title) || tabular_alike(known->title, title);
	if (draft_buried(c->draft, code))
		return true;
	return strlen(code) > 3 ? has_parent(c->draft, code) : comes && line->indent < SHALLOW;
}

/* ---- notes ---- */

static const struct {
	const char *text;
	enum icd_entry_kind kind;
} headings[] = {
	{"Includes:", ICD_NOTE_INCLUDES},
	{"Excludes1:", ICD_NOTE_EXCLUDES1},
	{"Excludes2:", ICD_NOTE_EXCLUDES2},
	{"Note:", ICD_NOTE_NOTE},
	{"Code first", ICD_NOTE_CODE_FIRST},
	{"Code also", ICD_NOTE_CODE_ALSO},
	{"Use Additional", ICD_NOTE_USE_ADDITIONAL},
	{"Use additional", ICD_NOTE_USE_ADDITIONAL},
};

static bool read_heading(const char *text, struct tabular_line *out)
{
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
		size_t length = strlen(headings[i].text);
		const char *rest = text + length;
		if (!starts_with(text, headings[i].text) || (rest[-1] != ':' && *rest && !strchr(" ,:", *rest)))
			continue;
		*out = (struct tabular_line){TABULAR_HEADING, headings[i].kind, NULL, rest + strspn(rest, " "), ""};
		return true;
	}
	return false;
}

/* "The appropriate 7th character is to be added to each code from category S06" */
static bool is_seventh_note(const char *text)
{
	static const char *const starts[] = {"One of the following 7th character", "The appropriate 7th character",
					     "The following appropriate 7th character",
					     "One of the following seventh character",
					     "The appropriate seventh character"};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		if (strncasecmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	}
	return false;
}

/* "A initial encounter", "A - initial encounter" */
static bool read_seventh(const char *text, struct icd_pool *pool, struct tabular_line *out)
{
	if (!icd_character_bit(text[0]) || text[1] != ' ' || !text[2])
		return false;
	const char *meaning = text + 2;
	if (starts_with(meaning, "- "))
		meaning += 2;
	*out = (struct tabular_line){TABULAR_NOTE, ICD_ENTRY_SEVENTH, NULL, meaning, need_text(pool, text, 1)};
	return true;
}

static struct tabular_line note_of(const struct tabular_context *c, const struct addendum_line *line,
				   struct icd_pool *pool)
{
	struct tabular_line out = {TABULAR_NOTE, ICD_NOTE_INCLUSION_TERM, NULL, line->text, ""};
	if (read_heading(line->text, &out))
		return out;
	if (c->in_group && line->indent > c->group_indent + DEEPER) {
		out.kind = c->group;
		return out;
	}
	if (c->in_sevenths && line->indent > c->sevenths_indent + DEEPER) {
		if (!read_seventh(line->text, pool, &out))
			out.kind = ICD_ENTRY_SEVENTH_NOTE; /* what a character stands for, too */
		return out;
	}
	if (is_seventh_note(line->text))
		out.kind = ICD_NOTE_SEVENTH_CHARACTER;
	return out;
}

/* ---- lines ---- */

static bool is_chapter(const char *text, const char **number)
{
	const char *digits = text + strlen("Chapter ");
	*number = digits;
	return starts_with(text, "Chapter ") && isdigit((unsigned char)*digits) && *digits != '0' &&
	       strspn(digits, "0123456789") == strlen(digits) && strlen(digits) <= 2;
}

/* Sections are known by their title; one that comes, goes or is renamed by the range it names. */
static bool is_section(const struct tabular_context *c, const struct addendum_line *line, struct icd_pool *pool,
		       const char **id)
{
	struct tabular_line heading;
	if (!c->chapter || line->indent >= SHALLOW || !tabular_section_of(line->text, pool, id) ||
	    read_heading(line->text, &heading))
		return false;
	return line->label != ADDENDUM_NO_CHANGE || draft_section_titled(c->chapter, line->text) ||
	       draft_section(c->chapter, *id);
}

struct tabular_line tabular_line_of(const struct tabular_context *c, const struct addendum_line *line,
				    struct icd_pool *pool)
{
	const char *text = line->text, *name, *title;
	char code[ICD_CODE_SIZE];
	bool shallow = line->indent < SHALLOW;
	if (is_chapter(text, &name))
		return (struct tabular_line){TABULAR_CHAPTER, 0, name, text, ""};
	if (c->chapter && shallow && (c->wants_title || icd_text_same_but_space(text, c->chapter->title)))
		return (struct tabular_line){TABULAR_CHAPTER_TITLE, 0, NULL, text, ""};
	if (starts_with(text, "This chapter contains the foll"))
		return (struct tabular_line){TABULAR_BLOCKS, 0, NULL, text, ""};
	if (c->chapter && c->in_blocks && shallow && line->indent >= BLOCK_INDENT)
		return (struct tabular_line){TABULAR_BLOCK, 0, NULL, text, ""};
	if (is_section(c, line, pool, &name))
		return (struct tabular_line){TABULAR_SECTION, 0, name, text, ""};
	if (tabular_code_of(text, code, &title) && is_code(c, line, code, title))
		return (struct tabular_line){TABULAR_CODE, 0, need_text(pool, code, strlen(code)), title, ""};
	return note_of(c, line, pool);
}
