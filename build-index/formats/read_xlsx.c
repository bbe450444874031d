/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read_xlsx.h"

#include "memory/buffer.h"
#include "xml.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORKBOOK       "xl/workbook.xml"
#define WORKBOOK_LINKS "xl/_rels/workbook.xml.rels"

/* What one part may unpack to: the largest official one takes 6 million bytes. */
#define MOST_BYTES   (128u << 20)
#define FIRST_BYTES  (64u << 10) /* of a part, which have the first rows or strings most of the time */
#define MOST_COLUMNS 1024
#define MOST_ROWS    1048576 /* of the format itself */
#define MOST_CELLS   (32u << 20)
#define MOST_STRINGS (4u << 20)
#define MOST_SHEETS  64

struct workbook {
	const struct input *in;
	zip_t *zip;
	struct icd_pool pool;         /* names of parts and what they hold, as long as the workbook is open */
	const char *ids[MOST_SHEETS]; /* of the sheets, in their order */
	size_t sheet_count;
	const char *paths[MOST_SHEETS]; /* of the same sheets, "" where unknown */
	const char *strings;            /* path of the shared strings, "" when there are none */
};

struct workbook *workbook_open(const struct input *in, struct icd_error *err)
{
	zip_t *zip = zip_of(in, err);
	if (zip && zip_name_locate(zip, WORKBOOK, 0) < 0) {
		icd_fail(err, "%s:1: there is no " WORKBOOK " in it, expected a spreadsheet (XLSX)", in->name);
		zip_discard(zip);
		zip = NULL;
	}
	if (!zip)
		return NULL;
	struct icd_pool pool = {0};
	struct workbook *book = need(&pool, 1, sizeof *book);
	*book = (struct workbook){.in = in, .zip = zip, .pool = pool, .strings = ""};
	return book;
}

void workbook_close(struct workbook *book)
{
	struct icd_pool pool = book->pool; /* the workbook itself is in it */
	zip_discard(book->zip);
	icd_pool_free(&pool);
}

/* -- A part: one XML file of the zip ------------------------------------ */

/* What comes next in a part: of a tag the name without its prefix. */
struct part_event {
	enum xml_event event;
	const char *name;
};

/* Takes an event of a part. False: it has seen enough, or has reported an error. */
typedef bool part_taker(void *context, struct xml *xml, const struct part_event *event);

/* *more becomes false when the taker has seen enough. */
static bool feed_part(struct xml *xml, part_taker *take, void *context, bool *more)
{
	struct part_event event;
	while (*more && (event.event = xml_next(xml)) != XML_DONE && event.event != XML_FAILED) {
		event.name = event.event == XML_TEXT ? "" : xml_local_name(xml);
		*more = take(context, xml, &event);
	}
	return !xml_has_failed(xml);
}

/* Reads the first `limit` bytes of a part until their end or until the taker has seen enough. *cut: it has not, and there
 * is more. */
static bool read_beginning(struct workbook *book, const char *path, size_t limit, part_taker *take, void *context,
			   bool *cut, struct icd_error *err)
{
	const char *name = need_print(&book->pool, "%s (%s)", book->in->name, path);
	zip_int64_t member = zip_name_locate(book->zip, path, 0);
	struct icd_error why = {.text = "there is no such part"};
	struct input part;
	if (member < 0 || !zip_read(book->zip, (uint64_t)member, name, limit, &part, &why))
		return icd_fail(err, "%s:1: %s, expected a readable part of a spreadsheet", name, why.text);
	bool fits = part.size <= MOST_BYTES ||
		    icd_fail(err, "%s:1: unpacks to too much, expected a readable part of a spreadsheet", name);
	struct xml *xml = fits ? xml_open(&part, &book->pool, err) : NULL;
	bool more = true, ok = xml && feed_part(xml, take, context, &more);
	*cut = more && part.size == limit;
	xml_close(xml);
	free((char *)part.data);
	return ok;
}

/* Reads a part until its end or until the taker has seen enough. */
static bool read_part(struct workbook *book, const char *path, part_taker *take, void *context, struct icd_error *err)
{
	bool cut;
	return read_beginning(book, path, MOST_BYTES + 1, take, context, &cut, err);
}

