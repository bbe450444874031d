/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a tabular list (root ICD10CM.tabular) into places and entries. */
#include "store/write.h"
#include "release.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

struct list_element {
	const char *name;
	enum icd_entry_kind kind;
};

static const struct list_element list_elements[] = {
	{"includes", ICD_NOTE_INCLUDES},
	{"inclusionTerm", ICD_NOTE_INCLUSION_TERM},
	{"excludes1", ICD_NOTE_EXCLUDES1},
	{"excludes2", ICD_NOTE_EXCLUDES2},
	{"codeFirst", ICD_NOTE_CODE_FIRST},
	{"useAdditionalCode", ICD_NOTE_USE_ADDITIONAL},
	{"codeAlso", ICD_NOTE_CODE_ALSO},
	{"notes", ICD_NOTE_NOTE},
	{"sevenChrNote", ICD_NOTE_SEVENTH_CHARACTER},
	{"sevenChrDef", ICD_ENTRY_SEVENTH},
};

struct parser {
	struct xml *xml;
	struct icd_pool *pool;
	struct tabular_list *list;
	size_t place_capacity;
	size_t here; /* the place whose content is being read */
	bool has_chapter[100];
	struct interner codes; /* each stands once */
	struct entry *entries; /* of all open places, innermost last */
	size_t *owners;        /* which place each of them belongs to */
	size_t entry_count, entry_capacity, owner_capacity;
};

static struct place *place(struct parser *p)
{
	return &p->list->places[p->here];
}

static bool has_children(const struct parser *p)
{
	return p->here + 1 < p->list->count;
}

static struct entry *add_entry(struct parser *p, enum icd_entry_kind kind, const char *text)
{
	p->entries = grow_array(p->entries, p->entry_count, &p->entry_capacity, sizeof *p->entries);
	p->owners = grow_array(p->owners, p->entry_count, &p->owner_capacity, sizeof *p->owners);
	struct entry *entry = &p->entries[p->entry_count];
	*entry = (struct entry){.kind = kind, .text = text, .character = "", .line = xml_line(p->xml)};
	if (has_children(p))
		entry->flags |= ICD_ENTRY_LATE;
	p->owners[p->entry_count++] = p->here;
	return entry;
}

/* Moves the entries of the place that ends out of the common stack. */
static void close_entries(struct parser *p)
{
	size_t first = p->entry_count;
	while (first > 0 && p->owners[first - 1] == p->here)
		first--;
	struct place *closed = place(p);
	closed->entry_count = p->entry_count - first;
	closed->entries = need_copy(p->pool, p->entries + first, closed->entry_count, sizeof *closed->entries);
	p->entry_count = first;
}

static const struct list_element *list_element(const char *name)
{
	for (size_t i = 0; i < sizeof list_elements / sizeof *list_elements; i++) {
		if (strcmp(list_elements[i].name, name) == 0)
			return &list_elements[i];
	}
	return NULL;
}

/* One <note> or <extension> of a list. */
static bool read_list_item(struct parser *p, enum icd_entry_kind kind, uint8_t flags)
{
	static const char *const extension_attributes[] = {"char", NULL};
	static const char *const no_attributes[] = {NULL};
	const char *character = "";
	bool seventh = kind == ICD_ENTRY_SEVENTH;
	if (seventh && xml_is(p->xml, "extension")) {
		if (!xml_only_attributes(p->xml, extension_attributes))
			return false;
		const char *value = xml_attribute(p->xml, "char");
		if (!value || !icd_character_bit(value[0]) || value[1])
			return xml_fail(p->xml, xml_line(p->xml),
					"<extension> without its character, char=\"A\" or the like was expected");
		character = value;
	} else if (xml_is(p->xml, "note")) {
		if (!xml_only_attributes(p->xml, no_attributes))
			return false;
		p->list->note_count[seventh ? ICD_NOTE_KINDS : kind]++;
		if (seventh)
			kind = ICD_ENTRY_SEVENTH_NOTE;
	} else {
		return xml_fail(p->xml, xml_line(p->xml), "unexpected <%s>, <note> was expected", xml_name(p->xml));
	}
	if (kind == ICD_ENTRY_SEVENTH)
		p->list->note_count[ICD_NOTE_KINDS]++;
	struct entry *entry = add_entry(p, kind, "");
	entry->flags |= flags;
	entry->character = character;
	size_t index = p->entry_count - 1;
	const char *text = xml_text(p->xml);
	if (!text)
		return false;
	p->entries[index].text = text;
	return true;
}

