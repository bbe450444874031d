/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a tabular list (root ICD10CM.tabular) into places and entries. */
#include "store/write.h"
#include "release.h"
#include "formats/xml.h"

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

struct tabular_reader {
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

static struct place *place(struct tabular_reader *r)
{
	return &r->list->places[r->here];
}

static bool has_children(const struct tabular_reader *r)
{
	return r->here + 1 < r->list->count;
}

static struct entry *add_entry(struct tabular_reader *r, enum icd_entry_kind kind, const char *text)
{
	r->entries = grow_array(r->entries, r->entry_count, &r->entry_capacity, sizeof *r->entries);
	r->owners = grow_array(r->owners, r->entry_count, &r->owner_capacity, sizeof *r->owners);
	struct entry *entry = &r->entries[r->entry_count];
	*entry = (struct entry){.kind = kind, .text = text, .character = ""};
	if (has_children(r))
		entry->flags |= ICD_ENTRY_LATE;
	r->owners[r->entry_count++] = r->here;
	return entry;
}

/* Moves the entries of the place that ends out of the common stack. */
static void close_entries(struct tabular_reader *r)
{
	size_t first = r->entry_count;
	while (first > 0 && r->owners[first - 1] == r->here)
		first--;
	struct place *closed = place(r);
	closed->entry_count = r->entry_count - first;
	closed->entries = need_copy(r->pool, r->entries + first, closed->entry_count, sizeof *closed->entries);
	r->entry_count = first;
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
static bool read_list_item(struct tabular_reader *r, enum icd_entry_kind kind, uint8_t flags)
{
	static const char *const extension_attributes[] = {"char", NULL};
	static const char *const no_attributes[] = {NULL};
	const char *character = "";
	bool seventh = kind == ICD_ENTRY_SEVENTH;
	if (seventh && xml_is(r->xml, "extension")) {
		if (!xml_only_attributes(r->xml, extension_attributes))
			return false;
		const char *value = xml_attribute(r->xml, "char");
		if (!value || !icd_character_bit(value[0]) || value[1])
			return xml_fail(r->xml, xml_line(r->xml),
					"<extension> without its character, char=\"A\" or the like was expected");
		character = value;
	} else if (xml_is(r->xml, "note")) {
		if (!xml_only_attributes(r->xml, no_attributes))
			return false;
		r->list->note_count[seventh ? ICD_NOTE_KINDS : kind]++;
		if (seventh)
			kind = ICD_ENTRY_SEVENTH_NOTE;
	} else {
		return xml_fail(r->xml, xml_line(r->xml), "unexpected <%s>, <note> was expected", xml_name(r->xml));
	}
	if (kind == ICD_ENTRY_SEVENTH)
		r->list->note_count[ICD_NOTE_KINDS]++;
	struct entry *entry = add_entry(r, kind, "");
	entry->flags |= flags;
	entry->character = character;
	size_t index = r->entry_count - 1;
	const char *text = xml_text(r->xml);
	if (!text)
		return false;
	r->entries[index].text = text;
	return true;
}

static bool read_list(struct tabular_reader *r, enum icd_entry_kind kind)
{
	static const char *const none[] = {NULL};
	uint8_t flags = ICD_ENTRY_OPENS;
	if (!xml_only_attributes(r->xml, none))
		return false;
	for (;;) {
		enum xml_event event = xml_next_tag(r->xml);
		if (event == XML_FAILED || event == XML_DONE)
			return false;
		if (event == XML_END)
			break;
		if (!read_list_item(r, kind, flags))
			return false;
		flags = 0;
	}
	if (flags)
		add_entry(r, kind, "")->flags |= flags | ICD_ENTRY_EMPTY;
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
static bool check_named(struct tabular_reader *r)
{
	struct place *it = place(r);
	if (it->name && it->title)
		return true;
	return xml_fail(r->xml, it->line, "a %s without its <%s>",
			it->kind == ICD_PLACE_CHAPTER   ? "chapter"
			: it->kind == ICD_PLACE_SECTION ? "section"
							: "diag",
			it->name ? "desc" : "name");
}

static bool open_place(struct tabular_reader *r, enum icd_place_kind kind)
{
	static const char *const section_attributes[] = {"id", NULL};
	static const char *const diag_attributes[] = {"placeholder", NULL};
	static const char *const none[] = {NULL};
	const char *const *allowed = kind == ICD_PLACE_SECTION ? section_attributes
				     : kind == ICD_PLACE_CODE  ? diag_attributes
							       : none;
	struct tabular_list *list = r->list;
	if (!xml_only_attributes(r->xml, allowed) || (kind != ICD_PLACE_CHAPTER && !check_named(r)))
		return false;
	list->places = grow_array(list->places, list->count, &r->place_capacity, sizeof *list->places);
	struct place *it = &list->places[list->count];
	*it = (struct place){.kind = kind,
			     .first = "",
			     .line = xml_line(r->xml),
			     .parent = kind == ICD_PLACE_CHAPTER ? SIZE_MAX : r->here};
	r->here = list->count++;
	if (kind == ICD_PLACE_CHAPTER) {
		list->chapter_count++;
	} else if (kind == ICD_PLACE_SECTION) {
		const char *id = xml_attribute(r->xml, "id");
		if (!id || !*id)
			return xml_fail(r->xml, it->line, "a <section> without its id");
		it->name = id;
		list->section_count++;
	} else {
		const char *placeholder = xml_attribute(r->xml, "placeholder");
		it->placeholder = placeholder && strcmp(placeholder, "true") == 0;
		list->diag_count++;
	}
	return true;
}

static bool close_place(struct tabular_reader *r)
{
	if (!check_named(r))
		return false;
	close_entries(r);
	r->here = place(r)->parent;
	return true;
}

/* "1" to "99"; 0 when it is none of them. */
static unsigned chapter_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return *text != '0' && digits <= 2 && !text[digits] ? (unsigned)atoi(text) : 0;
}

static bool set_chapter(struct tabular_reader *r, struct place *it, const char *text)
{
	unsigned number = chapter_number(text);
	if (!number)
		return xml_fail(r->xml, it->line, "chapter \"%s\", a number was expected", text);
	if (r->has_chapter[number])
		return xml_fail(r->xml, it->line, "chapter %u again, each once was expected", number);
	r->has_chapter[number] = true;
	it->name = text;
	return true;
}

static bool check_first(struct tabular_reader *r, const struct place *it, const char *code)
{
	char shown[ICD_DOTTED_SIZE];
	size_t before = r->codes.count, i = 0;
	if (intern_number(&r->codes, code) == before)
		return true;
	while (r->list->places[i].kind != ICD_PLACE_CODE || !r->list->places[i].name ||
	       strcmp(r->list->places[i].name, code) != 0)
		i++;
	return xml_fail(r->xml, it->line, "code %s again, it stands at line %u already", icd_code_format(code, shown),
			(unsigned)r->list->places[i].line);
}

static bool set_name(struct tabular_reader *r)
{
	struct place *it = place(r);
	char code[ICD_CODE_SIZE];
	const char *text = xml_text(r->xml);
	if (!text)
		return false;
	if (it->kind == ICD_PLACE_SECTION || it->name)
		return xml_fail(r->xml, it->line, "unexpected second <name>");
	if (it->kind == ICD_PLACE_CHAPTER)
		return set_chapter(r, it, text);
	if (!read_code(text, code))
		return xml_fail(r->xml, it->line, "\"%s\", a code was expected", text);
	if (!check_first(r, it, code))
		return false;
	it->name = need_text(r->pool, code, strlen(code));
	struct place *parent = &r->list->places[it->parent];
	if (parent->kind == ICD_PLACE_SECTION && !*parent->first)
		parent->first = it->name;
	return true;
}

static bool set_title(struct tabular_reader *r)
{
	struct place *it = place(r);
	if (it->title)
		return xml_fail(r->xml, xml_line(r->xml), "unexpected second <desc>");
	it->title = xml_text(r->xml);
	return it->title != NULL;
}

static bool keep_xml(struct tabular_reader *r)
{
	size_t index = r->entry_count;
	add_entry(r, ICD_ENTRY_XML, "");
	const char *raw = xml_outer(r->xml);
	if (!raw)
		return false;
	r->entries[index].text = raw;
	return true;
}

/* Which places may stand directly within which. */
static bool may_hold(enum icd_place_kind outer, enum icd_place_kind inner)
{
	return outer == ICD_PLACE_CHAPTER ? inner == ICD_PLACE_SECTION : inner == ICD_PLACE_CODE;
}

static bool read_child_place(struct tabular_reader *r, enum icd_place_kind kind)
{
	if (!may_hold(place(r)->kind, kind))
		return xml_fail(r->xml, xml_line(r->xml), "unexpected <%s>", xml_name(r->xml));
	return open_place(r, kind);
}

/* One start tag inside a place. */
static bool read_content(struct tabular_reader *r)
{
	const char *name = xml_name(r->xml);
	const struct list_element *list = list_element(name);
	if (list)
		return read_list(r, list->kind);
	if (strcmp(name, "name") == 0)
		return set_name(r);
	if (strcmp(name, "desc") == 0)
		return set_title(r);
	if (strcmp(name, "diag") == 0)
		return read_child_place(r, ICD_PLACE_CODE);
	if (strcmp(name, "section") == 0)
		return read_child_place(r, ICD_PLACE_SECTION);
	return keep_xml(r);
}

/* ---- the file ---- */

static bool read_front(struct tabular_reader *r, struct icd_buffer *front)
{
	const char *raw = xml_outer(r->xml);
	if (!raw)
		return false;
	icd_put_bytes(front, raw, strlen(raw));
	return true;
}

static bool read_root_tag(struct tabular_reader *r, struct icd_buffer *front)
{
	const char *tag = xml_start_tag(r->xml);
	if (!tag)
		return false;
	icd_put_byte(front, '<');
	icd_put_bytes(front, tag, strlen(tag));
	icd_put_byte(front, '>');
	return true;
}

static bool read_root(struct tabular_reader *r, struct icd_buffer *front)
{
	enum xml_event event = xml_next_tag(r->xml);
	if (event == XML_FAILED)
		return false;
	if (event != XML_START || !xml_is(r->xml, "ICD10CM.tabular"))
		return xml_fail(r->xml, xml_line(r->xml), "root <%s>, <ICD10CM.tabular> was expected",
				event == XML_START ? xml_name(r->xml) : "");
	r->here = SIZE_MAX;
	if (!read_root_tag(r, front))
		return false;
	while ((event = xml_next_tag(r->xml)) != XML_DONE) {
		bool ok;
		if (event == XML_FAILED)
			return false;
		if (event == XML_END)
			ok = r->here == SIZE_MAX || close_place(r);
		else if (r->here != SIZE_MAX)
			ok = read_content(r);
		else if (xml_is(r->xml, "chapter"))
			ok = open_place(r, ICD_PLACE_CHAPTER);
		else
			ok = read_front(r, front);
		if (!ok)
			return false;
	}
	if (r->list->chapter_count == 0)
		return xml_fail(r->xml, 1, "a tabular list without chapters");
	if (r->list->diag_count == 0)
		return xml_fail(r->xml, 1, "a tabular list without codes");
	return true;
}

bool read_tabular(const struct input *in, struct icd_pool *pool, struct tabular_list **out, struct icd_error *err)
{
	struct tabular_list *list = need(pool, 1, sizeof *list);
	struct tabular_reader r = {.pool = pool, .list = list};
	struct icd_buffer front = {0};
	bool ok = false;
	r.xml = xml_open(in, pool, err);
	if (r.xml)
		ok = read_root(&r, &front);
	struct place *grown = list->places;
	if (ok) {
		list->places = need_copy(pool, grown, list->count, sizeof *grown);
		list->front = need_text(pool, (const char *)front.data, front.size);
		*out = list;
	}
	free(grown);
	free(r.entries);
	free(r.owners);
	icd_buffer_free(&front);
	interner_free(&r.codes);
	xml_close(r.xml);
	return ok;
}
