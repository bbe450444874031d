/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows.h"

#include "memory/memory.h"
#include "source.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BEYOND sizeof(uint64_t) /* bytes behind the buffer that a walk may point to, and does not read */

struct wanted {
	size_t column;          /* from 0 */
	bool found;             /* the first row names it */
	struct icd_buffer text; /* of the row's field, where it had to be made */
};

struct reader {
	struct row_input *input;
	struct row_columns *columns; /* NULL: lines */
	char *buffer;
	size_t size, begin, end; /* what of the buffer is filled and not visited yet */
	bool ended;              /* the file has no more */
	bool cut;                /* of the line that is being read enough was visited, its rest is passed over */
	bool named, measured;    /* the columns are known; the first row was looked at */
	size_t columns_there;    /* in the first row */
	size_t columns_needed;   /* up to the last one that is asked for */
	bool failed;             /* out of memory for a field */
	struct row row;          /* the one in hand */
	struct wanted wanted[ROWS_COLUMNS_MAX];
	struct asked {
		size_t column;
		unsigned wanted;       /* its number */
	} asked[ROWS_COLUMNS_MAX + 1]; /* the same by their columns, and one that never comes */
	struct row_field fields[ROWS_COLUMNS_MAX], places[ROWS_COLUMNS_MAX];
	struct icd_error *err;
	struct text_source source; /* last: most of it is not touched for small files */
};

enum step { STEP_FAILED, STEP_STOPPED, STEP_MORE, STEP_ON };

/* ---- the bytes ---- */

static void leave(const struct reader *reader)
{
	if (reader->input->leave)
		reader->input->leave(reader->input->context);
}

/* Reads more behind what is there, which is moved to the start of the buffer, or into a larger one. */
static bool read_more(struct reader *reader)
{
	size_t have = reader->end - reader->begin;
	leave(reader);
	memmove(reader->buffer, reader->buffer + reader->begin, have);
	reader->begin = 0;
	reader->end = have;
	if (reader->size - have < SOURCE_PIECE / 4) {
		char *larger = realloc(reader->buffer, 2 * reader->size + BEYOND);
		if (!larger)
			return icd_out_of_memory(reader->err);
		reader->buffer = larger;
		reader->size *= 2;
	}
	ssize_t got = text_source_read(&reader->source, reader->buffer + have, reader->size - have, reader->err);
	reader->end += got > 0 ? (size_t)got : 0;
	reader->ended = got == 0;
	reader->input->encoding = reader->source.encoding;
	return got >= 0;
}

/* The row ends at `stop` and the next one begins at `next`. */
static enum step visit(struct reader *reader, const char *stop, const char *next)
{
	struct row *row = &reader->row;
	const char *start = reader->buffer + reader->begin;
	size_t size = (size_t)(next - start);
	if (row->number == 0)
		row->offset = text_source_mark(&reader->source);
	row->number++;
	row->marked = row->number == 1 && reader->source.marked;
	row->whole = (struct row_field){start, (size_t)(stop - start)};
	row->end = (struct row_field){stop, (size_t)(next - stop)};
	bool going = reader->input->visit(reader->input->context, row);
	row->offset +=
		reader->source.encoding == TEXT_BYTES ? size : icd_encoded_size(reader->source.encoding, start, size);
	reader->begin = (size_t)(next - reader->buffer);
	return going ? STEP_ON : STEP_STOPPED;
}

static enum step fail(struct reader *reader, const char *what)
{
	icd_fail(reader->err, "%s: row %llu: %s", reader->input->name, (unsigned long long)reader->row.number + 1,
		 what);
	return STEP_FAILED;
}

/* ---- where something ends ---- */

static inline bool is_stop(char c, char delimiter)
{
	return c == delimiter || c == '\n' || c == '\r';
}

/* Those among the next eight bytes, or what is left of them. */
static inline uint64_t stops_at(const char *at, const char *end, char delimiter)
{
	uint64_t bytes = 0;
	if (end - at >= (ptrdiff_t)sizeof bytes)
		memcpy(&bytes, at, sizeof bytes);
	else
		memcpy(&bytes, at, (size_t)(end - at));
	bytes = le64toh(bytes);
	return icd_bytes_equal(bytes, (unsigned char)delimiter) | icd_bytes_equal(bytes, '\n') |
	       icd_bytes_equal(bytes, '\r');
}

/* A walk from one to the next: eight bytes are looked at once, however many of them there are in these. */
struct stop_walk {
	const char *next; /* what was not looked at yet */
	uint64_t stops;   /* those in the eight bytes before that were not met yet */
};

