/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "export_work.h"

#include <stdio.h>
#include <string.h>

#define NOWHERE UINT32_MAX

/* ---- tabular lists: the walk ---- */

/* What the walk through a list tells of, in document order. */
struct visitor {
	void (*front)(void *context, const char *front);
	void (*open)(void *context, enum icd_place_kind kind, unsigned depth, const char *name, const char *title,
		     bool placeholder);
	void (*entry)(void *context, unsigned depth, const struct icd_entry *entry);
	/* All entries have come before their place's children; NULL: nothing is to be told here. Else those that stand
	 * after the children come there, and then this. */
	void (*close)(void *context, enum icd_place_kind kind, unsigned depth);
	/* A diag with its entries; NULL: they are told one by one. */
	void (*diag)(void *context, const struct diag *diag, unsigned depth);
	void *context;
};

/* The categories of a section, in document order. */
struct categories {
	const char *section;  /* its key */
	uint32_t first, last; /* where they stand in the order */
};

struct walk {
	struct icd_export *export;
	const struct visitor *visitor;
	struct icd_pool pool;
	uint16_t list;
	uint32_t *order, count; /* the diags, in document order */
	uint32_t *parents;      /* by ordinal: the diag it stands in, NOWHERE for categories */
	/* By sections: */
	struct icd_hash by_section;
	struct categories *sections;
	size_t section_count, section_capacity;
	uint32_t *next; /* by place in the order: where the section's next category stands; NOWHERE after the last */
};

static void visit_entries(const struct walk *walk, const struct icd_entries *entries, unsigned depth, bool late)
{
	const struct visitor *visitor = walk->visitor;
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		bool behind = visitor->close && entry->flags & ICD_ENTRY_LATE;
		if (behind == late && icd_spans_have(entry->spans, entry->span_count, walk->list))
			visitor->entry(visitor->context, depth, entry);
	}
}

/* What stands at a place after its children, and its end. */
static void close_place(const struct walk *walk, enum icd_place_kind kind, const struct icd_entries *entries,
			unsigned depth)
{
	visit_entries(walk, entries, depth, true);
	walk->visitor->close(walk->visitor->context, kind, depth);
}

static void open_diag(const struct walk *walk, uint32_t ordinal, unsigned depth)
{
	const struct visitor *visitor = walk->visitor;
	if (visitor->diag) {
		visitor->diag(visitor->context, diag_in(walk->export->diags[ordinal], walk->list), depth);
		return;
	}
	const struct icd_code_record *record = &walk->export->records[ordinal];
	visitor->open(visitor->context, ICD_PLACE_CODE, depth, record->code,
		      icd_export_title(walk->export, record, walk->list), icd_diag_in(record, walk->list)->placeholder);
	visit_entries(walk, &record->entries, depth, false);
}

static void close_diag(const struct walk *walk, uint32_t ordinal, unsigned depth)
{
	if (walk->visitor->close)
		close_place(walk, ICD_PLACE_CODE, &walk->export->records[ordinal].entries, depth);
}

/* A category with all below it: the diags from `at` on up to the next category. */
static void walk_category(const struct walk *walk, uint32_t at)
{
	uint32_t open[ICD_CODE_SIZE];
	unsigned depth = 0;
	do {
		uint32_t ordinal = walk->order[at++];
		while (depth > 0 && (open[depth - 1] != walk->parents[ordinal] || depth == ICD_CODE_LENGTH)) {
			depth--;
			close_diag(walk, open[depth], depth + 2);
		}
		open_diag(walk, ordinal, depth + 2);
		open[depth++] = ordinal;
	} while (at < walk->count && walk->parents[walk->order[at]] != NOWHERE);
	while (depth-- > 0)
		close_diag(walk, open[depth], depth + 2);
}

static bool same_section(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct walk *)context)->sections[item].section, key) == 0;
}

static uint32_t find_section(const struct walk *walk, const char *key)
{
	return icd_hash_find(&walk->by_section, icd_hash_text(key), same_section, walk, key);
}

/* Adds a category, which stands there in the order, as the last one of its section. False when memory runs out. */
static bool add_category(struct walk *walk, const char *section, uint32_t at)
{
	uint32_t item = find_section(walk, section);
	walk->next[at] = NOWHERE;
	if (item != ICD_HASH_NONE) {
		walk->next[walk->sections[item].last] = at;
		walk->sections[item].last = at;
		return true;
	}
	if (!icd_pool_room(&walk->pool, &walk->sections, walk->section_count, &walk->section_capacity,
			   sizeof *walk->sections) ||
	    !icd_hash_add(&walk->by_section, icd_hash_text(section), (uint32_t)walk->section_count))
		return false;
	walk->sections[walk->section_count++] = (struct categories){section, at, at};
	return true;
}

