/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "export.h"

#include "book/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOWHERE UINT32_MAX

struct icd_export {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool pool;
	struct icd_code_record *codes; /* by ordinal */
};

const struct icd_file *icd_release_file(const struct icd_release *release, enum icd_file_kind kind)
{
	for (uint32_t i = 0; i < release->file_count; i++) {
		if (release->files[i].kind == kind)
			return &release->files[i];
	}
	return NULL;
}

/* ---- reading ---- */

struct reading {
	struct icd_export *export;
	uint32_t count;
	bool bad;
};

static bool read_code(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct reading *reading = context;
	struct icd_reader in = icd_store_reader(reading->export->store, value);
	struct icd_code_record record = {0};
	char name[ICD_CODE_SIZE];
	reading->bad = !icd_get_code(&in, &reading->export->pool, icd_store_code_of(key, name), &record) ||
		       record.ordinal >= reading->export->about->code_count;
	if (!reading->bad) {
		reading->export->codes[record.ordinal] = record;
		reading->count++;
	}
	return !reading->bad;
}

static bool read_codes(struct icd_export *export, struct icd_error *err)
{
	struct reading reading = {.export = export};
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, ""), high = icd_key_of(ICD_TABLE_CODE, "\xff");
	if (!icd_store_scan(export->store, &low, &high, read_code, &reading, err))
		return false;
	if (export->pool.failed)
		return icd_out_of_memory(err);
	if (reading.bad || reading.count != export->about->code_count)
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: %u codes can be read, %u were expected: build the index again "
				   "with icd10-build-index",
				   icd_store_path(export->store), (unsigned)reading.count,
				   (unsigned)export->about->code_count);
	return true;
}

bool icd_export_open(struct icd_store *store, struct icd_export **out, struct icd_error *err)
{
	struct icd_export *export = calloc(1, sizeof *export);
	if (!export)
		return icd_out_of_memory(err);
	export->store = store;
	export->about = icd_store_about(store);
	export->codes = icd_pool_take(&export->pool, export->about->code_count, sizeof *export->codes);
	if (export->codes ? read_codes(export, err) : icd_out_of_memory(err)) {
		*out = export;
		return true;
	}
	icd_export_close(export);
	return false;
}

void icd_export_close(struct icd_export *export)
{
	if (!export)
		return;
	icd_pool_free(&export->pool);
	free(export);
}

static bool read_export(struct icd_export *export, struct icd_pool *pool, const char *what, icd_date date,
			struct icd_export_record *record, struct icd_error *err)
{
	char name[32];
	snprintf(name, sizeof name, "%s%d", what, (int)date);
	struct icd_key key = icd_key_of(ICD_TABLE_EXPORT, name);
	struct icd_reader in;
	if (icd_store_fetch(export->store, &key, &in, err) == ICD_FAILED)
		return false;
	return icd_get_export(&in, pool, record) || icd_store_bad_record(export->store, &key, &in, err);
}

/* ---- the order of rows ---- */

/* Codes as a list that begins after the last ordinal, linked both ways. */
struct chain {
	uint32_t *next, *previous;
	uint32_t end; /* stands before the first and after the last */
};

static void link_two(struct chain *chain, uint32_t before, uint32_t after)
{
	chain->next[before] = after;
	chain->previous[after] = before;
}

static bool start_chain(struct chain *chain, struct icd_pool *pool, uint32_t count)
{
	chain->next = icd_pool_take(pool, count + 1u, sizeof *chain->next);
	chain->previous = icd_pool_take(pool, count + 1u, sizeof *chain->previous);
	chain->end = count;
	if (!chain->next || !chain->previous)
		return false;
	link_two(chain, count, count);
	return true;
}

static bool make_move(struct chain *chain, const bool *holds, struct icd_move move)
{
	uint32_t after = move.after == UINT32_MAX ? chain->end : move.after;
	if (move.code >= chain->end || after > chain->end || move.code == after || !holds[move.code] ||
	    (after != chain->end && !holds[after]))
		return false;
	link_two(chain, chain->previous[move.code], chain->next[move.code]);
	link_two(chain, move.code, chain->next[after]);
	link_two(chain, after, move.code);
	return true;
}

