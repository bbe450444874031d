/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include "memory/buffer.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CHUNK ((size_t)256 * 1024)

/* The next bytes; 0 at the end, -1 on failure. */
static ssize_t read_some(int fd, void *to, size_t size, const char *name, struct icd_error *err)
{
	ssize_t got;
	do
		got = read(fd, to, size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		icd_fail(err, "%s: %s", name, strerror(errno));
	return got;
}

/* How many bytes of a byte order mark the text begins with. */
static size_t mark_length(const char *text, size_t length)
{
	return length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* ---- lines ---- */

struct line_reader {
	char *buffer; /* CHUNK bytes */
	size_t used;  /* bytes of an unfinished line kept at its start */
	uint64_t line;
	bool cut; /* the line being read was visited already, its rest is passed over */
	line_visitor *visit;
	void *context;
};

static bool give_line(struct line_reader *reader, const char *from, size_t length)
{
	if (reader->cut) {
		reader->cut = false;
		return true;
	}
	if (length && from[length - 1] == '\r')
		length--;
	reader->line++;
	size_t mark = reader->line == 1 ? mark_length(from, length) : 0;
	return reader->visit(reader->context, reader->line, (struct row_field){from + mark, length - mark});
}

/* Visits the complete lines of the buffer and moves the rest to its start. */
static bool give_lines(struct line_reader *reader, size_t size)
{
	char *at = reader->buffer, *end = reader->buffer + size;
	bool going = true;
	for (char *feed; going && (feed = memchr(at, '\n', (size_t)(end - at))); at = feed + 1)
		going = give_line(reader, at, (size_t)(feed - at));
	reader->used = (size_t)(end - at);
	if (reader->used > ROWS_LINE_MAX) {
		going = going && give_line(reader, at, ROWS_LINE_MAX);
		reader->cut = true;
		reader->used = 0;
	}
	memmove(reader->buffer, at, reader->used);
	return going;
}

bool rows_read_lines(int fd, const char *name, line_visitor *visit, void *context, struct icd_error *err)
{
	struct line_reader reader = {.buffer = malloc(CHUNK), .visit = visit, .context = context};
	ssize_t got = 0;
	bool going = true;
	if (!reader.buffer)
		return icd_out_of_memory(err);
	while (going && (got = read_some(fd, reader.buffer + reader.used, CHUNK - reader.used, name, err)) > 0)
		going = give_lines(&reader, reader.used + (size_t)got);
	if (going && got == 0 && (reader.used || reader.cut))
		give_line(&reader, reader.buffer, reader.used);
	free(reader.buffer);
	return got >= 0;
}

/* ---- tables ---- */

struct wanted {
	size_t column;          /* from 0 */
	struct icd_buffer text; /* of the row's field */
};

struct table_reader {
	const char *name;
	struct row_columns *columns;
	struct wanted wanted[ROWS_COLUMNS_MAX];
	uint64_t row;
	size_t column; /* of the field that comes next */
	bool named;    /* the columns are known */
	bool found[ROWS_COLUMNS_MAX];
	bool stopped, failed, full; /* full: out of memory */
	bool any;                   /* the row has a field that is not empty */
	row_visitor *visit;
	void *context;
	struct icd_error *err;
};

static void *bounded_realloc(void *memory, size_t size)
{
	return size > 2 * (size_t)ROWS_FIELD_MAX ? NULL : realloc(memory, size);
}

static bool column_number(const char *name, size_t *column)
{
	char *end;
	unsigned long number = strtoul(name, &end, 10);
	*column = number ? number - 1 : 0;
	return name[0] >= '0' && name[0] <= '9' && *end == '\0' && number > 0;
}

static bool same_name(const char *name, const char *text, size_t length)
{
	while (length && (*text == ' ' || *text == '\t')) {
		text++;
		length--;
	}
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	return strlen(name) == length && strncasecmp(name, text, length) == 0;
}

static void match_name(struct table_reader *reader, const char *text, size_t length)
{
	for (size_t i = 0; i < reader->columns->count; i++) {
		if (!reader->found[i] && same_name(reader->columns->names[i], text, length)) {
			reader->found[i] = true;
			reader->wanted[i].column = reader->column;
		}
	}
}

static void on_field(void *field, size_t length, void *context)
{
	struct table_reader *reader = context;
	const char *text = field ? field : "";
	if (reader->stopped)
		return;
	reader->any |= length > 0;
	if (!reader->named) {
		match_name(reader, text, length);
	} else {
		for (size_t i = 0; i < reader->columns->count; i++) {
			if (reader->wanted[i].column != reader->column)
				continue;
			icd_put_bytes(&reader->wanted[i].text, text, length);
			reader->full |= reader->wanted[i].text.failed;
		}
	}
	reader->column++;
}

/* The first row had the names: are they all there? */
static void names_read(struct table_reader *reader)
{
	for (size_t i = 0; i < reader->columns->count; i++) {
		if (!reader->found[i] && !column_number(reader->columns->names[i], &reader->wanted[i].column)) {
			reader->stopped = reader->failed = true;
			icd_fail(reader->err, "%s:1: no column is named %s", reader->name, reader->columns->names[i]);
			return;
		}
	}
	reader->named = true;
}

/* Columns given by number: does the first row have so many? */
static bool columns_there(struct table_reader *reader)
{
	for (size_t i = 0; i < reader->columns->count; i++) {
		if (reader->wanted[i].column < reader->column)
			continue;
		reader->stopped = reader->failed = true;
		return icd_fail(reader->err, "%s:1: has %zu columns, there is no column %s", reader->name,
				reader->column, reader->columns->names[i]);
	}
	return true;
}

static void on_row(int end __attribute__((unused)), void *context)
{
	struct table_reader *reader = context;
	struct row_field fields[ROWS_COLUMNS_MAX];
	if (reader->stopped)
		return;
	reader->row++;
	if (!reader->named) {
		names_read(reader);
	} else if (reader->any && (reader->row > 1 || columns_there(reader))) {
		for (size_t i = 0; i < reader->columns->count; i++) {
			const struct icd_buffer *text = &reader->wanted[i].text;
			fields[i] = (struct row_field){(const char *)text->data, text->size};
		}
		reader->stopped = !reader->visit(reader->context, reader->row, fields, reader->columns->count);
	}
	for (size_t i = 0; i < reader->columns->count; i++)
		icd_buffer_clear(&reader->wanted[i].text);
	reader->any = false;
	reader->column = 0;
}

/* The delimiter that the first line has most of, outside quotes. */
static char sniff_delimiter(const char *text, size_t length)
{
	static const char candidates[] = ",;\t|";
	size_t counts[sizeof candidates] = {0}, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < length && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
		const char *found = text[i] ? strchr(candidates, text[i]) : NULL;
		quoted ^= text[i] == '"';
		if (found && !quoted)
			counts[found - candidates]++;
	}
	for (size_t i = 1; candidates[i]; i++)
		best = counts[i] > counts[best] ? i : best;
	return candidates[best];
}

static bool parse(struct csv_parser *parser, struct table_reader *reader, const char *text, size_t size)
{
	if (csv_parse(parser, text, size, on_field, on_row, reader) == size && !reader->full)
		return true;
	reader->failed = true;
	if (csv_error(parser) == CSV_ENOMEM && !reader->full)
		return icd_fail(reader->err, "%s: row %llu: a field longer than 1 MiB, is a quote never closed?",
				reader->name, (unsigned long long)reader->row + 1);
	return icd_out_of_memory(reader->err);
}

static void parse_file(int fd, struct csv_parser *parser, struct table_reader *reader, char *buffer)
{
	bool first = true;
	ssize_t got;
	while (!reader->stopped && !reader->failed &&
	       (got = read_some(fd, buffer, CHUNK, reader->name, reader->err)) != 0) {
		if (got < 0) {
			reader->failed = true;
			return;
		}
		size_t mark = first ? mark_length(buffer, (size_t)got) : 0;
		if (first)
			csv_set_delim(parser,
				      (unsigned char)(reader->columns->delimiter
							      ? reader->columns->delimiter
							      : sniff_delimiter(buffer + mark, (size_t)got - mark)));
		first = false;
		parse(parser, reader, buffer + mark, (size_t)got - mark);
	}
	if (!reader->stopped && !reader->failed)
		csv_fini(parser, on_field, on_row, reader);
}

bool rows_read_table(int fd, const char *name, struct row_columns *columns, row_visitor *visit, void *context,
		     struct icd_error *err)
{
	struct table_reader reader = {
		.name = name, .columns = columns, .visit = visit, .context = context, .err = err, .named = true};
	struct csv_parser parser;
	char *buffer = malloc(CHUNK);
	for (size_t i = 0; i < columns->count; i++)
		reader.named &= column_number(columns->names[i], &reader.wanted[i].column);
	columns->by_number = reader.named;
	if (!buffer || csv_init(&parser, 0) != 0) {
		free(buffer);
		return icd_out_of_memory(err);
	}
	csv_set_realloc_func(&parser, bounded_realloc);
	parse_file(fd, &parser, &reader, buffer);
	if (!reader.failed && !reader.named) {
		reader.failed = true;
		icd_fail(err, "%s: empty, a row of column names was expected", name);
	}
	csv_free(&parser);
	for (size_t i = 0; i < columns->count; i++)
		icd_buffer_free(&reader.wanted[i].text);
	free(buffer);
	return !reader.failed;
}