static bool read_list(struct parser *p, enum icd_entry_kind kind)
{
	static const char *const none[] = {NULL};
	uint8_t flags = ICD_ENTRY_OPENS;
	if (!xml_only_attributes(p->xml, none))
		return false;
	for (;;) {
		enum xml_event event = xml_next_tag(p->xml);
		if (event == XML_FAILED || event == XML_DONE)
			return false;
		if (event == XML_END)
			break;
		if (!read_list_item(p, kind, flags))
			return false;
		flags = 0;
	}
	if (flags)
		add_entry(p, kind, "")->flags |= flags | ICD_ENTRY_EMPTY;
	return true;
}

/* ---- places ---- */

static bool read_code(const char *text, char code[ICD_CODE_SIZE])
{
	struct icd_typed_code typed;
	size_t length = strlen(text);
	if (!icd_code_parse(text, length, &typed) || typed.open || text[length - 1] == '.')
		return false;
	memcpy(code, typed.code, ICD_CODE_SIZE);
	return true;
}

/* What a place must have before its content is looked at: checked when its first child or its
 * end is reached. */
static bool check_named(struct parser *p)
{
	struct place *it = place(p);
	if (it->name && it->title)
		return true;
	return xml_fail(p->xml, it->line, "a %s without its <%s>",
			it->kind == ICD_PLACE_CHAPTER   ? "chapter"
			: it->kind == ICD_PLACE_SECTION ? "section"
							: "diag",
			it->name ? "desc" : "name");
}

static bool open_place(struct parser *p, enum icd_place_kind kind)
{
	static const char *const section_attributes[] = {"id", NULL};
	static const char *const diag_attributes[] = {"placeholder", NULL};
	static const char *const none[] = {NULL};
	const char *const *allowed = kind == ICD_PLACE_SECTION ? section_attributes
				     : kind == ICD_PLACE_CODE  ? diag_attributes
							       : none;
	struct tabular_list *list = p->list;
	if (!xml_only_attributes(p->xml, allowed) || (kind != ICD_PLACE_CHAPTER && !check_named(p)))
		return false;
	list->places = grow_array(list->places, list->count, &p->place_capacity, sizeof *list->places);
	struct place *it = &list->places[list->count];
	*it = (struct place){.kind = kind,
			     .first = "",
			     .line = xml_line(p->xml),
			     .parent = kind == ICD_PLACE_CHAPTER ? SIZE_MAX : p->here};
	p->here = list->count++;
	if (kind == ICD_PLACE_CHAPTER) {
		list->chapter_count++;
	} else if (kind == ICD_PLACE_SECTION) {
		const char *id = xml_attribute(p->xml, "id");
		if (!id || !*id)
			return xml_fail(p->xml, it->line, "a <section> without its id");
		it->name = id;
		list->section_count++;
	} else {
		const char *placeholder = xml_attribute(p->xml, "placeholder");
		it->placeholder = placeholder && strcmp(placeholder, "true") == 0;
		list->diag_count++;
	}
	return true;
}

static bool close_place(struct parser *p)
{
	if (!check_named(p))
		return false;
	close_entries(p);
	p->here = place(p)->parent;
	return true;
}

/* "1" to "99"; 0 when it is none of them. */
static unsigned chapter_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return *text != '0' && digits <= 2 && !text[digits] ? (unsigned)atoi(text) : 0;
}

static bool set_chapter(struct parser *p, struct place *it, const char *text)
{
	unsigned number = chapter_number(text);
	if (!number)
		return xml_fail(p->xml, it->line, "chapter \"%s\", a number was expected", text);
	if (p->has_chapter[number])
		return xml_fail(p->xml, it->line, "chapter %u again, each once was expected", number);
	p->has_chapter[number] = true;
	it->name = text;
	return true;
}

static bool check_first(struct parser *p, const struct place *it, const char *code)
{
	char shown[ICD_DOTTED_SIZE];
	size_t before = p->codes.count, i = 0;
	if (intern_number(&p->codes, code) == before)
		return true;
	while (p->list->places[i].kind != ICD_PLACE_CODE || !p->list->places[i].name ||
	       strcmp(p->list->places[i].name, code) != 0)
		i++;
	return xml_fail(p->xml, it->line, "code %s again, it stands at line %u already", icd_code_format(code, shown),
			(unsigned)p->list->places[i].line);
}

static bool set_name(struct parser *p)
{
	struct place *it = place(p);
	char code[ICD_CODE_SIZE];
	const char *text = xml_text(p->xml);
	if (!text)
		return false;
	if (it->kind == ICD_PLACE_SECTION || it->name)
		return xml_fail(p->xml, it->line, "unexpected second <name>");
	if (it->kind == ICD_PLACE_CHAPTER)
		return set_chapter(p, it, text);
	if (!read_code(text, code))
		return xml_fail(p->xml, it->line, "\"%s\", a code was expected", text);
	if (!check_first(p, it, code))
		return false;
	it->name = need_text(p->pool, code, strlen(code));
	struct place *parent = &p->list->places[it->parent];
	if (parent->kind == ICD_PLACE_SECTION && !*parent->first)
		parent->first = it->name;
	return true;
}