/* The ordinals that hold, in tabular order but for the moves. NULL when the moves make no sense or
 * memory runs out, which the pool says. */
static uint32_t *in_order(struct icd_pool *pool, const bool *holds, uint32_t count, const struct icd_moves *moves,
			  uint32_t *out)
{
	struct chain chain;
	uint32_t *order = icd_pool_take(pool, count, sizeof *order);
	*out = 0;
	if (!order || !start_chain(&chain, pool, count))
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		if (!holds[i])
			continue;
		link_two(&chain, chain.previous[count], i);
		link_two(&chain, i, count);
	}
	for (uint32_t i = 0; i < moves->count; i++) {
		if (!make_move(&chain, holds, moves->at[i]))
			return NULL;
	}
	for (uint32_t i = chain.next[count]; i != count; i = chain.next[i])
		order[(*out)++] = i;
	return order;
}

/* Does the code stand in the member of the sequence the caller asks about? */
typedef bool stands_in(const struct icd_code_record *record, uint16_t member);

static uint32_t *order_of(struct icd_export *export, struct icd_pool *pool, stands_in *stands, uint16_t member,
			  const struct icd_moves *moves, uint32_t *count, struct icd_error *err)
{
	uint32_t all = export->about->code_count;
	bool *holds = icd_pool_take(pool, all, sizeof *holds);
	for (uint32_t i = 0; holds && i < all; i++)
		holds[i] = stands(&export->codes[i], member);
	uint32_t *order = holds ? in_order(pool, holds, all, moves, count) : NULL;
	if (pool->failed)
		icd_out_of_memory(err);
	else if (!order)
		icd_fail_as(err, ICD_FAULT_DAMAGED,
			    "%s: the order of the rows cannot be read: build the index again with "
			    "icd10-build-index",
			    icd_store_path(export->store));
	return order;
}

/* ---- order and codes files ---- */

static bool in_set(const struct icd_code_record *record, uint16_t set)
{
	return icd_run_at(&record->runs, set) != NULL;
}

static void put_row(const struct icd_sink *sink, enum icd_file_kind kind, uint32_t number,
		    const struct icd_code_record *record, uint16_t set, const char *line_end)
{
	const char *long_title = icd_text_at(&record->long_titles, set);
	const char *short_title = icd_text_at(&record->short_titles, set);
	bool billable = icd_run_at(&record->runs, set)->state == ICD_BILLABLE;
	char head[256];
	long_title = long_title ? long_title : "";
	short_title = short_title && *short_title ? short_title : long_title;
	int length = kind == ICD_FILE_ORDER ? snprintf(head, sizeof head, "%05u %-7s %d %-60.60s ", (unsigned)number,
						       record->code, billable, short_title)
					    : snprintf(head, sizeof head, "%-7s ", record->code);
	sink->put(sink->context, head, (size_t)length);
	sink->put(sink->context, long_title, strlen(long_title));
	sink->put(sink->context, line_end, strlen(line_end));
}

bool icd_export_table(struct icd_export *export, enum icd_file_kind kind, uint16_t set, const struct icd_sink *sink,
		      struct icd_error *err)
{
	const struct icd_member *member = &export->about->sets.at[set];
	const struct icd_file *file = icd_release_file(&export->about->releases[member->release], kind);
	const char *line_end = file && file->flags & ICD_FILE_LF ? "\n" : "\r\n";
	struct icd_pool pool = {0};
	struct icd_export_record record;
	uint32_t count, *order = NULL, number = 0;
	if (read_export(export, &pool, "order", member->date, &record, err))
		order = order_of(export, &pool, in_set, set, &record.moves, &count, err);
	for (uint32_t i = 0; order && i < count; i++) {
		const struct icd_code_record *code = &export->codes[order[i]];
		if (kind == ICD_FILE_ORDER || icd_run_at(&code->runs, set)->state == ICD_BILLABLE)
			put_row(sink, kind, ++number, code, set, line_end);
	}
	icd_pool_free(&pool);
	return order != NULL;
}

