/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "printer.h"

#include "base/base.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <utf8proc.h>

#define INITIAL(name) (UINT32_C(1) << (*(name)&31))

/* ---- names ---- */

/* A name ends with its text, or with the colon after it in a format. */
static size_t name_length(const char *name)
{
	size_t length = 0;
	while (name[length] && name[length] != ':')
		length++;
	return length;
}

static bool is_named(const char *name, const char *wanted)
{
	for (; *wanted; name++, wanted++) {
		if (*name != *wanted)
			return false;
	}
	return *name == '\0' || *name == ':';
}

/* The columns whose fields stand in an object or list of this name, a bit for each. */
static uint32_t columns_in(const struct printer *printer, const char *name)
{
	uint32_t columns = 0;
	for (size_t i = 0; i < printer->column_count; i++)
		columns |= (uint32_t)is_named(name, printer->row[i].in) << i;
	return columns;
}

/* ---- the printer ---- */

/* Reads "name=in.field+" up to the blank or the end; returns what follows. */
static const char *read_column(const char *text, const char *row, struct printer_column *column)
{
	const char *end = text + strcspn(text, " ");
	*column = (struct printer_column){.all = end[-1] == '+'};
	int length = (int)(end - text) - column->all, name = (int)strcspn(text, "=");
	if (name >= length) {
		snprintf(column->name, PRINTER_NAME, "%.*s", length, text);
		memcpy(column->field, column->name, PRINTER_NAME);
		snprintf(column->in, PRINTER_NAME, "%s", row);
		return end + strspn(end, " ");
	}
	snprintf(column->name, PRINTER_NAME, "%.*s", name, text);
	const char *field = text + name + 1;
	int in = (int)strcspn(field, ".");
	bool elsewhere = field + in < text + length;
	snprintf(column->in, PRINTER_NAME, "%.*s", elsewhere ? in : PRINTER_NAME, elsewhere ? field : row);
	field += elsewhere ? in + 1 : 0;
	snprintf(column->field, PRINTER_NAME, "%.*s", (int)(text + length - field), field);
	return end + strspn(end, " ");
}

void printer_start(struct printer *printer, FILE *file, const struct columns *columns)
{
	if (printer->depth)
		printer_drop(printer);
	printer_write(printer);
	printer->file = file;
	printer->columns = columns;
	printer->after = "\n";
	printer->hold = 0;
	printer->csv = false;
	printer->column_count = printer->next_column = 0;
	printer->initials = 0;
	for (const char *at = columns ? columns->columns : ""; *at;) {
		assert(printer->column_count < PRINTER_COLUMNS);
		struct printer_column *column = &printer->row[printer->column_count++];
		at = read_column(at, columns->rows ? columns->rows : "", column);
		printer->initials |= INITIAL(column->field);
	}
	printer->levels[0] = (struct printer_level){.name = "", .columns = columns_in(printer, "")};
}

void printer_drop(struct printer *printer)
{
	icd_buffer_clear(&printer->text);
	printer->depth = printer->row_depth = 0;
}

void printer_write(struct printer *printer)
{
	if (printer->text.failed || printer->cells.failed) {
		printer->failed = true;
		if (printer->lost)
			printer->lost();
		icd_buffer_free(&printer->text);
		icd_buffer_free(&printer->cells);
	}
	if (printer->file && printer->text.size)
		fwrite(printer->text.data, 1, printer->text.size, printer->file);
	icd_buffer_clear(&printer->text);
}

const char *printer_text(struct printer *printer)
{
	unsigned char *end = icd_buffer_room(&printer->text, 1);
	if (end)
		*end = '\0';
	return end ? (const char *)printer->text.data : NULL;
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

#define ROW_NUMBER 16 /* bytes that a row's number takes at most, with what parts it from the next column */

/* A value in CSV: in quotes where it has to be. Returns where it ends. */
static unsigned char *put_quoted(unsigned char *to, const unsigned char *value, size_t length)
{
	bool quoted = false;
	for (size_t i = 0; i < length && !quoted; i++)
		quoted = value[i] == ',' || value[i] == '"' || value[i] == '\n' || value[i] == '\r';
	if (!quoted)
		return mempcpy(to, value, length);
	*to++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (value[i] == '"')
			*to++ = '"';
		*to++ = value[i];
	}
	*to++ = '"';
	return to;
}

static void put_row(struct printer *printer)
{
	size_t room = 0;
	char delimiter = printer->csv ? ',' : '\t';
	for (size_t i = 0; i < printer->column_count; i++)
		room += ROW_NUMBER + (printer->row[i].set ? printer->row[i].length * (1 + printer->csv) : 0);
	unsigned char *to = icd_buffer_room(&printer->text, room), *start = to;
	printer->row_count++;
	for (size_t i = 0; i < printer->column_count && to; i++) {
		const struct printer_column *column = &printer->row[i];
		if (column->set && !printer->cells.failed && printer->csv)
			to = put_quoted(to, printer->cells.data + column->start, column->length);
		else if (column->set && !printer->cells.failed)
			to = mempcpy(to, printer->cells.data + column->start, column->length);
		else if (column->field[0] == '#')
			to += snprintf((char *)to, ROW_NUMBER, "%" PRIu32, printer->row_count);
		*to++ = i + 1 < printer->column_count ? (unsigned char)delimiter : '\n';
	}
	printer->text.size += (size_t)(to - start);
}