/* The next one, or the end. */
static inline const char *next_stop(struct stop_walk *walk, const char *end, char delimiter)
{
	while (!walk->stops && walk->next < end) {
		walk->stops = stops_at(walk->next, end, delimiter);
		walk->next += sizeof walk->stops;
	}
	if (!walk->stops)
		return end;
	const char *stop = walk->next - sizeof walk->stops + __builtin_ctzll(walk->stops) / 8;
	walk->stops &= walk->stops - 1;
	return stop;
}

/* ---- lines ---- */

static enum step visit_line(struct reader *reader, const char *stop, const char *next)
{
	const char *start = reader->buffer + reader->begin;
	if (reader->cut) {
		reader->cut = false;
		reader->row.offset += icd_encoded_size(reader->source.encoding, start, (size_t)(next - start));
		reader->begin = (size_t)(next - reader->buffer);
		return STEP_ON;
	}
	reader->fields[0] = reader->places[0] = (struct row_field){start, (size_t)(stop - start)};
	return visit(reader, stop, next);
}

static enum step next_line(struct reader *reader)
{
	const char *start = reader->buffer + reader->begin, *end = reader->buffer + reader->end;
	const char *stop = next_stop(&(struct stop_walk){start, 0}, end, '\n');
	/* Behind a carriage return a line feed may come. */
	if (stop < end && *stop == '\r' && stop + 1 == end && !reader->ended)
		return STEP_MORE;
	if (stop < end)
		return visit_line(reader, stop, stop + 1 + (*stop == '\r' && stop + 1 < end && stop[1] == '\n'));
	if (reader->ended)
		return start < end ? visit_line(reader, end, end) : STEP_STOPPED;
	if (end - start <= ROWS_LINE_MAX)
		return STEP_MORE;
	if (reader->input->uncut)
		return fail(reader, "a line longer than 64 KiB");
	enum step step = visit_line(reader, start + ROWS_LINE_MAX, end);
	reader->cut = true;
	return step;
}

/* ---- fields ---- */

static const char *after_blanks(const char *at, const char *end, char delimiter)
{
	while (at < end && (*at == ' ' || *at == '\t') && *at != delimiter)
		at++;
	return at;
}

/* Where a field ends that begins with a quote, at `at`; NULL when that is not in sight. */
static const char *quoted_end(const char *at, const char *end, char delimiter, bool ended)
{
	for (at++; (at = memchr(at, '"', (size_t)(end - at))) != NULL; at++) {
		if (at + 1 < end && at[1] == '"') {
			at++;
			continue;
		}
		const char *after = after_blanks(at + 1, end, delimiter);
		if (after == end)
			return ended ? end : NULL;
		if (is_stop(*after, delimiter))
			return after;
	}
	return ended ? end : NULL;
}

/* Where the field at `at` ends, to which the walk has come: at a delimiter, a line end or the end of the file. NULL when
 * that is not in sight. */
static inline __attribute__((always_inline)) const char *field_end(struct stop_walk *walk, const char *at,
								   const char *end, char delimiter, bool ended)
{
	/* Blanks and quotes come before all else that fields begin with. */
	if (at < end && (unsigned char)*at <= '"') {
		const char *start = after_blanks(at, end, delimiter);
		if (start < end && *start == '"') {
			const char *stop = quoted_end(start, end, delimiter, ended);
			*walk = (struct stop_walk){stop && stop < end ? stop + 1 : end, 0};
			return stop;
		}
	}
	const char *stop = next_stop(walk, end, delimiter);
	return stop < end || ended ? stop : NULL;
}

/* The text within quotes, in which two quotes are one. */
static struct row_field without_doubles(struct row_field inside, struct icd_buffer *buffer)
{
	unsigned char *room = icd_buffer_room(buffer, inside.length), *to = room;
	if (!room)
		return (struct row_field){"", 0};
	for (size_t i = 0; i < inside.length; i++) {
		*to++ = (unsigned char)inside.text[i];
		i += inside.text[i] == '"' && i + 1 < inside.length && inside.text[i + 1] == '"';
	}
	buffer->size += (size_t)(to - room);
	return (struct row_field){(const char *)room, (size_t)(to - room)};
}

struct row_field rows_unquoted(struct row_field place, struct icd_buffer *buffer)
{
	const char *at = place.text, *end = at + place.length;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (at == end || *at != '"')
		return (struct row_field){at, (size_t)(end - at)};
	struct row_field inside = {at + 1, (size_t)(end - at) - 1};
	inside.length -= inside.length && inside.text[inside.length - 1] == '"';
	return memchr(inside.text, '"', inside.length) ? without_doubles(inside, buffer) : inside;
}

