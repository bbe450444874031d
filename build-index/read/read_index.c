/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index/records.h"
#include "release.h"
#include "formats/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const index_names[ICD_INDEXES] = {
	[ICD_INDEX_ALPHABETIC] = "alphabetic index",
	[ICD_INDEX_CAUSE] = "external cause index",
	[ICD_INDEX_DRUG] = "table of drugs",
	[ICD_INDEX_NEOPLASM] = "table of neoplasms",
};

#define NO_TERM     SIZE_MAX
#define FIRST_CELL  2
#define LAST_COLUMN 9
#define PARTS_MAX   100 /* elements of one term; official ones have 7 at most */

struct index_reader {
	struct xml *xml;
	struct icd_pool *pool;
	struct index_term *terms;
	size_t count, capacity;
	const char **letters;
	size_t *letter_first;
	size_t letter_count, letter_capacity, first_capacity;
	struct icd_buffer plain, markup; /* of the title being read */
	struct icd_buffer raw;           /* elements of the innermost open term, or of the front */
};

/* What has been read of a term's elements before its first subterm. */
struct head {
	unsigned rank; /* of the newest element, in the schema's order */
	unsigned count;
	bool odd;        /* the order and count of the schema do not give the elements back */
	const char *raw; /* all of them as XML, once the head is closed */
};

/* The elements of a term before its cells and subterms, in the order of the schema. */
static const char *const elements[ICD_PART_CELL] = {"see", "seeAlso", "code", "seecat", "subcat", "manif", "warning"};

static const char *const no_attributes[] = {NULL};

static void put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

static const char *join(struct icd_pool *pool, const char *a, const char *between, const char *b)
{
	if (!*a)
		return b;
	size_t size = strlen(a) + strlen(between) + strlen(b) + 1;
	char *text = need(pool, size, 1);
	snprintf(text, size, "%s%s%s", a, between, b);
	return text;
}

static bool unexpected(struct index_reader *r, const char *where, const char *wanted)
{
	return xml_fail(r->xml, xml_line(r->xml), "<%s> in %s, %s was expected", xml_name(r->xml), where, wanted);
}

/* An element that holds nothing but text and has no attribute but its column. */
static const char *read_element(struct index_reader *r, unsigned column)
{
	static const char *const only_column[] = {"col", NULL};
	const char *name = xml_name(r->xml);
	if (!xml_only_attributes(r->xml, column ? only_column : no_attributes))
		return NULL;
	const char *text = xml_text(r->xml);
	if (!text)
		return NULL;
	char attribute[24] = "";
	if (column)
		snprintf(attribute, sizeof attribute, " col=\"%u\"", column);
	put(&r->raw, "<");
	put(&r->raw, name);
	put(&r->raw, attribute);
	put(&r->raw, ">");
	xml_escape(&r->raw, text);
	put(&r->raw, "</");
	put(&r->raw, name);
	put(&r->raw, ">");
	return text;
}

/* The column of a cell or head; 0 and a report when it is not one from `first` on. */
static unsigned read_column(struct index_reader *r, unsigned first)
{
	const char *column = xml_attribute(r->xml, "col");
	if (column && column[0] >= '0' + (int)first && column[0] <= '0' + LAST_COLUMN && !column[1])
		return (unsigned)(column[0] - '0');
	xml_fail(r->xml, xml_line(r->xml), "col=\"%.20s\" of <%s>, a column from %u to %u was expected",
		 column ? column : "", xml_name(r->xml), first, LAST_COLUMN);
	return 0;
}

static bool read_modifier(struct index_reader *r)
{
	if (!xml_is(r->xml, "nemod"))
		return unexpected(r, "a title", "text or <nemod>");
	if (!xml_only_attributes(r->xml, no_attributes))
		return false;
	const char *text = xml_text(r->xml);
	if (!text)
		return false;
	put(&r->markup, "<nemod>");
	xml_escape(&r->markup, text);
	put(&r->markup, "</nemod>");
	return true;
}

/* The next element must be a title: that of `owner`, which starts at `line`. */
static bool start_title(struct index_reader *r, const char *owner, uint32_t line)
{
	enum xml_event event = xml_next_tag(r->xml);
	if (event != XML_FAILED && (event != XML_START || !xml_is(r->xml, "title")))
		return xml_fail(r->xml, line, "<%s> does not start with a title, <title> was expected", owner);
	return xml_only_attributes(r->xml, no_attributes);
}

