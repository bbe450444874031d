/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read_xlsx.h"

#include "memory/buffer.h"

#include <ctype.h>
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define WORKBOOK       "xl/workbook.xml"
#define WORKBOOK_LINKS "xl/_rels/workbook.xml.rels"

/* What one part may unpack to: the largest official one takes 6 million bytes. */
#define MOST_BYTES   (128u << 20)
#define MOST_COLUMNS 1024
#define MOST_ROWS    1048576 /* of the format itself */
#define MOST_CELLS   (32u << 20)
#define MOST_STRINGS (4u << 20)
#define MOST_SHEETS  64
#define PATH_SIZE    256

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_of_libxml;
#else
typedef xmlErrorPtr error_of_libxml;
#endif

/* -- The zip ----------------------------------------------------------- */

static zip_t *open_zip(const struct input *in, zip_error_t *error)
{
	zip_source_t *source = zip_source_buffer_create(in->data, in->size, 0, error);
	if (!source)
		return NULL;
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, error);
	if (!zip)
		zip_source_free(source);
	return zip;
}

bool is_xlsx(const struct input *in)
{
	zip_error_t error;
	if (in->size < 4 || memcmp(in->data, "PK\3\4", 4) != 0)
		return false;
	zip_error_init(&error);
	zip_t *zip = open_zip(in, &error);
	bool found = zip && zip_name_locate(zip, WORKBOOK, 0) >= 0;
	if (zip)
		zip_discard(zip);
	zip_error_fini(&error);
	return found;
}

/* -- A part: one XML file of the zip ------------------------------------ */

struct part {
	const struct input *in;
	const char *path;
	zip_file_t *file;
	xmlTextReaderPtr reader;
	size_t left;       /* bytes it may still unpack to */
	char problem[200]; /* the first error, "" when none */
	int line;
};

struct node {
	int type;
	const char *name; /* local name; valid until the next node */
	bool is_empty;    /* <name/>: no end follows */
};

static void note_problem(struct part *part, const char *problem, int line)
{
	if (part->problem[0])
		return;
	snprintf(part->problem, sizeof part->problem, "%s", problem);
	part->problem[strcspn(part->problem, "\r\n")] = '\0';
	part->line = line;
}

static void on_xml_error(void *context, error_of_libxml error)
{
	if (error->level >= XML_ERR_ERROR)
		note_problem(context, error->message ? error->message : "broken XML", error->line);
}

static int read_bytes(void *context, char *buffer, int size)
{
	struct part *part = context;
	zip_int64_t got = zip_fread(part->file, buffer, (zip_uint64_t)size);
	if (got < 0) {
		note_problem(part, zip_file_strerror(part->file), 1);
		return -1;
	}
	if ((size_t)got > part->left) {
		note_problem(part, "unpacks to too much", 1);
		return -1;
	}
	part->left -= (size_t)got;
	return (int)got;
}

static bool fail_part(const struct part *part, struct icd_error *err)
{
	return icd_fail(err, "%s (%s):%d: %s, expected a readable part of a spreadsheet", part->in->name, part->path,
			part->line, part->problem);
}

static void close_part(struct part *part)
{
	if (part->reader)
		xmlFreeTextReader(part->reader);
	if (part->file)
		zip_fclose(part->file);
}

static bool open_part(struct part *part, const struct input *in, zip_t *zip, const char *path, struct icd_error *err)
{
	*part = (struct part){.in = in, .path = path, .left = MOST_BYTES, .line = 1};
	part->file = zip_fopen(zip, path, 0);
	if (!part->file) {
		note_problem(part, zip_strerror(zip), 1);
		return fail_part(part, err);
	}
	part->reader = xmlReaderForIO(read_bytes, NULL, part, NULL, NULL, XML_PARSE_NONET);
	if (!part->reader) {
		note_problem(part, "no XML", 1);
		fail_part(part, err);
		close_part(part);
		return false;
	}
	xmlTextReaderSetStructuredErrorHandler(part->reader, on_xml_error, part);
	return true;
}

