/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "printer.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

void printer_start(struct printer *printer, FILE *file, const struct columns *columns)
{
	printer_write(printer);
	printer->file = file;
	printer->columns = columns;
	printer->after = "\n";
	printer->hold = 0;
}

void printer_write(struct printer *printer)
{
	if (printer->text.failed || printer->cells.failed) {
		printer->failed = true;
		fputs("icd10-lookup: out of memory\n", stderr);
		icd_buffer_free(&printer->text);
		icd_buffer_free(&printer->cells);
	}
	if (printer->file && printer->text.size)
		fwrite(printer->text.data, 1, printer->text.size, printer->file);
	icd_buffer_clear(&printer->text);
}

void printer_drop(struct printer *printer)
{
	icd_buffer_clear(&printer->text);
	printer->depth = printer->row_depth = 0;
}

const char *printer_text(struct printer *printer)
{
	icd_put_byte(&printer->text, '\0');
	return printer->text.failed ? NULL : (const char *)printer->text.data;
}

bool printer_close(struct printer *printer)
{
	printer_write(printer);
	icd_buffer_free(&printer->text);
	icd_buffer_free(&printer->cells);
	return !printer->failed;
}

static void put(struct printer *printer, const char *text)
{
	icd_put_bytes(&printer->text, text, strlen(text));
}

/* ---- rows ---- */

static void put_row(struct printer *printer)
{
	const struct column *columns = printer->columns->at;
	char number[16];
	printer->row_count++;
	for (size_t i = 0; columns[i].name; i++) {
		const struct printer_cell *cell = &printer->row[i];
		if (i)
			icd_put_byte(&printer->text, '\t');
		if (cell->set && !printer->cells.failed)
			icd_put_bytes(&printer->text, printer->cells.data + cell->start, cell->length);
		else if (columns[i].field && strcmp(columns[i].field, COLUMN_NUMBER) == 0) {
			snprintf(number, sizeof number, "%" PRIu32, printer->row_count);
			put(printer, number);
		}
	}
	icd_put_byte(&printer->text, '\n');
}

void printer_names(struct printer *printer)
{
	const struct column *columns = printer->columns->at;
	for (size_t i = 0; columns[i].name; i++) {
		put(printer, i ? "\t" : "");
		put(printer, columns[i].name);
	}
	put(printer, "\n");
	printer_write(printer);
}

const char *cell_escape(char c)
{
	return c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\\' ? "\\\\" : c == '\0' ? "?" : NULL;
}

static void put_cell(struct icd_buffer *cells, const char *text, size_t length)
{
	for (const char *end = text + length; text < end;) {
		const char *plain = text, *escape = NULL;
		while (text < end && !(escape = cell_escape(*text)))
			text++;
		icd_put_bytes(cells, plain, (size_t)(text - plain));
		if (text++ < end)
			icd_put_bytes(cells, escape, strlen(escape));
	}
}

static bool same(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

static bool shows(const struct columns *columns, const struct column *column, const char *in, const char *field)
{
	const char *row = columns->rows ? columns->rows : "";
	return same(column->field ? column->field : column->name, field) && same(column->in ? column->in : row, in);
}

/* Keeps the value for the columns that show it. */
static void take_cell(struct printer *printer, const char *name, const char *text, size_t length)
{
	const struct column *columns = printer->columns->at;
	const struct printer_level *level = &printer->levels[printer->depth];
	const char *field = name ? name : level->name, *in = name ? level->name : level[-1].name;
	for (size_t i = 0; columns[i].name; i++) {
		struct printer_cell *cell = &printer->row[i];
		if (!shows(printer->columns, &columns[i], in, field) || (cell->set && !columns[i].between))
			continue;
		if (cell->set)
			put_cell(&printer->cells, columns[i].between, strlen(columns[i].between));
		else
			cell->start = printer->cells.size;
		put_cell(&printer->cells, text, length);
		cell->length = printer->cells.size - cell->start;
		cell->set = true;
	}
}

static bool is_row(const struct printer *printer)
{
	const struct printer_level *level = &printer->levels[printer->depth];
	const char *rows = printer->columns->rows;
	return level->end == '}' && (rows ? same(level->name, rows) : printer->depth == 1);
}

/* Writes the row that ends. What was told of an object is of no use after it, unless it belongs to a row. */
static void end_row(struct printer *printer)
{
	const struct printer_level *level = &printer->levels[printer->depth];
	if (printer->row_depth == printer->depth) {
		put_row(printer);
		printer->row_depth = 0;
	}
	if (level->end != '}' || printer->row_depth || (printer->depth > 1 && level[-1].end != ']'))
		return;
	for (size_t i = 0; i < COLUMNS_MAX; i++)
		printer->row[i].set &= printer->row[i].start < level->mark;
	printer->cells.size = level->mark;
}

/* ---- JSON ---- */

/* What stands before a value: a comma, its name. */
static void begin_value(struct printer *printer, const char *name)
{
	struct printer_level *level = &printer->levels[printer->depth];
	size_t length = name ? strlen(name) : 0;
	unsigned char *to = icd_buffer_room(&printer->text, length + 4), *start = to;
	if (!to)
		return;
	if (level->begun && printer->depth)
		*to++ = ',';
	level->begun = true;
	if (name) {
		*to++ = '"';
		memcpy(to, name, length);
		to += length;
		*to++ = '"';
		*to++ = ':';
	}
	printer->text.size += (size_t)(to - start);
}

/* A character that does not stand as it is in a JSON string, or is more than a byte; returns its length. */
static size_t put_special(struct icd_buffer *text, const char *at, size_t length)
{
	static const char named[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *found = *at ? strchr(named, *at) : NULL;
	char escape[8];
	utf8proc_int32_t character;
	if (found) {
		snprintf(escape, sizeof escape, "\\%c", letters[found - named]);
	} else if ((unsigned char)*at < 0x20) {
		snprintf(escape, sizeof escape, *at ? "\\u%04X" : "?", (unsigned)*at);
	} else {
		utf8proc_ssize_t size =
			utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)length, &character);
		icd_put_bytes(text, size > 0 ? at : "\xef\xbf\xbd", size > 0 ? (size_t)size : 3);
		return size > 0 ? (size_t)size : 1;
	}
	icd_put_bytes(text, escape, strlen(escape));
	return 1;
}