/* ---- tabular lists: the walk ---- */

/* What the walk through a list tells of, in document order. */
struct visitor {
	void (*front)(void *context, const char *front);
	void (*open)(void *context, enum icd_place_kind kind, unsigned depth, const char *name, const char *title,
		     bool placeholder);
	void (*entry)(void *context, unsigned depth, const struct icd_entry *entry);
	void (*close)(void *context, enum icd_place_kind kind, unsigned depth);
	void *context;
	bool late_last; /* entries after the children come there, not before them */
};

struct walk {
	struct icd_export *export;
	const struct visitor *visitor;
	struct icd_pool pool;
	uint16_t list;
	uint16_t set;           /* the code set whose titles the list goes by where it has none of its own */
	uint32_t *order, count; /* the diags, in document order */
	uint32_t *parents;      /* by ordinal: the diag it stands in, NOWHERE for categories */
};

static void visit_entries(const struct walk *walk, const struct icd_entries *entries, unsigned depth, bool late)
{
	const struct visitor *visitor = walk->visitor;
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		bool behind = visitor->late_last && entry->flags & ICD_ENTRY_LATE;
		if (behind == late && icd_spans_have(entry->spans, entry->span_count, walk->list))
			visitor->entry(visitor->context, depth, entry);
	}
}

static bool in_list(const struct icd_code_record *record, uint16_t list)
{
	return icd_diag_in(record, list) != NULL;
}

static const char *diag_title(const struct walk *walk, const struct icd_code_record *record)
{
	const struct icd_diag *diag = icd_diag_in(record, walk->list);
	const struct icd_texts *titles = record->display_titles.count ? &record->display_titles : &record->long_titles;
	const char *title = *diag->title ? diag->title : icd_text_at(titles, walk->set);
	return title ? title : "";
}

static void open_diag(const struct walk *walk, uint32_t ordinal, unsigned depth)
{
	const struct icd_code_record *record = &walk->export->codes[ordinal];
	const struct visitor *visitor = walk->visitor;
	visitor->open(visitor->context, ICD_PLACE_CODE, depth, record->code, diag_title(walk, record),
		      icd_diag_in(record, walk->list)->placeholder);
	visit_entries(walk, &record->entries, depth, false);
}

static void close_diag(const struct walk *walk, uint32_t ordinal, unsigned depth)
{
	visit_entries(walk, &walk->export->codes[ordinal].entries, depth, true);
	walk->visitor->close(walk->visitor->context, ICD_PLACE_CODE, depth);
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

/* Does the category stand in the section in the list that is walked? */
static bool in_section(const struct walk *walk, uint32_t category, const char *section)
{
	const char *own = icd_text_at(&walk->export->codes[category].sections, walk->list);
	return own && strcmp(own, section) == 0;
}

static bool walk_section(struct walk *walk, const char *key, struct icd_error *err)
{
	struct icd_section_record record;
	const struct visitor *visitor = walk->visitor;
	enum icd_found found = icd_store_section(walk->export->store, key, &record, err);
	const char *id = found == ICD_FOUND ? icd_text_at(&record.ids, walk->list) : NULL;
	if (id) {
		const char *title = icd_text_at(&record.titles, walk->list);
		visitor->open(visitor->context, ICD_PLACE_SECTION, 1, id, title ? title : "", false);
		visit_entries(walk, &record.entries, 1, false);
		for (uint32_t i = 0; i < walk->count; i++) {
			uint32_t ordinal = walk->order[i];
			if (walk->parents[ordinal] == NOWHERE && in_section(walk, ordinal, key))
				walk_category(walk, i);
		}
		visit_entries(walk, &record.entries, 1, true);
		visitor->close(visitor->context, ICD_PLACE_SECTION, 1);
	}
	return found != ICD_FAILED;
}

static bool walk_chapter(struct walk *walk, int number, struct icd_error *err)
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
		visit_entries(walk, &record.entries, 0, true);
		visitor->close(visitor->context, ICD_PLACE_CHAPTER, 0);
	}
	return ok;
}

