/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include "lines.h"

#include <csv.h>
#include <stdlib.h>

struct csv_reader {
	csv_taker *take;
	void *context;
	struct icd_pool pool; /* for the cells of the row */
	const char **cells;   /* malloc'd */
	size_t count, capacity;
	uint32_t line;  /* where the row starts */
	bool row_ended; /* by the line read last */
};

static void csv_cell(void *text, size_t length, void *context)
{
	struct csv_reader *reader = context;
	*one_more(reader->cells, reader->count, reader->capacity) = need_text(&reader->pool, text, length);
}

static void csv_row_end(int terminator, void *context)
{
	struct csv_reader *reader = context;
	(void)terminator;
	reader->take(reader->context, reader->cells, reader->count, reader->line);
	reader->count = 0;
	icd_pool_reset(&reader->pool);
	reader->row_ended = true;
}

static bool feed_csv(struct csv_parser *parser, struct csv_reader *reader, const char *name, const char *text,
		     size_t size, uint32_t most_lines, struct icd_error *err)
{
	const struct input in = {.name = name, .data = text, .size = size};
	struct line_cursor cursor = lines_of(&in);
	struct line line;
	const char *start = cursor.at;
	reader->row_ended = true;
	while (cursor.number < most_lines && next_line(&cursor, &line)) {
		size_t length = (size_t)(cursor.at - start);
		if (reader->row_ended)
			reader->line = line.number;
		reader->row_ended = line_is_blank(&line) && reader->row_ended;
		if (csv_parse(parser, start, length, csv_cell, csv_row_end, reader) != length)
			return icd_fail(err,
					"%s:%u: the quotes of the row do not match (%s), expected "
					"comma-separated values",
					name, line.number, csv_strerror(csv_error(parser)));
		start = cursor.at;
	}
	if (cursor.at < cursor.end)
		return true;
	if (csv_fini(parser, csv_cell, csv_row_end, reader) != 0)
		return icd_fail(err,
				"%s:%u: the file ends within quotes, expected the end of the row that "
				"starts here",
				name, reader->line);
	return true;
}

bool csv_read(const struct input *in, char delimiter, uint32_t most_lines, csv_taker *take, void *context,
	      struct icd_error *err)
{
	struct csv_reader reader = {.take = take, .context = context};
	struct csv_parser parser;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		return icd_fail(err, "%s:1: cannot start reading the comma-separated values", in->name);
	csv_set_delim(&parser, (unsigned char)delimiter);
	bool done = feed_csv(&parser, &reader, in->name, in->data, in->size, most_lines, err);
	csv_free(&parser);
	icd_pool_free(&reader.pool);
	free(reader.cells);
	return done;
}