static bool fail_part(struct xml *xml, const char *what)
{
	return xml_fail(xml, xml_line(xml), "%s, expected a readable part of a spreadsheet", what);
}

static bool is_tag(const struct part_event *event, enum xml_event wanted, const char *name)
{
	return event->event == wanted && strcmp(event->name, name) == 0;
}

static const char *attribute(struct xml *xml, const char *name)
{
	const char *value = xml_attribute(xml, name);
	return value ? value : "";
}

/* -- The workbook: which parts there are ------------------------------- */

static bool take_sheet(void *context, struct xml *xml, const struct part_event *event)
{
	struct workbook *book = context;
	if (is_tag(event, XML_START, "sheet") && book->sheet_count < MOST_SHEETS) {
		const char *id = xml_prefixed_attribute(xml, "id");
		book->paths[book->sheet_count] = "";
		book->ids[book->sheet_count++] = id ? id : "";
	}
	return true;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* A target is relative to the folder of the workbook, or starts with "/". */
static const char *resolve(struct workbook *book, const char *target)
{
	return target[0] == '/' ? target + 1 : need_print(&book->pool, "xl/%s", target);
}

static bool take_link(void *context, struct xml *xml, const struct part_event *event)
{
	struct workbook *book = context;
	if (!is_tag(event, XML_START, "Relationship"))
		return true;
	const char *id = attribute(xml, "Id"), *type = attribute(xml, "Type"), *target = attribute(xml, "Target");
	if (ends_with(type, "/sharedStrings"))
		book->strings = resolve(book, target);
	for (size_t i = 0; ends_with(type, "/worksheet") && i < book->sheet_count; i++) {
		if (strcmp(book->ids[i], id) == 0)
			book->paths[i] = resolve(book, target);
	}
	return true;
}

/* -- Text -------------------------------------------------------------- */

/* The text of an element, phonetic hints (rPh) left out. */
struct gatherer {
	struct icd_buffer text;
	bool gathers, is_phonetic;
};

static void gather(struct gatherer *gatherer, struct xml *xml, const struct part_event *event)
{
	bool starts = event->event == XML_START;
	if (event->event == XML_TEXT) {
		struct span text = xml_chars_span(xml);
		if (gatherer->gathers && !gatherer->is_phonetic)
			icd_put_bytes(&gatherer->text, text.text, text.length);
	} else if (strcmp(event->name, "t") == 0 || strcmp(event->name, "v") == 0) {
		gatherer->gathers = starts;
	} else if (strcmp(event->name, "rPh") == 0) {
		gatherer->is_phonetic = starts;
	}
}

static const char *gathered(struct gatherer *gatherer, struct icd_pool *pool)
{
	const char *text = need_text(pool, (const char *)gatherer->text.data, gatherer->text.size);
	icd_buffer_clear(&gatherer->text);
	return text;
}

/* -- A worksheet ------------------------------------------------------- */

struct cell {
	const char *text;
	size_t string; /* of a cell whose text is a shared string, which is filled in at the end, its number + 1; else 0 */
};

struct row {
	uint32_t number;
	struct cell *cells;
	size_t count;
};

struct sheet_reader {
	struct icd_pool *pool; /* for the cells */
	size_t most;
	struct row *rows; /* malloc'd */
	size_t count, capacity, cell_count;
	size_t strings_needed;
	/* The row being read. */
	struct cell cells[MOST_COLUMNS];
	size_t width, row_number;
	/* The cell being read. */
	struct gatherer gatherer;
	bool is_shared;
	size_t column;
};

/* "AB12" names column 27; false when there are no letters or too many. */
static bool take_column(struct span name, size_t *column)
{
	size_t number = 0;
	for (size_t i = 0; i < 4 && i < name.length && isupper((unsigned char)name.text[i]); i++)
		number = number * 26 + (size_t)(name.text[i] - 'A' + 1);
	if (number)
		*column = number - 1;
	return number > 0;
}

static bool start_cell(struct sheet_reader *sheet, struct xml *xml)
{
	struct span name = xml_attribute_span(xml, "r");
	if (name.length && !take_column(name, &sheet->column))
		return fail_part(xml, "a cell without a place");
	sheet->is_shared = span_is(xml_attribute_span(xml, "t"), "s");
	icd_buffer_clear(&sheet->gatherer.text);
	return true;
}

/* A shared string is told by its number. */
static bool take_string_number(struct sheet_reader *sheet, struct cell *cell)
{
	struct span text = {(const char *)sheet->gatherer.text.data, sheet->gatherer.text.size};
	unsigned long string;
	if (!take_digits(&text, 8, &string) || text.length || string >= MOST_STRINGS)
		return false;
	*cell = (struct cell){"", string + 1};
	if (string >= sheet->strings_needed)
		sheet->strings_needed = string + 1;
	icd_buffer_clear(&sheet->gatherer.text);
	return true;
}

static bool end_cell(struct sheet_reader *sheet, struct xml *xml)
{
	size_t column = sheet->column++;
	if (!sheet->gatherer.text.size)
		return true;
	if (column >= MOST_COLUMNS)
		return fail_part(xml, "too many columns");
	while (sheet->width <= column)
		sheet->cells[sheet->width++] = (struct cell){"", 0};
	if (!sheet->is_shared)
		sheet->cells[column].text = gathered(&sheet->gatherer, sheet->pool);
	else if (!take_string_number(sheet, &sheet->cells[column]))
		return fail_part(xml, "a cell without its string");
	return true;
}

static void start_row(struct sheet_reader *sheet, struct xml *xml)
{
	struct span number = xml_attribute_span(xml, "r");
	unsigned long given;
	take_digits(&number, 9, &given);
	sheet->row_number = given && given <= MOST_ROWS ? given : sheet->row_number + 1;
	sheet->width = sheet->column = 0;
}

static bool end_row(struct sheet_reader *sheet, struct xml *xml)
{
	if (!sheet->width)
		return true;
	sheet->cell_count += sheet->width;
	if (sheet->cell_count > MOST_CELLS)
		return fail_part(xml, "too many cells");
	*one_more(sheet->rows, sheet->count, sheet->capacity) =
		(struct row){(uint32_t)sheet->row_number,
			     need_copy(sheet->pool, sheet->cells, sheet->width, sizeof *sheet->cells), sheet->width};
	sheet->width = 0;
	return true;
}

static bool take_cells(void *context, struct xml *xml, const struct part_event *event)
{
	struct sheet_reader *sheet = context;
	if (is_tag(event, XML_START, "row")) {
		start_row(sheet, xml);
	} else if (is_tag(event, XML_END, "row")) {
		return end_row(sheet, xml) && sheet->count < sheet->most;
	} else if (is_tag(event, XML_START, "c")) {
		return start_cell(sheet, xml);
	} else if (is_tag(event, XML_END, "c")) {
		return end_cell(sheet, xml);
	} else {
		gather(&sheet->gatherer, xml, event);
	}
	return true;
}

/* -- Shared strings ---------------------------------------------------- */

struct string_reader {
	struct icd_pool *pool;
	const char **strings;
	size_t count, needed;
	struct gatherer gatherer;
};

static bool take_string(void *context, struct xml *xml, const struct part_event *event)
{
	struct string_reader *reader = context;
	if (is_tag(event, XML_END, "si"))
		reader->strings[reader->count++] = gathered(&reader->gatherer, reader->pool);
	else
		gather(&reader->gatherer, xml, event);
	return reader->count < reader->needed;
}

/* Where the first rows alone are wanted their strings stand near the beginning, most of the time. */
static bool read_strings(struct string_reader *reader, bool few, struct workbook *book, struct icd_error *err)
{
	bool cut = true;
	if (few && read_beginning(book, book->strings, FIRST_BYTES, take_string, reader, &cut, err) && !cut)
		return true;
	reader->count = 0;
	reader->gatherer.gathers = reader->gatherer.is_phonetic = false;
	icd_buffer_clear(&reader->gatherer.text);
	return cut && read_part(book, book->strings, take_string, reader, err);
}

/* Puts the strings in use where the cells wait for them. */
static bool fill_in_strings(struct sheet_reader *sheet, struct workbook *book, struct icd_error *err)
{
	struct string_reader reader = {.pool = sheet->pool, .needed = sheet->strings_needed};
	if (!reader.needed)
		return true;
	reader.strings = need(&book->pool, reader.needed, sizeof *reader.strings);
	bool ok = read_strings(&reader, sheet->most < MOST_ROWS, book, err);
	if (ok && reader.gatherer.text.failed)
		ok = icd_out_of_memory(err);
	if (ok && reader.count < reader.needed)
		ok = icd_fail(
			err, "%s (%s):1: ends before the last string in use, expected a readable part of a spreadsheet",
			book->in->name, book->strings);
	for (size_t i = 0; ok && i < sheet->count; i++) {
		for (size_t j = 0; j < sheet->rows[i].count; j++) {
			struct cell *cell = &sheet->rows[i].cells[j];
			cell->text = cell->string ? reader.strings[cell->string - 1] : cell->text;
		}
	}
	icd_buffer_free(&reader.gatherer.text);
	return ok;
}

/* Takes off empty cells at the end of the rows and rows that are empty. */
static void drop_empty(struct sheet_reader *sheet)
{
	size_t kept = 0;
	for (size_t i = 0; i < sheet->count; i++) {
		struct row row = sheet->rows[i];
		while (row.count && !row.cells[row.count - 1].text[0])
			row.count--;
		if (row.count)
			sheet->rows[kept++] = row;
	}
	sheet->count = kept;
}

/* -- Everything -------------------------------------------------------- */

/* The first rows stand at the beginning. */
static bool read_sheet(struct sheet_reader *sheet, const char *path, struct workbook *book, struct icd_error *err)
{
	bool cut = true;
	sheet->row_number = sheet->strings_needed = 0;
	if (sheet->most < MOST_ROWS && read_beginning(book, path, FIRST_BYTES, take_cells, sheet, &cut, err) && !cut)
		return true;
	sheet->count = sheet->cell_count = sheet->width = sheet->row_number = sheet->strings_needed = 0;
	sheet->gatherer.gathers = sheet->gatherer.is_phonetic = false;
	return cut && read_part(book, path, take_cells, sheet, err);
}

static bool read_sheets(struct sheet_reader *sheet, struct workbook *book, struct icd_error *err)
{
	book->sheet_count = 0;
	if (!read_part(book, WORKBOOK, take_sheet, book, err) || !read_part(book, WORKBOOK_LINKS, take_link, book, err))
		return false;
	for (size_t i = 0; i < book->sheet_count && !sheet->count; i++) {
		if (!book->paths[i][0])
			continue;
		if (!read_sheet(sheet, book->paths[i], book, err) || !fill_in_strings(sheet, book, err))
			return false;
		drop_empty(sheet);
	}
	return !sheet->gatherer.text.failed || icd_out_of_memory(err);
}

static struct sheet_row texts_of(const struct row *row, struct icd_pool *pool)
{
	struct sheet_row out = {row->number, need(pool, row->count, sizeof *out.cells), row->count};
	for (size_t i = 0; i < row->count; i++)
		out.cells[i] = row->cells[i].text;
	return out;
}

bool workbook_rows(struct workbook *book, size_t most, struct icd_pool *pool, struct sheet **out, struct icd_error *err)
{
	struct sheet_reader *reader = need(&book->pool, 1, sizeof *reader);
	reader->pool = pool;
	reader->most = most;
	bool done = read_sheets(reader, book, err);
	if (done) {
		*out = need(pool, 1, sizeof **out);
		(*out)->count = reader->count;
		(*out)->rows = need(pool, reader->count, sizeof *(*out)->rows);
		for (size_t i = 0; i < reader->count; i++)
			(*out)->rows[i] = texts_of(&reader->rows[i], pool);
	}
	free(reader->rows);
	icd_buffer_free(&reader->gatherer.text);
	return done;
}