/* Moves to the next node: 1, or 0 at the end, or -1 with the error reported. */
static int next_node(struct part *part, struct node *node, struct icd_error *err)
{
	int got = xmlTextReaderRead(part->reader);
	if (got == 1) {
		node->type = xmlTextReaderNodeType(part->reader);
		node->name = (const char *)xmlTextReaderConstLocalName(part->reader);
		node->is_empty = xmlTextReaderIsEmptyElement(part->reader) == 1;
		if (node->type == XML_READER_TYPE_DOCUMENT_TYPE)
			note_problem(part, "a DOCTYPE", xmlTextReaderGetParserLineNumber(part->reader));
	} else if (got < 0) {
		note_problem(part, "broken XML", 1);
	}
	if (!part->problem[0])
		return got;
	fail_part(part, err);
	return -1;
}

static bool starts(const struct node *node, const char *name)
{
	return node->type == XML_READER_TYPE_ELEMENT && strcmp(node->name, name) == 0;
}

static bool ends(const struct node *node, const char *name)
{
	return node->type == XML_READER_TYPE_END_ELEMENT && strcmp(node->name, name) == 0;
}

/* Copies the attribute of this local name, whatever its prefix; "" when there is none. */
static void copy_attribute(struct part *part, const char *name, bool prefixed, char *out, size_t size)
{
	out[0] = '\0';
	while (xmlTextReaderMoveToNextAttribute(part->reader) == 1) {
		const char *local = (const char *)xmlTextReaderConstLocalName(part->reader);
		const char *value = (const char *)xmlTextReaderConstValue(part->reader);
		bool has_prefix = xmlTextReaderConstPrefix(part->reader) != NULL;
		if (strcmp(local, name) == 0 && has_prefix == prefixed && value)
			snprintf(out, size, "%s", value);
	}
	xmlTextReaderMoveToElement(part->reader);
}

/* The text of an element, phonetic hints (rPh) left out. */
struct gatherer {
	struct icd_buffer text;
	bool gathers, is_phonetic;
};

static void gather(struct gatherer *gatherer, struct part *part, const struct node *node)
{
	bool is_text = node->type == XML_READER_TYPE_TEXT || node->type == XML_READER_TYPE_CDATA ||
		       node->type == XML_READER_TYPE_WHITESPACE || node->type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
	if (is_text && gatherer->gathers && !gatherer->is_phonetic) {
		const char *text = (const char *)xmlTextReaderConstValue(part->reader);
		icd_put_bytes(&gatherer->text, text, text ? strlen(text) : 0);
	} else if (starts(node, "t") || starts(node, "v")) {
		gatherer->gathers = !node->is_empty;
	} else if (ends(node, "t") || ends(node, "v")) {
		gatherer->gathers = false;
	} else if (starts(node, "rPh")) {
		gatherer->is_phonetic = !node->is_empty;
	} else if (ends(node, "rPh")) {
		gatherer->is_phonetic = false;
	}
}

static const char *gathered(struct gatherer *gatherer, struct icd_pool *arena)
{
	const char *text = need_text(arena, (const char *)gatherer->text.data, gatherer->text.size);
	icd_buffer_clear(&gatherer->text);
	return text;
}

/* -- The workbook: which parts there are ------------------------------- */

struct workbook {
	const struct input *in;
	zip_t *zip;
	char ids[MOST_SHEETS][PATH_SIZE]; /* of the sheets, in their order */
	size_t sheet_count;
	char paths[MOST_SHEETS][PATH_SIZE]; /* of the same sheets, "" where unknown */
	char strings[PATH_SIZE];            /* path of the shared strings, "" when there are none */
};