void printer_names(struct printer *printer)
{
	for (size_t i = 0; i < printer->column_count; i++) {
		put(printer, !i ? "" : printer->csv ? "," : "\t");
		put(printer, printer->row[i].name);
	}
	put(printer, "\n");
	printer_write(printer);
}

const char *cell_escape(char c)
{
	return c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\\' ? "\\\\" : c == '\0' ? "?" : NULL;
}

/* Has none of eight bytes an escape? None that is a space or more has, but for the backslash. */
static bool are_plain(const char *text)
{
	uint64_t bytes;
	memcpy(&bytes, text, sizeof bytes);
	return !(icd_bytes_control(bytes) | icd_bytes_equal(bytes, '\\'));
}

/* The same of a text: by eight bytes, the last of which may be some of those before. */
static bool is_plain(const char *text, size_t length)
{
	char few[8] = "        ";
	if (length < sizeof few)
		return are_plain(memcpy(few, text, length));
	for (size_t at = 0; at < length - sizeof few; at += sizeof few) {
		if (!are_plain(text + at))
			return false;
	}
	return are_plain(text + length - sizeof few);
}

void cell_put(struct icd_buffer *cells, const char *text, size_t length)
{
	unsigned char *to = icd_buffer_room(cells, 2 * length), *start = to;
	if (!to)
		return;
	if (is_plain(text, length)) {
		to = mempcpy(to, text, length);
	} else {
		for (const char *end = text + length; text < end; text++) {
			const char *escape = cell_escape(*text);
			if (escape)
				to = mempcpy(to, escape, strlen(escape));
			else
				*to++ = (unsigned char)*text;
		}
	}
	cells->size += (size_t)(to - start);
}

/* The column that shows the field, NULL when none does. Fields mostly come in the order of the columns. */
static struct printer_column *column_of(struct printer *printer, const char *name)
{
	const struct printer_level *level = &printer->levels[printer->depth];
	const char *field = name ? name : level->name;
	uint32_t columns = name ? level->columns : level[-1].columns;
	if (!columns || !(printer->initials & INITIAL(field)))
		return NULL;
	for (size_t i = 0; i < printer->column_count; i++) {
		size_t sum = printer->next_column + i,
		       at = sum < printer->column_count ? sum : sum - printer->column_count;
		struct printer_column *column = &printer->row[at];
		if (!(columns >> at & 1))
			continue;
		if (column->known == field)
			return column;
		if (is_named(field, column->field)) {
			column->known = field;
			return column;
		}
	}
	return NULL;
}

/* JSON wants every field, rows want those that a column shows. */
static bool is_wanted(struct printer *printer, const char *name)
{
	return !printer->columns || column_of(printer, name);
}

/* Keeps the value for the column that shows it. */
static void take_cell(struct printer *printer, const char *name, const char *text, size_t length)
{
	struct printer_column *column = column_of(printer, name);
	if (!column)
		return;
	printer->next_column = (size_t)(column - printer->row) + 1;
	if (printer->next_column == printer->column_count)
		printer->next_column = 0;
	if (column->set && !column->all)
		return;
	if (column->set)
		icd_put_byte(&printer->cells, ' ');
	else
		column->start = printer->cells.size;
	if (printer->csv)
		icd_put_bytes(&printer->cells, text, length);
	else
		cell_put(&printer->cells, text, length);
	column->length = printer->cells.size - column->start;
	column->set = true;
}

static bool is_row(const struct printer *printer)
{
	const struct printer_level *level = &printer->levels[printer->depth];
	const char *rows = printer->columns->rows;
	return level->end == '}' && (rows ? is_named(level->name, rows) : printer->depth == 1);
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
	for (size_t i = 0; i < printer->column_count; i++)
		printer->row[i].set &= printer->row[i].start < level->mark;
	printer->cells.size = level->mark;
}

/* ---- JSON ---- */