static bool collect_sections(struct walk *walk, struct icd_error *err)
{
	walk->next = icd_pool_take(&walk->pool, walk->count, sizeof *walk->next);
	if (!walk->next)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < walk->count; i++) {
		uint32_t ordinal = walk->order[i];
		const struct diag *diag = diag_in(walk->export->diags[ordinal], walk->list);
		if (walk->parents[ordinal] == NOWHERE && diag->section && !add_category(walk, diag->section, i))
			return icd_out_of_memory(err);
	}
	return true;
}

static void walk_categories(const struct walk *walk, const char *section)
{
	uint32_t item = find_section(walk, section);
	uint32_t at = item == ICD_HASH_NONE ? NOWHERE : walk->sections[item].first;
	for (; at != NOWHERE; at = walk->next[at])
		walk_category(walk, at);
}

static bool walk_section(const struct walk *walk, const char *key, struct icd_error *err)
{
	struct icd_section_record record;
	const struct visitor *visitor = walk->visitor;
	enum icd_found found = icd_store_section(walk->export->store, key, &record, err);
	const char *id = found == ICD_FOUND ? icd_text_at(&record.ids, walk->list) : NULL;
	if (id) {
		const char *title = icd_text_at(&record.titles, walk->list);
		visitor->open(visitor->context, ICD_PLACE_SECTION, 1, id, title ? title : "", false);
		visit_entries(walk, &record.entries, 1, false);
		walk_categories(walk, key);
		if (visitor->close)
			close_place(walk, ICD_PLACE_SECTION, &record.entries, 1);
	}
	return found != ICD_FAILED;
}

static bool walk_chapter(const struct walk *walk, int number, struct icd_error *err)
{
	struct icd_chapter_record record;
	const struct visitor *visitor = walk->visitor;
	char name[16];
	enum icd_found found = icd_store_chapter(walk->export->store, number, &record, err);
	const char *title = found == ICD_FOUND ? icd_text_at(&record.titles, walk->list) : NULL;
	bool ok = found != ICD_FAILED;
	if (title) {
		snprintf(name, sizeof name, "%d", number);
		visitor->open(visitor->context, ICD_PLACE_CHAPTER, 0, name, title, false);
		visit_entries(walk, &record.entries, 0, false);
		for (uint32_t i = 0; ok && i < record.sections.count; i++)
			ok = walk_section(walk, record.sections.at[i].code, err);
		if (visitor->close)
			close_place(walk, ICD_PLACE_CHAPTER, &record.entries, 0);
	}
	return ok;
}

/* ---- where diags stand ---- */

/* Which codes have a diag in the list? By ordinal; NULL when memory runs out. */
static bool *find_diags(struct walk *walk)
{
	const struct icd_export *export = walk->export;
	bool *holds = icd_pool_take(&walk->pool, export->about->code_count, sizeof *holds);
	for (uint32_t i = 0; holds && i < export->about->code_count; i++)
		holds[i] = export->diags[i] && diag_in(export->diags[i], walk->list)->stands;
	return holds;
}

/* The longest diag above it that the list has; odd ones are said. Codes of one family follow each other. */
static bool find_parents(struct walk *walk, const bool *holds, const struct icd_moves *odd, struct icd_error *err)
{
	const struct icd_export *export = walk->export;
	uint32_t all = export->about->code_count, open[ICD_CODE_SIZE];
	unsigned depth = 0;
	walk->parents = icd_pool_take(&walk->pool, all, sizeof *walk->parents);
	if (!walk->parents)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < all; i++) {
		if (!holds[i])
			continue;
		while (depth > 0 && export->last[open[depth - 1]] < i)
			depth--;
		walk->parents[i] = depth ? open[depth - 1] : NOWHERE;
		if (depth < ICD_CODE_LENGTH)
			open[depth++] = i;
	}
	for (uint32_t i = 0; i < odd->count; i++) {
		if (odd->at[i].code < all)
			walk->parents[odd->at[i].code] = odd->at[i].after;
	}
	return true;
}