bool rows_next_field(const struct row *row, const char **at, struct row_field *place)
{
	const char *start = *at, *end = row->whole.text + row->whole.length;
	if (!start)
		return false;
	struct stop_walk walk = {start, 0};
	const char *stop = row->delimiter ? field_end(&walk, start, end, row->delimiter, true) : end;
	*place = (struct row_field){start, (size_t)(stop - start)};
	*at = stop < end ? stop + 1 : NULL;
	return true;
}

/* ---- columns ---- */

static bool column_number(const char *name, size_t *column)
{
	char *end;
	unsigned long number = strtoul(name, &end, 10);
	*column = number ? number - 1 : 0;
	return name[0] >= '0' && name[0] <= '9' && *end == '\0' && number > 0;
}

/* The delimiter that the first row has most of, outside quotes. */
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

static bool same_name(const char *name, struct row_field text)
{
	return strlen(name) == text.length && strncasecmp(name, text.text, text.length) == 0;
}

/* The first row has the names: are they all there? */
static bool read_names(struct reader *reader, const struct row *row)
{
	struct row_columns *columns = reader->columns;
	const char *at = row->whole.text;
	struct row_field place;
	struct icd_buffer buffer = {0};
	for (size_t column = 0; rows_next_field(row, &at, &place); column++) {
		icd_buffer_clear(&buffer);
		struct row_field name = rows_unquoted(place, &buffer);
		for (size_t i = 0; i < columns->count; i++) {
			if (!reader->wanted[i].found && same_name(columns->names[i], name)) {
				reader->wanted[i].found = true;
				reader->wanted[i].column = column;
			}
		}
	}
	icd_buffer_free(&buffer);
	for (size_t i = 0; i < columns->count; i++) {
		if (!reader->wanted[i].found && !column_number(columns->names[i], &reader->wanted[i].column))
			return icd_fail(reader->err, "%s:1: no column is named %s", reader->input->name,
					columns->names[i]);
	}
	return true;
}

/* Columns given by number: does the first row have so many? */
static bool columns_there(struct reader *reader, size_t count)
{
	for (size_t i = 0; i < reader->columns->count; i++) {
		if (reader->wanted[i].column >= count)
			return icd_fail(reader->err, "%s:1: has %zu columns, there is no column %s",
					reader->input->name, count, reader->columns->names[i]);
	}
	return true;
}

static int by_column(const void *a, const void *b)
{
	return ICD_ORDER(((const struct asked *)a)->column, ((const struct asked *)b)->column);
}

/* The columns are known. */
static void note_asked(struct reader *reader)
{
	size_t count = reader->columns->count;
	for (unsigned i = 0; i < count; i++)
		reader->asked[i] = (struct asked){reader->wanted[i].column, i};
	qsort(reader->asked, count, sizeof *reader->asked, by_column);
	reader->asked[count].column = SIZE_MAX;
	reader->columns_needed = count ? reader->asked[count - 1].column + 1 : 0;
}

/* ---- rows of a table ---- */

/* The field without quotes and blanks, which most have none of. */
static struct row_field bare(struct row_field place, struct icd_buffer *buffer)
{
	bool as_it_is =
		place.length && (unsigned char)place.text[0] > '"' && (unsigned char)place.text[place.length - 1] > ' ';
	return as_it_is ? place : rows_unquoted(place, buffer);
}

/* Takes the field for the one that asks for it. */
static inline void take_field(struct reader *reader, unsigned number, struct row_field place)
{
	struct icd_buffer *text = &reader->wanted[number].text;
	text->size = 0;
	reader->places[number] = place;
	reader->fields[number] = bare(place, text);
	reader->failed |= text->failed;
}

/* The row in hand has so many columns: what is asked for behind them has nothing in it. */
static void leave_out_fields(struct reader *reader, size_t columns)
{
	for (size_t i = 0; i < reader->columns->count; i++) {
		if (reader->wanted[i].column >= columns)
			reader->fields[i] = reader->places[i] = (struct row_field){"", 0};
	}
}

/* The first row that is not empty: what it says of the columns. */
static bool read_first(struct reader *reader, struct row_field whole, size_t columns)
{
	struct row row = {.whole = whole, .delimiter = reader->row.delimiter};
	reader->row.names = !reader->named;
	reader->measured = true;
	reader->columns_there = columns;
	if (reader->named)
		return columns_there(reader, columns);
	reader->named = read_names(reader, &row);
	note_asked(reader);
	return reader->named;
}

/* Visits the row that ends at `stop`, whose line end is whole. */
static enum step visit_row(struct reader *reader, const char *stop, size_t columns)
{
	const char *start = reader->buffer + reader->begin, *end = reader->buffer + reader->end, *next = stop;
	next += next < end && *next == '\r';
	next += next < end && *next == '\n';
	reader->row.names = false;
	if (!reader->measured && stop > start &&
	    !read_first(reader, (struct row_field){start, (size_t)(stop - start)}, columns))
		return STEP_FAILED;
	if (reader->failed) {
		icd_out_of_memory(reader->err);
		return STEP_FAILED;
	}
	reader->row.missing = columns < reader->columns_there ? reader->columns_there - columns : 0;
	if (columns < reader->columns_needed)
		leave_out_fields(reader, columns);
	return visit(reader, stop, next);
}