static bool read_sheet_ids(struct workbook *book, struct icd_error *err)
{
	struct part part;
	struct node node;
	int got;
	if (!open_part(&part, book->in, book->zip, WORKBOOK, err))
		return false;
	while ((got = next_node(&part, &node, err)) == 1) {
		if (starts(&node, "sheet") && book->sheet_count < MOST_SHEETS)
			copy_attribute(&part, "id", true, book->ids[book->sheet_count++], PATH_SIZE);
	}
	close_part(&part);
	return got == 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* A target is relative to the folder of the workbook, or starts with "/". */
static void resolve(const char *target, char out[PATH_SIZE])
{
	int length = target[0] == '/' ? snprintf(out, PATH_SIZE, "%s", target + 1)
				      : snprintf(out, PATH_SIZE, "xl/%s", target);
	if (length < 0 || length >= PATH_SIZE)
		out[0] = '\0';
}

static void take_link(struct workbook *book, struct part *part)
{
	char id[PATH_SIZE], type[PATH_SIZE], target[PATH_SIZE];
	copy_attribute(part, "Id", false, id, sizeof id);
	copy_attribute(part, "Type", false, type, sizeof type);
	copy_attribute(part, "Target", false, target, sizeof target);
	if (ends_with(type, "/sharedStrings"))
		resolve(target, book->strings);
	for (size_t i = 0; ends_with(type, "/worksheet") && i < book->sheet_count; i++) {
		if (strcmp(book->ids[i], id) == 0)
			resolve(target, book->paths[i]);
	}
}

static bool read_links(struct workbook *book, struct icd_error *err)
{
	struct part part;
	struct node node;
	int got;
	if (!open_part(&part, book->in, book->zip, WORKBOOK_LINKS, err))
		return false;
	while ((got = next_node(&part, &node, err)) == 1) {
		if (starts(&node, "Relationship"))
			take_link(book, &part);
	}
	close_part(&part);
	return got == 0;
}

/* -- A worksheet ------------------------------------------------------- */

enum cell_kind { CELL_TEXT, CELL_SHARED };

struct shared_cell { /* a cell whose text is a shared string, filled in at the end */
	const char **cell;
	size_t string;
};

struct sheet_reader {
	struct icd_pool *arena;
	size_t most;
	struct sheet_row *rows; /* malloc'd */
	size_t count, capacity, cell_count;
	struct shared_cell *shared; /* malloc'd */
	size_t shared_count, shared_capacity;
	size_t strings_needed;
	/* The row being read. */
	const char *cells[MOST_COLUMNS];
	size_t strings[MOST_COLUMNS]; /* of a shared string its number + 1, else 0 */
	size_t width, row_number;
	/* The cell being read. */
	struct gatherer gatherer;
	enum cell_kind kind;
	size_t column;
};

/* "AB12" names column 27; false when there are no letters or too many. */
static bool take_column(const char *name, size_t *column)
{
	size_t number = 0, i = 0;
	for (; isupper((unsigned char)name[i]) && i < 4; i++)
		number = number * 26 + (size_t)(name[i] - 'A' + 1);
	if (number)
		*column = number - 1;
	return number > 0;
}

static bool start_cell(struct sheet_reader *sheet, struct part *part)
{
	char name[32], type[32];
	copy_attribute(part, "r", false, name, sizeof name);
	copy_attribute(part, "t", false, type, sizeof type);
	if (name[0] && !take_column(name, &sheet->column))
		note_problem(part, "a cell without a place", xmlTextReaderGetParserLineNumber(part->reader));
	sheet->kind = strcmp(type, "s") == 0 ? CELL_SHARED : CELL_TEXT;
	icd_buffer_clear(&sheet->gatherer.text);
	return !part->problem[0];
}

static bool end_cell(struct sheet_reader *sheet, struct part *part)
{
	size_t column = sheet->column++;
	if (!sheet->gatherer.text.size)
		return true;
	if (column >= MOST_COLUMNS) {
		note_problem(part, "too many columns", xmlTextReaderGetParserLineNumber(part->reader));
		return false;
	}
	const char *text = gathered(&sheet->gatherer, sheet->arena);
	while (sheet->width <= column) {
		sheet->cells[sheet->width] = "";
		sheet->strings[sheet->width++] = 0;
	}
	sheet->cells[column] = text;
	if (sheet->kind == CELL_SHARED) {
		char *end;
		unsigned long string = strtoul(text, &end, 10);
		if (*end || !isdigit((unsigned char)*text) || string >= MOST_STRINGS) {
			note_problem(part, "a cell without its string", xmlTextReaderGetParserLineNumber(part->reader));
			return false;
		}
		sheet->cells[column] = "";
		sheet->strings[column] = string + 1;
	}
	return true;
}

static void start_row(struct sheet_reader *sheet, struct part *part)
{
	char number[32];
	copy_attribute(part, "r", false, number, sizeof number);
	unsigned long given = strtoul(number, NULL, 10);
	sheet->row_number = given && given <= MOST_ROWS ? given : sheet->row_number + 1;
	sheet->width = sheet->column = 0;
}

static bool end_row(struct sheet_reader *sheet, struct part *part)
{
	if (!sheet->width)
		return true;
	sheet->cell_count += sheet->width;
	if (sheet->cell_count > MOST_CELLS) {
		note_problem(part, "too many cells", xmlTextReaderGetParserLineNumber(part->reader));
		return false;
	}
	struct sheet_row row = {.number = (uint32_t)sheet->row_number, .count = sheet->width};
	row.cells = need(sheet->arena, row.count, sizeof *row.cells);
	for (size_t i = 0; i < row.count; i++) {
		row.cells[i] = sheet->cells[i];
		if (!sheet->strings[i])
			continue;
		sheet->shared =
			grow_array(sheet->shared, sheet->shared_count, &sheet->shared_capacity, sizeof *sheet->shared);
		sheet->shared[sheet->shared_count++] = (struct shared_cell){&row.cells[i], sheet->strings[i] - 1};
		if (sheet->strings[i] > sheet->strings_needed)
			sheet->strings_needed = sheet->strings[i];
	}
	sheet->rows = grow_array(sheet->rows, sheet->count, &sheet->capacity, sizeof row);
	sheet->rows[sheet->count++] = row;
	sheet->width = 0;
	return true;
}

static bool take_sheet_node(struct sheet_reader *sheet, struct part *part, const struct node *node)
{
	if (starts(node, "row")) {
		start_row(sheet, part);
	} else if (ends(node, "row")) {
		return end_row(sheet, part);
	} else if (starts(node, "c")) {
		return start_cell(sheet, part) && (!node->is_empty || end_cell(sheet, part));
	} else if (ends(node, "c")) {
		return end_cell(sheet, part);
	} else {
		gather(&sheet->gatherer, part, node);
	}
	return true;
}

static bool read_worksheet(struct sheet_reader *sheet, const struct workbook *book, const char *path,
			   struct icd_error *err)
{
	struct part part;
	struct node node;
	int got = 0;
	if (!open_part(&part, book->in, book->zip, path, err))
		return false;
	while (sheet->count < sheet->most && (got = next_node(&part, &node, err)) == 1) {
		if (!take_sheet_node(sheet, &part, &node)) {
			fail_part(&part, err);
			got = -1;
			break;
		}
	}
	close_part(&part);
	return got >= 0;
}

/* -- Shared strings ---------------------------------------------------- */

/* Reads the first `needed` strings. */
static bool read_strings(const struct workbook *book, size_t needed, struct icd_pool *arena, const char **strings,
			 struct icd_error *err)
{
	struct gatherer gatherer = {0};
	struct part part;
	struct node node;
	size_t count = 0;
	int got = 1;
	if (!open_part(&part, book->in, book->zip, book->strings, err))
		return false;
	while (count < needed && (got = next_node(&part, &node, err)) == 1) {
		if (ends(&node, "si") || (starts(&node, "si") && node.is_empty))
			strings[count++] = gathered(&gatherer, arena);
		else
			gather(&gatherer, &part, &node);
	}
	if (got == 0 && count < needed) {
		note_problem(&part, "ends before the last string in use", 1);
		fail_part(&part, err);
	}
	if (gatherer.text.failed) {
		icd_fail(err, "%s:1: no memory for its strings, expected less", book->in->name);
		count = 0;
	}
	close_part(&part);
	icd_buffer_free(&gatherer.text);
	return count == needed;
}

static bool fill_in_strings(struct sheet_reader *sheet, const struct workbook *book, struct icd_error *err)
{
	size_t needed = sheet->strings_needed;
	if (!needed)
		return true;
	const char **strings = calloc(needed, sizeof *strings);
	bool done = strings && read_strings(book, needed, sheet->arena, strings, err);
	if (!strings)
		icd_fail(err, "%s:1: a cell asks for string %zu, expected fewer", book->in->name, needed);
	for (size_t i = 0; done && i < sheet->shared_count; i++)
		*sheet->shared[i].cell = strings[sheet->shared[i].string];
	free(strings);
	return done;
}

/* Takes off empty cells at the end of the rows and rows that are empty. */
static void drop_empty(struct sheet_reader *sheet)
{
	size_t kept = 0;
	for (size_t i = 0; i < sheet->count; i++) {
		struct sheet_row row = sheet->rows[i];
		while (row.count && !row.cells[row.count - 1][0])
			row.count--;
		if (row.count)
			sheet->rows[kept++] = row;
	}
	sheet->count = kept;
}

/* -- Everything -------------------------------------------------------- */

static bool read_sheets(struct sheet_reader *sheet, struct workbook *book, struct icd_error *err)
{
	if (!read_sheet_ids(book, err) || !read_links(book, err))
		return false;
	for (size_t i = 0; i < book->sheet_count && !sheet->count; i++) {
		if (!book->paths[i][0])
			continue;
		sheet->row_number = sheet->shared_count = sheet->strings_needed = 0;
		if (!read_worksheet(sheet, book, book->paths[i], err) || !fill_in_strings(sheet, book, err))
			return false;
		drop_empty(sheet);
	}
	return true;
}

static void finish(const struct sheet_reader *reader, struct sheet **out)
{
	struct sheet *sheet = need(reader->arena, 1, sizeof *sheet);
	sheet->count = reader->count;
	sheet->rows = need(reader->arena, reader->count, sizeof *reader->rows);
	if (reader->count)
		memcpy(sheet->rows, reader->rows, reader->count * sizeof *reader->rows);
	*out = sheet;
}

bool read_xlsx(const struct input *in, size_t most, struct icd_pool *arena, struct sheet **out, struct icd_error *err)
{
	struct icd_pool scratch = {0};
	struct workbook *book = need(&scratch, 1, sizeof *book);
	struct sheet_reader *reader = need(&scratch, 1, sizeof *reader);
	zip_error_t error;
	bool done = false;
	zip_error_init(&error);
	book->in = in;
	book->zip = open_zip(in, &error);
	reader->arena = arena;
	reader->most = most;
	if (book->zip)
		done = read_sheets(reader, book, err);
	else
		icd_fail(err, "%s:1: %s, expected a spreadsheet (XLSX)", in->name, zip_error_strerror(&error));
	if (done && reader->gatherer.text.failed)
		done = icd_fail(err, "%s:1: no memory for the text of its cells, expected less", in->name);
	if (done)
		finish(reader, out);
	if (book->zip)
		zip_discard(book->zip);
	zip_error_fini(&error);
	free(reader->rows);
	free(reader->shared);
	icd_buffer_free(&reader->gatherer.text);
	icd_pool_free(&scratch);
	return done;
}