static bool read_title(struct index_reader *r, const char *owner, uint32_t line, const char **title,
		       const char **markup)
{
	struct xml *xml = r->xml;
	if (!start_title(r, owner, line))
		return false;
	icd_buffer_clear(&r->plain);
	icd_buffer_clear(&r->markup);
	enum xml_event event;
	while ((event = xml_next(xml)) != XML_END) {
		if (event == XML_TEXT)
			xml_escape(&r->markup, xml_chars(xml));
		else if (event != XML_START || !read_modifier(r))
			return false;
	}
	*markup = xml_take(xml, &r->markup);
	if (!*markup)
		return false;
	icd_index_title(&r->plain, *markup);
	*title = xml_take(xml, &r->plain);
	if (*title && !**title)
		return xml_fail(xml, line, "<%s> has an empty title, a text was expected", owner);
	return *title != NULL;
}

/* Any element of a term but its title and subterms. */
static bool read_part(struct index_reader *r, size_t index, struct head *head)
{
	unsigned part = 0, column = 0;
	while (part < ICD_PART_CELL && !xml_is(r->xml, elements[part]))
		part++;
	if (part == ICD_PART_CELL) {
		if (!xml_is(r->xml, "cell"))
			return unexpected(r, "a term",
					  "see, seeAlso, code, seecat, subcat, manif, "
					  "warning, cell or term");
		column = read_column(r, FIRST_CELL);
		if (!column)
			return false;
	}
	if (++head->count > PARTS_MAX)
		return xml_fail(r->xml, xml_line(r->xml), "more than %d elements in a term, fewer were expected",
				PARTS_MAX);
	const char *text = read_element(r, column);
	if (!text)
		return false;

	unsigned rank = 1 + part + column;
	head->odd |= rank <= head->rank || !*text;
	head->rank = rank;
	const char **said = &r->terms[index].says->parts[column ? ICD_PART_CELL + column - FIRST_CELL : part];
	if (*text)
		*said = *said ? join(r->pool, *said, ", ", text) : text;
	return true;
}

static bool close_head(struct index_reader *r, size_t index, struct head *head)
{
	head->raw = xml_take(r->xml, &r->raw);
	if (head->odd)
		r->terms[index].says->raw = head->raw;
	return head->raw != NULL;
}

/* An element of the term was read after its subterm `child`. */
static bool keep_behind(struct index_reader *r, size_t index, const struct head *head, size_t child)
{
	const char *raw = xml_take(r->xml, &r->raw);
	if (!raw)
		return false;
	r->terms[index].says->raw = head->raw;
	r->terms[child].says->behind = join(r->pool, r->terms[child].says->behind, "", raw);
	return true;
}

static bool check_level(struct index_reader *r, unsigned level)
{
	static const char *const only_level[] = {"level", NULL};
	if (!xml_only_attributes(r->xml, level ? only_level : no_attributes))
		return false;
	if (!level)
		return true;
	char expected[16];
	snprintf(expected, sizeof expected, "%u", level);
	const char *found = xml_attribute(r->xml, "level");
	if (found && strcmp(found, expected) == 0)
		return true;
	return xml_fail(r->xml, xml_line(r->xml),
			"level=\"%.20s\" of <term>, \"%s\" was expected below a term of level %u", found ? found : "",
			expected, level - 1);
}

static bool add_term(struct index_reader *r, unsigned level, size_t parent)
{
	const char *owner = xml_name(r->xml);
	struct index_term term = {
		.says = need(r->pool, 1, sizeof *term.says),
		.parent = parent,
		.line = xml_line(r->xml),
	};
	*term.says = (struct icd_index_term){.level = (uint8_t)level, .behind = ""};
	if (!check_level(r, level) || !read_title(r, owner, term.line, &term.plain, &term.says->title))
		return false;
	*one_more(r->terms, r->count, r->capacity) = term;
	return true;
}

/* Recursion is bounded by XML_DEPTH_MAX. */
static bool read_term(struct index_reader *r, unsigned level, size_t parent)
{
	size_t index = r->count, child = NO_TERM;
	struct head head = {0};
	if (!add_term(r, level, parent))
		return false;
	for (;;) {
		enum xml_event event = xml_next_tag(r->xml);
		if (event == XML_END)
			return child != NO_TERM || close_head(r, index, &head);
		if (event != XML_START)
			return false;
		if (!xml_is(r->xml, "term")) {
			if (!read_part(r, index, &head))
				return false;
			if (child != NO_TERM && !keep_behind(r, index, &head, child))
				return false;
			continue;
		}
		if (child == NO_TERM && !close_head(r, index, &head))
			return false;
		child = r->count;
		if (!read_term(r, level + 1, index))
			return false;
	}
}