static enum step next_row(struct reader *reader)
{
	const char *at = reader->buffer + reader->begin, *end = reader->buffer + reader->end;
	char delimiter = reader->row.delimiter;
	struct stop_walk walk = {at, 0};
	const struct asked *asked = reader->asked;
	if (at == end)
		return reader->ended ? STEP_STOPPED : STEP_MORE;
	for (size_t column = 0;; column++) {
		const char *stop = field_end(&walk, at, end, delimiter, reader->ended);
		if ((stop ? stop : end) - at > ROWS_FIELD_MAX)
			return fail(reader, "a field longer than 2 MiB, is a quote never closed?");
		/* Behind a carriage return a line feed may come. */
		if (!stop || (stop + 1 == end && *stop == '\r' && !reader->ended))
			return STEP_MORE;
		for (; asked->column == column; asked++)
			take_field(reader, asked->wanted, (struct row_field){at, (size_t)(stop - at)});
		if (stop == end || *stop != delimiter)
			return visit_row(reader, stop, column + 1);
		at = stop + 1;
	}
}

/* The first row is there as a whole, or as much of it as tells the delimiter. */
static bool read_first_row(struct reader *reader)
{
	struct row_columns *columns = reader->columns;
	do {
		if (!read_more(reader))
			return false;
	} while (!reader->ended && reader->end < SOURCE_PIECE && !memchr(reader->buffer, '\n', reader->end));
	if (!columns->delimiter)
		columns->delimiter = sniff_delimiter(reader->buffer, reader->end);
	reader->row.delimiter = columns->delimiter;
	return true;
}

/* ---- the file ---- */

static struct reader *new_reader(void)
{
	struct reader *reader = malloc(sizeof *reader);
	return reader ? memset(reader, 0, offsetof(struct reader, source.raw)) : NULL;
}

static bool open_reader(struct reader *reader, struct row_input *input, struct icd_error *err)
{
	reader->buffer = malloc(2 * SOURCE_PIECE + BEYOND);
	reader->size = 2 * SOURCE_PIECE;
	reader->input = input;
	reader->err = err;
	reader->source.fd = input->fd;
	reader->source.memory = input->memory;
	reader->source.memory_size = input->memory_size;
	reader->source.name = input->name;
	reader->source.pause = input->pause;
	reader->source.context = input->context;
	reader->row = (struct row){.fields = reader->fields, .places = reader->places, .count = 1};
	return reader->buffer || icd_out_of_memory(err);
}

static void close_reader(struct reader *reader)
{
	leave(reader);
	free(reader->buffer);
	free(reader);
}

static bool read_all(struct reader *reader, enum step (*next)(struct reader *))
{
	enum step step = STEP_MORE;
	while (step > STEP_STOPPED) {
		step = next(reader);
		if (step == STEP_MORE && !read_more(reader))
			step = STEP_FAILED;
	}
	return step != STEP_FAILED;
}

bool rows_read_lines(struct row_input *input, struct icd_error *err)
{
	struct reader *reader = new_reader();
	if (!reader)
		return icd_out_of_memory(err);
	bool ok = open_reader(reader, input, err) && read_more(reader) && read_all(reader, next_line);
	close_reader(reader);
	return ok;
}

static bool read_table(struct reader *reader, struct row_columns *columns)
{
	reader->columns = columns;
	leave_out_fields(reader, 0);
	reader->asked[0].column = SIZE_MAX;
	reader->named = true;
	reader->row.count = columns->count;
	for (size_t i = 0; i < columns->count; i++)
		reader->named &= column_number(columns->names[i], &reader->wanted[i].column);
	columns->by_number = reader->named;
	if (reader->named)
		note_asked(reader);
	if (!read_first_row(reader) || !read_all(reader, next_row))
		return false;
	return reader->named ||
	       icd_fail(reader->err, "%s: empty, a row of column names was expected", reader->input->name);
}

bool rows_read_table(struct row_input *input, struct row_columns *columns, struct icd_error *err)
{
	struct reader *reader = new_reader();
	if (!reader)
		return icd_out_of_memory(err);
	bool ok = open_reader(reader, input, err) && read_table(reader, columns);
	for (size_t i = 0; i < columns->count; i++)
		icd_buffer_free(&reader->wanted[i].text);
	close_reader(reader);
	return ok;
}