static bool set_title(struct parser *p)
{
	struct place *it = place(p);
	if (it->title)
		return xml_fail(p->xml, xml_line(p->xml), "unexpected second <desc>");
	it->title = xml_text(p->xml);
	return it->title != NULL;
}

static bool keep_xml(struct parser *p)
{
	uint32_t line = xml_line(p->xml);
	size_t index = p->entry_count;
	add_entry(p, ICD_ENTRY_XML, "");
	const char *raw = xml_outer(p->xml);
	if (!raw)
		return false;
	p->entries[index].text = raw;
	p->entries[index].line = line;
	return true;
}

/* Which places may stand directly within which. */
static bool may_hold(enum icd_place_kind outer, enum icd_place_kind inner)
{
	return outer == ICD_PLACE_CHAPTER ? inner == ICD_PLACE_SECTION : inner == ICD_PLACE_CODE;
}

static bool read_child_place(struct parser *p, enum icd_place_kind kind)
{
	if (!may_hold(place(p)->kind, kind))
		return xml_fail(p->xml, xml_line(p->xml), "unexpected <%s>", xml_name(p->xml));
	return open_place(p, kind);
}

/* One start tag inside a place. */
static bool read_content(struct parser *p)
{
	const char *name = xml_name(p->xml);
	const struct list_element *list = list_element(name);
	if (list)
		return read_list(p, list->kind);
	if (strcmp(name, "name") == 0)
		return set_name(p);
	if (strcmp(name, "desc") == 0)
		return set_title(p);
	if (strcmp(name, "diag") == 0)
		return read_child_place(p, ICD_PLACE_CODE);
	if (strcmp(name, "section") == 0)
		return read_child_place(p, ICD_PLACE_SECTION);
	return keep_xml(p);
}

/* ---- the file ---- */

static bool read_front(struct parser *p, struct icd_buffer *front)
{
	const char *raw = xml_outer(p->xml);
	if (!raw)
		return false;
	icd_put_bytes(front, raw, strlen(raw));
	return true;
}

static bool read_root_tag(struct parser *p, struct icd_buffer *front)
{
	const char *tag = xml_start_tag(p->xml);
	if (!tag)
		return false;
	icd_put_byte(front, '<');
	icd_put_bytes(front, tag, strlen(tag));
	icd_put_byte(front, '>');
	return true;
}

static bool read_root(struct parser *p, struct icd_buffer *front)
{
	enum xml_event event = xml_next_tag(p->xml);
	if (event == XML_FAILED)
		return false;
	if (event != XML_START || !xml_is(p->xml, "ICD10CM.tabular"))
		return xml_fail(p->xml, xml_line(p->xml), "root <%s>, <ICD10CM.tabular> was expected",
				event == XML_START ? xml_name(p->xml) : "");
	p->here = SIZE_MAX;
	if (!read_root_tag(p, front))
		return false;
	while ((event = xml_next_tag(p->xml)) != XML_DONE) {
		bool ok;
		if (event == XML_FAILED)
			return false;
		if (event == XML_END)
			ok = p->here == SIZE_MAX || close_place(p);
		else if (p->here != SIZE_MAX)
			ok = read_content(p);
		else if (xml_is(p->xml, "chapter"))
			ok = open_place(p, ICD_PLACE_CHAPTER);
		else
			ok = read_front(p, front);
		if (!ok)
			return false;
	}
	if (p->list->chapter_count == 0)
		return xml_fail(p->xml, 1, "a tabular list without chapters");
	if (p->list->diag_count == 0)
		return xml_fail(p->xml, 1, "a tabular list without codes");
	return true;
}

bool read_tabular(const struct input *in, struct icd_pool *pool, struct tabular_list **out, struct icd_error *err)
{
	struct tabular_list *list = need(pool, 1, sizeof *list);
	struct parser p = {.pool = pool, .list = list};
	struct icd_buffer front = {0};
	bool ok = false;
	p.xml = xml_open(in, pool, err);
	if (p.xml)
		ok = read_root(&p, &front);
	struct place *grown = list->places;
	if (ok) {
		list->places = need_copy(pool, grown, list->count, sizeof *grown);
		list->front = need_text(pool, (const char *)front.data, front.size);
		*out = list;
	}
	free(grown);
	free(p.entries);
	free(p.owners);
	icd_buffer_free(&front);
	interner_free(&p.codes);
	xml_close(p.xml);
	return ok;
}