static void put_string(struct icd_buffer *buffer, const char *text, size_t length)
{
	icd_put_byte(buffer, '"');
	for (const char *end = text + length; text < end;) {
		const char *plain = text;
		while (text < end && (unsigned char)*text >= 0x20 && (unsigned char)*text < 0x80 && *text != '"' &&
		       *text != '\\')
			text++;
		icd_put_bytes(buffer, plain, (size_t)(text - plain));
		if (text < end)
			text += put_special(buffer, text, (size_t)(end - text));
	}
	icd_put_byte(buffer, '"');
}

/* ---- telling ---- */

static void begin(struct printer *printer, const char *name, char start, char end)
{
	const struct printer_level *above = &printer->levels[printer->depth];
	if (!printer->depth)
		printer->row_count = 0;
	if (!printer->columns) {
		begin_value(printer, name);
		icd_put_byte(&printer->text, (unsigned char)start);
	}
	assert(printer->depth + 1 < PRINTER_DEPTH);
	printer->levels[++printer->depth] = (struct printer_level){.name = name                 ? name
									   : printer->depth > 1 ? above->name
												: "",
								   .end = end,
								   .mark = printer->cells.size};
	if (printer->columns && !printer->row_depth && is_row(printer))
		printer->row_depth = printer->depth;
}

void tell_object(struct printer *printer, const char *name)
{
	begin(printer, name, '{', '}');
}

void tell_list(struct printer *printer, const char *name)
{
	begin(printer, name, '[', ']');
}

void tell_answer(struct printer *printer)
{
	tell_object(printer, NULL);
	tell_number(printer, "v", 1);
}

void tell_end(struct printer *printer)
{
	const struct columns *columns = printer->columns;
	if (!columns)
		icd_put_byte(&printer->text, (unsigned char)printer->levels[printer->depth].end);
	else if (printer->depth == 1 && columns->even_empty && !printer->row_count)
		put_row(printer);
	if (columns)
		end_row(printer);
	if (--printer->depth || !printer->file)
		return;
	if (!columns)
		put(printer, printer->after);
	if (printer->text.failed || printer->cells.failed || printer->text.size >= printer->hold)
		printer_write(printer);
}

/* A value that is no text. */
static void tell_bare(struct printer *printer, const char *name, const char *json, const char *cell)
{
	if (printer->columns) {
		take_cell(printer, name, cell, strlen(cell));
		return;
	}
	begin_value(printer, name);
	put(printer, json);
}

void tell_bytes(struct printer *printer, const char *name, const char *text, size_t length)
{
	if (printer->columns) {
		take_cell(printer, name, text, length);
		return;
	}
	begin_value(printer, name);
	put_string(&printer->text, text, length);
}

void tell_text(struct printer *printer, const char *name, const char *text)
{
	if (text)
		tell_bytes(printer, name, text, strlen(text));
	else
		tell_null(printer, name);
}

void tell_number(struct printer *printer, const char *name, int64_t number)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, number);
	tell_bare(printer, name, text, text);
}

void tell_real(struct printer *printer, const char *name, double number)
{
	char text[32];
	int length = snprintf(text, sizeof text - 2, "%.6g", number);
	if (!strpbrk(text, ".e"))
		memcpy(text + length, ".0", 3);
	tell_bare(printer, name, text, text);
}

void tell_bool(struct printer *printer, const char *name, bool value)
{
	tell_bare(printer, name, value ? "true" : "false", value ? "1" : "0");
}

void tell_null(struct printer *printer, const char *name)
{
	tell_bare(printer, name, "null", "");
}

void tell_date(struct printer *printer, const char *name, icd_date date)
{
	char text[ICD_DATE_SIZE];
	tell_text(printer, name, date ? icd_date_format(date, text) : NULL);
}

void tell_code(struct printer *printer, const char *name, const char *code)
{
	char text[ICD_DOTTED_SIZE];
	tell_text(printer, name, code && *code ? icd_code_format(code, text) : NULL);
}

void tell_texts(struct printer *printer, const char *name, const char *const *at, size_t count)
{
	tell_list(printer, name);
	for (size_t i = 0; i < count; i++)
		tell_text(printer, NULL, at[i]);
	tell_end(printer);
}

void tell_column(struct printer *printer, const char *name, const char *text)
{
	if (printer->columns)
		take_cell(printer, name, text, strlen(text));
}