static bool read_letter(struct index_reader *r)
{
	if (!xml_only_attributes(r->xml, no_attributes) || !start_title(r, "letter", xml_line(r->xml)))
		return false;
	const char *title = xml_text(r->xml);
	if (!title)
		return false;
	r->letters = grow_array(r->letters, r->letter_count, &r->letter_capacity, sizeof *r->letters);
	r->letter_first = grow_array(r->letter_first, r->letter_count, &r->first_capacity, sizeof *r->letter_first);
	r->letters[r->letter_count] = title;
	r->letter_first[r->letter_count++] = r->count;

	enum xml_event event;
	while ((event = xml_next_tag(r->xml)) == XML_START) {
		if (!xml_is(r->xml, "mainTerm"))
			return unexpected(r, "a letter", "<mainTerm>");
		if (!read_term(r, 0, NO_TERM))
			return false;
	}
	return event == XML_END;
}

static bool read_heads(struct index_reader *r, struct index_list *list)
{
	if (!xml_only_attributes(r->xml, no_attributes))
		return false;
	list->heads = need(r->pool, LAST_COLUMN, sizeof *list->heads);
	for (unsigned i = 0; i < LAST_COLUMN; i++)
		list->heads[i] = "";
	put(&r->raw, "<indexHeading>");
	enum xml_event event;
	while ((event = xml_next_tag(r->xml)) == XML_START) {
		if (!xml_is(r->xml, "head"))
			return unexpected(r, "<indexHeading>", "<head>");
		unsigned column = read_column(r, 1);
		const char *text = column ? read_element(r, column) : NULL;
		if (!text)
			return false;
		list->heads[column - 1] = text;
		if (column > list->head_count)
			list->head_count = (uint8_t)column;
	}
	put(&r->raw, "</indexHeading>");
	return event == XML_END;
}

/* One element between the root's start and the first letter. */
static bool read_front(struct index_reader *r, struct index_list *list)
{
	if (xml_is(r->xml, "indexHeading"))
		return read_heads(r, list);
	const char **field = xml_is(r->xml, "version") ? &list->version : xml_is(r->xml, "title") ? &list->title : NULL;
	if (!field)
		return unexpected(r, "the index", "version, title, indexHeading or letter");
	*field = read_element(r, 0);
	return *field != NULL;
}

static bool read_root(struct index_reader *r, struct index_list *list)
{
	enum xml_event event = xml_next_tag(r->xml);
	if (event != XML_START)
		return false;
	if (!xml_is(r->xml, "ICD10CM.index") && !xml_is(r->xml, "ICD10CM.table"))
		return xml_fail(r->xml, xml_line(r->xml), "<%s> is the root element, <ICD10CM.index> was expected",
				xml_name(r->xml));
	const char *addenda = xml_attribute(r->xml, "isAddenda");
	if (addenda && strcmp(addenda, "true") == 0)
		return xml_fail(r->xml, xml_line(r->xml), "an addenda of an index, a full index was expected");
	list->root = xml_start_tag(r->xml);
	return list->root != NULL;
}

static bool read_list(struct index_reader *r, struct index_list *list)
{
	if (!read_root(r, list))
		return false;
	enum xml_event event;
	while ((event = xml_next_tag(r->xml)) == XML_START && !xml_is(r->xml, "letter")) {
		if (!read_front(r, list))
			return false;
	}
	list->front = xml_take(r->xml, &r->raw);
	for (; event == XML_START; event = xml_next_tag(r->xml)) {
		if (!xml_is(r->xml, "letter"))
			return unexpected(r, "the index", "<letter>");
		if (!read_letter(r))
			return false;
	}
	if (event == XML_END && !r->count)
		return xml_fail(r->xml, xml_line(r->xml),
				"an index without terms, letters with "
				"main terms were expected");
	return event == XML_END && list->front && xml_next_tag(r->xml) == XML_DONE;
}

bool read_index(const struct input *in, struct icd_pool *pool, struct index_list **out, struct icd_error *err)
{
	struct index_reader r = {.xml = xml_open(in, pool, err), .pool = pool};
	if (!r.xml)
		return false;
	struct index_list *list = need(pool, 1, sizeof *list);
	list->version = list->title = "";
	bool good = read_list(&r, list);
	if (good) {
		list->terms = need_copy(pool, r.terms, r.count, sizeof *r.terms);
		list->count = r.count;
		list->letters = need_copy(pool, r.letters, r.letter_count, sizeof *r.letters);
		list->letter_first = need_copy(pool, r.letter_first, r.letter_count, sizeof *r.letter_first);
		list->letter_count = r.letter_count;
		*out = list;
	}
	free(r.terms);
	free(r.letters);
	free(r.letter_first);
	icd_buffer_free(&r.plain);
	icd_buffer_free(&r.markup);
	icd_buffer_free(&r.raw);
	xml_close(r.xml);
	return good;
}