/* The diags of the list, where they stand. */
static bool find_places(struct walk *walk, const struct icd_export_record *record, struct icd_error *err)
{
	const bool *holds = find_diags(walk);
	if (!holds)
		return icd_out_of_memory(err);
	walk->order = icd_export_order(walk->export, &walk->pool, holds, &record->moves, &walk->count, err);
	return walk->order && find_parents(walk, holds, &record->parents, err) && collect_sections(walk, err);
}

static bool walk_list(struct icd_export *export, uint16_t list, const struct visitor *visitor, struct icd_error *err)
{
	struct walk walk = {.export = export, .visitor = visitor, .list = list};
	struct icd_export_record record;
	icd_date date = export->about->lists.at[list].date;
	bool ok = icd_export_record(export, &walk.pool, "tabular", date, &record, err) &&
		  find_places(&walk, &record, err);
	if (ok)
		visitor->front(visitor->context, record.front);
	for (int chapter = 1; ok && chapter < 100; chapter++)
		ok = walk_chapter(&walk, chapter, err);
	icd_hash_free(&walk.by_section);
	icd_pool_free(&walk.pool);
	return ok;
}

/* ---- digest ---- */

static void digest_front(void *context, const char *front)
{
	icd_digest_front(context, front);
}

static void digest_open(void *context, enum icd_place_kind kind, unsigned depth, const char *name, const char *title,
			bool placeholder)
{
	icd_digest_place(context, kind, depth, name, title, placeholder);
}

static void digest_entry(void *context, unsigned depth, const struct icd_entry *entry)
{
	(void)depth;
	icd_digest_entry(context, entry->kind, entry->flags & ICD_ENTRY_OF_LIST, entry->character, entry->text);
}

static void digest_diag(void *context, const struct diag *diag, unsigned depth)
{
	diag->said[ICD_SAID_DEPTH] = (unsigned char)depth;
	icd_digest_bytes(context, diag->said, diag->size);
}

bool icd_export_digest(struct icd_export *export, uint16_t list, char out[ICD_DIGEST_SIZE], struct icd_error *err)
{
	struct icd_digest digest = icd_digest_start();
	const struct visitor visitor = {.front = digest_front,
					.open = digest_open,
					.entry = digest_entry,
					.diag = digest_diag,
					.context = &digest};
	bool ok = icd_export_need(export, FORM_DIAGS | FORM_SAID, err) && walk_list(export, list, &visitor, err);
	icd_digest_end(&digest, out);
	return ok;
}

/* ---- XML ---- */

struct xml_writer {
	struct icd_writer out;
	const char *list; /* the list element that is open, NULL for none */
	const struct icd_about *about;
	uint16_t number; /* of the tabular list */
};

static void put(struct xml_writer *writer, const char *text)
{
	icd_writer_text(&writer->out, text);
}

/* What a line begins with, indented so many steps. */
static void put_line(struct xml_writer *writer, unsigned steps, const char *start, const char *middle, const char *end)
{
	icd_writer_blanks(&writer->out, 2 * (size_t)steps);
	put(writer, start);
	put(writer, middle);
	put(writer, end);
}

static void put_escaped(struct xml_writer *writer, const char *text, const char *special)
{
	for (;;) {
		size_t plain = strcspn(text, special);
		icd_writer_put(&writer->out, text, plain);
		text += plain;
		if (!*text)
			return;
		char number[8];
		snprintf(number, sizeof number, "&#%u;", (unsigned)(unsigned char)*text);
		put(writer, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : number);
		text++;
	}
}

static const char *const place_elements[] = {"chapter", "section", "diag"};

/* By kind of entry: the list element that holds it; that of a seventh character holds notes too. */
static const char *const list_elements[ICD_ENTRY_KINDS] = {
	[ICD_NOTE_INCLUDES] = "includes",
	[ICD_NOTE_INCLUSION_TERM] = "inclusionTerm",
	[ICD_NOTE_EXCLUDES1] = "excludes1",
	[ICD_NOTE_EXCLUDES2] = "excludes2",
	[ICD_NOTE_CODE_FIRST] = "codeFirst",
	[ICD_NOTE_USE_ADDITIONAL] = "useAdditionalCode",
	[ICD_NOTE_CODE_ALSO] = "codeAlso",
	[ICD_NOTE_NOTE] = "notes",
	[ICD_NOTE_SEVENTH_CHARACTER] = "sevenChrNote",
	[ICD_ENTRY_SEVENTH] = "sevenChrDef",
	[ICD_ENTRY_SEVENTH_NOTE] = "sevenChrDef",
};