/* ---- where diags stand ---- */

/* The longest diag above it that the list has; odd ones are said. Codes of one family follow each other. */
static bool find_parents(struct walk *walk, const struct icd_moves *odd, struct icd_error *err)
{
	const struct icd_export *export = walk->export;
	uint32_t all = export->about->code_count, open[ICD_CODE_SIZE];
	unsigned depth = 0;
	walk->parents = icd_pool_take(&walk->pool, all, sizeof *walk->parents);
	if (!walk->parents)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < all; i++) {
		while (depth > 0 && export->codes[open[depth - 1]].last < i)
			depth--;
		walk->parents[i] = depth ? open[depth - 1] : NOWHERE;
		if (in_list(&export->codes[i], walk->list) && depth < ICD_CODE_LENGTH)
			open[depth++] = i;
	}
	for (uint32_t i = 0; i < odd->count; i++) {
		if (odd->at[i].code < all)
			walk->parents[odd->at[i].code] = odd->at[i].after;
	}
	return true;
}

/* The code set in force on the list's date, the first one for dates before it. */
static uint16_t set_of_list(const struct icd_about *about, uint16_t list)
{
	int set = icd_member_on(&about->sets, about->lists.at[list].date);
	return (uint16_t)(set < 0 ? 0 : set);
}

static bool walk_list(struct icd_export *export, uint16_t list, const struct visitor *visitor, struct icd_error *err)
{
	struct walk walk = {
		.export = export, .visitor = visitor, .list = list, .set = set_of_list(export->about, list)};
	struct icd_export_record record;
	bool ok = read_export(export, &walk.pool, "tabular", export->about->lists.at[list].date, &record, err);
	if (ok) {
		walk.order = order_of(export, &walk.pool, in_list, list, &record.moves, &walk.count, err);
		ok = walk.order && find_parents(&walk, &record.parents, err);
	}
	if (ok)
		visitor->front(visitor->context, record.front);
	for (int chapter = 1; ok && chapter < 100; chapter++)
		ok = walk_chapter(&walk, chapter, err);
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

static void digest_close(void *context, enum icd_place_kind kind, unsigned depth)
{
	(void)context, (void)kind, (void)depth;
}

bool icd_export_digest(struct icd_export *export, uint16_t list, char out[ICD_DIGEST_SIZE], struct icd_error *err)
{
	struct icd_digest digest = icd_digest_start();
	struct visitor visitor = {digest_front, digest_open, digest_entry, digest_close, &digest, false};
	bool ok = walk_list(export, list, &visitor, err);
	icd_digest_end(&digest, out);
	return ok;
}

/* ---- XML ---- */

struct xml_writer {
	const struct icd_sink *sink;
	const char *list; /* the list element that is open, NULL for none */
	const struct icd_about *about;
	uint16_t number; /* of the tabular list */
};

static void put(struct xml_writer *writer, const char *text)
{
	writer->sink->put(writer->sink->context, text, strlen(text));
}

/* What a line begins with, indented so many steps. */
static void put_line(struct xml_writer *writer, unsigned steps, const char *start, const char *middle, const char *end)
{
	while (steps-- > 0)
		put(writer, "  ");
	put(writer, start);
	put(writer, middle);
	put(writer, end);
}

static void put_escaped(struct xml_writer *writer, const char *text, const char *special)
{
	for (;;) {
		size_t plain = strcspn(text, special);
		writer->sink->put(writer->sink->context, text, plain);
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
	struct xml_writer writer = {.sink = sink, .about = export->about, .number = list};
	struct visitor visitor = {write_front, write_open, write_entry, write_close, &writer, true};
	if (!walk_list(export, list, &visitor, err))
		return false;
	put(&writer, "</ICD10CM.tabular>\n");
	return true;
}