/* Begins a value that will take `more` bytes: a comma, its name. Where it is to be written; NULL when memory runs out. */
static unsigned char *begin_value(struct printer *printer, const char *name, size_t more)
{
	struct printer_level *level = &printer->levels[printer->depth];
	size_t length = name ? name_length(name) : 0;
	unsigned char *to = icd_buffer_room(&printer->text, length + 4 + more), *start = to;
	if (!to)
		return NULL;
	if (level->begun && printer->depth)
		*to++ = ',';
	level->begun = true;
	if (name) {
		*to++ = '"';
		to = mempcpy(to, name, length);
		*to++ = '"';
		*to++ = ':';
	}
	printer->text.size += (size_t)(to - start);
	return to;
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

/* How many bytes from here on stand in a JSON string as they are. */
static size_t plain_length(const char *text, size_t length)
{
	size_t i = 0;
	for (uint64_t bytes; length - i >= sizeof bytes; i += sizeof bytes) {
		memcpy(&bytes, text + i, sizeof bytes);
		if (icd_bytes_control(bytes) | icd_bytes_equal(bytes, '"') | icd_bytes_equal(bytes, '\\') |
		    (bytes & ICD_OF_EACH(0x80)))
			break;
	}
	while (i < length && (unsigned char)(text[i] - 0x20) < 0x60 && text[i] != '"' && text[i] != '\\')
		i++;
	return i;
}

static void put_string(struct printer *printer, const char *name, const char *text, size_t length)
{
	size_t plain = plain_length(text, length);
	unsigned char *to = begin_value(printer, name, plain + 2);
	if (!to)
		return;
	*to = '"';
	memcpy(to + 1, text, plain);
	printer->text.size += plain + 1;
	while (plain < length) {
		plain += put_special(&printer->text, text + plain, length - plain);
		size_t more = plain_length(text + plain, length - plain);
		icd_put_bytes(&printer->text, text + plain, more);
		plain += more;
	}
	icd_put_byte(&printer->text, '"');
}

/* ---- telling ---- */

static void begin(struct printer *printer, const char *name, char start, char end)
{
	const struct printer_level *above = &printer->levels[printer->depth];
	if (!printer->depth)
		printer->row_count = 0;
	if (!printer->columns) {
		begin_value(printer, name, 1);
		icd_put_byte(&printer->text, (unsigned char)start);
	}
	assert(printer->depth + 1 < PRINTER_DEPTH);
	printer->depth++;
	printer->levels[printer->depth] =
		(struct printer_level){.name = name ? name : above->name,
				       .end = end,
				       .mark = printer->cells.size,
				       .columns = name ? columns_in(printer, name) : above->columns};
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

/* A value that is no text. */
static void tell_bare(struct printer *printer, const char *name, const char *json, const char *cell)
{
	if (printer->columns) {
		take_cell(printer, name, cell, strlen(cell));
		return;
	}
	begin_value(printer, name, 0);
	put(printer, json);
}

void tell_answer(struct printer *printer)
{
	tell_object(printer, NULL);
	if (!printer->columns)
		tell_bare(printer, "v", "1", "1");
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

void tell_bytes(struct printer *printer, const char *name, const char *text, size_t length)
{
	if (printer->columns) {
		take_cell(printer, name, text, length);
		return;
	}
	put_string(printer, name, text, length);
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
	if (!is_wanted(printer, name))
		return;
	snprintf(text, sizeof text, "%" PRId64, number);
	tell_bare(printer, name, text, text);
}

static void tell_real(struct printer *printer, const char *name, double number)
{
	char text[32];
	if (!is_wanted(printer, name))
		return;
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
	if (is_wanted(printer, name))
		tell_text(printer, name, date ? icd_date_format(date, text) : NULL);
}

void tell_code(struct printer *printer, const char *name, const char *code)
{
	char text[ICD_DOTTED_SIZE];
	if (is_wanted(printer, name))
		tell_text(printer, name, code && *code ? icd_code_format(code, text) : NULL);
}

void tell_texts(struct printer *printer, const char *name, const char *const *at, size_t count)
{
	if (printer->columns && !count)
		return;
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

/* ---- fields by a format ---- */

/* What "d", "u", "ld", "lld" and their like convert. */
static int64_t number_of(const char *conversion, va_list *args)
{
	if (conversion[0] == 'u')
		return va_arg(*args, unsigned);
	if (conversion[0] != 'l')
		return va_arg(*args, int);
	return conversion[1] == 'l' ? va_arg(*args, long long) : va_arg(*args, long);
}

/* The conversion of a field, as printf has it. */
static void tell_converted(struct printer *printer, const char *name, const char *conversion, size_t length,
			   va_list *args)
{
	char last = conversion[length - 1], size = conversion[0];
	if (last == 's' && size == '7')
		tell_code(printer, name, va_arg(*args, const char *));
	else if (last == 's')
		tell_text(printer, name, va_arg(*args, const char *));
	else if (last == 'g')
		tell_real(printer, name, va_arg(*args, double));
	else if (last == 'x')
		tell_date(printer, name, va_arg(*args, icd_date));
	else if (size == 'h')
		tell_bool(printer, name, va_arg(*args, int));
	else
		tell_number(printer, name, number_of(conversion, args));
}

static void tell_format(struct printer *printer, const char *format, va_list *args)
{
	if (printer->columns && !printer->levels[printer->depth].columns)
		return;
	while (*format) {
		const char *conversion = format + name_length(format) + 2;
		size_t length = 1;
		while (conversion[length] && conversion[length] != ' ')
			length++;
		tell_converted(printer, format, conversion, length, args);
		format = conversion + length;
		while (*format == ' ')
			format++;
	}
}

void tell_fields(struct printer *printer, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell_format(printer, format, &args);
	va_end(args);
}

void tell_item(struct printer *printer, const char *name, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell_object(printer, name);
	tell_format(printer, format, &args);
	tell_end(printer);
	va_end(args);
}