static void end_list(struct xml_writer *writer, unsigned depth)
{
	if (!writer->list)
		return;
	put_line(writer, depth + 2, "</", writer->list, ">\n");
	writer->list = NULL;
}

/* A list that was rebuilt says so before its root. */
static void write_origin(struct xml_writer *writer)
{
	const struct icd_sequence *lists = &writer->about->lists;
	char date[ICD_DATE_SIZE];
	if (!icd_list_rebuilt(writer->about, writer->number))
		return;
	uint16_t base = icd_list_base(writer->about, writer->number);
	bool undone = base > writer->number;
	uint16_t first = undone ? writer->number : base, last = undone ? base : writer->number;
	put_line(writer, 0, "<!-- " ICD_NOT_OFFICIAL ": rebuilt from the tabular list of ",
		 icd_date_format(lists->at[base].date, date),
		 undone ? " without the addenda of" : " and the addenda of");
	for (uint16_t i = (uint16_t)(first + 1); i <= last; i++)
		put_line(writer, 0, i > first + 1 ? ", " : " ", icd_date_format(lists->at[i].date, date), "");
	put(writer, " -->\n");
}

/* The root's start tag is the first thing in the front. */
static void write_front(void *context, const char *front)
{
	struct xml_writer *writer = context;
	put_line(writer, 0, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "", "");
	write_origin(writer);
	put_line(writer, 0, "", front, "\n");
}

static void write_element(struct xml_writer *writer, unsigned depth, const char *element, const char *text)
{
	put_line(writer, depth, "<", element, ">");
	put_escaped(writer, text, "&<>\r");
	put_line(writer, 0, "</", element, ">\n");
}

static void write_open(void *context, enum icd_place_kind kind, unsigned depth, const char *name, const char *title,
		       bool placeholder)
{
	struct xml_writer *writer = context;
	char code[ICD_DOTTED_SIZE];
	end_list(writer, depth - 1);
	put_line(writer, depth + 1, "<", place_elements[kind], "");
	if (kind == ICD_PLACE_SECTION) {
		put(writer, " id=\"");
		put_escaped(writer, name, "&<\"\t\r\n");
		put(writer, "\"");
	} else if (placeholder) {
		put(writer, " placeholder=\"true\"");
	}
	put(writer, ">\n");
	if (kind != ICD_PLACE_SECTION)
		write_element(writer, depth + 2, "name", kind == ICD_PLACE_CODE ? icd_code_format(name, code) : name);
	write_element(writer, depth + 2, "desc", title);
}

static void write_item(struct xml_writer *writer, unsigned depth, const struct icd_entry *entry)
{
	if (entry->kind != ICD_ENTRY_SEVENTH) {
		write_element(writer, depth, "note", entry->text);
		return;
	}
	put_line(writer, depth, "<extension char=\"", "", "");
	put_escaped(writer, entry->character, "&<\"\t\r\n");
	put(writer, "\">");
	put_escaped(writer, entry->text, "&<>\r");
	put(writer, "</extension>\n");
}

static void write_entry(void *context, unsigned depth, const struct icd_entry *entry)
{
	struct xml_writer *writer = context;
	const char *element = list_elements[entry->kind];
	if (!element || entry->flags & ICD_ENTRY_OPENS || !writer->list || strcmp(writer->list, element) != 0)
		end_list(writer, depth);
	if (!element) {
		put_line(writer, depth + 2, "", entry->text, "\n");
		return;
	}
	if (!writer->list) {
		put_line(writer, depth + 2, "<", element, ">\n");
		writer->list = element;
	}
	if (!(entry->flags & ICD_ENTRY_EMPTY))
		write_item(writer, depth + 3, entry);
}

static void write_close(void *context, enum icd_place_kind kind, unsigned depth)
{
	struct xml_writer *writer = context;
	end_list(writer, depth);
	put_line(writer, depth + 1, "</", place_elements[kind], ">\n");
}

bool icd_export_tabular(struct icd_export *export, uint16_t list, const struct icd_sink *sink, struct icd_error *err)
{
	struct xml_writer writer = {.out.sink = *sink, .about = export->about, .number = list};
	const struct visitor visitor = {.front = write_front,
					.open = write_open,
					.entry = write_entry,
					.close = write_close,
					.context = &writer};
	bool ok = icd_export_need(export, FORM_DIAGS | FORM_RECORDS, err) && walk_list(export, list, &visitor, err);
	if (ok)
		put(&writer, "</ICD10CM.tabular>\n");
	icd_writer_end(&writer.out);
	return ok;
}
